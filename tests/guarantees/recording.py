"""What a command does to the disk, as ``strace`` sees it: every call that changes a file or makes it permanent.

``strace`` rather than a shim or a VFS of SQLite's: it needs no help from the program, misses nothing that another layer does
(the folders, the backups, the renames), and is there on every Linux that lets a process be traced.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from tests.running import Cli, command

CALLS = (
    "openat open creat write pwrite64 writev pwritev ftruncate truncate fallocate fsync fdatasync"
    " rename renameat renameat2 link linkat unlink unlinkat mkdir mkdirat"
)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?.*")
_AT = re.compile(r"(-?\d+|AT_FDCWD)<([^>]*)>")


class Op(NamedTuple):
    """One step: what was done to ``path``, relative to the folder that was watched.

    ``write`` puts ``content`` at ``offset``, ``size`` sets the length to ``offset``, ``rename`` and ``link`` lead to ``to``,
    ``sync`` makes a file's content or a folder's names permanent, ``answered`` is the moment in which a command spoke.
    """

    what: Literal["create", "folder", "write", "size", "sync", "unlink", "rename", "link", "answered"]
    path: str = ""
    to: str = ""
    offset: int = 0
    content: bytes = b""


@cache
def why_not() -> str:
    """Return why nothing can be recorded here, "" if it can."""
    if not sys.platform.startswith("linux") or shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()[:80]}"


def recorded(cli: Cli, lines: Sequence[str]) -> list[Op]:
    """Run command lines one after the other and return what they did below the home's parent, to which they must keep."""
    steps: list[Op] = []
    for line in lines:
        steps += traced(cli, command(*shlex.split(line)))
    return steps


def traced(cli: Cli, arguments: Sequence[str]) -> list[Op]:
    """Run one process, which must succeed, and return what it did."""
    root = cli.home.parent
    log = root.with_name(f"{root.name}.trace")
    watching = ["strace", "-f", "-qq", "-y", "-xx", "-s", "100000000", "-e", f"trace={','.join(CALLS.split())}"]
    done = subprocess.run(
        [*watching, "-o", str(log), *arguments],
        env=cli.environment(), cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (arguments, done)
    steps = list(_steps(log.read_text(encoding="ascii").splitlines(), str(root)))
    log.unlink()
    assert any(step.what == "answered" for step in steps), (arguments, "says nothing")
    return steps


def _steps(lines: Sequence[str], root: str) -> Iterator[Op]:
    """Yield the steps below ``root``, which is left out of their paths."""
    offsets: dict[str, int] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            assert "+++" in line or "---" in line, f"a call that was interrupted: {line[:100]}"
            continue
        _, call, text, result, opened = match.groups()
        if int(result) < 0:
            continue
        arguments = text.split(", ")
        for step in _of_call(call, arguments, _decoded(opened).decode() if opened else "", int(result), offsets):
            if step.what == "answered":
                yield step
            elif _inside(step.path, root):
                yield step._replace(path=_below(step.path, root), to=_below(step.to, root) if step.to else "")


def _of_call(call: str, arguments: list[str], opened: str, result: int, offsets: dict[str, int]) -> Iterator[Op]:
    if call in ("openat", "open", "creat"):
        offsets[f"{result}<{opened}"] = 0
        if call == "creat" or "O_CREAT" in arguments[-1] or "O_CREAT" in arguments[-2]:
            yield Op("create", opened)
        if call == "creat" or any("O_TRUNC" in argument for argument in arguments):
            yield Op("size", opened)
    elif call in ("write", "pwrite64"):
        yield _write(call, arguments, result, offsets)
    elif call == "ftruncate":
        yield Op("size", _path(arguments[0]), offset=int(arguments[1]))
    elif call in ("fsync", "fdatasync"):
        yield Op("sync", _path(arguments[0]))
    elif call.startswith(("mkdir", "unlink", "rename", "link")):
        kind: dict[str, Literal["folder", "unlink", "rename", "link"]] = {"m": "folder", "u": "unlink", "r": "rename"}
        paths = _paths(arguments)
        yield Op(kind.get(call[0], "link"), paths[0], to=paths[1] if len(paths) > 1 else "")
    else:
        raise AssertionError(f"a call that is not understood: {call}")


def _write(call: str, arguments: list[str], result: int, offsets: dict[str, int]) -> Op:
    number, path = _AT.fullmatch(arguments[0]).groups()  # type: ignore[union-attr]  # strace writes nothing else here
    if number == "1":
        return Op("answered")
    key = f"{number}<{_decoded(path).decode()}"
    content = _decoded(arguments[1].strip('"'))[:result]
    if call == "pwrite64":
        return Op("write", _decoded(path).decode(), offset=int(arguments[3]), content=content)
    at = offsets.get(key, 0)
    offsets[key] = at + result
    return Op("write", _decoded(path).decode(), offset=at, content=content)


def _path(argument: str) -> str:
    match = _AT.fullmatch(argument)
    return _decoded(match[2]).decode("utf-8", "replace") if match else ""


def _paths(arguments: list[str]) -> list[str]:
    """Return the paths among the arguments, each relative one below the folder named before it."""
    found, base = [], ""
    for argument in arguments:
        if argument.startswith('"'):
            found.append(os.path.join(base, _decoded(argument.strip('"')).decode()))
        elif match := _AT.fullmatch(argument):
            base = _decoded(match[2]).decode()
    return found


def _decoded(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _inside(path: str, root: str) -> bool:
    return Path(path).is_relative_to(root)


def _below(path: str, root: str) -> str:
    return str(Path(path).relative_to(root))
