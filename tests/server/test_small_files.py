"""Small files of the datastores, on a simulated host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from support.hosts import connected

import aioesx
from aioesx import errors
from aioesx._server.files import small
from aioesx._server.files.small import DatastoreFiles
from aioesx.datastore_path import DatastorePath
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

VMX = DatastorePath("datastore1", "web01/web01.vmx")
NEW = DatastorePath("datastore1", "new dir/ä%2f+&#.txt")


async def files_of(esx: aioesx.Connection) -> DatastoreFiles:
    return DatastoreFiles(esx._server.session, (await esx._server.scope.home()).datacenter_path)


@pytest.fixture
async def files(esx: aioesx.Connection) -> DatastoreFiles:
    return await files_of(esx)


async def test_a_file_is_read_whole(files: DatastoreFiles) -> None:
    assert b'displayName = "web01"\n' in await files.read(VMX)


async def test_what_was_written_is_read_again_whatever_its_name(files: DatastoreFiles) -> None:
    await files.write(NEW, b"\0text")

    assert await files.read(NEW) == b"\0text"


async def test_exists_and_delete_tell_whether_there_is_a_file(files: DatastoreFiles) -> None:
    await files.write(NEW, b"x")

    assert await files.exists(NEW)
    assert await files.delete(NEW)
    assert not await files.exists(NEW)
    assert not await files.delete(NEW)


async def test_a_large_file_exists_without_being_read(files: DatastoreFiles) -> None:
    assert await files.exists(DatastorePath("datastore1", "db01/db01-flat.vmdk"))


@pytest.mark.parametrize(
    "path", [DatastorePath("datastore1", "no/file"), DatastorePath("nowhere", "x")]
)
async def test_a_missing_file_is_not_found(files: DatastoreFiles, path: DatastorePath) -> None:
    with pytest.raises(errors.NotFoundError, match=r"\[.*\] .* could not be read"):
        await files.read(path)


@pytest.mark.fault("D6")
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, errors.NotAuthenticatedError),
        (403, errors.NotPermittedError),
        (404, errors.NotFoundError),
        (405, errors.HttpStatusError),
        (507, errors.TransferError),
    ],
)
async def test_a_status_becomes_an_error_that_names_the_file(
    simulator: Simulator, files: DatastoreFiles, status: int, error: type[Exception]
) -> None:
    simulator.fault_on("PUT", body="no", status=status)

    with pytest.raises(error, match=r"new dir.* could not be written"):
        await files.write(NEW, b"x")


@pytest.mark.fault("D6")
@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_status_that_decides_nothing_leaves_a_write_unknown(
    simulator: Simulator, files: DatastoreFiles, status: int
) -> None:
    rule = simulator.fault_on("PUT", body="no", status=status)

    with pytest.raises(errors.OutcomeUnknownError, match=r"PUT \[datastore1\] new dir") as caught:
        await files.write(NEW, b"x")
    assert caught.value.status == status
    assert rule.applied == 1


async def test_a_file_over_the_bound_is_refused(
    files: DatastoreFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small, "MAX_FILE_BYTES", 100)

    with pytest.raises(errors.ProtocolError, match=r"web01\.vmx cannot be read"):
        await files.read(VMX)


async def test_an_expired_session_is_renewed(simulator: Simulator, files: DatastoreFiles) -> None:
    simulator.expire_sessions()

    assert await files.exists(VMX)
    assert simulator.call_count["Login"] == 2


@pytest.mark.parametrize(
    "change", [lambda f: f.write(NEW, b"x"), lambda f: f.delete(VMX)], ids=["write", "delete"]
)
async def test_a_read_only_connection_changes_no_file(
    simulator: Simulator, change: Callable[[DatastoreFiles], Any]
) -> None:
    async with connected(simulator, read_only=True) as esx:
        with pytest.raises(errors.ReadOnlyError):
            await change(await files_of(esx))

        assert await (await files_of(esx)).exists(VMX)


# --- half is not whole ---------------------------------------------------------------------------


async def test_a_part_that_nobody_asked_for_is_refused(
    simulator: Simulator, files: DatastoreFiles
) -> None:
    simulator.fault_on("GET", body="config.version", status=206)

    with pytest.raises(errors.HttpStatusError, match="206"):
        await files.read(VMX)


@pytest.mark.parametrize("lost", [0, 100])
async def test_a_file_without_a_length_is_held_against_the_hosts(
    plain: Simulator, lost: int
) -> None:
    """The end of a connection ends no file: half of one would be taken for the whole."""

    class Lengthless(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            response = await inner.handle_async_request(request)
            body = await response.aread()
            if request.method != "GET" or not request.url.path.startswith("/folder"):
                return httpx.Response(response.status_code, headers=response.headers, content=body)
            return httpx.Response(200, stream=httpx.ByteStream(body[: len(body) - lost]))

    inner = httpx.AsyncHTTPTransport()
    async with inner, connected(plain, transport=Lengthless()) as esx:
        files = await files_of(esx)
        if lost:
            with pytest.raises(errors.TransferIncompleteError, match="without its length"):
                await files.read(VMX)
        else:
            assert b"displayName" in await files.read(VMX)
