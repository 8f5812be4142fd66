"""What is odd about the debts: a minimum that lasts for decades, a payment below the interest, one paid twice."""

from collections.abc import Iterator, Mapping

from effluent_cli.domain.debt_path import LONGEST, DuePayment, payoff_of
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_shown
from effluent_cli.domain.periods import month_of, month_text


def debt_findings(index: InputsIndex, paths: Mapping[str, tuple[DuePayment, ...]]) -> Iterator[Finding]:
    """Yield what is odd about each debt, given the due dates ahead of it, and about flows that pay a debt."""
    for debt, path in paths.items():
        yield from minimum_finding(index, debt, path)
        yield from shortage_finding(index, debt, path)
    yield from double_count_findings(index)


def minimum_finding(index: InputsIndex, debt: str, path: tuple[DuePayment, ...]) -> Iterator[Finding]:
    """Yield ``pays_minimum_only`` for a card paid by the minimum rule: its payoff month and all the interest until then."""
    terms = index.cards.get(debt)
    if terms is None or terms.payment_rule != "minimum" or not path:
        return
    interest = money_shown(sum(due.interest for due in path))
    name = index.debts[debt].name
    if path[-1].balance <= 0:
        words = f"is paid off in {month_text(month_of(path[-1].on))} after {interest} of interest"
    else:
        words = f"is never paid off: {interest} of interest in {LONGEST // 12} years"
    message = f"{name} pays the minimum only and {words}"
    yield Finding(
        "pays_minimum_only",
        "warning",
        f"account:{debt}",
        message,
        f"pay a fixed sum: effluent debt edit {debt} --payment-rule fixed --fixed-payment AMOUNT",
    )


def shortage_finding(index: InputsIndex, debt: str, path: tuple[DuePayment, ...]) -> Iterator[Finding]:
    """Yield ``payment_below_interest`` for a debt whose payment does not cover the interest: it is never paid off."""
    short = next((due for due in path if due.short), None)
    if short is None or payoff_of(path).on is not None:
        return
    name, payment = index.debts[debt].name, money_shown(short.payment)
    interest = money_shown(short.interest)
    message = f"{name}: the payment of {payment} on {short.on.isoformat()} does not cover the interest of {interest}"
    last = path[-1]
    if last.balance <= 0:
        message += f"; {money_shown(last.payment)} would be left to pay on {last.on.isoformat()}"
    option = "--fixed-payment" if debt in index.cards else "--payment"
    yield Finding(
        "payment_below_interest",
        "warning",
        f"account:{debt}",
        f"{message}; so it is never paid off",
        f"effluent debt edit {debt} {option} AMOUNT",
    )


def double_count_findings(index: InputsIndex) -> Iterator[Finding]:
    """Yield an error for every user flow into a debt whose own payment is generated already, unless marked separate."""
    for flow in index.flows:
        debt = flow.to_account
        if flow.type != "transfer" or flow.separate or debt is None:
            continue
        if debt in index.loans or debt in index.cards:
            message = (
                f"the flow {flow.id} ({money_shown(flow.amount)} {flow.frequency}) pays {index.debts[debt].name}, "
                "whose payment is generated from its terms already"
            )
            fix = f"effluent flows end {flow.id}; or add it with --separate if it comes on top"
            yield Finding("possible_double_count", "error", f"flow:{flow.id}", message, fix)
