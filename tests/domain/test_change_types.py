"""The thirty types of change by their table: every example is one, and what is no such change says why."""

from datetime import date

import pytest

from effluent_cli.domain.change_types import CHANGE_TYPES, ChangeType
from effluent_cli.domain.change_types.parsing import PARSERS, parsed, problems
from effluent_cli.domain.changes import APPLY

ON = date(2027, 3, 1)
WRONG = {
    "text": "\x1b[2J",
    "months": "0",
    "flag": "maybe",
    "debts": "UPPER CASE",
    "rate": "5.5",
    "part": "55",
    "frequency": "once",
}
"""What a kind of key cannot be; every other kind: a word that is neither an amount, a rate, nor an id."""
FREE = ("debts_or", "market")
"""Kinds whose words are looked up in the household."""
TYPES = pytest.mark.parametrize("kind", CHANGE_TYPES.values(), ids=lambda kind: kind.name)


def texts(kind: ChangeType) -> dict[str, str]:
    """The keys of a type's example."""
    return dict(word.split("=", 1) for word in kind.example.split())


def test_there_are_thirty_types_and_each_is_applied_and_parsed() -> None:
    assert len(CHANGE_TYPES) == 30
    assert CHANGE_TYPES.keys() == APPLY.keys()
    assert {key.kind for kind in CHANGE_TYPES.values() for key in kind.keys if not key.choices} <= PARSERS.keys()


@TYPES
def test_the_example_is_one_with_every_value_parsed(kind: ChangeType) -> None:
    given = texts(kind)
    assert list(problems(kind.name, given, ON, None)) == []
    assert parsed(kind.name, given).keys() == given.keys()
    assert all(value is not None for value in parsed(kind.name, given).values())


@TYPES
def test_an_unknown_key_is_named(kind: ChangeType) -> None:
    found = list(problems(kind.name, {**texts(kind), "surprise": "much"}, ON, None))
    assert [(each.path, each.value) for each in found] == [("surprise", "much")]


@TYPES
def test_a_missing_key_is_named_with_an_example(kind: ChangeType) -> None:
    for key in (each.name for each in kind.keys if each.required):
        left = {name: text for name, text in texts(kind).items() if name != key}
        assert key in [each.path for each in problems(kind.name, left, ON, None)]
    if kind.keys and not any(each.required for each in kind.keys):
        assert list(problems(kind.name, {}, ON, None)) != []


@TYPES
def test_a_value_of_another_kind_is_named_with_what_was_said(kind: ChangeType) -> None:
    for key in kind.keys:
        if key.kind in FREE:
            continue
        said = "No Such Thing" if key.choices else WRONG.get(key.kind, "No Such Thing")
        found = list(problems(kind.name, {**texts(kind), key.name: said}, ON, None))
        assert (key.name, said) in [(each.path, each.value) for each in found], key


@TYPES
def test_an_end_comes_after_the_beginning_and_only_where_something_lasts(kind: ChangeType) -> None:
    given = {key: text for key, text in texts(kind).items() if key != "months"}
    later, before = date(2028, 1, 31), date(2027, 2, 28)
    assert [each.path for each in problems(kind.name, given, ON, later)] == ([] if kind.lasts else ["until"])
    assert [each.path for each in problems(kind.name, given, ON, ON)] == ([] if kind.lasts else ["until"])
    assert [each.path for each in problems(kind.name, given, ON, before)] == ["until"]


@TYPES
def test_a_subject_is_among_the_keys(kind: ChangeType) -> None:
    assert set(kind.subject or ()) <= {key.name for key in kind.keys}


def test_months_and_an_end_exclude_each_other() -> None:
    found = list(problems("override_inflation", {"rate": "6%", "months": "24"}, ON, date(2028, 1, 1)))
    assert [each.path for each in found] == ["months"]


def test_a_bare_percentage_is_refused_with_the_two_ways_to_write_it() -> None:
    (found,) = problems("refinance", {"account": "mortgage", "rate": "5.5", "term_months": "360"}, ON, None)
    assert found.path == "rate"
    assert "5.5%" in found.message
    assert "0.055" in found.message


def test_of_two_keys_that_exclude_each_other_exactly_one_is_needed() -> None:
    for given in ({}, {"amount": "100", "fraction": "10%"}):
        found = list(problems("modify_hsa", given, ON, None))
        assert [each.message for each in found] == ["exactly one of amount, fraction is needed"]


def test_an_unknown_type_names_those_that_are_near() -> None:
    (found,) = problems("add_expence", {}, ON, None)
    assert found.path == "type"
    assert "add_expense" in found.message
