"""Where the money comes from and what is taken off before it lands: steps 5, 7 and 8."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from effluent_cli.domain import catalog
from effluent_cli.domain.periods import LAST_DAY
from effluent_cli.domain.records import Deduction, Earned, IncomeSource, MatchTier, Withholding
from effluent_cli.domain.social_security.law import FIRST_INDEXED_YEAR
from effluent_cli.services.onboarding.kinds import (
    Amount,
    CalendarMonth,
    Choice,
    Day,
    Id,
    Name,
    Percent,
    Reference,
    Whole,
    YesNo,
)
from effluent_cli.services.onboarding.models.item import Complaint, Filled, Item, out_of_order
from effluent_cli.services.onboarding.questions import When, ask

SALARIED = When("type", ("w2",))
HOURLY = When("type", ("w2_hourly",))
EMPLOYED = When("type", ("w2", "w2_hourly"))
BENEFITS = When("type", ("social_security",))
CLAIMS = When("claim")
STUB = When("ytd_on")
BUSINESS = When("type", ("self_employed",))
CONTRIBUTES = When("retirement_contribution")
UNEMPLOYED = When("type", tuple(kind for kind in catalog.INCOME_TYPES if kind not in catalog.W2_TYPES))
SAVING = When("type", tuple(catalog.SAVING_DEDUCTIONS))

_STUB = "From the last pay stub of the year; without it the year so far is reckoned from the pay."


class YearEarned(Item):
    """One year of a record of earnings."""

    year: Annotated[int, Whole(FIRST_INDEXED_YEAR, LAST_DAY.year)] = ask("Year", example="2025")
    amount: Annotated[int, Amount()] = ask("Earnings of that year", example="61000.00")

    @property
    def earned(self) -> Earned:
        """The year as the record keeps it."""
        return Earned(self.year, self.amount)


class Source(Item):
    """Step 5: one job, business, pension or other source of income."""

    RECORD: ClassVar[Filled] = IncomeSource
    NOT_YET: ClassVar[dict[str, str]] = {
        "federal_withholding_percent": "elected withholding on pensions and benefits",
        "state_withholding_percent": "elected withholding on pensions and benefits",
    }

    id: Annotated[str | None, Id()] = ask("Short id", default=None, shown="made from the name", example="ana-acme")
    member: Annotated[str | None, Reference(of="member")] = ask(
        "Whose income", default=None, shown="the member who is self", example="ana"
    )
    name: Annotated[str, Name()] = ask("Employer, business or payer", example="Acme Robotics")
    type: Annotated[str, Choice(catalog.INCOME_TYPES)] = ask("Kind of income", example="w2")
    annual_salary: Annotated[int | None, Amount(1)] = ask(
        "Salary a year, before taxes", example="148200.00", when=SALARIED, needed=True, fills="annual_amount"
    )
    hourly_rate: Annotated[int | None, Amount(1)] = ask("Pay an hour", example="41.50", when=HOURLY, needed=True)
    annual_hours: Annotated[int | None, Whole(1, 8784)] = ask("Hours a year", example="1560", when=HOURLY, needed=True)
    annual_gross: Annotated[int | None, Amount(1)] = ask(
        "Income a year, before taxes",
        default=None,
        example="18000.00",
        when=UNEMPLOYED,
        fills="annual_amount",
        more="Of Social Security that is claimed later, leave it empty: its month and benefit are asked for below.",
    )
    pay_frequency: Annotated[str, Choice(tuple(catalog.PAY_PERIODS))] = ask("How often it pays", example="biweekly")
    pay_date: Annotated[date, Day()] = ask(
        "A pay date", example="2026-11-20", more="Any real one, past or to come: the schedule runs both ways from it."
    )
    annual_raise_percent: Annotated[Decimal | None, Percent()] = ask(
        "Raise a year",
        default=None,
        shown="the household's salary growth",
        example="3.0",
        fills="raise_rate",
    )
    start: Annotated[date | None, Day()] = ask(
        "First day", default=None, shown="it has always run", example="2024-03-01"
    )
    end: Annotated[date | None, Day()] = ask("Last day", default=None, shown="it goes on", example="2030-06-30")
    work_state: Annotated[str | None, Choice(catalog.STATES, upper=True)] = ask(
        "State of work", default=None, shown="the state of residence", example="CA"
    )
    ytd_on: Annotated[date | None, Day()] = ask(
        "Date of the last pay stub", when=EMPLOYED, example="2026-11-20", more=_STUB
    )
    ytd_gross: Annotated[int | None, Amount()] = ask("Gross pay this year to that date", when=STUB, example="131100.00")
    ytd_federal_withheld: Annotated[int | None, Amount()] = ask(
        "Federal income tax withheld to that date", when=STUB, example="14200.00"
    )
    ytd_social_security_wages: Annotated[int | None, Amount()] = ask(
        "Social Security wages to that date", when=STUB, example="122760.40"
    )
    ytd_medicare_wages: Annotated[int | None, Amount()] = ask(
        "Medicare wages to that date", when=STUB, example="122760.40"
    )
    ytd_state_withheld: Annotated[int | None, Amount()] = ask(
        "State income tax withheld to that date", when=STUB, example="6100.00"
    )
    ytd_deferrals: Annotated[int | None, Amount()] = ask(
        "Retirement deferrals to that date", when=STUB, example="11799.00"
    )

    expected_expenses: Annotated[int | None, Amount()] = ask(
        "Expenses of the business a year",
        default=None,
        when=BUSINESS,
        example="2400.00",
        more="A business expense stated by itself in the next step counts in their place.",
    )
    estimated_payment: Annotated[int | None, Amount()] = ask(
        "Estimated tax a quarter", default=None, when=BUSINESS, example="900.00"
    )
    retirement_contribution: Annotated[int | None, Amount()] = ask(
        "Own retirement contribution a year", default=None, when=BUSINESS, example="6000.00"
    )
    retirement_account: Annotated[str | None, Reference(later=True)] = ask(
        "Into which account", default=None, when=CONTRIBUTES, example="sep"
    )

    claim: Annotated[int | None, CalendarMonth()] = ask(
        "Month of claiming",
        default=None,
        when=BENEFITS,
        example="2040-06",
        more="Of a benefit that is not paid yet: its first month, from 62 to 70. It is paid the month after.",
    )
    full_age_benefit: Annotated[int | None, Amount(1)] = ask(
        "Benefit a month at full retirement age",
        default=None,
        shown="from the record of earnings",
        when=CLAIMS,
        example="2640.00",
        more="As the latest statement has it, in today's money.",
    )
    earnings: tuple[YearEarned, ...] = ask(
        "Record of earnings",
        default=(),
        when=CLAIMS,
        items=YearEarned,
        more="Each year's, in place of the benefit at full retirement age; own pay of later years is added.",
    )

    def _contradictions(self) -> Iterator[Complaint]:
        yield from out_of_order(self.start, self.end)
        yield from self._claim_contradictions()
        if self.retirement_contribution and self.retirement_account is None:
            yield "retirement_account", "needed: say into which account the contribution goes"

    def _claim_contradictions(self) -> Iterator[Complaint]:
        if self.type not in UNEMPLOYED.values:
            return
        given = self.model_fields_set
        ways = [name for name in ("annual_gross", "full_age_benefit", "earnings") if name in given]
        if len(ways) > 1:
            yield ways[1], f"give {ways[0]} or this, not both"
        if self.type in UNEMPLOYED.values and not ways:
            claimed = " and no claim with full_age_benefit or earnings" if self.type == "social_security" else ""
            yield "annual_gross", f"needed where type is {self.type}{claimed}"
        years = [each.year for each in self.earnings]
        if len(set(years)) < len(years):
            yield "earnings", "each year once"
        if self.claim is None or self.type != "social_security":
            return
        if self.pay_frequency not in (None, "monthly"):
            yield "pay_frequency", "Social Security pays monthly"
        if self.annual_raise_percent is not None:
            yield "annual_raise_percent", "a benefit rises with the household's inflation"

    def _derived(self) -> dict[str, Any]:
        return {"earnings": tuple(each.earned for each in sorted(self.earnings, key=lambda each: each.year))}


class W4Form(Item):
    """Step 7: the W-4 of one W-2 income source."""

    RECORD: ClassVar[Filled] = Withholding
    NOT_YET: ClassVar[dict[str, str]] = {"state_allowances": "state withholding"}

    source: Annotated[str, Reference(of="source")] = ask("Which income source", example="ana-acme")
    filing_status: Annotated[str | None, Choice(catalog.FILING_STATUSES)] = ask(
        "Filing status on the W-4 (step 1c)", default=None, shown="the household's", example="married_jointly"
    )
    step2_checkbox: Annotated[bool, YesNo()] = ask(
        "Step 2 box ticked", default=False, more="Two jobs at a time, or a spouse who also works."
    )
    step3_credits: Annotated[int | None, Amount()] = ask(
        "Step 3 amount a year",
        default=None,
        shown="from children and dependents",
        example="2200.00",
        more="Either the amount, or the number of children and of other dependents.",
    )
    step3_children: Annotated[int, Whole(0, 50)] = ask("Step 3 children under 17", default=0)
    step3_other_dependents: Annotated[int, Whole(0, 50)] = ask("Step 3 other dependents", default=0)
    step4a_other_income: Annotated[int, Amount()] = ask("Step 4(a) other income a year", default=0)
    step4b_deductions: Annotated[int, Amount()] = ask("Step 4(b) deductions a year", default=0)
    step4c_extra: Annotated[int, Amount()] = ask("Step 4(c) extra withholding a paycheck", default=0)
    state_extra: Annotated[int, Amount()] = ask("Extra state tax a paycheck", default=0)

    def _contradictions(self) -> Iterator[Complaint]:
        if self.step3_credits is not None and (self.step3_children or self.step3_other_dependents):
            yield "step3_credits", "give the amount or the number of dependents, not both"

    def _derived(self) -> dict[str, Any]:
        return {"filing_status": self.filing_status or ""}


class Match(Item):
    """One tier of an employer's match."""

    rate_percent: Annotated[Decimal, Percent(0, 100)] = ask(
        "The employer adds, in percent of what you defer", example="50", fills="rate"
    )
    up_to_pay_percent: Annotated[Decimal, Percent(0, 100)] = ask(
        "Of deferrals up to, in percent of pay", example="6", fills="up_to"
    )
    annual_cap: Annotated[int | None, Amount()] = ask("At most a year", default=None, shown="no cap", example="5000.00")

    @property
    def tier(self) -> MatchTier:
        """The tier as the record holds it."""
        return MatchTier(self.rate_percent, self.up_to_pay_percent, self.annual_cap)


