"""What is odd about a household's data: a finding, never an exception."""

from typing import Literal

from effluent_cli.domain.frozen import frozen

Severity = Literal["error", "warning", "info"]


@frozen
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
