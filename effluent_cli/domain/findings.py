"""What is odd about a household's data: a finding, never an exception."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """``code`` is stable for scripts, ``subject`` names the record, ``fix`` the command or answer that cures it."""

    code: str
    severity: Severity
    subject: str
    message: str
    fix: str = ""


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that refuse a regeneration."""
    return tuple(finding for finding in findings if finding.severity == "error")
