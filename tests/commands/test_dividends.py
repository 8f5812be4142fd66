"""What a household says of the dividends that its funds pay."""

import pytest

from tests.guarantees.holding import unchanged
from tests.running import Cli


def test_a_yield_splits_the_return_and_is_taxed(rivera: Cli) -> None:
    before = rivera.json("project", "--months", "24")
    rivera("assumption", "set", "dividend_yield", "2%")
    rivera("assumption", "set", "qualified_dividend_share", "80%")
    after = rivera.json("project", "--months", "24", "--refresh")
    june = [next(row for row in each["months"] if row["month"] == "2027-03") for each in (before, after)]
    assert june[0]["returns"] == june[1]["returns"]
    assert "dividends" not in june[0]["components"]
    assert float(june[1]["components"]["dividends"]) > 0
    liable = [next(year for year in each["years"] if year["year"] == 2027)["liability"] for each in (before, after)]
    assert float(liable[0]["total"]) < float(liable[1]["total"])


@pytest.mark.parametrize("name", ["dividend_yield", "qualified_dividend_share"])
@pytest.mark.parametrize("value", ["150%", "-1%", "much"])
def test_a_part_of_a_whole_lies_between_none_and_all(rivera: Cli, name: str, value: str) -> None:
    with unchanged(rivera.home):
        error = rivera("assumption", "set", name, value, "--json", expect=2).error
    assert error["problems"][0]["path"] == "VALUE"
