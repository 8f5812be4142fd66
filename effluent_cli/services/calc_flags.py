"""Flags mode of ``calc``: stated values by path become an input document, and its problems are named by flag again."""

from collections.abc import Mapping
from typing import Any

from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.json_lines import problems_error

NONE: Mapping[str, str] = {}


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Return the input document of stated values by path (``w4.filing_status``); None is not stated."""
    document: dict[str, Any] = {}
    for path, value in values.items():
        if value is not None:
            *parents, name = path.split(".")
            place = document
            for parent in parents:
                place = place.setdefault(parent, {})
            place[name] = value
    return document


def flags_named(
    error: InvalidInput, flags: Mapping[str, str], *, repeated: Mapping[str, str] = NONE, otherwise: str = ""
) -> InvalidInput:
    """Return ``error`` with flags in place of paths: by ``flags``, else as the key is called.

    ``repeated`` gives the flag of a nested document whose keys are stated one by one (``deductions.hsa``), ``otherwise`` that
    of any other nested path, ``{}`` in it the path.
    """

    def flag_of(path: str) -> str:
        parent, dot, name = path.partition(".")
        if dot and parent in repeated:
            return f"{repeated[parent]} {name}"
        top = path.partition("[")[0]
        if otherwise and "." in top and top not in flags:
            return otherwise.format(path)
        return flags.get(top, f"--{top.replace('_', '-')}") + path[len(top) :]

    problems = [Problem(flag_of(each.path), each.value, each.message) for each in error.problems]
    return problems_error(problems) if problems else error
