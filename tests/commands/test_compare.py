"""``compare`` at the command line: joined by month, attributed to the cent, refused where it makes no sense."""

import csv
import io
from typing import Any

import pytest

from tests.guarantees.holding import unchanged
from tests.running import Cli


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


@pytest.fixture
def moved(rivera: Cli) -> Cli:
    """The Rivera household, pinned, and edited since."""
    rivera("baseline", "pin")
    for line in ("flows edit groceries --amount 2000", "income edit ana-acme --annual-salary 160000", "process-events"):
        rivera(*line.split())
    return rivera


def attributed(found: Any) -> int:
    """The sum of the drivers of each difference, which must be that difference; return the first."""
    for each in found["others"]:
        assert each["drivers"]["status"] == "ok"
        assert sum(cents(item["amount"]) for item in each["drivers"]["items"]) == cents(each["net_worth"])
        for item in each["drivers"]["items"]:
            assert cents(item["amount"]) == sum(map(cents, item["components"].values()))
    assert found["drivers"] == found["others"][0]["drivers"]
    assert found["difference"] == {"net_worth": found["others"][0]["net_worth"]}
    return cents(found["difference"]["net_worth"])


def test_the_difference_is_that_of_the_last_month_and_of_its_drivers(moved: Cli) -> None:
    found = moved.json("compare", "baseline", "live", "--months", "24")
    assert found["scenarios"] == ["baseline", "live"]
    last = found["months"][-1]
    assert attributed(found) == cents(last["net_worth"]["live"]) - cents(last["net_worth"]["baseline"]) != 0
    assert last["difference"] == {"live": found["difference"]["net_worth"]}
    rows = moved.json("project", "--months", "24")["months"]
    assert [row["net_worth"] for row in rows] == [row["net_worth"]["baseline"] for row in found["months"]]
    assert [row["closing_cash"] for row in rows] == [row["closing_cash"]["baseline"] for row in found["months"]]
    names = {item["name"] for item in found["drivers"]["items"] if cents(item["amount"])}
    assert {"net_income", "spending_food", "federal_income_tax", "employer_contribution"} <= names
    assert found["others"][0]["moves"].keys() >= {"contributions"}
    back = moved.json("compare", "live", "baseline", "--months", "24")
    assert attributed(back) == -attributed(found)


def test_the_same_books_under_two_names_differ_by_nothing(rivera: Cli) -> None:
    found = rivera.json("compare", "baseline", "live", "--months", "12")
    assert attributed(found) == 0
    assert found["drivers"]["items"]


def test_years_have_the_last_months_of_the_months(moved: Cli) -> None:
    months = {row["month"]: row for row in moved.json("compare", "baseline", "live")["months"]}
    years = moved.json("compare", "baseline", "live", "--every", "year")["months"]
    assert [row["month"] for row in years] == [f"{year}-12" for year in range(2026, 2036)] + ["2036-10"]
    for row in years:
        same = months[row["month"]]
        assert (row["net_worth"], row["difference"]) == (same["net_worth"], same["difference"])
    flows = [cents(months[f"2027-{month:02d}"]["net_flow"]["live"]) for month in range(1, 13)]
    assert cents(years[1]["net_flow"]["live"]) == sum(flows)


def test_the_text_fits_eighty_columns_and_draws_a_chart(moved: Cli) -> None:
    text = moved.within(COLUMNS="80")("compare", "baseline", "live", "--chart").stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "live less baseline, net worth of 2036-10" in text
    assert "###" in text
    read = list(csv.DictReader(io.StringIO(moved("compare", "baseline", "live", "--months", "3", "-o", "csv").stdout)))
    assert [set(row) for row in read] == [
        {"month", "difference:live"}
        | {f"{kind}:{name}" for kind in ("net_worth", "closing_cash", "net_flow") for name in ("baseline", "live")}
    ] * 3


def test_a_comparison_is_kept_as_a_run(moved: Cli) -> None:
    found = moved.json("compare", "baseline", "live", "--months", "6", "--save")
    run = moved.json("runs", "show", found["run"])
    assert (run["kind"], run["status"], run["result"]) == ("compare", "succeeded", found)
    with unchanged(moved.home):
        moved("compare", "baseline", "live")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("baseline", 2),
        ("baseline baseline", 2),
        ("baseline live baseline", 2),
        ("baseline live a b c d e", 2),
        ("baseline live --months 0", 2),
        ("baseline live --every week", 2),
        ("baseline dream", 3),
        ("dream baseline --json", 3),
    ],
)
def test_what_cannot_be_compared_is_refused(rivera: Cli, line: str, code: int) -> None:
    with unchanged(rivera.home):
        refused = rivera("compare", *line.split(), expect=code)
    assert not refused.stdout


def test_a_stale_comparison_says_so(rivera: Cli) -> None:
    rivera("flows", "edit", "groceries", "--amount", "1000")
    assert "out of date" in rivera("compare", "baseline", "live", "--months", "2").stderr
    rivera("compare", "baseline", "live", "--require-fresh", expect=6)
    assert rivera.json("compare", "baseline", "live", "--months", "2", "--refresh")["freshness"]["fresh"]
