"""What owning property costs and brings in is counted once: escrow, user flow, carrying cost; rent; payments of debts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.projection import project
from effluent_cli.domain.property_costs import restated
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Assumption, CardTerms, Flow, IncomeSource, Inputs
from tests.households import RULES, TODAY, account, bill, held, inputs, loan

STILL = (Assumption("inflation", Decimal(0)),)
HOME = account("home", "primary_residence", property_tax=648_000, insurance=194_400, answered_on=TODAY)
TAX = bill("tax", 324_000, "semiannually", date(2026, 12, 10), category="property_tax")


def owner(*flows: Flow, escrow: int = 0, owed: int = 30_000_000, home: object = HOME, **terms: object) -> Inputs:
    return inputs(
        accounts=(
            account("checking", "checking"),
            home,
            replace(account("mortgage", "primary_mortgage"), property="home"),
        ),
        snapshots=(held("checking", 90_000_000), held("home", 50_000_000), held("mortgage", owed)),
        loan_terms=(loan("mortgage", "0.06", 200_000, day=1, escrow=escrow, **terms),),
        flows=flows,
        assumptions=STILL,
    )


def spent(stated: Inputs, category: str, months: int = 13) -> list[int]:
    return [-row.components.get(category, 0) for row in project(stated, RULES, TODAY, months).months[1:]]


def once(stated: Inputs) -> list[Finding]:
    return [each for each in generate(InputsIndex(stated), RULES, TODAY).findings if each.code == "counted_once"]


def kinds(stated: Inputs) -> set[tuple[str, str]]:
    return {(flow.source, flow.kind) for flow in generate(InputsIndex(stated), RULES, TODAY).flows}


def test_escrow_counts_before_a_flow_and_a_flow_before_the_carrying_cost() -> None:
    everything = owner(TAX, escrow=70_200)
    assert spent(everything, "property_tax") == [54_000] * 12
    assert spent(everything, "homeowners_insurance") == [16_200] * 12
    tax, insurance = once(everything)
    for figure in ("702.00 a month", "tax (3,240.00 semiannually)", "6,480.00 a year"):
        assert figure in tax.message
    assert insurance.message.endswith("1,944.00 a year does not")
    assert kinds(everything) == {
        ("mortgage", "payment"),
        ("mortgage", "escrow_property_tax"),
        ("mortgage", "escrow_homeowners_insurance"),
    }
    flow_too = owner(TAX)
    assert spent(flow_too, "property_tax") == [324_000, 0, 0, 0, 0, 0] * 2
    assert spent(flow_too, "homeowners_insurance") == [16_200] * 12
    assert [finding.fix for finding in once(flow_too)] == ["effluent flows end tax"]
    assert once(owner()) == []
    assert spent(owner(), "property_tax") == [54_000] * 12


def test_escrow_leaves_with_the_mortgage_and_the_next_in_line_counts() -> None:
    paid_off_in_march = owner(escrow=70_200, owed=500_000)
    assert spent(paid_off_in_march, "property_tax") == [54_000] * 12
    cash = [row.net_flow for row in project(paid_off_in_march, RULES, TODAY, 7).months]
    assert cash[-1] == -70_200
    assert once(owner(escrow=70_200, owed=0)) == []


def test_an_escrow_is_no_longer_paid_in_forbearance_and_costs_wait_with_it() -> None:
    resting = owner(escrow=70_200, forbearance_from=date(2026, 12, 1), forbearance_until=date(2027, 1, 31))
    assert spent(resting, "property_tax")[:3] == [0, 0, 54_000]


def test_escrow_for_a_property_without_costs_is_property_tax() -> None:
    bare = owner(TAX, escrow=50_000, home=account("home", "primary_residence"))
    assert spent(bare, "property_tax") == [50_000] * 12
    assert len(once(bare)) == 1


def test_a_flow_that_has_ended_covers_nothing_more() -> None:
    assert spent(owner(replace(TAX, end=date(2026, 12, 31))), "property_tax") == [324_000] + [54_000] * 11
    assert once(owner(replace(TAX, end=date(2026, 11, 1)))) == []


def test_a_flow_of_another_property_or_of_one_among_several_covers_nothing() -> None:
    elsewhere = owner(replace(TAX, property="cabin"))
    assert once(elsewhere) == []
    rented = owner(replace(TAX, property="home", category="rental_tax"))
    assert len(once(rented)) == 1


def test_rent_of_a_property_is_income_unless_stated_otherwise() -> None:
    let = replace(HOME, type="rental_property", rent=235_000)
    assert spent(owner(home=let), "rental_income") == [-235_000] * 12
    assert ("home", "rent") in kinds(owner(home=let))
    flow = bill("lodger", 100_000, type="income", category="rental_income")
    by_flow = owner(flow, home=let)
    assert spent(by_flow, "rental_income") == [-100_000] * 12
    (finding,) = once(by_flow)
    assert "2,350.00 monthly does not" in finding.message
    source = IncomeSource("rooms", "ngozi", "Rooms", "rental", "monthly", date(2026, 11, 5), annual_amount=1_200_000)
    by_source = replace(owner(home=let), income_sources=(source,))
    assert spent(by_source, "rental_income") == [-100_000] * 12
    assert len(once(by_source)) == 1
    ended = replace(source, end=date(2026, 12, 31))
    assert spent(replace(by_source, income_sources=(ended,)), "rental_income") == [-100_000] + [-235_000] * 11


def test_rent_comes_as_often_as_it_is_said_to() -> None:
    quarterly = replace(HOME, rent=300_000, rent_frequency="quarterly")
    assert spent(owner(home=quarterly), "rental_income") == [0, 0, -300_000] * 4
    (flow,) = [each for each in generate(InputsIndex(owner(home=quarterly)), RULES, TODAY).flows if each.kind == "rent"]
    assert (flow.frequency, flow.amount, flow.anchor) == ("quarterly", 300_000, date(2026, 11, 1))


def test_figures_of_a_property_grow_from_the_year_in_which_they_were_stated() -> None:
    grows = (Assumption("inflation", Decimal("0.1")),)
    stated = replace(owner(home=replace(HOME, rent=100_000, answered_on=date(2024, 5, 1))), assumptions=grows)
    index = InputsIndex(stated)
    home = restated(index, index.accounts["home"], Rates({"inflation": Decimal("0.1")}), TODAY)
    assert (home.rent, home.property_tax, home.hoa, home.stated_on) == (121_000, 784_080, None, TODAY)
    same = replace(stated, accounts=tuple(home if each.id == "home" else each for each in stated.accounts))
    for category in ("rental_income", "property_tax"):
        assert spent(same, category) == spent(stated, category)


def test_a_transfer_to_a_debt_with_terms_is_an_error_unless_it_is_separate() -> None:
    extra = bill("extra", 5_000, type="transfer", category="transfer", from_account="checking", to_account="mortgage")
    (finding,) = [
        each for each in generate(InputsIndex(owner(extra)), RULES, TODAY).findings if each.severity == "error"
    ]
    assert (finding.code, finding.subject) == ("possible_double_count", "flow:extra")
    separate = replace(extra, separate=True)
    assert not [
        each for each in generate(InputsIndex(owner(separate)), RULES, TODAY).findings if each.severity == "error"
    ]


def test_a_payment_flow_names_the_first_payment_after_forbearance() -> None:
    resting = owner(forbearance_from=date(2026, 12, 1), forbearance_until=date(2027, 1, 31))
    (payment,) = [flow for flow in generate(InputsIndex(resting), RULES, TODAY).flows if flow.kind == "payment"]
    assert (payment.amount, payment.start) == (200_000, date(2027, 2, 1))


def test_an_allocation_decides_the_growth_where_none_is_stated() -> None:
    from effluent_cli.domain.records import Holding
    from effluent_cli.domain.rulebook import annual_growth

    rates = {"return_us_stocks": Decimal("0.1"), "return_bonds": Decimal("0.05")}
    mixed = account(
        "fund", "brokerage", allocation=(Holding("us_stocks", Decimal("0.6")), Holding("bonds", Decimal("0.4")))
    )
    assert annual_growth(mixed, rates) == Decimal("0.08")
    assert annual_growth(replace(mixed, growth=Decimal("0.02")), rates) == Decimal("0.02")


def test_a_minimum_card_says_when_it_ends() -> None:
    card = CardTerms("visa", Decimal("0.2249"), 18, minimum_percent=Decimal("0.02"), minimum_floor=3_500)
    stated = inputs(
        accounts=(account("checking", "checking"), account("visa", "credit_card")),
        snapshots=(held("checking", 0), held("visa", 341_290)),
        card_terms=(card,),
    )
    (finding,) = generate(InputsIndex(stated), RULES, TODAY).findings
    assert "paid off in 2083-07 after 28,229.94 of interest" in finding.message
    endless = replace(stated, card_terms=(replace(card, rate=Decimal("0.3"), minimum_floor=0),))
    assert [each.code for each in generate(InputsIndex(endless), RULES, TODAY).findings] == [
        "pays_minimum_only",
        "payment_below_interest",
    ]
