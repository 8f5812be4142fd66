"""Real time for tests, in which every other clock stands still."""

import time


class Stopwatch:
    """Counts the seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.clock_gettime(time.CLOCK_MONOTONIC)

    @property
    def seconds(self) -> float:
        """The seconds since the start."""
        return time.clock_gettime(time.CLOCK_MONOTONIC) - self._start
