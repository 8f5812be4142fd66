"""Writing to stdout, whose reader may leave at any moment. Imports next to nothing: the idle path writes through it."""

import os
import sys

from effluent_cli.errors import Unwritten


def written(text: str) -> bool:
    """Write ``text`` to stdout at once; False, and from then on for good, when nobody reads it. Unwritten for a full disk."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon()
        return False
    except OSError as error:
        abandon()
        raise Unwritten(f"the answer could not be written: {error.strerror}") from error
    return True


def abandon() -> None:
    """Point stdout at nothing: what is still buffered must go somewhere, or the interpreter complains while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
