"""Income as the return lists it: capital gains after their loss limit, rent and passive businesses after theirs."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import share
from effluent_cli.domain.tax.given import SEPARATE, Return


@frozen
class Capital:
    """Gains and losses: ``counted`` goes into income (a loss only to its limit), ``long`` is the net long-term gain."""

    net: int
    counted: int
    long: int


def capital(given: Return) -> Capital:
    """Return gains net of losses: long-term and short-term offset each other, a net loss counts up to a limit."""
    income = given.income
    net = income.long_term_gains + income.short_term_gains
    counted = net if net >= 0 else max(net, -given.tax_year.gains.net_loss_limit[given.filing_status])
    return Capital(net, counted, max(0, min(income.long_term_gains, net)))


def passive_counted(given: Return, other_income: int) -> int:
    """Return what rent and passive businesses add to income; a net loss only as far as IRC 469(i) lets a landlord take it.

    ``other_income`` is modified AGI without them. Whoever rents is taken to be active in it. The rest of a loss waits for
    later years.
    """
    income = given.income
    net = income.rental + income.passive_business
    if net >= 0 or income.rental >= 0 or (given.filing_status == SEPARATE and not given.lived_apart):
        return max(net, 0)
    law = given.tax_year.rental_loss
    over = max(0, other_income - law.magi_over[given.filing_status])
    allowance = max(0, law.allowance[given.filing_status] - share(over, law.phase_out_rate))
    return max(net, income.rental, -allowance)
