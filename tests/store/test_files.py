"""Where a household may lie: a local disk on a platform whose locks hold."""

import os
from pathlib import Path

import pytest

from effluent_cli.errors import Unsupported
from effluent_cli.store import files
from effluent_cli.store.files import file_system, is_remote
from effluent_cli.store.household import HouseholdFile
from tests.store.conftest import through
from tests.store.test_doors import name_in


def test_a_network_file_system_or_windows_is_one_clear_line(
    okafor: HouseholdFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = files.file_system(os.path.realpath(okafor.path.parent))
    assert kind is not None
    monkeypatch.setattr(files, "_REMOTE", frozenset({kind}))
    with pytest.raises(Unsupported, match=f"on a network file system \\({kind}\\)") as caught, through(okafor):
        pass
    assert (caught.value.exit_code, caught.value.code) == (78, "network_file_system")
    assert name_in(okafor) == "Okafor"
    monkeypatch.setattr(os, "name", "nt")
    with pytest.raises(Unsupported, match="only on Linux and macOS"):
        files.refuse_unsupported("anywhere")


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/home/ngozi", "nfs4"),
        ("/home/ngozi/local", "xfs"),
        ("/home/ngozilocal", "ext4"),
        ("/mnt/with space/x", "cifs"),
        ("/cloud/x", "fuse.sshfs"),
        ("/usb", "fuseblk"),
    ],
)
def test_the_mount_that_holds_a_folder_decides(tmp_path: Path, folder: str, kind: str) -> None:
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/a / btrfs rw 0 0\n/dev/b / ext4 rw 0 0\nserver:/h /home/ngozi nfs4 rw 0 0\n"
        "/dev/c /home/ngozi/local xfs rw 0 0\n//nas/x /mnt/with\\040space cifs rw 0 0\n"
        "me@host: /cloud fuse.sshfs rw 0 0\n/dev/d /usb fuseblk rw 0 0\n\nnonsense\n"
    )
    assert file_system(folder, str(table)) == kind
    assert is_remote(kind) == (kind in ("nfs4", "cifs", "fuse.sshfs"))
    assert file_system(folder, str(tmp_path / "none")) is None
