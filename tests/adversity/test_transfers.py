# ruff: noqa: ASYNC240  # small files of the tests' own
"""Faults of transfers, rows D1 to D13: whole or not at all, on either side, and told."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import resource
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.lowlevel
import pytest
from support.front import Asked, Front, Take
from support.hasty import Hasty
from support.hosts import PASSWORD
from support.remote_files import names_of, put_file, read_file
from support.scripted import Peer, answer
from support.torture import Torture
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx._transport import transport as transport_module
from aioesx.datastore_path import DatastorePath
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio
row = pytest.mark.fault

DATA: Final = os.urandom(2_500_000)
SHA: Final = hashlib.sha256(DATA).hexdigest()
DIRECTORY: Final = DatastorePath("datastore1", "iso")
PATH: Final = DIRECTORY.below("some file.bin")
ETAG: Final = "ETag: one"


@pytest.fixture(autouse=True)
def _hasty(hasty: Hasty) -> None:
    hasty(repeats=(0.0, 0.01), looks=(0.0, 0.05), busy=(0.01, 0.01), undo=2.0)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file that holds something before."""
    (tmp_path / "down").mkdir()
    path = tmp_path / "down" / "file"
    path.write_bytes(b"before")
    return path


def inside(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def untouched(target: Path) -> bool:
    return target.read_bytes() == b"before" and inside(target.parent) == ["file"]


@asynccontextmanager
async def behind(
    host: Simulator, take: Take, *, tls: ssl.SSLContext | None = None, data: bytes | None = DATA
) -> AsyncIterator[tuple[aioesx.Connection, Front]]:
    """A connection to a host whose requests for files a test takes on."""
    if data is not None:
        put_file(host, PATH, data)
    with Front(host.port, take, tls=tls) as front:
        async with aioesx.connect(front.uri, password=PASSWORD) as esx:
            yield esx, front


def on(method: str, respond: Take) -> Take:
    return lambda peer, asked: respond(peer, asked) if asked.method == method else None


def part(asked: Asked, *more: str, data: bytes = DATA) -> bytes:
    """A proper answer to a range, or to none."""
    if asked.range is None:
        return answer(data, headers=more)
    start, stop = asked.range
    body = data[start:stop]
    where = f"Content-Range: bytes {start}-{start + len(body) - 1}/{len(data)}"
    return answer(body, status="206 Partial Content", headers=[where, *more])


def cut(peer: Peer, response: bytes, count: int) -> bool:
    """Send a response's head and some of its body, and break the line."""
    peer.write(response[: response.index(b"\r\n\r\n") + 4 + count])
    peer.cut()
    return True


# --- down ----------------------------------------------------------------------------------------


@row("D1")
@pytest.mark.parametrize("count", [0, 1, len(DATA) - 1])
async def test_d1_a_download_that_is_cut_leaves_nothing(
    host: Simulator, target: Path, count: int
) -> None:
    take = on("GET", lambda peer, asked: cut(peer, part(asked), min(count, 1)))

    async with behind(host, take) as (esx, _):
        with pytest.raises(errors.TransferIncompleteError, match=rf"of {len(DATA)} bytes"):
            await esx.files.download(PATH, target)
    assert untouched(target)


@row("D1", "D2")
@pytest.mark.parametrize("count", [0, 1, 1_300_000, len(DATA) - 1])
async def test_d2_what_came_is_not_fetched_again(host: Simulator, target: Path, count: int) -> None:
    broken = True

    def take(peer: Peer, asked: Asked) -> bool | bytes:
        if asked.method == "HEAD":
            return answer(headers=[f"Content-Length: {len(DATA)}", ETAG], length=False)
        if broken:
            return cut(peer, part(asked, ETAG), max(0, count - (asked.range or (0, None))[0]))
        return part(asked, ETAG)

    async with behind(host, take) as (esx, front):
        with pytest.raises(errors.TransferIncompleteError):
            await esx.files.download(PATH, target, resume=True)
        broken = False
        done = await esx.files.download(PATH, target, resume=True)

        assert done == aioesx.Transferred(len(DATA), SHA, count)
        assert front.asked[-1].range == ((count, None) if count else None)
    assert (target.read_bytes(), inside(target.parent)) == (DATA, ["file"])


@row("D2")
@pytest.mark.parametrize(
    ("head", "data"),
    [("ETag: two", DATA[::-1]), (ETAG, DATA[:-1]), ("", DATA[::-1])],
    ids=["another", "shorter", "of whose state nobody tells"],
)
async def test_d2_a_part_of_another_state_is_thrown_away(
    host: Simulator, target: Path, head: str, data: bytes
) -> None:
    path = DIRECTORY.below("x-flat.vmdk")  # no search shows it
    states = [(ETAG if head else "", DATA), (head, data)]

    def take(peer: Peer, asked: Asked) -> bool | bytes:
        etag, content = states[0]
        more = [etag] if etag else []
        if asked.method == "HEAD":
            return answer(headers=[f"Content-Length: {len(content)}", *more], length=False)
        if len(states) > 1:
            return cut(peer, part(asked, *more), 1000)
        return part(asked, *more, data=content)

    async with behind(host, take, data=None) as (esx, _):
        with pytest.raises(errors.TransferIncompleteError):
            await esx.files.download(path, target, resume=True)
        states.pop(0)
        done = await esx.files.download(path, target, resume=True)

    assert done == aioesx.Transferred(len(data), hashlib.sha256(data).hexdigest(), 0)
    assert (target.read_bytes(), inside(target.parent)) == (data, ["file"])


@row("D2")
async def test_d2_a_server_without_ranges_is_read_from_its_beginning(
    host: Simulator, target: Path
) -> None:
    def take(peer: Peer, asked: Asked) -> bool | bytes:
        whole = answer(DATA, headers=[ETAG])
        return cut(peer, whole, 1_000_000) if asked.number == 0 else whole

    async with behind(host, on("GET", take)) as (esx, _):
        assert (await esx.files.download(PATH, target)).sha256 == SHA


@row("D2")
async def test_d2_a_file_that_changes_meanwhile_leaves_nothing(
    host: Simulator, target: Path
) -> None:
    def take(peer: Peer, asked: Asked) -> bool | bytes:
        return cut(peer, part(asked, ETAG), 1000) if asked.number == 0 else part(asked, "ETag: 2")

    async with behind(host, on("GET", take)) as (esx, _):
        with pytest.raises(errors.FileChangedError, match="changed meanwhile"):
            await esx.files.download(PATH, target)
    assert untouched(target)


@row("D2")
async def test_d2_two_downloads_into_one_part_are_kept_apart(host: Simulator, target: Path) -> None:
    held = anyio.Event()

    async def hold(done: int, total: int | None) -> None:
        held.set()
        await anyio.sleep_forever()

    async with behind(host, lambda peer, asked: None) as (esx, _), anyio.create_task_group() as one:
        download = esx.files.download
        one.start_soon(lambda: download(PATH, target, resume=True, on_progress=hold))
        await held.wait()
        with pytest.raises(errors.TransferError, match="another download to"):
            await download(PATH, target, resume=True)
        one.cancel_scope.cancel()
    assert target.read_bytes() == b"before"


@row("D3")
@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("goodbye", [True, False])
@pytest.mark.parametrize("count", [1, 1_000_000, len(DATA) - 1])
async def test_d3_a_download_without_a_length_ends_where_the_file_does(
    host: Simulator, target: Path, server_context: ssl.SSLContext, secure: bool, goodbye: bool,
    count: int,
) -> None:  # fmt: skip
    def take(peer: Peer, asked: Asked) -> bool:
        start = (asked.range or (0, None))[0]
        headers = ["Connection: close"]
        status = "200 OK"
        if start:
            status = "206 Partial Content"
            headers.append(f"Content-Range: bytes {start}-{len(DATA) - 1}/{len(DATA)}")
        end = len(DATA) if asked.number else count
        peer.write(answer(DATA[start:end], status=status, headers=headers, length=False))
        peer.goodbye() if goodbye else peer.cut()
        return True

    tls = server_context if secure else None
    async with behind(host, on("GET", take), tls=tls) as (esx, front):
        assert (await esx.files.download(PATH, target)).sha256 == SHA
        assert sum(each.method == "GET" for each in front.asked) == 2
    assert target.read_bytes() == DATA


@row("D4")
@pytest.mark.parametrize("target_kind", ["path", "resumed"])
async def test_d4_more_than_was_announced_leaves_nothing(
    host: Simulator, target: Path, target_kind: str
) -> None:
    take = on("GET", lambda peer, asked: part(asked) + b"more")

    async with behind(host, take) as (esx, _):
        with pytest.raises(errors.ProtocolError, match="more came"):
            await esx.files.download(PATH, target, resume=target_kind == "resumed")
    assert target.read_bytes() == b"before"
    assert target_kind == "resumed" or untouched(target)


@row("D8")
@pytest.mark.parametrize("resume", [True, False])
async def test_d8_a_full_disk_leaves_nothing(host: Simulator, target: Path, resume: bool) -> None:
    async with behind(host, lambda peer, asked: None) as (esx, _):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, before[1]))
        try:
            with pytest.raises(errors.TransferError, match=r"cannot write .*file: File too large"):
                await esx.files.download(PATH, target, resume=resume)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert target.read_bytes() == b"before"
    assert resume or untouched(target)


