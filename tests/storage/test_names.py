"""Names of files: each reaches the host exactly, through every operation, or is refused by all."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from itertools import product
from typing import Any, Final

import pytest
from support.remote_files import names_of, put_file, read_file
from support.vcsim import Vcsim

import aioesx
from aioesx.datastore_path import DatastorePath
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.fault("D9")]

EXACT: Final = {
    "spaces": "a  b c",
    "a space at the end": "a ",
    "percent": "100%",
    "an escape": "a%2fb%20c",
    "hash": "a#b",
    "question mark": "a?b",
    "plus": "a+b",
    "ampersand": "a&b;c=d",
    "brackets": "a[1](2){3}",
    "star": "a*b",
    "markup": '<a href="x">\'&amp;',
    "backquote": "a`$(b)|c",
    "colon": "a:b@c",
    "umlauts": "Größe ÄÖÜ",
    "chinese": "虚拟机 磁盘",
    "beyond the first plane": "😀.bin",
    "composed otherwise": "u\u0308",
    "dots": "...",
    "a dot before": ".hidden",
    "a dash before": "-rf",
    "255 bytes": "n" * 251 + ".bin",
    "255 bytes of two": "ü" * 127 + "x",
}

REFUSED: Final = {
    "upwards": "..",
    "upwards within": "x/../../y",
    "here": ".",
    "here within": "x/./y",
    "nothing within": "x//y",
    "from the root": "/etc/passwd",
    "NUL": "a\0b",
    "a line end": "a\nb",
    "a tab": "a\tb",
    "delete": "a\x7f",
    "half a character": "a\ud800",
    "no character": "a\uffff",
    "256 bytes": "n" * 256,
    "258 bytes of two": "ü" * 129,
}


@pytest.mark.one_loop
async def test_a_name_is_exact_in_every_operation(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.files.make_directory("[datastore1] copies")
    for name in EXACT.values():  # a host for each of them takes a minute
        await _exact(simulator, esx, name)


async def _exact(simulator: Simulator, esx: aioesx.Connection, name: str) -> None:
    directory = DatastorePath("datastore1", f"dir {name}"[:100])
    path = directory.below(name)
    files = esx.files

    await files.make_directory(directory)
    await files.upload(b"one", str(path))
    assert names_of(simulator, directory) == [name]
    assert [entry.name for entry in await files.list(directory)] == [name]
    assert [str(e.path) for e in await files.list(directory, recursive=True)] == [str(path)]
    assert (await files.stat(path)).path == path
    assert await files.exists(path)
    memory = io.BytesIO()
    await files.download(path, memory)
    assert memory.getvalue() == b"one"
    async with files.open(path) as file:
        assert await file.read(1, 2) == b"ne"
    copy = DatastorePath("datastore1", f"copies/{name}")
    await files.copy(path, copy)
    await files.delete(path)
    assert not await files.exists(path)
    await files.move(copy, path)
    assert read_file(simulator, path) == b"one"
    assert names_of(simulator, copy.directory) == []


@pytest.mark.parametrize(("name", "other"), [("a*b", "axb"), ("a?b", "axb"), ("a[x]b", "axb"),
                                             ("A", "a"), ("a\\b", "axb")])  # fmt: skip
async def test_a_name_is_not_taken_for_a_pattern(
    simulator: Simulator, esx: aioesx.Connection, name: str, other: str
) -> None:
    put_file(simulator, DatastorePath("datastore1", f"iso/{other}"), b"other")

    assert not await esx.files.exists(f"[datastore1] iso/{name}")
    await esx.files.upload(b"mine", f"[datastore1] iso/{name}")
    assert (await esx.files.stat(f"[datastore1] iso/{name}")).size == 4
    assert (await esx.files.stat(f"[datastore1] iso/{other}")).size == 5


OPERATIONS: Final[dict[str, Callable[[aioesx.Files, Any], Awaitable[Any]]]] = {
    "list": lambda files, path: files.list(path),
    "stat": lambda files, path: files.stat(path),
    "exists": lambda files, path: files.exists(path),
    "download": lambda files, path: files.download(path, io.BytesIO()),
    "upload": lambda files, path: files.upload(b"x", path, overwrite=True),
    "make_directory": lambda files, path: files.make_directory(path),
    "delete": lambda files, path: files.delete(path, recursive=True),
    "move from": lambda files, path: files.move(path, "[datastore1] x"),
    "move to": lambda files, path: files.move("[datastore1] x", path),
    "copy from": lambda files, path: files.copy(path, "[datastore1] x"),
    "copy to": lambda files, path: files.copy("[datastore1] x", path),
    "open": lambda files, path: files.open(path).__aenter__(),
}


async def test_a_name_that_cannot_be_said_is_refused_by_every_operation(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.forget_calls()

    for name, operation in product(REFUSED.values(), OPERATIONS.values()):
        for path in (f"[datastore1] {name}", DatastorePath("datastore1", name)):
            with pytest.raises(ValueError, match="datastore"):
                await operation(esx.files, path)

    assert not simulator.call_count


@pytest.mark.parametrize("path", ["", "x", "datastore1/x", "[] x", "[datastore1"])
async def test_what_is_no_datastore_path_is_refused(esx: aioesx.Connection, path: str) -> None:
    with pytest.raises(ValueError, match=r"path|cannot be used"):
        await esx.files.stat(path)


async def test_a_space_before_the_first_name_cannot_be_said(esx: aioesx.Connection) -> None:
    with pytest.raises(ValueError, match="read it otherwise"):
        await esx.files.stat(DatastorePath("datastore1", " x"))


async def test_the_datastore_itself_is_no_file(esx: aioesx.Connection) -> None:
    for name in OPERATIONS.keys() - {"list", "stat", "exists"}:
        with pytest.raises(ValueError, match="names no file"):
            await OPERATIONS[name](esx.files, "[datastore1]")


# --- govmomi's simulator -------------------------------------------------------------------------

# Its server of files decodes an address as Go's does, and has names of its own ways.
IN_VCSIM: Final = {k: v for k, v in EXACT.items() if k not in {"a space at the end"}}


@pytest.mark.peer("vcsim")
@pytest.mark.parametrize("model", ["esx", "vpx"])
async def test_names_are_exact_on_vcsim(vcsim: Callable[..., Vcsim], model: str) -> None:
    server = vcsim(model=model, tls=False)
    uri = server.uri(scheme=model, path="/DC0/DC0_C0" if model == "vpx" else "/")
    wrong = []
    async with aioesx.connect(uri, password=server.password) as esx:
        files = esx.files
        await files.make_directory("[LocalDS_0] up/down", parents=True)
        for what, name in IN_VCSIM.items():
            path, moved = f"[LocalDS_0] up/{name}", f"[LocalDS_0] up/down/{name}"
            await files.upload(b"one", path)
            memory = io.BytesIO()
            await files.download(path, memory)
            entry = await files.stat(path)
            await files.move(path, moved)
            names = [e.name for e in await files.list("[LocalDS_0] up/down")]
            await files.delete(moved)
            if (memory.getvalue(), entry.size, names) != (b"one", 3, [name]):
                wrong.append(what)
        assert [e.name for e in await files.list("[LocalDS_0] up")] == ["down"]
        with pytest.raises(aioesx.errors.NotFoundError):
            await files.download("[LocalDS_0] up/none", io.BytesIO())
    assert wrong == []
