"""Published cases, one JSON document a line: ``input`` as ``calc`` takes it, ``expected``, ``tolerance``, ``source``."""

import json
from pathlib import Path
from typing import Any


def published(*names: str) -> list[dict[str, Any]]:
    """Return the cases in the files of those names."""
    folder = Path(__file__).parent
    return [json.loads(line) for name in names for line in (folder / f"{name}.jsonl").read_text().splitlines()]
