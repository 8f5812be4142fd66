"""The rule files as packaged, and what becomes of broken ones."""

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal, localcontext
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.errors import InvalidInput, Refused
from effluent_cli.rules import documents, loader, version
from effluent_cli.rules.assumptions import assumptions_in, default_assumptions
from effluent_cli.rules.checks import check_group
from effluent_cli.rules.figures import figures_of
from effluent_cli.rules.law import GROUPS
from effluent_cli.rules.shaping import shaped
from tests.running import Cli

YEARS = (2025, 2026, 2027)
RATES = st.decimals("-0.02", "0.15", places=3)


def values(year: int) -> dict[str, Any]:
    """Every figure of a year by path, as the files state it, to be changed at will."""
    return deepcopy({figure.path: figure.value for figure in loader.figures(year)})


@pytest.mark.parametrize(
    ("year", "wage_base", "per_child", "projected"),
    [(2025, 17_610_000, 200_000, False), (2026, 18_450_000, 220_000, False), (2027, 19_230_000, 220_000, True)],
)
def test_figures_of_each_year(year: int, wage_base: int, per_child: int, projected: bool) -> None:
    found = loader.tax_year(year)
    assert (found.year, found.social_security.wage_base, found.step3.per_child) == (year, wage_base, per_child)
    assert found.projected is projected
    assert found.withholding.line_1g == {"single": 860_000, "married_jointly": 1_290_000, "head_of_household": 860_000}


def test_withholding_of_2025_is_as_printed_and_liability_as_enacted_later_that_year() -> None:
    found = loader.tax_year(2025)
    assert found.withholding.standard_deduction["single"] == 1_500_000
    assert found.standard_deduction.amount["single"] == 1_575_000


def test_2027_takes_what_is_published_and_indexes_the_rest() -> None:
    found = loader.tax_year(2027, Decimal("0.03"), Decimal("0.04"))
    assert found.hsa.family == 900_000
    assert found.benefits.bend_points == (134_000, 807_700)
    assert found.standard_deduction.amount["single"] == 1_657_500, "16,100 × 1.03 = 16,583, down to a multiple of 25"
    assert found.income_tax.upper_limits["single"][0] == 1_275_000
    assert found.sources["standard_deduction.amount"].endswith("indexed from 2026")
    assert "indexed" not in found.sources["social_security.wage_base"]
    assert "indexed" not in found.sources["niit.magi_over"], "what the law fixes is no projection"


def test_without_inflation_the_law_goes_on_as_it_is() -> None:
    found = loader.tax_year(2028, Decimal(0), Decimal(0))
    assert found.income_tax == loader.tax_year(2026).income_tax
    assert found.withholding == loader.tax_year(2026).withholding
    assert found.itemized.salt_cap == 4_121_204, "1 % a year, by statute"
    assert found.social_security.wage_base == 19_230_000


def test_provisions_end_and_fixed_thresholds_stay() -> None:
    of_2028, of_2029, of_2030 = (loader.tax_year(year) for year in (2028, 2029, 2030))
    for name in ("tips", "overtime", "car_loan"):
        assert getattr(of_2028, name).cap["single"] > 0
        assert getattr(of_2029, name).cap["single"] == 0
    assert (of_2028.senior.per_person, of_2029.senior.per_person, of_2029.senior.age) == (600_000, 0, 65)
    assert (of_2029.itemized.salt_cap, of_2030.itemized.salt_cap) == (4_162_416, 1_000_000)
    assert of_2030.niit == loader.tax_year(2025).niit
    assert of_2030.social_security_taxed == loader.tax_year(2025).social_security_taxed
    assert (
        of_2030.medicare_premiums.last_tier_from["single"]
        > loader.tax_year(2027).medicare_premiums.last_tier_from["single"]
    )


