"""Two spouses, a script, cron and somebody who only looks, all at once, on one household or on several.

Each is a process that runs whole command lines. What a command acknowledged must be there afterwards, once; what it did not
acknowledge must not be there at all; and the events that cron says it has processed are those that there were.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.guarantees.looking import content, rows
from tests.guarantees.tally import Tally
from tests.guarantees.warm import Timed, Warm, WarmCli, answers
from tests.running import EXAMPLES

TICK = "process-events --json --wait 20"
FLOW = "flows add --id {key} --name {key} --type expense --category groceries --amount {cents}.05 --frequency monthly"


def spouse(name: str, slugs: list[str], count: int) -> Iterator[str]:
    """Yield the commands of somebody who enters bills and corrects balances."""
    for number in range(count):
        slug = slugs[number % len(slugs)]
        if number % 2:
            yield f"account set-balance savings {1_000 + number}.{name[-1]}1 --json -H {slug}"
        else:
            yield f"{FLOW.format(key=f'{name}-{number}', cents=number + 1)} -H {slug}"


def script(name: str, slugs: list[str], count: int) -> Iterator[str]:
    """Yield the commands of a script that changes an assumption and wants a fresh answer."""
    for number in range(count):
        slug = slugs[number % len(slugs)]
        if number % 2:
            yield f"assumption set inflation 0.0{name[-1]}{number + 1:04d} --json -H {slug}"
        else:
            yield f"project --months 2 --refresh --json -H {slug}"


def looker(_name: str, slugs: list[str], count: int) -> Iterator[str]:
    """Yield the commands of somebody who only looks."""
    kinds = ("status --json", "project --months 12 --json", "flows list --json", "history --json")
    for number in range(count):
        yield f"{kinds[number % len(kinds)]} -H {slugs[number % len(slugs)]}"


def cron(_name: str, _slugs: list[str], count: int) -> Iterator[str]:
    """Yield as many ticks."""
    for _ in range(count):
        yield TICK


ROLES = (spouse, spouse, spouse, script, script, looker, cron, cron)


def households(folder: Path, slugs: list[str]) -> WarmCli:
    """Return a home with a household for each slug, everything processed."""
    folder.mkdir(parents=True, exist_ok=True)
    cli = WarmCli(folder / "home")
    text = (EXAMPLES / "rivera.toml").read_text(encoding="utf-8")
    for slug in slugs:
        file = folder / f"{slug}.toml"
        file.write_text(text.replace('slug = "rivera"', f'slug = "{slug}"'), encoding="utf-8")
    done = answers(cli, *(f"onboard --answers {slug}.toml" for slug in slugs), "process-events")
    assert {each.exit_code for each in done} == {0}
    return cli


def crowd(folder: Path, slugs: list[str], each: int) -> Tally:
    """Run eight processes at once, ``each`` commands in every one, on the households of the slugs."""
    where = "one household" if len(slugs) == 1 else f"{len(slugs)} households"
    tally = Tally(f"spouses, script and cron at once on {where}")
    cli = households(folder, slugs)
    before = {slug: _counts(cli, slug) for slug in slugs}
    started = [Warm(cli, [*role(f"p{number}", slugs, each)]) for number, role in enumerate(ROLES, start=1)]
    results = [result for process in started for result in process.results()]
    tally.tried = len(results)
    tally.demand(tally.tried == each * len(ROLES), "a process ended early")
    tally.heard(results)
    codes = Counter(result.exit_code for result in results)
    for result in results:
        tally.demand(result.exit_code in (0, 75), f"{result.line}: {result.exit_code} {result.stderr}")
    for slug in slugs:
        _judge(tally, cli, slug, before[slug], [each for each in results if each.line.endswith(f" -H {slug}")])
    _judge_ticks(tally, cli, slugs, results, sum(counts["processed"] for counts in before.values()))
    tally.note = f"{codes[75]} busy"
    return tally


def _counts(cli: WarmCli, slug: str) -> Counter[str]:
    path = cli.home / "households" / f"{slug}.db"
    content(path)
    ((revision,),) = rows(path, "SELECT revision FROM meta")
    ((batches, entries),) = rows(path, "SELECT max(batch), count(*) FROM audit")
    events = Counter(status for (status,) in rows(path, "SELECT status FROM event"))
    return Counter(revision=revision, batches=batches, entries=entries, events=events.total(), **events)


def _judge(tally: Tally, cli: WarmCli, slug: str, before: Counter[str], results: list[Timed]) -> None:
    """Compare what the commands on a household acknowledged with what is in its file."""
    path = cli.home / "households" / f"{slug}.db"
    edits = [each for each in results if each.line.split()[0] in ("flows", "account", "assumption")]
    edits = [each for each in edits if each.line.split()[1] != "list"]
    done = [each for each in edits if each.exit_code == 0]
    tally.acknowledged += len(done)
    wanted = Counter(each.line.split()[3] for each in done if each.line.startswith("flows add"))
    found = Counter(key for (key,) in rows(path, "SELECT id FROM flow WHERE id GLOB 'p[0-9]-*'"))
    tally.lost += (wanted - found).total()
    tally.doubled += (found - wanted).total()
    now = _counts(cli, slug)
    # Each acknowledged edit is one batch of one entry, one revision and one event: fewer are lost, more are doubled.
    for what in ("revision", "batches", "entries", "events"):
        more = now[what] - before[what] - len(done)
        tally.lost += max(0, -more)
        tally.doubled += max(0, more)


def _judge_ticks(tally: Tally, cli: WarmCli, slugs: list[str], results: list[Timed], before: int) -> None:
    """Compare the events that ticks and refreshes processed with those there are."""
    (last,) = answers(cli, "process-events --json")
    ticks = [each.data["events_processed"] for each in (*results, last) if each.line == TICK and each.exit_code == 0]
    by_ticks = sum(ticks) + last.data["events_processed"]
    processed = sum(_counts(cli, slug)["processed"] for slug in slugs) - before
    # The script's own refreshes process some as well.
    tally.doubled += max(0, by_ticks - processed)
    for slug in slugs:
        status, again = answers(cli, f"status --json -H {slug}", f"flows regenerate --json -H {slug}")
        tally.demand(status.data["fresh"], f"{slug} is not fresh in the end")
        tally.demand(again.data["result"] == "unchanged", f"the flows of {slug} are not those of its records")
        tally.demand(
            sum(_counts(cli, slug)[each] for each in ("pending", "failed", "dead")) == 0, f"{slug}: open events"
        )
