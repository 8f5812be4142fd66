"""The federal figures of one calendar year, as they reach the domain: values, already checked, in cents and exact rates."""

from collections.abc import Mapping
from dataclasses import dataclass

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, Rate

WITHHOLDING_COLUMN: Mapping[str, str] = {
    "single": "single",
    "married_separately": "single",
    "married_jointly": "married_jointly",
    "qualifying_surviving_spouse": "married_jointly",
    "head_of_household": "head_of_household",
}
"""The column of Publication 15-T that a filing status reads."""


@frozen
class WithholdingTable:
    """One column of a percentage method table: where each row begins, its base amount (cents a year) and its percent."""

    starts: tuple[int, ...]
    bases: tuple[int, ...]
    percents: tuple[int, ...]


@frozen
class HsaLimits:
    """The most that may go into health savings accounts in a year, employer's money included (cents)."""

    self_only: Cents
    family: Cents
    catch_up_55: Cents


@dataclass(frozen=True, eq=False)
class TaxYear:
    """Federal figures of ``year``. ``projected`` says that some are carried forward from the newest published law.

    Tables and ``line_1g`` (cents a year) go by the columns of Publication 15-T, see ``WITHHOLDING_COLUMN``. ``sources`` names
    the document behind each group of figures: income_tax, withholding, step3, social_security, medicare, hsa. A tax year
    equals only itself, so that it can be a cheap key of a memo.
    """

    year: int
    projected: bool
    standard: Mapping[str, WithholdingTable]
    step2: Mapping[str, WithholdingTable]
    line_1g: Mapping[str, int]
    step3_per_child: Cents
    step3_per_other_dependent: Cents
    social_security_rate: Rate
    social_security_wage_base: Cents
    medicare_rate: Rate
    additional_medicare_rate: Rate
    additional_medicare_over: Cents
    hsa: HsaLimits
    sources: Mapping[str, str]
