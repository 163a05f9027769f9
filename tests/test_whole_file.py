"""Files that commands write: the old one or the new one, and no half."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from aioesx._whole_file import followed, put_whole


def test_the_old_file_is_not_written_into_but_replaced(tmp_path: Path) -> None:
    file, kept = tmp_path / "monday.json", tmp_path / "kept"
    file.write_bytes(b"old")
    kept.hardlink_to(file)

    put_whole(file, b"new")

    assert (file.read_bytes(), kept.read_bytes()) == (b"new", b"old")


def test_who_could_not_read_the_old_one_cannot_read_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "monday.json"
    file.touch(0o600)

    put_whole(file, b"new")

    assert file.stat().st_mode & 0o777 == 0o600


def test_what_a_link_leads_to_is_written_and_a_device_is_written_into(tmp_path: Path) -> None:
    file, link = tmp_path / "monday.json", tmp_path / "latest.json"
    link.symlink_to(file)

    put_whole(link, b"new")
    put_whole(Path(os.devnull), b"new")

    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert not Path(os.devnull).is_file()


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    taken = tmp_path / "directory"
    taken.mkdir()

    with pytest.raises(OSError, match="directory"):
        put_whole(taken, b"new")
    assert list(tmp_path.iterdir()) == [taken]


def test_a_durable_one_is_its_owners_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file, beside = tmp_path / "state", tmp_path / "state.new"
    beside.write_bytes(b"what a crash has left")

    put_whole(file, b"one", durable=True, new=beside)
    put_whole(file, b"two", durable=True, new=beside)

    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_that_leads_back_to_itself_is_an_error_of_the_file(tmp_path: Path) -> None:
    """Of a path that Python resolves, its versions say different things then, or nothing."""
    link, other = tmp_path / "latest.json", tmp_path / "other.json"
    link.symlink_to(other)
    other.symlink_to(link)

    for path in (link, other):
        with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
            followed(path)
    for path in (link, other, link / "below"):
        with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
            put_whole(path, b"new")
    assert link.is_symlink()
