"""Where the households live. Imports only ``os`` and ``sys``, because the idle path needs it."""

import os
import sys


def home_path(stated: str | None) -> str:
    """Return the absolute path of the home: as stated, else ``EFFLUENT_HOME``, else the platform's user data directory."""
    chosen = stated if stated is not None else os.environ.get("EFFLUENT_HOME", "")
    return os.path.abspath(os.path.expanduser(chosen)) if chosen else _default()


def _default() -> str:
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/effluent")
    base = os.environ.get("XDG_DATA_HOME", "")
    # The XDG specification has relative paths ignored.
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.local/share"), "effluent")
