"""``effluent demo``."""

from collections.abc import Generator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.shared import Shared
from effluent_cli.domain.periods import first_day, month_of
from effluent_cli.services import demo as service


def demo(
    shared: Shared,
    keep: Annotated[
        str | None, typer.Option("--keep", help="Leave the household in this new directory.", metavar="DIR")
    ] = None,
) -> Answer | Lines:
    """Show what effluent does, with a throw-away household.

    Prints every command that it runs. Nothing of yours is read or changed.

    Examples:
        effluent demo
    """
    if shared.output in ("json", "jsonl", "csv"):
        with ExitStack() as stack:
            report = service.Demo(keep, service.answered(_home(stack, keep), _start(shared)))
        return Answer("demo", report, tuple)
    return Lines(_told(keep, _start(shared)))


def _told(keep: str | None, start: date) -> Generator[str, None, int]:
    with ExitStack() as stack:
        yield from service.narrated(_home(stack, keep), start)
    if keep is not None:
        yield f"The household stays in {keep}. Look around with: effluent --home {keep} status\n"
    else:
        yield "That household is gone again. Describe your own with: effluent onboard\n"
    return 0


def _start(shared: Shared) -> date:
    """Return the first of the month after next: to come for the household, wherever it lives."""
    return first_day(month_of(shared.now.date()) + 2)


def _home(stack: ExitStack, keep: str | None) -> Path:
    if keep is not None:
        return service.prepared(Path(keep).absolute())
    return Path(stack.enter_context(TemporaryDirectory(prefix="effluent-demo-"))) / "home"
