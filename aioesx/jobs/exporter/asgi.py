"""`application`: the ASGI application, of whatever server. Paths, headers, deadlines."""

from __future__ import annotations

import gzip
import math
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import anyio.to_thread
from prometheus_client import ProcessCollector
from prometheus_client.exposition import choose_encoder, gzip_accepted
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from aioesx.fleet import Fleet
from aioesx.jobs.exporter.exporter import Exporter, Scrape, nobody
from aioesx.jobs.exporter.families import registry_of
from aioesx.jobs.exporter.flights import HOST_SECONDS, OnChange

__all__ = ["SCRAPE_SECONDS", "application", "seconds_of"]

SCRAPE_SECONDS: Final = 10.0
"""How long a scrape may take that does not say it, which is Prometheus' own default."""

_HEADER: Final = "X-Prometheus-Scrape-Timeout-Seconds"
_MARGIN: Final = 0.5
"""Seconds of it at least that are for the way, as other exporters leave."""

_SHARE: Final = 0.1
"""How much of it is, where that is more; writing the answer of a large fleet comes beside that."""

_INDEX: Final = """<!doctype html>
<html><head><title>aioesx exporter</title></head><body><h1>aioesx exporter</h1>
<ul><li><a href="metrics">metrics</a> of all hosts</li>
<li>probe?target=NAME: of one host of the inventory</li></ul></body></html>
"""


def application(
    fleet: Fleet,
    *,
    host_seconds: float = HOST_SECONDS,
    counters: bool = False,
    on_change: OnChange = nobody,
) -> Starlette:
    """Make an ASGI application that serves a fleet's metrics to Prometheus.

    ``/metrics`` has all hosts, ``/probe?target=NAME`` one host of the inventory; ``/-/healthy``
    answers as soon as the application does. It opens the fleet with its lifespan, unless that is
    open already. Where it is mounted below another application, which runs no lifespan, have
    yours enter it: ``async with app.state.exporter: ...``, with an open fleet.

    Args:
        fleet: the hosts.
        host_seconds: how long the read of a host may take, whoever waits for it.
        counters: whether performance counters are told, too: two calls of each host more.
        on_change: a plain function that is told of each host that goes down, with the error, and
            that is up again, with None.

    Raises:
        ValueError: that is no time.
        TypeError: `on_change` is a coroutine function.
    """
    exporter = Exporter(fleet, host_seconds=host_seconds, counters=counters, on_change=on_change)
    pages = _Pages(exporter)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if not fleet.is_open:
                await stack.enter_async_context(fleet)
            await stack.enter_async_context(exporter)
            yield

    app = Starlette(
        routes=[
            Route("/", pages.index),
            Route("/metrics", pages.metrics),
            Route("/probe", pages.probe),
            Route("/-/healthy", pages.healthy),
        ],
        lifespan=lifespan,
    )
    app.state.exporter = exporter
    return app


def seconds_of(header: str | None) -> float:
    """Return how long a scrape may take, by what Prometheus says of it; what is no time is not."""
    try:
        seconds = float(header or "")
    except ValueError:
        return SCRAPE_SECONDS
    return seconds if 0 < seconds < math.inf else SCRAPE_SECONDS


class _Pages:
    """What is answered."""

    def __init__(self, exporter: Exporter) -> None:
        self._exporter = exporter
        self._writing = 0.0

    async def index(self, request: Request) -> Response:
        return HTMLResponse(_INDEX)

    async def healthy(self, request: Request) -> Response:
        return PlainTextResponse("aioesx exporter is healthy.\n")

    async def metrics(self, request: Request) -> Response:
        return await self._scraped(request, None)

    async def probe(self, request: Request) -> Response:
        """Tell of one host; nobody is led to one that the inventory does not name."""
        target = request.query_params.get("target")
        if not target:
            return PlainTextResponse("say which host: /probe?target=NAME\n", 400)
        if target not in self._exporter.fleet.inventory:
            return PlainTextResponse("the inventory has no host of this name\n", 404)
        return await self._scraped(request, target)

    async def _scraped(self, request: Request, host: str | None) -> Response:
        if not self._exporter.is_open:
            return PlainTextResponse("the exporter is not open: no lifespan was run\n", 503)
        whole = seconds_of(request.headers.get(_HEADER))
        spare = max(_MARGIN, _SHARE * whole) + (self._writing if host is None else 0.0)
        scrape = await self._exporter.scrape(max(whole - spare, whole / 2), host)
        encode, kind = choose_encoder(request.headers.get("Accept", ""))
        squeezed = gzip_accepted(request.headers.get("Accept-Encoding", ""))
        began = anyio.current_time()
        body = await anyio.to_thread.run_sync(_written, scrape, encode, host is None, squeezed)
        if host is None:
            self._writing = anyio.current_time() - began
        headers = {"Content-Type": kind, "Vary": "Accept, Accept-Encoding"}
        if squeezed:
            headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers)


def _written(
    scrape: Scrape, encode: Callable[..., bytes], with_process: bool, squeezed: bool
) -> bytes:
    """Write a scrape; in a thread, for that of a large fleet takes a while."""
    registry = registry_of(scrape)
    if with_process:
        ProcessCollector(registry=registry)
    body = encode(registry)
    return gzip.compress(body, 5) if squeezed else body
