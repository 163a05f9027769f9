"""The contenders of bench_fleet.py: each a process that goes round a farm once and tells the cost.

    python tests/benchmarks/fleet_clients.py NAME < JOB

The job is JSON: the farm's inventory, the password, how many hosts. On each host the client logs
in, lists the machines with name, UUID, state, memory and processors, and logs out; a hundred
hosts are under way at a time. It has visited one host before, so that nothing is measured of
imports. The answer is JSON, the fields of `Round`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import resource
import ssl
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.contenders import requests_of, serve

__all__ = ["AT_ONCE", "Round"]

AT_ONCE: Final = 100
"""Hosts under way at a time: threads of pyVmomi, tasks of aioesx."""

SHOWN: Final = (
    "name",
    "config.uuid",
    "runtime.powerState",
    "config.hardware.memoryMB",
    "config.hardware.numCPU",
)

Row = tuple[str, str, str, int | None, int | None]


@dataclasses.dataclass(frozen=True)
class Round:
    """What one round over a farm cost its client.

    Attributes:
        hosts: those visited.
        machines: different machines found, all hosts together.
        digest: SHA-256 of all that was read, the same whoever has read it.
        cpu: seconds of CPU of the whole process, system time and threads included.
        wall: seconds.
        p99: seconds that all but a hundredth of the hosts took at most.
        peak: peak memory of the process in MiB.
        calls: requests for one host.
    """

    hosts: int
    machines: int
    digest: str
    cpu: float
    wall: float
    p99: float
    peak: float
    calls: int


@dataclasses.dataclass(frozen=True)
class Job:
    """What to do.

    Attributes:
        hosts: entries of the farm's inventory.
        user: the user's name on all of them.
        password: the user's.
        authority: path of the certificate that all of theirs are held against.
    """

    hosts: Sequence[dict[str, str]]
    user: str
    password: str
    authority: str


class Book:
    """What was found, and how long each host took."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.seconds: list[float] = []

    def note(self, began: float, rows: Sequence[Row]) -> None:
        """Take down one host's machines."""
        self.rows += rows
        self.seconds.append(time.perf_counter() - began)

    def closed(self, cpu: float, wall: float, calls: int) -> Round:
        """Return the round that this book is of."""
        rows = sorted(self.rows, key=str)
        return Round(
            hosts=len(self.seconds),
            machines=len(set(rows)),
            digest=hashlib.sha256(json.dumps(rows).encode()).hexdigest(),
            cpu=cpu,
            wall=wall,
            p99=sorted(self.seconds)[math.ceil(0.99 * len(self.seconds)) - 1],
            peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            calls=calls,
        )


def run_aioesx(job: Job) -> Round:
    """One event loop, and a limiter."""
    import anyio

    import aioesx

    versions = aioesx.KnownVersions()
    states = {"running": "poweredOn", "shut off": "poweredOff", "paused": "suspended"}

    async def visit(host: dict[str, str], book: Book, **options: Any) -> None:
        began = time.perf_counter()
        connecting = aioesx.connect(
            host["uri"],
            password=job.password,
            cacert=job.authority,
            versions=versions,
            **options,
        )
        async with connecting as esx:
            found = await esx.domains.list()
        rows = [
            (each.name, str(each.uuid), states[each.state], each.max_memory, each.vcpus)
            for each in found
        ]
        book.note(began, rows)

    async def main() -> Round:
        requests: list[aioesx.RequestSent] = []

        def count(event: aioesx.Event) -> None:
            if isinstance(event, aioesx.RequestSent):
                requests.append(event)

        await visit(job.hosts[0], Book())
        await visit(job.hosts[0], Book(), on_event=count)
        limiter, book = anyio.CapacityLimiter(AT_ONCE), Book()

        async def in_turn(host: dict[str, str]) -> None:
            async with limiter:
                await visit(host, book)

        cpu, wall = time.process_time(), time.perf_counter()
        async with anyio.create_task_group() as tasks:
            for host in job.hosts:
                tasks.start_soon(in_turn, host)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return book.closed(cpu, wall, len(requests))

    return anyio.run(main)


def run_pyvmomi(job: Job) -> Round:
    """A pool of threads, SmartConnect and Disconnect, and the list as its own samples read it."""
    import importlib

    connect: Any = importlib.import_module("pyVim.connect")
    package: Any = importlib.import_module("pyVmomi")
    vim, query = package.vim, package.vmodl.query.PropertyCollector
    context = ssl.create_default_context(cafile=job.authority)

    def read(service: Any) -> list[Row]:
        content = service.content
        view = content.viewManager.CreateContainerView(
            content.rootFolder, [vim.VirtualMachine], True
        )
        step = query.TraversalSpec(path="view", skip=False, type=vim.view.ContainerView)
        spec = query.FilterSpec(
            objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[step])],
            propSet=[query.PropertySpec(type=vim.VirtualMachine, pathSet=list(SHOWN))],
        )
        page = content.propertyCollector.RetrievePropertiesEx([spec], query.RetrieveOptions())
        assert page.token is None, "ten machines are one page"
        found = [{each.name: each.val for each in entry.propSet} for entry in page.objects]
        return [row(*(values[path] for path in SHOWN)) for values in found]

    def row(name: str, uuid: str, state: str, memory_mb: int, vcpus: int) -> Row:
        return name, uuid, state, 1024 * memory_mb, vcpus

    def visit(host: dict[str, str], book: Book) -> None:
        began = time.perf_counter()
        address, _, port = host["uri"].rpartition("@")[2].strip("/").partition(":")
        service = connect.SmartConnect(
            host=address, port=int(port), user=job.user, pwd=job.password, sslContext=context
        )
        try:
            rows = read(service)
        finally:
            connect.Disconnect(service)
            service._stub.DropConnections()
        book.note(began, rows)

    calls = requests_of(lambda: visit(job.hosts[0], Book()))
    book = Book()
    cpu, wall = time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for _ in threads.map(lambda host: visit(host, book), job.hosts):
            pass
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return book.closed(cpu, wall, calls)


RUNNERS: Final = {"aioesx": run_aioesx, "pyVmomi": run_pyvmomi}


if __name__ == "__main__":
    serve(RUNNERS, Job)
