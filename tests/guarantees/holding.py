"""A household in the hands of another process, and the proof that meanwhile nothing changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from tests.guarantees import workers


@contextmanager
def held(home: Path, slug: str) -> Iterator[None]:
    """Have another process hold the door of a household."""
    inside = home.parent / "inside"
    process = workers.started(workers.hold, home, slug, inside)
    while not inside.exists():
        assert process.is_alive(), "the holder did not get in"
        sleep(0.005)
    try:
        yield
    finally:
        process.kill()
        process.join()
        inside.unlink()


@contextmanager
def unchanged(home: Path) -> Iterator[None]:
    """Fail unless every file in the home, the holder's note aside, is afterwards as it was before."""
    before = contents(home)
    yield
    assert contents(home) == before


def contents(home: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    files = (path for path in sorted(home.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(home)): path.read_bytes() for path in files}
