"""Files of the datastores: up, down, listed, moved, deleted, on a simulated host."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from support.hosts import connected
from support.remote_files import names_of, put_file, read_file

import aioesx
from aioesx import errors
from aioesx.datastore_path import DatastorePath
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

DATA: Final = os.urandom(3_000_000)
SHA: Final = hashlib.sha256(DATA).hexdigest()
PATH: Final = DatastorePath("datastore1", "iso/some file.bin")
DIRECTORY: Final = DatastorePath("datastore1", "iso")


def inside(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


async def pieces(data: bytes = DATA, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def calls_of(simulator: Simulator) -> int:
    """Calls but for the waiting."""
    return simulator.call_count.total() - simulator.call_count["WaitForUpdatesEx"]


# --- down ----------------------------------------------------------------------------------------


async def test_a_file_comes_to_a_path(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    put_file(simulator, PATH, DATA)
    target = tmp_path / "here"

    done = await esx.files.download(PATH, target)

    assert done == aioesx.Transferred(len(DATA), SHA, 0)
    assert target.read_bytes() == DATA
    assert inside(tmp_path) == ["here"]


async def test_a_file_comes_to_whatever_takes_bytes(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    put_file(simulator, PATH, DATA)
    memory, came = io.BytesIO(), bytearray()

    async def take(piece: bytes) -> None:
        came.extend(piece)

    assert (await esx.files.download(str(PATH), memory)).sha256 == SHA
    assert (await esx.files.download(PATH, take)).sha256 == SHA
    async with await anyio.open_file(tmp_path / "x", "wb") as file:
        assert (await esx.files.download(PATH, file)).sha256 == SHA
    assert memory.getvalue() == bytes(came) == (tmp_path / "x").read_bytes() == DATA


async def test_nobody_has_to_want_the_digest(simulator: Simulator, esx: aioesx.Connection) -> None:
    put_file(simulator, PATH, DATA)

    done = await esx.files.download(PATH, io.BytesIO(), sha256=False)
    sent = await esx.files.upload(b"x", "[datastore1] y", sha256=False)

    assert done.sha256 is sent.sha256 is None


@pytest.mark.parametrize("size", [0, 1, 2**20, 2**20 + 1])
async def test_files_of_every_size_go_both_ways(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, size: int
) -> None:
    (tmp_path / "from").write_bytes(DATA[:size])

    sent = await esx.files.upload(tmp_path / "from", PATH)
    came = await esx.files.download(PATH, tmp_path / "to")

    assert sent == came == aioesx.Transferred(size, hashlib.sha256(DATA[:size]).hexdigest())
    assert (tmp_path / "to").read_bytes() == read_file(simulator, PATH) == DATA[:size]


async def test_progress_is_told_and_ends_with_all(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    put_file(simulator, PATH, DATA)
    told: list[tuple[int, int | None]] = []

    async def tell(done: int, total: int | None) -> None:
        told.append((done, total))

    await esx.files.download(PATH, io.BytesIO(), on_progress=tell)
    await esx.files.upload(DATA, "[datastore1] up", on_progress=lambda *now: told.append(now))
    await esx.files.upload(pieces(), "[datastore1] up2", on_progress=lambda *now: told.append(now))

    assert (len(DATA), len(DATA)) in told
    assert told.count((len(DATA), len(DATA))) == 2
    assert told[-1] == (len(DATA), None)
    assert len(told) < 30


async def test_an_open_file_gives_ranges_and_all(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    put_file(simulator, PATH, DATA)

    async with esx.files.open(PATH) as file:
        assert file.size == len(DATA)
        assert await file.read(2_000_000, 70_000) == DATA[2_000_000:2_070_000]
        assert b"".join([piece async for piece in file]) == DATA
        with pytest.raises(ValueError, match="is not in the 3000000 bytes"):
            await file.read(len(DATA), 1)


async def test_an_open_file_that_changes_is_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    put_file(simulator, PATH, DATA)

    async with esx.files.open(PATH) as file:
        put_file(simulator, PATH, DATA + b"more")
        with pytest.raises(errors.FileChangedError, match="changed meanwhile"):
            await file.read(0, 10)


# --- up ------------------------------------------------------------------------------------------


async def test_whatever_gives_bytes_can_be_sent(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    (tmp_path / "x").write_bytes(DATA)
    with (tmp_path / "x").open("rb") as file:
        file.seek(1000)
        half = await esx.files.upload(file, "[datastore1] up/half")
    async with await anyio.open_file(tmp_path / "x", "rb") as again:
        sources: list[Any] = [DATA, bytearray(DATA), tmp_path / "x", str(tmp_path / "x"),
                              io.BytesIO(DATA), again, pieces()]  # fmt: skip
        for number, source in enumerate(sources):
            done = await esx.files.upload(source, f"[datastore1] up/{number}")
            assert done == aioesx.Transferred(len(DATA), SHA)
    known = await esx.files.upload(pieces(), "[datastore1] up/known", size=len(DATA))

    assert half.bytes == len(DATA) - 1000
    assert known.sha256 == SHA
    assert read_file(simulator, DatastorePath("datastore1", "up/half")) == DATA[1000:]
    names = names_of(simulator, DatastorePath("datastore1", "up"))
    assert names == [*"0123456", "half", "known"]
    held = [read_file(simulator, DatastorePath("datastore1", f"up/{n}")) for n in names]
    assert held.count(DATA) == 8


async def test_what_gives_no_bytes_is_refused(esx: aioesx.Connection, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="cannot upload a int"):
        await esx.files.upload(7, PATH)  # type: ignore[arg-type]
    with pytest.raises(errors.TransferError, match=r"cannot read .*none"):
        await esx.files.upload(tmp_path / "none", PATH)
    with pytest.raises(errors.TransferError, match="it is a directory"):
        await esx.files.upload(tmp_path, PATH)


async def test_a_name_that_is_taken_is_refused_before_the_first_byte(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    put_file(simulator, PATH, b"before")

    with pytest.raises(errors.AlreadyExistsError, match=r"some file\.bin exists already"):
        await esx.files.upload(DATA, PATH)

    assert read_file(simulator, PATH) == b"before"
    done = await esx.files.upload(DATA, PATH, overwrite=True)
    assert (done.sha256, read_file(simulator, PATH)) == (SHA, DATA)


@pytest.mark.parametrize("overwrite", [True, False])
async def test_a_directory_is_never_written_over(
    simulator: Simulator, esx: aioesx.Connection, overwrite: bool
) -> None:
    refused = (errors.AlreadyExistsError, errors.InvalidArgumentError)
    put_file(simulator, DatastorePath("datastore1", "file"), b"x")
    for path in ("[datastore1] web01", "[datastore1] web01/"):
        with pytest.raises(refused):
            await esx.files.upload(b"x", path, overwrite=overwrite)
        with pytest.raises(refused):
            await esx.files.move("[datastore1] file", path, overwrite=overwrite)
        with pytest.raises(refused):
            await esx.files.copy("[datastore1] file", path, overwrite=overwrite)
    assert await esx.files.exists("[datastore1] web01/web01.vmx")


async def test_a_descriptor_that_is_sent_is_a_disk(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    await esx.files.download("[datastore1] web01/web01.vmdk", tmp_path / "x")

    await esx.files.upload(tmp_path / "x", "[datastore1] copied/web01.vmdk")

    (entry,) = await esx.files.list("[datastore1] copied")
    assert entry.kind is aioesx.FileKind.DISK


async def test_a_read_only_connection_changes_nothing(simulator: Simulator) -> None:
    put_file(simulator, PATH, DATA)
    async with connected(simulator, read_only=True) as esx:
        for change in (
            esx.files.upload(b"x", "[datastore1] new"),
            esx.files.delete(PATH),
            esx.files.move(PATH, "[datastore1] new"),
            esx.files.copy(PATH, "[datastore1] new"),
            esx.files.make_directory("[datastore1] new"),
        ):
            with pytest.raises(errors.ReadOnlyError):
                await change
        assert (await esx.files.download(PATH, io.BytesIO())).sha256 == SHA


# --- the rest ------------------------------------------------------------------------------------


async def test_a_directory_is_listed_in_one_task(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    put_file(simulator, PATH, b"four")
    put_file(simulator, DatastorePath("datastore1", "iso/deep/er/x.iso"), b"x")
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()

    found = {str(entry.path): entry for entry in await esx.files.list("[datastore1] iso")}

    assert simulator.call_count["SearchDatastore_Task"] == 1
    assert calls_of(simulator) == 5
    assert found.keys() == {"[datastore1] iso/deep", f"{PATH}"}
    entry = found[str(PATH)]
    assert (entry.kind, entry.size, entry.owner) == (aioesx.FileKind.FILE, 4, "root")
    assert entry.modified is not None
    assert entry.modified.tzinfo is not None
    assert found["[datastore1] iso/deep"].kind is aioesx.FileKind.DIRECTORY


async def test_all_below_a_directory_is_one_task(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    for number in range(50):
        put_file(simulator, DatastorePath("datastore1", f"iso/{number}/x.iso"), b"x")
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()

    found = await esx.files.list("[datastore1] iso", recursive=True, pattern="*.iso")

    assert sorted(str(entry.path) for entry in found) == sorted(
        f"[datastore1] iso/{number}/x.iso" for number in range(50)
    )
    assert calls_of(simulator) == 5


async def test_the_uppermost_directory_is_listed(esx: aioesx.Connection) -> None:
    names = [entry.name for entry in await esx.files.list("[datastore1]")]

    assert "web01" in names
    assert (await esx.files.stat("[datastore1]")).kind is aioesx.FileKind.DIRECTORY


async def test_what_there_is_not_is_told(esx: aioesx.Connection) -> None:
    missing = "[datastore1] no/such"
    assert not await esx.files.exists(missing)
    for look in (
        esx.files.stat(missing),
        esx.files.list(missing),
        esx.files.download(missing, io.BytesIO()),
        esx.files.delete(missing),
        esx.files.move(missing, "[datastore1] x"),
        esx.files.copy(missing, "[datastore1] x"),
        esx.files.make_directory("[datastore1] a/b/c"),
    ):
        with pytest.raises(errors.NotFoundError):
            await look
    with pytest.raises(errors.NoSuchPoolError, match="datastore1"):
        await esx.files.list("[datastoer1]")


async def test_an_extent_that_the_host_hides_is_there(esx: aioesx.Connection) -> None:
    entry = await esx.files.stat("[datastore1] db01/db01-flat.vmdk")

    assert entry.kind is aioesx.FileKind.FILE
    assert entry.size
    assert await esx.files.exists("[datastore1] db01/db01-flat.vmdk")


async def test_an_extent_that_a_machine_runs_on_is_there(esx: aioesx.Connection) -> None:
    entry = await esx.files.stat("[datastore1] web01/web01-flat.vmdk")

    assert entry.kind is aioesx.FileKind.FILE
    assert entry.size is None
    assert await esx.files.exists("[datastore1] web01/web01-flat.vmdk")


async def test_directories_are_made_and_deleted(esx: aioesx.Connection) -> None:
    await esx.files.make_directory("[datastore1] a/b/c", parents=True)
    with pytest.raises(errors.AlreadyExistsError):
        await esx.files.make_directory("[datastore1] a/b/c")
    await esx.files.upload(b"x", "[datastore1] a/b/c/file")
    with pytest.raises(errors.InvalidArgumentError, match="recursive=True"):
        await esx.files.delete("[datastore1] a")

    await esx.files.delete("[datastore1] a", recursive=True)

    assert not await esx.files.exists("[datastore1] a")


async def test_files_are_moved_and_copied(simulator: Simulator, esx: aioesx.Connection) -> None:
    put_file(simulator, PATH, b"one")

    await esx.files.copy(PATH, "[nfs1] copy")
    await esx.files.move(PATH, "[datastore1] iso/moved")

    assert names_of(simulator, DIRECTORY) == ["moved"]
    assert read_file(simulator, DatastorePath("nfs1", "copy")) == b"one"
    with pytest.raises(errors.AlreadyExistsError):
        await esx.files.move("[datastore1] iso/moved", "[nfs1] copy")
    await esx.files.move("[datastore1] iso/moved", "[nfs1] copy", overwrite=True)
    assert names_of(simulator, DIRECTORY) == []


@pytest.mark.parametrize("target", ["[datastore1] iso", "[datastore1] iso/", "[datastore1] iso/x"])
async def test_nothing_is_moved_into_itself(
    simulator: Simulator, esx: aioesx.Connection, target: str
) -> None:
    put_file(simulator, PATH, b"one")

    with pytest.raises(ValueError, match="itself"):
        await esx.files.move(DIRECTORY, target, overwrite=True)
    assert read_file(simulator, PATH) == b"one"


@pytest.mark.parametrize("verb", ["move", "copy"])
async def test_a_descriptor_is_not_parted_from_its_extent(
    simulator: Simulator, esx: aioesx.Connection, verb: str
) -> None:
    disk, note = "[datastore1] db01/db01.vmdk", "[datastore1] note.txt"
    await esx.files.upload(b"x", note)
    simulator.forget_calls()

    for source, target in ((disk, "[datastore1] db01/other.vmdk"), (note, disk)):
        with pytest.raises(errors.NotSupportedError, match="is a virtual disk"):
            await getattr(esx.files, verb)(source, target, overwrite=True)

    assert not {"MoveDatastoreFile_Task", "CopyDatastoreFile_Task"} & set(simulator.call_count)


async def test_a_file_of_a_running_machine_is_not_deleted(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")
    if (await domain.info()).state is not aioesx.DomainState.RUNNING:
        await domain.start()

    with pytest.raises(errors.FileLockedError):
        await esx.files.delete("[datastore1] web01/web01.vmdk")
