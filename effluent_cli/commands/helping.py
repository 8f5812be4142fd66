"""Help pages: usage, text, examples, then the command's own arguments and options; the same on a terminal and in a pipe."""

from typing import Any

from effluent_cli.commands.table import COMMANDS, GROUPS

SHARED_NOTE = "The shared options (-H, --as-of, --json, -o, --wait and others) fit every command: effluent --help"
_METAVARS = {"str": "TEXT", "int": "N"}


def lines_below(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return name and one line for each command or group directly below ``words``, in the table's order."""
    depth = len(words)
    lines: dict[str, str] = {}
    for known, command in COMMANDS.items():
        if known[:depth] == words:
            alone = len(known) == depth + 1
            lines.setdefault(known[depth], command.summary if alone else GROUPS[" ".join(known[: depth + 1])])
    return list(lines.items())


def write_branch(command: Any, context: Any, formatter: Any, below: list[tuple[str, str]]) -> None:
    """Write the help of the root or a group: what it is, what stands below it, and for the root the shared options."""
    formatter.write_usage(context.command_path, "COMMAND [OPTIONS]")
    _text(formatter, command.help or "")
    _section(formatter, context, "Commands", below)
    if context.parent is None:
        _options(formatter, context, command.get_params(context), "Shared options, before or after the command")
    else:
        _note(formatter)


def write_leaf(command: Any, context: Any, formatter: Any, own: list[Any]) -> None:
    """Write the help of a command; ``own`` are its parameters without the shared options."""
    arguments = [_usage(param, context) for param in own if param.param_type_name == "argument"]
    formatter.write_usage(context.command_path, " ".join([*arguments, "[OPTIONS]"]))
    _text(formatter, command.help or "")
    _, examples = split_help(command.help or "")
    if examples:
        formatter.write_paragraph()
        formatter.write(_heading(context, "Examples"))
        formatter.write("".join(f"  {line}\n" for line in examples))
    _section(formatter, context, "Arguments", _records(own, context, "argument"))
    _options(formatter, context, own, "Options")
    _note(formatter)


def split_help(text: str) -> tuple[list[str], list[str]]:
    """Return a docstring's paragraphs, each on one line, and the command lines under ``Examples:``, which a test runs."""
    body, _, examples = text.partition("Examples:\n")
    paragraphs = [" ".join(paragraph.split()) for paragraph in body.split("\n\n")]
    return [each for each in paragraphs if each], [line.strip() for line in examples.splitlines() if line.strip()]


def name_value(param: Any) -> None:
    """Give an option whose value has no name one that says more than its Python type."""
    if param.metavar is None and param.param_type_name == "option" and not param.is_flag:
        param.metavar = _METAVARS.get(param.type.name)


def _usage(param: Any, context: Any) -> str:
    name = param.make_metavar(context)
    return name if param.required else f"[{name}]"


def _text(formatter: Any, text: str) -> None:
    for paragraph in split_help(text)[0]:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(paragraph)


def _records(params: list[Any], context: Any, kind: str) -> list[tuple[str, str]]:
    records = (param.get_help_record(context) for param in params if param.param_type_name == kind)
    return [record for record in records if record is not None]


def _options(formatter: Any, context: Any, params: list[Any], title: str) -> None:
    _section(formatter, context, title, _records(params, context, "option"))


def _section(formatter: Any, context: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write_paragraph()
        formatter.write(_heading(context, title))
        with formatter.indentation():
            formatter.write_dl(rows)


def _heading(context: Any, title: str) -> str:
    return f"\x1b[1m{title}:\x1b[0m\n" if context.color else f"{title}:\n"


def _note(formatter: Any) -> None:
    formatter.write_paragraph()
    formatter.write_text(SHARED_NOTE)
