"""A household in which every changing command has something to do, and a line of each of those commands."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from effluent_cli.store import migrate
from effluent_cli.store.driver import APPLICATION_ID
from tests.commands.test_every_change import CHANGES, OTHERS, SCENARIOS
from tests.guarantees.looking import rows, spoil
from tests.guarantees.warm import WarmCli, answers, at
from tests.running import EXAMPLES

SLUG = "rivera"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
"""When the lines are run: what failed at ``NOW`` is due again."""
BESIDE = ("answers.toml", "stated.json", "kept.db")
"""What lies beside the home: answers, and the household as it was before its last edit, exported and saved."""
ANSWERS = "answers.toml"


def ready(folder: Path) -> WarmCli:
    """Return a home whose household has an edit to undo, stale flows and a failed event; an answers file lies beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    cli = WarmCli(folder / "home")
    text = (EXAMPLES / "rivera.toml").read_text(encoding="utf-8")
    (folder / ANSWERS).write_text(text.replace('"148200.00"', '"149900.00"'), encoding="utf-8")
    done = answers(
        cli,
        f"onboard --answers {EXAMPLES / 'rivera.toml'}",
        "account add --name Purse --type cash --balance 0",
        "assumption set savings_yield 1%",
        *(line.removeprefix("effluent ") for line in SCENARIOS),
        "process-events",
        "export json stated.json",
        "backup kept.db",
        "income edit luis-clinic --hourly-rate 43.25",
        prepare=at(NOW),
    )
    assert {each.exit_code for each in done} == {0}
    ((pay,),) = rows(file_of(cli), "SELECT annual_amount FROM income_source WHERE id = 'ana-acme'")
    spoil(file_of(cli), "UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'")
    (failed,) = answers(cli, "process-events", prepare=at(NOW))
    assert failed.exit_code == 5
    spoil(file_of(cli), f"UPDATE income_source SET annual_amount = {pay} WHERE id = 'ana-acme'")
    return cli


def copied(cli: WarmCli, folder: Path) -> WarmCli:
    """Return the same scene once more, in a folder that may hold an earlier one."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    shutil.copytree(cli.home, folder / "home")
    for name in BESIDE:
        shutil.copy(cli.home.parent / name, folder)
    return WarmCli(folder / "home", cli.as_of, cli.env)


def aged(path: Path) -> None:
    """Turn a household's file into one of version 1, as the first migration laid it out, with the same records."""
    steps = migrate.steps(migrate.MIGRATIONS)
    old = path.with_name("old")
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(Path(steps[0]).read_text(encoding="utf-8"))
        connection.execute("DELETE FROM meta")
        connection.execute("ATTACH ? AS new", (str(path),))
        for (table,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            names = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA main.table_info("{table}")'))
            connection.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM new."{table}"')
        # Version 1 knew no scenarios.
        connection.execute("DELETE FROM main.audit WHERE subject LIKE 'scenario%'")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.commit()
    old.chmod(0o600)
    old.replace(path)


def file_of(cli: WarmCli, slug: str = SLUG) -> Path:
    """Return the path of a household's file."""
    return cli.home / "households" / f"{slug}.db"


def lines() -> dict[str, str]:
    """Return a line of every command that changes something, by the command's words, in their order."""
    more = {
        "onboard": f"onboard --answers {ANSWERS}",
        "flows regenerate": "flows regenerate",
        "baseline refresh": "baseline refresh",
        "baseline pin": "baseline pin",
        "baseline unpin": "baseline unpin",
        "event retry": "event retry",
        "event cancel": "event cancel 8",
        "process-events": "process-events",
        "household delete": "household delete --yes",
        "runs prune": "runs prune --keep 0",
        "undo": "undo",
        "import json": "import json stated.json --replace",
        "restore": "restore kept.db --yes",
        "project --refresh": "project --refresh",
        "project --save": "project --save",
        "explain --refresh": "explain 2026-12 --refresh",
        "compare --save": "compare baseline live --save",
        "stress run": "stress run income_drop_10",
    }
    # Where a baseline can be pinned none can be unpinned: tests/commands/test_baseline_pins.py does that.
    # A backup changes no household and takes no lock; doctor changes one only where something is amiss.
    assert more.keys() >= OTHERS - {"backup", "doctor"}, "a command that changes something has no line here"
    return {words: line for words, (line, _, _) in CHANGES.items()} | more
