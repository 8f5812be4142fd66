"""``effluent tax rules``: the figures in every form of output."""

import csv
import io

from tests.running import Cli


def test_the_figures_of_a_year(cli: Cli) -> None:
    data = cli.json("tax", "rules", "2027")
    assert (data["year"], data["projected"], data["inflation"], data["wage_growth"]) == (2027, True, "0.025", "0.025")
    rows = {row["name"]: row for row in data["figures"]}
    assert rows["social_security.wage_base"]["value"] == "192300.00"
    assert rows["social_security.wage_base"]["projected"] is False
    assert rows["income_tax.upper_limits.single"]["projected"] is True
    assert rows["income_tax.upper_limits.single"]["stated_in"] == 2026
    assert rows["income_tax.rates"]["value"] == ["0.1", "0.12", "0.22", "0.24", "0.32", "0.35", "0.37"]
    assert rows["itemized.salt_cap"] == {
        "name": "itemized.salt_cap",
        "group": "itemized",
        "value": "40804.00",
        "unit": "dollars",
        "source": "IRC 164(b)(6), (7), P.L. 119-21, sec. 70120",
        "status": "enacted",
        "indexation": "statute",
        "rounding": "none",
        "projected": False,
        "stated_in": 2026,
        "expires": 2029,
    }
    assert rows["distributions.uniform_lifetime"]["value"]["73"] == "26.5"
    assert not cli.home.exists(), "the law needs no household"


def test_this_year_is_the_default(cli: Cli) -> None:
    assert cli.json("tax", "rules")["year"] == 2026
    assert cli.on("2031-02-03").json("tax", "rules")["year"] == 2031


def test_assumptions_of_ones_own_and_a_frozen_law(cli: Cli) -> None:
    words = ("tax", "rules", "2030", "--group", "senior", "--inflation", "3%", "--wage-growth", "0.04")
    assert cli.json(*words)["figures"][0]["value"] == "0.00", "it ended with 2028"
    frozen = cli.json(*words, "--law-year", "2026")
    assert (frozen["law_year"], frozen["figures"][0]["value"]) == (2026, "6000.00")
    text = cli(*words, "--law-year", "2026").stdout
    assert "by the law of 2026" in text


def test_text_names_each_document_once(cli: Cli) -> None:
    text = cli("tax", "rules", "2026", "--group", "niit").stdout
    assert text.count("IRC 1411(a), (b)") == 1
    assert "married separately" in text
    assert "125,000" in text


def test_csv_has_a_row_for_each_figure(cli: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("tax", "rules", "2026", "-o", "csv").stdout)))
    assert len(rows) == len(cli.json("tax", "rules", "2026")["figures"])
    assert {row["projected"] for row in rows} == {"no"}
    assert all(row["source"] and row["unit"] and row["status"] and row["indexation"] for row in rows)


def test_what_cannot_be_answered(cli: Cli) -> None:
    assert cli("tax", "rules", "2024", "--json", expect=2).error["code"] == "no_tax_year"
    assert "choose from income_tax" in cli("tax", "rules", "--group", "lottery", "--json", expect=2).error["message"]
    assert "not a whole number" in cli("tax", "rules", "soon", "--json", expect=2).error["message"]
