"""Which rule files are in force, and their version from their bytes. Imports next to nothing: the idle path asks for it.

A directory named by ``EFFLUENT_RULES`` may hold files of the same names (``us/federal/2026.toml``): they stand in place of
the packaged ones, and others beside them.
"""

import os
from zlib import crc32

RULES = os.path.dirname(os.path.abspath(__file__))
VARIABLE = "EFFLUENT_RULES"


def rule_files() -> dict[str, str]:
    """Return the path of every rule file in force by its name below the directory of rules (``us/federal/2026.toml``)."""
    files: dict[str, str] = {}
    own = os.environ.get(VARIABLE)
    for top in (RULES, own) if own else (RULES,):
        for folder, _, names in os.walk(top):
            for name in names:
                if name.endswith(".toml"):
                    path = os.path.join(folder, name)
                    files[os.path.relpath(path, top).replace(os.sep, "/")] = path
    return files


def rules_version() -> str:
    """Return eight hexadecimal digits over the names and bytes of all rule files in force."""
    digest = 0
    for name, path in sorted(rule_files().items()):
        digest = crc32(name.encode(), digest)
        with open(path, "rb") as file:
            digest = crc32(file.read(), digest)
    return f"{digest:08x}"
