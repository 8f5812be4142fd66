"""Debts listed, shown, paid off and changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from effluent_cli.domain.catalog import RATE_INDICES
from effluent_cli.domain.debt import level_payment
from effluent_cli.domain.periods import parse_month
from effluent_cli.domain.records import CardTerms, LoanTerms
from effluent_cli.errors import EffluentError, InvalidInput, NotFound, Refused
from effluent_cli.services import account_editing, account_showing, accounts, choices, debts, flows
from effluent_cli.services.account_editing import OpeningBalance
from effluent_cli.services.account_fields import AccountFields
from effluent_cli.services.caller import Caller
from effluent_cli.services.debt_editing import change
from effluent_cli.services.debt_fields import CardFields, LoanFields, TermsStated
from effluent_cli.services.debts import DebtRow
from effluent_cli.services.editing import Edited
from effluent_cli.store.household import HouseholdFile
from tests.households import TODAY, account, held, inputs, loan
from tests.services.stored import caller, stored

VISA = CardTerms("visa", Decimal("0.2249"), 18, minimum_percent=Decimal("0.02"), minimum_floor=3_500)


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(
        tmp_path,
        inputs(
            accounts=(
                account("auto", "auto_loan"),
                account("checking", "checking", primary=True),
                account("home", "primary_residence", property_tax=648_000, answered_on=TODAY),
                account("mortgage", "primary_mortgage", property="home"),
                account("visa", "credit_card"),
            ),
            snapshots=(
                held("auto", 873_012),
                held("checking", 5_000_000),
                held("home", 74_200_000),
                held("mortgage", 37_196_318),
                held("visa", 341_290),
            ),
            loan_terms=(
                loan("auto", "0.0549", 41_200, term_months=23, last_payment_on=date(2028, 10, 9)),
                loan(
                    "mortgage", "0.03875", 199_851, day=1, term_months=360, original_balance=42_500_000,
                    origination=date(2020, 8, 1), last_payment_on=date(2050, 8, 1),
                ),
            ),
            card_terms=(VISA,),
        ),
    )  # fmt: skip


def row(file: HouseholdFile, key: str) -> DebtRow:
    return next(each for each in debts.listed(file, caller())[0].debts if each.id == key)


def loan_of(file: HouseholdFile, key: str) -> LoanTerms:
    with file.reading() as books:
        return next(each for each in books.inputs().loan_terms if each.account == key)


def card_of(file: HouseholdFile) -> CardTerms:
    with file.reading() as books:
        return books.inputs().card_terms[0]


def edited(
    file: HouseholdFile,
    key: str,
    *,
    dry_run: bool = False,
    clear: Sequence[str] = (),
    asked: Caller | None = None,
    **stated: object,
) -> Edited:
    names = LoanFields.__dataclass_fields__
    loan_fields = LoanFields(**{name: value for name, value in stated.items() if name in names})  # type: ignore[arg-type]
    names = CardFields.__dataclass_fields__
    card_fields = CardFields(**{name: value for name, value in stated.items() if name in names})  # type: ignore[arg-type]
    return change(file, asked or caller(dry_run=dry_run), key, TermsStated(loan_fields, card_fields, clear))[0]


def test_the_list_says_until_when_and_what_it_still_costs(file: HouseholdFile) -> None:
    report, today, findings = debts.listed(file, caller())
    assert today == TODAY
    assert [each.id for each in report.debts] == ["visa", "mortgage", "auto"]
    auto = row(file, "auto")
    assert (auto.payment, auto.next_due, auto.payoff, auto.interest_left) == (
        41_200,
        date(2026, 12, 9),
        parse_month("2028-10"),
        47_385,
    )
    assert [finding.code for finding in findings] == ["pays_minimum_only"]


def test_one_debt_with_its_next_twelve_due_dates(file: HouseholdFile) -> None:
    report, _, _ = debts.show(file, caller(), "auto")
    assert len(report.due) == 12
    assert all(each.payment == each.interest + each.principal for each in report.due)
    assert report.loan_terms is not None
    assert report.card_terms is None
    with pytest.raises(NotFound):
        debts.show(file, caller(), "checking")


def test_what_an_extra_sum_changes(file: HouseholdFile) -> None:
    one, _, _ = debts.payoff(file, caller(), "visa", 15_000)
    assert one.now.months == 680
    assert one.with_extra is not None
    assert one.with_extra.months == 22
    every, _, _ = debts.payoff(file, caller(), None, 30_000)
    assert every.avalanche is not None
    assert [each.debt for each in every.avalanche.order] == ["visa", "auto", "mortgage"]
    assert every.now.months == 680
    with pytest.raises(InvalidInput, match="negative"):
        debts.payoff(file, caller(), None, -1)


def test_a_new_rate_has_the_payment_reckoned_anew_once(file: HouseholdFile) -> None:
    done = edited(file, "mortgage", rate=Decimal("0.05"))
    assert [each.field for each in done.changes] == ["rate", "payment", "payment_given"]
    payment = level_payment(37_196_318, Decimal("0.05"), 285)
    assert row(file, "mortgage").payment == payment == loan_of(file, "mortgage").payment
    assert edited(file, "mortgage", rate=Decimal("0.05")).result == "unchanged"
    assert edited(file, "mortgage", extra_principal=10_000).changes[0].field == "extra_principal"
    assert row(file, "mortgage").payment == payment + 10_000


def test_a_stated_payment_stands(file: HouseholdFile) -> None:
    edited(file, "auto", rate=Decimal("0.06"), payment=50_000)
    assert loan_of(file, "auto").payment == 50_000
    edited(file, "auto", payment_day=20)
    assert loan_of(file, "auto").last_payment_on == date(2028, 10, 20)
    edited(file, "auto", term_months=12)
    terms = loan_of(file, "auto")
    assert terms.last_payment_on == date(2027, 11, 20)
    assert terms.payment == level_payment(873_012, Decimal("0.06"), 12)


def test_a_payment_below_the_interest_is_shown_as_never(file: HouseholdFile) -> None:
    edited(file, "auto", payment=1_000)
    auto = row(file, "auto")
    assert (auto.never, auto.payoff, auto.interest_left) == (True, None, None)
    assert "payment_below_interest" in [each.code for each in debts.listed(file, caller())[2]]
    every, _, _ = debts.payoff(file, caller(), None, 0)
    assert every.now.months is None


def test_a_dry_run_changes_nothing_and_what_is_brought_forward_is_recorded_with_new_terms(file: HouseholdFile) -> None:
    assert edited(file, "auto", dry_run=True, rate=Decimal("0.01")).result == "changed"
    assert loan_of(file, "auto").rate == Decimal("0.0549")
    later = caller(today=date(2026, 12, 20))
    edited(file, "auto", asked=later, rate=Decimal("0.01"))
    report, _, _ = account_showing.show(file, later, "auto")
    assert report.recorded == 873_012 + 3_994 - 41_200
    assert report.snapshot_on == date(2026, 12, 20)


def test_escrow_grows_until_it_is_stated_anew(file: HouseholdFile) -> None:
    edited(file, "mortgage", escrow=54_000)
    assert row(file, "mortgage").escrow == 54_000
    later = caller(today=date(2028, 1, 15))
    edited(file, "mortgage", asked=later, extra_principal=1)
    assert loan_of(file, "mortgage").escrow == 56_734


@pytest.mark.parametrize(
    ("key", "stated", "error", "says"),
    [
        ("nope", {"rate": Decimal(0)}, NotFound, "no debt"),
        ("auto", {"escrow": 5}, Refused, "secured on no property"),
        ("auto", {"limit": 5}, Refused, "--limit does not apply to auto: its type is auto_loan"),
        ("visa", {"term_months": 5}, Refused, "--term-months does not apply"),
        ("auto", {"extra_principal": -5}, InvalidInput, "--extra: cannot be negative"),
        ("auto", {"rate_margin": Decimal("0.02")}, InvalidInput, "--rate-margin: applies to a variable rate only"),
        ("auto", {"rate_index": "index_moon"}, InvalidInput, "none of index_prime"),
        ("auto", {"rate_index": "index_sofr"}, InvalidInput, "--next-reset-on: needed"),
        ("auto", {"forbearance_from": TODAY}, InvalidInput, "both its first and its last day"),
        ("auto", {"payment_rounding": "none"}, InvalidInput, "none of half_up"),
        ("mortgage", {"term_months": 12}, Refused, "was over before"),
        ("visa", {"payment_rule": "fixed"}, InvalidInput, "--fixed-payment: needed"),
        ("visa", {"minimum_percent": Decimal(0), "minimum_floor": 0}, InvalidInput, "never pays the debt"),
        ("visa", {"promotional_rate": Decimal(0)}, InvalidInput, "needs both the rate and its last day"),
    ],
)
def test_terms_that_cannot_be(
    file: HouseholdFile, key: str, stated: dict[str, Any], error: type[EffluentError], says: str
) -> None:
    with pytest.raises(error, match=says):
        edited(file, key, **stated)


def test_cards_change_their_rule(file: HouseholdFile) -> None:
    edited(file, "visa", fixed_payment=25_000)
    assert card_of(file) == replace(VISA, payment_rule="fixed", fixed_payment=25_000)
    assert row(file, "visa").payoff == parse_month("2028-03")
    edited(file, "visa", payment_rule="full")
    assert row(file, "visa").payoff == parse_month("2026-12")
    edited(
        file, "visa", minimum_percent=Decimal("0.03"), promotional_rate=Decimal(0), promotional_until=date(2027, 6, 1)
    )
    assert card_of(file).payment_rule == "minimum"
    assert row(file, "visa").rate == 0


def test_a_debt_added_by_hand_gets_its_terms(file: HouseholdFile) -> None:
    opening = OpeningBalance(950_000, None)
    new = AccountFields(name="Boat", type="boat_loan")
    account_editing.add(file, caller(), new, account_id="boat", balance=opening, rate=Decimal("0.0725"))
    assert row(file, "boat").never
    edited(file, "boat", term_months=60, payment_day=15)
    assert row(file, "boat").payment == level_payment(950_000, Decimal("0.0725"), 60)
    assert row(file, "boat").payoff == parse_month("2031-11")


def test_an_index_may_be_assumed(file: HouseholdFile) -> None:
    edited(file, "auto", rate_index="index_sofr", rate_margin=Decimal("0.03"), next_reset_on=date(2027, 1, 1))
    before = row(file, "auto").interest_left
    assert before == 47_385
    choices.set_assumption(file, caller(), RATE_INDICES[1], "0.06")
    after = row(file, "auto").interest_left
    assert after is not None
    assert after > before


def test_a_refinance(file: HouseholdFile) -> None:
    """A new loan takes the old one's place: the old one is paid, closed and gone from the flows."""
    opening = OpeningBalance(37_500_000, None)
    new = AccountFields(name="New loan", type="primary_mortgage")
    account_editing.add(file, caller(), new, account_id="new-loan", balance=opening, rate=Decimal("0.0325"))
    edited(file, "new-loan", term_months=360, payment_day=1)
    with pytest.raises(Refused, match="still owes"):
        account_editing.close(file, caller(), "mortgage")
    accounts.set_balance(file, caller(), "mortgage", 0, None)
    account_editing.close(file, caller(), "mortgage")
    report = debts.listed(file, caller())[0]
    assert [each.id for each in report.debts] == ["visa", "new-loan", "auto"]
    assert row(file, "new-loan").payment == level_payment(37_500_000, Decimal("0.0325"), 360)


