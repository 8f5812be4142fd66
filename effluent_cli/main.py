"""The program behind the entry: run one command, write its answer; and the one boundary where errors are shown."""

import errno
import os
import re
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from types import FrameType
from typing import Any, TypedDict

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.shared import Shared
from effluent_cli.commands.tree import HelpWanted, root
from effluent_cli.domain.findings import Finding
from effluent_cli.errors import Bug, EffluentError, Interrupted, Refused, Terminated, Unsupported, UsageProblem
from effluent_cli.reports.output import abandon, written
from effluent_cli.reports.terminal import ascii_only, colourful, width

TERMINATED = 143
# Typer keeps the class of its usage errors private; the public BadParameter is a child of it.
_UsageError: Any = typer.BadParameter.__base__
_OF_THE_SYSTEM = {
    errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ELOOP,
    errno.ENAMETOOLONG, errno.EMFILE, errno.EIO, errno.EFBIG,
}  # fmt: skip
"""What the disk or its rights can do to any command: no bug of effluent."""


def main(arguments: Sequence[str]) -> int:
    """Run one command line as this process and return its exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    sys.unraisablehook = _unheard
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # stays open to the end
    if "_EFFLUENT_COMPLETE" in os.environ:
        root().main(prog_name="effluent")
    return run(arguments)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; answer, warnings and errors are written from here and nowhere else."""
    _prepare_streams(machine=_speaks_json(arguments))
    try:
        return _answered(arguments)
    except typer.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        abandon()
        return 0
    except BaseException as error:  # noqa: BLE001  # the boundary: whatever it is, it ends in a message and an exit code
        return failed(error, arguments)


def stated_last(arguments: Sequence[str], long: str, short: str = "") -> str | None:
    """Return the value last given to an option, seen before any parsing: an error may come before the option is reached."""
    found = None
    for argument, following in zip(arguments, (*arguments[1:], None), strict=False):
        if argument == "--":
            break
        if argument == long:
            found = following
        elif argument.startswith(f"{long}="):
            found = argument.removeprefix(f"{long}=")
        elif short and argument[:1] == "-" and argument[1:2].isalpha() and short in argument:
            found = argument.partition(short)[2] or following
    return found


def _speaks_json(arguments: Sequence[str]) -> bool:
    return "--json" in arguments or stated_last(arguments, "--output", "o") in ("json", "jsonl")


def _answered(arguments: Sequence[str]) -> int:
    started = perf_counter()
    if os.name != "posix":
        raise Unsupported("effluent runs on Linux and macOS")
    options: dict[str, Any] = {}
    colour = colourful(stated_last(arguments, "--color"), sys.stdout)
    with root().make_context("effluent", list(arguments), obj=options, color=colour) as context:
        answer = context.command.invoke(context)
    if isinstance(answer, Lines):
        return _stream(answer)
    shared: Shared = options["shared"]
    if written(_drawn(answer, shared)) and shared.output in ("table", "plain", "csv"):
        _write_notes(answer, shared, perf_counter() - started)
    return int(answer.exit_code)


class _About(TypedDict):
    household: str | None
    as_of: Any
    warnings: tuple[Finding, ...]


def _drawn(answer: Answer, shared: Shared) -> str:
    """Return the answer in the form that was asked for. A renderer is imported only when it draws."""
    about = _About(household=answer.household, as_of=answer.as_of, warnings=answer.warnings)
    if shared.output == "json":
        from effluent_cli.reports.documents import envelope, json_text

        return json_text(envelope(answer.command, answer.data, **about), indented=sys.stdout.isatty())
    if shared.output == "jsonl":
        from effluent_cli.reports.machine import jsonl_text

        return jsonl_text(answer.command, answer.data, **about)
    if shared.output == "csv":
        from effluent_cli.reports.machine import csv_text, default_records

        return csv_text(*(answer.records() if answer.records else default_records(answer.data)))
    colour = colourful(shared.color, sys.stdout)
    if shared.output == "table":
        from effluent_cli.reports.rich_text import rich_text

        return rich_text(answer.blocks(), colour=colour, ascii_lines=ascii_only(sys.stdout), width=width(sys.stdout))
    from effluent_cli.reports.plain import plain_text

    return plain_text(answer.blocks(), colour=colour)


