"""What is in a disk, read through its chain: the bytes that its machine would read."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
DISK = "[datastore1] db01/db01.vmdk"


async def grown(simulator: Simulator, esx: aioesx.Connection) -> aioesx.Volume:
    """Return the newest disk of a domain with two snapshots, something written in each link."""
    domain = await esx.domains.lookup("db01")
    simulator.write_disk("db01", DISK, 0, b"base" * 300)
    simulator.write_disk("db01", DISK, 5 * MIB, b"deep" * 1000)
    await domain.snapshots.create("one")
    simulator.write_disk("db01", "", 600, b"first")
    await domain.snapshots.create("two")
    simulator.write_disk("db01", "", 5 * MIB + 7, b"second")
    newest = (await domain.disks())[0].source
    return await esx.volumes.lookup(path=newest)


async def test_a_disk_is_read_through_its_snapshots(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    volume = await grown(simulator, esx)

    async with volume.open() as disk:
        assert len(disk.chain.links) == 3
        assert await disk.read(596, 16) == b"basefirstasebase"[:16]
        assert await disk.read(5 * MIB, 16) == b"deepdeesecondeep"
        content = {offset: data async for offset, data in disk.content(0, 6 * MIB, verify=True)}

    whole = bytearray(6 * MIB)
    for offset, data in content.items():
        whole[offset : offset + len(data)] = data
    assert bytes(whole) == simulator.read_disk(volume.path).read(0, 6 * MIB)


async def test_a_download_of_a_disk_is_its_content(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    volume = await grown(simulator, esx)
    told: list[tuple[int, int | None]] = []

    done = await volume.download(
        tmp_path / "part.raw",
        offset=512,
        length=6 * MIB,
        on_progress=lambda there, total: told.append((there, total)),
    )

    data = (tmp_path / "part.raw").read_bytes()
    assert data == simulator.read_disk(volume.path).read(512, 6 * MIB)
    assert done.bytes == 6 * MIB
    assert done.sha256 == hashlib.sha256(data).hexdigest()
    assert told[-1] == (6 * MIB, 6 * MIB)


async def test_a_range_beyond_its_end_is_as_much_as_there_is(esx: aioesx.Connection) -> None:
    await esx.files.upload(b"0123456789", "[datastore1] x.iso")
    image = await esx.volumes.lookup(path="[datastore1] x.iso")
    for offset, length, data in ((8, 1000, b"89"), (1000, None, b""), (2, 3, b"234")):
        target = io.BytesIO()
        await image.download(target, offset=offset, length=length)
        assert target.getvalue() == data


async def test_a_range_that_nothing_has_is_refused(esx: aioesx.Connection, tmp_path: Path) -> None:
    volume = await esx.volumes.lookup(path=DISK)
    for offset, length in ((-1, None), (0, -1)):
        with pytest.raises(ValueError, match="are in no volume"):
            await volume.download(tmp_path / "x", offset=offset, length=length)
    with pytest.raises(ValueError, match="resume"):
        await volume.download(tmp_path / "x", resume=True)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - in a coroutine


async def test_a_disk_that_a_machine_runs_on_is_locked(
    esx: aioesx.Connection, tmp_path: Path
) -> None:
    volume = await esx.volumes.lookup(path="[datastore1] web01/web01.vmdk")
    with pytest.raises(errors.FileLockedError):
        await volume.download(tmp_path / "x")
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - in a coroutine


async def test_a_chain_without_its_base_is_told_link_by_link(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    volume = await grown(simulator, esx)
    simulator.change(lambda host: next(iter(host.datastores.values())).delete("db01/db01.vmdk"))

    with pytest.raises(errors.ChainError) as caught:
        async with volume.open():
            pass
    assert [link.path for link in caught.value.links] == [
        "[datastore1] db01/db01-000002.vmdk",
        "[datastore1] db01/db01-000001.vmdk",
        DISK,
    ]


async def test_an_image_goes_up_and_down(esx: aioesx.Connection, tmp_path: Path) -> None:
    await esx.files.upload(b"first", "[datastore1] iso/x.iso")
    volume = await esx.volumes.lookup(path="[datastore1] iso/x.iso")

    sent = await volume.upload(io.BytesIO(b"another"))
    target = io.BytesIO()
    came = await volume.download(target)

    assert target.getvalue() == b"another"
    assert sent.sha256 == came.sha256 == hashlib.sha256(b"another").hexdigest()


async def test_a_disk_is_not_overwritten_by_an_upload(esx: aioesx.Connection) -> None:
    volume = await esx.volumes.lookup(path=DISK)
    with pytest.raises(errors.NotSupportedError, match=r"Files\.upload"):
        await volume.upload(b"x")
    await esx.files.upload(b"x", "[datastore1] y.iso")
    image = await esx.volumes.lookup(path="[datastore1] y.iso")
    with pytest.raises(errors.NotSupportedError, match="no virtual disk"):
        async with image.open():
            pass