def test_a_closed_card(file: HouseholdFile) -> None:
    accounts.set_balance(file, caller(), "visa", 0, None)
    assert row(file, "visa").payoff is None
    assert not row(file, "visa").never
    account_editing.close(file, caller(), "visa")
    assert "visa" not in [each.id for each in debts.listed(file, caller())[0].debts]


def test_a_flow_pays_a_debt_only_as_a_separate_transfer(file: HouseholdFile) -> None:
    given = flows.NewFlow(
        "extra", "Extra", "transfer", None, 5_000, "monthly", None, None, "checking", "auto", None, separate=True
    )
    flows.add(file, caller(), given)
    with pytest.raises(InvalidInput, match="an expense is paid from an account and into none"):
        flows.add(file, caller(), replace(given, id="b", type="expense", category="miscellaneous", separate=False))
    with pytest.raises(Refused, match="for a transfer that pays a debt"):
        flows.add(file, caller(), replace(given, id="c", to_account="home"))


SET: dict[str, dict[str, Any]] = {
    "payment": {"payment": 50_000},
    "original-balance": {"original_balance": 2_100_000},
    "origination": {"origination": date(2024, 10, 9)},
    "amortization-months": {"amortization_months": 60},
    "extra": {"extra_principal": 5_000},
    "interest-only-until": {"interest_only_until": date(2027, 3, 1)},
    "forbearance": {"forbearance_from": date(2027, 1, 1), "forbearance_until": date(2027, 2, 1)},
    "rate-index": {
        "rate_index": "index_sofr",
        "rate_margin": Decimal("0.02"),
        "rate_floor": Decimal("0.03"),
        "rate_ceiling": Decimal("0.09"),
        "reset_months": 12,
        "next_reset_on": date(2027, 8, 1),
    },
    "payment-rounding": {"payment_rounding": "up"},
    "interest-rounding": {"interest_rounding": "half_even"},
}