class PaycheckDeduction(Item):
    """Step 8: one deduction from a paycheck, pre-tax or after tax."""

    RECORD: ClassVar[Filled] = Deduction
    NOT_YET: ClassVar[dict[str, str]] = {"annual_limit": "contribution limits"}

    id: Annotated[str | None, Id()] = ask(
        "Short id", default=None, shown="made from source and type", example="ana-401k"
    )
    source: Annotated[str, Reference(of="source")] = ask("From which income source", example="ana-acme")
    type: Annotated[str, Choice(catalog.DEDUCTION_TYPES)] = ask("Kind of deduction", example="traditional_401k")
    amount: Annotated[int | None, Amount(1)] = ask(
        "Amount a paycheck", default=None, shown="a percentage instead", example="212.40"
    )
    gross_percent: Annotated[Decimal | None, Percent(0, 100)] = ask(
        "Percent of gross pay", default=None, shown="an amount instead", example="9.0", fills="percent"
    )
    target_account: Annotated[str | None, Reference(later=True)] = ask(
        "Into which account", when=SAVING, example="ana-401k-account", more="The account that receives the saving."
    )
    match: tuple[Match, ...] = ask(
        "Employer match", default=(), when=SAVING, items=Match, more="Tiers, in order: what the employer adds."
    )

    def _contradictions(self) -> Iterator[Complaint]:
        given = self.model_fields_set
        if self.amount is not None and self.gross_percent is not None:
            yield "gross_percent", "give an amount or a percentage of gross, not both"
        elif not given & {"amount", "gross_percent"}:
            yield "amount", "needed: an amount a paycheck, or gross_percent"

    def _derived(self) -> dict[str, Any]:
        return {"match": tuple(each.tier for each in self.match)}
