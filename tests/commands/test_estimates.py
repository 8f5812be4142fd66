"""The setting by which a household pays estimated tax out of what it owed last year."""

from decimal import Decimal

from tests.guarantees.holding import unchanged
from tests.running import Cli


def test_the_setting_makes_the_payments_and_the_years_count_them(rivera: Cli) -> None:
    before = {each["year"]: each for each in rivera.json("project", "--months", "36")["years"]}
    assert Decimal(before[2027]["paid"]) == 0
    assert Decimal(before[2026]["settlement"]) > 1000
    assert rivera.json("setting", "set", "estimated_tax", "safe_harbor")["result"] == "added"
    answer = rivera.json("project", "--months", "36", "--refresh")
    years = {each["year"]: each for each in answer["years"]}
    whole = Decimal(years[2026]["liability"]["total"])
    # Together they earn above 150,000.00: a tenth more.
    assert Decimal(years[2027]["paid"]) == round(whole * Decimal("1.1"), 2) - Decimal(years[2027]["withheld"])
    assert Decimal(years[2027]["settlement"]) == Decimal(before[2027]["settlement"]) - Decimal(years[2027]["paid"])
    rows = {row["month"]: row["components"].get("estimated_tax") for row in answer["months"]}
    parts = [rows[month] for month in ("2027-04", "2027-06", "2027-09", "2028-01")]
    assert -sum(Decimal(part) for part in parts) == Decimal(years[2027]["paid"])


def test_another_word_is_refused(rivera: Cli) -> None:
    with unchanged(rivera.home):
        error = rivera("setting", "set", "estimated_tax", "soon", "--json", expect=2).error
    assert "none or safe_harbor" in error["message"]
