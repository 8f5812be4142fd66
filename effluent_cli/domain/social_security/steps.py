"""The steps from a record of earnings to a benefit, each with its value and the document that it follows."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from effluent_cli.domain.money import half_up, money_text, percent_shown, rate_text
from effluent_cli.domain.social_security.benefit import Benefit
from effluent_cli.domain.social_security.earnings import CREDITS_NEEDED, INDEXED_TO
from effluent_cli.domain.social_security.law import BenefitLaw
from effluent_cli.domain.trace import TraceLine

FACTOR_DECIMALS = 10


def benefit_trace(law: BenefitLaw, found: Benefit, earned: int, sources: Mapping[str, str]) -> tuple[TraceLine, ...]:
    """Return the steps of ``found``; ``earned`` are the credits (quarters of coverage), ``sources`` the documents by figure."""
    return (
        *_averaging(law, found, earned, sources),
        *_formula(law, found, sources),
        *_claiming(found, sources),
    )


def _averaging(law: BenefitLaw, found: Benefit, earned: int, sources: Mapping[str, str]) -> Iterator[TraceLine]:
    formula, record = sources["formula.averaged_years"], found.earnings
    index_year = found.eligibility_year - INDEXED_TO
    index = sources["wages.average_wage_index"] + _assumed(
        index_year > law.last_index_year, f"grown by {percent_shown(law.wage_growth)} a year"
    )
    yield TraceLine("62 attained in", str(found.eligibility_year), "the day before the birthday: 20 CFR 404.2(c)(4)")
    yield TraceLine("credits, at most", str(earned), f"42 USC 413, 414: {CREDITS_NEEDED} insure for life")
    yield TraceLine(f"average wage index of {index_year}", money_text(law.average_wage(index_year)), index)
    for year in sorted(record.counted):
        words = f"indexed earnings of {year}"
        if year in record.capped:
            words += f", at most {money_text(law.wage_base(year))}"
        yield TraceLine(words, money_text(record.indexed[year]), sources["wages.wage_base"])
    yield TraceLine(f"sum of the {record.computation_years} highest years", money_text(record.total), formula)
    months = f"divided by {record.computation_years * 12} months, down to the dollar"
    yield TraceLine("average indexed monthly earnings", str(record.aime), months)


def _formula(law: BenefitLaw, found: Benefit, sources: Mapping[str, str]) -> Iterator[TraceLine]:
    formula = sources["formula.pia_factors"]
    for number, point in enumerate(found.bend_points, 1):
        yield TraceLine(f"bend point {number}", str(point), "42 USC 415(a)(1)(B): 180 and 1,085 of 1979, indexed")
    for rate, part in zip(law.formula.pia_factors, found.parts, strict=True):
        yield TraceLine(f"{percent_shown(rate)} of its part", money_text(part), formula)
    yield TraceLine("primary insurance amount", money_text(found.first_pia), "their sum, down to the dime")
    for each in found.increases:
        words = f"after {percent_shown(each.rate)} in December {each.year}"
        source = sources["wages.cola_december"] + _assumed(
            each.year not in law.wages.cola_december, f"taken as {percent_shown(law.inflation)}"
        )
        yield TraceLine(words, money_text(each.pia), source)


def _claiming(found: Benefit, sources: Mapping[str, str]) -> Iterator[TraceLine]:
    late = found.early_months < 0
    source = sources["formula.delayed_credits" if late else "formula.early_first"]
    if late:
        source += "; credits of the claim's own year are paid from the next January on"
    yield TraceLine("full retirement age, months", str(found.full_retirement_age_months), "42 USC 416(l)")
    yield TraceLine("months after it" if late else "months before it", str(abs(found.early_months)), "the claim")
    yield TraceLine("factor", rate_text(factor_shown(found)), source)
    yield TraceLine("monthly benefit", str(found.monthly), "42 USC 415(g): down to the dollar")


def _assumed(assumed: bool, words: str) -> str:
    return f"; not published, {words}" if assumed else ""


def factor_shown(found: Benefit) -> Decimal:
    """Return the factor of the claim as a decimal fraction; it is reckoned with exactly."""
    scaled = half_up(found.factor.numerator * 10**FACTOR_DECIMALS, found.factor.denominator)
    return Decimal(scaled).scaleb(-FACTOR_DECIMALS)
