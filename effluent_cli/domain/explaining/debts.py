"""A debt's lines: the interest of a due or statement date, the principal, what goes into escrow."""

from collections.abc import Iterator

from effluent_cli.domain.due import Standing, card_rate
from effluent_cli.domain.explaining.lines import MOVE, Line
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import clears, forborne, interest_only, rate_on
from effluent_cli.domain.money import money_shown, percent_shown
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms
from effluent_cli.domain.tracing import Happening

LOAN_RULE = "rate / 12 of what is owed at each due date"
CARD_RULE = "rate / 12 of the balance after the last payment"
PAYMENT_RULE = {"full": "the whole balance", "fixed": "a fixed payment", "minimum": "the minimum payment"}


def debt_lines(index: InputsIndex, rates: Rates, happening: Happening) -> Iterator[Line]:
    """Yield the lines of a due date or a statement date."""
    entry = happening.entry
    debt = entry.debt or ""
    owed, standing = happening.owed[debt], happening.standing.get(debt, Standing())
    terms = happening.terms
    record, title = f"account:{debt}", index.debts[debt].name
    if entry.terms is not None:
        for column, name, amount in happening.parts:
            figures = f"{money_shown(-amount)}, added to what is owed"
            yield Line(entry.day, column, name, amount, record, title, "other terms from this day on", figures)
        return
    if isinstance(terms, LoanTerms):
        rate, rule = rate_on(terms, entry.day, rates), LOAN_RULE
        words = _loan_words(terms, happening)
    elif isinstance(terms, CardTerms):
        rate, rule = card_rate(terms, entry.day), CARD_RULE
        words = PAYMENT_RULE[terms.payment_rule]
    else:
        raise TypeError(f"{debt} has a due date without terms")
    interest = -sum(amount for column, _, amount in happening.parts if column == "interest")
    paid = interest - happening.changes.get(debt, 0)
    for column, name, amount in happening.parts:
        if column == "interest":
            figures = f"{money_shown(owed)} x {percent_shown(rate)} / 12"
            yield Line(entry.day, column, name, amount, record, title, rule, figures)
        else:
            figures = f"{money_shown(-amount)} of the escrow, split by the property's stated costs"
            yield Line(entry.day, column, name, amount, record, title, "paid out of escrow with each payment", figures)
    for name, amount in happening.moves:
        less = interest + int(standing.charged)
        figures = f"{words} of {money_shown(paid)}" + (f" less interest of {money_shown(less)}" if less else "")
        yield Line(entry.day, MOVE, name, amount, record, title, "what a payment leaves after interest", figures)


def _loan_words(terms: LoanTerms, happening: Happening) -> str:
    day = happening.entry.day
    if forborne(terms, day):
        return "in forbearance: a payment"
    if clears(terms, day):
        return "the last payment of the term, which clears it,"
    if interest_only(terms, day):
        return "an interest-only payment"
    agreed = happening.standing.get(terms.account, Standing()).payment
    if agreed is not None and agreed != terms.payment:
        return "a payment reckoned anew"
    return "a payment" + (", extra principal with it," if terms.extra_principal else "")