def _stream(answer: Lines) -> int:
    """Write line after line as they come, and return the exit code at their end; a reader who left gets no more."""
    while True:
        try:
            line = next(answer.lines)
        except StopIteration as end:
            return int(end.value or 0)
        if not written(line):
            answer.lines.close()
            return 0


def _write_notes(answer: Answer, shared: Shared, took: float) -> None:
    if answer.warnings and not shared.quiet:
        from effluent_cli.reports.complaint import warning_text

        warnings = tuple(replace(each, fix=_addressed(each.fix, shared.named)) for each in answer.warnings)
        _tell(warning_text(warnings, colour=colourful(shared.color, sys.stderr)))
    if shared.verbose:
        day = answer.as_of.isoformat() if answer.as_of else "-"
        _tell(f"home {shared.home}, household {answer.household or '-'}, as of {day}, {took:.3f} s\n")


def _tell(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        pass  # nobody is left to be told; the exit code still says it


def failed(error: BaseException, arguments: Sequence[str]) -> int:
    """Show on stderr what went wrong, as one JSON document or as lines, and return its exit code."""
    known = _explained(error, arguments)
    known.hint = _addressed(known.hint, stated_last(arguments, "--household", "H"))
    if _speaks_json(arguments):
        from effluent_cli.reports.documents import error_document, json_text

        _tell(json_text(error_document(known), indented=sys.stderr.isatty()))
    else:
        from effluent_cli.reports.complaint import error_text

        page = f"{known.page}\n\n" if isinstance(known, HelpWanted) else ""
        _tell(page + error_text(known, colour=colourful(stated_last(arguments, "--color"), sys.stderr)))
    return known.exit_code


def _addressed(hint: str, slug: str | None) -> str:
    """Return a hint whose commands name the household that the command line named."""
    from effluent_cli.commands.table import COMMANDS

    if slug is None or " -H " in hint:
        return hint
    words = {first for first, *_ in COMMANDS}
    return re.sub(r"\beffluent (?=([a-z-]+))", lambda at: f"effluent -H {slug} " if at[1] in words else at[0], hint)


def _explained(error: BaseException, arguments: Sequence[str]) -> EffluentError:
    """Return any error as one of the catalogue."""
    if isinstance(error, EffluentError):
        return error
    if isinstance(error, _UsageError):
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "effluent"
        return UsageProblem(error.format_message(), hint=f"{path} --help")
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return Interrupted("interrupted")
    if isinstance(error, SystemExit) and error.code == TERMINATED:
        return Terminated("terminated")
    if isinstance(error, OSError) and error.errno in _OF_THE_SYSTEM:
        place = f": {error.filename}" if error.filename else ""
        return Refused(f"{os.strerror(error.errno)}{place}", code="file_system")
    return _bug(error, arguments)


def _bug(error: BaseException, arguments: Sequence[str]) -> Bug:
    from effluent_cli.bug_log import write_log
    from effluent_cli.commands.place import home_path
    from effluent_cli.commands.table import COMMANDS

    words = next((known for known in COMMANDS if all(word in arguments for word in known)), ())
    try:
        home = home_path(stated_last(arguments, "--home"))
        place = write_log(error, words=words, arguments=len(arguments), home=home)
    except (OSError, ValueError):
        return Bug("effluent met a bug of its own, and no log of it could be written")
    return Bug(
        f"effluent met a bug of its own; a log without names and amounts is in {place}",
        hint="please report it with that log",
    )


def _prepare_streams(*, machine: bool) -> None:
    """Let no character that a locale lacks raise; JSON is UTF-8 whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace", **({"encoding": "utf-8"} if machine else {}))


def _terminate(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # the shape of a signal handler
    # Once only: the rollback that this sets off must not be interrupted in its turn.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(TERMINATED)


AGAIN = 0.005
"""Seconds until an interruption that went unheard is made again."""


def _unheard(lost: "sys.UnraisableHookArgs") -> None:
    """Interrupt once more what a signal could not: Python drops whatever is raised in a callback of its memory's."""
    if not issubclass(lost.exc_type, KeyboardInterrupt | SystemExit):
        sys.__unraisablehook__(lost)
        return
    error = lost.exc_value or lost.exc_type()

    def again(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # the shape of a signal handler
        raise error.with_traceback(None)

    signal.signal(signal.SIGALRM, again)
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
