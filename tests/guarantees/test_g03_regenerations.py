"""G3: regenerations do not race: one wins, the others find nothing to do, and each flow is there once."""

import sqlite3
from collections import Counter
from contextlib import closing

from tests.guarantees.looking import rows, spoil
from tests.guarantees.warm import Warm, together
from tests.running import Cli

PROCESSES, ROUNDS = 6, 10


def test_many_regenerations_at_once_make_each_flow_once(rivera: Cli) -> None:
    before = rivera.json("flows", "list")
    with closing(sqlite3.connect(rivera.home / "households" / "rivera.db")) as connection:
        connection.execute("DELETE FROM system_flow")
        connection.commit()
    started = [rivera.start("flows", "regenerate", "--json", "-q") for _ in range(PROCESSES)]
    answers = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES
    assert {stderr for _, stderr in answers} == {""}
    results = Counter('"result":"changed"' in stdout.replace(" ", "") for stdout, _ in answers)
    assert results == {True: 1, False: PROCESSES - 1}
    after = rivera.json("flows", "list")
    assert after == before
    system = [(flow["source"], flow["kind"]) for flow in after["flows"] if flow["system"]]
    assert len(system) == len(set(system)) > 10


def test_regenerations_in_the_same_moment_make_each_flow_once(rivera: Cli) -> None:
    file = rivera.home / "households" / "rivera.db"
    before = rows(file, "SELECT * FROM system_flow ORDER BY id")
    for _ in range(ROUNDS):
        spoil(file, "DELETE FROM system_flow")
        start = together(PROCESSES)
        crowd = [Warm(rivera, ["flows regenerate --json"], start) for _ in range(PROCESSES)]
        answers = [answer for warm in crowd for answer in warm.results()]
        assert [(answer.exit_code, answer.stderr) for answer in answers] == [(0, "")] * PROCESSES
        assert sorted(answer.data["result"] for answer in answers) == ["changed"] + ["unchanged"] * (PROCESSES - 1)
        assert rows(file, "SELECT * FROM system_flow ORDER BY id") == before
