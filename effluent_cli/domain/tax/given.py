"""What a return is worked out from: the people, their income, what they paid. Amounts in cents, none of them rounded."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.tax_year import TaxYear

JOINT = "married_jointly"
SEPARATE = "married_separately"


@frozen
class Person:
    """One of the people who file. ``age`` is the one reached by the end of the year, see ``ages.age_for_tax``.

    ``wages`` are gross, of the main employer, whose paychecks the deductions come off; ``other_wages`` those of further
    employers; ``medicare_beyond`` is what a pay stub says of Medicare wages above (below zero: below) what follows from wages
    and deductions. ``sep``, ``simple`` and ``solo_401k`` (not Roth) were paid into plans of a business of one's own.
    ``work_ssn`` says whether the Social Security number is valid for employment.
    """

    age: int
    blind: bool = False
    work_ssn: bool = True
    wages: int = 0
    other_wages: tuple[int, ...] = ()
    traditional_401k: int = 0
    roth_401k: int = 0
    hsa_payroll: int = 0
    health_insurance: int = 0
    fsa_health: int = 0
    social_security: int = 0
    qualified_overtime: int = 0
    qualified_tips: int = 0
    sep: int = 0
    simple: int = 0
    solo_401k: int = 0
    medicare_beyond: int = 0


@frozen
class Income:
    """Income beside wages and benefits. Gains, self-employment, rent and businesses may be losses, below zero.

    Dividends are as on Form 1099-DIV: ``ordinary_dividends`` are all of them (box 1a), ``qualified_dividends`` those that
    are taxed as gains (box 1b). ``self_employment`` is the primary's. An ``active_business`` is one that its owner works in
    but owes no self-employment tax on.
    """

    interest: int = 0
    ordinary_dividends: int = 0
    qualified_dividends: int = 0
    long_term_gains: int = 0
    short_term_gains: int = 0
    pension: int = 0
    ira_distribution: int = 0
    self_employment: int = 0
    self_employment_spouse: int = 0
    rental: int = 0
    passive_business: int = 0
    active_business: int = 0

    @property
    def dividends(self) -> int:
        """All dividends: the qualified ones are part of them, so that they are never less."""
        return max(self.ordinary_dividends, self.qualified_dividends)


@frozen
class Expenses:
    """What itemized deductions are made of, as paid. ``mortgage_debt`` is the average balance; 0 means within the limit."""

    mortgage_interest: int = 0
    mortgage_debt: int = 0
    mortgage_insurance: int = 0
    property_tax: int = 0
    state_income_tax: int = 0
    charity_cash: int = 0
    charity_noncash: int = 0
    medical: int = 0


@frozen
class Paid:
    """What comes off before adjusted gross income, as paid; alimony under an agreement of before 2019."""

    student_loan_interest: int = 0
    ira_deduction: int = 0
    hsa_direct: int = 0
    educator_expenses: int = 0
    moving_expenses: int = 0
    alimony_paid: int = 0


@frozen
class Business:
    """What the deduction for qualified business income needs beside self-employment; wages and property of all businesses."""

    other_income: int = 0
    w2_wages: int = 0
    property_basis: int = 0
    specified_service: bool = False


@frozen
class Credited:
    """What credits are worked out from. ``aotc_expenses`` is an amount per student."""

    child_care_expenses: int = 0
    adoption_expenses: int = 0
    adoption_children: int = 0
    aotc_expenses: tuple[int, ...] = ()
    foreign_tax: int = 0
    other_nonrefundable: int = 0


@frozen
class Return:
    """One return. ``dependents`` are ages at the end of the year; ``deduction`` is ``standard``, ``itemized`` or ``best``.

    ``lived_apart`` says that spouses who file separately lived apart all year. ``tax_table`` asks for the printed Tax Table.
    """

    tax_year: TaxYear
    filing_status: str
    primary: Person
    spouse: Person | None = None
    dependents: tuple[int, ...] = ()
    income: Income = Income()
    itemized: Expenses = Expenses()
    adjustments: Paid = Paid()
    car_loan_interest: int = 0
    qbi: Business = Business()
    credits: Credited = Credited()
    lived_apart: bool = False
    deduction: str = "best"
    tax_table: bool = False
    state: str | None = None

    @property
    def people(self) -> tuple[Person, ...]:
        """The one or two who file."""
        return (self.primary,) if self.spouse is None else (self.primary, self.spouse)

    @property
    def joint(self) -> bool:
        """Whether two people file together."""
        return self.filing_status == JOINT