def test_a_law_year_is_frozen_in_real_terms() -> None:
    found = loader.tax_year(2035, Decimal("0.02"), Decimal("0.03"), 2026)
    assert found.senior.per_person == 600_000, "nothing ends"
    assert found.income_tax.upper_limits["married_jointly"][0] == 2_960_000, "24,800 × 1.02⁹ = 29,638.30"
    assert loader.tax_year(2026, Decimal("0.02"), None, 2025).amt.phase_out_rate == Decimal("0.25")


@settings(max_examples=25, deadline=None)
@given(year=st.integers(2025, 2100), inflation=RATES, wages=RATES)
def test_every_year_to_come_is_sound(year: int, inflation: Decimal, wages: Decimal) -> None:
    found = loader.tax_year(year, inflation, wages)
    limits = found.income_tax.upper_limits
    assert all(upper > lower for each in limits.values() for lower, upper in pairwise(each))
    assert tuple(2 * limit for limit in limits["married_separately"]) == limits["married_jointly"]
    deduction = found.standard_deduction.amount
    assert 2 * deduction["married_separately"] == deduction["married_jointly"]
    table = found.withholding.standard["married_jointly"]
    if year > 2025:  # the tables of 2025 were printed before the law changed
        assert table.starts[1] == deduction["married_jointly"] - found.withholding.line_1g["married_jointly"]
    assert found.projected is (year > 2026)
    assert loader.tax_year(year, inflation, wages) is found, "loaded once"


def test_a_year_before_the_first_is_refused() -> None:
    for year, law_year in ((2024, None), (2030, 2024)):
        with pytest.raises(InvalidInput, match="there are no figures for 2024: the first tax year is 2025"):
            loader.tax_year(year, law_year=law_year)
    assert loader.first_year() == 2025


@pytest.mark.parametrize("year", YEARS)
def test_every_packaged_figure_names_its_document(year: int) -> None:
    for figure in (*loader.figures(year), *loader.long_lived_figures()):
        assert figure.source
        assert figure.unit
        assert (figure.status == "projected") == ("indexed from" in figure.source)


def test_tables_that_are_no_years_own() -> None:
    found = loader.long_lived()
    assert found.wages.average_wage_index[2024] == 6_984_657
    assert found.wages.wage_base[2027] == loader.tax_year(2027).social_security.wage_base
    assert found.distributions.uniform_lifetime[84] == Decimal("16.8"), "not 16.9, as some copies have it"
    assert [row.months for row in found.formula.retirement_ages if row.born_from == 1957] == [798]
    assert found.formula.early_first == (5, 900)


