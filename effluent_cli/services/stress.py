"""``stress list | run``: shocks to the baseline's course, one test after the other, each kept as it finishes."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.change_types import Key
from effluent_cli.domain.change_types.parsing import parsed_key
from effluent_cli.domain.codec import OPTIONAL, canonical, decode
from effluent_cli.domain.comparison import side
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.freshness import Freshness
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import Inputs, Run
from effluent_cli.domain.rulebook import household_assumptions, household_rules
from effluent_cli.domain.scenario_changes import asked
from effluent_cli.domain.scenario_rules import BASELINE
from effluent_cli.domain.stress.outcome import Outcome, outcome, resilience, shaken
from effluent_cli.domain.stress.table import TESTS, StressTest
from effluent_cli.errors import EffluentError, InvalidInput, Problem
from effluent_cli.services.bases import basis_of
from effluent_cli.services.caller import Caller
from effluent_cli.services.projecting import Window, present_course
from effluent_cli.services.reading import staleness_warning
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import Ending, ended, moment, new_run

if TYPE_CHECKING:
    from datetime import date

    from effluent_cli.store.household import HouseholdFile

HORIZON = 60
"""Months under shock unless asked otherwise."""


@dataclass(frozen=True)
class InputRow:
    """One input of a test, its default as it is typed, and what it means."""

    key: str
    default: str
    means: str


@dataclass(frozen=True)
class TestRow:
    """One test: what it does, and its inputs."""

    name: str
    does: str
    inputs: tuple[InputRow, ...]


@dataclass(frozen=True)
class StressList:
    """The tests that there are."""

    tests: tuple[TestRow, ...]


@dataclass(frozen=True)
class Failure:
    """A test that came to no result, and why; ``status`` is ``error``."""

    name: str
    status: str
    inputs: dict[str, str]
    reason: str


@dataclass(frozen=True)
class StressSummary:
    """How many tests passed, warned, failed and came to no result.

    ``resilience`` = (100 × passed + 50 × warnings) ÷ tests that came to a result, half-up; null without one.
    """

    passed: int
    warning: int
    failed: int
    errors: int
    resilience: int | None


@dataclass(frozen=True)
class Stressed:
    """The answer of ``stress run``, and of its run as far as it has come: ``summary`` is null until all tests are done."""

    scenario: str
    window: Window
    freshness: Freshness
    tests: tuple[Outcome, ...]
    errors: tuple[Failure, ...]
    summary: StressSummary | None
    run: str | None = field(default=None, metadata=OPTIONAL)


def tests() -> StressList:
    """Return every test with its inputs."""
    return StressList(
        tuple(
            TestRow(test.name, test.does, tuple(InputRow(each.name, each.shown, each.help) for each in test.inputs))
            for test in TESTS.values()
        )
    )


def chosen(names: Sequence[str]) -> tuple[StressTest, ...]:
    """Return the tests named, all of them without a name. InvalidInput for one that there is not."""
    for name in names:
        if name not in TESTS:
            near = ", ".join(difflib.get_close_matches(name, TESTS, 3) or TESTS)
            message = f"there is no stress test {name!r}: {near}"
            raise InvalidInput(message, hint="effluent stress list", problems=(Problem("NAME", name, message),))
    return tuple(test for test in TESTS.values() if test.name in names or not names)


def stated(settings: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the inputs stated as ``TEST.key=value``, by test and key, as typed. InvalidInput with all that is wrong."""
    found: dict[str, dict[str, str]] = {}
    wrong: list[Problem] = []
    for text in settings:
        path, equals, value = text.partition("=")
        name, _, key = path.partition(".")
        test = TESTS.get(name)
        known = {each.name: each for each in test.inputs} if test is not None else {}
        if not equals or test is None or key not in known:
            there = f"{name} has {', '.join(known)}" if test is not None else f"the tests are {', '.join(TESTS)}"
            wrong.append(Problem("--set", text, f"write TEST.key=value; {there}"))
            continue
        try:
            parsed_key(Key(key, known[key].kind), value)
        except ValueError as error:
            wrong.append(Problem(f"--set {path}", value, str(error)))
        found.setdefault(name, {})[key] = value
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        first = wrong[0]
        raise InvalidInput(
            f"{first.path} {first.value!r}: {first.message}{more}", hint="effluent stress list", problems=tuple(wrong)
        )
    return found


