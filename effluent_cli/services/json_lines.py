"""JSON Lines in, JSON Lines out: each line read strictly, answered in its place, and nothing kept of the lines before.

No pydantic: a line is answered in a fraction of the time that importing it takes.
"""

import json
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from effluent_cli.domain.codec import encode
from effluent_cli.errors import InvalidInput, Problem

LONGEST_LINE = 1_000_000
"""Bytes of one line; a longer one is refused without being held in memory."""


class Number(str):
    """A JSON number with a fraction or an exponent, exactly as it was written: no float ever holds an amount."""

    __slots__ = ()


class Doubled(dict[str, Any]):
    """A JSON object in which ``key`` stands twice."""

    key = ""


@dataclass(frozen=True)
class WrongValue:
    """One thing wrong with one value of a line."""

    path: str
    value: Any
    message: str


@dataclass(frozen=True)
class LineProblem:
    """What the error document says, for one line."""

    code: str
    message: str
    hint: str
    exit_code: int
    problems: tuple[WrongValue, ...]


@dataclass(frozen=True)
class BadLine:
    """What stands in the place of a line that could not be answered; ``id`` is None where it cannot be read."""

    id: Any
    error: LineProblem


def lines_at(path: str) -> Iterator[bytes]:
    """Yield the lines of the file at ``path``, ``-`` for standard input, as they come; InvalidInput if it cannot be read."""
    try:
        if path == "-":
            yield from lines_of(sys.stdin.buffer)
        else:
            with open(path, "rb") as file:
                yield from lines_of(file)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no file can have this name"
        problem = Problem("--input", path, f"cannot be read: {reason.lower()}")
        raise InvalidInput(f"--input {path!r} {problem.message}", problems=(problem,)) from None


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of ``stream`` as they come; of a line beyond ``LONGEST_LINE`` only so much that it shows."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield line


def answered(lines: Iterable[bytes], worker: Callable[[dict[str, Any]], object]) -> Generator[str, None, int]:
    """Yield one JSON text with its newline for each line that is not blank; the generator returns how many were bad.

    ``worker`` turns a document into a dataclass; InvalidInput makes it a bad line. Output is ASCII whatever the locale.
    """
    bad = 0
    for number, line in enumerate(lines, 1):
        if not (text := line.strip()):
            continue
        document: object = None
        try:
            document = parsed(text)
            if not isinstance(document, dict):
                raise InvalidInput("not a JSON object")
            answer = worker(document)
        except InvalidInput as error:
            bad += 1
            answer = _bad_line(document, number, error)
        yield json.dumps(encode(answer), separators=(",", ":")) + "\n"
    return bad


def parsed(line: bytes) -> object:
    """Return the JSON value of one line; InvalidInput for anything that is not JSON in UTF-8, NaN and Infinity included."""
    if len(line) > LONGEST_LINE:
        raise InvalidInput(f"a line may have at most {LONGEST_LINE:,} bytes")
    try:
        return _DECODER.decode(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidInput("not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"not JSON: {error}") from None


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) == len(pairs):
        return document
    doubled, seen = Doubled(document), set[str]()
    doubled.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add returns None, on purpose
    return doubled


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=Number, parse_constant=_constant)


def identity(value: object) -> bool:
    """Return whether ``value`` can be a line's id: a string or a whole number."""
    return type(value) is str or type(value) is int


def _bad_line(document: object, number: int, error: InvalidInput) -> BadLine:
    key = document.get("id") if isinstance(document, dict) else None
    problems = tuple(WrongValue(each.path, _plain(each.value), each.message) for each in error.problems)
    message = error.message if identity(key) else f"line {number}: {error.message}"
    return BadLine(
        key if identity(key) else None, LineProblem(error.code, message, error.hint, error.exit_code, problems)
    )


def _plain(value: object) -> object:
    """Return what a problem repeats of a value: lists and objects only by their brackets, however deep they are."""
    if isinstance(value, list | dict):
        return "[…]" if isinstance(value, list) else "{…}"
    return value if value is None or type(value) in (str, int, bool) else str(value)


def problems_error(problems: list[Problem]) -> InvalidInput:
    """Return the error that tells all of ``problems``."""
    first = f"{problems[0].path}: {problems[0].message}"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return InvalidInput(first + more, problems=tuple(problems))