def _set(path: str, *inner: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(figures: dict[str, Any]) -> None:
        if not inner:
            figures[path] = to
            return
        place = figures[path]
        for key in inner[:-1]:
            place = place[key]
        place[inner[-1]] = to

    return change


BROKEN = {
    "brackets out of order": (
        _set("income_tax.upper_limits", "single", 1, to=12_400),
        "income_tax.upper_limits.single does not rise",
    ),
    "a bracket too few": (_set("income_tax.upper_limits", "single", to=[12_400]), "needs 6 limits"),
    "rates out of order": (_set("income_tax.rates", 1, to=Decimal("0.10")), "income_tax.rates does not rise"),
    "a separate bracket that is not half": (
        _set("income_tax.upper_limits", "married_separately", 5, to=384_400),
        "married_separately is not half of married_jointly",
    ),
    "a separate exemption that is not half": (
        _set("amt.exemption", "married_separately", to=70_000),
        "amt.exemption.married_separately is not half of 140200",
    ),
    "gains out of order": (
        _set("gains.fifteen_rate_up_to", "single", to=49_450),
        "gains.fifteen_rate_up_to.single is not above zero_rate_up_to",
    ),
    "a range the wrong way round": (
        _set("ira.roth_phase_out", "default", to=[168_000, 153_000]),
        "ira.roth_phase_out.single does not rise",
    ),
    "a range without an end": (_set("education.phase_out", "default", to=[80_000]), "needs a beginning and an end"),
    "a threshold off by one": (
        _set("withholding.standard", "single", 2, 0, to=19_901),
        "withholding.standard.single, row 3: threshold 19901 should be 19900",
    ),
    "line 1g that does not fit the tables": (
        _set("withholding.line_1g", "single", to=8_700),
        "threshold 7500 should be",
    ),
    "a base amount off by a cent": (
        _set("withholding.step2", "head_of_household", 4, 1, to=Decimal("8077.51")),
        "withholding.step2.head_of_household, row 5: base amount 8077.51 should be 8077.5",
    ),
    "a wrong percent": (_set("withholding.step2", "single", 7, 2, to=39), "row 8: percent 39 should be 37"),
    "a row too few": (_set("withholding.standard", "single", to=[[0, 0, 0]]), "needs 8 rows"),
    "a wage base that does not give the largest tax": (
        _set("social_security.wage_base", to=184_600),
        "social_security.largest_tax is not rate × wage_base",
    ),
    "an earned income credit that does not follow": (
        _set("eitc.max_credit", 3, to=8_230),
        "eitc.max_credit, 3 children: 8230 should be 8231",
    ),
    "a credit that ends before it is whole": (
        _set("eitc.phase_out_over", 1, to=13_020),
        "eitc.phase_out_over lies below earned_income_amount",
    ),
    "a joint credit that ends no later": (
        _set("eitc.phase_out_over_joint", 0, to=10_860),
        "eitc.phase_out_over_joint is not above phase_out_over",
    ),
    "a tier without an amount": (
        _set("medicare_premiums.part_b_extra", "married_separately", to=[0, Decimal("446.30")]),
        "medicare_premiums.part_b_extra.married_separately needs 3 amounts",
    ),
    "a status left out": (_set("amt.exemption", to={"single": 1}), "married_jointly is missing"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused(what: str) -> None:
    change, message = BROKEN[what]
    figures = values(2026)
    change(figures)
    with pytest.raises(Refused, match=re.escape(message)) as refused:  # noqa: PT012  # whichever group it is in
        for group in GROUPS:
            check_group(group, figures, "us/federal/2026.toml")
    assert refused.value.code == "broken_rules"


ODD: dict[str, tuple[dict[str, Any], str]] = {
    "no source": ({"source": ""}, "hsa.self_only names no source"),
    "an unknown status": ({"status": "rumoured"}, "hsa.self_only: status is none of"),
    "an unknown unit": ({"unit": "euro"}, "hsa.self_only: unit is none of"),
    "an unknown indexation": ({"indexation": "gold"}, "hsa.self_only: indexation is none of"),
    "no rounding": ({"rounding": None}, "hsa.self_only names no rounding"),
    "an odd rounding": ({"rounding": "50 sideways"}, "rounding '50 sideways' is no multiple"),
    "growth by statute without a growth": ({"indexation": "statute"}, "hsa.self_only names no growth"),
    "a value that the group does not have": ({"couple": 1}, "hsa has no value couple"),
    "a note about nothing": ({"about": {"couple": {}}}, "hsa.about is about couple, which is not stated"),
    "a note of an unknown kind": ({"about": {"family": {"colour": "red"}}}, "hsa.about.family has no colour"),
}
HSA = {"unit": "dollars", "source": "a document", "status": "published", "indexation": "cpi", "rounding": "50 nearest"}
HSA_VALUES = {"self_only": 4_500, "family": 9_000, "catch_up_55": 1_000}


@pytest.mark.parametrize("what", ODD)
def test_odd_metadata_is_refused(what: str) -> None:
    change, message = ODD[what]
    group = {key: value for key, value in {**HSA, **HSA_VALUES, **change}.items() if value is not None}
    with pytest.raises(Refused, match=re.escape(message)):
        list(figures_of("hsa", group, GROUPS["hsa"], 2026, "us/federal/2026.toml"))


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(Refused, match="there is no group lottery"):
        list(figures_of("lottery", {}, None, 2026, "us/federal/2026.toml"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"family": "much"}, "hsa.family: has another shape"),
        ({"family": Decimal("9000.005")}, "hsa.family: has another shape"),
        ({"unit": "fraction"}, "hsa.self_only: unit fraction should be dollars"),
    ],
)
def test_a_value_of_another_shape_is_refused(change: dict[str, Any], message: str) -> None:
    found = figures_of("hsa", {**HSA, **HSA_VALUES, **change}, GROUPS["hsa"], 2026, "2026.toml")
    with pytest.raises(Refused, match=re.escape(message)):
        shaped(GROUPS["hsa"], found, "2026.toml")


def test_a_file_that_is_no_toml_is_refused() -> None:
    with pytest.raises(Refused, match=r"bad\.toml is broken"):
        documents.parsed("year = = 2026", "bad.toml")


def test_a_group_read_by_itself_is_what_the_whole_file_says() -> None:
    for year in YEARS:
        name = f"us/federal/{year}.toml"
        apart = {group: documents.parsed(text, name) for group, text in documents.sections(name).items()}
        assert {**apart.pop(""), **{group: content[group] for group, content in apart.items()}} == documents.document(
            name
        )


def test_only_what_is_asked_for_is_read() -> None:
    code = (
        "from effluent_cli.rules import law, loader; loader.tax_year(2026).social_security;"
        "print(law._stated.cache_info().currsize)"
    )
    package = Path(version.RULES).parents[1]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=package)
    assert run.stdout.strip() == "1"


