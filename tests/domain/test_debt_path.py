"""One debt from due date to due date: every field of its terms, in the path and in the projection alike."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.amortisation import Loan, amortise
from effluent_cli.domain.debt import level_payment, period_interest
from effluent_cli.domain.debt_path import LONGEST, DuePayment, debt_path, payoff_of
from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import rate_on, standing_payment
from effluent_cli.domain.periods import add_months, month_of
from effluent_cli.domain.projection import project
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Assumption, CardTerms, Inputs, LoanTerms
from effluent_cli.domain.rulebook import household_assumptions
from tests.households import RULES, TODAY, account, any_inputs, held, inputs, loan

SOFR = Assumption("index_sofr", Decimal("0.05"))


def household(terms: LoanTerms | CardTerms, owed: int, *assumptions: Assumption, on: date = TODAY) -> Inputs:
    kind = "credit_card" if isinstance(terms, CardTerms) else "auto_loan"
    parts = {"card_terms" if kind == "credit_card" else "loan_terms": (terms,)}
    return inputs(
        accounts=(account("checking", "checking", primary=True), account(terms.account, kind)),
        snapshots=(held("checking", 900_000_000), held(terms.account, owed, on)),
        assumptions=assumptions,
        **parts,
    )


def path_of(stated: Inputs, extra: int = 0) -> tuple[DuePayment, ...]:
    """The path, which the projection must walk payment by payment."""
    index = InputsIndex(stated)
    key = next(iter(index.debts))
    owed = stated.snapshots[1].balance
    path = debt_path(index, key, owed, TODAY, household_assumptions(RULES, stated.assumptions), extra=extra)
    if not extra:
        months = {month_of(due.on): due for due in path}
        for row in project(stated, RULES, TODAY, 240).months[1:]:
            due = months.get(row.month)
            assert row.accounts[key] == (due.balance if due else 0), row.month
            assert (row.debt_service, row.interest) == ((due.payment, due.interest) if due else (0, 0)), row.month
    return path


@pytest.mark.parametrize(
    ("principal", "rate", "months", "payment", "extra"),
    [
        (42_500_000, "0.03875", 360, None, 0),
        (873_012, "0.0549", 23, 41_200, 0),
        (1_625_000, "0.0499", 96, None, 5_000),
        (1_000_000, "0", 7, None, 0),
        (100, "0.5", 3, None, 0),
    ],
)
def test_a_plain_loan_is_calc_loan_row_by_row(
    principal: int, rate: str, months: int, payment: int | None, extra: int
) -> None:
    contract = amortise(Loan(principal, Decimal(rate), months, payment, extra))
    last = add_months(date(2026, 12, 9), months - 1)
    terms = loan("auto", rate, contract.payment, last_payment_on=last, term_months=months, extra_principal=extra)
    found = path_of(household(terms, principal))
    assert [(due.payment, due.interest, due.payment - due.interest, due.balance) for due in found] == [
        (row.payment, row.interest, row.principal, row.balance) for row in contract.schedule
    ]


@pytest.mark.parametrize(("rule", "payment", "interest"), [("half_up", 1, 1), ("up", 1, 1), ("half_even", 0, 0)])
def test_each_rounding_rule(rule: str, payment: int, interest: int) -> None:
    assert level_payment(1, Decimal(0), 2, rounding=rule) == payment
    assert period_interest(600, Decimal("0.01"), rounding=rule) == interest
    assert level_payment(1, Decimal(0), 3, rounding=rule) == (1 if rule == "up" else 0)


def test_interest_rounds_by_the_lenders_rule() -> None:
    up = path_of(household(loan("auto", "0.0549", 41_200, interest_rounding="up"), 873_012))
    assert up[0].interest == 3_995
    assert path_of(household(loan("auto", "0.0549", 41_200), 873_012))[0].interest == 3_994


def test_interest_only_then_the_payment_is_reckoned_anew() -> None:
    terms = loan("auto", "0.06", 1, interest_only_until=date(2027, 2, 9), last_payment_on=date(2027, 12, 9))
    found = path_of(household(terms, 1_000_000))
    assert [due.payment for due in found[:3]] == [5_000] * 3
    assert found[3].payment == level_payment(1_000_000, Decimal("0.06"), 10)
    assert len(found) == 13
    assert not any(due.short for due in found)


def test_without_an_end_of_the_term_the_stated_payment_follows_the_interest_only_period() -> None:
    found = path_of(household(loan("auto", "0.06", 100_000, interest_only_until=date(2027, 1, 1)), 1_000_000))
    assert [due.payment for due in found[:2]] == [5_000, 100_000]


def test_an_amortisation_longer_than_the_term_leaves_a_balloon_in_the_last_payment() -> None:
    terms = loan("auto", "0.06", 5_996, term_months=12, amortization_months=360, last_payment_on=date(2027, 11, 9))
    found = path_of(household(terms, 1_000_000))
    assert len(found) == 12
    assert found[-1].payment > 980_000
    assert found[-1].balance == 0


def test_a_variable_rate_is_reset_within_its_bounds_and_the_payment_is_cast_anew() -> None:
    terms = loan(
        "auto", "0.04", 4_000, rate_index="index_sofr", rate_margin=Decimal("0.02"), rate_ceiling=Decimal("0.065"),
        next_reset_on=date(2027, 1, 9), reset_months=12, last_payment_on=date(2029, 11, 9),
    )  # fmt: skip
    found = path_of(household(terms, 100_000, SOFR))
    assert [due.payment for due in found[:2]] == [4_000, 4_000]
    assert found[1].interest == period_interest(found[0].balance, Decimal("0.04"))
    assert found[2].interest == period_interest(found[1].balance, Decimal("0.065"))
    assert found[2].payment == level_payment(found[1].balance, Decimal("0.065"), 34)
    rates = household_assumptions(RULES, (Assumption("index_sofr", Decimal("-0.03")),))
    assert rate_on(terms, date(2028, 1, 9), rates) == 0
    assert rate_on(replace(terms, rate_floor=Decimal("0.01")), date(2028, 1, 9), rates) == Decimal("0.01")


def test_without_an_assumption_for_its_index_a_rate_stays() -> None:
    terms = loan(
        "auto", "0.04", 4_000, rate_index="index_sofr", next_reset_on=date(2027, 1, 9), last_payment_on=date(2029, 1, 9)
    )
    assert {due.payment for due in path_of(household(terms, 100_000))[:-1]} == {4_000}


@pytest.mark.parametrize(
    ("reset", "every", "first"),
    [
        (date(2025, 1, 9), 12, date(2027, 1, 10)),
        (date(2025, 11, 1), 12, date(2027, 11, 2)),
        (date(2025, 1, 9), None, None),
    ],
)
def test_resets_before_the_terms_were_entered_are_in_the_rate(
    reset: date, every: int | None, first: date | None
) -> None:
    terms = loan("auto", "0.04", 4_000, rate_index="index_sofr", next_reset_on=reset, reset_months=every)
    rates = household_assumptions(RULES, (SOFR,))
    if first is None:
        assert rate_on(terms, date(2035, 1, 1), rates) == Decimal("0.04")
    else:
        assert rate_on(terms, add_months(first, -1), rates) == Decimal("0.04")
        assert rate_on(terms, first, rates) == Decimal("0.05")


def test_in_forbearance_nothing_is_paid_and_interest_is_added() -> None:
    terms = loan(
        "auto", "0.12", 50_000, forbearance_from=date(2026, 12, 9), forbearance_until=date(2027, 1, 9),
        last_payment_on=date(2027, 12, 9), escrow=5_000,
    )  # fmt: skip
    found = path_of(household(terms, 500_000))
    assert [(due.payment, due.escrow) for due in found[:3]] == [(0, 0), (0, 0), (50_000, 5_125)]
    assert found[1].balance == 510_050
    assert not any(due.short for due in found)


@pytest.mark.parametrize("start", [date(2026, 12, 9), date(2026, 12, 10)])
def test_what_changes_in_forbearance_acts_after_it(start: date) -> None:
    terms = loan(
        "auto", "0.06", 1, interest_only_until=date(2027, 1, 15), last_payment_on=date(2027, 12, 9),
        forbearance_from=start, forbearance_until=date(2027, 3, 9),
    )  # fmt: skip
    found = path_of(household(terms, 1_000_000))
    paid = next(due for due in found if due.on == date(2027, 4, 9))
    assert paid.payment == level_payment(paid.balance + paid.payment - paid.interest, Decimal("0.06"), 9)


def test_a_payment_reckoned_anew_before_the_snapshot_follows_from_the_snapshot() -> None:
    terms = loan(
        "auto", "0.06", 1, interest_only_until=date(2026, 9, 9), last_payment_on=date(2027, 12, 9),
        entered_on=date(2026, 1, 1),
    )  # fmt: skip
    rates = household_assumptions(RULES, ())
    assert standing_payment(terms, 500_000, TODAY, rates) == level_payment(500_000, Decimal("0.06"), 13)
    assert standing_payment(terms, 500_000, date(2026, 9, 20), rates) is None, "the next due date reckons it"
    assert standing_payment(replace(terms, last_payment_on=None), 500_000, TODAY, rates) is None
    assert project(household(terms, 500_000), RULES, TODAY, 2).months[1].debt_service == level_payment(
        500_000, Decimal("0.06"), 13
    )


def test_a_projection_goes_on_with_the_payment_that_the_books_came_to() -> None:
    terms = loan(
        "auto", "0.06", 1, interest_only_until=date(2026, 9, 9), last_payment_on=date(2029, 12, 9),
        entered_on=date(2026, 1, 1), extra_principal=100_000,
    )  # fmt: skip
    stated = household(terms, 5_000_000, on=date(2026, 8, 20))
    later = project(stated, RULES, TODAY, 2).months[1].debt_service
    earlier = next(
        row for row in project(stated, RULES, date(2026, 8, 25), 6).months if row.month == month_of(date(2026, 12, 1))
    )
    assert later == earlier.debt_service


def test_a_payment_below_the_interest_is_never_paid_off() -> None:
    stated = household(loan("auto", "0.24", 10_000, last_payment_on=date(2030, 1, 9)), 1_000_000)
    path = path_of(stated)
    assert path[0].short
    assert payoff_of(path).months is None
    (finding,) = [each for each in generate(InputsIndex(stated), RULES, TODAY).findings if "below" in each.code]
    assert (finding.severity, finding.subject) == ("warning", "account:auto")
    assert "never paid off" in finding.message
    assert "on 2030-01-09" in finding.message


def test_a_balance_that_runs_away_is_followed_no_further() -> None:
    index = InputsIndex(household(CardTerms("visa", Decimal(10), 5, "fixed", fixed_payment=0), 900_000_000_000))
    path = debt_path(index, "visa", 900_000_000_000, TODAY, Rates({}))
    assert len(path) < LONGEST
    assert payoff_of(path).on is None


def test_a_debt_without_terms_or_balance_has_no_due_dates() -> None:
    stated = inputs(accounts=(account("auto", "auto_loan"), account("checking", "checking")))
    assert debt_path(InputsIndex(stated), "auto", 5, TODAY, Rates({})) == ()
    assert payoff_of(path_of(household(loan("auto", "0.05", 1), 0))).months == 0


def test_a_promotional_rate_ends() -> None:
    terms = CardTerms(
        "visa", Decimal("0.24"), 18, "fixed", 10_000, promotional_rate=Decimal(0), promotional_until=date(2027, 1, 18)
    )
    assert [due.interest for due in path_of(household(terms, 500_000))[:3]] == [0, 0, 9_600]


def test_a_minimum_that_adds_the_interest_always_pays_the_debt() -> None:
    terms = CardTerms(
        "visa", Decimal("0.24"), 18, minimum_percent=Decimal("0.01"), minimum_floor=2_500, minimum_adds_interest=True,
        statement_day=5,
    )  # fmt: skip
    path = path_of(household(terms, 500_000))
    assert (path[0].payment, path[0].interest) == (5_000 + 10_000, 10_000)
    assert payoff_of(path).months is not None


@settings(max_examples=60, deadline=None)
@given(any_inputs(), st.integers(0, 100_000))
def test_more_a_month_never_pays_a_debt_off_later(stated: Inputs, extra: int) -> None:
    index = InputsIndex(stated)
    for key in index.debts:
        plain = payoff_of(debt_path(index, key, 1_000_000, TODAY, household_assumptions(RULES, ())))
        more = payoff_of(debt_path(index, key, 1_000_000, TODAY, household_assumptions(RULES, ()), extra=extra))
        if plain.months is not None:
            assert more.months is not None
            assert more.months <= plain.months
