import json
import tomllib

import pytest
from jsonschema import Draft202012Validator

from effluent_cli.services.onboarding.answers_schema import answers_schema
from tests.services.onboarding.sittings import OKAFOR, RIVERA

SCHEMA = answers_schema()


def errors(text: str) -> list[str]:
    document = json.loads(json.dumps(tomllib.loads(text), default=str))
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("answers", [OKAFOR, RIVERA], ids=["okafor", "rivera"])
def test_the_examples_fit_it(answers: str) -> None:
    assert not errors(answers)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"self"', '"boss"', "$.members[0].relationship"),
        ('"120000.00"', '"1e3"', "$.income_sources[0].annual_salary"),
        ('"Okafor"\nslug', '"Okafor"\nslog', "$.household_info"),
        ('slug = "okafor"', 'slug = "Okafor"', "$.household_info.slug"),
        ("[food]", "[drink]", "$"),
    ],
)
def test_what_the_checks_refuse_does_not_fit_it(old: str, new: str, path: str) -> None:
    assert errors(OKAFOR.replace(old, new)) == [path]
