"""Households listed and shown."""

from datetime import date
from pathlib import Path

import pytest

from effluent_cli.services import households
from effluent_cli.store.home import Home
from tests.households import okafor
from tests.services.stored import caller, stored


def test_the_list_goes_on_past_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    fine = stored(tmp_path, okafor())
    (tmp_path / "households" / "broken.db").write_bytes(b"not a database at all" * 100)
    report, findings = households.listed((Home(tmp_path).household("broken"), fine))
    assert [(row.slug, row.name, row.onboarding) for row in report.households] == [("okafor", "Okafor", "complete")]
    assert [finding.subject for finding in findings] == ["household:broken"]


def test_show_counts_active_records(tmp_path: Path) -> None:
    report, _ = households.show(stored(tmp_path, okafor()), caller())
    assert report.records == {"accounts": 1, "income_sources": 1, "deductions": 0, "flows": 2}
    assert [(member.id, member.age) for member in report.members] == [("ngozi", 29)]


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(1997, 1, 31), date(2027, 1, 30), 29),
        (date(1997, 1, 31), date(2027, 1, 31), 30),
        (date(2004, 2, 29), date(2027, 2, 27), 22),
        (date(2004, 2, 29), date(2027, 2, 28), 23),
        (date(2004, 2, 29), date(2028, 2, 28), 23),
        (None, date(2027, 1, 1), None),
        (date(2030, 1, 1), date(2027, 1, 1), None),
    ],
)
def test_ages(born: date | None, today: date, age: int | None) -> None:
    assert households.age_on(born, today) == age
