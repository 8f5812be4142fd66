"""The machine's own time zone, by its IANA name."""

import os
import zoneinfo
from collections.abc import Iterator


def machine_zone() -> str:
    """Return the zone that ``TZ`` or the system's local time names; UTC where neither names one."""
    for name in _candidates():
        try:
            return zoneinfo.ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


def _candidates() -> Iterator[str]:
    yield os.environ.get("TZ", "").removeprefix(":")
    try:
        yield os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
        with open("/etc/timezone", encoding="ascii", errors="replace") as file:
            yield file.readline().strip()
    except OSError:
        return
