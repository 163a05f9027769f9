"""The ASGI application: ``/sdk``, ``/folder``, ``/screen``, ``/guestFile``, ``/nfc``, ``/ticket``.

Knows HTTP: paths, cookies, Basic authentication, ranges, limits. What the calls do
is `aioesx.simulator.soap`'s business.
"""

from __future__ import annotations

import base64
import binascii
from contextlib import aclosing
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import anyio
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from aioesx.simulator import consoles, soap
from aioesx.simulator import folder as files
from aioesx.simulator.faults import Refused
from aioesx.simulator.inside.transfers import guest_file
from aioesx.simulator.nfc import lease_file
from aioesx.simulator.spoiling import Losing, lose_answer
from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send
    from starlette.websockets import WebSocket

    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.sessions import User

    Pick = Callable[[Scope], Agent]

__all__ = ["BODY_SECONDS", "MOST_BEFORE_LOGIN", "MOST_BODY", "make_app"]

MOST_BODY = 8 * 1024**2
"""Bytes that a SOAP request may have."""

MOST_BEFORE_LOGIN = 64 * 1024
"""Bytes that the request of somebody may have who is not logged in."""

BODY_SECONDS = 30.0
"""How long a SOAP request's body may take."""

_COOKIE = "vmware_soap_session"
_XML = "text/xml; charset=utf-8"
_FILE_METHODS = ["GET", "HEAD", "PUT", "DELETE"]


def make_app(pick: Agent | Pick) -> Starlette:
    """Return the application that serves one host, or several.

    Args:
        pick: the host; or a function that tells which one a request means, which it may
            know by the address that the request came to, ``scope["server"]``.
    """
    choose = pick if callable(pick) else lambda _: pick
    endpoints = _Endpoints(choose)
    app = Starlette(
        routes=[
            Route("/sdk", endpoints.sdk, methods=["POST"]),
            Route("/sdk/", endpoints.sdk, methods=["POST"]),
            Route("/sdk/vimService", endpoints.sdk, methods=["POST"]),
            Route("/sdk/vimServiceVersions.xml", endpoints.versions),
            Route("/folder", endpoints.folder, methods=_FILE_METHODS),
            Route("/folder/{path:path}", endpoints.folder, methods=_FILE_METHODS),
            Route("/screen", endpoints.screen),
            Route("/guestFile", endpoints.guest_file, methods=["GET", "PUT"]),
            Route("/nfc/{token}/{name}", endpoints.lease_file, methods=["GET", "POST", "PUT"]),
            WebSocketRoute("/ticket/{ticket}", endpoints.console),
            Route("/", endpoints.welcome),
        ]
    )
    app.add_middleware(Losing)
    app.add_middleware(_Absence, pick=choose)
    return app


class _Absence:
    """Answers for a host that is off; whoever comes by a socket is cut off before that."""

    def __init__(self, app: ASGIApp, pick: Pick) -> None:
        self._app = app
        self._pick = pick

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        away = scope["type"] == "http" and self._pick(scope).is_away()
        off = PlainTextResponse("the host is off\n", status_code=503)
        await (off if away else self._app)(scope, receive, send)


