"""All debts together: avalanche and snowball."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.debt_path import Owed, debt_path, payoff_of
from effluent_cli.domain.due import Standing
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.payoff import Strategy, strategy
from effluent_cli.domain.records import CardTerms, LoanTerms
from effluent_cli.domain.rulebook import household_assumptions
from tests.households import RULES, TODAY, account, any_inputs, inputs, loan

RATES = household_assumptions(RULES, ())


def index_of(*terms: LoanTerms | CardTerms) -> InputsIndex:
    kinds = {CardTerms: "credit_card", LoanTerms: "auto_loan"}
    return InputsIndex(
        inputs(
            accounts=(account("checking", "checking"), *(account(each.account, kinds[type(each)]) for each in terms)),
            loan_terms=tuple(each for each in terms if isinstance(each, LoanTerms)),
            card_terms=tuple(each for each in terms if isinstance(each, CardTerms)),
        )
    )


def by(method: str, index: InputsIndex, owed: dict[str, int], extra: int = 0) -> Strategy:
    debts = {key: Owed(balance, Standing()) for key, balance in owed.items()}
    return strategy(index, debts, TODAY, RATES, method, extra)  # type: ignore[arg-type]  # the two words there are


DEAR, SMALL = loan("dear", "0.12", 10_000), loan("small", "0.03", 5_000)


def test_the_avalanche_takes_the_highest_rate_first_the_snowball_the_smallest_balance() -> None:
    index = index_of(DEAR, SMALL)
    owed = {"dear": 500_000, "small": 200_000}
    avalanche, snowball = by("avalanche", index, owed, 20_000), by("snowball", index, owed, 20_000)
    assert [each.debt for each in avalanche.debts] == ["dear", "small"]
    assert [each.debt for each in snowball.debts] == ["small", "dear"]
    assert (avalanche.whole.interest or 0) < (snowball.whole.interest or 0)


def test_what_a_paid_debt_took_goes_to_the_next_one() -> None:
    index = index_of(loan("first", "0", 10_000, day=1), loan("second", "0", 10_000, day=20))
    found = by("avalanche", index, {"first": 25_000, "second": 60_000})
    assert [(each.debt, each.on) for each in found.debts] == [
        ("first", date(2027, 2, 1)),
        ("second", date(2027, 4, 20)),
    ]
    assert found.whole.months == 5


def test_what_is_left_of_the_extra_sum_goes_on_in_the_same_month() -> None:
    index = index_of(loan("first", "0", 10_000, day=1), loan("second", "0", 10_000, day=20))
    found = by("snowball", index, {"first": 15_000, "second": 30_000}, 25_000)
    assert [(each.debt, each.on) for each in found.debts] == [
        ("first", date(2026, 12, 1)),
        ("second", date(2026, 12, 20)),
    ]


def test_one_debt_alone_is_its_own_path() -> None:
    card = CardTerms(
        "visa", Decimal("0.2249"), 18, minimum_percent=Decimal("0.02"), minimum_floor=3_500, statement_day=5
    )
    index = index_of(card)
    alone = payoff_of(debt_path(index, "visa", 341_290, TODAY, RATES, extra=15_000))
    assert by("avalanche", index, {"visa": 341_290}, 15_000).whole == alone


def test_a_card_paid_in_full_frees_nothing_and_a_debt_in_forbearance_is_passed_over() -> None:
    full = CardTerms("visa", Decimal("0.3"), 1, "full")
    resting = loan("auto", "0.2", 10_000, forbearance_from=date(2026, 12, 1), forbearance_until=date(2027, 1, 31))
    index = index_of(full, resting, loan("last", "0", 1_000, last_payment_on=date(2027, 2, 9)))
    found = by("avalanche", index, {"visa": 300_000, "auto": 50_000, "last": 50_000}, 24_000)
    assert [each.debt for each in found.debts] == ["visa", "last", "auto"]
    assert found.debts[1].on == date(2027, 1, 9)


def test_what_is_never_paid_off_says_so() -> None:
    index = index_of(loan("auto", "0.5", 0), CardTerms("visa", Decimal(10), 1, "fixed", fixed_payment=0))
    assert by("avalanche", index, {"auto": 1_000, "visa": 0}).whole.months is None
    assert by("snowball", index, {"visa": 1_000}).whole.interest is None
    assert by("snowball", index_of(loan("auto", "0", 0)), {"auto": 1_000}).whole.months is None
    assert by("snowball", index, {}).whole.months == 0


@settings(max_examples=40, deadline=None)
@given(any_inputs(), st.integers(0, 50_000))
def test_every_cent_of_interest_belongs_to_a_debt(stated: object, extra: int) -> None:
    index = InputsIndex(stated)  # type: ignore[arg-type]  # drawn inputs
    owed = dict.fromkeys(index.debts, 100_000)
    found = by("avalanche", index, owed, extra)
    if found.whole.months is not None:
        assert found.whole.interest == sum(each.interest for each in found.debts)
        assert {each.debt for each in found.debts} == set(owed)