def test_a_directory_of_the_users_own_overrides_files_of_the_same_name(cli: Cli, tmp_path: Path) -> None:
    own = tmp_path / "rules" / "us" / "federal"
    own.mkdir(parents=True)
    packaged = (Path(version.RULES) / "us" / "federal" / "2026.toml").read_text()
    changed = packaged.replace("dependent_floor = 1_350", "dependent_floor = 1_400")
    (own / "2026.toml").write_text(changed)
    words = ("tax", "rules", "2026", "--group", "standard_deduction")
    mine = cli.within(EFFLUENT_RULES=str(tmp_path / "rules"))
    before, after = cli.json(*words), mine.json(*words)
    assert [row["value"] for row in after["figures"] if row["name"].endswith("dependent_floor")] == ["1400.00"]
    assert after["rules_version"] != before["rules_version"]
    for wrong, message in (
        (changed.replace("640_600]", "600]"), "does not rise"),
        (changed.replace("year = 2026", "year = 2062"), "its year is not that of its name"),
        (changed + "\n[lottery]\n", "there is no group lottery"),
        (changed.replace("[hsa]", " [hsa]"), "a header does not stand at the left edge"),
        (changed.replace("[social_security]", "[social_security"), "is broken"),
        ("\udcff", "is broken"),
    ):
        (own / "2026.toml").write_text(wrong, errors="surrogateescape")
        broken = mine("tax", "rules", "2026", "--json", expect=4).error
        assert message in broken["message"]
        assert "unset EFFLUENT_RULES" in broken["hint"]
    nowhere = cli.within(EFFLUENT_RULES=str(tmp_path / "nowhere"))
    assert "is no directory" in nowhere(*words, "--json", expect=2).error["message"]


