"""``effluent tax limits``, and what a limit does to the household's flows and months."""

from tests.running import Cli

HIGH = ["income", "edit", "ana-acme", "--annual-salary", "240000"]


def rows(cli: Cli, **wanted: str) -> dict[str, dict[str, object]]:
    found = cli.json("tax", "limits")["limits"]
    return {row["kind"]: row for row in found if all(row[key] == value for key, value in wanted.items())}


def test_the_room_of_each_person(rivera: Cli) -> None:
    document = rivera("tax", "limits", "--json").document
    assert document["schema"] == "effluent.tax-limits/1"
    assert (document["data"]["year"], document["data"]["projected"], document["warnings"]) == (2026, False, [])
    found = rows(rivera, member="ana")
    assert found["elective_deferral"]["limit"] == "24500.00"
    assert found["elective_deferral"]["planned"] == "13338.00"
    assert found["hsa"]["limit"] == "8750.00"
    assert found["hsa"]["planned"] == rows(rivera, member="luis")["hsa"]["used_by_others"] == "3900.00"


def test_text_fits_on_80_columns(rivera: Cli) -> None:
    text = rivera.within(COLUMNS="80")("tax", "limits").stdout
    assert "luis, 2026" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert ["age", "by", "the", "end", "of", "the", "year", "40"] in [line.split() for line in text.splitlines()]


def test_a_limit_reached_in_the_year_shows_in_limits_flows_and_months(rivera: Cli) -> None:
    rivera("deduction", "edit", "ana-401k", "--percent", "20%")
    rivera(*HIGH)
    rivera("process-events")
    found = rows(rivera, member="ana")["elective_deferral"]
    assert (found["planned"], found["room"]) == ("24500.00", "0.00")
    assert str(found["reached"]).startswith("2026-")
    flows = {
        flow["kind"]: flow["amount"] for flow in rivera.json("flows", "list")["flows"] if flow["paycheck"] == "ana-acme"
    }
    assert flows["deduction-ana-401k"] == "0.00"
    assert "employer_contribution" not in flows
    months = {
        row["month"]: row["moves"].get("contributions") for row in rivera.json("project", "--months", "3")["months"]
    }
    assert float(months["2027-01"]) > float(months["2026-12"])


def test_a_catch_up_that_must_be_roth_is_a_warning(rivera: Cli) -> None:
    rivera("member", "edit", "ana", "--date-of-birth", "1970-05-05")
    rivera("deduction", "edit", "ana-401k", "--percent", "30%")
    rivera(*HIGH)
    codes = [warning["code"] for warning in rivera("tax", "limits", "--json").document["warnings"]]
    assert codes == ["catch_up_roth_only"]
    assert rows(rivera, member="ana")["elective_deferral"]["catch_up_roth_only"] is True
    assert "Roth only" in rivera("tax", "limits").stdout


def test_another_year_has_its_own_limits(rivera: Cli) -> None:
    later = rivera.on("2028-03-01").json("tax", "limits")
    assert (later["year"], later["projected"]) == (2028, True)


def test_without_a_household_it_says_how_to_begin(cli: Cli) -> None:
    assert cli("tax", "limits", "--json", expect=3).error["hint"] == "effluent onboard"


def test_a_bonus_of_a_job_is_withheld_from(rivera: Cli) -> None:
    bonus = ["flows", "add", "--name", "Bonus", "--type", "income", "--category", "bonus", "--frequency", "once"]
    stated = ["--amount", "10000", "--start", "2027-03-15", "--source", "ana-acme"]
    rivera(*bonus, *stated)
    assert rivera.json("flows", "show", "bonus")["flow"]["source"] == "ana-acme"
    rivera("process-events")
    march = rivera.json("project", "--months", "6")["months"][4]
    assert march["components"]["bonus"] == "10000.00"
    without = rivera.json("project", "--months", "6", "--every", "month")["months"][3]
    assert float(march["components"]["federal_income_tax"]) < float(without["components"]["federal_income_tax"]) - 2_000
    rivera(*bonus, *stated, "--category", "dividends", expect=2)
    # An expense may have a source, but a business or a rental.
    rivera(*bonus, *stated, "--category", "gifts", "--type", "expense", expect=4)
    rivera(*bonus, *stated[:-1], "nobody", expect=3)