class _Endpoints:
    """The handlers of the paths that every host has."""

    def __init__(self, pick: Pick) -> None:
        self._pick = pick

    def _host(self, request: Request) -> Agent:
        return self._pick(request.scope)

    async def welcome(self, request: Request) -> Response:
        """Say what this is."""
        return PlainTextResponse(f"{self._host(request).profile.full_name}\n")

    async def versions(self, request: Request) -> Response:
        """Tell which versions of the API are spoken."""
        profile = self._host(request).profile
        if not profile.prior_versions:
            return PlainTextResponse("not found", status_code=404)
        newest = profile.version_word or profile.api_version
        prior = "".join(f"<version>{escape(v)}</version>" for v in profile.prior_versions)
        body = (
            '<?xml version="1.0" encoding="UTF-8" ?>\n<namespaces version="1.0">'
            f"<namespace><name>urn:vim25</name><version>{escape(newest)}</version>"
            f"<priorVersions>{prior}</priorVersions></namespace></namespaces>"
        )
        return Response(body, media_type=_XML)

    async def sdk(self, request: Request) -> Response:
        """Serve a SOAP call."""
        length = request.headers.get("content-length", "")
        host, cookie = self._host(request), session_cookie(request)
        with host.looking():
            most = MOST_BODY if host.sessions.find(cookie) is not None else MOST_BEFORE_LOGIN
        if (whole(length) or 0) > MOST_BODY:
            return _too_large()
        try:
            with anyio.fail_after(BODY_SECONDS):
                body = await read_body(request, most)
        except ClientDisconnect:
            return Response(status_code=400)
        except TimeoutError:
            return Response(status_code=408, headers={"connection": "close"})
        if body is None:
            return _too_large()
        answer = await soap.serve(
            host,
            body,
            cookie=cookie,
            address=request.client.host if request.client else "",
            agent=request.headers.get("user-agent", ""),
            action=request.headers.get("soapaction", ""),
            gone=lambda: _disconnected(request),
            lose=lambda: lose_answer(request),
        )
        response = Response(answer.body, status_code=answer.status, media_type=_XML)
        if answer.login is not None:
            secure = " Secure;" if request.url.scheme == "https" else ""
            response.headers["set-cookie"] = (
                f'{_COOKIE}="{answer.login.cookie}"; Path=/; HttpOnly;{secure}'
            )
        return response

    async def folder(self, request: Request) -> Response:
        """Serve the datastores' files."""
        host = self._host(request)
        user = authorized(host, request)
        return _unauthorized() if user is None else await files.folder(host, request, user)

    async def screen(self, request: Request) -> Response:
        """Serve a screenshot."""
        host = self._host(request)
        user = authorized(host, request)
        return _unauthorized() if user is None else await files.screen(host, request, user)

    async def guest_file(self, request: Request) -> Response:
        """Serve a file of a guest, to whoever has the token of the transfer."""
        return await guest_file(self._host(request), request)

    async def lease_file(self, request: Request) -> Response:
        """Serve a file of a lease, to whoever has its token."""
        return await lease_file(self._host(request), request)

    async def console(self, socket: WebSocket) -> None:
        """Serve a console to the bearer of a ticket."""
        await consoles.serve(self._pick(socket.scope), socket, socket.path_params["ticket"])


def _too_large() -> Response:
    return PlainTextResponse(
        "request too large\n", status_code=413, headers={"connection": "close"}
    )


def _unauthorized() -> Response:
    challenge = {"www-authenticate": 'Basic realm="VMware HTTP server"'}
    return PlainTextResponse("log in first\n", status_code=401, headers=challenge)


async def read_body(request: Request, most: int) -> bytes | None:
    """Return the request's body, or None when it has more than `most` bytes.

    What is too much is received and thrown away, so that the client hears the answer; it is
    not kept, and there is an end to it, too.
    """
    body, size = bytearray(), 0
    async with aclosing(request.stream()) as chunks:
        async for chunk in chunks:
            size += len(chunk)
            if size > MOST_BODY:
                return None
            if size <= most:
                body += chunk
            else:
                body.clear()
    return bytes(body) if size <= most else None


async def _disconnected(request: Request) -> None:
    """Return when the client's connection is lost."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def session_cookie(request: Request) -> str | None:
    """Return the session cookie's value; its quotes belong to it and may be missing."""
    for header in request.headers.getlist("cookie"):
        for part in header.split(";"):
            name, _, value = part.strip().partition("=")
            if name == _COOKIE:
                return value.strip().strip('"')
    return None


def authorized(host: Agent, request: Request) -> User | None:
    """Return who asks for a file: the session's user, or one who authenticates by Basic."""
    with host.looking():
        session = host.sessions.find(session_cookie(request))
        if session is not None:
            return session.user
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            name, _, password = base64.b64decode(text, validate=True).decode().partition(":")
            return host.sessions.check_password(name, password)
        except (binascii.Error, UnicodeDecodeError, Refused):
            return None
