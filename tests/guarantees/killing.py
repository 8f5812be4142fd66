"""Commands that are killed: at every named point of every command that changes something, and at random moments.

What a file may hold after a kill is known beforehand: what it held after the last commit that was made until then, all of
it and nothing else. Afterwards the very next command must get in, at once.
"""

import random
import time
from collections.abc import Iterable
from functools import partial
from itertools import count
from pathlib import Path

from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.guarantees import workers
from tests.guarantees.looking import content
from tests.guarantees.scenes import LATER, copied, file_of
from tests.guarantees.tally import Tally
from tests.guarantees.warm import Warm, WarmCli, answers, at
from tests.guarantees.workers import COMMIT, FAILPOINTS, MORE_POINTS, SLUG, add, founded, note, plan_of, started

NEVER = -1
TIMES = (1, 2, 5, 30)
"""The occurrences of a point at which a command is killed: the first ones, and some in the middle of many changes."""


class Kill:
    """One command in a fresh copy of a scene, killed."""

    def __init__(self, scene: WarmCli, folder: Path, line: str) -> None:
        self.cli = copied(scene, folder)
        self.line = line
        self._commits = folder / "commits"

    def at_point(self, point: str, after: int) -> bool:
        """Kill it when it reaches a point for the ``after``-th time; return False if it never does."""
        dying = Warm(self.cli, [self.line], partial(_at_point, point, after, self._commits))
        results = dying.results()
        return dying.process.exitcode == -9 and not results

    def after(self, seconds: float) -> bool:
        """Kill it after so many seconds; return whether it had answered."""
        dying = Warm(self.cli, [self.line], partial(_at_point, COMMIT, NEVER, self._commits))
        while not self._commits.exists():
            time.sleep(0.001)
        time.sleep(seconds)
        dying.process.kill()
        return bool(dying.results())

    @property
    def commits(self) -> int:
        """How many times something had been committed before it died."""
        return len(self._commits.read_text().split())

    def content(self) -> str:
        """Return what the household's file holds now."""
        return content(file_of(self.cli))


def _at_point(point: str, after: int, commits: Path) -> None:
    at(LATER)()
    commits.touch()
    workers.die_at(point, after, commits)


def states_of(scene: WarmCli, folder: Path, line: str) -> list[str]:
    """Return what the file holds before a command, after each of its commits, and in the end."""
    states = [content(file_of(scene))]
    for number in count(1):
        kill = Kill(scene, folder, line)
        died = kill.at_point(COMMIT, number)
        held = kill.content()
        if died or held != states[-1]:
            states.append(held)
        if not died:
            return states
    raise AssertionError("count() never ends")


def judge(tally: Tally, kill: Kill, states: list[str], at_least: int, at_most: int, where: str) -> None:
    """Count what is wrong with a file whose writer died when between ``at_least`` and ``at_most`` commits had been made."""
    held = kill.content()
    last = len(states) - 1
    if held in states:
        found = [number for number, state in enumerate(states) if state == held]
        tally.lost += found[-1] < min(at_least, last)
        tally.doubled += found[0] > min(at_most, last)
    else:
        tally.trouble.append(f"{kill.line} killed at {where}: the file holds neither what was nor what will be")
    (following,) = answers(kill.cli, "event add manual_refresh --wait 0 --json", prepare=at(LATER))
    tally.heard([following])
    expected = 3 if held == "" else 0
    tally.demand(following.exit_code == expected, f"{kill.line} killed at {where}: then {following.stderr}")


def killed_at_points(scene: WarmCli, folder: Path, lines: Iterable[str]) -> Tally:
    """Kill each command at every named point that it reaches."""
    tally = Tally("SIGKILL at every named point of every changing command")
    for line in lines:
        states = states_of(scene, folder, line)
        for point in (*FAILPOINTS, *MORE_POINTS):
            for after in TIMES:
                kill = Kill(scene, folder, line)
                if not kill.at_point(point, after):
                    break
                tally.tried += 1
                tally.acknowledged += kill.commits
                judge(tally, kill, states, kill.commits, kill.commits, f"{point} {after}")
    return tally


