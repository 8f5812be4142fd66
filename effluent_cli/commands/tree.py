"""The command line as a tree that grows as it is walked: groups come from the table, a command's module when it is called.

Every node knows the shared options, so that they may stand before or after the command's words.
"""

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from effluent_cli import __version__
from effluent_cli.commands import helping
from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.options import shared_options
from effluent_cli.commands.shared import settle
from effluent_cli.commands.table import COMMANDS, GROUPS
from effluent_cli.errors import UsageProblem

Words = tuple[str, ...]
# Contexts and parameters are typed Any: Typer keeps the classes behind them private.
Context = Any


class HelpWanted(UsageProblem):
    """A group was called without a command; ``page`` is its help, which says what may follow."""

    def __init__(self, path: str, page: str) -> None:
        super().__init__(f"{path}: which command?", hint=f"{path} --help")
        self.page = page


class Branch(TyperGroup):
    """The root or a group. ``words`` is its path below the root; what stands below it is looked up in the table."""

    def __init__(self, *, words: Words = (), **attributes: Any) -> None:
        super().__init__(**attributes)
        self.words = words
        # "Did you mean" reads the keys; the commands themselves come from get_command.
        self.commands = cast("Any", dict.fromkeys(self.list_commands(None)))
        self.params = [*self.params, *_shared()]

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  # Typer's signature
        """Return the names directly below, in the table's order."""
        return [name for name, _ in helping.lines_below(self.words)]

    def get_command(self, ctx: Context, cmd_name: str) -> Any:  # noqa: ARG002  # Typer's signature
        """Return the group of that name, or a stub of the command, or None."""
        words = (*self.words, cmd_name)
        if words in COMMANDS:
            return Stub(words)
        return _group(words) if " ".join(words) in GROUPS else None

    def invoke(self, ctx: Context) -> Any:
        """Run the command that was named; HelpWanted if none was."""
        answer = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            raise HelpWanted(ctx.command_path, self.get_help(ctx))
        return answer

    def format_help(self, ctx: Context, formatter: Any) -> None:
        """Write the help from the table, without importing any command."""
        helping.write_branch(self, ctx, formatter, helping.lines_below(self.words))


class Stub(TyperCommand):
    """A command that is only named so far, for lists and completion. Its module is imported when it gets its arguments."""

    def __init__(self, words: Words) -> None:
        super().__init__(words[-1], help=COMMANDS[words].summary)
        self.words = words

    def make_context(self, info_name: str | None, args: list[str], parent: Context = None, **extra: Any) -> Context:
        """Return the context of the command itself."""
        return leaf(self.words).make_context(info_name, args, parent, **extra)


class Leaf(TyperCommand):
    """One command, built from its function."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for param in self.params:
            helping.name_value(param)
        self.params = [*self.params, *_shared()]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse as Typer does, with negative amounts taken for what they are and not for options."""
        return super().parse_args(ctx, _amounts_last(args, self.params))

    def format_help(self, ctx: Context, formatter: Any) -> None:
        """Write usage, text, examples, arguments and the command's own options."""
        helping.write_leaf(self, ctx, formatter, [param for param in self.get_params(ctx) if param not in _shared()])


def root() -> Branch:
    """Return the root of the tree, with completion."""
    app = typer.Typer(cls=Branch, name="effluent", rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_effluent)
    return cast("Branch", get_command(app))


def leaf(words: Words) -> Leaf:
    """Return the command at ``words``, importing its module."""
    module, name = COMMANDS[words].run.split(":")
    function = getattr(import_module(f"effluent_cli.commands.{module}"), name)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(words[-1], cls=Leaf, help=inspect.getdoc(function))(_with_shared(function))
    return cast("Leaf", get_command(app))


def _group(words: Words) -> Branch:
    return Branch(
        name=words[-1], words=words, help=GROUPS[" ".join(words)], invoke_without_command=True, rich_markup_mode=None
    )


@cache
def _shared() -> tuple[TyperOption, ...]:
    return tuple(shared_options())


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"effluent {__version__}")
        raise typer.Exit


def _effluent(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """A household's financial planner for the terminal.

    What lands in the account, where that leads, and whether the answer is still true.
    """


def _with_shared(function: Callable[..., Answer | Lines]) -> Callable[..., Answer | Lines]:
    """Return ``function`` as Typer should see it: its own parameters, and a context in place of ``shared``."""

    def command(*, context: typer.Context, **options: Any) -> Answer | Lines:
        context.obj["shared"] = settle(context.obj)
        return function(context.obj["shared"], **options)

    own = [each for each in inspect.signature(function, eval_str=True).parameters.values() if each.name != "shared"]
    given = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    named = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    vars(command)["__signature__"] = inspect.Signature([*named, given])
    return command


def _amounts_last(arguments: list[str], params: list[Any]) -> list[str]:
    """Return ``arguments`` with the positional ones behind ``--`` if one of them is a negative number.

    The parser takes ``-12.00`` for options named 1, 2 and so on; nothing else in effluent starts with a dash and a digit.
    """
    if "--" in arguments or not any(_is_negative(argument) for argument in arguments):
        return arguments
    valued = {name for param in params if not getattr(param, "is_flag", True) for name in param.opts}
    options: list[str] = []
    positional: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument[:1] != "-" or _is_negative(argument):
            positional.append(argument)
            continue
        options.append(argument)
        if argument in valued:
            options.extend(value for value in [next(rest, None)] if value is not None)
    return [*options, "--", *positional]


def _is_negative(argument: str) -> bool:
    return argument[:1] == "-" and argument[1:2].isdigit()
