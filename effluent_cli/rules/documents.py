"""Rule files as documents: found where they lie, read a group at a time, and refused where they are broken."""

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NoReturn

from effluent_cli.errors import InvalidInput, Refused
from effluent_cli.rules import version

FEDERAL = "us/federal/"


def broken(name: str, message: str) -> NoReturn:
    """Raise Refused for the rule file ``name``; the hint says whose file it is."""
    own = os.environ.get(version.VARIABLE)
    hint = f"correct it in {own}, or unset {version.VARIABLE}" if own else "reinstall effluent"
    raise Refused(f"the rule file {name} is broken: {message}", code="broken_rules", hint=hint)


@cache
def files() -> Mapping[str, str]:
    """Return the rule files in force by name; InvalidInput where ``EFFLUENT_RULES`` names no directory."""
    own = os.environ.get(version.VARIABLE)
    if own and not os.path.isdir(own):
        raise InvalidInput(f"{version.VARIABLE} {own!r} is no directory", code="no_rules")
    return version.rule_files()


@cache
def text(name: str) -> str:
    """Return the text of the rule file ``name``; Refused if it is not UTF-8."""
    try:
        with open(files()[name], encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        broken(name, str(error))


def parsed(toml: str, name: str) -> dict[str, Any]:
    """Return the document in ``toml``, numbers with a fraction as Decimal; Refused if it is no TOML."""
    from tomllib import TOMLDecodeError, loads

    try:
        return loads(toml, parse_float=Decimal)
    except TOMLDecodeError as error:
        broken(name, str(error))


@cache
def document(name: str) -> dict[str, Any]:
    """Return the whole document of the rule file ``name``."""
    return parsed(text(name), name)


@cache
def sections(name: str) -> Mapping[str, str]:
    """Return the text of each group of the rule file ``name``, what stands before the first under an empty name.

    A command needs a few of three dozen groups, and reading TOML is what takes the time. A header stands on a line of its
    own at the left edge; a group's tables may stand anywhere.
    """
    found: dict[str, list[str]] = {"": []}
    group = ""
    for line in text(name).splitlines(keepends=True):
        if line[0] == "[" and line[1:2].isalpha() and "]" in line:
            group = line[1 : line.index("]")].partition(".")[0]
            found.setdefault(group, [])
        found[group].append(line)
    return {group: "".join(lines) for group, lines in found.items()}


@cache
def federal_years() -> tuple[int, ...]:
    """Return the years that have a file of federal figures, rising."""
    names = [name.removeprefix(FEDERAL).removesuffix(".toml") for name in files() if name.startswith(FEDERAL)]
    return tuple(sorted(int(name) for name in names if name.isdigit() and len(name) == 4))
