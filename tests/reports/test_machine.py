"""csv and JSON Lines: raw values, safe to open in a spreadsheet, one line a record."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.money import Cents
from effluent_cli.reports.machine import csv_text, default_records, jsonl_text


@dataclass(frozen=True)
class Row:
    type: str
    balance: Cents | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    total: Cents
    rows: tuple[Row, ...]
    others: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Single:
    name: str
    done: bool


REPORT = Report(-1200, (Row("savings", -1200, ("a", "b")), Row("card", None)))


def test_rows_come_from_the_first_list_of_records() -> None:
    header, rows = default_records(REPORT)
    assert header == ("type", "balance", "tags")
    assert rows == [("savings", "-12.00", '["a","b"]'), ("card", "", "[]")]


def test_a_report_without_a_list_is_one_row() -> None:
    assert default_records(Single("x", done=True)) == (("name", "done"), [("x", "true")])


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1", "'+49 30 1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("-cmd|x", "'-cmd|x"),
        ("-12.00", "-12.00"),
        ("-0.0525", "-0.0525"),
        ("12.00", "12.00"),
        ("Rivera", "Rivera"),
        ("-", "'-"),
        ("-12.00\n=1", "'-12.00\n=1"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str, written: str) -> None:
    assert list(csv.reader(io.StringIO(csv_text(("name",), [(cell,)]))))[1] == [written]


@given(st.lists(st.tuples(st.text(), st.text())))
def test_no_written_cell_begins_like_a_formula(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")))
    assert len(read) == len(rows) + 1
    for row in read[1:]:
        assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row)


def test_jsonl_is_header_rows_summary_and_no_type_is_lost() -> None:
    warning = Finding("stale", "warning", "baseline", "out of date", "effluent process-events")
    text = jsonl_text("x-list", REPORT, household="rivera", as_of=date(2026, 11, 23), warnings=(warning,))
    assert [json.loads(line) for line in text.splitlines()] == [
        {"type": "header", "schema": "effluent.x-list/1", "household": "rivera", "as_of": "2026-11-23"},
        {"type": "row", "row": {"type": "savings", "balance": "-12.00", "tags": ["a", "b"]}},
        {"type": "row", "row": {"type": "card", "balance": None, "tags": []}},
        {
            "type": "summary",
            "data": {"total": "-12.00", "others": []},
            "warnings": [{"code": "stale", "message": "out of date", "fix": "effluent process-events"}],
        },
    ]


def test_jsonl_without_a_list_has_header_and_summary() -> None:
    lines = jsonl_text("x", Single("a\u2028b", done=False), household=None, as_of=None, warnings=()).split("\n")
    assert [json.loads(line)["type"] for line in lines if line] == ["header", "summary"]
