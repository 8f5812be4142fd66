"""What ``doctor`` answers."""

from dataclasses import dataclass

from effluent_cli.domain.findings import Finding


@dataclass(frozen=True)
class HouseholdChecked:
    """One household and everything odd about it, its file and its lock."""

    slug: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Mended:
    """One thing that was put right; the message says what was wrong."""

    code: str
    subject: str
    message: str


@dataclass(frozen=True)
class Checked:
    """Every household that was looked at; all findings, those about the home itself included; and what was mended.

    What was mended is no finding any more. After a dry run ``fixed`` is what would be mended, and stays a finding.
    """

    households: tuple[HouseholdChecked, ...]
    findings: tuple[Finding, ...]
    fixed: tuple[Mended, ...]
