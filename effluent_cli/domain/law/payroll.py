"""What employer and self-employed pay on earnings, and what paychecks withhold."""

from collections.abc import Mapping
from dataclasses import dataclass

from effluent_cli.domain.law.shapes import ByStatus
from effluent_cli.domain.money import Cents, Rate


@dataclass(frozen=True)
class SocialSecurity:
    """The employee's Social Security tax, IRC 3101(a): ``largest_tax`` is the rate on the whole wage base."""

    rate: Rate
    wage_base: Cents
    largest_tax: Cents


@dataclass(frozen=True)
class Medicare:
    """The employee's Medicare tax, IRC 3101(b), and the additional one: withheld above one amount, owed above another."""

    rate: Rate
    additional_rate: Rate
    additional_withheld_over: Cents
    additional_over: ByStatus[Cents]


@dataclass(frozen=True)
class SelfEmployment:
    """IRC 1401, 1402: ``net_share`` of net earnings is taxed at both rates, from ``least`` on."""

    net_share: Rate
    social_security_rate: Rate
    medicare_rate: Rate
    least: Cents


@dataclass(frozen=True)
class Supplemental:
    """Withholding on supplemental wages: a flat rate, and another on what exceeds ``over`` in a year."""

    flat_rate: Rate
    over: Cents
    over_rate: Rate


@dataclass(frozen=True)
class WithholdingTable:
    """One column of a percentage method table: where each row begins, its base amount (cents a year) and its percent."""

    starts: tuple[int, ...]
    bases: tuple[int, ...]
    percents: tuple[int, ...]


@dataclass(frozen=True)
class Withholding:
    """Publication 15-T by its columns, see ``tax_year.WITHHOLDING_COLUMN``; ``standard_deduction`` is what the tables carry."""

    standard_deduction: Mapping[str, Cents]
    line_1g: Mapping[str, Cents]
    standard: Mapping[str, WithholdingTable]
    step2: Mapping[str, WithholdingTable]


@dataclass(frozen=True)
class Step3:
    """Form W-4, step 3: credits a year."""

    per_child: Cents
    per_other_dependent: Cents
