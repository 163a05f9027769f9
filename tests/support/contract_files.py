"""The checks of files of datastores, and of virtual disks that are read."""

from __future__ import annotations

import io
import itertools
from typing import Final

from support.contract import Case, contract
from support.contract_storage import kept, pool_of

import aioesx

__all__: list[str] = []

TEXT: Final = b"x" * 1000
_numbers = itertools.count(1)


async def laid(case: Case) -> str:
    """Lay down a file in a directory of its own, and return its path."""
    name = f"files{next(_numbers)}/x.txt"
    case.on_host(lambda host: next(iter(host.datastores.values())).put_text(name, TEXT.decode()))
    return f"[{(await pool_of(case)).name}] {name}"


@contract("Files.list")
async def files_list(case: Case) -> None:
    path = await laid(case)
    entries = await case.esx.files.list(path.rpartition("/")[0])
    assert [(str(entry.path), entry.size) for entry in entries] == [(path, len(TEXT))]


@contract("Files.stat")
async def stat(case: Case) -> None:
    entry = await case.esx.files.stat(await laid(case))
    assert (entry.kind, entry.size) == (aioesx.FileKind.FILE, len(TEXT))


@contract("Files.exists")
async def exists(case: Case) -> None:
    path = await laid(case)
    assert await case.esx.files.exists(path)
    assert not await case.esx.files.exists(f"{path}.nope")


@contract("Files.download")
async def download(case: Case) -> None:
    target = io.BytesIO()
    await case.esx.files.download(await laid(case), target)
    assert target.getvalue() == TEXT


@contract("Files.upload", changes=True)
async def upload(case: Case) -> None:
    path = f"{await laid(case)}.new"
    done = await case.esx.files.upload(b"new", path)
    assert done.bytes == (await case.esx.files.stat(path)).size == 3


@contract("Files.make_directory", changes=True)
async def make_directory(case: Case) -> None:
    path = f"{(await laid(case)).rpartition('/')[0]}/a/b"
    await case.esx.files.make_directory(path, parents=True)
    assert (await case.esx.files.stat(path)).kind is aioesx.FileKind.DIRECTORY


@contract("Files.delete", changes=True)
async def delete(case: Case) -> None:
    path = await laid(case)
    await case.esx.files.delete(path)
    assert not await case.esx.files.exists(path)


@contract("Files.move", changes=True)
async def move(case: Case) -> None:
    path = await laid(case)
    await case.esx.files.move(path, f"{path}.moved")
    assert not await case.esx.files.exists(path)
    assert await case.esx.files.exists(f"{path}.moved")


@contract("Files.copy", changes=True)
async def copy(case: Case) -> None:
    path = await laid(case)
    await case.esx.files.copy(path, f"{path}.copy")
    assert (await case.esx.files.stat(f"{path}.copy")).size == len(TEXT)


@contract("OpenFile.read")
async def read(case: Case) -> None:
    async with case.esx.files.open(await laid(case)) as file:
        assert file.size == len(TEXT)
        assert await file.read(990, 10) == b"x" * 10


@contract("DiskReader.read")
async def read_disk(case: Case) -> None:
    async with (await kept(case)).open() as disk:
        assert len(await disk.read(100, 1000)) == 1000
        assert disk.capacity == 1024**3


@contract("DiskReader.read_into")
async def read_disk_into(case: Case) -> None:
    buffer = bytearray(b"x" * 1000)
    async with (await kept(case)).open() as disk:
        await disk.read_into(100, memoryview(buffer))
        assert buffer == await disk.read(100, 1000)


@contract("DiskReader.verify")
async def verify(case: Case) -> None:
    async with (await kept(case)).open() as disk:
        await disk.verify()
