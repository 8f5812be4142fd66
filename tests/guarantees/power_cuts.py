"""Power cuts, simulated: after every step of a recorded command the disk is rebuilt as a cut may leave it, and opened.

What was synced is there. Of the rest, by seed: nothing; everything; some first part of it; or any part of it, each write torn
at sectors of 512 bytes, names and contents in any order, and what a file grew by without its content filled with noise. A
new file's name is permanent only once its folder was synced, as POSIX has it.
"""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from effluent_cli.errors import EffluentError, NoHousehold
from effluent_cli.store.home import Home
from tests.guarantees.looking import content
from tests.guarantees.recording import Op
from tests.guarantees.tally import Tally

SECTOR = 512
KINDS = 4


@dataclass
class File:
    """Content that is permanent, and the writes and new lengths that are not yet."""

    content: bytes = b""
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def settle(self) -> None:
        """Make everything permanent."""
        self.content = self.all()
        self.waiting = []

    def all(self) -> bytes:
        """Return the content as a process sees it."""
        whole = bytearray(self.content)
        for offset, part in self.waiting:
            _put(whole, offset, part, 0)
        return bytes(whole)

    def after(self, kind: int, chance: random.Random) -> bytes:
        """Return what a cut leaves."""
        whole = bytearray(self.content)
        kept = self.waiting[: chance.randint(0, len(self.waiting))] if kind == 2 else self.waiting
        for offset, part in kept if kind else ():
            noise = chance.randrange(1, 256) if kind == 3 else 0
            if kind == 1 or (kind == 2 and chance.random() < 0.8) or part is None:
                if kind != 3 or chance.random() < 0.5:
                    _put(whole, offset, part, noise)
                continue
            for start, piece in _sectors(offset, part):
                if chance.random() < 0.5:
                    _put(whole, start, piece, noise)
        return bytes(whole)


def _put(whole: bytearray, offset: int, part: bytes | None, noise: int) -> None:
    """Write ``part`` at ``offset``, or set the length where it is None; a gap is filled with ``noise``."""
    if part is None:
        del whole[offset:]
    if len(whole) < offset:
        whole += bytes([noise]) * (offset - len(whole))
    if part is not None:
        whole[offset : offset + len(part)] = part


def _sectors(offset: int, part: bytes) -> Iterator[tuple[int, bytes]]:
    at = offset
    while at < offset + len(part):
        end = min(at - at % SECTOR + SECTOR, offset + len(part))
        yield at, part[at - offset : end - offset]
        at = end


Node = File | None
"""A file, or None for a folder."""


class Disk:
    """Names and files: those that are permanent, and what happened to names since their folder was synced."""

    def __init__(self) -> None:
        self._names: dict[str, Node] = {}
        self._waiting: list[dict[str, Node | str]] = []
        self._now: dict[str, Node] = {}

    @classmethod
    def holding(cls, root: Path) -> "Disk":
        """Return a disk with everything that lies below a folder, all of it permanent."""
        disk = cls()
        for path in sorted(root.rglob("*")):
            disk._names[str(path.relative_to(root))] = None if path.is_dir() else File(path.read_bytes())
        disk._now = dict(disk._names)
        return disk

    def do(self, step: Op) -> None:
        """Carry out one step."""
        if step.what == "create" and step.path not in self._now:
            self._rename({step.path: File()})
        elif step.what == "folder":
            self._rename({step.path: None})
        elif step.what == "unlink":
            self._rename({step.path: GONE})
        elif step.what in ("rename", "link"):
            moved = {step.to: self._now[step.path]}
            self._rename({**moved, step.path: GONE} if step.what == "rename" else {**moved})
        elif step.what in ("write", "size"):
            file = self._now.get(step.path)
            # A file that was unlinked while open is nobody's any more.
            if isinstance(file, File):
                file.waiting.append((step.offset, step.content if step.what == "write" else None))
        elif step.what == "sync":
            self._sync(step.path)

    def _rename(self, change: "dict[str, Node | str]") -> None:
        self._waiting.append(change)
        _apply(self._now, change)

    def _sync(self, path: str) -> None:
        file = self._now.get(path)
        if isinstance(file, File):
            file.settle()
            return
        still = []
        for change in self._waiting:
            if all(str(PurePosixPath(name).parent) == path for name in change):
                _apply(self._names, change)
            else:
                still.append(change)
        self._waiting = still

    def after(self, kind: int, chance: random.Random) -> dict[str, bytes | None]:
        """Return the files and folders that a cut of a kind leaves."""
        names = dict(self._names)
        first = chance.randint(0, len(self._waiting))
        for number, change in enumerate(self._waiting):
            if (0, 1, number < first, chance.random() < 0.5)[kind]:
                _apply(names, change)
        found = {name: None if file is None else file.after(kind, chance) for name, file in names.items()}
        return {name: held for name, held in found.items() if _reachable(name, found)}


