"""``effluent history``."""

from typing import Annotated

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import caller
from effluent_cli.commands.shared import Shared, key
from effluent_cli.commands.stating import argument
from effluent_cli.reports import chosen
from effluent_cli.services import history as service


def _subject(text: str, option: str) -> str:
    """Return ``id`` or ``kind:id`` with what may follow; names of assumptions and settings have underscores."""
    for each in text.split(":"):
        key(each.replace("_", "-"), option)
    return text


def history(
    shared: Shared,
    record: Annotated[
        str | None, argument("RECORD", "A record's id, or kind:id (default: every change).", _subject)
    ] = None,
) -> Answer:
    """List what was changed, by whom, when, before and after.

    Examples:
        effluent history
        effluent history checking
    """
    file = shared.one_household()
    report, today = service.history(file, caller(shared, "history"), record)
    return Answer("history", report, lambda: chosen.history(report), household=file.slug, as_of=today)
