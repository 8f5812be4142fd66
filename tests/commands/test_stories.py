"""Things that happen to a household, told at the command line."""

from tests.running import Cli


def codes(cli: Cli, *arguments: str) -> list[str]:
    return [warning["code"] for warning in cli(*arguments, "--json").document["warnings"]]


def test_a_move_from_texas_to_california(rivera: Cli) -> None:
    rivera("household", "edit", "--state", "TX")
    assert "state_tax_not_modelled" not in codes(rivera, "baseline", "refresh")
    moved = rivera("household", "edit", "--state", "CA", "--time-zone", "America/Los_Angeles", "--json").data
    assert [change["field"] for change in moved["changes"]] == ["state"]
    assert [event["type"] for event in rivera.json("event", "list")["events"]] == ["taxes_changed"]
    assert "state_tax_not_modelled" in codes(rivera, "baseline", "refresh")


def test_a_second_child_is_on_the_books_and_in_the_history(rivera: Cli) -> None:
    rivera("member", "add", "--name", "Noa", "--relationship", "child", "--date-of-birth", "2026-11-02")
    members = {member["id"]: member["age"] for member in rivera.json("member", "list")["members"]}
    assert members == {"ana": 40, "luis": 42, "mia": 8, "noa": 0}
    (entry,) = rivera.json("history", "noa")["entries"]
    assert (entry["command"], entry["before"], entry["after"]["name"]) == ("member add", None, "Noa")
    before = amounts(rivera)["ana-acme--federal-income-tax"]
    rivera("withholding", "edit", "ana-acme", "--children", "2")
    rivera("process-events")
    # Step 3: 2,200 more a year in 2026, over 26 paychecks.
    assert before - amounts(rivera)["ana-acme--federal-income-tax"] == 8_461


def amounts(cli: Cli) -> dict[str, int]:
    """What each flow moves next, in cents."""
    return {flow["id"]: int(flow["amount"].replace(".", "")) for flow in cli.json("flows", "list")["flows"]}


def test_a_sold_car_and_its_loan(rivera: Cli) -> None:
    rivera("account", "close", "subaru", expect=4)
    rivera("account", "set-balance", "subaru", "0")
    rivera("account", "set-balance", "auto", "0")
    rivera("account", "set-balance", "checking", "22904.22")
    rivera("account", "close", "subaru")
    rivera("account", "close", "auto")
    rivera("process-events")
    accounts = {account["id"] for account in rivera.json("account", "list")["accounts"]}
    assert not accounts & {"subaru", "auto"}
    kinds = {(flow["source"], flow["kind"]) for flow in rivera.json("flows", "list")["flows"]}
    assert ("auto", "payment") not in kinds
    month = rivera.json("project", "--months", "2", "--require-fresh")["months"][1]
    assert "auto" not in month["accounts"]


def test_a_card_is_paid_and_closed(rivera: Cli) -> None:
    assert rivera("account", "close", "visa", "--json", expect=4).error["code"] == "balance_left"
    rivera("account", "set-balance", "visa", "0.00")
    rivera("account", "close", "visa")
    assert "pays_minimum_only" not in codes(rivera, "baseline", "refresh")
    rivera("account", "set-balance", "visa", "10", expect=4)


def test_removing_a_member_with_income_is_refused(rivera: Cli) -> None:
    error = rivera("member", "remove", "luis", "--json", expect=4).error
    assert error["code"] == "member_in_use"
    assert "income luis-clinic" in error["message"]


def test_a_deleted_account_never_leaves_a_broken_link(rivera: Cli) -> None:
    rivera("account", "set-balance", "family-hsa", "0")
    assert "deduction ana-hsa" in rivera("account", "close", "family-hsa", "--json", expect=4).error["message"]
    rivera("deduction", "remove", "ana-hsa")
    rivera("baseline", "refresh")
    rivera("account", "close", "family-hsa", "--json", expect=None)
    assert rivera("baseline", "refresh").exit_code == 0


def test_a_new_job_in_march_with_a_raise_in_july(rivera: Cli) -> None:
    rivera("income", "end", "luis-clinic", "--on", "2027-02-28")
    line = "income add --name Library --member luis --type w2 --annual-salary 60000 --pay-frequency monthly"
    rivera(*line.split(), "--pay-date", "2027-03-31", "--start", "2027-03-01")
    months = {row["month"]: row["components"] for row in rivera.json("project", "--months", "6", "--refresh")["months"]}
    assert "hourly_wages" in months["2027-02"]
    assert "hourly_wages" not in months["2027-03"]
    july = rivera.on("2027-07-01")
    july("income", "edit", "library", "--annual-salary", "66000")
    july("process-events")
    gross = {flow["id"]: flow["amount"] for flow in july.json("flows", "list")["flows"]}["library--gross"]
    assert gross == "5500.00"


def test_a_refinance(rivera: Cli) -> None:
    before = rivera.json("debt", "payoff", "mortgage")
    rivera("debt", "edit", "mortgage", "--rate", "3.25%", "--payment", "2150.00")
    rivera("process-events")
    after = rivera.json("debt", "payoff", "mortgage")
    assert after != before
    terms = rivera.json("account", "show", "mortgage")["loan_terms"]
    assert (terms["rate"], terms["payment"]) == ("0.0325", "2150.00")
    month = rivera.json("project", "--months", "2", "--require-fresh")["months"][1]
    assert month["components"]["mortgage_interest"] == "-1007.40"


def test_a_refinance_with_another_lender(rivera: Cli) -> None:
    line = "account add --name Newbank --type primary_mortgage --balance 375000 --rate 3.25% --property home"
    rivera(*line.split())
    rivera("debt", "edit", "newbank", "--term-months", "360", "--payment-day", "5", "--escrow", "702")
    rivera("account", "set-balance", "mortgage", "0")
    rivera("account", "close", "mortgage")
    rivera("process-events")
    kinds = {flow["id"] for flow in rivera.json("flows", "list")["flows"]}
    assert {"newbank--payment", "newbank--escrow-property-tax"} <= kinds
    assert not {key for key in kinds if key.startswith("mortgage")}
    month = rivera.json("project", "--months", "2", "--require-fresh")["months"][1]
    assert (month["components"]["mortgage_interest"], month["components"]["property_tax"]) == ("-1015.63", "-540.00")
    shown = rivera.json("account", "show", "home")
    assert (shown["secures"], shown["equity"]) == (["newbank"], "367000.00")


def test_a_stubs_figure_stands_in_for_the_formula_and_survives_regeneration(rivera: Cli) -> None:
    rivera("flows", "override", "ana-acme--federal-income-tax", "655.20")
    for _ in range(2):
        rivera("flows", "regenerate")
        lines = [flow for flow in rivera.json("flows", "list")["flows"] if flow["paycheck"] == "ana-acme"]
        tax = next(flow for flow in lines if flow["kind"] == "federal_income_tax")
        assert (tax["amount"], tax["overridden"]) == ("655.20", True)
        cents = {flow["kind"]: round(float(flow["amount"]) * 100) for flow in lines}
        inside = [kind for kind in cents if kind not in ("gross", "employer_contribution")]
        assert cents["gross"] == sum(cents[kind] for kind in inside)


def test_a_payment_below_the_interest_is_found_and_never_pays_off(rivera: Cli) -> None:
    rivera("debt", "edit", "luis-loan", "--payment", "20")
    assert "payment_below_interest" in codes(rivera, "baseline", "refresh")
    assert "never" in rivera("debt", "list").stdout