@row("D8")
@pytest.mark.parametrize("resume", [True, False])
async def test_d8_targets_that_are_none(host: Simulator, tmp_path: Path, resume: bool) -> None:
    (tmp_path / "dir").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "dir")
    async with behind(host, lambda peer, asked: None) as (esx, _):
        for name in ("dir", "link", "none/file"):
            with pytest.raises(errors.TransferError, match="cannot write"):
                await esx.files.download(PATH, tmp_path / name, resume=resume)
        with pytest.raises(errors.TransferError, match="No space left"):
            await esx.files.download(PATH, "/dev/full")
    assert inside(tmp_path) == ["dir", "link"]
    assert inside(tmp_path / "dir") == []


@row("D8")
@pytest.mark.parametrize("resume", [True, False])
async def test_d8_a_link_stays_one(host: Simulator, target: Path, resume: bool) -> None:
    link = target.with_name("link")
    link.symlink_to("file")
    async with behind(host, lambda peer, asked: None) as (esx, _):
        await esx.files.download(PATH, link, resume=resume)
    assert link.is_symlink()
    assert (target.read_bytes(), inside(target.parent)) == (DATA, ["file", "link"])


@row("D8")
async def test_d8_a_part_that_is_a_link_is_not_written_through(
    host: Simulator, target: Path, tmp_path: Path
) -> None:
    from aioesx._server.files.partial import part_of_target

    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    part_of_target(target).symlink_to(victim)
    async with behind(host, lambda peer, asked: None) as (esx, _):
        with pytest.raises(errors.TransferError, match="cannot write"):
            await esx.files.download(PATH, target, resume=True)
    assert victim.read_bytes() == b"precious"


