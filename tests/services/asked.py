"""Asks the workers of ``calc`` and reads what they answer."""

import json
from collections.abc import Callable, Generator, Iterable
from typing import Any

from jsonschema import Draft202012Validator

from effluent_cli.domain.codec import json_schema
from effluent_cli.services.json_lines import BadLine

Worker = Callable[..., Generator[str, None, int]]

PAY = {"id": "a", "tax_year": 2026, "pay_frequency": "monthly", "gross": "10000", "state": "TX"}
LOAN = {"id": "a", "principal": "15000", "annual_rate": "0.045", "term_months": 36}


def answers(worker: Worker, lines: Iterable[object], *, trace: bool = False) -> tuple[list[dict[str, Any]], int]:
    """Return what ``worker`` answers to documents (bytes are taken as they are), and how many lines were bad."""
    raw = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    found: list[dict[str, Any]] = []
    generator = worker(raw, trace=trace)
    while True:
        try:
            text = next(generator)
        except StopIteration as end:
            return found, int(end.value)
        assert text.endswith("\n")
        assert text.isascii()
        found.append(json.loads(text))


def one(worker: Worker, line: object, *, trace: bool = False) -> dict[str, Any]:
    (answer,), _ = answers(worker, [line], trace=trace)
    return answer


def problems(worker: Worker, line: object) -> dict[str, str]:
    answer = one(worker, line)
    Draft202012Validator(json_schema(BadLine)).validate(answer)
    assert answer["error"]["exit_code"] == 2
    return {problem["path"]: problem["message"] for problem in answer["error"]["problems"]}
