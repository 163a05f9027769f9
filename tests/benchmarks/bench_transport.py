"""CPU per small call: CurrentTime on vcsim, for 1, 50 and 500 callers, side by side.

    python tests/benchmarks/bench_transport.py [--rounds N] [--calls N] [--write]

Each round runs every contender once, in turn, so that a noisy neighbour hurts all alike; the
table shows medians over the rounds, of this process's CPU time only (the server is another
process). ``--write`` puts the table into docs/performance.md, between the markers there.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import statistics
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import anyio
import h11
import httpx
from anyio.streams.tls import TLSStream
from benchmarks.page import write_part
from support.vcsim import Vcsim, vcsim

import aioesx
from aioesx import vim
from aioesx._soap import encode_request

CALLERS: Final = (1, 50, 500)
SERVICE: Final = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
CURRENT_TIME: Final = vim.CurrentTime(this=SERVICE)


def cpu_per_call(work: Callable[[], None], calls: int) -> float:
    """Return milliseconds of CPU that one call of `work` costs."""
    gc.collect()
    before = time.process_time()
    work()
    return (time.process_time() - before) / calls * 1000


async def spread(call: Callable[[], Awaitable[object]], callers: int, calls: int) -> float:
    """Run `calls` calls by so many callers; returns milliseconds of CPU per call."""
    each = max(1, calls // callers)

    async def caller() -> None:
        for _ in range(each):
            await call()

    gc.collect()
    before = time.process_time()
    async with anyio.create_task_group() as tasks:
        for _ in range(callers):
            tasks.start_soon(caller)
    return (time.process_time() - before) / (each * callers) * 1000


# --- the contenders ------------------------------------------------------------------------------


async def run_aioesx(server: Vcsim, callers: int, calls: int) -> float:
    uri = server.uri("no_verify=1") if server.tls else server.uri()
    async with aioesx.connect(uri, password=server.password) as esx:
        await esx.call(CURRENT_TIME)
        return await spread(lambda: esx.call(CURRENT_TIME), callers, calls)


async def log_in(server: Vcsim) -> str:
    """Return the cookie of a new session."""
    manager = vim.ManagedObjectReference("SessionManager", "ha-sessionmgr")
    login = vim.Login(this=manager, user_name=server.username, password=server.password)
    async with httpx.AsyncClient(verify=False, trust_env=False) as client:
        answer = await client.post(server.url, content=encode_request(login))
        return answer.raise_for_status().headers["Set-Cookie"].partition(";")[0]


async def run_httpx(server: Vcsim, callers: int, calls: int) -> float:
    limits = httpx.Limits(max_connections=callers, max_keepalive_connections=callers)
    headers = {
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": '"urn:vim25/6.5"',
        "Cookie": await log_in(server),
    }
    body = encode_request(CURRENT_TIME)
    client = httpx.AsyncClient(verify=False, limits=limits, timeout=60, trust_env=False)

    async def call() -> None:
        (await client.post(server.url, content=body, headers=headers)).raise_for_status()

    async with client:
        await call()
        return await spread(call, callers, calls)


class Bare:
    """h11 on an anyio stream and nothing else: no deadlines, no limits, no decoding."""

    def __init__(self, stream: anyio.abc.ByteStream, host: str, cookie: str, body: bytes) -> None:
        self._stream = stream
        self._http = h11.Connection(h11.CLIENT)
        self._body = body
        self._headers = [
            ("Host", host),
            ("Content-Type", "text/xml; charset=utf-8"),
            ("SOAPAction", '"urn:vim25/6.5"'),
            ("Cookie", cookie),
            ("Content-Length", str(len(body))),
        ]

    async def call(self) -> bytes:
        http = self._http
        data = http.send(h11.Request(method="POST", target="/sdk", headers=self._headers)) or b""
        data += http.send(h11.Data(data=self._body)) or b""
        data += http.send(h11.EndOfMessage()) or b""
        await self._stream.send(data)
        pieces = []
        while True:
            event = http.next_event()
            if event is h11.NEED_DATA:
                http.receive_data(await self._stream.receive())
            elif isinstance(event, h11.Data):
                pieces.append(event.data)
            elif isinstance(event, h11.Response) and event.status_code != 200:
                raise RuntimeError(event.status_code)
            elif isinstance(event, h11.EndOfMessage):
                http.start_next_cycle()
                return b"".join(pieces)


async def run_bare(server: Vcsim, callers: int, calls: int) -> float:
    """Four connections, as ours; callers share them by a queue."""
    context = importlib.import_module("ssl")._create_unverified_context() if server.tls else None
    body = encode_request(CURRENT_TIME)
    cookie = await log_in(server)
    send, receive = anyio.create_memory_object_stream[Bare](4)
    for _ in range(min(callers, 4)):
        stream: Any = await anyio.connect_tcp("127.0.0.1", server.port)
        if context is not None:
            stream = await TLSStream.wrap(stream, server_side=False, ssl_context=context)
        send.send_nowait(Bare(stream, f"127.0.0.1:{server.port}", cookie, body))

    async def call() -> None:
        lane = await receive.receive()
        await lane.call()
        send.send_nowait(lane)

    await call()
    result = await spread(call, callers, calls)
    for _ in range(min(callers, 4)):
        await (await receive.receive())._stream.aclose()
    return result


def run_pyvmomi(server: Vcsim, callers: int, calls: int) -> float:
    """Threads, as pyVmomi's users have it; its own pool of connections."""
    from support.pyvmomi import pyvmomi

    each = max(1, calls // callers)
    with pyvmomi(server.url) as service:

        def caller() -> None:
            for _ in range(each):
                service.CurrentTime()

        def all_callers() -> None:
            threads = [threading.Thread(target=caller) for _ in range(callers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        service.CurrentTime()
        return cpu_per_call(caller if callers == 1 else all_callers, each * callers)


def on_loop(run: Callable[[Vcsim, int, int], Awaitable[float]]) -> Callable[..., float]:
    return lambda *args: anyio.run(run, *args)


CONTENDERS: Final[dict[str, tuple[Callable[..., float], tuple[int, ...]]]] = {
    "aioesx": (on_loop(run_aioesx), CALLERS),
    "pyVmomi (threads)": (run_pyvmomi, (1, 50)),
    "httpx's own transport": (on_loop(run_httpx), CALLERS),
    "bare h11 on anyio": (on_loop(run_bare), CALLERS),
}


# --- the table -----------------------------------------------------------------------------------


def measure(rounds: int, calls: int, names: list[str]) -> dict[tuple[bool, str, int], float]:
    """Return the median CPU in milliseconds by (TLS, contender, callers)."""
    samples: dict[tuple[bool, str, int], list[float]] = {}
    for tls in (False, True):
        with vcsim(model="esx", tls=tls, vms=2) as server:
            for number in range(rounds):
                for name in names:
                    run, callers = CONTENDERS[name]
                    for count in callers:
                        # httpx's pool is quadratic in its connections: fewer calls do.
                        most = calls // 4 if name.startswith("httpx") and count > 1 else calls
                        sample = run(server, count, max(most, count))
                        samples.setdefault((tls, name, count), []).append(sample)
                print(f"round {number + 1} of {rounds}, {'TLS' if tls else 'plain'}", flush=True)  # noqa: T201
    return {key: statistics.median(values) for key, values in samples.items()}


def table(medians: dict[tuple[bool, str, int], float], names: list[str]) -> str:
    """Return the medians as Markdown, each with its ratio to ours."""
    head = " | ".join(f"{'TLS' if tls else 'plain'}, {n}" for tls in (False, True) for n in CALLERS)
    lines = [f"| ms of CPU per call, callers | {head} |", "|---|" + "---|" * 6]
    for name in names:
        cells = []
        for tls in (False, True):
            for count in CALLERS:
                ours, value = medians.get((tls, "aioesx", count)), medians.get((tls, name, count))
                if value is None:
                    cells.append("-")
                elif name == "aioesx" or not ours:
                    cells.append(f"{value:.3f}")
                else:
                    cells.append(f"{value:.3f} ({ours / value:.2f}x)")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--only", action="append", choices=list(CONTENDERS))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    logging.getLogger("aioesx").setLevel(logging.WARNING)
    names = options.only or list(CONTENDERS)
    text = table(measure(options.rounds, options.calls, names), names)
    print(text)  # noqa: T201
    if options.write:
        write_part("bench_transport", text)


if __name__ == "__main__":
    main()
