"""What a sitting of onboarding did, as text."""

from effluent_cli.domain.onboarding import STEP_OF, STEPS
from effluent_cli.domain.upsert import Happened
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import dry, money, name, text
from effluent_cli.services.onboarding.report import Onboarded


def onboarded(report: Onboarded, *, dry_run: bool) -> tuple[Block, ...]:
    """Draw what was recorded, how far onboarding has come, what the household is worth and what to run next."""
    if report.result == "unchanged":
        blocks: list[Block] = [Text((f"{report.slug}: the same answers as before; nothing changed",))]
    else:
        blocks = [Text((dry(f"{report.slug}: {_tally(report)}", dry_run),))]
        if report.changes:
            blocks.append(changes(report.changes))
    blocks.append(_standing(report))
    blocks.append(Text((_next(report),)))
    return tuple(blocks)


def changes(records: tuple[Happened, ...]) -> Table:
    """Return the records concerned as a table, in the order of the steps."""
    columns = (Column("step"), Column("id", key=True), Column("name"), Column("outcome"))
    ordered = sorted(records, key=lambda each: STEP_OF[each.step].number)
    return Table(columns, tuple((STEP_OF[each.step].title, each.id, name(each.name), each.outcome) for each in ordered))


def _tally(report: Onboarded) -> str:
    records = report.records
    counted = (
        (records.created, "created"),
        (records.updated, "updated"),
        (records.deactivated, "deactivated"),
        (records.unchanged, "unchanged"),
    )
    words = ", ".join(f"{number} {word}" for number, word in counted if number)
    return f"records: {words}" if words else "steps recorded"


def _standing(report: Onboarded) -> Facts:
    done = report.progress
    steps = f"{done.completed} completed, {done.skipped} skipped, {done.not_applicable} not applicable, of {len(STEPS)}"
    pairs = [
        ("Onboarding", f"{done.percent} %"),
        ("Steps", steps),
        ("System flows", f"{report.flows.generated} stand, {report.flows.unchanged} of them unchanged"),
        ("Revision", str(report.revision)),
    ]
    if report.baseline is not None:
        pairs.append(("Net worth now", money(report.baseline.net_worth_now)))
        pairs.append(("Baseline", f"{report.baseline.months} months"))
    return Facts(tuple(pairs))


def _next(report: Onboarded) -> str:
    if report.next_step is None:
        return f"See where it leads: effluent project -H {report.slug}"
    return f"Next step: {text(report.next_step)}. Go on with: effluent onboard -H {report.slug}"
