"""``restore``: a household made, or replaced, from a file that nobody vouches for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.codec import canonical
from effluent_cli.domain.consistency import oddities
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.freshness import Freshness
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.links import link_findings
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.rulebook import assumption_names
from effluent_cli.domain.scenario_rules import scenario_oddities
from effluent_cli.errors import DamagedFile, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.reading import fingerprint, freshness_of, rules_version
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import ended, moment, new_run

if TYPE_CHECKING:
    from effluent_cli.domain.records import Inputs
    from effluent_cli.store.foreign import Foreign
    from effluent_cli.store.home import Home


@dataclass(frozen=True)
class Restored:
    """A household as a file had it.

    ``backup`` is the last state of the household that was replaced, null where there was none (or after a dry run);
    ``migrated_from`` the version of an older file. ``records`` counts what the household stated, by kind.
    """

    slug: str
    file: str
    revision: int
    replaced: bool
    backup: str | None
    migrated_from: int | None
    records: dict[str, int]
    freshness: Freshness
    findings: tuple[Finding, ...]


@contextmanager
def checked(path: str, named: str | None, caller: Caller) -> Iterator["Foreign"]:
    """Yield a checked copy of the household in a file, before any door is taken.

    Raises Refused for a file that is no whole household of effluent, or that holds another household than the one ``named``.
    """
    from effluent_cli.store import foreign

    with foreign.opened(path, wait=caller.wait) as copy:
        if named is not None and named != copy.slug:
            raise Refused(
                f"{path} holds household {copy.slug}, not {named}",
                code="other_household",
                hint=f"to restore that one: -H {copy.slug}",
            )
        yield copy


def restore(home: "Home", copy: "Foreign", caller: Caller, *, replace: bool) -> tuple[Restored, date]:
    """Store the household of a checked copy under its own slug; one that is there is replaced, after a backup of it.

    What is derived is as in the file; the freshness says what of it is out of date. Raises Refused where there is a household
    and ``replace`` does not allow to replace it, Busy, TooNew for a present file of a newer version.
    """
    inputs = copy.books.inputs()
    _refuse_odd(copy, inputs)
    today = caller.today(inputs.household.time_zone)
    file = home.household(copy.slug, wait=caller.wait)
    present = file.exists()
    if present and not replace:
        raise _stands(copy.slug)
    if caller.dry_run:
        return _report(copy, inputs, today, replaced=present, backup=None), today
    home.prepare()
    try:
        with file.writing(
            wait=caller.wait, command=caller.command, user=caller.user, now=caller.now, create=True
        ) as books:
            backup = None
            if books.has_household():
                if not replace:
                    raise _stands(copy.slug)
                backup = books.back_up("restore", spare=copy.path)
            books.refill(copy)
            report = _report(copy, inputs, today, replaced=backup is not None, backup=backup)
            books.apply(_run(caller, report, inputs))
    except DamagedFile:
        # Not even a copy can be made of it: it is put aside as it lies there.
        if not replace:
            raise
        aside = file.replace_damaged(copy, wait=caller.wait, now=caller.now)
        report = _report(copy, inputs, today, replaced=True, backup=aside)
        with caller.opened(file) as books:
            books.apply(_run(caller, report, inputs))
    return report, today


def _refuse_odd(copy: "Foreign", inputs: "Inputs") -> None:
    """Raise Refused, listing all, where the file states what no command would have stored."""
    known = assumption_names(rules())
    odd = [*oddities(inputs, known), *scenario_oddities(copy.books.scenarios(), copy.books.scenario_changes())]
    if odd:
        more = f" (and {len(odd) - 1} more)" if len(odd) > 1 else ""
        raise Refused(
            f"{copy.path} cannot be restored: {odd[0].subject}: {odd[0].field}: {odd[0].message}{more}",
            code="odd_values",
            hint="choose another backup",
            problems=tuple(
                Problem(f"{each.subject}.{each.field}", str(getattr(each.record, each.field)), each.message)
                for each in odd
            ),
        )


def _run(caller: Caller, report: Restored, inputs: "Inputs") -> Plan:
    """Return the plan that puts the restore on record, in the file that came back: it is work of that household."""
    run = new_run(caller, "restore", fingerprint(canonical(inputs), rules_version()))
    done = ended(run, moment(caller), report)
    return Plan((Change(None, done),))


def _stands(slug: str) -> Refused:
    return Refused(
        f"there is a household {slug} already", code="household_exists", hint="add --yes to replace it, after a backup"
    )


def _report(copy: "Foreign", inputs: "Inputs", today: date, *, replaced: bool, backup: str | None) -> Restored:
    return Restored(
        slug=copy.slug,
        file=copy.path,
        revision=copy.books.revision(),
        replaced=replaced,
        backup=backup,
        migrated_from=copy.older_version,
        records={field.name: len(getattr(inputs, field.name)) for field in fields(inputs)[1:]}
        | {"scenarios": len(copy.books.scenarios()), "scenario_changes": len(copy.books.scenario_changes())},
        freshness=freshness_of(copy.books, today),
        findings=tuple(link_findings(InputsIndex(inputs))),
    )
