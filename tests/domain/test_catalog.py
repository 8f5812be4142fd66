"""The tables agree with one another."""

from decimal import Decimal

from effluent_cli.domain import catalog
from effluent_cli.domain.tax_year import WITHHOLDING_COLUMN


def test_every_account_type_has_one_group() -> None:
    assert (
        sum(len(kinds) for kinds in catalog.ACCOUNT_GROUPS.values())
        == len(catalog.GROUP_OF)
        == len(catalog.ACCOUNT_TYPES)
    )
    assert catalog.is_debt("credit_card")
    assert catalog.is_debt("primary_mortgage")
    assert not catalog.is_debt("checking")


def test_debts_have_an_interest_category_and_assets_a_growth_category() -> None:
    assert catalog.INTEREST_CATEGORY.keys() == catalog.PRINCIPAL_MOVE.keys() == catalog.LIABILITY_GROUPS
    assert catalog.GROWTH_CATEGORY.keys() == catalog.ACCOUNT_GROUPS.keys() - catalog.LIABILITY_GROUPS
    assert set(catalog.INTEREST_CATEGORY.values()) <= set(catalog.EXPENSE_CATEGORIES)


def test_allocations_are_whole_and_of_known_classes() -> None:
    for kind, parts in catalog.DEFAULT_ALLOCATION.items():
        assert catalog.GROUP_OF[kind] in ("investment", "retirement")
        assert parts.keys() <= set(catalog.ASSET_CLASSES)
        assert sum(map(Decimal, parts.values())) in (0, 1)


def test_every_expense_category_has_one_group() -> None:
    assert len(catalog.EXPENSE_CATEGORIES) == len(set(catalog.EXPENSE_CATEGORIES))
    assert {"rent", "groceries", "business_software", "card_interest"} <= catalog.EXPENSE_GROUP_OF.keys()


def test_deductions_name_known_categories_accounts_and_bases() -> None:
    assert catalog.DEDUCTION_CATEGORY.keys() <= catalog.DEDUCTION_BASES.keys()
    assert set(catalog.DEDUCTION_CATEGORY.values()) <= set(catalog.EXPENSE_CATEGORIES)
    assert catalog.SAVING_DEDUCTIONS.keys() <= catalog.DEDUCTION_BASES.keys()
    assert {kind for kinds in catalog.SAVING_DEDUCTIONS.values() for kind in kinds} <= set(catalog.ACCOUNT_TYPES)
    assert all(federal for federal, fica in catalog.DEDUCTION_BASES.values() if fica), (
        "what lowers FICA lowers income tax"
    )


def test_elective_deferrals_lower_the_federal_base_alone() -> None:
    for kind in ("traditional_401k", "traditional_403b", "tsp_traditional"):
        assert catalog.DEDUCTION_BASES[kind] == (True, False)
    for kind in ("roth_401k", "union_dues", "garnishment"):
        assert catalog.DEDUCTION_BASES[kind] == (False, False)
    assert {"hsa", "health_insurance", "fsa_health"} < catalog.PRETAX


def test_sources_statuses_and_states() -> None:
    assert catalog.SOURCE_CATEGORY.keys() == set(catalog.INCOME_TYPES)
    assert set(catalog.SOURCE_CATEGORY.values()) <= set(catalog.INCOME_CATEGORIES)
    assert WITHHOLDING_COLUMN.keys() == set(catalog.FILING_STATUSES)
    assert set(catalog.PAY_PERIODS) <= set(catalog.FREQUENCIES)
    assert len(catalog.STATES) == 51
    assert set(catalog.STATES) > catalog.NO_WAGE_TAX_STATES
