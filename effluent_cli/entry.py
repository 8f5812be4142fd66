"""The console script. Answers ``--version`` and a ``process-events`` with nothing to do before the program is loaded.

Cron calls the second every minute. It imports only what costs next to nothing, reads, and creates nothing; anything unusual
(an option, an odd file, an error, a doubt) is left to the full program, whose words it repeats to the letter.
"""

import gc
import os
import stat
import sys
from collections.abc import Sequence

from effluent_cli import __version__
from effluent_cli.errors import Unwritten
from effluent_cli.reports.output import written

UNUSUAL = ("EFFLUENT_AS_OF", "EFFLUENT_LOCK_WAIT", "_EFFLUENT_COMPLETE")
"""Environment variables that only the full program understands."""

_SLUG = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_IDLE = """
SELECT count(*) = 1 AND min(
    household.slug = :slug
    AND meta.rolls_at > :now
    AND baseline.rules_version = :rules
    -- Not before the month of the baseline either: its length back from its end, and some hours for clock changes.
    AND julianday(:now) > julianday(meta.rolls_at) + 0.1
        - julianday(baseline.as_of, 'start of month', '+1 month') + julianday(baseline.as_of, 'start of month')
    AND NOT EXISTS (SELECT 1 FROM event WHERE status = 'pending')
    -- A time further off than an hour may have been noted by a clock that was set back since.
    AND NOT EXISTS (
        SELECT 1 FROM event WHERE status = 'failed'
        AND NOT (next_attempt_at > :now AND julianday(next_attempt_at) < julianday(:now, '+1 hour'))
    )
), (SELECT count(*) FROM event WHERE status IN ('pending', 'failed', 'dead'))
FROM meta, household, baseline
-- A pinned one beside it waits for nothing.
WHERE baseline.mode = 'live'
"""


def main() -> int:
    """Run the command line of this process and return its exit code."""
    arguments = sys.argv[1:]
    try:
        if arguments == ["--version"] and sys.stdout is not None:
            written(f"effluent {__version__}\n")
            return 0
        answer = idle_answer(arguments)
        if answer is not None:
            written(answer)
            return 0
        # Loading the program makes many objects and no garbage: looking for some would take a tenth of the time.
        gc.set_threshold(100_000, 20, 50)
        from effluent_cli.main import main as run

        return run(arguments)
    except KeyboardInterrupt:
        return 130
    except (OSError, Unwritten) as error:  # stdout takes no more
        from effluent_cli.main import failed

        return failed(error, arguments)
    finally:
        # The same on the way out, where the interpreter looks through everything once more.
        gc.freeze()


def idle_answer(arguments: Sequence[str]) -> str | None:
    """Return what ``process-events`` prints when no household has anything due, or None to have the full program do it."""
    home = _home_of_tick(arguments)
    if home is None:
        return None
    try:
        households = _idle_households(os.path.join(home, "households"))
    except OSError:
        return None
    if households is None:
        return None
    return _document(households) if "--json" in arguments else ""


def _home_of_tick(arguments: Sequence[str]) -> str | None:
    """Return the home of a plain ``process-events [--json] [--home DIR]``, in any order; None for any other command line."""
    if "process-events" not in arguments or sys.stdout is None or sys.stdout.isatty() or os.name != "posix":
        return None
    if any(os.environ.get(name) for name in UNUSUAL):
        return None
    rest = list(arguments)
    stated = None
    if "--home" in rest[:-1]:
        at = rest.index("--home")
        stated = rest.pop(at + 1)
        rest.pop(at)
    if sorted(rest) not in (["process-events"], ["--json", "process-events"]) or stated == "":
        return None
    from effluent_cli.commands.place import home_path

    return home_path(stated)


def _idle_households(folder: str) -> list[tuple[str, int]] | None:
    """Return slug and number of open events of every household, in slug order, None unless all are idle. Raises OSError."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    slugs = sorted(name.removesuffix(".db") for name in names if name.endswith(".db"))
    # A journal, a stray file: something for the full program to look at. A deleted household leaves its lock file.
    if any(not name.endswith((".db", ".db.lock")) for name in names):
        return None
    present = _present() if slugs else {}
    households = []
    for slug in slugs:
        open_events = _open_events(folder, slug, present)
        if open_events is None:
            return None
        households.append((slug, open_events))
    return households


def _present() -> dict[str, str | int]:
    """Return what every idle household agrees with: the version of the file, this instant, and the rules in force."""
    from effluent_cli import clock
    from effluent_cli.rules.version import rules_version

    return {"version": _version(), "now": clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "rules": rules_version()}


def _open_events(folder: str, slug: str, present: dict[str, str | int]) -> int | None:
    """Return how many events of a household are open if none is due and its month and rules are the present ones."""
    import sqlite3

    path = os.path.join(folder, f"{slug}.db")
    # Unlinked, plain, and with nothing in its path that a URI would have to quote.
    if not set(slug) <= _SLUG or set(path) & set("?#%") or not stat.S_ISREG(os.lstat(path).st_mode):
        return None
    connection = None
    try:
        connection = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=0, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        if connection.execute("PRAGMA user_version").fetchone()[0] != present["version"]:
            return None
        idle, open_events = connection.execute(_IDLE, {**present, "slug": slug}).fetchone()
    except (sqlite3.Error, ValueError):
        return None
    finally:
        if connection is not None:
            connection.close()
    return int(open_events) if idle == 1 else None


def _version() -> int:
    """Return the version of a file that needs no migration: the number of steps there are."""
    return sum(
        name.endswith(".sql") for name in os.listdir(os.path.join(os.path.dirname(__file__), "store", "migrations"))
    )


def _document(households: list[tuple[str, int]]) -> str:
    """Return the document of ``process-events`` on one line; a slug needs no escaping."""
    each = (
        f'{{"slug":"{slug}","result":"idle","events_processed":0,"events_failed":0,"flows":"none","baseline":"none"}}'
        for slug, _ in households
    )
    remaining = sum(open_events for _, open_events in households)
    return (
        '{"schema":"effluent.process-events/1","household":null,"as_of":null,"data":{"households":['
        f'{",".join(each)}],"events_processed":0,"events_failed":0,"remaining":{remaining}}},"warnings":[]}}\n'
    )
