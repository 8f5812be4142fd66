"""G7: no silent errors in comparison: what no driver covers, or does not add up, is told, and the exit code says so too."""

import json
import subprocess
import sys

import pytest

from tests.running import Cli

UNCOVERED = """
import sys
from effluent_cli.domain import comparison
del comparison.DRIVERS["groceries"]
from effluent_cli.entry import main
sys.exit(main())
"""
ASTRAY = """
import sys
from effluent_cli.domain import comparison
found = comparison.apart_by_name
comparison.apart_by_name = lambda *of: {name: amount + (name == "groceries") for name, amount in found(*of).items()}
from effluent_cli.entry import main
sys.exit(main())
"""
LINES = ["compare baseline live --months 6", "baseline diff --months 6"]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("program", "reason"), [(UNCOVERED, "no driver covers groceries"), (ASTRAY, "the drivers sum to")]
)
def test_drivers_that_cannot_be_worked_out_are_an_error_with_the_reason(
    rivera: Cli, line: str, program: str, reason: str
) -> None:
    rivera("baseline", "pin")
    rivera("flows", "edit", "groceries", "--amount", "1000")
    rivera("process-events")
    done = {
        form: subprocess.run(
            [sys.executable, "-c", program, *line.split(), "-o", form],
            env=rivera.environment(), capture_output=True, text=True, check=False,
        )
        for form in ("json", "plain")
    }  # fmt: skip
    assert [each.returncode for each in done.values()] == [5, 5]
    data = json.loads(done["json"].stdout)["data"]
    assert (data["drivers"]["status"], data["drivers"]["items"]) == ("error", [])
    assert data["drivers"]["reason"].startswith(reason)
    assert data["difference"]["net_worth"] != "0.00"
    assert f"cannot be worked out: {reason}" in done["plain"].stdout
    whole = rivera(*line.split(), "--json").data
    assert whole["drivers"]["status"] == "ok"
    assert whole["difference"] == data["difference"]
