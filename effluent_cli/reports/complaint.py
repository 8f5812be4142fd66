"""Errors and warnings as lines on stderr."""

from collections.abc import Iterable

from effluent_cli.domain.findings import Finding
from effluent_cli.errors import EffluentError, Problem
from effluent_cli.reports.terminal import painted, shown

LONGEST_VALUE = 60
"""Characters of a wrong value that are worth repeating."""


def error_text(error: EffluentError, *, colour: bool = False) -> str:
    """Return ``error: …``, each problem on a line of its own with its path, and ``hint: …`` where there is one."""
    lines = [f"{painted('error:', 'red', colour=colour)} {shown(error.message)}"]
    lines += [f"  {_problem_text(problem)}" for problem in error.problems if not _said(error, problem)]
    if error.hint:
        lines.append(f"{painted('hint:', 'bold', colour=colour)} {shown(error.hint)}")
    return "".join(f"{line}\n" for line in lines)


def warning_text(findings: Iterable[Finding], *, colour: bool = False) -> str:
    """Return ``warning: …`` lines, each with the command that cures it."""
    label = painted("warning:", "yellow", colour=colour)
    return "".join(f"{label} {shown(each.message)}{_cure(each.fix)}\n" for each in findings)


def _cure(fix: str) -> str:
    return f" ({shown(fix)})" if fix else ""


def _problem_text(problem: Problem) -> str:
    value = problem.value
    if value is None or isinstance(value, list | dict | tuple) or str(value) in problem.message:
        return shown(f"{problem.path}: {problem.message}")
    text = str(value)
    given = text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
    return shown(f"{problem.path}: {problem.message} (given: {given})")


def _said(error: EffluentError, problem: Problem) -> bool:
    """Return whether the message itself already tells the only problem there is."""
    return len(error.problems) == 1 and problem.message in error.message and problem.path in error.message
