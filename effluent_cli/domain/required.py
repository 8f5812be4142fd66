"""What each account must pay out in a year, in the idiom of ``amounts``: required minimum distributions of the living owner.

By the Uniform Lifetime Table on the balance of 31 December before. Roth accounts and health savings accounts have none; a plan
of the present employer waits until its owner leaves (IRC 401(a)(9)(C)(i)(II)). What is taken out of one of a person's IRAs
counts for all of them, and so it is with 403(b) plans (Treas. Reg. 1.408-8(e), 1.403(b)-6(e)(7)).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from effluent_cli.domain.amounts import Amount, least, positive, share
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.law.benefits import Distributions
from effluent_cli.domain.records import Account
from effluent_cli.domain.required_distributions import first_year, owner_period
from effluent_cli.domain.tax_facts import self_of
from effluent_cli.domain.withdrawals import Pot, Pots, birth_of_owner

TOGETHER = {**dict.fromkeys(("traditional_ira", "sep_ira", "simple_ira"), "ira"), "traditional_403b": "403b"}
"""The account types of which one may pay what another of the same person must."""


@frozen
class Owned:
    """A tax-deferred account with what its distributions depend on: the owner's birth, and the first year they are due for.

    ``together`` is the same for accounts of which one may pay what another must.
    """

    pot: Pot
    birth: date
    first_year: int
    together: tuple[str, str]


def owned_pots(index: InputsIndex, pots: Pots, law: Distributions) -> tuple[Owned, ...]:
    """Return the accounts that pay out one day; without the owner's date of birth nothing can be said."""
    return tuple(
        Owned(pot, birth, first_year(law, birth), _together(index, index.assets[pot.account]))
        for pot in pots.by_kind.get("tax_deferred", ())
        if (birth := birth_of_owner(index, index.assets[pot.account])) is not None
    )


def _together(index: InputsIndex, account: Account) -> tuple[str, str]:
    kind = TOGETHER.get(account.type)
    return (kind, account.owner or self_of(index)) if kind is not None else ("", account.id)


def payouts(
    law: Distributions, owned: Sequence[Owned], year: int, before: Mapping[str, Amount], drawn: Mapping[str, Amount]
) -> Iterator[tuple[Pot, Amount]]:
    """Yield what each account must still pay out for ``year`` (cents), as far as no other one has paid it.

    Nothing is yielded before the first year in which any of them must.
    ``before`` are the balances of 31 December before, ``drawn`` what was taken out in the year already, by account.
    """
    if all(year < each.first_year for each in owned):
        return
    left = {each.together: 0 for each in owned}
    due = [required_of(law, each, year, before[each.pot.account]) for each in owned]
    taken = [drawn.get(each.pot.account, 0) for each in owned]
    for each, wanted, out in zip(owned, due, taken, strict=True):
        left[each.together] = left[each.together] + positive(out - wanted)
    for each, wanted, out in zip(owned, due, taken, strict=True):
        lacking = positive(wanted - out)
        covered = least(lacking, left[each.together])
        left[each.together] = left[each.together] - covered
        yield each.pot, lacking - covered


def required_of(law: Distributions, owned: Owned, year: int, balance: Amount) -> Amount:
    """Return what is to be paid out for ``year`` (cents); ``balance`` is that of 31 December before."""
    if year < owned.first_year or owned.pot.locked(year * 12 + 11):
        return 0
    period = owner_period(law, owned.birth, year)
    numerator, denominator = period.as_integer_ratio()
    # The balance divided by the period is its share at one over the period.
    return share(positive(balance) * denominator, Decimal(1), numerator)
