"""What each account must pay out in a year, in the idiom of ``amounts``: required minimum distributions of the living owner.

By the Uniform Lifetime Table on the balance of 31 December before. Roth accounts and health savings accounts have none; a plan
of the present employer waits until its owner leaves (IRC 401(a)(9)(C)(i)(II)).
"""

from datetime import date
from decimal import Decimal

from effluent_cli.domain.amounts import Amount, positive, share
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.law.benefits import Distributions
from effluent_cli.domain.required_distributions import first_year, owner_period
from effluent_cli.domain.withdrawals import Pot, Pots, birth_of_owner


@frozen
class Owned:
    """A tax-deferred account with what its distributions depend on: the owner's birth, and the first year they are due for."""

    pot: Pot
    birth: date
    first_year: int


def owned_pots(index: InputsIndex, pots: Pots, law: Distributions) -> tuple[Owned, ...]:
    """Return the accounts that pay out one day; without the owner's date of birth nothing can be said."""
    return tuple(
        Owned(pot, birth, first_year(law, birth))
        for pot in pots.by_kind.get("tax_deferred", ())
        if (birth := birth_of_owner(index, index.assets[pot.account])) is not None
    )


def required_of(law: Distributions, owned: Owned, year: int, balance: Amount, drawn: Amount) -> Amount:
    """Return what is still to be paid out for ``year`` (cents).

    ``balance`` is that of 31 December before, ``drawn`` what was taken out in the year already.
    """
    if year < owned.first_year or owned.pot.locked(year * 12 + 11):
        return 0
    period = owner_period(law, owned.birth, year)
    numerator, denominator = period.as_integer_ratio()
    # The balance divided by the period is its share at one over the period.
    return positive(share(positive(balance) * denominator, Decimal(1), numerator) - drawn)
