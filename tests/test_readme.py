"""The README's commands are run as they stand there."""

import re
import shlex
import shutil
from pathlib import Path

from tests.running import EXAMPLES, Cli

ROOT = Path(__file__).parents[1]


def lines() -> list[str]:
    """Return the command lines of the README's sh blocks."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return [line for block in blocks for line in block.splitlines()]


def test_the_first_two_lines_each_stand_alone() -> None:
    demo, tests = lines()[:2]
    assert demo.endswith("effluent demo")
    assert "pytest" in tests
    assert all(line.startswith("python3 -m venv .venv && ") for line in (demo, tests))


def test_the_other_lines_work_one_after_the_other(cli: Cli) -> None:
    shutil.copy(EXAMPLES / "rivera.toml", cli.home.parent / "household.toml")
    for line in lines()[2:]:
        program, *arguments = shlex.split(line)
        assert program == "effluent"
        assert "Traceback" not in cli(*arguments).stderr


def test_the_ci_runs_the_same_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md | sed -n 2p" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
