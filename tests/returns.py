"""Returns made in code, for tests of the tax: a single person with sensible defaults, and strategies for any return."""

from typing import Any

from hypothesis import strategies as st

from effluent_cli.domain.catalog import FILING_STATUSES
from effluent_cli.domain.tax.given import JOINT, Business, Credited, Expenses, Income, Paid, Person, Return
from effluent_cli.domain.tax.liability import Liability, liability
from effluent_cli.rules.loader import tax_year

K = 100_000
"""Cents of a thousand dollars."""
PERSON_FIELDS = frozenset(Person.__match_args__)


def given(status: str = "single", year: int = 2026, **more: Any) -> Return:
    """A return; ``wages``, ``age`` and the other fields of a person are the primary's. Amounts in cents."""
    person = {name: more.pop(name) for name in list(more) if name in PERSON_FIELDS}
    spouse = more.pop("spouse", None)
    if status == JOINT and spouse is None:
        spouse = Person(age=40)
    return Return(tax_year(year), status, Person(**{"age": 40, **person}), spouse, **more)


def owed(status: str = "single", year: int = 2026, **more: Any) -> Liability:
    """The liability of a return made as by ``given``."""
    return liability(given(status, year, **more))


def _money(most: int, *, loss: bool = False) -> st.SearchStrategy[int]:
    few = st.just(0) | st.integers(0, most)
    return few | st.integers(-most, 0) if loss else few


def _people() -> st.SearchStrategy[Person]:
    def person(age: int, wages: int, deferral: int, benefits: int, tips: int, blind: bool, number: bool) -> Person:
        return Person(
            age=age,
            blind=blind,
            work_ssn=number,
            wages=wages,
            traditional_401k=min(deferral, wages),
            social_security=benefits,
            qualified_tips=min(tips, wages),
            qualified_overtime=min(tips, wages) // 3,
        )

    ages = st.integers(19, 90)
    return st.builds(
        person, ages, _money(900 * K), _money(30 * K), _money(50 * K), _money(40 * K), st.booleans(), st.booleans()
    )


@st.composite
def returns(draw: st.DrawFn, year: int = 2026) -> Return:
    """Any return that ``calc tax`` would take."""
    status = draw(st.sampled_from(FILING_STATUSES))
    gain = _money(600 * K, loss=True)
    return Return(
        tax_year(year),
        status,
        draw(_people()),
        draw(_people()) if status == JOINT else None,
        tuple(draw(st.lists(st.integers(0, 25), max_size=5))),
        Income(
            interest=draw(_money(30 * K)),
            ordinary_dividends=draw(_money(30 * K)),
            qualified_dividends=draw(_money(20 * K)),
            long_term_gains=draw(gain),
            short_term_gains=draw(gain),
            pension=draw(_money(200 * K)),
            self_employment=draw(_money(300 * K, loss=True)),
            rental=draw(_money(60 * K, loss=True)),
            passive_business=draw(_money(40 * K, loss=True)),
        ),
        Expenses(
            mortgage_interest=draw(_money(50 * K)),
            property_tax=draw(_money(60 * K)),
            charity_cash=draw(_money(60 * K)),
            charity_noncash=draw(_money(30 * K)),
            medical=draw(_money(50 * K)),
        ),
        Paid(
            student_loan_interest=draw(_money(4 * K)),
            ira_deduction=draw(_money(16 * K)),
            educator_expenses=draw(_money(K)),
        ),
        draw(_money(12 * K)),
        Business(
            w2_wages=draw(_money(100 * K)),
            property_basis=draw(_money(300 * K)),
            specified_service=draw(st.booleans()),
        ),
        Credited(
            child_care_expenses=draw(_money(9 * K)),
            aotc_expenses=tuple(draw(st.lists(_money(6 * K), max_size=2))),
            foreign_tax=draw(_money(K)),
            adoption_expenses=(expenses := draw(_money(30 * K))),
            adoption_children=1 if expenses else 0,
        ),
        draw(st.booleans()) and status == "married_separately",
        draw(st.sampled_from(("standard", "itemized", "best"))),
        draw(st.booleans()),
    )