@row("D8")
async def test_d8_what_a_target_raises_is_passed_on(host: Simulator) -> None:
    async def refuse(piece: bytes) -> None:
        raise KeyError("mine")

    class Odd(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(errno.EIO, "Input/output error")

    async with behind(host, lambda peer, asked: None) as (esx, _):
        with pytest.raises(KeyError, match="mine"):
            await esx.files.download(PATH, refuse)
        with pytest.raises(errors.TransferError, match="Input/output error"):
            await esx.files.download(PATH, Odd())


# --- up ------------------------------------------------------------------------------------------


@row("D5")
@pytest.mark.parametrize("count", [0, 1, 1_000_000, len(DATA) - 1])
async def test_d5_an_upload_that_is_cut_leaves_nothing(host: Simulator, count: int) -> None:
    def take(peer: Peer, asked: Asked) -> bool:
        peer.read_exactly(count)
        peer.reset()
        return True

    async with behind(host, on("PUT", take), data=None) as (esx, _):
        with pytest.raises(errors.TransferIncompleteError, match="the upload broke off"):
            await esx.files.upload(DATA, PATH)
    assert names_of(host, DIRECTORY) == []


def pass_on(host: Simulator, asked: Asked, body: bytes) -> bytes:
    """Have the host take an upload; returns its answer's status line."""
    import http.client

    upstream = http.client.HTTPConnection("127.0.0.1", host.port, timeout=20)
    with contextlib.closing(upstream):
        upstream.request("PUT", asked.target, body, asked.headers)
        return str(upstream.getresponse().status).encode()


@row("D5")
@pytest.mark.parametrize("how", ["cut", "502", "503", "no HTTP"])
async def test_d5_a_lost_answer_to_a_whole_upload_is_none(host: Simulator, how: str) -> None:
    """The host has all of it: that is seen by its size."""

    def take(peer: Peer, asked: Asked) -> bool | bytes:
        pass_on(host, asked, peer.read_exactly(asked.length))
        if how == "cut":
            peer.cut()
            return True
        return answer(status=f"{how} No") if how != "no HTTP" else b"SSH-2.0 \r\n"

    async def source() -> AsyncIterator[bytes]:
        yield DATA

    async with behind(host, on("PUT", take), data=None) as (esx, _):
        done = await esx.files.upload(source(), PATH, size=len(DATA))
    assert done.sha256 == SHA
    assert (names_of(host, DIRECTORY), read_file(host, PATH)) == ([PATH.name], DATA)


@row("D5")
@pytest.mark.parametrize("kept", [0, 1_000_000, len(DATA) - 1])
async def test_d5_success_is_not_believed_without_the_size(host: Simulator, kept: int) -> None:
    def take(peer: Peer, asked: Asked) -> bytes:
        body = peer.read_exactly(asked.length)[:kept]
        headers = {**asked.headers, "content-length": str(kept)}
        pass_on(host, asked._replace(headers=headers), body)
        return answer(status="201 Created")

    async with behind(host, on("PUT", take), data=None) as (esx, _):
        with pytest.raises(errors.TransferIncompleteError, match=f"the host has {kept}"):
            await esx.files.upload(DATA, PATH)
    assert names_of(host, DIRECTORY) == []


@row("D5")
async def test_d5_what_cannot_be_deleted_is_named(host: Simulator) -> None:
    def take(peer: Peer, asked: Asked) -> bytes:
        pass_on(host, asked, peer.read_exactly(asked.length))
        return answer(status="410 Gone")

    host.fault_on("DeleteDatastoreFile_Task", "NoPermission")
    async with behind(host, on("PUT", take), data=None) as (esx, _):
        with pytest.raises(errors.HttpStatusError) as caught:
            await esx.files.upload(DATA, PATH)
    (left,) = names_of(host, DIRECTORY)
    assert str(caught.value).endswith(f"; {DIRECTORY.below(left)} may be left on the host")


@row("D5")
@pytest.mark.parametrize("happened", [True, False])
async def test_d5_a_lost_answer_to_the_renaming(host: Simulator, happened: bool) -> None:
    host.fault_on("MoveDatastoreFile_Task", body="no", status=502)
    if happened:

        def move(state: Any) -> None:
            store = state.datastore("datastore1")
            (hidden,) = [f.path for f in store.files_in("iso")]
            store.move(hidden, PATH.path)

        async def mover() -> None:
            await until(lambda: host.call_count["MoveDatastoreFile_Task"])
            host.change(move)
    else:
        mover = anyio.lowlevel.checkpoint
    async with (
        behind(host, lambda peer, asked: None, data=None) as (esx, _),
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(mover)
        if happened:
            assert (await esx.files.upload(DATA, PATH)).sha256 == SHA
        else:
            with pytest.raises(errors.OutcomeUnknownError, match="may be left on the host"):
                await esx.files.upload(DATA, PATH)
    assert read_file(host, PATH) == (DATA if happened else None)


@row("D6")
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, errors.NotPermittedError),
        (404, errors.NotFoundError),
        (409, errors.HttpStatusError),
        (413, errors.HttpStatusError),
        (507, errors.TransferError),
    ],
)
@pytest.mark.parametrize("reads", [True, False])
async def test_d6_an_answer_during_an_upload_is_told(
    host: Simulator, status: int, error: type[Exception], reads: bool
) -> None:
    """Whether the server reads on or not, and however long the rest would take."""

    def take(peer: Peer, asked: Asked) -> bool:
        peer.write(answer(b"no", status=f"{status} No", headers=["Connection: close"]))
        peer.hold() if reads else peer.server.stopping.wait(20)
        return True

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(100_000)
            await anyio.lowlevel.checkpoint()

    async with behind(host, on("PUT", take), data=None) as (esx, _):
        with anyio.fail_after(10):
            for source in (DATA * 20, endless()):
                with pytest.raises(error, match=r"some file\.bin could not be written"):
                    await esx.files.upload(source, PATH)
    assert names_of(host, DIRECTORY) == []


