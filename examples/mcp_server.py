"""A server of the Model Context Protocol: a host's machines as tools for a language model.

    python examples/mcp_server.py 'esx://root@esx1.example.com/'
    python examples/mcp_server.py 'esx://...' --allow create_snapshot --allow 'start=web*'

It speaks over standard input and output. What only reads is always offered. What changes something
is offered only if `--allow` names it, for all domains or for those whose names fit a pattern.
Without any, the connection itself refuses every change before it is sent (`read_only=True`); with
some, a tool of another name does not exist. Each tool says what it does to the machines, in its
description and in the protocol's own hints, so that a client can ask its user first.

Answers are what `aioesx.to_dict` tells, which leaves secrets out. They hold texts that others
chose, names and notes and questions: a model has to take these for data. The password is read from
libvirt's auth file, never from the client. Needs mcp.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import wraps
from typing import Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

import aioesx


class Tools:
    """What is offered: each coroutine is a tool, its docstring is what the model reads."""

    esx: aioesx.Connection

    async def list_domains(self) -> Any:
        """List all virtual machines with their state, memory (KiB) and number of processors."""
        return await self.esx.domains.list()

    async def show_domain(self, domain: str) -> Any:
        """Show one machine: its state and since when, its disks, and its guest's addresses."""
        found = await self.esx.domains.lookup(domain)
        return {
            "status": await found.status(),
            "disks": await found.disks(),
            "addresses": await found.interface_addresses(),
            "snapshots": await found.snapshots.list(),
        }

    async def list_pools(self) -> Any:
        """List the datastores with their capacity and free space in bytes."""
        return await self.esx.pools.list()

    async def list_questions(self) -> Any:
        """List what the host asks about machines, which wait for an answer, with the choices."""
        return await self.esx.domains.pending_questions()

    async def list_events(self, count: int = 20) -> Any:
        """List the last events of the host, the newest first: who did what."""
        return await self.esx.events.history(min(max(count, 1), 200))

    async def start(self, domain: str) -> Any:
        """Power a machine on."""
        await (await self.esx.domains.lookup(domain)).start()

    async def shutdown(self, domain: str) -> Any:
        """Ask a machine's guest to shut down; it decides whether and when."""
        await (await self.esx.domains.lookup(domain)).shutdown()

    async def power_off(self, domain: str) -> Any:
        """Cut a machine's power, whatever it is doing: what it has not written is lost."""
        await (await self.esx.domains.lookup(domain)).destroy()

    async def create_snapshot(self, domain: str, name: str) -> Any:
        """Take a snapshot of a machine; from then on it takes up room in its datastore."""
        await (await self.esx.domains.lookup(domain)).snapshots.create(name)

    async def answer_question(self, domain: str, choice: str) -> Any:
        """Answer what the host asks about a machine, by the label of a choice."""
        found = await self.esx.domains.lookup(domain)
        question = await found.pending_question()
        if question is None:
            raise ToolError(f"the host asks nothing about {domain}")
        await found.answer(question, choice)


@dataclass(frozen=True)
class Effect:
    """What a tool does to a machine.

    Attributes:
        says: in the tool's description.
        destructive: whether something may be lost by it.
        idempotent: whether doing it twice is doing it once.
    """

    says: str
    destructive: bool = False
    idempotent: bool = False


EFFECTS: Final[Mapping[str, Effect]] = {
    # tool             what it changes; a tool that is not here only reads
    "start":           Effect("the machine runs", idempotent=True),
    "shutdown":        Effect("the machine ends what it does", destructive=True, idempotent=True),
    "power_off":       Effect("the machine stops at once", destructive=True, idempotent=True),
    "create_snapshot": Effect("a snapshot more"),
    "answer_question": Effect("the machine goes on as chosen", destructive=True),
}  # fmt: skip
READS: Final = ("list_domains", "show_domain", "list_pools", "list_questions", "list_events")


def serve(uri: str, allowed: Mapping[str, str], **options: Any) -> MCPServer[None]:
    """Make the server.

    Args:
        uri: of the host, or of all hosts below something in a vCenter.
        allowed: by the name of a tool that changes something, the pattern of the names of domains
            that it may be used on.
        **options: of `aioesx.connect`.
    """
    tools = Tools()

    @asynccontextmanager
    async def connected(_: MCPServer[None]) -> AsyncIterator[None]:
        async with aioesx.connect(uri, read_only=not allowed, **options) as tools.esx:
            yield

    server = MCPServer("aioesx", version=aioesx.__version__, lifespan=connected)
    for name in (*READS, *allowed):
        effect, work = EFFECTS.get(name), getattr(tools, name)
        server.add_tool(
            guarded(work, allowed.get(name, "*")),
            description=f"{work.__doc__}\n\nEffect: {effect.says if effect else 'none, it reads'}.",
            annotations=ToolAnnotations(
                read_only_hint=effect is None,
                destructive_hint=bool(effect and effect.destructive),
                idempotent_hint=effect is None or effect.idempotent,
                open_world_hint=False,
            ),
            structured_output=False,
        )
    return server


def guarded(work: Callable[..., Awaitable[Any]], pattern: str) -> Callable[..., Awaitable[Any]]:
    """Return a tool that minds its policy, and tells results as JSON and errors as a sentence."""

    @wraps(work)
    async def tool(**arguments: Any) -> str:
        domain = arguments.get("domain", "")
        if not fnmatchcase(domain, pattern):
            raise ToolError(f"this server may do that to '{pattern}' only, not to '{domain}'")
        try:
            return json.dumps(aioesx.to_dict(await work(**arguments)))
        except aioesx.EsxError as error:
            raise ToolError(str(error)) from error

    return tool


def policy(words: list[str]) -> dict[str, str]:
    """Read what `--allow` says: a tool, or `tool=pattern of domains`."""
    allowed = {name: pattern or "*" for name, _, pattern in (word.partition("=") for word in words)}
    if unknown := sorted(set(allowed) - set(EFFECTS)):
        raise ValueError(f"no tool {unknown[0]} to allow; there are {', '.join(EFFECTS)}")
    return allowed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("uri")
    parser.add_argument("--allow", action="append", default=[], metavar="TOOL[=DOMAINS]")
    given = parser.parse_args()
    try:
        serve(given.uri, policy(given.allow)).run("stdio")
    except (ValueError, aioesx.EsxError) as problem:
        sys.exit(str(problem))
