"""Options and arguments as commands declare them: each says at once how its text becomes a value.

An id, an amount, a rate, a date is checked where it enters, before a household is opened.
"""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from effluent_cli.commands.shared import key, whole

Parse = Callable[[str, str], Any]
"""Turns a text into a value, given the option it was written for; raises InvalidInput naming that option."""


def option(flag: str, help: str, metavar: str, parse: Parse | None = None) -> Any:
    """Return an option whose text ``parse`` turns into a value; without it the text itself is the value."""
    return typer.Option(flag, help=help, metavar=metavar, show_default=False, parser=_parser(flag, parse))


def argument(metavar: str, help: str, parse: Parse = key) -> Any:
    """Return an argument, by default the id of a record."""
    return typer.Argument(help=help, metavar=metavar, show_default=False, parser=_parser(metavar.strip("[]"), parse))


def counted(first: int, last: int) -> Parse:
    """Return the parser of a whole number from ``first`` to ``last``."""
    return lambda text, flag: whole(text, flag, first, last)


def _parser(flag: str, parse: Parse | None) -> Callable[[str], Any] | None:
    return None if parse is None else lambda text: parse(text, flag)


NewId = Annotated[str | None, option("--id", "Its id (default: made from the name).", "ID", key)]
Clear = Annotated[
    list[str] | None,
    option("--clear", "Empty a field again, as if never stated; a wrong one lists them all. Repeatable.", "FIELD"),
]
