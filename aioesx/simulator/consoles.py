"""``/ticket/...``: a machine's console, to whoever has a ticket, over a WebSocket.

A ticket admits once. What follows is the greeting of RFB, by which a client knows that it is
there, and then silence: the console shows nothing. It ends with the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketDisconnect

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.machine import Machine

__all__ = ["GREETING", "serve"]

GREETING: Final = b"RFB 003.008\n"
_SUBPROTOCOL: Final = "binary"
_GOING_AWAY: Final = 1001


async def serve(agent: Agent, socket: WebSocket, ticket: str) -> None:
    """Admit the bearer of a ticket for a WebSocket, or answer 404."""
    with agent.looking():
        meaning = agent.console_tickets.redeem(ticket)
        machine = agent.machine(meaning[0]) if meaning is not None else None
        known = meaning is not None and meaning[1] == "webmks"
        if not known or machine is None or not machine.is_on:
            machine = None
        else:
            machine.consoles += 1
            agent.events.post("VmRemoteConsoleConnectedEvent", machine)
    if machine is None:
        await socket.send_denial_response(PlainTextResponse("no such ticket\n", status_code=404))
        return
    try:
        offered = socket.scope["subprotocols"]
        await socket.accept(_SUBPROTOCOL if _SUBPROTOCOL in offered else None)
        await socket.send_bytes(GREETING)
        async with anyio.create_task_group() as group:
            group.start_soon(_until_it_leaves, socket, group.cancel_scope)
            if await _until_off(agent, machine):
                await socket.close(_GOING_AWAY)
            group.cancel_scope.cancel()
    finally:
        with agent.looking(changing=True):
            machine.consoles -= 1
            agent.events.post("VmRemoteConsoleDisconnectedEvent", machine)


async def _until_it_leaves(socket: WebSocket, console: anyio.CancelScope) -> None:
    try:
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass
    except WebSocketDisconnect:
        pass
    console.cancel()


async def _until_off(agent: Agent, machine: Machine) -> bool:
    """Return when the machine is not on any longer."""
    while True:
        with agent.looking():
            if not machine.is_on:
                return True
            seen = agent.changes.revision
        await agent.changes.wait(seen, None)
