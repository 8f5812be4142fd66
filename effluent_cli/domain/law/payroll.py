"""What employer and self-employed pay on earnings, and what paychecks withhold."""

from collections.abc import Mapping

from effluent_cli.domain.law.shapes import ByStatus, Group
from effluent_cli.domain.money import Cents, Rate


class SocialSecurity(Group):
    """The employee's Social Security tax, IRC 3101(a): ``largest_tax`` is the rate on the whole wage base."""

    rate: Rate
    wage_base: Cents
    largest_tax: Cents


class Medicare(Group):
    """The employee's Medicare tax, IRC 3101(b), and the additional one: withheld above one amount, owed above another."""

    rate: Rate
    additional_rate: Rate
    additional_withheld_over: Cents
    additional_over: ByStatus[Cents]


class SelfEmployment(Group):
    """IRC 1401, 1402: ``net_share`` of net earnings is taxed at both rates, from ``least`` on."""

    net_share: Rate
    social_security_rate: Rate
    medicare_rate: Rate
    least: Cents


class Supplemental(Group):
    """Withholding on supplemental wages: a flat rate, and another on what exceeds ``over`` in a year."""

    flat_rate: Rate
    over: Cents
    over_rate: Rate


class WithholdingTable(Group):
    """One column of a percentage method table: where each row begins, its base amount (cents a year) and its percent."""

    starts: tuple[int, ...]
    bases: tuple[int, ...]
    percents: tuple[int, ...]


class Withholding(Group):
    """Publication 15-T by its columns, see ``tax_year.WITHHOLDING_COLUMN``; ``standard_deduction`` is what the tables carry."""

    standard_deduction: Mapping[str, Cents]
    line_1g: Mapping[str, Cents]
    standard: Mapping[str, WithholdingTable]
    step2: Mapping[str, WithholdingTable]


class Step3(Group):
    """Form W-4, step 3: credits a year."""

    per_child: Cents
    per_other_dependent: Cents
