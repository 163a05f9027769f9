"""One file of a datastore in ranges and as a stream: what is believed, borne, and refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

import pytest
from support.front import Asked, Front, Take
from support.hasty import Hasty
from support.hosts import PASSWORD
from support.remote_files import put_file
from support.scripted import Peer, answer

import aioesx
from aioesx import errors
from aioesx._server.files.stores import find_store
from aioesx._server.files.stream import RemoteFile
from aioesx.datastore_path import DatastorePath
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

PATH: Final = DatastorePath("datastore1", "iso/some file.bin")
DATA: Final = bytes(range(256)) * 1200  # 300 KiB


async def file_of(esx: aioesx.Connection, path: DatastorePath = PATH) -> RemoteFile:
    return RemoteFile(esx._server, await find_store(esx._server, path.datastore), path)


async def whole(file: RemoteFile, start: int = 0, stop: int | None = None) -> bytes:
    async with file.pieces(start, stop) as pieces:
        return b"".join([piece async for piece in pieces])


@pytest.fixture
async def file(simulator: Simulator, esx: aioesx.Connection) -> RemoteFile:
    put_file(simulator, PATH, DATA)
    return await file_of(esx)


async def test_size_and_ranges_and_the_whole(file: RemoteFile) -> None:
    assert await file.size() == len(DATA)
    assert await file.read(1000, 5000) == DATA[1000:6000]
    assert await file.read(0, 0) == b""
    assert await whole(file) == DATA
    assert await whole(file, 299_000) == DATA[299_000:]
    assert await whole(file, len(DATA)) == b""


async def test_ranges_of_one_file_take_one_connection(
    simulator: Simulator, file: RemoteFile, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", "aioesx.transport"):
        for start in range(0, 100_000, 10_000):
            assert await file.read(start, 100) == DATA[start : start + 100]

    assert sum("opened" in record.message for record in caplog.records) == 1


async def test_a_range_behind_the_end_is_told(file: RemoteFile) -> None:
    with pytest.raises(errors.TransferIncompleteError, match=f"the host has {len(DATA)} bytes"):
        await file.read(len(DATA) - 10, 11)
    with pytest.raises(errors.TransferIncompleteError, match=f"the host has {len(DATA)} bytes"):
        await file.read(len(DATA), 1)


async def test_a_directory_is_no_file(simulator: Simulator, esx: aioesx.Connection) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"web01 is a directory"):
        await whole(await file_of(esx, DatastorePath("datastore1", "web01")))
    with pytest.raises(errors.InvalidArgumentError, match=r"web01 is a directory"):
        await (await file_of(esx, DatastorePath("datastore1", "web01"))).size()


async def test_a_session_that_is_gone_is_renewed(simulator: Simulator, file: RemoteFile) -> None:
    simulator.expire_sessions()

    assert await file.read(7, 9) == DATA[7:16]


# --- servers that do otherwise -------------------------------------------------------------------


@asynccontextmanager
async def behind(plain: Simulator, take: Take) -> AsyncIterator[tuple[RemoteFile, Front]]:
    put_file(plain, PATH, DATA)
    with Front(plain.port, take) as front:
        async with aioesx.connect(front.uri, password="secret") as esx:
            yield await file_of(esx), front


def part(asked: Asked, *more: str, data: bytes = DATA, total: str = "") -> bytes:
    """A proper answer to a range, or to none."""
    if asked.range is None:
        return answer(data, headers=more)
    start, stop = asked.range
    body = data[start:stop]
    where = f"Content-Range: bytes {start}-{start + len(body) - 1}/{total or len(data)}"
    return answer(body, status="206 Partial Content", headers=[where, *more])


def gets(respond: Callable[[Peer, Asked], bool | bytes | None]) -> Take:
    """Take on the GETs only."""
    return lambda peer, asked: respond(peer, asked) if asked.method == "GET" else None


def cut_after(count: int, response: bytes) -> Callable[[Peer, Asked], bool]:
    def take(peer: Peer, asked: Asked) -> bool:
        peer.write(response[: response.index(b"\r\n\r\n") + 4 + count])
        peer.cut()
        return True

    return take


@pytest.mark.fault("D2")
async def test_a_server_without_ranges_gives_the_whole_file(plain: Simulator) -> None:
    async with behind(plain, gets(lambda peer, asked: answer(DATA))) as (file, _):
        assert await file.read(0, 10) == DATA[:10]
        assert await file.read(200_000, 10) == DATA[200_000:200_010]
        assert await whole(file, 200_000) == DATA[200_000:]


@pytest.mark.fault("D2")
async def test_a_range_far_behind_is_refused_where_there_are_no_ranges(
    plain: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aioesx._server.files.stream._SKIPPED", 1000)
    async with behind(plain, gets(lambda peer, asked: answer(DATA))) as (file, _):
        with pytest.raises(errors.NotSupportedError, match="the server knows no ranges"):
            await file.read(1001, 10)


@pytest.mark.fault("D2")
@pytest.mark.parametrize(
    "told",
    [
        "bytes 5-14/307200",
        "bytes 11-20/307200",
        "bytes 10-18/307200",
        "bytes 10-19/15",
        "bytes 19-10/307200",
        "bytes */307200",
        "octets 10-19/307200",
        "",
    ],
)
async def test_another_part_than_was_asked_for_is_refused(plain: Simulator, told: str) -> None:
    def take(peer: Peer, asked: Asked) -> bytes:
        headers = [f"Content-Range: {told}"] if told else []
        return answer(DATA[10:20], status="206 Partial Content", headers=headers)

    async with behind(plain, gets(take)) as (file, front):
        with pytest.raises(errors.ProtocolError, match=r"some file\.bin"):
            await file.read(10, 10)
        assert len(front.asked) == 1


@pytest.mark.fault("D2")
async def test_less_than_was_asked_for_is_asked_for_again(plain: Simulator) -> None:
    def take(peer: Peer, asked: Asked) -> bytes:
        start, stop = asked.range or (0, len(DATA))
        less = min(start + 70_000, stop or len(DATA))
        return part(asked._replace(headers={"range": f"bytes={start}-{less - 1}"}), total="*")

    async with behind(plain, gets(take)) as (file, front):
        assert await file.read(10, 200_000) == DATA[10:200_010]
        assert await whole(file) == DATA
        assert len(front.asked) >= 8


@pytest.mark.fault("D2")
@pytest.mark.parametrize("count", [0, 1, 150_000, len(DATA) - 1])
async def test_a_cut_is_gone_on_from_at_its_byte(plain: Simulator, count: int) -> None:
    cut = cut_after(count, answer(DATA, headers=["ETag: one"]))

    def take(peer: Peer, asked: Asked) -> bool | bytes:
        return cut(peer, asked) if asked.number == 0 else part(asked, "ETag: one")

    async with behind(plain, gets(take)) as (file, front):
        assert await whole(file) == DATA
        assert [each.range for each in front.asked] == [None, (count, None) if count else None]


@pytest.mark.fault("D2")
@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize(
    ("data", "header"),
    [(DATA + b"x", "ETag: one"), (DATA, "ETag: two"), (DATA[:200_000], "ETag: one")],
    ids=["longer", "another", "shorter"],
)
async def test_a_file_that_changed_meanwhile_is_not_mixed(
    plain: Simulator, data: bytes, header: str, ranges: bool
) -> None:
    cut = cut_after(1000, answer(DATA, headers=["ETag: one"]))

    def take(peer: Peer, asked: Asked) -> bool | bytes:
        if asked.number == 0:
            return cut(peer, asked)
        return part(asked, header, data=data) if ranges else answer(data, headers=[header])

    async with behind(plain, gets(take)) as (file, _):
        with pytest.raises(errors.FileChangedError, match="changed meanwhile"):
            await whole(file)


@pytest.mark.fault("D1")
@pytest.mark.parametrize("count", [0, 1, len(DATA) - 1])
async def test_what_is_always_cut_ends(plain: Simulator, count: int, hasty: Hasty) -> None:
    hasty(repeats=(0.0, 0.01))
    cut = cut_after(count, answer(DATA))

    async with behind(plain, gets(cut)) as (file, front):
        with pytest.raises(errors.TransferIncompleteError, match=rf"broke off .* of {len(DATA)}"):
            await file.read(0, len(DATA))
        assert len(front.asked) == 3


@pytest.mark.fault("D3")
@pytest.mark.parametrize("count", [0, 1, 150_000, len(DATA)])
async def test_without_a_length_the_hosts_size_tells_the_end(plain: Simulator, count: int) -> None:
    def take(peer: Peer, asked: Asked) -> bool | bytes:
        if asked.number == 0:
            peer.write(answer(DATA[:count], headers=["Connection: close"], length=False))
            peer.half_close()
            peer.hold()
            return True
        return part(asked)

    async with behind(plain, gets(take)) as (file, _):
        if count:
            assert await whole(file) == DATA
        else:
            with pytest.raises(errors.TransferIncompleteError):
                await whole(file)


@pytest.mark.fault("D4")
@pytest.mark.parametrize("kind", ["behind the answer", "in chunks"])
async def test_more_than_was_announced_is_refused(plain: Simulator, kind: str) -> None:
    where = f"Content-Range: bytes 0-{len(DATA) - 1}/{len(DATA)}"
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(DATA) + 1, DATA + b"x")
    chunked = answer(
        chunks,
        status="206 Partial Content",
        headers=[where, "Transfer-Encoding: chunked"],
        length=False,
    )
    reply = part(Asked("GET", "", {}, 0)) + b"x" if kind == "behind the answer" else chunked

    async with behind(plain, gets(lambda peer, asked: reply)) as (file, front):
        with pytest.raises(errors.ProtocolError, match="more"):
            await file.read(0, len(DATA)) if kind == "in chunks" else await whole(file)
        assert len(front.asked) == 1


async def test_too_busy_is_waited_for(plain: Simulator, hasty: Hasty) -> None:
    hasty(busy=(0.01,) * 4, repeats=())
    busy = answer(b"later", status="503 Busy", headers=["Retry-After: 0"])

    async with behind(plain, gets(lambda p, a: busy if a.number < 4 else part(a))) as (file, _):
        assert await file.read(5, 5) == DATA[5:10]


async def test_too_busy_has_an_end(plain: Simulator, hasty: Hasty) -> None:
    hasty(busy=(0.01,) * 4)

    async with behind(plain, gets(lambda p, a: answer(status="503 Busy"))) as (file, front):
        with pytest.raises(errors.HttpStatusError, match="503"):
            await file.read(5, 5)
        assert len(front.asked) == 5


async def test_a_server_is_left_alone_as_long_as_it_says(plain: Simulator, hasty: Hasty) -> None:
    hasty(busy=(0.0,), busy_longest=0.3)
    busy = answer(status="503 Busy", headers=["Retry-After: 3600"])
    repeated: list[aioesx.Event] = []

    put_file(plain, PATH, DATA)
    with Front(plain.port, gets(lambda p, a: busy if not a.number else part(a))) as front:
        async with aioesx.connect(front.uri, password="secret", on_event=repeated.append) as esx:
            file = await file_of(esx)
            assert await file.read(5, 5) == DATA[5:10]
    assert sum(isinstance(event, aioesx.CallRepeated) for event in repeated) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, errors.NotPermittedError),
        (404, errors.NotFoundError),
        (410, errors.HttpStatusError),
        (500, errors.FileLockedError),
    ],
)
async def test_a_status_says_what_is_the_matter(
    plain: Simulator, status: int, error: type[Exception]
) -> None:
    async with behind(plain, gets(lambda p, a: answer(status=f"{status} No"))) as (file, front):
        with pytest.raises(error, match=r"some file\.bin could not be read"):
            await file.read(5, 5)
        assert len(front.asked) == 1


async def test_where_nobody_answers_head_a_range_tells_the_size(plain: Simulator) -> None:
    def take(peer: Peer, asked: Asked) -> bytes:
        return answer(status="405 No") if asked.method == "HEAD" else part(asked)

    async with behind(plain, take) as (file, _):
        assert await file.size() == len(DATA)


async def test_a_portal_is_not_taken_for_a_file(plain: Simulator) -> None:
    page = answer(b"<html>log in here", headers=["Content-Type: text/html; charset=utf-8"])

    async with behind(plain, gets(lambda p, a: page)) as (file, _):
        with pytest.raises(errors.ProtocolError, match="a portal in between"):
            await whole(file)


@pytest.mark.fault("D10")
async def test_a_session_that_ends_in_the_middle_of_a_transfer(plain: Simulator) -> None:
    """The line is cut, the session gone: the transfer goes on at its byte, in a new session."""
    cut = cut_after(1000, answer(DATA))

    def take(peer: Peer, asked: Asked) -> bool | None:
        if asked.number == 0:
            cut(peer, asked)
            plain.expire_sessions()
            return True
        return None

    async with behind(plain, gets(take)) as (file, front):
        assert await whole(file) == DATA
        assert [each.range for each in front.asked] == [None, (1000, None), (1000, None)]
    assert plain.call_count["Login"] == 2
    assert PASSWORD not in repr(file)


@pytest.mark.fault("D1")
async def test_a_server_that_is_gone_ends_a_transfer(plain: Simulator, hasty: Hasty) -> None:
    hasty(repeats=(0.0, 0.01))

    def take(peer: Peer, asked: Asked) -> bool:
        peer.server._listener.close()
        peer.write(answer(DATA)[:1000])
        peer.cut()
        return True

    async with behind(plain, gets(take)) as (file, _):
        with pytest.raises(errors.TransferIncompleteError, match=rf"broke off .* of {len(DATA)}"):
            await whole(file)
