"""Slugs, ids and names: what they may look like, and how an id is derived from a name.

A slug names a household and its file, an id a record. Both are checked at every entry before a path or a query is built.
"""

import re
import unicodedata
from collections.abc import Container

LONGEST_SLUG = 63
LONGEST_NAME = 200

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)
_OTHERS = re.compile(r"[^a-z0-9]+", re.ASCII)
# Windows reserves these as file names in every folder; a household made here may be copied there.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_slug(text: str) -> bool:
    """Return whether ``text`` is a slug: ``[a-z0-9][a-z0-9-]{0,62}`` and no device name."""
    return _SLUG.fullmatch(text) is not None and text not in _DEVICES


def checked_slug(text: str) -> str:
    """Return ``text`` if it is a slug or id; ValueError with a message for a person otherwise."""
    if text in _DEVICES:
        raise ValueError(f"'{text}' is a device name: choose another")
    if not is_slug(text):
        raise ValueError(
            f"must be 1 to {LONGEST_SLUG} lower-case letters a-z, digits or hyphens, and begin with a letter or digit"
        )
    return text


def derived_slug(name: str, kind: str, taken: Container[str] = ()) -> str:
    """Return a slug made from ``name``, not among ``taken``.

    The name is folded to ASCII (NFKD) and lower case; where nothing is left of it, or only a device name, the slug is
    ``<kind>-1``. A slug that is taken gets the first free number: ``checking-2``.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    base = _OTHERS.sub("-", ascii_name).strip("-")[:LONGEST_SLUG].rstrip("-")
    if not is_slug(base):
        return _numbered(_OTHERS.sub("-", kind.lower()).strip("-"), 1, taken)
    return base if base not in taken else _numbered(base, 2, taken)


def _numbered(base: str, number: int, taken: Container[str]) -> str:
    while True:
        suffix = f"-{number}"
        slug = base[: LONGEST_SLUG - len(suffix)].rstrip("-") + suffix
        if slug not in taken:
            return slug
        number += 1


def checked_name(text: str) -> str:
    """Return ``text`` as a name: NFC, without blanks around it.

    Raises ValueError with a message for a person: an empty name, one above 200 characters, control characters, line and
    paragraph separators, lone surrogates, characters that override the direction of writing.
    """
    name = unicodedata.normalize("NFC", text).strip(" ")
    if not name:
        raise ValueError("a name may not be empty")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name may have at most {LONGEST_NAME} characters, this one has {len(name)}")
    if (character := invisible(name)) is not None:
        raise ValueError(f"a name may not contain the invisible character U+{ord(character):04X}")
    return name


def invisible(text: str) -> str | None:
    """Return the first character of ``text`` that no text of a household may contain, None where there is none.

    Control characters (and with them every escape sequence of a terminal), separators of lines and paragraphs, lone
    surrogates, and what overrides the direction of writing.
    """
    if text.isprintable():  # in C, and true of nearly every text
        return None
    unseen = (each for each in text if each in _BIDI or unicodedata.category(each) in _UNSEEN)
    return next(unseen, None)