@row("D6")
@pytest.mark.parametrize("status", [401, 503])
async def test_d6_what_the_host_did_not_take_is_sent_again(host: Simulator, status: int) -> None:
    def take(peer: Peer, asked: Asked) -> bool | None:
        if asked.number:
            return None
        if status == 401:
            host.expire_sessions()
        peer.write(answer(b"no", status=f"{status} No", headers=["Connection: close"]))
        peer.hold()
        return True

    async with behind(host, on("PUT", take), data=None) as (esx, _):
        done = await esx.files.upload(DATA, PATH)
    assert done == aioesx.Transferred(len(DATA), SHA)
    assert read_file(host, PATH) == DATA


@row("D6")
async def test_d6_what_cannot_be_read_again_is_not_sent_again(host: Simulator) -> None:
    async def source() -> AsyncIterator[bytes]:
        yield DATA

    async with behind(host, on("PUT", lambda peer, asked: answer(status="401 No")), data=None) as (
        esx,
        front,
    ):
        with pytest.raises(errors.NotAuthenticatedError, match="could not be written"):
            await esx.files.upload(source(), PATH)
        assert sum(each.method == "PUT" for each in front.asked) == 1


class Changing(io.BytesIO):
    """A file that is longer or shorter when it is read than when it was measured."""

    def __init__(self, by: int) -> None:
        super().__init__(DATA)
        self._by = by

    def seek(self, where: int, whence: int = 0) -> int:
        found = super().seek(where, whence)
        return found - self._by if whence == os.SEEK_END else found


