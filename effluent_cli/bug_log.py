"""The log of an error that nobody foresaw: where in the code and with which versions, and nothing of the household."""

import os
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from effluent_cli import __version__

_PACKAGE = Path(__file__).resolve().parent


def write_log(error: BaseException, *, words: tuple[str, ...], arguments: int, home: str) -> str:
    """Write the log below ``home`` if that is there already, else to the temporary directory, and return its path.

    ``words`` are the command's own words, ``arguments`` is how many arguments there were. OSError if neither place can be
    written.
    """
    text = log_text(error, words=words, arguments=arguments)
    if Path(home).is_dir():
        logs = Path(home) / "logs"
        try:
            with suppress(FileExistsError):
                logs.mkdir()
                logs.chmod(0o700)
            return _new_file(str(logs), text)
        except OSError:
            pass  # a home that cannot be written may be the very reason
    return _new_file(None, text)


def log_text(error: BaseException, *, words: tuple[str, ...], arguments: int) -> str:
    """Return the log: versions, the command's words, the kinds of error and the path through the code.

    Messages, arguments and values are left out, because they may hold names and amounts.
    """
    import platform

    # Not imported for this: only the store has business with SQLite.
    sqlite = getattr(sys.modules.get("sqlite3"), "sqlite_version", "not loaded")
    lines = [
        f"effluent {__version__}",
        f"Python {platform.python_version()}, SQLite {sqlite}, {platform.system()} {platform.machine()}",
        f"command: {' '.join(words) or '-'}, {arguments} arguments",
    ]
    for each in _chain(error):
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
        frames = traceback.extract_tb(each.__traceback__)
        lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return "".join(f"{line}\n" for line in lines)


def _chain(error: BaseException) -> list[BaseException]:
    """Return the error and what it came from, the latest first."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or following.__context__
    return chain


def _place(filename: str) -> str:
    """Return a source file below its package; the directories above may name a person."""
    path = Path(filename)
    roots = [_PACKAGE.parent, *(Path(each) for each in sys.path if each)]
    shortest = min(
        (str(path.relative_to(root)) for root in roots if path.is_relative_to(root)), key=len, default=path.name
    )
    return shortest if not Path(shortest).is_absolute() else path.name


def _new_file(folder: str | None, text: str) -> str:
    # mkstemp never opens a file that is there, and makes it 0600 where the umask lets it.
    handle, path = tempfile.mkstemp(prefix="effluent-bug-", suffix=".log", dir=folder, text=True)
    os.fchmod(handle, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return path
