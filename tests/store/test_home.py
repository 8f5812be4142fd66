"""EFFLUENT_HOME: private from the first moment, and full of things that are no households."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from effluent_cli.errors import EffluentError, InvalidInput
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.store.conftest import through


def modes(folder: Path) -> dict[str, str]:
    """Return kind and rights of everything below a folder, the folder itself as ``.``."""
    found = {".": folder, **{str(path.relative_to(folder)): path for path in folder.rglob("*")}}
    return {name: stat.filemode(path.lstat().st_mode) for name, path in found.items()}


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    kept = os.umask(request.param)
    yield
    os.umask(kept)


@pytest.mark.usefixtures("umask")
def test_everything_is_private_whatever_the_umask(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home")
    home.prepare()
    file = home.household("okafor")
    with through(file, create=True) as books:
        books.mark()
        assert stat.filemode((home.households / "okafor.db-journal").stat().st_mode) == "-rw-------"
    private, folder = "-rw-------", "drwx------"
    assert modes(tmp_path / "deep") == {
        ".": folder,
        "home": folder,
        "home/households": folder,
        "home/drafts": folder,
        "home/backups": folder,
        "home/households/okafor.db": private,
        "home/households/okafor.db.lock": private,
    }


def test_folders_of_ours_that_others_may_read_are_tightened_but_not_the_home_itself(tmp_path: Path) -> None:
    home = Home(tmp_path / "shared")
    (tmp_path / "shared" / "households").mkdir(parents=True)
    for folder in (home.path, home.households):
        folder.chmod(0o755)
    home.prepare()
    assert modes(tmp_path / "shared") == {
        ".": "drwxr-xr-x",
        "households": "drwx------",
        "drafts": "drwx------",
        "backups": "drwx------",
    }


def test_a_lock_file_that_others_may_read_is_tightened(okafor: HouseholdFile) -> None:
    lock = okafor.path.with_name("okafor.db.lock")
    lock.chmod(0o666)
    with through(okafor):
        pass
    assert stat.filemode(lock.stat().st_mode) == "-rw-------"


def test_looking_creates_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "nothing")
    file = home.household("okafor")
    assert home.slugs() == ((), ())
    assert not file.exists()
    assert file.lock_state() == (False, None)
    assert not home.path.exists()


def test_only_plain_files_with_a_household_in_them_are_listed(home: Home, okafor: HouseholdFile) -> None:
    for slug in ("zoe", "abe"):
        (home.households / f"{slug}.db").write_bytes(b"not a database, but somebody should hear of it")
    (home.households / "empty.db").touch()
    (home.households / "empty.db.lock").touch()
    (home.households / "notes.txt").touch()
    (home.households / "link.db").symlink_to(okafor.path)
    (home.households / "gone.db").symlink_to("/nonexistent")
    (home.households / "folder.db").mkdir()
    os.mkfifo(home.households / "pipe.db")
    (home.households / "Not A Slug.db").touch()
    (home.households / "con.db").touch()
    slugs, findings = home.slugs()
    assert slugs == ("abe", "okafor", "zoe")
    assert {finding.code for finding in findings} == {"entry_skipped"}
    assert {finding.subject: finding.message.partition(": ")[2] for finding in findings} == {
        "Not A Slug.db": "its name is no household's name",
        "con.db": "its name is no household's name",
        "folder.db": "it is no plain file",
        "gone.db": "it is a symbolic link",
        "link.db": "it is a symbolic link",
        "pipe.db": "it is no plain file",
    }


def test_a_name_that_is_no_text_is_skipped_with_a_finding_that_can_be_printed(home: Home) -> None:
    (home.households / os.fsdecode(b"caf\xe9.db")).touch()
    slugs, (finding,) = home.slugs()
    assert slugs == ()
    assert finding.subject.encode("utf-8") == b"caf?.db"


def test_a_file_in_place_of_the_folder_is_no_empty_home(tmp_path: Path) -> None:
    (tmp_path / "households").touch()
    with pytest.raises(EffluentError, match="cannot be read: Not a directory"):
        Home(tmp_path).slugs()


@pytest.mark.parametrize("slug", ["../../etc/x", "CON", "con", "Rivera", "田中", "", ".", "a/b", "a\0b", "x" * 64])
def test_no_path_is_built_from_what_is_no_slug(home: Home, slug: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        home.household(slug)
    (problem,) = caught.value.problems
    assert (problem.path, problem.value) == ("household", slug)


@pytest.mark.parametrize(
    "name", ["a?b#c%20d", "with space", "uni-cödé 田", "quote'\"", "new\nline", "semi;colon&x=1", "-dash"]
)
def test_any_folder_name_can_be_a_home(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path / name)
    with through(home.household("okafor"), create=True) as books:
        assert not books.has_household()
    assert [path.name for path in home.path.parent.iterdir()] == [name]
    assert sorted(path.name for path in home.households.iterdir()) == ["okafor.db", "okafor.db.lock"]


def test_a_home_that_is_no_text_works(tmp_path: Path) -> None:
    home = Home(tmp_path / os.fsdecode(b"caf\xe9"))
    with through(home.household("okafor"), create=True):
        pass
    assert (home.households / "okafor.db").stat().st_size > 0


def test_a_home_with_two_leading_slashes_is_no_network_path(tmp_path: Path) -> None:
    home = Home(Path("/" + str(tmp_path)))
    with through(home.household("okafor"), create=True):
        pass
    assert (tmp_path / "households" / "okafor.db").stat().st_size > 0


def test_a_relative_home_stays_where_it_was_when_the_process_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = Home(Path("home"))
    monkeypatch.chdir("/")
    home.prepare()
    assert (tmp_path / "home" / "households").is_dir()


@pytest.mark.parametrize("where", ["home", "home/households", "home/households/deeper"])
def test_a_file_where_a_folder_should_be_is_one_clear_error(tmp_path: Path, where: str) -> None:
    blocked = tmp_path / where
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.touch()
    home = Home(tmp_path / "home" / "households" / "deeper" if where.endswith("deeper") else tmp_path / "home")
    with pytest.raises(EffluentError, match="cannot be made a folder") as caught:
        home.prepare()
    assert (caught.value.exit_code, caught.value.code) == (4, "io_error")
    with pytest.raises(EffluentError, match="cannot be made a folder"), through(home.household("okafor"), create=True):
        pass
