"""``withholding list | show | edit``: the W-4 of each W-2 job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import FILING_STATUSES, W2_TYPES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, money_text
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Withholding
from effluent_cli.errors import Refused, UsageProblem
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    Planned,
    changed,
    edit,
    emptied,
    found,
    one_of,
    to_empty,
    with_stated,
    wrong,
)

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

SHOW = "effluent income list"
OPTIONS = {
    "step3_credits": "--step3",
    "step4a_other_income": "--step4a",
    "step4b_deductions": "--step4b",
    "step4c_extra": "--step4c",
    "state_extra": "--state-extra",
}
"""The W-4's amounts and the options that state them."""
COUNTS = ("step3_children", "step3_other_dependents")
CLEARABLE = {option.removeprefix("--"): (field,) for field, option in OPTIONS.items()} | {
    "children": ("step3_children",),
    "other-dependents": ("step3_other_dependents",),
}


@dataclass(frozen=True)
class W4Row:
    """One job's W-4; ``given`` is false where none was handed in and the household's filing status stands in.

    Amounts are cents; step 3 is an amount a year, or null where it follows from children and other dependents.
    """

    source: str
    given: bool
    filing_status: str
    step2_checkbox: bool
    step3_credits: Cents | None
    step3_children: int
    step3_other_dependents: int
    step4a_other_income: Cents
    step4b_deductions: Cents
    step4c_extra: Cents
    state_extra: Cents


@dataclass(frozen=True)
class W4List:
    """The W-4s of the active W-2 jobs, in the order of the jobs' ids."""

    withholdings: tuple[W4Row, ...]


@dataclass(frozen=True)
class W4Fields:
    """What a person may state on a W-4; None is not stated. Amounts are cents."""

    filing_status: str | None = None
    step2_checkbox: bool | None = None
    step3_credits: int | None = None
    step3_children: int | None = None
    step3_other_dependents: int | None = None
    step4a_other_income: int | None = None
    step4b_deductions: int | None = None
    step4c_extra: int | None = None
    state_extra: int | None = None


def listed(file: "HouseholdFile", caller: Caller) -> tuple[W4List, date]:
    """Return the W-4 of every active W-2 job."""
    with file.reading() as books:
        inputs = books.inputs()
    index = InputsIndex(inputs)
    jobs = (key for key, source in index.sources.items() if source.type in W2_TYPES)
    return W4List(tuple(_row(index, key) for key in jobs)), caller.today(inputs.household.time_zone)


def show(file: "HouseholdFile", caller: Caller, source_id: str) -> tuple[W4Row, date]:
    """Return one job's W-4. Raises NotFound, Refused for a source that is no W-2 job."""
    with file.reading() as books:
        inputs = books.inputs()
    index = InputsIndex(inputs)
    _job(index, source_id)
    return _row(index, source_id), caller.today(inputs.household.time_zone)


def change(
    file: "HouseholdFile", caller: Caller, source_id: str, stated: W4Fields, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Change a job's W-4, or hand one in, and empty what ``clear`` names. Step 3 is an amount or counts, as stated last.

    Raises NotFound, Refused (no W-2 job), InvalidInput, Busy.
    """
    empty = to_empty(clear, CLEARABLE, stated)
    _check(stated)
    counted = any(getattr(stated, name) is not None for name in COUNTS)
    if stated.step3_credits is not None:
        empty = (*empty, *COUNTS)
    elif counted:
        empty = (*empty, "step3_credits")

    def planning(index: InputsIndex, _: date) -> Planned:
        _job(index, source_id)
        before = index.withholdings.get(source_id)
        blank = before or Withholding(source_id, index.inputs.household.filing_status or "single")
        given = {name: getattr(stated, name) for name in W4Fields.__annotations__}
        after = with_stated(emptied(blank, empty), **given)
        if before is None:
            old = next((each for each in index.inputs.withholdings if each.source == source_id), None)
            return Planned(source_id, Plan((Change(old, after),), ("taxes_changed",)))
        return changed(source_id, before, after, "taxes_changed")

    return edit(file, caller, planning)


def _check(stated: W4Fields) -> None:
    if stated.filing_status is not None:
        one_of("--filing-status", stated.filing_status, FILING_STATUSES)
    for name, option in OPTIONS.items():
        value = getattr(stated, name)
        if value is not None and value < 0:
            raise wrong(option, money_text(value), "an amount of zero or more")
    if stated.step3_credits is not None and any(getattr(stated, name) is not None for name in COUNTS):
        raise UsageProblem("--step3 is an amount in place of --children and --other-dependents: state one or the other")


def _job(index: InputsIndex, source_id: str) -> None:
    source = found(index.sources, source_id, "income source", SHOW)
    if source.type not in W2_TYPES:
        raise Refused(f"{source_id} is no W-2 job: nothing is withheld from it", code="not_w2")


def _row(index: InputsIndex, source_id: str) -> W4Row:
    given = index.withholdings.get(source_id)
    form = given or Withholding(source_id, index.inputs.household.filing_status or "single")
    return W4Row(
        source=source_id,
        given=given is not None,
        filing_status=form.filing_status,
        step2_checkbox=form.step2_checkbox,
        step3_credits=form.step3_credits,
        step3_children=form.step3_children,
        step3_other_dependents=form.step3_other_dependents,
        step4a_other_income=form.step4a_other_income,
        step4b_deductions=form.step4b_deductions,
        step4c_extra=form.step4c_extra,
        state_extra=form.state_extra,
    )
