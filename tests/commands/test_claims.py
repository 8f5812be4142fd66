"""Social Security as it is claimed: what a household states of it, what it then pays, and what is refused."""

import pytest

from tests.guarantees.holding import unchanged
from tests.running import Cli

ADD = "income add --id ana-benefit --name Benefit --member ana --type social_security --pay-frequency monthly"
STATED = [*ADD.split(), "--pay-date", "2026-12-09", "--claim", "2051-10"]
"""Ana, born on 12 April 1986, attains 67 in April 2053: October 2051 is 18 months early, 18 × 5/900 less."""


def test_the_statements_benefit_is_paid_from_the_month_after_the_claim(rivera: Cli) -> None:
    done = rivera.json(*STATED, "--full-age-benefit", "2900")
    assert {each["field"]: each["after"] for each in done["changes"]}["claim"] == "2051-10"
    rivera("process-events")
    flow = rivera.json("flows", "show", "ana-benefit--income")["flow"]
    # 2,900 × 1.025^25 = 5,376.43, down to the dime 5,376.40; × 0.9 = 4,838.76, down to the dollar.
    assert (flow["amount"], flow["start"], flow["next_date"]) == ("4838.00", "2051-11-01", "2051-11-09")
    row = next(each for each in rivera.json("income", "list")["sources"] if each["id"] == "ana-benefit")
    assert (row["annual"], row["next_date"]) == ("58056.00", "2051-11-09")
    rows = {each["month"]: each["components"] for each in rivera.json("project", "--months", "330")["months"]}
    assert "social_security" not in rows["2051-10"]
    assert rows["2051-12"]["social_security"] == "4838.00"
    # × 1.025 in January: 5,510.84, down to 5,510.80; × 0.9 = 4,959.72.
    assert rows["2052-01"]["social_security"] == "4959.00"


def test_a_record_of_earnings_goes_on_with_own_pay(rivera: Cli) -> None:
    rivera("income", "edit", "ana-acme", "--end", "2026-12-31")
    rivera("income", "end", "luis-consulting", "--on", "2026-12-31")
    rivera(*STATED, "--earnings", "2010-2024=60000", "--earnings", "2025=148200")
    rivera("process-events")
    wages = rivera.json("flows", "show", "ana-acme--gross", "--json")["flow"]
    assert wages["amount"] == "5700.00"
    lines = [
        f"--earnings={years}" for years in ("2010-2024=60000", "2025=148200", f"2026={social_security_wages(rivera)}")
    ]
    asked = ["calc", "social-security", "--birth-date", "1986-04-12", "--claim-month", "2051-10", *lines]
    reckoned = rivera.json(*asked)
    flow = rivera.json("flows", "show", "ana-benefit--income")["flow"]
    assert flow["amount"] == f"{reckoned['monthly_benefit']}.00"


def social_security_wages(rivera: Cli) -> str:
    """What Ana's job counts of 2026: 26 paychecks of 5,700.00 less health insurance and what else lowers the base."""
    lines = rivera.json("flows", "list")["flows"]
    tax = sum(float(each["amount"]) for each in lines if each["id"] == "ana-acme--social-security-tax")
    return f"{round(tax / 0.062 * 26, 2):.2f}"


def test_what_is_stated_anew_takes_the_place_of_the_old(rivera: Cli) -> None:
    rivera(*STATED, "--full-age-benefit", "2900")
    rivera("income", "edit", "ana-benefit", "--earnings", "1999-2025=60000")
    source = rivera.json("income", "show", "ana-benefit")["source"]
    assert (source["full_age_benefit"], len(source["earnings"]), source["claim"]) == (None, 27, "2051-10")
    rivera("income", "edit", "ana-benefit", "--annual-salary", "26400")
    source = rivera.json("income", "show", "ana-benefit")["source"]
    assert (source["annual_amount"], source["earnings"], source["claim"]) == ("26400.00", [], None)
    rivera("undo")
    assert len(rivera.json("income", "show", "ana-benefit")["source"]["earnings"]) == 27


