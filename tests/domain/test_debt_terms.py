"""Terms as they are stated: contradictions, the end of the term, the payment reckoned once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from effluent_cli.domain.account_answers import Answered, loan_terms
from effluent_cli.domain.answers import CardAnswer, LoanAnswer
from effluent_cli.domain.debt import level_payment
from effluent_cli.domain.debt_terms import card_contradictions, loan_contradictions
from tests.households import TODAY

PLAIN = LoanAnswer(Decimal("0.06"), 9, term_months=60)
D1, D2 = date(2027, 1, 1), date(2027, 2, 1)


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        ({}, []),
        ({"escrow": 5}, ["escrow"]),
        ({"origination": D2, "interest_only_until": D1}, ["interest_only_until"]),
        ({"origination": D1, "forbearance_from": D1, "forbearance_until": D1}, ["forbearance_until"]),
        ({"forbearance_from": D1}, ["forbearance_until"]),
        ({"forbearance_from": D2, "forbearance_until": D1}, ["forbearance_until"]),
        ({"forbearance_from": D1, "forbearance_until": D2}, []),
        ({"amortization_months": 360}, []),
        ({"amortization_months": 48}, ["amortization_months"]),
        ({"amortization_months": 48, "term_months": None}, ["term_months"]),
        ({"rate_floor": Decimal(0), "reset_months": 12}, ["rate_floor", "reset_months"]),
        ({"rate_index": "index_sofr"}, ["next_reset_on"]),
        (
            {
                "rate_index": "index_sofr",
                "next_reset_on": D1,
                "rate_floor": Decimal("0.05"),
                "rate_ceiling": Decimal("0.04"),
            },
            ["rate_ceiling"],
        ),
    ],
)
def test_a_loans_terms_contradict_themselves(stated: dict[str, object], fields: list[str]) -> None:
    terms = replace(PLAIN, **stated)  # type: ignore[arg-type]  # fields by name
    assert [field for field, _ in loan_contradictions(terms, secured=False)] == fields


def test_a_cards_terms_contradict_themselves() -> None:
    card = CardAnswer(Decimal("0.2"), 1, "fixed", promotional_until=D1)
    assert [field for field, _ in card_contradictions(card)] == ["fixed_payment", "promotional_until"]
    assert [field for field, _ in card_contradictions(CardAnswer(Decimal(0), 1, "minimum"))] == ["minimum_percent"]
    assert not list(card_contradictions(CardAnswer(Decimal(0), 1, "minimum", minimum_adds_interest=True)))


def reckoned(answer: LoanAnswer) -> tuple[int, int | None, date | None]:
    terms = loan_terms("auto", answer, Answered(1_000_000, TODAY, news=True), None, TODAY)
    return terms.payment, terms.term_months, terms.last_payment_on


def test_a_term_may_be_stated_by_the_month_in_which_it_ends() -> None:
    left = replace(PLAIN, term_months=None, maturity=date(2028, 11, 30))
    assert reckoned(left) == (level_payment(1_000_000, PLAIN.rate, 24), 24, date(2028, 11, 9))
    whole = replace(left, original_balance=2_000_000, origination=date(2023, 11, 30))
    assert reckoned(whole) == (level_payment(2_000_000, PLAIN.rate, 60), 60, date(2028, 11, 9))
    before = loan_terms("auto", left, Answered(1_000_000, TODAY, news=True), None, TODAY)
    assert loan_terms("auto", left, Answered(1_000_000, TODAY, news=False), before, D1) is before


def test_payments_of_interest_alone_do_not_count_and_a_longer_amortisation_does() -> None:
    assert reckoned(replace(PLAIN, interest_only_until=date(2027, 11, 9)))[0] == level_payment(
        1_000_000, PLAIN.rate, 48
    )
    assert reckoned(replace(PLAIN, interest_only_until=date(2027, 11, 8)))[0] == level_payment(
        1_000_000, PLAIN.rate, 49
    )
    assert reckoned(replace(PLAIN, amortization_months=360))[0] == level_payment(1_000_000, PLAIN.rate, 360)
    up = reckoned(replace(PLAIN, payment_rounding="up"))[0]
    assert up == level_payment(1_000_000, PLAIN.rate, 60, rounding="up")