@row("D7")
@pytest.mark.parametrize("by", [-1, 1, -1_500_000, 1_500_000])
async def test_d7_a_source_that_shrinks_or_grows(host: Simulator, tmp_path: Path, by: int) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield DATA

    async with behind(host, lambda peer, asked: None, data=None) as (esx, _):
        with pytest.raises(errors.TransferIncompleteError, match="were announced"):
            await esx.files.upload(Changing(by), PATH)
        with pytest.raises(errors.TransferIncompleteError, match="were announced"):
            await esx.files.upload(pieces(), PATH, size=len(DATA) - by)
        assert names_of(host, DIRECTORY) == []
        assert (await esx.files.upload(DATA, PATH)).sha256 == SHA


@row("D7")
@pytest.mark.parametrize("first", [b"", b"x" * 1000, b"x" * 2_000_000])
async def test_d7_a_source_that_raises(host: Simulator, first: bytes) -> None:
    closed = False

    async def broken() -> AsyncIterator[bytes]:
        nonlocal closed
        try:
            if first:
                yield first
            raise KeyError("mine")
        finally:
            closed = True

    async with behind(host, lambda peer, asked: None, data=None) as (esx, _):
        with pytest.raises(KeyError, match="mine"):
            await esx.files.upload(broken(), PATH, size=3_000_000)
        assert closed
    assert names_of(host, DIRECTORY) == []