@pytest.mark.parametrize(
    ("line", "path", "words"),
    [
        ("--claim 2048-04 --full-age-benefit 2900", "--claim", "from 2048-05"),
        ("--claim 2056-05 --full-age-benefit 2900", "--claim", "to 2056-04"),
        ("--claim 2051-13 --full-age-benefit 2900", "--claim", "no such month"),
        ("--claim 10/2051 --full-age-benefit 2900", "--claim", "YYYY-MM"),
        ("--claim 2051-10", "--full-age-benefit", "statement"),
        ("--full-age-benefit 2900", "--claim", "in which month"),
        ("--claim 2051-10 --full-age-benefit 2900 --annual-salary 1", "--full-age-benefit", "excludes --annual-salary"),
        ("--claim 2051-10 --full-age-benefit 2900 --earnings 2020=1", "--earnings", "excludes --full-age-benefit"),
        ("--claim 2051-10 --full-age-benefit 0", "--full-age-benefit", "above zero"),
        ("--claim 2051-10 --full-age-benefit 2900 --raise 2%", "--raise", "inflation"),
        ("--claim 2051-10 --earnings 2020-2021=5 --earnings 2021=6", "--earnings", "twice"),
        ("--claim 2051-10 --earnings 1950=5", "--earnings", "1951"),
        ("--claim 2051-10 --earnings 2020=-5", "--earnings", "zero or more"),
    ],
)
def test_what_cannot_be_claimed_is_refused_and_nothing_changes(rivera: Cli, line: str, path: str, words: str) -> None:
    with unchanged(rivera.home):
        error = rivera(*ADD.split(), "--pay-date", "2026-12-09", *line.split(), "--json", expect=2).error
    assert error["problems"][0]["path"] == path
    assert words in error["message"]


def test_only_social_security_is_claimed_and_only_by_who_has_a_birthday(rivera: Cli) -> None:
    with unchanged(rivera.home):
        error = rivera("income", "edit", "ana-acme", "--claim", "2051-10", "--json", expect=2).error
    assert "only social_security" in error["message"]
    rivera("member", "edit", "ana", "--clear", "date-of-birth")
    with unchanged(rivera.home):
        error = rivera(*STATED, "--full-age-benefit", "2900", "--json", expect=4).error
    assert (error["code"], "--date-of-birth" in error["hint"]) == ("no_date_of_birth", True)


def test_a_birthday_taken_away_later_is_a_finding_that_names_the_source(rivera: Cli) -> None:
    rivera(*STATED, "--full-age-benefit", "2900")
    rivera("member", "edit", "ana", "--clear", "date-of-birth")
    error = rivera("flows", "regenerate", "--json", expect=4).error
    assert error["code"] == "benefit_unknown"


def test_an_early_claim_beside_work_says_that_the_earnings_test_is_left_out(rivera: Cli) -> None:
    rivera(*STATED, "--full-age-benefit", "2900")
    found = {each["code"]: each for each in rivera.json("flows", "regenerate")["findings"]}
    assert "ana-acme" in found["earnings_test_not_modelled"]["message"]
    rivera("income", "edit", "ana-benefit", "--claim", "2053-04")
    codes = {each["code"] for each in rivera.json("flows", "regenerate")["findings"]}
    assert "earnings_test_not_modelled" not in codes


def test_onboarding_takes_the_same_answers_and_the_same_again_change_nothing(rivera: Cli) -> None:
    fields = {
        "id": "ana-benefit", "member": "ana", "name": "Benefit", "type": "social_security", "pay_frequency": "monthly",
        "pay_date": "2026-12-09", "claim": "2051-10", "full_age_benefit": "2900",
    }  # fmt: skip
    line = ["onboard", *(f"--set=income_sources[3].{name}={value}" for name, value in fields.items())]
    assert rivera.json(*line)["records"]["created"] == 1
    assert rivera.json("flows", "show", "ana-benefit--income")["flow"]["amount"] == "4838.00"
    again = ["onboard", *(f"--set=income_sources.ana-benefit.{name}={value}" for name, value in fields.items())]
    assert rivera.json(*again)["records"]["updated"] == 0
    for more, path in (("annual_gross=100", "full_age_benefit"), ("claim=2051-31", "claim")):
        with unchanged(rivera.home):
            error = rivera(*again, f"--set=income_sources.ana-benefit.{more}", "--json", expect=2).error
        assert error["problems"][0]["path"].endswith(f".{path}")


def test_a_claim_survives_a_document_and_a_document_with_half_of_one_is_refused(rivera: Cli) -> None:
    rivera(*STATED, "--earnings", "1999-2025=60000")
    shown = rivera.json("income", "show", "ana-benefit")
    document = rivera.home / "all.json"
    document.write_text(rivera("export", "json").stdout, encoding="utf-8")
    rivera("import", "json", str(document), "--replace")
    assert rivera.json("income", "show", "ana-benefit") == shown
    document.write_text(document.read_text(encoding="utf-8").replace('"2051-10"', "null"), encoding="utf-8")
    with unchanged(rivera.home):
        rivera("import", "json", str(document), "--replace", expect=4)
