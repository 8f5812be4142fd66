"""G1: a run belongs to its household: asked for under another one, it is answered as an id that never was."""

import pytest

from tests.guarantees.holding import unchanged
from tests.guarantees.warm import WarmCli, answers
from tests.running import EXAMPLES

UNKNOWN = "r0123456789ab"


@pytest.fixture
def two(rivera: WarmCli) -> WarmCli:
    """Two households with runs of their own, one of them pruned."""
    done = answers(
        rivera,
        f"onboard --answers {EXAMPLES / 'okafor.toml'}",
        *(f"account set-balance checking {number} -H rivera" for number in (1, 2)),
        "baseline refresh -H rivera",
        "account set-balance checking 3 -H rivera",
        "baseline refresh -H rivera",
        "project --save -H rivera",
        "runs prune --keep 0 -H rivera",
    )
    assert {each.exit_code for each in done} == {0}
    return rivera


def ids(cli: WarmCli, slug: str) -> list[str]:
    return [run["id"] for run in cli.json("runs", "list", "-H", slug)["runs"]]


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_anothers_run_is_answered_exactly_as_an_unknown_id(two: WarmCli, form: tuple[str, ...]) -> None:
    (pruned,) = two.json("runs", "prune", "--keep", "0", "-H", "rivera", "--dry-run")["ids"] or [None]
    assert pruned is None
    with unchanged(two.home):
        unknown = two("runs", "show", UNKNOWN, "-H", "okafor", *form, expect=3)
        assert UNKNOWN in unknown.stderr
        for run in ids(two, "rivera"):
            assert two("runs", "show", run, "-H", "rivera", *form).exit_code == 0
            other = two("runs", "show", run, "-H", "okafor", *form, expect=3)
            assert (other.stdout, other.stderr.replace(run, UNKNOWN)) == (unknown.stdout, unknown.stderr)


def test_a_pruned_id_is_expired_at_home_and_unknown_elsewhere(two: WarmCli) -> None:
    two("account", "set-balance", "checking", "4", "-H", "rivera")
    two("baseline", "refresh", "-H", "rivera")
    (pruned, *_) = two.json("runs", "prune", "--keep", "0", "-H", "rivera")["ids"]
    assert two("runs", "show", pruned, "-H", "rivera", "--json", expect=3).error["code"] == "expired"
    elsewhere = two("runs", "show", pruned, "-H", "okafor", "--json", expect=3).error
    unknown = two("runs", "show", UNKNOWN, "-H", "okafor", "--json", expect=3).error
    assert {**elsewhere, "message": elsewhere["message"].replace(pruned, UNKNOWN)} == unknown
    assert "expired" not in elsewhere["message"]


def test_no_list_shows_anothers_runs(two: WarmCli) -> None:
    assert not set(ids(two, "rivera")) & set(ids(two, "okafor"))