def test_a_tick_with_something_due_says_that_the_rules_are_broken_and_leaves_it_waiting(
    rivera: Cli, tmp_path: Path
) -> None:
    own = tmp_path / "rules" / "us" / "federal"
    own.mkdir(parents=True)
    packaged = (Path(version.RULES) / "us" / "federal" / "2026.toml").read_text()
    (own / "2026.toml").write_text(packaged.replace("[social_security]", "[social_security"))
    rivera("account", "set-balance", "checking", "77.00")
    waiting = rivera("event", "list", "--json").data
    broken = rivera.within(EFFLUENT_RULES=str(tmp_path / "rules"))
    for _ in range(2):
        assert broken("process-events", "--json", expect=4).error["code"] == "broken_rules"
    assert rivera("event", "list", "--json").data == waiting
    (event,) = (each for each in waiting["events"] if each["type"] == "accounts_changed")
    assert (event["status"], event["attempts"]) == ("pending", 0)
    nowhere = rivera.within(EFFLUENT_RULES=str(tmp_path / "nowhere"))
    assert nowhere("process-events", "--json", expect=2).error["code"] == "no_rules"
    assert rivera.json("process-events")["events_failed"] == 0
    assert rivera.json("process-events")["remaining"] == 0


def test_default_assumptions() -> None:
    rates = default_assumptions()
    assert rates["inflation"] == Decimal("0.025")
    assert rates["vehicle_growth"] == Decimal("-0.15")
    assert rates["savings_yield"] == 0
    assert rates["return_intl_stocks"] == rates["return_us_stocks"]
    assert rates["return_cash"] == rates["return_bills"]
    assert not {"salary_growth", "property_growth"} & rates.keys(), "they follow the household's own inflation"


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("return_us_stocks", "S&P 500"),
        ("return_bonds", "T-Notes"),
        ("return_bills", "T-Bills"),
        ("return_real_estate", "real estate"),
    ],
)
def test_expected_returns_are_the_geometric_means_of_the_series(name: str, column: str) -> None:
    assert default_assumptions()[name] == geometric_mean(column)


def geometric_mean(column: str) -> Decimal:
    lines = (Path(__file__).parent.parent / "cases" / "us_returns_1928_2025.csv").read_text().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(rows) == 98
    with localcontext(prec=40):
        product = Decimal(1)
        for row in rows:
            product *= 1 + Decimal(row[column]) / 100
        return (product ** (Decimal(1) / len(rows)) - 1).quantize(Decimal("0.0001"))


@pytest.mark.parametrize(
    "entry",
    [
        {"value": Decimal("0.1")},
        {"source": "a document"},
        {"source": "a document", "value": Decimal("0.1"), "same_as": "inflation"},
        {"source": "a document", "same_as": "nothing"},
    ],
)
def test_a_broken_assumption_is_refused(entry: dict[str, Any]) -> None:
    inflation = {"source": "a document", "value": Decimal("0.025")}
    with pytest.raises(Refused, match=r"assumptions\.toml is broken: growth"):
        assumptions_in({"inflation": inflation, "growth": entry})


def test_the_version_changes_with_any_byte_and_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "RULES", str(tmp_path))
    seen = set()
    for _ in changed(tmp_path):
        seen.add(version.rules_version())
        assert version.rules_version() in seen
    assert len(seen) == 4
    assert all(re.fullmatch("[0-9a-f]{8}", each) for each in seen)


def changed(folder: Path) -> Iterator[None]:
    (folder / "us").mkdir()
    (folder / "us" / "2026.toml").write_text("year = 2026\n")
    yield
    (folder / "us" / "2026.toml").write_text("year = 2027\n")
    yield
    (folder / "us" / "2026.toml").rename(folder / "us" / "2027.toml")
    yield
    (folder / "more.toml").write_text("")
    (folder / "notes.txt").write_text("no rule")
    yield


def test_the_loader_gives_the_version_of_the_packaged_files() -> None:
    assert loader.rules_version() == version.rules_version()


def test_the_version_needs_neither_tomllib_nor_regular_expressions() -> None:
    code = (
        "import sys; from effluent_cli.rules.version import rules_version; rules_version();"
        "print({'tomllib', 're', 'decimal'} & set(sys.modules))"
    )
    package = Path(version.RULES).parents[1]
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=package)
    assert run.stdout.strip() == "set()"
