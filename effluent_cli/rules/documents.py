"""Rule files as documents: found where they lie, read once, and refused where they are broken."""

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
def document(name: str) -> dict[str, Any]:
    """Return the document of the rule file ``name``, numbers with a fraction as Decimal; Refused if it is no TOML."""
    return read(files()[name], name)


def read(path: str, name: str) -> dict[str, Any]:
    """Return the document in the file at ``path``, called ``name`` in an error."""
    from tomllib import TOMLDecodeError, load

    with open(path, "rb") as file:
        try:
            return load(file, parse_float=Decimal)
        except (TOMLDecodeError, UnicodeDecodeError) as error:
            broken(name, str(error))


@cache
def federal_years() -> tuple[int, ...]:
    """Return the years that have a file of federal figures, rising."""
    names = [name.removeprefix(FEDERAL).removesuffix(".toml") for name in files() if name.startswith(FEDERAL)]
    return tuple(sorted(int(name) for name in names if name.isdigit() and len(name) == 4))
