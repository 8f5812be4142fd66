"""The options that every command shares, settled once: option, else environment variable, else default."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from effluent_cli import clock
from effluent_cli.commands.place import home_path
from effluent_cli.domain.money import parse_money, parse_part, parse_rate
from effluent_cli.domain.periods import parse_stated_month
from effluent_cli.errors import InvalidInput, NoHousehold, Problem, Refused, UsageProblem

if TYPE_CHECKING:
    from effluent_cli.domain.findings import Finding
    from effluent_cli.domain.records import Holding
    from effluent_cli.store.home import Home
    from effluent_cli.store.household import HouseholdFile

T = TypeVar("T")

WAIT = 10.0
"""Seconds to wait for a busy household where neither ``--wait`` nor ``EFFLUENT_LOCK_WAIT`` says otherwise."""
LONGEST_WAIT = 86_400.0


class Shared(NamedTuple):
    """The shared options of one command.

    ``household`` comes from ``-H`` or the environment, ``named`` from ``-H`` alone. ``wait`` is in seconds, None when nobody
    stated it. ``interactive`` says that a question may be asked. ``now`` is the clock, read once, aware, UTC.
    """

    home: Path
    household: str | None
    named: str | None
    as_of: date | None
    output: str
    wait: float | None
    color: str
    quiet: bool
    verbose: bool
    interactive: bool
    now: datetime

    def store(self, otherwise: float = WAIT) -> "Home":
        """Return the home's store, whose readers wait as long as was stated, else ``otherwise``; nothing is created."""
        from effluent_cli.store.home import Home

        return Home(self.home, wait=self.patience(otherwise))

    def patience(self, otherwise: float = WAIT) -> float:
        """Return how many seconds to wait for a busy household."""
        return otherwise if self.wait is None else self.wait

    def one_household(self) -> "HouseholdFile":
        """Return the household that the command is about.

        Raises NoHousehold (none, or not the one named), UsageProblem (several and none named), InvalidInput (a bad slug).
        """
        store = self.store()
        if self.household is not None:
            file = store.household(self.household)
            if not file.exists():
                raise NoHousehold(f"there is no household {self.household!r}")
            return file
        slugs, _ = store.slugs()
        if not slugs:
            raise NoHousehold("there is no household yet")
        if len(slugs) > 1:
            raise UsageProblem(f"which household? {', '.join(slugs)}", hint=f"name one: -H {slugs[0]}")
        return store.household(slugs[0])

    def every_household(
        self, *, named: str | None, otherwise: float = WAIT, opened: bool = True
    ) -> "tuple[tuple[HouseholdFile, ...], tuple[Finding, ...]]":
        """Return the household ``named``, or all of them in slug order, with a finding for every entry that was skipped.

        Unless they are ``opened`` for it, files without a household are among them. Raises NoHousehold if the one named is
        not there; none at all is an empty answer.
        """
        store = self.store(otherwise)
        if named is not None:
            file = store.household(named)
            if not file.exists():
                raise NoHousehold(f"there is no household {named!r}")
            return (file,), ()
        slugs, findings = store.slugs() if opened else store.names()
        return tuple(store.household(slug) for slug in slugs), findings

    def today_for(self, time_zone: str) -> date:
        """Return the command's date: ``--as-of``, else the clock's date in ``time_zone`` (an IANA name)."""
        if self.as_of is not None:
            return self.as_of
        from zoneinfo import ZoneInfo

        try:
            zone = ZoneInfo(time_zone)
        except (KeyError, ValueError, OSError):
            raise Refused(
                f"this machine does not know the household's time zone {time_zone!r}",
                hint="state the day with --as-of YYYY-MM-DD",
                code="unknown_time_zone",
            ) from None
        return self.now.astimezone(zone).date()


