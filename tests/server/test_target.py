"""Where downloads go, without one: files that are complete or not there, and open ones."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from aioesx import errors
from aioesx._server.files.partial import resuming
from aioesx._server.files.target import Target, writing

pytestmark = pytest.mark.anyio


async def save(target: Target, *pieces: bytes) -> None:
    async with writing(target) as write:
        for piece in pieces:
            await write(piece)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def put(file: Path, data: bytes, mode: int = 0o644) -> None:
    file.write_bytes(data)
    file.chmod(mode)


def content(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def mode(file: Path) -> int:
    return file.stat().st_mode


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


@pytest.mark.parametrize("make", [str, Path])
async def test_a_file_at_a_path(file: Path, make: type[str] | type[Path]) -> None:
    await save(make(file), b"one", b"", b"two")

    assert content(file) == b"onetwo"
    assert names_in(file.parent) == ["file"]


async def test_a_file_is_not_there_before_it_is_complete(file: Path) -> None:
    async with writing(file) as write:
        await write(b"one")
        assert content(file) is None

    assert content(file) == b"one"


@pytest.mark.parametrize("before", [None, b"before"])
async def test_what_fails_leaves_things_as_they_were(file: Path, before: bytes | None) -> None:
    if before is not None:
        put(file, before)

    async def fail() -> None:
        async with writing(file) as write:
            await write(b"one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert content(file) == before
    assert names_in(file.parent) == ([] if before is None else ["file"])


async def test_what_is_cancelled_leaves_things_as_they_were(file: Path) -> None:
    with anyio.CancelScope() as scope:
        async with writing(file) as write:
            await write(b"one")
            scope.cancel()
            await write(b"two")

    assert scope.cancelled_caught
    assert names_in(file.parent) == []


@pytest.mark.parametrize("is_open", [True, False])
async def test_what_came_is_not_lost_by_a_write_that_is_cancelled(
    file: Path, is_open: bool
) -> None:
    """A write has come whole when it is cancelled while it waits for the thread."""
    size = 4 << 20
    digest, opened = hashlib.sha256(), io.BytesIO()
    async with writing(opened if is_open else file, digest) as write:
        await write(b"1" * (size - 1))
        with anyio.CancelScope() as scope:
            scope.cancel()
            await write(b"1")
        await write(b"2")

    assert scope.cancelled_caught
    written = opened.getvalue() if is_open else content(file)
    assert written == b"1" * size + b"2"
    assert digest.digest() == hashlib.sha256(written).digest()


async def test_a_part_keeps_all_that_came_when_it_is_cancelled(file: Path) -> None:
    state = {"size": 10}
    with anyio.CancelScope() as scope:
        async with resuming(file, state, 10, None) as (write, _):
            await write(b"12345")
            scope.cancel()

    assert scope.cancelled_caught
    async with resuming(file, state, 10, None) as (write, start):
        assert start == 5
        await write(b"67890")
    assert content(file) == b"1234567890"


async def test_a_file_keeps_its_mode_and_a_link_its_place(file: Path) -> None:
    put(file, b"before", 0o640)
    link = file.with_name("link")
    link.symlink_to(file)

    await save(link, b"after")

    assert (content(file), link.is_symlink()) == (b"after", True)
    assert stat.S_IMODE(mode(file)) == 0o640


async def test_a_link_to_nothing_gets_its_file(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)

    await save(link, b"new")

    assert (content(file), link.is_symlink()) == (b"new", True)


async def test_what_is_no_regular_file_is_written_to(file: Path) -> None:
    os.mkfifo(file)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(file.read_bytes()))
    reader.start()

    await save(file, b"one", b"two")

    await anyio.to_thread.run_sync(reader.join)
    assert got == [b"onetwo"]
    assert stat.S_ISFIFO(mode(file))


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing/file", "No such file"), (".", "Is a directory"), ("x" * 300, "name too long")],
)
async def test_a_path_that_cannot_be_written_is_told(
    tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(errors.TransferError, match=f"cannot write .*{reason}"):
        await save(tmp_path / name, b"one")

    assert names_in(tmp_path) == []


async def test_an_open_file_stays_open() -> None:
    file = io.BytesIO()

    await save(file, b"one", b"two")

    assert file.getvalue() == b"onetwo"


async def test_a_file_of_the_event_loop(file: Path) -> None:
    async with await anyio.open_file(file, "wb") as target:
        await save(target, b"one", b"two")

    assert content(file) == b"onetwo"


class Bit:
    """Takes some bytes at a time, as an unbuffered file may."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = b""

    def write(self, data: bytes, /) -> int:
        self.taken += data[: self.most]
        return min(self.most, len(data))


async def test_a_file_may_take_a_part_at_a_time() -> None:
    target = Bit(2)

    await save(target, b"three", b"x")

    assert target.taken == b"threex"


async def test_a_file_that_takes_nothing_is_told() -> None:
    with pytest.raises(errors.TransferError, match="it takes no more"):
        await save(Bit(0), b"one")


@pytest.fixture
def broken_pipe() -> Iterator[io.FileIO]:
    reading, writing_end = os.pipe()
    os.close(reading)
    with io.FileIO(writing_end, "wb") as pipe:
        yield pipe


async def test_an_open_file_that_fails_is_told(broken_pipe: io.FileIO) -> None:
    with pytest.raises(errors.TransferError, match="cannot write the file: Broken pipe"):
        await save(broken_pipe, b"one")
