"""From plain tables to answers: every field through its parser, and all problems at once, each with its path."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from effluent_cli.domain.onboarding import STEP_OF, StepSpec
from effluent_cli.errors import Problem
from effluent_cli.services.onboarding.models import MODEL_OF, Item
from effluent_cli.services.onboarding.reading import Plain

SHOWN = 200
"""Characters of a value that a problem repeats."""


@dataclass(frozen=True)
class Checked:
    """The items of each step that is present, by step, and what is wrong. A step with a problem may lack items.

    ``paths`` goes with ``items``: where each item stands in the answers.
    """

    items: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def check_tables(tables: Plain) -> Checked:
    """Return the answers in the tables of an answers file (by step), with every problem that one item alone shows."""
    items: dict[str, tuple[Item, ...]] = {}
    paths: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name, content in tables.items():
        spec = STEP_OF.get(name)
        if spec is None or spec.shape == "none":
            problems.append(Problem(name, shown(content), _unknown(name, list(MODEL_OF), "step")))
            continue
        found: list[tuple[str, Item]] = []
        for path, item, wrong in _items(spec, content):
            problems.extend(wrong)
            if item is not None:
                found.append((path, item))
        items[name] = tuple(item for _, item in found)
        paths[name] = tuple(path for path, _ in found)
    order = {name: spec.number for name, spec in STEP_OF.items()}
    problems.sort(key=lambda problem: order.get(problem.path.partition(".")[0].partition("[")[0], 0))
    return Checked(dict(sorted(items.items(), key=lambda pair: order[pair[0]])), paths, tuple(problems))


def _items(spec: StepSpec, content: Any) -> Iterator[tuple[str, Item | None, list[Problem]]]:
    if spec.shape == "one":
        yield spec.name, *check_item(MODEL_OF[spec.name], content, spec.name)
    elif isinstance(content, list):
        for index, each in enumerate(content):
            path = f"{spec.name}[{index}]"
            yield path, *check_item(MODEL_OF[spec.name], each, path)
    else:
        yield spec.name, None, [Problem(spec.name, shown(content), f"must be a list of tables: [[{spec.name}]]")]


def check_item(model: type[Item], content: Any, path: str) -> tuple[Item | None, list[Problem]]:
    """Return the item in one table and its problems; None when it has any."""
    if not isinstance(content, dict):
        return None, [Problem(path, shown(content), "must be a table of answers")]
    given: Plain = {}
    for key, value in content.items():
        if value is not None:
            also = model.ALSO.get(str(key))
            given[key if also is None else also] = value
    problems = [
        Problem(f"{path}.{key}", shown(content[key]), "stands twice, under two names")
        for key, name in model.ALSO.items()
        if key in content and name in content
    ]
    try:
        item = model.model_validate(given)
    except ValidationError as error:
        wrong = list(_problems(model, error, path))
        bad = {str(each["loc"][0]) for each in error.errors(include_url=False)}
        item = _as_far_as_it_goes(model, given, bad)
        problems.extend(wrong)
    else:
        bad = set()
    problems.extend(
        Problem(f"{path}.{name}", shown(given.get(name)), message)
        for name, message in item.complaints()
        if name not in bad
    )
    return None if problems else item, problems


def _as_far_as_it_goes(model: type[Item], given: Plain, bad: set[str]) -> Item:
    """Return an unchecked item with the valid fields, so that contradictions among them are found as well.

    An invalid field counts as given, with no value.
    """
    values: Plain = {name: None for name, each in model.model_fields.items() if each.is_required()}
    for each in model.questions():
        if each.name in given:
            valid = each.kind is not None and each.name not in bad
            values[each.name] = each.kind.parse(given[each.name]) if each.kind and valid else None
    return model.model_construct(_fields_set=given.keys() & model.model_fields.keys(), **values)


def _problems(model: type[Item], error: ValidationError, path: str) -> Iterator[Problem]:
    wrong = error.errors(include_url=False)
    unknown = [str(each["loc"][-1]) for each in wrong if each["type"] == "extra_forbidden"]
    for each in wrong:
        where = path + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in each["loc"])
        key = str(each["loc"][-1])
        if each["type"] == "missing":
            # A misspelt key is one mistake, named where it stands.
            if not get_close_matches(key, unknown, n=1):
                yield Problem(where, None, "needed")
        elif each["type"] == "extra_forbidden":
            yield Problem(where, shown(each["input"]), _no_such_key(_model_at(model, each["loc"]), key))
        elif each["type"] == "value_error":
            yield Problem(where, shown(each["input"]), str(each["ctx"]["error"]))
        else:
            kind = "a list of tables" if "tuple" in each["type"] else "a table of answers"
            yield Problem(where, shown(each["input"]), f"must be {kind}")


def _no_such_key(model: type[Item], key: str) -> str:
    later = getattr(model, "NOT_YET", {}).get(key)
    if later is not None:
        return f"not yet: effluent does not model {later} so far"
    return _unknown(key, list(model.model_fields), "key")


def _model_at(model: type[Item], location: tuple[int | str, ...]) -> type[Item]:
    """Return the model of the table that a problem's last key belongs to."""
    for part in location[:-1]:
        nested = next((each.items for each in model.questions() if each.name == part), None)
        if nested is not None and issubclass(nested, Item):
            model = nested
    return model


def _unknown(name: str, known: list[str], kind: str) -> str:
    close = get_close_matches(name, known, n=1)
    return f"unknown {kind}; did you mean {close[0]}?" if close else f"unknown {kind}"


def shown(value: Any) -> Any:
    """Return a value as a problem repeats it: text, numbers and booleans, cut where they are long; None for a table."""
    if value is None or isinstance(value, (bool, dict, list)):
        return value if isinstance(value, bool) else None
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, int) and abs(value) < 10**20:
        return value
    text = str(value) if isinstance(value, str) else "a number too long to read"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
