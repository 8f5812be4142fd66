"""What the assets cost, and what a year's sales and withdrawals mean to its tax; amounts in the idiom of ``amounts``.

A taxable investment carries its average basis: what is drawn realises gain in the proportion in which the account holds it;
a dividend that it keeps is taxed in its year and adds to the basis.
A Roth account's basis is what was paid in: it comes out first, free of tax and penalty, and earnings after it, free too once
the owner is of age. What leaves a tax-deferred account is income; so is what leaves a health savings account, taken not to pay
for medical costs.
"""

from collections.abc import Mapping, Sequence

from effluent_cli.domain.amounts import Amount, least, part, positive
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_shown
from effluent_cli.domain.tax.given import SEPARATE
from effluent_cli.domain.withdrawals import Pot, Pots


class YearAmounts:
    """What one calendar year has come to so far beside the timetable (cents).

    ``gains`` are realised (negative: lost), ``distributions`` are ordinary income out of retirement accounts, ``early`` and
    ``early_hsa`` those parts that bear a penalty, ``interest`` what cash accounts earned, ``premiums`` those of Medicare,
    ``dividends`` what taxable investments paid and put back into themselves; ``drawn`` is by account. ``own`` are the same of
    what belongs to one of two who file separately, by member.
    """

    def __init__(self) -> None:
        self.gains: Amount = 0
        self.distributions: Amount = 0
        self.early: Amount = 0
        self.early_hsa: Amount = 0
        self.interest: Amount = 0
        self.dividends: Amount = 0
        self.premiums: Amount = 0
        self.drawn: dict[str, Amount] = {}
        self.own: dict[str, YearAmounts] = {}

    def divided(self, people: Sequence[str]) -> "tuple[YearAmounts, ...]":
        """Return what of it is each person's: the own, and an even part of what is nobody's."""
        if len(people) == 1:
            return (self,)
        parts = tuple(YearAmounts() for _ in people)
        for name in TAXED:
            own = [getattr(self.own.get(key, NOBODY), name) for key in people]
            shared = getattr(self, name) - sum(own)
            for number, year in enumerate(parts):
                even = shared * (number + 1) // len(people) - shared * number // len(people)
                setattr(year, name, own[number] + even)
        return parts


TAXED = ("gains", "distributions", "early", "early_hsa", "interest", "premiums", "dividends")
NOBODY = YearAmounts()
"""A year of who owns nothing."""


class Holdings:
    """The basis of every account that has one, and the running year."""

    def __init__(self, index: InputsIndex, pots: Pots, opening: Mapping[str, Amount]) -> None:
        self.basis: dict[str, Amount] = {}
        self.pots = pots
        self.year = YearAmounts()
        apart = index.inputs.household.filing_status == SEPARATE
        self._owners = {key: each.owner for key, each in index.assets.items() if apart and each.owner is not None}
        for key, pot in pots.all.items():
            stated = index.assets[key].cost_basis
            if pot.kind == "taxable":
                self.basis[key] = opening[key] if stated is None else stated
            elif pot.kind == "roth":
                self.basis[key] = stated or 0

    def arrive(self, account: str, amount: Amount) -> None:
        """Add what is paid into an account to its basis."""
        if account in self.basis:
            self.basis[account] = self.basis[account] + amount

    def reinvest(self, account: str, dividend: Amount) -> None:
        """Count a dividend that an account pays and keeps: income of the year, and cost of what it buys."""
        self.yielded(account, dividend)
        self.arrive(account, dividend)

    def yielded(self, account: str, dividend: Amount) -> None:
        """Count a dividend as income of the year."""
        for year in self._years(account):
            year.dividends = year.dividends + dividend

    def earn(self, accounts: Sequence[str], interest: Sequence[Amount]) -> None:
        """Count interest that accounts earned."""
        self.year.interest = self.year.interest + sum(interest)
        for account, amount in zip(accounts, interest, strict=True) if self._owners else ():
            for year in self._years(account)[1:]:
                year.interest = year.interest + amount

    def realise(self, account: str, gain: Amount) -> None:
        """Count a gain on what was sold, below zero: a loss."""
        for year in self._years(account):
            year.gains = year.gains + gain

    def _years(self, account: str) -> "tuple[YearAmounts, ...]":
        owner = self._owners.get(account)
        return (self.year,) if owner is None else (self.year, self.year.own.setdefault(owner, YearAmounts()))

    def leave(self, pot: Pot, amount: Amount, whole: Amount, *, early: bool) -> None:
        """Note that ``amount`` leaves an account that held ``whole``; ``early``: with the penalty."""
        key = pot.account
        amount = least(amount, positive(whole))
        self.year.drawn[key] = self.year.drawn.get(key, 0) + amount
        if pot.kind == "taxable":
            cost = part(amount, self.basis[key], whole)
            self.basis[key] = self.basis[key] - cost
            self.realise(key, amount - cost)
            return
        income = amount
        if pot.kind == "roth":
            contributions = least(amount, self.basis[key])
            self.basis[key] = self.basis[key] - contributions
            income = amount - contributions if early else 0
        for year in self._years(key):
            year.distributions = year.distributions + income
            if early and pot.kind == "hsa":
                year.early_hsa = year.early_hsa + income
            elif early:
                year.early = year.early + income

    def turn(self) -> YearAmounts:
        """End the year and return what it came to."""
        ended, self.year = self.year, YearAmounts()
        return ended


def basis_findings(index: InputsIndex, opening: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return a finding for taxable investments whose cost nobody has stated: it is taken to be today's balance."""
    return tuple(
        Finding(
            "basis_assumed",
            "info",
            f"account:{key}",
            f"{account.name}: what was paid for it is not stated, taken as its balance of {money_shown(opening[key])}",
            f"effluent account edit {key} --cost-basis AMOUNT",
        )
        for key, account in index.assets.items()
        if account.type in ("brokerage", "crypto") and account.cost_basis is None and opening[key] > 0
    )
