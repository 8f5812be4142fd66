"""What is due on a debt: the interest and the payment of one due date. Books, projection and path all ask here.

Instalment interest is rate ÷ 12 per payment, the first one whole, and the last payment of the term clears what is left.
Card interest is the balance after the last payment × rate ÷ 12, charged on the statement day, without one on the due day
(system notes, sections 1 and 3).
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from effluent_cli.domain.amounts import Amount, least, share
from effluent_cli.domain.debt import minimum_payment, period_interest
from effluent_cli.domain.loan_rules import clears, escrow_on, forborne, interest_only, rate_on, recast
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms


class Standing(NamedTuple):
    """What a debt carries from one due date to the next beside its balance.

    ``payment`` is a loan's payment since it was last reckoned anew (None: the contractual one), ``charged`` a card's
    interest since its last payment (cents).
    """

    payment: int | None = None
    charged: Amount = 0


class Due(NamedTuple):
    """One due date in cents: the interest it adds, the payment of interest and principal, and the escrow on top.

    ``regular`` is what the terms ask for each month as long as the balance lasts, without what clears the debt at the end.
    ``lasting`` says that such a payment should also bring the balance down: not in forbearance, nor while only interest is
    paid, nor where the debt is cleared.
    """

    interest: Amount
    payment: Amount
    escrow: int
    regular: Amount
    lasting: bool
    standing: Standing


def loan_due(terms: LoanTerms, owed: int, standing: Standing, day: date, rates: Rates, extra: int = 0) -> Due:
    """Return a loan's due date: never more than is owed, nothing in forbearance, everything at the end of the term.

    ``rates`` are the household's assumptions, ``extra`` cents of principal beside what the terms state.
    """
    interest = period_interest(owed, rate_on(terms, day, rates), rounding=terms.interest_rounding)
    if forborne(terms, day):
        return Due(interest, 0, 0, 0, False, standing)
    anew = recast(terms, owed, day, rates)
    if anew is not None:
        standing = Standing(anew)
    agreed = terms.payment if standing.payment is None else standing.payment
    regular = (interest if interest_only(terms, day) else agreed) + terms.extra_principal
    whole, last = owed + interest, clears(terms, day)
    payment = whole if last else min(regular + extra, whole)
    lasting = not last and not interest_only(terms, day)
    return Due(interest, payment, escrow_on(terms, day, rates), regular, lasting, standing)


def card_rate(terms: CardTerms, day: date) -> Decimal:
    """Return a card's yearly rate on a day: the promotional one up to and including its end."""
    if terms.promotional_rate is not None and terms.promotional_until is not None and day <= terms.promotional_until:
        return terms.promotional_rate
    return terms.rate


def current_rate(terms: LoanTerms | CardTerms, day: date, rates: Rates) -> Decimal:
    """Return the yearly rate that a debt bears on a due date or day."""
    return card_rate(terms, day) if isinstance(terms, CardTerms) else rate_on(terms, day, rates)


def card_charge(terms: CardTerms, owed: Amount, standing: Standing, day: date) -> tuple[Amount, Standing]:
    """Return the interest (cents) of a card's statement day, and what the card carries then."""
    interest = share(owed, card_rate(terms, day), 12)
    return interest, Standing(charged=standing.charged + interest)


def card_due(terms: CardTerms, owed: Amount, standing: Standing, day: date, extra: int = 0) -> Due:
    """Return a card's due date by its payment rule: never more than the balance with its interest.

    Chance can reach a card that a shortage is borrowed on: this and ``card_charge`` are written in the idiom of ``amounts``.
    """
    interest = share(owed, card_rate(terms, day), 12) if terms.statement_day is None else 0
    whole = owed + interest
    regular: Amount
    if terms.payment_rule == "full":
        regular = whole
    elif terms.payment_rule == "fixed":
        regular = terms.fixed_payment or 0
    else:
        charged = standing.charged + interest
        added = charged if terms.minimum_adds_interest else 0
        regular = minimum_payment(owed - standing.charged, terms.minimum_percent, terms.minimum_floor, added)
    return Due(interest, least(regular + extra, whole), 0, regular, True, Standing())