GONE = "gone"


def _apply(names: dict[str, Node], change: "dict[str, Node | str]") -> None:
    for name, node in change.items():
        if isinstance(node, str):
            names.pop(name, None)
        else:
            names[name] = node


def _reachable(name: str, found: dict[str, bytes | None]) -> bool:
    parents = [str(each) for each in PurePosixPath(name).parents][:-1]
    return all(parent in found and found[parent] is None for parent in parents)


def laid_out(found: dict[str, bytes | None], root: Path) -> None:
    """Make a folder hold exactly these files and folders."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(mode=0o700, parents=True)
    for name, held in sorted(found.items()):
        path = root / name
        if held is None:
            path.mkdir(mode=0o700, exist_ok=True)
        else:
            path.write_bytes(held)
            path.chmod(0o600)


def state_of(root: Path, slug: str) -> str:
    """Open a household as effluent does, read all of it, and return what its file holds; "" where there is none."""
    file = Home(root / "home").household(slug)
    try:
        with file.reading() as books:
            books.inputs()
            books.events(open_only=False)
            books.audit()
            books.baseline()
            books.system_flows()
    except NoHousehold:
        return ""
    return content(file.path)


def backups_of(root: Path) -> dict[str, str]:
    """Return what the backups hold, by name; fail unless each is whole."""
    return {path.name: content(path) for path in sorted((root / "home" / "backups").glob("*.db"))}


def cuts(before: Path, steps: Sequence[Op], slug: str, folder: Path, seeds: int, every: int = 1) -> Tally:
    """Cut the power after every step of a recording that began with the files in ``before``, ``seeds`` times, in turn each way.

    With ``every`` only after each so many steps, and after each answer.
    """
    tally = Tally("power cut after every recorded step, by seed")
    disk, root = Disk.holding(before), folder / "cut"
    laid_out(disk.after(1, random.Random(0)), root)  # noqa: S311
    states, floor, kept = [state_of(root, slug)], 0, backups_of(root)
    for number, step in enumerate(steps):
        disk.do(step)
        # Contents alone change nothing that counts: a commit is the end of a journal, a deletion that of a file.
        if step.what not in ("write", "sync"):
            laid_out(disk.after(1, random.Random(0)), root)  # noqa: S311
            now = state_of(root, slug)
            if now != states[-1]:
                states.append(now)
        if step.what == "answered":
            floor, kept = len(states) - 1, backups_of(root)
            tally.acknowledged += 1
        if number % every and step.what != "answered":
            continue
        for seed in range(seeds):
            chance = random.Random(f"{number} {seed}")  # noqa: S311  # the same cuts every time
            laid_out(disk.after(tally.tried % KINDS, chance), root)
            tally.tried += 1
            _judge(tally, root, slug, states, floor, kept, f"step {number} ({step.what} {step.path}), seed {seed}")
    return tally


def _judge(
    tally: Tally, root: Path, slug: str, states: list[str], floor: int, kept: dict[str, str], where: str
) -> None:
    try:
        held = state_of(root, slug)
        found = [number for number, state in enumerate(states) if state == held]
        if tally.demand(bool(found), f"{where}: the file holds what it never held"):
            tally.lost += found[-1] < floor
        backups = backups_of(root)
        tally.lost += sum(backups.get(name) != whole for name, whole in kept.items())
    except (EffluentError, AssertionError, OSError) as error:
        tally.demand(False, f"{where}: {error}")
