"""A web application with FastAPI: one connection for its life, changes as server-sent events.

    AIOESX_URI='esx://root@esx1.example.com/' uvicorn --factory examples.fastapi_app:application
    curl -N localhost:8000/changes

The connection is opened when the application starts, is used by all requests at once, and is closed
when it ends; a session that the host forgets is begun anew by itself. Errors become HTTP statuses
by one table. Whoever leaves `/changes` leaves nothing on the host. For many hosts open an
`aioesx.Fleet` in the same place. The password is read from libvirt's auth file; the application
itself asks nobody who they are: put it behind something that does. Needs fastapi and uvicorn.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

import aioesx
from aioesx import errors

STATUSES: Final[tuple[tuple[type[aioesx.EsxError], int], ...]] = (
    # the first that fits
    (errors.NoSuchDomainError,     404),
    (errors.QuestionPendingError,  409),
    (errors.InvalidStateError,     409),
    (errors.HostBusyError,         409),
    (errors.AuthenticationError,   502),  # ours at the host, not the caller's with us
    (errors.LoginError,            502),
    (errors.NotPermittedError,     403),
    (errors.ReadOnlyError,         403),
    (errors.OutcomeUnknownError,   504),  # look before trying again
    (errors.TransportTimeout,      504),
    (errors.TransportError,        503),
    (aioesx.EsxError,              502),
)  # fmt: skip


def connection(request: Request) -> aioesx.Connection:
    """Give the connection of the application to what handles a request."""
    esx: aioesx.Connection = request.app.state.esx
    return esx


Esx = Annotated[aioesx.Connection, Depends(connection)]


def create_app(uri: str, **options: Any) -> FastAPI:
    """Make the application of one host; takes what `aioesx.connect` takes."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with aioesx.connect(uri, **options) as app.state.esx:
            yield

    app = FastAPI(title="An ESX host", lifespan=lifespan)
    app.add_exception_handler(aioesx.EsxError, failed)
    app.get("/domains")(domains)
    app.post("/domains/{name}/start", status_code=204)(start)
    app.get("/changes", response_class=EventSourceResponse)(changes)
    return app


def application() -> FastAPI:
    """Make the application of the host that the environment names."""
    return create_app(os.environ["AIOESX_URI"])


async def failed(_: Request, error: Exception) -> JSONResponse:
    """Answer with the status of an error, and all that it tells: no secret is in it."""
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    return JSONResponse(aioesx.to_dict(error), status)


async def domains(esx: Esx) -> list[dict[str, Any]]:
    """What is there: one read at the host."""
    return aioesx.to_dict(await esx.domains.list())  # type: ignore[no-any-return]


async def start(name: str, esx: Esx) -> None:
    """Start a domain; answered when it runs."""
    await (await esx.domains.lookup(name)).start(timeout=60)


async def changes(esx: Esx) -> AsyncIterator[ServerSentEvent]:
    """First everything that there is, then each change as it comes."""
    async with esx.watch("domain") as stream:
        async for change in stream:
            yield ServerSentEvent(event=change.event, data=aioesx.to_dict(change))
