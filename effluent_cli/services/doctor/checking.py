"""The use case: the home, then one household after the other; whatever is wrong with one, the next is looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from effluent_cli.domain.consistency import records_of
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.records import is_input
from effluent_cli.errors import Busy, DamagedFile, EffluentError
from effluent_cli.services.caller import Caller
from effluent_cli.services.doctor.books import Stored, findings_of
from effluent_cli.services.doctor.mending import is_safe, mend_household, mend_place
from effluent_cli.services.doctor.places import home_findings, household_findings
from effluent_cli.services.doctor.report import Checked, HouseholdChecked, Mended
from effluent_cli.services.reading import is_complete

if TYPE_CHECKING:
    from effluent_cli.store.home import Home
    from effluent_cli.store.household import HouseholdFile

Progress = Callable[[str, int, int], None]
"""Told which household is looked at, its number and how many there are."""
_PLACES = frozenset({"mode", "leftover"})


@dataclass
class _Round:
    """What mending came to: what was mended, and the households that were busy."""

    mended: list[Mended]
    busy: list[Busy]


def doctor(
    home: "Home",
    files: "tuple[HouseholdFile, ...]",
    skipped: tuple[Finding, ...],
    caller: Caller,
    *,
    fix: bool,
    progress: Progress,
) -> tuple[Checked, int]:
    """Return everything odd about the home and its households, and the exit code.

    With ``fix`` what is safe is mended first, one household at a time. Raises Busy where nothing could be mended because every
    household that needs it is held; where some could, the code is 5.
    """
    report = _looked_at(home, files, skipped, caller, progress)
    done = _Round([], [])
    if fix:
        _mend(home, files, report, caller, done)
        if done.busy and not done.mended:
            raise done.busy[0]
        if done.mended and not caller.dry_run:
            report = _looked_at(home, files, home.slugs()[1] if skipped else (), caller, progress)
    report = Checked(report.households, report.findings, tuple(done.mended))
    wrong = any(finding.severity == "error" for finding in report.findings)
    return report, 5 if done.busy else 1 if wrong else 0


def _looked_at(
    home: "Home", files: "tuple[HouseholdFile, ...]", skipped: tuple[Finding, ...], caller: Caller, progress: Progress
) -> Checked:
    about_home = tuple(home_findings(home, skipped, caller.now))
    households = []
    for number, file in enumerate(files, start=1):
        progress(file.slug, number, len(files))
        households.append(HouseholdChecked(file.slug, tuple(dict.fromkeys(_findings(home, file, caller)))))
    findings = (*about_home, *(finding for each in households for finding in each.findings))
    return Checked(tuple(households), findings, ())


def _findings(home: "Home", file: "HouseholdFile", caller: Caller) -> Iterator[Finding]:
    yield from household_findings(file)
    try:
        flaws = file.flaws()
        for flaw in flaws:
            mild = flaw.code == "journal_mode"
            cure = "effluent doctor --fix" if mild else _restoring(home, file)
            yield Finding(flaw.code, "warning" if mild else "error", file.slug, flaw.detail, cure)
        if all(flaw.code in ("journal_mode", "integrity") for flaw in flaws):
            stored = _stored(file)
            today = caller.today(stored.inputs.household.time_zone)
            yield from findings_of(stored, today, caller.now)
    except Busy as error:
        yield Finding("busy", "warning", file.slug, f"{file.slug} could not be looked at: it is in use", error.hint)
    except EffluentError as error:
        cure = _restoring(home, file) if isinstance(error, DamagedFile) else error.hint
        yield Finding(error.code, "error", file.slug, error.message, cure)


def _restoring(home: "Home", file: "HouseholdFile") -> str:
    """Return the command that brings back the newest backup, or what to do without one."""
    from effluent_cli.store import backups

    newest = backups.newest(file.slug, str(home.backups))
    return f"effluent restore {newest}" if newest else "restore a backup of this household"


def _stored(file: "HouseholdFile") -> Stored:
    with file.reading() as books:
        inputs, audit = books.inputs(), books.audit()
        return Stored(
            slug=file.slug,
            inputs=inputs,
            records=(*records_of(inputs), *books.what_if()),
            scenarios=books.scenarios(),
            scenario_changes=books.scenario_changes(),
            steps=books.steps(),
            flows=books.system_flows(),
            events=books.events(),
            baseline=books.live_baseline(),
            pinned=books.baseline() if books.is_pinned() else None,
            revision=books.revision(),
            rolls_at=books.rolls_at(),
            last_processed_at=books.last_processed_at(),
            audit=tuple((each.subject, each.before, each.after) for each in audit),
            audited_at=tuple(each.at for each in audit),
            batches=len({each.batch for each in audit if is_input(each.subject)}),
            complete=is_complete(books),
        )


def _mend(home: "Home", files: "tuple[HouseholdFile, ...]", report: Checked, caller: Caller, done: _Round) -> None:
    places = [finding for finding in report.findings if finding.code in _PLACES and is_safe(finding)]
    for finding in places:
        _attempt(done, (finding,), partial(mend_place, home, finding), dry_run=caller.dry_run)
    by_slug = {file.slug: file for file in files}
    for household in report.households:
        safe = tuple(each for each in household.findings if is_safe(each) and each.code not in _PLACES)
        if safe:
            mending = partial(mend_household, by_slug[household.slug], caller, safe)
            _attempt(done, safe, mending, dry_run=caller.dry_run)


def _attempt(done: _Round, findings: tuple[Finding, ...], mending: Callable[[], None], *, dry_run: bool) -> None:
    """Mend, and note what was mended. What cannot be mended stays a finding of the next look."""
    try:
        if not dry_run:
            mending()
    except Busy as error:
        done.busy.append(error)
    except EffluentError:
        return
    else:
        done.mended.extend(Mended(each.code, each.subject, each.message) for each in findings)
