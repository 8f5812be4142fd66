"""What is stored comes back: every field of every kind, every word of the catalogue, any household."""

from dataclasses import MISSING, fields

import pytest
from hypothesis import HealthCheck, given, settings

from effluent_cli.domain import catalog
from effluent_cli.domain.plans import Change
from effluent_cli.domain.records import (
    RECORD_TYPES,
    Account,
    Deduction,
    Flow,
    Household,
    IncomeSource,
    Inputs,
    Member,
    Record,
)
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import HOUSEHOLD, any_inputs
from tests.store.conftest import through
from tests.store.samples import DAY, DERIVED, FULL, SPARE, WHAT_IF, audit, created, put, stored


def inputs_of(records: tuple[Record, ...]) -> Inputs:
    household, *rest = records
    return Inputs(household, *((record,) for record in rest))  # type: ignore[arg-type]  # one of each kind, in order


@pytest.mark.parametrize("records", [FULL, SPARE], ids=["full", "spare"])
def test_every_field_of_every_input_comes_back_as_it_was(home: Home, records: tuple[Record, ...]) -> None:
    assert len(records) == len(fields(Inputs))
    with stored(home, *records).reading() as books:
        assert books.inputs() == inputs_of(records)


def test_the_full_records_give_every_field_that_has_a_default() -> None:
    for record in FULL:
        for field in fields(record):
            if field.default is not MISSING and field.name not in ("time_zone", "currency"):
                assert getattr(record, field.name) != field.default, (record.KIND, field.name)


def test_derived_records_come_back_and_neither_count_nor_are_audited(okafor: HouseholdFile) -> None:
    put(okafor, *(Change(None, record) for record in DERIVED))
    with okafor.reading() as books:
        assert (*books.steps(), *books.system_flows(), *books.events(), books.baseline(), *books.runs()) == DERIVED
        assert books.revision() == 1
    assert [row["subject"] for row in audit(okafor)] == [
        "household:okafor",
        "account:checking",
        "snapshot:checking:2026-11-23",
    ]


def test_scenarios_come_back_and_are_audited_and_raise_no_revision(okafor: HouseholdFile) -> None:
    with okafor.reading() as books:
        stated, log = books.inputs(), len(audit(okafor))
    put(okafor, *(Change(None, record) for record in reversed(WHAT_IF)))
    with okafor.reading() as books:
        assert books.what_if() == (*books.scenarios(), *books.scenario_changes()) == WHAT_IF
        assert (books.inputs(), books.revision(), books.events()) == (stated, 1, ())
    subjects = [row["subject"] for row in audit(okafor)[log:]]
    assert subjects == [Change(None, record).subject for record in reversed(WHAT_IF)]


def test_every_kind_of_record_is_covered_above() -> None:
    assert {type(record) for record in (*FULL, *WHAT_IF, *DERIVED)} == set(RECORD_TYPES)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_inputs())
def test_any_household_comes_back_in_key_order(home: Home, stated: Inputs) -> None:
    file = home.household("okafor")
    if file.path.exists():
        file.path.unlink()
    parts = [getattr(stated, field.name) for field in fields(Inputs)]
    records = [record for part in parts for record in (part if isinstance(part, tuple) else (part,))]
    with through(file, create=True) as books:
        books.apply(created(*reversed(records)))
    with file.reading() as books:
        found = books.inputs()
    for field in fields(Inputs)[1:]:
        expected = sorted(getattr(stated, field.name), key=lambda each: [getattr(each, name) for name in each.KEY])
        assert getattr(found, field.name) == tuple(expected)


@pytest.mark.parametrize(
    "records",
    [
        [Household("okafor", "O", filing_status=word) for word in catalog.FILING_STATUSES],
        [Household("okafor", "O", state=word) for word in catalog.STATES],
        [Member("m", "M", word) for word in catalog.RELATIONSHIPS],
        [Member("m", "M", "self", employment_status=word) for word in catalog.EMPLOYMENT_STATUSES],
        [Account("a", "A", word) for word in catalog.ACCOUNT_TYPES],
        [IncomeSource("i", "m", "I", word, "monthly", DAY) for word in catalog.INCOME_TYPES],
        [IncomeSource("i", "m", "I", "w2", word, DAY) for word in catalog.PAY_PERIODS],
        [Deduction("d", "job", word) for word in catalog.DEDUCTION_TYPES],
        [Flow("f", "F", "income", word, 1, "monthly", DAY) for word in catalog.INCOME_CATEGORIES],
        [Flow("f", "F", "expense", word, 1, "monthly", DAY) for word in catalog.EXPENSE_CATEGORIES],
        [Flow("f", "F", "transfer", "transfer", 1, word, DAY) for word in catalog.FREQUENCIES],
    ],
    ids=lambda records: f"{records[0].KIND}-{len(records)}",
)
def test_every_word_of_the_catalogue_is_let_in(home: Home, records: list[Record]) -> None:
    first, *rest = records
    around = (IncomeSource("job", "m", "J", "w2", "monthly", DAY),)
    file = stored(home, *(around if isinstance(first, Household) else (HOUSEHOLD, *around)), first)
    put(file, *(Change(before, after) for before, after in zip(records, rest, strict=False)))
    with file.reading() as books:
        assert records[-1] in [books.inputs().household, *every_record(books.inputs())]


def every_record(inputs: Inputs) -> list[Record]:
    return [record for field in fields(Inputs)[1:] for record in getattr(inputs, field.name)]
