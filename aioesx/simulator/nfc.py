"""``/nfc``: the files of leases over HTTP, for whoever has a lease's token; here the way out.

A disk comes as one stream of compressed grains (`aioesx.disk.stream`), in chunks, since nobody
knows its length before; there are no ranges of it. What else there is comes as it lies there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from aioesx.disk.stream import GRAIN
from aioesx.simulator.server import CutShort
from aioesx.simulator.serving import Counted, Pace
from aioesx.simulator.spoiling import damaged, spoiled
from aioesx.simulator.state import chains
from aioesx.simulator.state.leases import Digests, stream_of
from aioesx.simulator.uploads import take_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.leases import Lease, LeaseFile

__all__ = ["lease_file"]

_MEDIA_TYPE: Final = "application/x-vnd.vmware-streamVmdk"


async def lease_file(agent: Agent, request: Request) -> Response:
    """Serve one file of a lease, or take one in, if there are not too many transfers."""
    token, name = request.path_params["token"], request.path_params["name"]
    with agent.looking():
        found = agent.lease_file(token, name)
        if found is None:
            return PlainTextResponse("no such file\n", status_code=404)
        lease, file = found
        names = (file.name, f"/nfc/{file.name}", file.key, lease.machine.plain_name)
        rule = agent.rules.pick(request.method, names, in_task=False)
    if (other := await spoiled(request, rule)) is not None:
        return other
    if rule is not None:
        with agent.looking():
            if agent.lease_file(token, name) is None:  # it has ended meanwhile
                return PlainTextResponse("no such file\n", status_code=404)
    if lease.arrival is not None:
        return await take_file(agent, request, lease, file, rule)
    if request.method not in {"GET", "HEAD"}:
        return PlainTextResponse("not this way\n", 405, headers={"allow": "GET, HEAD"})
    if request.method == "HEAD":
        return Response(media_type=_media_type(file))
    with agent.looking():
        if not agent.transfers.admit(agent.options, agent.timeline.seconds()):
            return PlainTextResponse("too many requests\n", status_code=503)

    def done() -> None:
        with agent.lock:
            agent.transfers.done()

    body = damaged(_sent(agent, lease, file), rule)
    return Counted(StreamingResponse(body, media_type=_media_type(file)), done)


def _media_type(file: LeaseFile) -> str:
    return _MEDIA_TYPE if file.capacity is not None else "application/octet-stream"


async def _sent(agent: Agent, lease: Lease, file: LeaseFile) -> AsyncIterator[bytes]:
    """Yield a file; note what it was at its end. A lease that ends on the way cuts it."""
    pace, digests, populated = Pace(agent), Digests(), 0
    pieces = _plain(agent, file) if file.capacity is None else _disk(agent, file)
    async for piece, held in pieces:
        with agent.looking():
            if lease.state != "ready":
                raise CutShort
        populated += held
        digests.update(piece)
        for at in range(0, len(piece), pace.piece):
            part = piece[at : at + pace.piece]
            yield part
            await pace.passed(len(part))
    with agent.looking():
        file.sent = digests.sent(populated)


async def _plain(agent: Agent, file: LeaseFile) -> AsyncIterator[tuple[bytes, int]]:
    start, more = 0, True
    while more:
        with agent.lock:
            piece = file.store.file(file.path).content.read(start, GRAIN)
        start, more = start + len(piece), bool(piece)
        if piece:
            yield piece, 0


async def _disk(agent: Agent, file: LeaseFile) -> AsyncIterator[tuple[bytes, int]]:
    """Yield a disk's stream, and how many bytes of the disk each piece holds."""
    with agent.lock:
        disk = file.store.disk(file.path)
        numbers = chains.touched(file.store, file.path, GRAIN)
    writer = stream_of(disk, file.name)
    yield writer.head(), 0
    for number in numbers:
        with agent.lock:
            data = chains.read(file.store, file.path, number * GRAIN, GRAIN)
        if piece := writer.grain(number, data):
            yield piece, len(data)
        else:
            await anyio.lowlevel.checkpoint()
    yield writer.end(), 0
