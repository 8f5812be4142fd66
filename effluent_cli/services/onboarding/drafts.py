"""Drafts: the answers of an interview that is not finished, kept after every answer.

A draft is a small JSON file (0600) in ``EFFLUENT_HOME/drafts/``: ``<slug>.json``, and ``_new.json`` for a household whose
name is not known yet. It holds the step being answered, and every step before the household's file exists.
"""

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.onboarding import STEP_OF
from effluent_cli.services.onboarding.reading import Plain

if TYPE_CHECKING:
    from effluent_cli.store.home import Home

SCHEMA = "effluent.draft/1"


@dataclass
class Draft:
    """Where an interview stands: ``step`` is being answered, ``tables`` holds its answers so far.

    ``item`` and ``field`` say which question of it comes next.
    """

    tables: Plain = field(default_factory=dict)
    step: str | None = None
    item: int | None = None
    field: str | None = None


class Drafts:
    """The drafts of one home. ``slug`` None is the household that has no name yet."""

    def __init__(self, home: "Home") -> None:
        self._home = home

    def keep(self, slug: str | None, draft: Draft) -> None:
        """Write the draft anew, so that a kill at any moment leaves the old one or the new one."""
        self._home.prepare()
        path = self._path(slug)
        content = {
            "schema": SCHEMA,
            "step": draft.step,
            "item": draft.item,
            "field": draft.field,
            "answers": draft.tables,
        }
        beside = f"{path}.{os.getpid()}"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        try:
            with open(handle, "w", encoding="utf-8") as file:
                os.fchmod(file.fileno(), 0o600)
                json.dump(content, file, indent=1)
            os.replace(beside, path)
        except BaseException:
            os.unlink(beside)
            raise

    def kept(self, slug: str | None) -> Draft | None:
        """Return the draft, or None where there is none that can be read."""
        try:
            with open(self._path(slug), encoding="utf-8") as file:
                content = json.load(file)
        except (OSError, ValueError, RecursionError):
            return None
        return _draft(content)

    def drop(self, slug: str | None) -> None:
        """Remove the draft, if there is one."""
        try:
            os.unlink(self._path(slug))
        except FileNotFoundError:
            return

    def _path(self, slug: str | None) -> str:
        return str(self._home.drafts / f"{'_new' if slug is None else slug}.json")


def _draft(content: Any) -> Draft | None:
    if not isinstance(content, dict) or content.get("schema") != SCHEMA or not isinstance(content.get("answers"), dict):
        return None
    tables = {name: table for name, table in content["answers"].items() if _shaped(name, table)}
    step, item, at = content.get("step"), content.get("item"), content.get("field")
    return Draft(
        tables=tables,
        step=step if step in tables else None,
        item=item if isinstance(item, int) and item >= 0 else None,
        field=at if isinstance(at, str) else None,
    )


def _shaped(name: str, table: Any) -> bool:
    """Return whether a table is one that the step can have; a draft may have been edited."""
    if name not in STEP_OF:
        return False
    if STEP_OF[name].shape == "many":
        return isinstance(table, list) and all(isinstance(item, dict) for item in table)
    return isinstance(table, dict)
