"""Status, households, baseline and events as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.domain.freshness import AGAIN, PROCESS, UNPIN, WORDS
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import count, day, dry, instant, name, text

if TYPE_CHECKING:
    from effluent_cli.services.baseline import BaselineRefreshed, BaselineShow
    from effluent_cli.services.events import EventAdded, EventList, EventRetried, EventRow
    from effluent_cli.services.household_editing import HouseholdDeleted
    from effluent_cli.services.households import HouseholdList, HouseholdShow, MemberRow
    from effluent_cli.services.processing import EventsProcessed
    from effluent_cli.services.status import Status


def status(slug: str, report: Status) -> tuple[Block, ...]:
    """Draw how the household stands, and what to run if it is not well."""
    events = report.events
    open_events = ", ".join(
        f"{number} {word}"
        for number, word in ((events.pending, "pending"), (events.failed, "failed"), (events.dead, "dead"))
        if number
    )
    holder = report.lock.by or "somebody"
    pairs = [
        ("Household", slug),
        ("Answers", "up to date" if report.fresh else "out of date"),
        ("Revision", str(report.revision)),
        ("Events", open_events or "none open"),
        ("Last processed", instant(report.last_processed_at)),
        ("Cron", "late" if report.cron_late else "in time"),
        ("Onboarding", report.onboarding),
        ("Lock", f"held by {holder}" if report.lock.held else "free"),
    ]
    if report.baseline is not None:
        pairs.append(
            ("Baseline", f"revision {report.baseline.revision}, {day(report.baseline.as_of)}, {report.baseline.mode}")
        )
    blocks: list[Block] = [Facts(tuple(pairs))]
    if report.onboarding != "complete":
        blocks.append(Text((f"Go on with: effluent onboard -H {slug}",)))
    elif not report.fresh:
        reasons = "; ".join(WORDS[reason] for reason in report.stale_because)
        cure = AGAIN if events.failed or events.dead else PROCESS
        if report.baseline is not None and report.baseline.mode == "pinned":
            reasons, cure = f"the baseline is pinned; {reasons}", UNPIN
        blocks.append(Text((f"Out of date: {reasons}.", f"Bring it up to date with: {cure}")))
    return tuple(blocks)


def households(report: HouseholdList, *, unreadable: bool) -> tuple[Block, ...]:
    """Draw the list of households; ``unreadable`` says that there are some which cannot be opened."""
    if not report.households and unreadable:
        return (Text(("No household can be read.",)),)
    if not report.households:
        return (Text(("No households yet. Describe one with: effluent onboard",)),)
    columns = (Column("slug", key=True), Column("name"), Column("revision", right=True), Column("onboarding"))
    rows = tuple((row.slug, name(row.name), str(row.revision), row.onboarding) for row in report.households)
    return (Table(columns, rows),)


def household(report: HouseholdShow) -> tuple[Block, ...]:
    """Draw the household and its members."""
    pairs = (
        ("Household", report.slug),
        ("Filing status", text(report.filing_status)),
        ("State", name(report.state)),
        ("Time zone", report.time_zone),
        ("Currency", report.currency),
        ("Revision", str(report.revision)),
        ("Onboarding", report.onboarding),
        ("On record", ", ".join(f"{text(kind)} {number}" for kind, number in report.records.items())),
    )
    return Facts(pairs, report.name), member_table(report.members, "Members")


def household_deleted(report: HouseholdDeleted) -> tuple[Block, ...]:
    """Say what is gone and where it can be found again."""
    if report.backup is None:
        return (Text((f"dry run, nothing changed: {report.slug} would be deleted after a backup",)),)
    return (Text((f"{report.slug} deleted; its last state is in {report.backup}",)),)


def member_table(members: tuple[MemberRow, ...], title: str = "") -> Table:
    """Return the members as a table."""
    columns = (
        Column("id", key=True),
        Column("name"),
        Column("relationship"),
        Column("age", right=True),
        Column("employment"),
    )
    rows = tuple(
        (member.id, name(member.name), text(member.relationship), text(member.age), text(member.employment_status))
        for member in members
    )
    return Table(columns, rows, title)


def baseline(report: BaselineShow) -> tuple[Block, ...]:
    """Draw what the baseline was made from."""
    pairs = (
        ("Mode", report.mode),
        ("Health", report.health),
        ("Revision", str(report.revision)),
        ("As of", day(report.as_of)),
        ("Refreshed", instant(report.refreshed_at)),
        ("Fingerprint", report.fingerprint),
        *((("Pinned", instant(report.pinned_at)),) if report.pinned_at is not None else ()),
        *((("Live", f"revision {report.live.revision}, {day(report.live.as_of)}"),) if report.live is not None else ()),
    )
    return (Facts(pairs),)


def baseline_refreshed(report: BaselineRefreshed, *, dry_run: bool) -> tuple[Block, ...]:
    """Say what the refresh did."""
    if report.result == "already_current":
        return (Text(("the baseline is current; nothing changed",)),)
    if report.live is not None:
        line = f"the live baseline is that of revision {report.live.revision}, {day(report.live.as_of)}"
        return (Text((dry(f"{line}; the pinned one stays at revision {report.revision}", dry_run),)),)
    return (Text((dry(f"the baseline is that of revision {report.revision}, {day(report.as_of)}", dry_run),)),)


def event_added(report: EventAdded) -> tuple[Block, ...]:
    """Say which event was queued."""
    if report.id is None:
        return (Text((f"dry run, nothing changed: would queue {report.type}",)),)
    return (Text((f"event {report.id}: {report.type}, {report.status}",)),)


def events(report: EventList) -> tuple[Block, ...]:
    """Draw the events."""
    if not report.events:
        return (Text(("No open events.",)),)
    columns = (
        Column("id", right=True),
        Column("type"),
        Column("status"),
        Column("queued"),
        Column("attempts", right=True),
        Column("last error"),
    )
    rows = tuple(
        (str(row.id), text(row.type), row.status, instant(row.created_at), str(row.attempts), name(row.last_error))
        for row in report.events
    )
    return (Table(columns, rows),)


def event(report: EventRow) -> tuple[Block, ...]:
    """Draw one event."""
    pairs = (
        ("Event", str(report.id)),
        ("Type", text(report.type)),
        ("Status", report.status),
        ("Queued", instant(report.created_at)),
        ("Attempts", str(report.attempts)),
        ("Next attempt", instant(report.next_attempt_at)),
        ("Processed", instant(report.processed_at)),
        ("Last error", name(report.last_error)),
    )
    return (Facts(pairs),)


def event_cancelled(report: EventRow, *, dry_run: bool) -> tuple[Block, ...]:
    """Say that the event is closed."""
    return (Text((dry(f"event {report.id}: {report.type}, cancelled", dry_run),)),)


def retried(report: EventRetried) -> tuple[Block, ...]:
    """Say how many events are due again."""
    if not report.retried:
        return (Text(("no event has failed; nothing changed",)),)
    return (Text((f"{count(report.retried, 'event')} due again",)),)


def processed(report: EventsProcessed) -> tuple[Block, ...]:
    """Draw what a tick did, a line per household."""
    if report.result == "already_running":
        return (Text(("another process-events is at work; nothing done",)),)
    if not report.households:
        return (Text(("No households yet.",)),)
    columns = (
        Column("household"),
        Column("result"),
        Column("events", right=True),
        Column("failed", right=True),
        Column("flows"),
        Column("baseline"),
        Column("reason"),
    )
    rows = tuple(
        (
            row.slug,
            row.result,
            str(row.events_processed),
            str(row.events_failed),
            row.flows,
            row.baseline,
            row.error or "",
        )
        for row in report.households
    )
    return (Table(columns, rows),)
