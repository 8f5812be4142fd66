"""Scenarios, their changes and the types of change, as text."""

from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import NOTHING, count, day, dry, name
from effluent_cli.services.adopting import Adopted
from effluent_cli.services.scenario_merging import Merged
from effluent_cli.services.scenarios import ChangeList, ChangeRow, ScenarioList, ScenarioShow, TypeList, TypeRow


def listed(report: ScenarioList) -> tuple[Block, ...]:
    """Draw the scenarios."""
    if not report.scenarios:
        return (Text(("No scenario yet: effluent scenario create NAME",)),)
    columns = (Column("id", key=True), Column("name"), Column("stands on", key=True), Column("archived"))
    rows = tuple(
        (row.id, row.name, row.parent or "baseline", "yes" if row.archived else "no") for row in report.scenarios
    )
    return (Table(columns, rows),)


def shown(report: ScenarioShow) -> tuple[Block, ...]:
    """Draw a scenario, its own changes and what it inherits."""
    facts = Facts(
        (
            ("Stands on", " > ".join(("baseline", *report.lineage[:-1]))),
            ("Archived", "yes" if report.archived else "no"),
        ),
        f"{report.name} ({report.id})",
    )
    own = tuple(each for each in report.changes if not each.inherited)
    inherited = tuple(each for each in report.changes if each.inherited)
    blocks: tuple[Block, ...] = (facts, _changes(own, "Changes"))
    return (*blocks, _changes(inherited, "Inherited")) if inherited else blocks


def changes(report: ChangeList) -> tuple[Block, ...]:
    """Draw a scenario's own changes."""
    return (_changes(report.changes, ""),)


def merged(report: Merged, *, dry_run: bool) -> tuple[Block, ...]:
    """Draw what a merge copied, found there already, and decided."""
    lines = [
        dry(f"{count(len(report.copied), 'change')} copied from {report.from_} into {report.into}", dry_run),
        *(f"  {each.change} as {each.id}" for each in report.copied),
        *(f"  {each.change} is there already: {each.as_}" for each in report.duplicates),
        *(f"  {each.change} contradicts {each.with_}: {each.kept} stands" for each in report.conflicts),
    ]
    return (Text(tuple(lines)),)


def adopted(report: Adopted, *, dry_run: bool) -> tuple[Block, ...]:
    """Draw what became records, and what did not and why."""
    done = "changed" if report.records else "unchanged"
    lines = [
        dry(f"{count(len(report.adopted), 'change')} of {report.scenario} adopted", dry_run),
        *(f"  {each}" for each in report.adopted),
        *(f"  {each.change} ({each.type}) is left: {each.reason}" for each in report.left),
        f"Records {done}: {', '.join(each.record for each in report.records) or NOTHING}",
    ]
    if report.archived:
        lines.append(dry(f"{report.scenario} has nothing left to try out: archived", dry_run))
    return (Text(tuple(lines)),)


def types(report: TypeList, *, whole: bool) -> tuple[Block, ...]:
    """Draw the types of change in one table, or all that is to be known of one."""
    if whole:
        return tuple(block for each in report.types for block in _type(each))
    columns = (Column("type", key=True), Column("what it does"), Column("keys"))
    rows = tuple((each.type, each.does, _keys(each)) for each in report.types)
    return (Table(columns, rows),)


def _changes(rows: tuple[ChangeRow, ...], title: str) -> Block:
    if not rows:
        return Text(("No changes yet: effluent scenario change types lists what there is.",))
    columns = (
        Column("change", key=True),
        Column("type", key=True),
        Column("from"),
        Column("until"),
        Column("keys"),
        Column("counts"),
    )
    return Table(columns, tuple(_change(row) for row in rows), title)


def _change(row: ChangeRow) -> tuple[str, ...]:
    keys = " ".join(f"{key}={value}" for key, value in row.keys.items())
    called = f"{row.scenario}.{row.id}" if row.inherited else row.id
    off = f"no: {row.replaced_by}" if row.replaced_by else "no: off"
    return called, row.type, day(row.on), day(row.until), name(keys), "yes" if row.counts else off


def _keys(each: TypeRow) -> str:
    named = [key.name if key.required else f"[{key.name}]" for key in each.keys]
    return " ".join([*named, *(["ASSUMPTION…"] if each.open else [])])


def _type(each: TypeRow) -> tuple[Block, ...]:
    instead = (
        "takes the place of an ancestor's about the same" if each.merges == "sets" else "stands beside an ancestor's"
    )
    about = f" {' and '.join(each.subject)}" if each.subject else ""
    pairs = [
        ("What it does", each.does),
        ("In a child scenario", f"{instead}{about if each.merges == 'sets' else ''}"),
        ("Lasts", "until its end, or for good" if each.lasts else "happens on a day"),
    ]
    needs = (("Exactly one of", each.one_of), ("At least one of", each.some_of), ("Not both", each.at_most_one))
    pairs += [(label, ", ".join(keys)) for label, keys in needs if keys]
    columns = (Column("key", key=True), Column("kind"), Column("needed"), Column("what it is"))
    rows = [
        (key.name, _kind(key.kind, key.choices), "yes" if key.required else "no", key.help or NOTHING)
        for key in each.keys
    ]
    if each.open:
        rows.append(("ASSUMPTION", each.open, "one", "any of: effluent assumption list"))
    return Facts(tuple(pairs), each.type), Table(columns, tuple(rows)), Text(("Example:", f"  {each.example}"))


def _kind(kind: str, choices: tuple[str, ...]) -> str:
    return ", ".join(choices) if choices else kind.replace("_", " ")
