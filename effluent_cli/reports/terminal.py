"""What the terminal can show: colour, characters, width; and text made safe to show. Settled here and nowhere else."""

import os
import shutil
from typing import TextIO

_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029])
_HARMFUL = {**_BIDI, **_CONTROLS}
_CODES = {"bold": "1", "red": "31", "yellow": "33", "faint": "2"}


def shown(text: str) -> str:
    """Return ``text`` without control characters, escape sequences and marks that change the reading direction."""
    return text.translate(_HARMFUL)


def colourful(choice: str | None, stream: TextIO) -> bool:
    """Return whether to write colour to ``stream``: by ``--color``, else NO_COLOR, else FORCE_COLOR, else on a terminal."""
    if choice in ("always", "never"):
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def painted(text: str, style: str, *, colour: bool) -> str:
    """Return ``text`` in a style (bold, red, yellow, faint) if ``colour``."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour else text


def ascii_only(stream: TextIO) -> bool:
    """Return whether lines must be drawn in ASCII: a C locale, or an encoding without the box characters."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    return locale in ("C", "POSIX") or not (stream.encoding or "").lower().replace("-", "").startswith("utf")


def width(stream: TextIO) -> int | None:
    """Return the terminal's width in characters, None if ``stream`` is no terminal and nothing may be cut."""
    return shutil.get_terminal_size().columns if stream.isatty() else None
