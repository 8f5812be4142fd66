"""``onboard`` at a terminal: a real process behind a pseudo-terminal, answered line by line."""

import errno
import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.running import EXAMPLES, Cli, command

PATIENCE = 20.0


class Terminal:
    """One process at a pseudo-terminal of its own; ``seen`` is everything that appeared on it."""

    def __init__(self, cli: Cli, *arguments: str) -> None:
        self._leader, follower = pty.openpty()
        self._process = subprocess.Popen(
            command(*arguments),
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**cli.environment(), "TERM": "xterm"},
            cwd=cli.home.parent,
            start_new_session=True,
            preexec_fn=lambda: _own(follower),  # noqa: PLW1509  # Ctrl-C reaches only who owns the terminal
        )
        os.close(follower)
        self.seen = ""
        self._answered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._leader)

    def answer(self, question: str, line: str) -> None:
        """Wait for a question and answer it."""
        self.wait_for(question)
        self.type(f"{line}\n")

    def type(self, text: str) -> None:
        """Type as a person does."""
        self._answered = len(self.seen)
        os.write(self._leader, text.encode())

    def wait_for(self, words: str) -> None:
        """Read until the words appear after the last answer."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.seen[self._answered :]:
            assert time.monotonic() < deadline, (words, self.seen)
            assert self._read(), (words, self.seen)

    def ended(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        return self._process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._leader], [], [], PATIENCE)
        if not ready:
            return False
        try:
            part = os.read(self._leader, 65536)
        except OSError as error:
            if error.errno == errno.EIO:  # the other end is closed
                return False
            raise
        self.seen += part.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(part)


def _own(follower: int) -> None:
    """Make the pseudo-terminal the one that this process is controlled from."""
    import fcntl
    import termios

    fcntl.ioctl(follower, termios.TIOCSCTTY, 0)


ANSWERS = [
    ("Name of the household", "Okafor"),
    ("Short name", "?"),
    ("Short name", ""),
    ("Time zone", "America/Chicago"),
    ("Name", "Ngozi Okafor"),
    ("Relationship", "<"),
    ("Name [Ngozi Okafor]", ""),
    ("Relationship", "self"),
    ("Date of birth", "1997-01-31"),
    ("Blind", ""),
    ("Employment status", "employed_w2"),
    ("Enter to go on", ""),
    ("Filing status", "single"),
    ("State of residence", "TX"),
    ("Employer", "Lone Star Freight"),
    ("Kind of income", "w2"),
    ("Salary a year", "120000.00"),
    ("How often", "monthly"),
    ("A pay date", "2026-11-30"),
    ("Raise", ""),
    ("First day", ""),
    ("Last day", ""),
    ("State of work", ""),
    ("Date of the last pay stub", ""),
    ("Enter to go on", ""),
    ("Withholding", "skip"),
    ("Paycheck deductions", ""),
    ("Name", "Checking"),
    ("Kind of account", ""),
    ("Bank", ""),
    ("Last four", ""),
    ("Balance", "5000.00"),
    ("As of", ""),
    ("Yield", ""),
    ("Primary", ""),
    ("Notes", ""),
    ("Enter to go on", ""),
]
LEFT_AT = 12
LATER = [
    *(
        (step, "")
        for step in ("Investments", "Retirement", "Real estate", "Vehicles", "Personal", "Business ownership")
    ),
    *((step, "") for step in ("Mortgages", "Credit cards", "Student loans", "Other debts")),
    ("Rent a month", "1650.00"),
    *(
        (field, "")
        for field in ("Property tax", "Homeowners", "Renters", "HOA", "maintenance", "improvement", "Lawn", "security")
    ),
    *((step, "") for step in ("Utilities", "Insurance", "Transportation")),
    ("Groceries", "420.00"),
    *((field, "") for field in ("Dining", "Coffee", "Food delivery", "Other expenses")),
]


def test_a_person_describes_a_household_leaves_in_the_middle_and_comes_back(cli: Cli) -> None:
    with Terminal(cli, "onboard") as terminal:
        for question, line in ANSWERS[:LEFT_AT]:
            terminal.answer(question, line)
        terminal.wait_for("Filing status")
        terminal.type("\x03")
        assert terminal.ended() == 130
    assert "what you answered is kept" in terminal.seen
    assert "effluent onboard -H okafor" in terminal.seen
    with Terminal(cli, "onboard") as terminal:
        for question, line in (*ANSWERS[LEFT_AT:], *LATER, ("Enter to finish", "")):
            terminal.answer(question, line)
        assert terminal.ended() == 0
    for words in ("Step 4 of 27: Tax filing", "Net worth now", "effluent project -H okafor"):
        assert words in terminal.seen
    answered = cli.json("onboard", "--answers", str(EXAMPLES / "okafor.toml"), "--dry-run")
    assert answered["progress"]["percent"] == 100
    net = next(flow for flow in cli.json("flows", "list")["flows"] if flow["kind"] == "net_pay")
    assert net["amount"] == "7770.83"
    # Each sitting is one batch, whatever number of steps it recorded, and can be taken back as a whole.
    assert {entry["batch"] for entry in cli.json("history")["entries"]} == {1, 2}
    assert cli.json("undo")["undid"]["batch"] == 2
    assert cli.json("income", "list")["sources"] == []
    cli("undo")
    assert cli("project", "--months", "2", "--refresh").exit_code == 0


def test_a_hangup_while_a_question_waits_keeps_the_draft(cli: Cli) -> None:
    with Terminal(cli, "onboard") as terminal:
        terminal.answer("Name of the household", "Okafor")
        terminal.wait_for("Short name")
        terminal._process.send_signal(signal.SIGTERM)
        assert terminal.ended() == 143
    assert [each.name for each in (cli.home / "drafts").iterdir()] == ["_new.json"]


def test_what_an_answers_file_takes_away_is_asked_about_at_a_terminal(rivera: Cli, tmp_path: Path) -> None:
    file = tmp_path / "fewer.toml"
    file.write_text("vehicles = []\n", encoding="utf-8")
    for line, exit_code, active in (("no", 4, True), ("yes", 0, False)):
        with Terminal(rivera, "onboard", "--answers", str(file)) as terminal:
            terminal.answer("Deactivate what is no longer among the answers?", line)
            assert terminal.ended() == exit_code
        accounts = {each["id"] for each in rivera.json("account", "list")["accounts"]}
        assert ("subaru" in accounts) is active


def test_prompts_leave_standard_output_to_the_answer(cli: Cli) -> None:
    leader, follower = pty.openpty()
    done = subprocess.Popen(
        command("onboard"),
        stdin=follower,
        stderr=follower,
        stdout=subprocess.PIPE,
        env=cli.environment(),
        cwd=cli.home.parent,
    )
    os.close(follower)
    os.write(leader, b"Okafor\n\x04")
    stdout, _ = done.communicate(timeout=PATIENCE)
    os.close(leader)
    assert done.returncode == 130
    assert stdout == b""


def test_nobody_is_asked_under_no_input_ci_or_json(cli: Cli) -> None:
    for arguments, env in (("--no-input",), {}), ((), {"CI": "1"}), (("--json",), {}):
        with Terminal(cli.within(**env), "onboard", *arguments) as terminal:
            assert terminal.ended() == 2
        assert "household_info.name" in terminal.seen