def settle(options: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> Shared:
    """Return the shared options from those given on the command line (by name) and the environment; InvalidInput if wrong."""
    named = _text(options, "household")
    as_of, as_of_source = _stated(options, "as_of", "--as-of", environment, "EFFLUENT_AS_OF")
    wait, wait_source = _stated(options, "wait", "--wait", environment, "EFFLUENT_LOCK_WAIT")
    if options.get("quiet") and options.get("verbose"):
        raise UsageProblem("-q and -v exclude each other")
    return Shared(
        home=_home(_text(options, "home")),
        household=named if named is not None else environment.get("EFFLUENT_HOUSEHOLD") or None,
        named=named,
        as_of=None if as_of is None else day(as_of, as_of_source),
        output=output_form(options),
        wait=None if wait is None else seconds(wait, wait_source),
        color=_text(options, "color") or "auto",
        quiet=bool(options.get("quiet")),
        verbose=bool(options.get("verbose")),
        interactive=not (options.get("no_input") or environment.get("CI")) and _terminal(),
        now=clock.now(),
    )


def output_form(options: Mapping[str, object]) -> str:
    """Return the form of the answer: as stated, else ``table`` on a terminal and ``plain`` elsewhere."""
    stated = _text(options, "output")
    if options.get("json"):
        if stated not in (None, "json"):
            raise UsageProblem(f"--json and -o {stated} exclude each other")
        return "json"
    return stated or ("table" if sys.stdout is not None and sys.stdout.isatty() else "plain")


def day(text: str, option: str) -> date:
    """Return the date in ``text`` (``YYYY-MM-DD``, 1900 to 2200); InvalidInput naming ``option`` otherwise."""
    parts = text.split("-")
    if text.isascii() and [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts):
        try:
            found = date(*map(int, parts))
        except ValueError:
            raise _invalid(option, text, "there is no such day") from None
        if 1900 <= found.year <= 2200:
            return found
        raise _invalid(option, text, "a date must lie between 1900 and 2200")
    raise _invalid(option, text, "not a date: write YYYY-MM-DD")


def month(text: str, option: str) -> int:
    """Return the month in ``text`` (``YYYY-MM``, 1900 to 2200); InvalidInput naming ``option`` otherwise."""
    return _parsed(parse_stated_month, text, option)


def amount(text: str, option: str) -> int:
    """Return the cents in ``text``; InvalidInput naming ``option`` if it is no amount."""
    return _parsed(parse_money, text, option)


def rate(text: str, option: str) -> Decimal:
    """Return the fraction in ``text`` (``0.055`` or ``5.5%``); InvalidInput naming ``option`` if it is no rate."""
    return _parsed(parse_rate, text, option)


def part(text: str, option: str) -> Decimal:
    """Return the part of a whole in ``text`` (``0.4``, ``40%``, ``1``); InvalidInput naming ``option`` if it is none."""
    return _parsed(parse_part, text, option)


def allocation(text: str, option: str) -> "tuple[Holding, ...]":
    """Return the holdings in ``text`` (``us_stocks=0.6,bonds=40%``); InvalidInput naming ``option`` otherwise."""
    from effluent_cli.domain.allocation import parse_allocation

    return _parsed(parse_allocation, text, option)


def key(text: str, option: str) -> str:
    """Return the id in ``text``; InvalidInput naming ``option`` if no record can have it."""
    from effluent_cli.domain.slugs import checked_slug

    return _parsed(checked_slug, text, option)


def whole(text: str, option: str, first: int, last: int) -> int:
    """Return the whole number in ``text``, from ``first`` to ``last``; InvalidInput naming ``option`` otherwise."""
    if text.isascii() and text.isdigit() and len(text) < 10 and first <= int(text) <= last:
        return int(text)
    raise _invalid(option, text, f"not a whole number from {first} to {last}")


def seconds(text: str, option: str) -> float:
    """Return the seconds in ``text`` (digits with at most one decimal point); InvalidInput naming ``option`` otherwise."""
    if text.isascii() and text.replace(".", "", 1).isdigit() and float(text) <= LONGEST_WAIT:
        return float(text)
    raise _invalid(option, text, "not a number of seconds between 0 and 86400")


def _parsed(parse: Callable[[str], T], text: str, option: str) -> T:
    try:
        return parse(text)
    except ValueError as error:
        raise _invalid(option, text, str(error)) from None


def _invalid(option: str, value: str, message: str) -> InvalidInput:
    return InvalidInput(f"{option} {value!r}: {message}", problems=(Problem(option, value, message),))


def _text(options: Mapping[str, object], name: str) -> str | None:
    value = options.get(name)
    return value if isinstance(value, str) else None


def _stated(
    options: Mapping[str, object], name: str, option: str, environment: Mapping[str, str], variable: str
) -> tuple[str | None, str]:
    """Return a shared option's text and where it came from; an empty variable counts as unset."""
    value = _text(options, name)
    if value is not None:
        return value, option
    return environment.get(variable) or None, variable


def _home(stated: str | None) -> Path:
    if stated == "" or (stated and "\0" in stated):
        raise _invalid("--home", stated, "not a directory's name")
    return Path(home_path(stated))


def _terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
