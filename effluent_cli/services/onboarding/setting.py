"""``--set step.field=value``: one answer on the command line, in place of or beside those of an answers file.

The name is a path: ``tax_filing.state``, ``income_sources[0].annual_salary`` by place (one past the last adds an item), or
``income_sources.ana-acme.annual_salary`` by id (an id that is not there yet adds an item with it). A list inside an item goes
by place: ``pretax_deductions.ana-401k.match[0].rate_percent``. The value is text; an empty one takes the answer away, ``[]``
empties a list.
"""

import re
from collections.abc import Iterable
from typing import Any

from effluent_cli.domain.onboarding import STEP_OF
from effluent_cli.domain.slugs import derived_slug
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.onboarding.reading import Plain

_PART = re.compile(r"\.?([A-Za-z0-9_-]+)|\[([0-9]{1,4})\]", re.ASCII)
_KEYS = {"withholding": "source"}
"""Lists whose items are known by another key than ``id``."""


def apply_settings(tables: Plain, settings: Iterable[str]) -> None:
    """Change ``tables`` by each ``name=value``, in order. Raises InvalidInput naming every setting that cannot be applied."""
    problems = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        try:
            if not equals:
                raise ValueError("must be written step.field=value")
            _assign(tables, _parts(name), value)
        except ValueError as error:
            problems.append(Problem(name, value, str(error)))
    if problems:
        first = f"--set {problems[0].path}: {problems[0].message}"
        raise InvalidInput(
            first if len(problems) == 1 else f"{len(problems)} settings are wrong", problems=tuple(problems)
        )


def steps_named(settings: Iterable[str]) -> tuple[str, ...]:
    """Return the steps that the settings are about, as far as they can be read."""
    return tuple(name for name in STEP_OF if any(re.match(rf"\s*{name}\b", setting) for setting in settings))


def _parts(name: str) -> list[str | int]:
    parts: list[str | int] = []
    at = 0
    while at < len(name):
        match = _PART.match(name, at)
        if match is None or (at == 0 and match.group(2) is not None):
            raise ValueError("must be written step.field, step[0].field or step.ID.field")
        parts.append(match.group(1) if match.group(2) is None else int(match.group(2)))
        at = match.end()
    step = STEP_OF.get(str(parts[0])) if parts else None
    if step is None or step.shape == "none":
        raise ValueError("names no step with answers; effluent onboard --template lists them all")
    return parts


def _assign(tables: Plain, parts: list[str | int], value: str) -> None:
    step = str(parts[0])
    many = STEP_OF[step].shape == "many"
    if len(parts) == 1:
        if not many or value.strip() != "[]":
            raise ValueError("name a field: step.field=value" if not many else "only [] may stand for a whole step")
        tables[step] = []
        return
    holder: Any = tables
    for place, (part, following) in enumerate(zip(parts, [*parts[1:], None], strict=True)):
        if following is None:
            _put(holder, part, value)
        else:
            listed = (place == 0 and many) or isinstance(following, int)
            holder = _entered(holder, part, listed, _KEYS.get(step, "id"))


def _entered(holder: Any, part: str | int, listed: bool, key: str) -> Any:
    """Return the table or list under ``part``, made anew where there is none."""
    if isinstance(holder, list):
        return _item(holder, part, key)
    if isinstance(holder, dict) and isinstance(part, str):
        return holder.setdefault(part, [] if listed else {})
    raise ValueError("goes deeper than the answers do")


def _item(items: list[Any], part: str | int, key: str) -> Any:
    if isinstance(part, str):
        for item in items:
            if isinstance(item, dict) and _known_as(item, key) == part:
                return item
        items.append({key: part})
        return items[-1]
    if part > len(items):
        raise ValueError(f"there are only {len(items)} items: the next one is [{len(items)}]")
    if part == len(items):
        items.append({})
    return items[part]


def _known_as(item: Plain, key: str) -> object:
    name = item.get("name")
    return item[key] if key in item else derived_slug(name, "item") if isinstance(name, str) else None


def _put(holder: Any, part: str | int, value: str) -> None:
    if not (isinstance(holder, dict) and isinstance(part, str)):
        raise ValueError("name a field: step[0].field=value or step.ID.field=value")  # noqa: TRY004  # a person reads it
    if value:
        holder[part] = [] if value.strip() == "[]" else value
    else:
        holder.pop(part, None)
