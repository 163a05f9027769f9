"""``/guestFile``: a guest's files over HTTP, by URLs that are good for one transfer each."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from aioesx.simulator.faults import Refused
from aioesx.simulator.inside.system import system_of
from aioesx.simulator.serving import Pace, Served, respond
from aioesx.simulator.spoiling import spoiled
from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from aioesx.simulator.inside.tickets import Transfer
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.files import Receiver

__all__ = ["guest_file"]


async def guest_file(agent: Agent, request: Request) -> Response:
    """Serve one transfer."""
    query = request.query_params
    with agent.looking():
        transfer = agent.guest_transfer(whole(query.get("id", "")) or 0, query.get("token", ""))
        if transfer is None:
            return PlainTextResponse("no such transfer\n", status_code=404)
        names = (transfer.path, f"/guestFile{transfer.path}", transfer.machine.plain_name)
        rule = agent.rules.pick(request.method, names, in_task=False)
    if (other := await spoiled(request, rule)) is not None:
        return other
    sends = request.method == "PUT"
    if sends is (transfer.content is not None):
        return PlainTextResponse("the other way round\n", status_code=405)
    if transfer.content is not None:
        content = transfer.content
        served = Served(lambda: content, "application/octet-stream")
        return respond(agent, request, served, rule)
    return await _put(agent, request, transfer)


async def _put(agent: Agent, request: Request, transfer: Transfer) -> Response:
    """Take a file in; as with real Tools, what came before a cut stays."""
    receiver: Receiver | None = None
    pace = Pace(agent)
    try:
        with agent.looking():
            receiver = agent.spool.receive()
        async with aclosing(request.stream()) as chunks:
            async for chunk in chunks:
                with agent.lock:
                    receiver.write(chunk)
                await pace.passed(len(chunk))
        if receiver.size != transfer.size:
            return PlainTextResponse("another size was announced\n", status_code=500)
    except ClientDisconnect:
        if receiver is not None and receiver.size:
            _keep(agent, transfer, receiver)
            receiver = None
        return Response(status_code=400)
    else:
        done, receiver = receiver, None
        return _keep(agent, transfer, done)
    finally:
        if receiver is not None:
            receiver.abandon()


def _keep(agent: Agent, transfer: Transfer, receiver: Receiver) -> Response:
    try:
        with agent.looking(changing=True):
            system = system_of(transfer.machine)
            node = system.files.write(transfer.who, transfer.path, receiver.finish())
            if transfer.take is not None:
                transfer.take(node)
    except Refused as refusal:
        return PlainTextResponse(f"{refusal.message}\n", status_code=500)
    return Response(status_code=200)
