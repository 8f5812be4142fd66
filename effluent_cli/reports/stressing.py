"""Stress tests as text, as csv, and line by line."""

from collections.abc import Iterable
from datetime import date

from effluent_cli.domain.codec import encode
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.scenario_rules import BASELINE
from effluent_cli.domain.stress.outcome import Outcome
from effluent_cli.reports.documents import json_text, schema_id, warning_list
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.outlook import whole
from effluent_cli.reports.words import NOTHING, count, month
from effluent_cli.services.stress import Failure, Stressed, StressList

FIELDS = (
    "name", "status", "net_worth_end", "net_worth_difference", "first_negative_net_flow", "first_month_below_one",
    "min_liquidity_months", "min_liquidity_on", "min_dscr", "min_dscr_on",
)  # fmt: skip


def tests(report: StressList) -> tuple[Block, ...]:
    """Draw what tests there are."""
    columns = (Column("test", key=True), Column("what it does"), Column("inputs"))
    rows = tuple(
        (each.name, each.does, ", ".join(f"{given.key}={given.default}" for given in each.inputs))
        for each in report.tests
    )
    thresholds = (
        "failed: a shortfall, less than one month of liquidity, or debt coverage below 1;",
        "warning: less than three months, or below 1.25.",
    )
    return Table(columns, rows), Text(thresholds)


def stressed(report: Stressed) -> tuple[Block, ...]:
    """Draw the results and what they add up to."""
    columns = (
        Column("test", key=True),
        Column("status"),
        Column("net worth", right=True),
        Column("difference", right=True),
        Column("liquid", right=True),
        Column("coverage", right=True),
        Column("shortfall"),
    )
    rows = tuple(
        (
            each.name,
            each.status,
            whole(each.net_worth_end),
            whole(each.net_worth_difference),
            _ratio(each.min_liquidity_months),
            _ratio(each.min_dscr),
            month(each.first_shortfall.month) if each.first_shortfall is not None else NOTHING,
        )
        for each in report.tests
    )
    window = f"{month(report.window.from_)} to {month(report.window.to)}"
    whose = "" if report.scenario == BASELINE else f"{report.scenario}, "
    title = f"{whose}{window}: whole dollars at the end, least months liquid"
    blocks: list[Block] = [Table(columns, rows, title)] if rows else []
    if report.errors:
        blocks.append(Text(tuple(f"{each.name} could not be carried out: {each.reason}" for each in report.errors)))
    summary = report.summary
    if summary is not None:
        counts = f"{summary.passed} passed, {count(summary.warning, 'warning')}, {summary.failed} failed"
        held = NOTHING if summary.resilience is None else f"{summary.resilience} of 100"
        blocks.append(Facts((("Tests", counts), ("Resilience", held), ("Kept as run", report.run or NOTHING))))
    return tuple(blocks)


def _ratio(value: object) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def stressed_records(report: Stressed) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the results for csv, those that could not be carried out among them."""
    rows = [encode(each) for each in (*report.tests, *report.errors)]
    header = (*FIELDS, "reason")
    return header, [tuple("" if row.get(name) is None else str(row[name]) for name in header) for row in rows]


def header_line(report: Stressed, household: str, as_of: date) -> str:
    """Return the first line: what is run, on what."""
    plain = encode(report)
    about = {"type": "header", "schema": schema_id("stress-run"), "household": household, "as_of": as_of.isoformat()}
    return json_text(
        {
            **about,
            "scenario": report.scenario,
            "window": plain["window"],
            "freshness": plain["freshness"],
            "run": plain.get("run"),
        }
    )


def test_line(found: Outcome | Failure) -> str:
    """Return the line of one test."""
    return json_text({"type": "test", **encode(found)})


def summary_line(report: Stressed, warnings: Iterable[Finding]) -> str:
    """Return the last line."""
    summary = encode(report.summary) if report.summary is not None else {}
    return json_text({"type": "summary", **summary, "run": report.run, "warnings": warning_list(warnings)})
