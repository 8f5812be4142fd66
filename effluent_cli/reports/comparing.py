"""What makes a difference between two projections, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.edits import plain
from effluent_cli.reports.words import dry, instant, money, month, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effluent_cli.domain.comparison import Drivers
    from effluent_cli.services.baseline import BaselinePinned
    from effluent_cli.services.baseline_diff import BaselineDiff

PINNED = {
    "pinned": "the baseline is pinned: every answer is drawn from revision {}, {}, until effluent baseline unpin",
    "already_pinned": "the baseline is pinned already, at revision {}, {}; nothing changed",
    "unpinned": "the baseline follows the household again: revision {}, {}",
    "already_live": "no baseline is pinned; nothing changed",
}


def pinned(report: BaselinePinned, *, dry_run: bool) -> tuple[Block, ...]:
    """Say which baseline answers are drawn from now."""
    line = PINNED[report.result].format(report.revision, report.as_of)
    return (Text((line if report.result.startswith("already") else dry(line, dry_run),)),)


def drivers(found: Drivers, title: str) -> Block:
    """Draw the drivers that make a difference and their sum, or say why there are none."""
    if found.status == "error":
        return Text((f"{title}: cannot be worked out: {found.reason}",))
    items = [(text(item.name), money(item.amount)) for item in found.items if item.amount]
    total = ("together", money(sum(item.amount for item in found.items)))
    return Table((Column("driver"), Column("net worth", right=True)), (*items, total), title)


def baseline_diff(report: BaselineDiff) -> tuple[Block, ...]:
    """Draw the two baselines, the drivers between them, and the edits."""
    last = month(report.window.to)
    pairs = (
        ("Pinned", f"revision {report.pinned.revision}, pinned {instant(report.pinned.pinned_at)}"),
        ("Live", f"revision {report.live.revision}, refreshed {instant(report.live.refreshed_at)}"),
        (f"Net worth {last}, pinned", money(report.pinned.net_worth_end)),
        (f"Net worth {last}, live", money(report.live.net_worth_end)),
        ("Live less pinned", money(report.difference.net_worth)),
    )
    edits = tuple(_edits(report)) or ("No edit lies between them.",)
    return Facts(pairs), drivers(report.drivers, "What makes the difference"), Text(edits)


def _edits(report: BaselineDiff) -> Iterator[str]:
    """Yield a line for each edit with what it did to the net worth of the last month, then its records and their fields."""
    if report.edits:
        yield f"Edits since the pin, and what each adds to the net worth of {month(report.window.to)}"
    for edit in report.edits:
        undoes = f", undoes {edit.undoes}" if edit.undoes is not None else ""
        yield f"{edit.batch}: {edit.command}{undoes}, {edit.user}, {instant(edit.at)}: {money(edit.net_worth)}"
        for record in edit.records:
            yield f"    {record.record}  {record.result}"
            if record.result == "changed":
                for each in record.changes:
                    yield f"        {each.field.replace('_', ' ')}: {plain(each.before)} -> {plain(each.after)}"
