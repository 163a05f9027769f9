"""``/folder``: the files of the datastores over HTTP, and ``/screen``.

A path names a file of a simulated datastore, nothing else: contents are memory,
zeros, or numbered files of the simulator's own temporary folder.
"""

from __future__ import annotations

import html
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.screenshot import screenshot
from aioesx.simulator.serving import Counted, Pace, Served, respond
from aioesx.simulator.spoiling import spoiled
from aioesx.simulator.state import paths
from aioesx.simulator.state.files import MemoryContent
from aioesx.simulator.state.locks import require_readable
from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from aioesx.simulator.rules import FaultRule
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.sessions import User

__all__ = ["folder", "screen"]

_STATUS: Final = (
    # fault, HTTP status
    (vim.FileNotFound, 404),
    (vim.InvalidDatastorePath, 404),
    (vim.FileLocked, 500),
    (vim.NoPermission, 403),
    (vim.NoDiskSpace, 507),
    (vim.FileAlreadyExists, 409),
)


def _status(refusal: Refused) -> int:
    return next((code for fault, code in _STATUS if isinstance(refusal.fault, fault)), 500)


def _refused(refusal: Refused) -> Response:
    return PlainTextResponse(refusal.message + "\n", status_code=_status(refusal))


def _readings(text: str) -> list[str]:
    """Return a parameter's readings: as decoded once, and as decoded twice."""
    again = unquote(text)
    return [text] if again == text else [text, again]


@dataclass(slots=True)
class _Place:
    """Where a request points: a datacenter, its datastores, and perhaps one of them."""

    datacenter: str
    stores: list[Datastore]
    store: Datastore | None = None


def _place(agent: Agent, request: Request) -> _Place:
    """Return where a request points.

    Raises:
        Refused: there is no such datastore or datacenter.
    """
    query = parse_qs(request.url.query, keep_blank_values=True)
    names, paths_ = query.get("dsName", []), query.get("dcPath", [])
    found = None
    for reading in _readings(paths_[-1]) if paths_ else [""]:
        found = found or agent.datastores_at(reading.strip("/"))  # "/dc1" is "dc1"
    if found is None:
        raise faults.invalid_datastore_path(paths_[-1] if paths_ else "")
    place = _Place(*found)
    for reading in _readings(names[-1]) if names else []:
        place.store = place.store or next((s for s in place.stores if s.name == reading), None)
    if names and place.store is None:
        raise faults.invalid_datastore(names[-1])
    return place


