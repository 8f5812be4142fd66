"""``deduction list | add | edit | remove``: what paychecks lose on the way, and what the employer adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import DEDUCTION_TYPES, SAVING_DEDUCTIONS, W2_TYPES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, Rate, money_text, parse_part
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Deduction, MatchTier
from effluent_cli.errors import InvalidInput, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    Planned,
    changed,
    edit,
    emptied,
    found,
    new_id,
    one_of,
    to_empty,
    wrong,
)

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

SHOW = "effluent deduction list"
CLEARABLE = {"target-account": ("target_account",), "match": ("match",)}


@dataclass(frozen=True)
class DeductionRow:
    """One active deduction: an amount (cents) or a fraction of gross, per paycheck."""

    id: str
    source: str
    type: str
    amount: Cents | None
    percent: Rate | None
    target_account: str | None
    match: tuple[MatchTier, ...]


@dataclass(frozen=True)
class DeductionList:
    """The active deductions, in id order."""

    deductions: tuple[DeductionRow, ...]


@dataclass(frozen=True)
class DeductionFields:
    """What a person may state about a deduction; None is not stated."""

    amount: Cents | None = None
    percent: Rate | None = None
    target_account: str | None = None
    match: tuple[MatchTier, ...] | None = None


def listed(file: "HouseholdFile", caller: Caller) -> tuple[DeductionList, date]:
    """Return the active deductions."""
    with file.reading() as books:
        inputs = books.inputs()
    rows = tuple(_row(each) for each in inputs.deductions if each.active)
    return DeductionList(rows), caller.today(inputs.household.time_zone)


def add(
    file: "HouseholdFile", caller: Caller, source_id: str, kind: str, stated: DeductionFields, deduction_id: str | None
) -> tuple[Edited, date]:
    """Add a deduction to a W-2 job. Raises InvalidInput, NotFound (source, account), Refused, Busy."""

    def planning(index: InputsIndex, _: date) -> Planned:
        one_of("--type", kind, DEDUCTION_TYPES)
        source = found(index.sources, source_id, "income source", "effluent income list")
        if source.type not in W2_TYPES:
            raise Refused(f"{source_id} is no W-2 job: nothing is deducted from it", code="not_w2")
        taken = frozenset(each.id for each in index.inputs.deductions)
        key = new_id(deduction_id, f"{source_id} {kind.replace('_', ' ')}", "deduction", taken)
        made = _checked(index, Deduction(key, source_id, kind), stated)
        return Planned(key, Plan((Change(None, made),), ("flows_changed",)))

    return edit(file, caller, planning)


def change(
    file: "HouseholdFile", caller: Caller, deduction_id: str, stated: DeductionFields, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Change a deduction, and empty what ``clear`` names. Raises NotFound, InvalidInput, Refused, Busy."""
    empty = to_empty(clear, CLEARABLE, stated)

    def planning(index: InputsIndex, _: date) -> Planned:
        before = found(_active(index), deduction_id, "deduction", SHOW)
        return changed(deduction_id, before, _checked(index, emptied(before, empty), stated), "flows_changed")

    return edit(file, caller, planning)


def remove(file: "HouseholdFile", caller: Caller, deduction_id: str) -> tuple[Edited, date]:
    """Remove a deduction: the record stays in the history. Raises NotFound, Busy."""

    def planning(index: InputsIndex, _: date) -> Planned:
        before = found(_active(index), deduction_id, "deduction", SHOW)
        return Planned(deduction_id, Plan((Change(before, replace(before, active=False)),), ("flows_changed",)))

    return edit(file, caller, planning)


def parse_match(texts: list[str]) -> tuple[MatchTier, ...]:
    """Return the tiers written ``RATE:UPTO`` (``50%:6%``), each up to a higher part of pay than the one before.

    Raises InvalidInput: no such form, a rate above 100 %, a part of pay above 100 % or not above the tier before.
    """
    tiers: list[MatchTier] = []
    for text in texts:
        rate_part, colon, upto_part = text.partition(":")
        if not colon:
            raise wrong("--match", text, "write RATE:UPTO, such as 50%:6%")
        try:
            rate, up_to = parse_part(rate_part), parse_part(upto_part)
        except ValueError as error:
            raise wrong("--match", text, f"what an employer matches, and of what part of pay: {error}") from None
        if tiers and up_to <= tiers[-1].up_to:
            raise wrong("--match", text, "each tier must reach further than the one before")
        tiers.append(MatchTier(rate, up_to))
    return tuple(tiers)


def _checked(index: InputsIndex, deduction: Deduction, stated: DeductionFields) -> Deduction:
    if stated.amount is not None and stated.percent is not None:
        raise InvalidInput("--amount and --percent exclude each other", code="usage")
    after = deduction
    if stated.amount is not None:
        after = replace(after, amount=stated.amount, percent=None)
    if stated.percent is not None:
        after = replace(after, percent=stated.percent, amount=None)
    if stated.match is not None:
        after = replace(after, match=stated.match)
    if stated.target_account is not None:
        after = replace(after, target_account=stated.target_account)
    if after.amount is None and after.percent is None:
        raise wrong("--amount", None, "an amount per paycheck, or --percent of gross")
    if after.amount is not None and after.amount <= 0:
        raise wrong("--amount", money_text(after.amount), "an amount above zero")
    if after.percent is not None and not 0 < after.percent <= 1:
        raise wrong("--percent", str(after.percent), "above 0 % and at most 100 % of gross")
    _check_target(index, after)
    return after


def _check_target(index: InputsIndex, deduction: Deduction) -> None:
    fitting = SAVING_DEDUCTIONS.get(deduction.type)
    if deduction.match and fitting is None:
        raise wrong("--match", None, f"nothing is matched on {deduction.type.replace('_', ' ')}")
    if deduction.target_account is None:
        return
    if fitting is None:
        raise wrong("--target-account", deduction.target_account, f"{deduction.type} is paid out, not saved")
    account = found(index.assets, deduction.target_account, "account", "effluent account list")
    if account.type not in fitting:
        kinds = " or ".join(fitting)
        raise Refused(
            f"{account.id} is a {account.type}; {deduction.type} goes into a {kinds}", code="other_account_type"
        )


def _active(index: InputsIndex) -> dict[str, Deduction]:
    return {each.id: each for each in index.inputs.deductions if each.active}


def _row(deduction: Deduction) -> DeductionRow:
    return DeductionRow(
        id=deduction.id,
        source=deduction.source,
        type=deduction.type,
        amount=deduction.amount,
        percent=deduction.percent,
        target_account=deduction.target_account,
        match=deduction.match,
    )
