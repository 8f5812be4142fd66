"""Sittings in code: an answers file as text, put through the use case on a home of its own."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from effluent_cli.domain.records import Inputs
from effluent_cli.services.caller import Caller
from effluent_cli.services.onboarding.household import Stored, stored_in
from effluent_cli.services.onboarding.kinds import FloatText
from effluent_cli.services.onboarding.onboard import Request, onboard
from effluent_cli.services.onboarding.reading import Plain
from effluent_cli.services.onboarding.report import Onboarded
from effluent_cli.store.home import Home
from tests.running import EXAMPLES

TODAY = date(2026, 11, 23)
OKAFOR = (EXAMPLES / "okafor.toml").read_text(encoding="utf-8")
RIVERA = (EXAMPLES / "rivera.toml").read_text(encoding="utf-8")


def tables(text: str, **more: Any) -> Plain:
    """The tables of an answers file's text, with ``more`` steps in place of its own; None leaves a step out."""
    found: Plain = {**tomllib.loads(text, parse_float=FloatText), **more}
    found.pop("schema", None)
    return {name: table for name, table in found.items() if table is not None}


def somebody(on: date = TODAY, *, dry_run: bool = False, wait: float = 5.0) -> Caller:
    """Somebody who onboards on a day."""
    now = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Caller("onboard", "tester", now, wait, lambda _: on, dry_run)


class Desk:
    """One home; each call is one sitting."""

    def __init__(self, home: Path) -> None:
        self.home = Home(home)

    def __call__(
        self, answers: Plain, on: date = TODAY, *, dry_run: bool = False, slug: str | None = None, **more: Any
    ) -> Onboarded:
        """Record the answers; ``slug`` as -H gives it."""
        request = Request(answers, "America/Chicago", named=slug, meant=slug, **more)
        report, _ = onboard(self.home, request, somebody(on, dry_run=dry_run))
        return report

    def stored(self, slug: str = "okafor") -> Stored:
        """The household as it stands."""
        return stored_in(self.home.household(slug))

    def inputs(self, slug: str = "okafor") -> Inputs:
        """Its inputs."""
        inputs = self.stored(slug).inputs
        assert inputs is not None
        return inputs
