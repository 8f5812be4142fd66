"""G15: failure keeps the last good state: a poisoned source changes nothing that stands, says why, can be cured."""

from pathlib import Path
from typing import Any

import pytest

from tests.guarantees.looking import rows, spoil
from tests.guarantees.warm import answers
from tests.running import EXAMPLES, Cli

POISONS: dict[str, tuple[str, str, str, str]] = {
    "zero pay": (
        "UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'",
        "income_source:ana-acme",
        "pays nothing",
        "UPDATE income_source SET annual_amount = 14820000 WHERE id = 'ana-acme'",
    ),
    "deleted account": (
        "UPDATE account SET active = 0 WHERE id = 'family-hsa'",
        "income_source:ana-acme",
        "family-hsa",
        "UPDATE account SET active = 1 WHERE id = 'family-hsa'",
    ),
    "duplicate": (
        "UPDATE flow SET type = 'transfer', category = 'transfer', to_account = 'auto' WHERE id = 'internet'",
        "flow:internet",
        "Subaru loan",
        "UPDATE flow SET type = 'expense', category = 'internet', to_account = NULL WHERE id = 'internet'",
    ),
    "broken link": (
        "UPDATE income_source SET member = 'nobody' WHERE id = 'luis-clinic'",
        "income_source:luis-clinic",
        "nobody",
        "UPDATE income_source SET member = 'luis' WHERE id = 'luis-clinic'",
    ),
}
"""What spoils a source past every check, whose fault it is, what the reason names, and the cure."""

TICK, RETRY = "process-events --json", "event retry --json"
DERIVED = ("SELECT * FROM system_flow", "SELECT * FROM baseline")


@pytest.fixture
def two(rivera: Cli) -> Cli:
    """Two households, each with a change that waits."""
    rivera("onboard", "--answers", str(EXAMPLES / "okafor.toml"))
    for slug in ("okafor", "rivera"):
        rivera("account", "set-balance", "checking", "77.00", "-H", slug)
    return rivera


def file_of(cli: Cli, slug: str = "rivera") -> Path:
    return cli.home / "households" / f"{slug}.db"


def derived(cli: Cli) -> list[list[tuple[Any, ...]]]:
    """Return everything that was worked out for the household, byte for byte."""
    return [rows(file_of(cli), query) for query in DERIVED]


@pytest.mark.parametrize("poison", POISONS)
def test_a_tick_over_a_poisoned_source_fails_alone_and_leaves_what_stood(two: Cli, poison: str) -> None:
    statement, subject, reason, cure = POISONS[poison]
    before = derived(two)
    spoil(file_of(two), statement)
    tick = two("process-events", "--json", expect=5)
    other, failed = tick.data["households"]
    assert (other["slug"], other["result"], other["events_processed"]) == ("okafor", "processed", 1)
    assert (failed["slug"], failed["result"], failed["events_failed"]) == ("rivera", "failed", 1)
    for words in ("flows cannot be generated", subject, reason):
        assert words in failed["error"]
    assert derived(two) == before
    (event,) = two.json("event", "list", "-H", "rivera")["events"]
    assert (event["status"], event["attempts"]) == ("failed", 1)
    assert subject in event["last_error"]
    # Retried, it fails again and keeps the count; cured and retried, it is done.
    answers(two, f"{RETRY} -H rivera", TICK)
    (event,) = two.json("event", "list", "-H", "rivera")["events"]
    assert (event["status"], event["attempts"]) == ("failed", 2)
    assert derived(two) == before
    spoil(file_of(two), cure)
    _, last = answers(two, f"{RETRY} -H rivera", TICK)
    assert (last.exit_code, last.data["events_processed"], last.data["events_failed"]) == (0, 1, 0)
    assert two.json("status", "-H", "rivera")["fresh"]


@pytest.mark.parametrize("command", ["flows regenerate", "baseline refresh"])
@pytest.mark.parametrize("poison", POISONS)
def test_by_hand_it_is_refused_in_the_same_words(two: Cli, poison: str, command: str) -> None:
    statement, subject, reason, _ = POISONS[poison]
    spoil(file_of(two), statement)
    before = file_of(two).read_bytes()
    (refused,) = answers(two, f"{command} -H rivera --json")
    assert (refused.exit_code, refused.stdout) == (4, "")
    for words in ("flows cannot be generated", subject, reason):
        assert words in refused.error["message"]
    assert file_of(two).read_bytes() == before


def test_a_household_that_cannot_be_read_at_all_stops_no_other(two: Cli) -> None:
    file_of(two).write_bytes(file_of(two).read_bytes()[:20_000])
    before = file_of(two).read_bytes()
    tick = two("process-events", "--json", expect=5)
    other, failed = tick.data["households"]
    assert (other["slug"], other["result"]) == ("okafor", "processed")
    assert (failed["slug"], failed["result"]) == ("rivera", "failed")
    assert "damaged" in failed["error"]
    assert file_of(two).read_bytes() == before
