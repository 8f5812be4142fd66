"""The rule files as packaged, and what becomes of broken ones."""

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

from effluent_cli.errors import InvalidInput, Refused
from effluent_cli.rules import loader, version
from effluent_cli.rules.checks import check_federal

FEDERAL = Path(loader.FEDERAL)
YEARS = (2025, 2026, 2027)


def document(year: int) -> dict[str, Any]:
    return deepcopy(loader._federal(year))


@pytest.mark.parametrize(
    ("year", "wage_base", "per_child", "projected"),
    [(2025, 17_610_000, 200_000, False), (2026, 18_450_000, 220_000, False), (2027, 19_230_000, 220_000, True)],
)
def test_figures_of_each_year(year: int, wage_base: int, per_child: int, projected: bool) -> None:
    found = loader.tax_year(year)
    assert (found.year, found.social_security_wage_base, found.step3_per_child) == (year, wage_base, per_child)
    assert found.projected is projected
    assert found.line_1g == {"single": 860_000, "married_jointly": 1_290_000, "head_of_household": 860_000}


def test_2027_takes_what_is_published_and_carries_the_rest() -> None:
    of_2026, of_2027 = loader.tax_year(2026), loader.tax_year(2027)
    assert of_2027.standard == of_2026.standard
    assert of_2027.hsa.family == 900_000
    assert of_2027.sources["withholding"].endswith("carried forward to 2027")
    assert "carried" not in of_2027.sources["social_security"]


def test_later_years_have_the_newest_law_and_say_so() -> None:
    found = loader.tax_year(2060)
    assert (found.year, found.projected) == (2060, True)
    assert found.social_security_wage_base == loader.tax_year(2027).social_security_wage_base


def test_a_year_is_loaded_once() -> None:
    assert loader.tax_year(2026) is loader.tax_year(2026)


def test_a_year_before_the_first_is_refused() -> None:
    with pytest.raises(InvalidInput, match="the first tax year is 2025"):
        loader.tax_year(2024)
    assert loader.first_year() == 2025


@pytest.mark.parametrize("year", YEARS)
def test_every_packaged_year_passes_its_checks_and_every_group_names_a_source(year: int) -> None:
    figures = document(year)
    check_federal(figures, f"us/federal/{year}.toml")
    groups = [group for group in figures.values() if isinstance(group, dict)]
    assert all(group["source"] and group["status"] in ("enacted", "published", "projected") for group in groups)


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(figures: dict[str, Any]) -> None:
        place: Any = figures
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


BROKEN = {
    "brackets out of order": (
        _set("income_tax", "upper_limits", "single", 1, to=12_400),
        "income_tax.upper_limits.single does not rise",
    ),
    "a bracket too few": (_set("income_tax", "upper_limits", "single", to=[12_400]), "needs 6 limits"),
    "rates out of order": (_set("income_tax", "rates", 1, to=Decimal("0.10")), "income_tax.rates does not rise"),
    "a threshold off by one": (
        _set("withholding", "standard", "single", 2, 0, to=19_901),
        "withholding.standard.single, row 3: threshold 19901 should be 19900",
    ),
    "line 1g that does not fit the tables": (
        _set("withholding", "line_1g", "single", to=8_700),
        "threshold 7500 should be",
    ),
    "a base amount off by a cent": (
        _set("withholding", "step2", "head_of_household", 4, 1, to=Decimal("8077.51")),
        "withholding.step2.head_of_household, row 5: base amount 8077.51 should be 8077.5",
    ),
    "a wrong percent": (_set("withholding", "step2", "single", 7, 2, to=39), "row 8: percent 39 should be 37"),
    "a row too few": (_set("withholding", "standard", "single", to=[[0, 0, 0]]), "needs 8 rows"),
    "a wage base that does not give the largest tax": (
        _set("social_security", "wage_base", to=184_600),
        "social_security.largest_tax is not rate × wage_base",
    ),
    "no source": (_set("medicare", "source", to=""), "medicare names no source"),
    "an unknown status": (_set("hsa", "status", to="rumoured"), "hsa.status is none of"),
    "another year": (_set("year", to=2025), "its year is not that of its name"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused(what: str) -> None:
    change, message = BROKEN[what]
    figures = document(2026)
    change(figures)
    with pytest.raises(Refused, match=re.escape(message)) as refused:
        check_federal(figures, "us/federal/2026.toml")
    assert refused.value.code == "broken_rules"


def test_a_missing_group_is_named() -> None:
    figures = document(2026)
    del figures["withholding"]["line_1g"]
    with pytest.raises(Refused, match="line_1g is missing"):
        check_federal(figures, "us/federal/2026.toml")


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    for content in (b"year = = 2026", b"\xff\xfe"):
        (tmp_path / "bad.toml").write_bytes(content)
        with pytest.raises(Refused, match=r"bad\.toml is broken"):
            loader._read(str(tmp_path / "bad.toml"))


def test_default_assumptions() -> None:
    rates = loader.default_assumptions()
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
    assert loader.default_assumptions()[name] == geometric_mean(column)


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
        loader.assumptions_in({"inflation": inflation, "growth": entry})


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
