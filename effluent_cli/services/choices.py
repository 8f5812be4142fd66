"""``assumption list | set | reset`` and ``setting list | set``: what the household says in place of a default."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.catalog import RATE_INDICES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Rate, parse_rate
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Assumption, Setting
from effluent_cli.domain.rulebook import FOLLOWS_INFLATION, SHARES, assumption_names, household_assumptions
from effluent_cli.domain.settings import SETTINGS, setting_of
from effluent_cli.domain.withdrawals import unfit
from effluent_cli.errors import NotFound, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import Edited, Planned, changed, checked, edit, wrong
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

FITTING = {
    "borrow_line": "name a line of credit with a limit (effluent debt edit LINE --limit A)",
    "surplus_account": "name a savings account or a brokerage account that is not the one money lands in",
}
"""What a setting that names an account wants, as a hint."""


@dataclass(frozen=True)
class AssumptionRow:
    """One rate in force, a fraction a year, and where it comes from."""

    name: str
    value: Rate
    origin: Literal["default", "household", "inflation"]


@dataclass(frozen=True)
class AssumptionList:
    """Every assumption in force."""

    assumptions: tuple[AssumptionRow, ...]


@dataclass(frozen=True)
class SettingRow:
    """One choice in force, in its own form, and what it means."""

    name: str
    value: str
    origin: Literal["default", "household"]
    meaning: str


@dataclass(frozen=True)
class SettingList:
    """Every setting in force."""

    settings: tuple[SettingRow, ...]


def assumptions(file: "HouseholdFile", caller: Caller) -> tuple[AssumptionList, date]:
    """Return every assumption in force and where it comes from."""
    with file.reading() as books:
        inputs = books.inputs()
    stated = {assumption.name for assumption in inputs.assumptions}
    rates = household_assumptions(rules(), inputs.assumptions)
    rows = (AssumptionRow(name, rates[name], _origin(name, stated)) for name in sorted(rates))
    return AssumptionList(tuple(rows)), caller.today(inputs.household.time_zone)


def _origin(name: str, stated: set[str]) -> Literal["default", "household", "inflation"]:
    if name in stated:
        return "household"
    return "inflation" if name in FOLLOWS_INFLATION else "default"


def set_assumption(file: "HouseholdFile", caller: Caller, name: str, value: str) -> tuple[Edited, date]:
    """State a rate in place of the default. Raises NotFound (no such assumption), InvalidInput, Busy."""
    rate = Decimal(checked("VALUE", value, lambda text: str(parse_rate(text))))
    if name in SHARES and not 0 <= rate <= 1:
        raise wrong("VALUE", value, "a part of a whole, from 0 to 1")
    law = rules()

    def planning(index: InputsIndex, _: date) -> Planned:
        _known(name, (*assumption_names(law), *RATE_INDICES))
        before = next((each for each in index.inputs.assumptions if each.name == name), None)
        after = Assumption(name, rate)
        if before is not None:
            return changed(name, before, after, "assumptions_changed")
        return Planned(name, Plan((Change(None, after),), ("assumptions_changed",)))

    return edit(file, caller, planning)


def reset_assumption(file: "HouseholdFile", caller: Caller, name: str) -> tuple[Edited, date]:
    """Return to the default. One that was never stated changes nothing. Raises NotFound, Busy."""
    law = rules()

    def planning(index: InputsIndex, _: date) -> Planned:
        _known(name, (*assumption_names(law), *RATE_INDICES))
        stated = [each for each in index.inputs.assumptions if each.name == name]
        events: tuple[Literal["assumptions_changed"], ...] = ("assumptions_changed",) if stated else ()
        return Planned(name, Plan(tuple(Change(each, None) for each in stated), events))

    return edit(file, caller, planning)


def _known(name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise NotFound(f"there is no assumption {name!r}", hint="effluent assumption list")


def settings(file: "HouseholdFile", caller: Caller) -> tuple[SettingList, date]:
    """Return every setting in force."""
    with file.reading() as books:
        inputs = books.inputs()
    stated = {setting.name for setting in inputs.settings}
    rows = tuple(
        SettingRow(
            name, setting_of(inputs.settings, name), "household" if name in stated else "default", specification.meaning
        )
        for name, specification in SETTINGS.items()
    )
    return SettingList(rows), caller.today(inputs.household.time_zone)


def set_setting(file: "HouseholdFile", caller: Caller, name: str, value: str) -> tuple[Edited, date]:
    """State a choice. Raises NotFound (no such setting, or an account that does not exist), InvalidInput, Busy."""
    if name not in SETTINGS:
        raise NotFound(f"there is no setting {name!r}", hint="effluent setting list")
    specification = SETTINGS[name]
    text = checked("VALUE", value, specification.parse)

    def planning(index: InputsIndex, _: date) -> Planned:
        if specification.names_account and text != "none" and text not in index.accounts:
            raise NotFound(f"there is no account {text!r}", hint="effluent account list")
        if specification.names_account and text != "none" and (why := unfit(index, name, text)):
            raise Refused(f"{name}: {why}", code="setting_unfit", hint=FITTING[name])
        before = next((each for each in index.inputs.settings if each.name == name), None)
        after = Setting(name, text)
        if before is not None:
            return changed(name, before, after, "assumptions_changed")
        return Planned(name, Plan((Change(None, after),), ("assumptions_changed",)))

    return edit(file, caller, planning)