@row("D13")
@pytest.mark.parametrize("overwrite", [True, False])
async def test_d13_two_uploads_of_one_name_are_not_mixed(host: Simulator, overwrite: bool) -> None:
    both = {b"a" * 2_000_000, b"b" * 2_000_000}
    failed: list[errors.EsxError] = []
    ready = [anyio.Event(), anyio.Event()]

    async def source(data: bytes, mine: anyio.Event, other: anyio.Event) -> AsyncIterator[bytes]:
        for start in range(0, len(data), 100_000):
            yield data[start : start + 100_000]
            mine.set()
            await other.wait()

    async with aioesx.connect(host.uri, password=PASSWORD) as esx:

        async def upload(data: bytes, mine: anyio.Event, other: anyio.Event) -> None:
            try:
                await esx.files.upload(source(data, mine, other), PATH, overwrite=overwrite)
            except errors.EsxError as error:
                failed.append(error)

        async with anyio.create_task_group() as tasks:
            for data, (mine, other) in zip(both, (ready, ready[::-1]), strict=True):
                tasks.start_soon(upload, data, mine, other)
    assert [type(error) for error in failed] == ([] if overwrite else [errors.AlreadyExistsError])
    assert read_file(host, PATH) in both
    assert names_of(host, DIRECTORY) == [PATH.name]


# --- cancelled, and many at once -----------------------------------------------------------------


async def _both_ways(esx: aioesx.Connection, target: Path) -> None:
    await esx.files.upload(DATA, PATH)
    await esx.files.download(PATH, target)


STEPS: Final = 40
SHARES: Final = [0, *(pytest.param(share, marks=pytest.mark.long) for share in range(1, 8))]


@row("D12")
@pytest.mark.parametrize("share", SHARES)
async def test_d12_cancelled_at_any_step_nothing_is_left(
    host: Simulator, target: Path, monkeypatch: pytest.MonkeyPatch, hasty: Hasty, share: int
) -> None:
    """At steps spread over an upload and a download: sending, receiving, waiting."""
    hasty(looks=(0.0, 0.3, 0.3))
    torture = Torture(0, "cancel")
    monkeypatch.setattr(transport_module, "Network", lambda: torture)
    async with aioesx.connect(f"{host.uri}", password=PASSWORD) as esx:
        begin = torture.steps
        await _both_ways(esx, target)
        length = torture.steps - begin
        for number in range(share, STEPS, 8):
            await esx.files.delete(PATH)
            target.write_bytes(b"before")
            torture.at = torture.steps + 1 + number * length // STEPS
            torture.struck = False
            with anyio.CancelScope() as torture.scope:
                await _both_ways(esx, target)
            if not torture.struck:
                continue
            await until(lambda: not _hidden(host))
            assert read_file(host, PATH) in (None, DATA)
            assert untouched(target) or target.read_bytes() == DATA
            assert inside(target.parent) == ["file"]
            if read_file(host, PATH) is None:
                put_file(host, PATH, DATA)
            assert (await esx.files.download(PATH, io.BytesIO())).sha256 == SHA
    assert torture.open_sockets == 0
    assert host.open_sessions == 0


def _hidden(host: Simulator) -> list[str]:
    return [name for name in names_of(host, DIRECTORY) if name.startswith(".aioesx")]


