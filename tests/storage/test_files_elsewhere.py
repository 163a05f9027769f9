"""Files behind a vCenter, on vcsim, over a transport of the caller's, and within a time."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final

import anyio
import httpx
import pytest
from support.hasty import Hasty
from support.hosts import connected
from support.remote_files import names_of, put_file, read_file
from support.vcenter import Estate, quick, uri_of_vcenter
from support.vcsim import Vcsim

import aioesx
from aioesx import errors
from aioesx.datastore_path import DatastorePath
from aioesx.simulator import Simulator
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio

DATA: Final = os.urandom(1_000_000)  # a simulated host copies no more than a megabyte
SHA: Final = hashlib.sha256(DATA).hexdigest()
PATH: Final = DatastorePath("datastore1", "iso/some file.bin")


async def round_trip(files: aioesx.Files, directory: str) -> None:
    """Everything once."""
    path, moved = f"{directory}/a/b c.bin", f"{directory}/a/moved"
    await files.make_directory(f"{directory}/a", parents=True)
    assert (await files.upload(DATA, path)).sha256 == SHA
    with pytest.raises(errors.AlreadyExistsError):
        await files.upload(b"x", path)
    async with files.open(path) as file:
        assert await file.read(900_000, 1000) == DATA[900_000:901_000]
    await files.copy(path, moved)
    await files.move(moved, path, overwrite=True)
    memory = io.BytesIO()
    assert (await files.download(path, memory)).sha256 == SHA
    assert memory.getvalue() == DATA
    assert [(e.name, e.size) for e in await files.list(f"{directory}/a")] == [
        ("b c.bin", len(DATA))
    ]
    await files.delete(directory, recursive=True)
    assert not await files.exists(directory)


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


@pytest.mark.parametrize(
    ("path", "store"),
    [
        ("", "datastore1"),
        ("eu/west/dc1", "nfs1"),
        ("eu/west/dc1/esx3.example", "datastore1 (esx3.example)"),
    ],
)
async def test_files_behind_a_vcenter(site: Site, path: str, store: str) -> None:
    async with aioesx.connect(uri_of_vcenter(site, path), password="secret") as esx:
        await round_trip(esx.files, f"[{store}] dir")


async def test_files_go_from_one_datastore_to_another_behind_a_vcenter(site: Site) -> None:
    async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
        await esx.files.upload(DATA, "[datastore1] x")
        await esx.files.copy("[datastore1] x", "[nfs1] y")
        assert (await esx.files.stat("[nfs1] y")).size == len(DATA)


@pytest.mark.peer("vcsim")
@pytest.mark.parametrize("tls", [True, False])
@pytest.mark.parametrize(("model", "path"), [("esx", "/"), ("vpx", "/"), ("vpx", "/DC0/DC0_C0")])
async def test_files_on_vcsim(
    vcsim: Callable[..., Vcsim], model: str, path: str, tls: bool
) -> None:
    server = vcsim(model=model, tls=tls)
    more = ["no_verify=1"] if tls else []
    uri = server.uri(*more, scheme=model, path=path)
    async with aioesx.connect(uri, password=server.password) as esx:
        await round_trip(esx.files, "[LocalDS_0] dir")


async def test_files_over_a_transport_of_the_callers(simulator: Simulator) -> None:
    transport = httpx.ASGITransport(simulator.asgi)
    async with connected(simulator, transport=transport) as esx:
        await round_trip(esx.files, "[datastore1] dir")


# --- within a time -------------------------------------------------------------------------------


async def slowly(pause: float) -> AsyncIterator[bytes]:
    while True:
        yield bytes(1000)
        await anyio.sleep(pause)


async def test_an_upload_has_the_time_that_it_is_given(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    """What was begun is taken back, so nobody is told that it may have happened."""
    with pytest.raises(errors.TransportTimeout, match=r"upload was not done within 0.5 s"):
        await esx.files.upload(slowly(0.01), PATH, timeout=0.5)

    assert names_of(simulator, PATH.directory) == []


@pytest.mark.parametrize(("looks", "told"), [(45, False), (1, True)])
async def test_what_a_slow_host_makes_of_its_buffers_is_deleted_or_told(
    simulator: Simulator, hasty: Hasty, looks: int, told: bool
) -> None:
    """All bytes are on their way when the time is up, and the host makes a file of them later.

    It has begun to read by then: of what has come all at once, its end included, it makes nothing.
    """
    size, seconds = 300_000, 2.0
    hasty(looks=(0.2,) * looks)

    async with connected(simulator) as esx:
        await esx.files.upload(b"x", "[datastore1] iso2/x")
        simulator.change(lambda host: setattr(host.options, "bytes_per_second", size / seconds))
        with pytest.raises(errors.EsxError) as caught:
            await esx.files.upload(bytes(size), PATH, timeout=0.8)

    assert ("may be left on the host" in str(caught.value)) == told
    if not told:
        await anyio.sleep(0.3)
        assert names_of(simulator, PATH.directory) == []


async def test_a_download_has_the_time_that_it_is_given(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    put_file(simulator, PATH, DATA)

    async def never(piece: bytes) -> None:
        await anyio.sleep_forever()

    with pytest.raises(errors.TransportTimeout, match=r"download was not done within 0.2 s"):
        await esx.files.download(PATH, never, timeout=0.2)
    with pytest.raises(errors.TransportTimeout, match="nothing was sent"):
        await esx.files.upload(b"x", "[datastore1] x", timeout=0)


async def test_a_call_back_may_use_the_connection(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    put_file(simulator, PATH, DATA)
    seen: list[Any] = []

    async def look(done: int, total: int | None) -> None:
        seen.append(await esx.files.exists(PATH))

    await esx.files.download(PATH, io.BytesIO(), on_progress=look, timeout=20)

    assert seen
    assert all(seen)
    assert read_file(simulator, PATH) == DATA


async def test_closing_ends_transfers(simulator: Simulator) -> None:
    put_file(simulator, PATH, DATA)
    caught: list[errors.EsxError] = []

    async with connected(simulator) as esx:

        async def fail(transfer: Any) -> None:
            try:
                await transfer
            except errors.EsxError as error:
                caught.append(error)

        held = anyio.Event()

        async def hold(piece: bytes) -> None:
            held.set()
            await anyio.sleep(0.3)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail, esx.files.download(PATH, hold))
            tasks.start_soon(fail, esx.files.upload(slowly(0.01), "[datastore1] up"))
            await held.wait()
            await anyio.sleep(0.1)
            await esx.aclose()
    assert all(isinstance(error, errors.EsxError) for error in caught)
    assert any(isinstance(error, errors.ClosedError) for error in caught)
