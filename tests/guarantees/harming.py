"""Copies of a household's file that came to harm, by seed, and what the whole program makes of them."""

import random
from collections import Counter
from pathlib import Path

from tests.guarantees.scenes import LATER, copied, file_of
from tests.guarantees.tally import Tally
from tests.guarantees.warm import WarmCli, answers, at

READING = (
    "status --json",
    "account list",
    "flows list --json",
    "debt list",
    "project --months 3 --json",
    "baseline show",
    "history",
    "runs list",
    "event list --all",
    "household list --json",
)
WRITING = (
    "event add manual_refresh",
    "flows regenerate",
    "account set-balance checking 5",
    "process-events --json",
    "undo",
)
KNOWN = (0, 3, 4, 5, 78)
"""Exit codes of an answer or of a clear error."""


def flipped(whole: bytes, chance: random.Random) -> bytes:
    copy = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
    return bytes(copy)


def header_flipped(whole: bytes, chance: random.Random) -> bytes:
    copy = bytearray(whole)
    copy[chance.randrange(100)] = chance.randrange(256)
    return bytes(copy)


def truncated(whole: bytes, chance: random.Random) -> bytes:
    # A cut inside the last page is the one that SQLite does not see by the length of the file.
    return whole[: chance.choice((chance.randrange(1, len(whole)), len(whole) - chance.randrange(1, 4096)))]


def torn(whole: bytes, chance: random.Random) -> bytes:
    copy = bytearray(whole)
    page = 4096 * chance.randrange(len(copy) // 4096)
    copy[page : page + 4096] = chance.choice((bytes(4096), chance.randbytes(4096), copy[:4096]))
    return bytes(copy)


HARMS = (flipped, header_flipped, truncated, torn)


def harmed(scene: WarmCli, folder: Path, copies: int, seed: int) -> Tally:
    """Harm copies of a file, in turn each way, and run reading and writing commands on every one."""
    tally = Tally("damaged copies of a file, read and written")
    cli = copied(scene, folder)
    file = file_of(cli)
    whole = file.read_bytes()
    codes: Counter[int] = Counter()
    for number in range(copies):
        harm = HARMS[number % len(HARMS)]
        copy = harm(whole, random.Random(f"{seed} {number}"))  # noqa: S311  # the same harm every time
        file.write_bytes(copy)
        _remove_journals(file)
        where = f"copy {number} ({harm.__name__})"
        read = answers(cli, *READING, prepare=at(LATER))
        tally.demand(file.read_bytes() == copy, f"{where}: reading rewrote it")
        written = answers(cli, *WRITING, prepare=at(LATER))
        refused = all(answer.exit_code not in (0, 5) for answer in written)
        tally.demand(not refused or file.read_bytes() == copy, f"{where}: all was refused and yet something written")
        for answer in (*read, *written):
            codes[answer.exit_code] += 1
            tally.demand(
                answer.exit_code in KNOWN, f"{where}: {answer.line}: {answer.exit_code} {answer.stderr[-200:]}"
            )
        tally.heard([*read, *written])
        tally.tried += 1
    tally.note = f"{codes[0]:,} answers, {codes.total() - codes[0]:,} clear errors"
    return tally


def _remove_journals(file: Path) -> None:
    for end in ("-journal", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