class Batch:
    """Stress tests of one household, run one by one. ``warnings`` and ``today`` are known once it is made.

    Raises OnboardingIncomplete, Stale under ``require_fresh``, Busy when a refresh or the beginning cannot get in.
    """

    def __init__(  # whose, who asks, which tests by which inputs, how far, and how fresh they must be
        self,
        file: "HouseholdFile",
        caller: Caller,
        chosen: Sequence[StressTest],
        settings: Mapping[str, Mapping[str, str]],
        *,
        scenario: str = BASELINE,
        months: int = HORIZON,
        refresh: bool = False,
        require_fresh: bool = False,
    ) -> None:
        self._file, self._caller, self._tests, self._settings = file, caller, chosen, settings
        course = present_course(file, caller, refresh=refresh, require_fresh=require_fresh)
        self.today: date = course.as_of
        basis = basis_of(file, course, scenario, months)
        self._changes = asked(basis.changes)
        # A shock is one more change of the scenario, and so begins from what the scenario itself begins from.
        self._inputs = decode(Inputs, json.loads(course.baseline.inputs)) if self._changes else basis.inputs
        self._law = household_rules(rules(), self._inputs.settings)
        self._rates = household_assumptions(self._law, self._inputs.assumptions)
        self._months = months
        calm = project(basis.inputs, self._law, self.today, months, basis.overlay)
        self._undisturbed = side(calm, basis.inputs, basis.overlay, self.today)
        self.warnings: tuple[Finding, ...] = staleness_warning(course.freshness) + basis.findings + calm.findings
        window = Window(calm.first, calm.first + months - 1, months)
        self.report = Stressed(scenario, window, course.freshness, (), (), None)
        self._unstored = False
        self._run: Run | None = None
        if not caller.dry_run:
            self._run = new_run(caller, "stress", course.baseline.fingerprint)
            self.report = replace(self.report, run=self._run.id)
            self._store(None, self._run)

    def results(self) -> Iterator[Outcome | Failure]:
        """Yield each test's result as it finishes, stored already; ``report`` is whole after the last."""
        for test in self._tests:
            found = self._result(test)
            if isinstance(found, Failure):
                self.report = replace(self.report, errors=(*self.report.errors, found))
            else:
                self.report = replace(self.report, tests=(*self.report.tests, found))
            self._note()
            yield found
        self._finish()

    @property
    def partial(self) -> bool:
        """Whether a test came to no result, one could not be kept, or a difference could not be attributed to drivers."""
        astray = any(each.drivers.status == "error" for each in self.report.tests)
        return bool(self.report.errors) or astray or self._unstored

    def _result(self, test: StressTest) -> Outcome | Failure:
        typed = {each.name: each.shown for each in test.inputs} | dict(self._settings.get(test.name, {}))
        values: dict[str, Any] = {
            each.name: parsed_key(Key(each.name, each.kind), typed[each.name]) for each in test.inputs
        }
        try:
            under = shaken(test, values, self._inputs, self._rates, self.today, self._months, self._changes)
            shocked = project(under[0], self._law, self.today, self._months, under[1])
        except EffluentError as error:
            return Failure(test.name, "error", typed, error.message)
        return outcome(test.name, typed, shocked, under, self._undisturbed, self.today)

    def _note(self) -> None:
        """Keep what there is so far. A household that stays busy, or a full disk, keeps the answer from nobody."""
        if self._run is None:
            return
        try:
            self._store(self._run, replace(self._run, result=canonical(self.report)))
        except EffluentError as error:
            self._not_kept(error)

    def _finish(self) -> None:
        counts = [each.status for each in self.report.tests]
        summary = StressSummary(
            passed=counts.count("passed"),
            warning=counts.count("warning"),
            failed=counts.count("failed"),
            errors=len(self.report.errors),
            resilience=resilience(counts),
        )
        self.report = replace(self.report, summary=summary)
        if self._run is not None:
            status: Ending = "failed" if not self.report.tests else "partial" if self.partial else "succeeded"
            try:
                self._store(self._run, ended(self._run, moment(self._caller), self.report, status=status))
            except EffluentError as error:
                self._not_kept(error)

    def _not_kept(self, error: EffluentError) -> None:
        """Say once that something was not kept when it finished, and why."""
        if not self._unstored:
            message = f"not every result was kept as it finished: {error.message}"
            self.warnings += (Finding("not_kept", "warning", f"run:{self.report.run}", message, "effluent stress run"),)
        self._unstored = True

    def _store(self, before: Run | None, after: Run) -> None:
        with self._caller.opened(self._file) as books:
            books.apply(Plan((Change(before, after),)))
        self._run = after
