"""The only reader of the real clock. ``entry`` and ``commands`` call it once and pass the instant on as a value."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)