def killed_in_the_middle(scene: WarmCli, folder: Path, lines: Iterable[str], times: int, seed: int) -> Tally:
    """Kill whole commands at random moments, each of them ``times`` times."""
    tally = Tally("SIGKILL of whole commands at random moments")
    chance = random.Random(seed)  # noqa: S311  # the same moments every time, as far as the machine allows
    for line in lines:
        states = states_of(scene, folder, line)
        (undisturbed,) = answers(copied(scene, folder), line, prepare=at(LATER))
        tally.heard([undisturbed])
        for _ in range(times):
            kill = Kill(scene, folder, line)
            answered = kill.after(chance.random() * undisturbed.seconds * 1.2)
            tally.tried += 1
            tally.acknowledged += answered
            # A commit may be done and not yet noted.
            judge(tally, kill, states, len(states) if answered else kill.commits, kill.commits + 1, "random")
    return tally


def acknowledged_in(path: Path) -> list[str]:
    """Return the accounts that writers noted as committed."""
    return path.read_text().split() if path.exists() else []


def check(file: HouseholdFile, acknowledged: list[str]) -> set[str]:
    """Fail unless the file is whole and holds all that was acknowledged; return the accounts in it."""
    assert file.lock_state() == (False, None)
    with file.reading() as books:
        inputs, steps, events, revision = books.inputs(), books.steps(), books.events(), books.revision()
        audited = books._connection.execute("SELECT subject FROM audit WHERE subject LIKE 'account:%'").fetchall()
        batches = books._connection.execute("SELECT max(batch) FROM audit").fetchone()[0]
        assert books._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    accounts = {account.id for account in inputs.accounts}
    assert set(acknowledged) <= accounts, "an acknowledged write is lost"
    assert {snapshot.account for snapshot in inputs.snapshots} == accounts
    assert {step.name for step in steps} == accounts
    assert {subject.removeprefix("account:") for (subject,) in audited} == accounts
    assert len(events) == len(accounts) == revision - 1 == batches - 1
    return accounts


def works(home: Path, name: str) -> None:
    """Fail unless the very next command can write, at once."""
    with Home(home).household(SLUG).writing(wait=0, command="next", user="test", now=workers.NOW) as books:
        books.apply(plan_of(name))


def killed_while_looping(folder: Path, turns: int, seed: int) -> Tally:
    """Kill writers that loop at random moments, one after the other, fifty of them in one household."""
    tally = Tally("SIGKILL of a looping writer at random moments")
    busy = 0
    for number, first in enumerate(range(0, turns, 50)):
        busy += _looping(tally, folder / str(number), min(50, turns - first), random.Random(f"{seed} {number}"))  # noqa: S311
    tally.note = f"{busy} in the middle of work"
    return tally


def _looping(tally: Tally, folder: Path, turns: int, chance: random.Random) -> int:
    """Kill so many writers of one household; return how many had got something done."""
    home, log = folder / "home", folder / "acknowledged"
    file = founded(home)
    busy = 0
    for turn in range(turns):
        before = acknowledged_in(log)
        writer = started(add, home, f"w{turn}", 10_000, log)
        # One in five is killed while it begins, the others over their first few writes.
        while turn % 5 and acknowledged_in(log) == before:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.03)
        writer.kill()
        writer.join()
        acknowledged = acknowledged_in(log)
        mine = {account for account in check(file, acknowledged) if account.startswith(f"w{turn}-")}
        # At most one more than it could note: the one that was committed when it died.
        tally.demand(0 <= len(mine) - (len(acknowledged) - len(before)) <= 1, f"turn {turn}: {len(mine)} accounts")
        works(home, f"next{turn}")
        note(log, f"next{turn}")
        tally.tried += 1
        busy += len(acknowledged) > len(before)
    tally.acknowledged += len(acknowledged_in(log))
    return busy
