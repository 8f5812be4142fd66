"""Reads the rule files when something first asks for a figure, checks them, and gives them out as values.

The files lie beside this module and are packaged with it.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from effluent_cli.domain.tax_year import HsaLimits, TaxYear, WithholdingTable
from effluent_cli.errors import InvalidInput
from effluent_cli.rules import version
from effluent_cli.rules.checks import COLUMNS, GROUPS, broken, check_federal

FEDERAL = os.path.join(version.RULES, "us", "federal")


@cache
def tax_year(year: int) -> TaxYear:
    """Return the federal figures of ``year``; past the newest file the newest law, marked as projected.

    Raises InvalidInput for a year before the oldest file, Refused where a file is broken.
    """
    newest = _years()[-1]
    if year < first_year():
        raise InvalidInput(f"there are no figures for {year}: the first tax year is {first_year()}", code="no_tax_year")
    if year > newest:
        return replace(tax_year(newest), year=year, projected=True)
    return _tax_year(_federal(year), f"us/federal/{year}.toml")


def first_year() -> int:
    """Return the earliest calendar year that there are figures for."""
    return _years()[0]


@cache
def default_assumptions() -> Mapping[str, Decimal]:
    """Return the default rates by name: ``inflation``, ``vehicle_growth``, ``return_us_stocks`` …, fractions a year.

    Salary and property growth are absent: they follow the household's inflation, whatever that is.
    """
    return assumptions_in(_read(os.path.join(version.RULES, "assumptions.toml")))


def assumptions_in(document: Mapping[str, Any]) -> Mapping[str, Decimal]:
    """Return the rates in an assumptions file; Refused where an entry has no source, no value, or refers to none."""
    values: dict[str, Decimal] = {}
    for name, entry in document.items():
        if not entry.get("source") or ("value" in entry) == ("same_as" in entry):
            broken("assumptions.toml", f"{name} needs a source and either a value or same_as")
        if "value" in entry:
            values[name] = Decimal(entry["value"])
    for name, entry in document.items():
        same_as = entry.get("same_as")
        if same_as is not None and same_as not in values:
            broken("assumptions.toml", f"{name} is the same as {same_as}, which has no value")
        if same_as is not None and name.startswith("return_"):
            values[name] = values[same_as]
    return values


@cache
def rules_version() -> str:
    """Return eight hexadecimal digits over the names and bytes of all rule files, read once per process."""
    return version.rules_version()


@cache
def _years() -> tuple[int, ...]:
    return tuple(sorted(int(name[:4]) for name in os.listdir(FEDERAL) if name.endswith(".toml")))


def _read(path: str) -> dict[str, Any]:
    from tomllib import TOMLDecodeError, load

    with open(path, "rb") as file:
        try:
            return load(file, parse_float=Decimal)
        except (TOMLDecodeError, UnicodeDecodeError) as error:
            broken(os.path.basename(path), str(error))


def _federal(year: int) -> dict[str, Any]:
    """Return one year's document, with the groups that it does not state taken from the year it carries them from."""
    document = _read(os.path.join(FEDERAL, f"{year}.toml"))
    carried = document.get("carried_from")
    if carried is None:
        return document
    for group, figures in _federal(carried).items():
        if isinstance(figures, dict) and group not in document:
            document[group] = {
                **figures,
                "status": "projected",
                "source": f"{figures['source']}; carried forward to {year}",
            }
    return document


def _tax_year(document: Mapping[str, Any], name: str) -> TaxYear:
    check_federal(document, name)
    withholding, social_security, medicare = document["withholding"], document["social_security"], document["medicare"]
    step3 = document["step3"]
    return TaxYear(
        year=document["year"],
        projected=any(document[group]["status"] == "projected" for group in GROUPS),
        standard={column: _table(withholding["standard"][column]) for column in COLUMNS},
        step2={column: _table(withholding["step2"][column]) for column in COLUMNS},
        line_1g={column: _cents(withholding["line_1g"][column]) for column in COLUMNS},
        step3_per_child=_cents(step3["per_child"]),
        step3_per_other_dependent=_cents(step3["per_other_dependent"]),
        social_security_rate=social_security["rate"],
        social_security_wage_base=_cents(social_security["wage_base"]),
        medicare_rate=medicare["rate"],
        additional_medicare_rate=medicare["additional_rate"],
        additional_medicare_over=_cents(medicare["additional_withheld_over"]),
        hsa=HsaLimits(**{key: _cents(document["hsa"][key]) for key in ("self_only", "family", "catch_up_55")}),
        sources={group: document[group]["source"] for group in GROUPS},
    )


def _table(rows: list[list[Any]]) -> WithholdingTable:
    return WithholdingTable(
        starts=tuple(_cents(row[0]) for row in rows),
        bases=tuple(_cents(row[1]) for row in rows),
        percents=tuple(int(row[2]) for row in rows),
    )


def _cents(dollars: int | Decimal) -> int:
    return int(dollars * 100)