@pytest.mark.parametrize("name", SET)
def test_every_term_of_a_loan_is_set_and_cleared_again(file: HouseholdFile, name: str) -> None:
    edited(file, "auto", clear=["payment"])
    before = loan_of(file, "auto")
    edited(file, "auto", **SET[name])
    assert loan_of(file, "auto") != before
    edited(file, "auto", clear=[name])
    assert loan_of(file, "auto") == before


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("rate-margin", {"rate_margin": Decimal("0.02")}),
        ("rate-floor", {"rate_floor": Decimal("0.02")}),
        ("rate_ceiling", {"rate_ceiling": Decimal("0.12")}),
        ("reset_months", {"reset_months": 6}),
    ],
)
def test_what_hangs_on_an_index_is_set_and_cleared_by_itself(
    file: HouseholdFile, name: str, stated: dict[str, Any]
) -> None:
    edited(file, "auto", rate_index="index_sofr", next_reset_on=date(2027, 8, 1))
    before = loan_of(file, "auto")
    edited(file, "auto", **stated)
    edited(file, "auto", clear=[name])
    assert loan_of(file, "auto") == before


def test_every_term_of_a_card_is_set_and_cleared_again(file: HouseholdFile) -> None:
    edited(file, "visa", promotional_rate=Decimal(0), promotional_until=date(2027, 6, 1), statement_day=3, limit=5)
    edited(file, "visa", fixed_payment=7_500)
    edited(file, "visa", payment_rule="minimum", clear=["promotional-rate", "statement-day", "limit", "fixed-payment"])
    assert card_of(file) == VISA
    edited(file, "visa", clear=["minimum-floor"])
    assert card_of(file) == replace(VISA, minimum_floor=None)


