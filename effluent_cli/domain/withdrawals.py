"""What a household does when cash falls short of its buffer, or exceeds it: its settings, and the accounts it may draw on.

Taxable investments may be drawn on at any time. Retirement money may from the month in which its owner is 59½ (IRC
72(t)(2)(A)), from a health savings account at 65 (223(f)(4)(C)), from an employer's plan after leaving the job in or after the
year of the 55th birthday (72(t)(2)(A)(v)); before that only where the setting ``early_withdrawals`` is on, with the penalty of
72(t)(1) or 223(f)(4)(A). A plan of the present employer pays out to nobody. Pensions and annuities pay by their own terms, and
529 plans, property and vehicles are never drawn on.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from effluent_cli.domain.catalog import GROUP_OF, INVESTMENT
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import parse_money
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.periods import add_months, month_of
from effluent_cli.domain.records import Account, IncomeSource
from effluent_cli.domain.settings import setting_of

Kind = Literal["taxable", "tax_deferred", "roth", "hsa"]
EMPLOYER_PLANS = frozenset({"traditional_401k", "roth_401k", "traditional_403b", "tsp_traditional", "tsp_roth"})
KINDS: dict[str, Kind] = {
    **dict.fromkeys(INVESTMENT, "taxable"),
    "traditional_401k": "tax_deferred",
    "traditional_403b": "tax_deferred",
    "tsp_traditional": "tax_deferred",
    "traditional_ira": "tax_deferred",
    "sep_ira": "tax_deferred",
    "simple_ira": "tax_deferred",
    "roth_401k": "roth",
    "roth_ira": "roth",
    "tsp_roth": "roth",
    "hsa": "hsa",
}
"""The account types that may be drawn on, and how what is drawn is taxed."""
WITHDRAWAL_MOVE: dict[Kind, str] = {
    "taxable": "taxable_withdrawal",
    "tax_deferred": "tax_deferred_withdrawal",
    "roth": "roth_withdrawal",
    "hsa": "hsa_withdrawal",
}
"""The move under which a draw stands, by the kind of account."""
FREE_FROM_MONTHS = {"tax_deferred": 59 * 12 + 6, "roth": 59 * 12 + 6, "hsa": 65 * 12}
SEPARATION_AGE = 55

Span = tuple[int, int | None]
"""First and last month, both inclusive; None is open."""


@frozen
class Pot:
    """An account that a shortage may draw on. ``free_from`` is the first month without penalty (None: not known).

    ``employed`` are the months in which its owner works for the employer whose plan it is.
    """

    account: str
    kind: Kind
    free_from: int | None
    employed: tuple[Span, ...]

    def locked(self, month: int) -> bool:
        """Whether nothing can be had of it in a month: it is a plan of the present employer."""
        return any(first <= month and (last is None or month <= last) for first, last in self.employed)

    def early(self, month: int) -> bool:
        """Whether what is drawn in a month bears a penalty."""
        return self.kind != "taxable" and (self.free_from is None or month < self.free_from)


@frozen
class Policy:
    """The settings that bear on cash: amounts in cents, accounts by id. ``order`` names kinds of accounts, and ``cash``."""

    buffer: int
    order: tuple[str, ...]
    early: bool
    line: str | None
    surplus: str | None
    findings: tuple[Finding, ...]


def policy_of(index: InputsIndex) -> Policy:
    """Return the settings in force. One that names an account it cannot be meant for counts as none, with a finding."""
    stated = index.inputs.settings
    named = {name: setting_of(stated, name) for name in ("borrow_line", "surplus_account")}
    wrong = {name: why for name, key in named.items() if key != "none" and (why := unfit(index, name, key))}
    return Policy(
        buffer=parse_money(setting_of(stated, "cash_buffer")),
        order=tuple(setting_of(stated, "withdrawal_order").split(",")),
        early=setting_of(stated, "early_withdrawals") == "on",
        line=_account(named, "borrow_line", wrong),
        surplus=_account(named, "surplus_account", wrong),
        findings=tuple(
            Finding(
                "setting_unfit", "warning", f"setting:{name}", f"{name}: {why}", f"effluent setting set {name} none"
            )
            for name, why in wrong.items()
        ),
    )


def _account(named: dict[str, str], name: str, wrong: dict[str, str]) -> str | None:
    return None if named[name] == "none" or name in wrong else named[name]


def unfit(index: InputsIndex, name: str, key: str) -> str | None:
    """Return why an account cannot be what a setting (``borrow_line`` or ``surplus_account``) names; None where it can."""
    account = index.accounts.get(key)
    if account is None:
        return f"{key} is no active account"
    group = GROUP_OF[account.type]
    if name == "borrow_line":
        if group != "revolving":
            return f"{key} is no line of credit to borrow on"
        terms = index.cards.get(key)
        return None if terms is not None and terms.limit is not None else f"{key} has no limit to borrow up to"
    if key == index.checking:
        return f"{key} is where money lands anyway"
    if group not in ("cash", "investment"):
        return f"{key} is neither a cash account nor a taxable investment"
    return None


class Pots:
    """The accounts that may be drawn on, in the order of the setting, each kind in id order."""

    def __init__(self, index: InputsIndex) -> None:
        self.index = index
        self.by_kind: dict[str, tuple[Pot, ...]] = {}
        found = [self._pot(account) for account in index.assets.values() if account.type in KINDS]
        for pot in found:
            self.by_kind[pot.kind] = (*self.by_kind.get(pot.kind, ()), pot)

    @cached_property
    def all(self) -> dict[str, Pot]:
        """Every pot by its account."""
        return {pot.account: pot for pots in self.by_kind.values() for pot in pots}

    def _pot(self, account: Account) -> Pot:
        kind = KINDS[account.type]
        if kind == "taxable":
            return Pot(account.id, kind, None, ())
        birth = birth_of_owner(self.index, account)
        employed = tuple(self._employments(account)) if account.type in EMPLOYER_PLANS else ()
        free_from = month_of(add_months(birth, FREE_FROM_MONTHS[kind])) if birth is not None else None
        if birth is not None and free_from is not None:
            ended = (last for _, last in employed if last is not None and last // 12 >= birth.year + SEPARATION_AGE)
            free_from = min([free_from, *(last + 1 for last in ended)])
        return Pot(account.id, kind, free_from, employed)

    def _employments(self, account: Account) -> Iterator[Span]:
        """The months of the jobs whose paychecks pay into an account, as long as they pay."""
        for source in self.index.sources.values():
            stages = self.index.job_terms(source)
            if any(each.target_account == account.id for terms in stages for each in terms.deductions):
                yield from employment(source, stages)


def employment(source: IncomeSource, stages: Iterable[JobTerms]) -> Iterator[Span]:
    """Yield the stretches in which a job pays under its terms."""
    end = source.end or date.max
    begun: date | None = None
    for terms in stages:
        if terms.pays and begun is None:
            begun = max(terms.since, source.start or date.min)
        elif not terms.pays and begun is not None:
            yield month_of(begun), month_of(min(end, terms.since - timedelta(days=1)))
            begun = None
    if begun is not None:
        yield month_of(begun), None if end == date.max else month_of(end)


def birth_of_owner(index: InputsIndex, account: Account) -> date | None:
    """Return the date of birth of an account's owner; without an owner it is taken to be that of the household's ``self``."""
    member = index.members.get(account.owner or "")
    if member is None and account.owner is None:
        member = next((each for each in index.members.values() if each.relationship == "self"), None)
    return member.date_of_birth if member is not None else None
