"""``/nfc``, the way in: the files of a machine that arrives, for whoever has its lease's token.

A disk comes as one stream of compressed grains, by POST, and is written as it comes; what else
there is comes by PUT as it is to lie there. A stream that is none, or is cut, ends the lease, and
with it all that was made; what a rule spoils was spoiled on its way.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import anyio
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response

from aioesx.disk.stream import GRAIN, StreamReader
from aioesx.errors import DiskFormatError
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.server import CutShort
from aioesx.simulator.serving import Pace
from aioesx.simulator.spoiling import cut, with_a_wrong_byte
from aioesx.simulator.state import chains
from aioesx.simulator.state.files import ZeroContent
from aioesx.simulator.state.leases import Digests

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request

    from aioesx.simulator.rules import FaultRule
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.files import Receiver
    from aioesx.simulator.state.leases import Lease, LeaseFile

__all__ = ["take_file"]

_DISK_METHOD: Final = "POST"
_FILE_METHOD: Final = "PUT"


async def take_file(
    agent: Agent, request: Request, lease: Lease, file: LeaseFile, rule: FaultRule | None
) -> Response:
    """Take one file of a lease in, if there are not too many transfers."""
    wanted = _FILE_METHOD if file.capacity is None else _DISK_METHOD
    if request.method != wanted:
        return PlainTextResponse("not this way\n", 405, headers={"allow": wanted})
    with agent.looking():
        if file.busy:
            return PlainTextResponse("the file is being written\n", status_code=500)
        exists = file.capacity is None and file.path in file.store.files
        if exists and request.headers.get("overwrite", "").lower() not in {"t", "true"}:
            return PlainTextResponse("the file exists\n", status_code=409)
        if not agent.transfers.admit(agent.options, agent.timeline.seconds()):
            return PlainTextResponse("too many requests\n", status_code=503)
        file.busy = True
    try:
        await _taken(agent, request, lease, file, rule)
    except Refused as refusal:
        return PlainTextResponse(f"{refusal.message}\n", status_code=500)
    except ClientDisconnect:
        return Response(status_code=400)
    finally:
        with agent.lock:
            file.busy = False
            agent.transfers.done()
    return Response(status_code=200 if file.capacity is not None or exists else 201)


async def _taken(
    agent: Agent, request: Request, lease: Lease, file: LeaseFile, rule: FaultRule | None
) -> None:
    """Take a file in; whatever goes wrong ends the lease.

    Raises:
        Refused: it went wrong; or the lease has ended meanwhile.
        CutShort: a rule has cut the connection.
    """
    sink = _Plain(agent, lease, file) if file.capacity is None else _Disk(agent, lease, file)
    error: Refused | None = None
    try:
        async with aclosing(_pieces(agent, request, rule)) as pieces:
            async for piece in pieces:
                with agent.looking():
                    _require_alive(lease)
                    sink.write(piece)
        with agent.looking(changing=True):
            _require_alive(lease)
            sink.finish()
    except DiskFormatError as wrong:
        error = faults.system_error(f"Transfer of {file.name} failed: {wrong}")
    except (ClientDisconnect, CutShort):
        error = faults.system_error(f"Transfer of {file.name} failed: the connection was lost")
        raise
    except Refused as refusal:
        error = refusal
        raise
    finally:
        sink.close()
        if error is not None:
            with agent.looking(changing=True):
                if lease.alive:
                    lease.host.leases.end(lease, error)
    if error is not None:
        raise error


def _require_alive(lease: Lease) -> None:
    if lease.state != "ready":
        raise faults.invalid_state(f"The lease is in the state {lease.state}.")


async def _pieces(
    agent: Agent, request: Request, rule: FaultRule | None
) -> AsyncGenerator[bytes, None]:
    """Yield what comes, at the pace of the host, as a rule wants it spoiled on its way."""
    pace, start = Pace(agent), 0
    async with aclosing(request.stream()) as chunks:
        async for chunk in chunks:
            end = start + len(chunk)
            if rule is not None:
                chunk = with_a_wrong_byte(chunk, start, rule)
                if rule.cut_after is not None and rule.cut_after < end:
                    cut(request.scope)
                if rule.stall_after is not None and rule.stall_after < end:
                    await _stall(request)
            start = end
            yield chunk
            await pace.passed(len(chunk))


async def _stall(request: Request) -> None:
    """Take what comes and say nothing, until the client goes."""
    while (await request.receive())["type"] != "http.disconnect":
        await anyio.lowlevel.checkpoint()
    raise CutShort


class _Disk:
    """A disk that comes as a stream; what an earlier one has brought is gone."""

    def __init__(self, agent: Agent, lease: Lease, file: LeaseFile) -> None:
        self._file, self._session = file, f"{lease.moid} {file.name}"
        self._reader, self._digests, self._populated = StreamReader(), Digests(), 0
        self._quota = agent.options.upload_quota
        store, disk = file.store, file.store.disk(file.path)
        with agent.lock:
            file.sent = None
            blank = ZeroContent(disk.size, 0 if disk.thin else disk.size)
            store.change_content(store.extent(file.path), blank)

    def write(self, piece: bytes) -> None:
        """Write the grains that have come whole.

        Raises:
            DiskFormatError: this is no stream, or one of a larger disk.
            Refused: NoDiskSpace.
        """
        file, capacity = self._file, self._file.capacity or 0
        self._digests.update(piece)
        for offset, data in self._reader.feed(piece):
            if self._reader.capacity > capacity:
                break
            self._populated += len(data)
            if file.store.disk(file.path).thin:
                file.store.require_room(len(data))
            if self._populated > self._quota:
                raise faults.no_disk_space(file.store.name)
            chains.write(file.store, file.path, offset, data, session=self._session)
        if self._reader.capacity > capacity:
            found = self._reader.capacity
            raise DiskFormatError(f"the stream is of a disk of {found} bytes, not of {capacity}")

    def finish(self) -> None:
        """Take note that all of it has come.

        Raises:
            DiskFormatError: it has not.
        """
        self._reader.finish()
        self._file.sent = self._digests.sent(-(-self._populated // GRAIN) * GRAIN)

    def close(self) -> None:
        """Nothing to give up: what was written goes with the lease."""


class _Plain:
    """A file that comes as it is; nothing of it is seen before all of it is there."""

    def __init__(self, agent: Agent, lease: Lease, file: LeaseFile) -> None:
        self._file, self._lease, self._digests = file, lease, Digests()
        self._agent = agent
        with agent.lock:
            self._receiver: Receiver | None = agent.spool.receive()

    def write(self, piece: bytes) -> None:
        """Take some of it in.

        Raises:
            Refused: NoDiskSpace.
        """
        assert self._receiver is not None  # noqa: S101  # until `finish`
        store, host = self._file.store, self._lease.host
        self._digests.update(piece)
        self._receiver.write(piece)
        store.require_room(self._receiver.size)
        if host.spooled() + self._receiver.size > host.options.upload_quota:
            raise faults.no_disk_space(store.name)

    def finish(self) -> None:
        """Have the file be there."""
        assert self._receiver is not None  # noqa: S101  # once only
        file, arrival = self._file, self._lease.arrival
        existed = file.path in file.store.files
        file.store.put_content(file.path, self._receiver.finish())
        self._receiver = None
        if arrival is not None and not existed:
            arrival.traces.note(file.store, file.path)
        file.sent = self._digests.sent(0)

    def close(self) -> None:
        """Forget what has come of a file that did not come whole."""
        if self._receiver is not None:
            with self._agent.lock:
                self._receiver.abandon()