def _path(request: Request) -> str:
    """Return the path below ``/folder``, decoded once from the raw request target."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    text = unquote(raw.split(b"?")[0].decode("ascii", "replace"), errors="strict")
    return paths.clean(text.removeprefix("/folder"))


async def folder(agent: Agent, request: Request, user: User) -> Response:
    """Serve one request for a file or a folder, if there are not too many."""
    transfers = agent.transfers
    with agent.looking():
        if not transfers.admit(agent.options, agent.timeline.seconds()):
            return PlainTextResponse("too many requests\n", status_code=503)

    def done() -> None:
        with agent.lock:
            transfers.done()

    try:
        return Counted(await _serve(agent, request, user), done)
    except BaseException:
        done()
        raise


async def _serve(agent: Agent, request: Request, user: User) -> Response:
    try:
        with agent.looking():
            place = _place(agent, request)
            path = _path(request)
    except Refused as refusal:
        return _refused(refusal)
    except UnicodeDecodeError:
        return PlainTextResponse("bad path\n", status_code=400)
    with agent.looking():
        rule = agent.rules.pick(request.method, (path, f"/folder/{path}"), in_task=False)
    if (other := await spoiled(request, rule)) is not None:
        return other
    if request.method in {"PUT", "DELETE"} and (user.read_only or agent.profile.read_only):
        return PlainTextResponse("permission denied\n", status_code=403)
    if place.store is not None and not place.store.accessible:
        return PlainTextResponse("the datastore is not accessible\n", status_code=500)
    if place.store is not None and agent.limits(user):
        needed = "Datastore.Browse" if request.method == "GET" else "Datastore.FileManagement"
        with agent.looking():
            if needed not in agent.privileges_on(user, place.store):
                return PlainTextResponse("permission denied\n", status_code=403)
    if request.method == "PUT":
        return await _put(agent, request, place.store, path)
    owner: Agent = agent if place.store is None else place.store.host  # its vCenter hears of it
    try:
        with owner.looking(changing=request.method == "DELETE"):
            if request.method == "DELETE":
                return _delete(place.store, path)
            return _get(owner, request, place, path, rule)
    except Refused as refusal:
        return _refused(refusal)


def _get(
    agent: Agent, request: Request, place: _Place, path: str, rule: FaultRule | None
) -> Response:
    store, within = place.store, f"?dcPath={quote(place.datacenter, safe='')}&dsName="
    if store is None:
        names = [s.name for s in place.stores]
        return _listing("Datastores", [(f"{within}{quote(n, safe='')}", n) for n in names])
    if path == "" or path in store.folders:
        query = f"{within}{quote(store.name, safe='')}"
        links = []
        for entry in store.children(path):
            full = f"{entry}/" if isinstance(entry, str) else entry.path
            links.append((f"/folder/{quote(full)}{query}", full[len(path) :].lstrip("/")))
        return _listing(str(store.path(path)), links)
    file = store.file(path)
    require_readable(store, path)
    served = Served(lambda: file.content, _media_type(path), file.modified)
    return respond(agent, request, served, rule)


def _listing(title: str, links: list[tuple[str, str]]) -> Response:
    rows = "\n".join(
        f'<tr><td><a href="{html.escape(link)}">{html.escape(name)}</a></td></tr>'
        for link, name in links
    )
    text = html.escape(title)
    return HTMLResponse(
        f"<!DOCTYPE html>\n<html><head><title>Index of {text}</title></head>"
        f"<body><h1>Index of {text}</h1><table>\n{rows}\n</table></body></html>\n"
    )


def _media_type(path: str) -> str:
    return (
        "text/plain; charset=utf-8"
        if path.endswith((".vmx", ".vmtx", ".log"))
        else ("application/octet-stream")
    )


def _delete(store: Datastore | None, path: str) -> Response:
    if store is None or not path:
        return PlainTextResponse("name a file\n", status_code=400)
    store.host.require_unused(store.path(path))
    store.delete(path)
    return Response(status_code=204)


async def _put(agent: Agent, request: Request, store: Datastore | None, path: str) -> Response:
    """Take in a file; nothing of it is seen before all of it is there."""
    if store is None or not path:
        return PlainTextResponse("name a file\n", status_code=400)
    length = request.headers.get("content-length", "")
    announced = whole(length) or 0
    receiver, pace = None, Pace(agent)
    try:
        host = store.host
        with agent.looking():
            host.require_unused(store.path(path))
            _require_room(host, store, announced)
            receiver = agent.spool.receive()
        async with aclosing(request.stream()) as chunks:
            async for chunk in chunks:
                with agent.lock:
                    receiver.write(chunk)
                    _require_room(host, store, receiver.size)
                await pace.passed(len(chunk))
        with host.looking(changing=True):
            existed = path in store.files
            store.put_content(path, receiver.finish())
            receiver = None
    except Refused as refusal:
        return _refused(refusal)
    except ClientDisconnect:
        return Response(status_code=400)
    finally:
        if receiver is not None:
            receiver.abandon()
    return Response(status_code=200 if existed else 201)


def _require_room(host: HostState, store: Datastore, size: int) -> None:
    """Refuse what does not fit into the datastore or the simulator's own quota."""
    store.require_room(size)
    if host.spooled() + size > host.options.upload_quota:
        raise faults.no_disk_space(store.name)


async def screen(agent: Agent, request: Request, user: User) -> Response:
    """Answer with a picture of a machine's screen."""
    del user
    with agent.looking():
        machine = agent.machine(request.query_params.get("id", ""))
        if machine is None:
            return PlainTextResponse("no such virtual machine\n", status_code=404)
        if not machine.is_on:
            return PlainTextResponse("the virtual machine is not on\n", status_code=503)
        picture = MemoryContent(screenshot(machine))
    return respond(agent, request, Served(lambda: picture, "image/png"))
