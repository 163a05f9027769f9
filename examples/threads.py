"""A host for code that does not await, from any number of threads: here a Flask application.

    AIOESX_URI='esx://root@esx1.example.com/' flask --app examples/threads.py run

`EsxThreads` is all that a program needs. One thread of its own runs the event loop and holds the
connection; every other thread hands it a coroutine and waits. A call that is given up, because its
time is over or its thread was interrupted, is cancelled at the host's end, too.

An event loop does not survive a fork: where workers are forked (Celery, gunicorn), each makes its
own, in `worker_process_init` or `post_fork`. The password is read from libvirt's auth file.
Needs anyio, which aioesx has anyway, and flask.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal
from flask import Flask, abort

import aioesx

T = TypeVar("T")


class EsxThreads:
    """One connection for all threads; it is opened when the first one calls."""

    def __init__(self, uri: str, **options: Any) -> None:
        self._uri, self._options = uri, options
        self._opening = threading.Lock()
        self._open: tuple[BlockingPortal, aioesx.Connection] | None = None
        self._exits = ExitStack()

    def call(self, work: Callable[[aioesx.Connection], Awaitable[T]]) -> T:
        """Have `work` done with the connection, and return what it returns."""
        with self._opening:
            portal, esx = self._open or self._opened()
        given_up = threading.Event()
        scopes: list[anyio.CancelScope] = []

        async def at_work() -> T:
            with anyio.CancelScope() as scope:
                scopes.append(scope)
                if given_up.is_set():
                    scope.cancel()
                return await work(esx)
            raise CancelledError  # nobody hears it

        try:
            return portal.call(at_work)
        except CancelledError:
            raise aioesx.errors.ClosedError("the connection was closed meanwhile") from None
        except Exception:
            raise
        except BaseException:  # Ctrl-C, say, at any moment: nobody waits any more
            given_up.set()
            for scope in scopes:
                portal.start_task_soon(scope.cancel)
            raise

    def _opened(self) -> tuple[BlockingPortal, aioesx.Connection]:
        with ExitStack() as exits:
            portal = exits.enter_context(start_blocking_portal())
            exits.callback(portal.call, portal.stop, True)  # who is still at work is cancelled
            connecting = aioesx.connect(self._uri, **self._options)
            esx = exits.enter_context(portal.wrap_async_context_manager(connecting))
            self._exits = exits.pop_all()
        self._open = portal, esx
        return self._open

    def close(self) -> None:
        """Cancel what is at work, log out and end the thread; it may be opened anew."""
        with self._opening:
            self._open = None
            self._exits.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def create_app(host: EsxThreads | None = None) -> Flask:
    """Make the application; Flask's own server calls this."""
    app = Flask(__name__)
    threads = host or EsxThreads(os.environ["AIOESX_URI"])

    @app.get("/domains")
    def domains() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = aioesx.to_dict(threads.call(lambda esx: esx.domains.list()))
        return found

    @app.post("/domains/<name>/snapshots/<snapshot>")
    def snapshot(name: str, snapshot: str) -> tuple[str, int]:
        async def take(esx: aioesx.Connection) -> None:
            domain = await esx.domains.lookup(name)
            await domain.snapshots.create(snapshot, timeout=120)

        try:
            threads.call(take)
        except aioesx.errors.NoSuchDomainError as error:
            abort(404, str(error))
        return "", 201

    return app