async def test_with_16_stalled_downloads_a_call_completes_at_once(host: Simulator) -> None:
    def stall(peer: Peer, asked: Asked) -> bool:
        peer.write(part(asked)[:100_000])
        peer.hold()
        return True

    async with (
        behind(host, on("GET", stall)) as (esx, front),
        anyio.create_task_group() as tasks,
    ):
        for _ in range(16):
            tasks.start_soon(esx.files.download, PATH, io.BytesIO())
        await until(lambda: sum(each.method == "GET" for each in front.asked) == 4)
        with anyio.fail_after(20):
            for _ in range(20):
                await esx.domains.list()
                assert await esx.files.exists(PATH)
        tasks.cancel_scope.cancel()


async def test_whoever_holds_all_connections_himself_is_told(host: Simulator, hasty: Hasty) -> None:
    hasty(silence=1.0)
    async with behind(host, lambda peer, asked: None, data=DATA * 4) as (esx, _):
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(4):
                file = await stack.enter_async_context(esx.files.open(PATH))
                pieces = aiter(file)
                stack.push_async_callback(pieces.aclose)  # type: ignore[attr-defined]
                assert await anext(pieces)
            with anyio.fail_after(10), pytest.raises(errors.TransportTimeout, match="became free"):
                await esx.files.download(PATH, io.BytesIO())
        assert (await esx.files.download(PATH, io.BytesIO())).bytes == len(DATA) * 4


async def test_how_many_go_at_once_is_a_setting(host: Simulator) -> None:
    together = most = 0

    def count(peer: Peer, asked: Asked) -> bytes:
        nonlocal together, most
        together += 1
        most = max(most, together)
        peer.server.stopping.wait(0.05)
        together -= 1
        return part(asked)

    put_file(host, PATH, DATA)
    with Front(host.port, on("GET", count)) as front:
        async with (
            aioesx.connect(front.uri, password=PASSWORD, transfers=2) as esx,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(6):
                tasks.start_soon(esx.files.download, PATH, io.BytesIO())
    assert most <= 2
    with pytest.raises(errors.UriError, match="1 at least"):
        aioesx.connect(host.uri, password=PASSWORD, transfers=0)


async def test_one_file_does_not_take_all_connections(host: Simulator, hasty: Hasty) -> None:
    hasty(silence=1.0)
    other = DIRECTORY.below("other")
    put_file(host, other, DATA)

    def stall(peer: Peer, asked: Asked) -> bool | bytes:
        if "other" in asked.target:
            return part(asked)
        peer.write(part(asked)[:100_000])
        peer.hold()
        return True

    caught: list[errors.EsxError] = []
    async with (
        behind(host, on("GET", stall)) as (esx, front),
        esx.files.open(PATH) as file,
        anyio.create_task_group() as tasks,
    ):

        async def read() -> None:
            try:
                await file.read(0, len(DATA))
            except errors.EsxError as error:
                caught.append(error)

        for _ in range(4):
            tasks.start_soon(read)
        await until(lambda: sum(each.method == "GET" for each in front.asked) == 2)
        assert (await esx.files.download(other, io.BytesIO())).sha256 == SHA
        await until(lambda: len(caught) == 4)
    assert all(isinstance(error, errors.TransportTimeout) for error in caught)


async def test_many_transfers_of_one_file_and_of_many(host: Simulator, tmp_path: Path) -> None:
    async with behind(host, lambda peer, asked: None) as (esx, _):
        done: list[str | None] = []

        async def both(number: int) -> None:
            path = DIRECTORY.below(f"{number}")
            done.append((await esx.files.download(PATH, tmp_path / f"{number}")).sha256)
            done.append((await esx.files.upload(tmp_path / f"{number}", path)).sha256)
            done.append((await esx.files.download(path, io.BytesIO())).sha256)

        async with anyio.create_task_group() as tasks:
            for number in range(12):
                tasks.start_soon(both, number)
    assert done == [SHA] * 36
