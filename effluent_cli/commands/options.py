"""The shared options as the parser knows them; ``shared.settle`` gives them their meaning."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperOption

FORMS = ("table", "plain", "json", "jsonl", "csv")
COLORS = ("auto", "always", "never")


def shared_options() -> list[TyperOption]:
    """Return the options that the root, every group and every command accept alike.

    None exposes a value: each notes what it was given in ``context.obj`` (a dict by option name). Nodes are parsed from the
    root down, so what stands last on the command line wins.
    """
    return [
        _option("-H", "--household", help="The household [env: EFFLUENT_HOUSEHOLD]", metavar="SLUG"),
        _option("--home", help="Where the households live [env: EFFLUENT_HOME]", metavar="DIR"),
        _option("--as-of", help="The day that counts as today [env: EFFLUENT_AS_OF]", metavar="YYYY-MM-DD"),
        _option("--json", help="The same as -o json"),
        _option("-o", "--output", help="Form of the answer (default: table on a terminal, else plain)", choices=FORMS),
        _option(
            "--wait",
            help="How long to wait for a busy household; 0 fails at once (default 10) [env: EFFLUENT_LOCK_WAIT]",
            metavar="SECONDS",
        ),
        _option("--color", help="When to use colour (default: auto)", choices=COLORS),
        _option("-q", "--quiet", help="No warnings (text forms)"),
        _option("-v", "--verbose", help="Say on stderr what was used and how long it took (text forms)"),
        _option("--no-input", help="Never ask a question"),
    ]


def _option(*names: str, help: str, metavar: str | None = None, choices: tuple[str, ...] = ()) -> TyperOption:
    takes_value = bool(metavar or choices)
    return TyperOption(
        param_decls=list(names),
        metavar=metavar or ("|".join(choices) or None),
        is_flag=not takes_value,
        default=None,
        help=help,
        expose_value=False,
        callback=_note_one_of(choices) if choices else _note,
        autocompletion=_completing(choices) if choices else None,
    )


def _note(context: typer.Context, param: typer.CallbackParam, value: Any) -> None:
    if value not in (None, False) and isinstance(context.obj, dict):
        context.obj[param.name] = value


def _note_one_of(choices: tuple[str, ...]) -> Callable[[typer.Context, typer.CallbackParam, Any], None]:
    def note(context: typer.Context, param: typer.CallbackParam, value: Any) -> None:
        if value is not None and value not in choices:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(choices)}.")
        _note(context, param, value)

    return note


def _completing(choices: tuple[str, ...]) -> Callable[[typer.Context, list[str], str], list[str]]:
    def starting(_context: typer.Context, _arguments: list[str], incomplete: str) -> list[str]:
        return [choice for choice in choices if choice.startswith(incomplete)]

    return starting
