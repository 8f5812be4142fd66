"""G4: events are processed once, however many processes try, and the baseline is refreshed once for all of them."""

import json

from tests.running import Cli

PROCESSES, EVENTS = 6, 3


def test_many_ticks_at_once_process_each_event_once(rivera: Cli) -> None:
    before = rivera.json("baseline", "show")
    for number in range(EVENTS):
        rivera("account", "set-balance", "checking", f"{number + 1}.00")
    assert not rivera.json("status")["fresh"]
    started = [rivera.start("process-events", "--json", "--wait", "20") for _ in range(PROCESSES)]
    answers = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES
    assert {stderr for _, stderr in answers} == {""}
    totals = [json.loads(stdout)["data"]["events_processed"] for stdout, _ in answers]
    assert sorted(totals) == [0] * (PROCESSES - 1) + [EVENTS]
    status = rivera.json("status")
    assert (status["fresh"], status["events"]["pending"], status["events"]["failed"]) == (True, 0, 0)
    after = rivera.json("baseline", "show")
    assert (after["revision"], status["revision"]) == (before["revision"] + EVENTS,) * 2
    # Refreshed by one process, once: by the one that processed the events.
    (winner,) = (json.loads(stdout)["data"] for stdout, _ in answers if '"processed"' in stdout)
    assert [each["baseline"] for each in winner["households"]] == ["refreshed"]
