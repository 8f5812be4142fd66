"""What the services of scenarios read and check: all scenarios and changes of one moment, and what may be put among them."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.change_references import MAKERS, lost_references, unknown_rates
from effluent_cli.domain.change_types import CHANGE_TYPES
from effluent_cli.domain.change_types.parsing import problems
from effluent_cli.domain.changes import compiled
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.plans import Plan
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import Scenario, ScenarioChange
from effluent_cli.domain.rulebook import assumption_names, household_assumptions, household_rules
from effluent_cli.domain.scenario_changes import asked, in_force
from effluent_cli.domain.scenario_rules import BASELINE, scenario_oddities
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.read import Books

LIST = "effluent scenario list --all"
LONGEST = 960
"""Months that are looked ahead at most: the longest projection."""
TRADES = ("add_asset", "sell_asset")
"""Types of change that may ask for more than there is, which only a projection can tell."""


@dataclass(frozen=True)
class Shelf:
    """All scenarios and changes by id, the household's records, and its date."""

    index: InputsIndex
    today: date
    scenarios: Mapping[str, Scenario]
    changes: tuple[ScenarioChange, ...]

    def scenario(self, key: str) -> Scenario:
        """Return a scenario. InvalidInput for the baseline, which is none; NotFound."""
        if key.casefold() == BASELINE:
            raise InvalidInput(
                "the baseline is no scenario: it has no changes", hint="effluent baseline show", code="is_baseline"
            )
        if key not in self.scenarios:
            raise NotFound(f"there is no scenario {key!r}", hint=LIST)
        return self.scenarios[key]

    def open_scenario(self, key: str) -> Scenario:
        """Return a scenario that may be edited. Raises as ``scenario``, and Refused for one that is archived."""
        found = self.scenario(key)
        if found.archived:
            raise Refused(
                f"the scenario {key} is archived", code="archived", hint=f"effluent scenario archive {key} --restore"
            )
        return found

    def own(self, key: str) -> tuple[ScenarioChange, ...]:
        """Return a scenario's own changes, in order."""
        mine = (each for each in self.changes if each.scenario == key)
        return tuple(sorted(mine, key=lambda each: (each.position, each.id)))

    def change(self, scenario: str, key: str) -> ScenarioChange:
        """Return a change of a scenario. NotFound."""
        found = next((each for each in self.changes if (each.scenario, each.id) == (scenario, key)), None)
        if found is None:
            raise NotFound(
                f"the scenario {scenario} has no change {key!r}", hint=f"effluent scenario change list {scenario}"
            )
        return found

    def in_force(self, key: str) -> tuple[ScenarioChange, ...]:
        """Return the changes that a scenario comes to."""
        return in_force(self.scenarios, self.changes, key)

    def after(self, plan: Plan) -> "Shelf":
        """Return the shelf as it will be once a plan is applied."""
        scenarios = dict(self.scenarios)
        changes = {(each.scenario, each.id): each for each in self.changes}
        for each in plan.changes:
            if isinstance(each.record, Scenario):
                scenarios[each.record.id] = each.record
            elif isinstance(each.after, ScenarioChange):
                changes[each.after.scenario, each.after.id] = each.after
            elif isinstance(each.before, ScenarioChange):
                del changes[each.before.scenario, each.before.id]
        return replace(self, scenarios=scenarios, changes=tuple(changes.values()))


def shelf(books: "Books", today: date) -> Shelf:
    """Return all of it. Raises Refused for a file that holds what no command stores."""
    scenarios, changes = books.scenarios(), books.scenario_changes()
    odd = next(scenario_oddities(scenarios, changes), None)
    if odd is not None:
        raise Refused(f"{odd.subject}: {odd.field}: {odd.message}", code="odd_values", hint="effluent doctor")
    index = InputsIndex(books.inputs())
    return Shelf(index, today, {each.id: each for each in scenarios}, changes)


def texts_of(change: ScenarioChange) -> dict[str, str]:
    """Return the keys of a change, as they were typed."""
    return {param.key: param.value for param in change.params}


def check_change(shelf: Shelf, change: ScenarioChange) -> None:
    """Raise InvalidInput with all that is wrong whatever the household holds; NotFound, Refused for what a key refers to."""
    texts = texts_of(change)
    wrong = [Problem(*each) for each in problems(change.type, texts, change.on, change.until)]
    if not wrong:
        names = assumption_names(rules())
        wrong = [
            Problem(key, texts[key], f"there is no assumption of this name{_near(key, names)}")
            for key in unknown_rates(change.type, texts, names)
        ]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        known = change.type in CHANGE_TYPES
        raise InvalidInput(
            f"{wrong[0].path}: {wrong[0].message}{more}",
            code="invalid_change",
            hint=f"effluent scenario change types{f' {change.type}' if known else ''}",
            problems=tuple(wrong),
        )
    for lost in lost_references(shelf.index, change.type, texts, made_by(shelf.in_force(change.scenario))):
        problem = (Problem(lost.key, lost.value, lost.message),)
        if lost.exists:
            raise Refused(f"{lost.key}: {lost.message}", code="other_kind", hint=lost.hint, problems=problem)
        raise NotFound(f"{lost.key}: {lost.message}", hint=lost.hint, problems=problem)


def _near(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(words), 3)
    return f": did you mean {', '.join(near)}?" if near else ", see effluent assumption list"


def check_start(shelf: Shelf, on: date) -> None:
    """Raise InvalidInput for a day before the month that every projection starts with."""
    first = shelf.today.replace(day=1)
    if on < first:
        message = f"a change before the start, {first.isoformat()}: what has happened is on record"
        raise InvalidInput(f"--on: {message}", problems=(Problem("--on", on.isoformat(), message),))


def check_applies(before: Shelf, after: Shelf, scenario: str) -> None:
    """Raise Refused where a scenario, which could be applied to this household, could be no more.

    One that is broken already, because a record that it refers to went, is no reason to refuse the change that mends it.
    """
    try:
        try_out(before, scenario)
    except Refused:
        return
    try_out(after, scenario)


def try_out(shelf: Shelf, scenario: str) -> None:
    """Raise Refused where the changes of a scenario cannot be applied to the household as it is today."""
    changes = shelf.in_force(scenario) if scenario in shelf.scenarios else ()
    if not changes:
        return
    inputs = shelf.index.inputs
    law = household_rules(rules(), inputs.settings)
    last = date(shelf.today.year + LONGEST // 12, 12, 31)
    changed, overlay = compiled(
        inputs, asked(changes), household_assumptions(law, inputs.assumptions), shelf.today, last
    )
    trades = [month_of(each.on) - month_of(shelf.today) + 1 for each in changes if each.type in TRADES]
    if trades:
        project(changed, law, shelf.today, min(max(trades), LONGEST), overlay)


def made_by(changes: Iterable[ScenarioChange]) -> frozenset[str]:
    """Return the ids of the accounts that changes make."""
    return frozenset(each.id for each in changes if each.type in MAKERS)


def next_position(own: Sequence[ScenarioChange]) -> int:
    """Return the place of a new change: behind all others of its scenario."""
    return max((each.position for each in own), default=0) + 1
