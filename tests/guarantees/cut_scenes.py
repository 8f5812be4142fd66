"""What is recorded before the power is cut: a household's first day, a day of edits, a migration, a write beyond the cache."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.guarantees import workers
from tests.guarantees.power_cuts import cuts
from tests.guarantees.recording import Op, recorded, traced
from tests.guarantees.scenes import SLUG, aged, file_of, ready
from tests.guarantees.tally import Tally
from tests.guarantees.warm import WarmCli
from tests.running import EXAMPLES

ROOT = Path(__file__).parents[2]
SPILL = "import sys; from tests.guarantees.workers import spill_and_say; spill_and_say(sys.argv[1])"
EDITS = [
    "account set-balance checking 5 --json",
    "process-events --json",
    "undo --json",
    "project --save --json",
    "household delete --yes --json",
]


def onboarding(folder: Path) -> tuple[Path, list[Op], str]:
    """Return what was there before, what was done, and to which household."""
    (folder / "before").mkdir()
    cli = WarmCli(folder / "now" / "home")
    cli.home.parent.mkdir()
    return folder / "before", recorded(cli, [f"onboard --answers {EXAMPLES / 'rivera.toml'} --json"]), SLUG


def editing(folder: Path) -> tuple[Path, list[Op], str]:
    cli = ready(folder / "now")
    shutil.copytree(folder / "now", folder / "before")
    return folder / "before", recorded(cli, EDITS), SLUG


def migrating(folder: Path) -> tuple[Path, list[Op], str]:
    cli = ready(folder / "now")
    aged(file_of(cli))
    shutil.copytree(folder / "now", folder / "before")
    return folder / "before", recorded(cli, ["status --json", "event add manual_refresh --json"]), SLUG


def spilling(folder: Path) -> tuple[Path, list[Op], str]:
    workers.founded(folder / "now" / "home")
    shutil.copytree(folder / "now", folder / "before")
    cli = WarmCli(folder / "now" / "home", env={"PYTHONPATH": str(ROOT)})
    return folder / "before", traced(cli, [sys.executable, "-c", SPILL, str(cli.home)]), workers.SLUG


SCENES: dict[str, Callable[[Path], tuple[Path, list[Op], str]]] = {
    "onboarding": onboarding, "editing": editing, "migrating": migrating, "spilling": spilling,
}  # fmt: skip


def cut_everywhere(name: str, folder: Path, seeds: int, every: int = 1) -> Tally:
    """Cut the power in one of the scenes; with ``every`` only after each so many steps."""
    before, steps, slug = SCENES[name](folder)
    return cuts(before, steps, slug, folder, seeds, every)