def test_a_term_is_stated_by_its_end_and_cleared(file: HouseholdFile) -> None:
    edited(file, "auto", maturity=date(2029, 5, 31))
    terms = loan_of(file, "auto")
    assert (terms.term_months, terms.last_payment_on) == (30, date(2029, 5, 9))
    assert terms.payment == level_payment(873_012, Decimal("0.0549"), 30)
    edited(file, "auto", clear=["term-months"], payment=30_000)
    terms = loan_of(file, "auto")
    assert (terms.term_months, terms.last_payment_on, terms.payment) == (None, None, 30_000)
    with pytest.raises(Refused, match="cannot be reckoned"):
        edited(file, "auto", clear=["payment"])


def test_an_origination_that_becomes_known_leaves_the_payment_and_the_end(file: HouseholdFile) -> None:
    edited(file, "auto", origination=date(2023, 10, 9), original_balance=2_100_000)
    terms = loan_of(file, "auto")
    assert (terms.term_months, terms.last_payment_on, terms.payment) == (60, date(2028, 10, 9), 41_200)


def test_a_rate_that_was_reset_stays_when_anything_else_changes(file: HouseholdFile) -> None:
    choices.set_assumption(file, caller(), "index_sofr", "0.06")
    edited(
        file,
        "auto",
        rate_index="index_sofr",
        rate_margin=Decimal("0.03"),
        next_reset_on=date(2027, 1, 1),
        reset_months=12,
    )
    after = caller(today=date(2027, 3, 1))
    edited(file, "auto", asked=after, extra_principal=100)
    assert loan_of(file, "auto").rate == Decimal("0.09")
    edited(file, "auto", asked=after, clear=["rate-index"])
    assert (loan_of(file, "auto").rate, loan_of(file, "auto").rate_index) == (Decimal("0.09"), None)


@pytest.mark.parametrize(
    ("key", "clear", "stated", "error", "says"),
    [
        ("auto", ["mood"], {}, InvalidInput, "'mood' is none of payment, term-months"),
        ("auto", ["limit"], {}, Refused, "--clear limit does not apply to auto"),
        ("visa", ["escrow"], {}, Refused, "--clear escrow does not apply"),
        ("auto", ["extra"], {"extra_principal": 5}, InvalidInput, "extra excludes a new extra-principal"),
        ("auto", [], {"term_months": 5, "maturity": date(2030, 1, 1)}, InvalidInput, "a second time"),
        ("mortgage", [], {"maturity": date(2020, 1, 1)}, InvalidInput, "over before 2020-08-01"),
        ("auto", [], {"maturity": date(2026, 1, 1)}, InvalidInput, "over before 2026-11-23"),
        ("mortgage", [], {"interest_only_until": date(2019, 1, 1)}, InvalidInput, "before the loan began"),
        ("mortgage", [], {"original_balance": 0}, InvalidInput, "above zero"),
        ("mortgage", [], {"origination": date(2026, 11, 24)}, InvalidInput, "not come yet"),
        ("visa", ["fixed-payment"], {"payment_rule": "fixed"}, InvalidInput, "--fixed-payment: needed"),
    ],
)
def test_what_cannot_be_cleared_or_ended(
    file: HouseholdFile, key: str, clear: list[str], stated: dict[str, Any], error: type[EffluentError], says: str
) -> None:
    with pytest.raises(error, match=says):
        edited(file, key, clear=clear, **stated)
