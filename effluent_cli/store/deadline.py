"""How long a command may wait for a household: one deadline over the lock, the transaction and the commit."""

import time


class Deadline:
    """A point in time ``seconds`` from now (0 or less: at once), on a clock that does not jump."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + max(seconds, 0.0)

    def left(self) -> float:
        """Return the seconds left, 0.0 once the deadline has passed."""
        return max(self._end - time.monotonic(), 0.0)
