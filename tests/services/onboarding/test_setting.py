from typing import Any

import pytest

from effluent_cli.errors import InvalidInput
from effluent_cli.services.onboarding.setting import apply_settings


def jobs() -> dict[str, Any]:
    return {"income_sources": [{"id": "job", "name": "Lone Star"}, {"name": "Night School"}]}


@pytest.mark.parametrize(
    ("setting", "tables"),
    [
        ("tax_filing.state=CA", {**jobs(), "tax_filing": {"state": "CA"}}),
        (
            "income_sources[1].type=w2",
            {"income_sources": [jobs()["income_sources"][0], {"name": "Night School", "type": "w2"}]},
        ),
        ("income_sources[2].name=Bakery", {"income_sources": [*jobs()["income_sources"], {"name": "Bakery"}]}),
        (
            "income_sources.job.name=Lone = Star",
            {"income_sources": [{"id": "job", "name": "Lone = Star"}, jobs()["income_sources"][1]]},
        ),
        (
            "income_sources.night-school.type=w2",
            {"income_sources": [jobs()["income_sources"][0], {"name": "Night School", "type": "w2"}]},
        ),
        ("income_sources.new.name=New", {"income_sources": [*jobs()["income_sources"], {"id": "new", "name": "New"}]}),
        ("income_sources.job.name=", {"income_sources": [{"id": "job"}, jobs()["income_sources"][1]]}),
        ("income_sources=[]", {"income_sources": []}),
        (
            "withholding.job.step2_checkbox=true",
            {**jobs(), "withholding": [{"source": "job", "step2_checkbox": "true"}]},
        ),
        (
            "pretax_deductions.k.match[0].rate_percent=50",
            {**jobs(), "pretax_deductions": [{"id": "k", "match": [{"rate_percent": "50"}]}]},
        ),
    ],
)
def test_a_setting_changes_one_answer(setting: str, tables: dict[str, Any]) -> None:
    changed = jobs()
    apply_settings(changed, [setting])
    assert changed == tables


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("tax_filing.state", "must be written step.field=value"),
        ("=x", "names no step"),
        ("nonsense.a=1", "names no step"),
        ("welcome.a=1", "names no step"),
        ("[0].a=1", "must be written step.field"),
        ("members..name=x", "must be written step.field"),
        ("members[x].name=x", "must be written step.field"),
        ("members[1].name=x", "there are only 0 items"),
        ("members=x", "only [] may stand"),
        ("tax_filing=x", "name a field"),
        ("members[0]=x", "name a field"),
        ("tax_filing.state.deeper.still=x", "deeper"),
    ],
)
def test_a_setting_that_names_nothing_is_refused(setting: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        apply_settings({"tax_filing": {"state": "TX"}}, [setting])
    assert refused.value.exit_code == 2
    assert says in refused.value.problems[0].message


def test_all_wrong_settings_are_listed() -> None:
    with pytest.raises(InvalidInput) as refused:
        apply_settings({}, ["a", "b.c=1", "tax_filing.state=TX"])
    assert [problem.path for problem in refused.value.problems] == ["a", "b.c"]
