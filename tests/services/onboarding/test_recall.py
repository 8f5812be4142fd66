from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effluent_cli.domain.inputs_after import inputs_after
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.upsert import Run, upsert
from effluent_cli.services.onboarding.checking import check_tables
from effluent_cli.services.onboarding.crosschecks import Sitting, problems_of
from effluent_cli.services.onboarding.reading import Plain
from effluent_cli.services.onboarding.stating import answers_of, recalled
from tests.services.onboarding.generated import answers

DAY = date(2026, 11, 23)


def recorded(tables: Plain, inputs: Inputs | None = None, on: date = DAY) -> Inputs:
    """The inputs once the answers are recorded; the answers must be free of problems."""
    sitting = Sitting(tables, check_tables(tables), inputs)
    assert not problems_of(sitting, on)
    run = Run("any", "UTC", on, datetime(on.year, on.month, on.day, tzinfo=UTC))
    return inputs_after(inputs, upsert(answers_of(sitting.checked), inputs, run).plan)


@given(answers(), st.integers(0, 400))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
def test_any_answers_load_and_both_they_and_what_is_recalled_of_them_change_nothing_later(
    tables: Plain, wait: int
) -> None:
    inputs = recorded(tables)
    later = DAY + timedelta(days=wait)
    assert recorded(tables, inputs, later) == inputs
    assert recorded(recalled(inputs), inputs, later) == inputs
