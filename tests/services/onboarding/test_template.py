import tomllib
from typing import Any

import pytest

from effluent_cli.domain.onboarding import ANSWERED
from effluent_cli.services.onboarding.checking import check_item, check_tables
from effluent_cli.services.onboarding.kinds import FloatText
from effluent_cli.services.onboarding.models import MODEL_OF
from effluent_cli.services.onboarding.template import template

FILLED = "".join(
    line.removeprefix("#") if line.startswith("#[") or (line.startswith("#") and line[1:2].isalpha()) else line
    for line in template().splitlines(keepends=True)
)
"""The template with every # taken off the lines that hold an answer."""
READ: dict[str, Any] = tomllib.loads(FILLED, parse_float=FloatText)


def test_the_template_as_it_stands_is_an_empty_answers_file() -> None:
    assert tomllib.loads(template()) == {"schema": "effluent.answers/1"}
    assert all(len(line) <= 128 for line in template().splitlines())


def test_the_template_holds_every_question_of_every_step_in_order() -> None:
    assert [name for name in READ if name != "schema"] == [spec.name for spec in ANSWERED]
    for spec in ANSWERED:
        table = READ[spec.name][0] if spec.shape == "many" else READ[spec.name]
        assert list(table) == [each.name for each in MODEL_OF[spec.name].questions()]


@pytest.mark.parametrize("spec", ANSWERED, ids=lambda spec: spec.name)
def test_the_filled_in_values_of_a_step_load(spec: Any) -> None:
    table = dict(READ[spec.name][0] if spec.shape == "many" else READ[spec.name])
    model = MODEL_OF[spec.name]
    for each in model.questions():
        assert each.kind is None or each.kind.parse(table[each.name]) is not None
        hangs_on_nothing = each.when is not None and not each.when.values and each.when.field not in table
        if each.special or hangs_on_nothing or (each.default == "" and not each.needed and each.when is None):
            table.pop(each.name)
    _, problems = check_item(model, table, spec.name)
    # What remains are answers that exclude each other; the template shows all of them.
    assert all("does not apply" in each.message or "not both" in each.message for each in problems)


def test_a_template_filled_in_by_hand_loads() -> None:
    wanted = ("household_info", "members", "tax_filing", "bank_accounts", "vehicles", "utilities", "food")
    tables = {name: READ[name] for name in wanted}
    assert not check_tables(tables).problems
