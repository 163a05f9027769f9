"""The contenders of bench_metrics.py: each a process that measures a farm and tells the cost.

    python tests/benchmarks/metrics_clients.py NAME < JOB

The job is JSON: the farm's inventory, the password, the counters, the moments. On each host the
client logs in, reads which counters there are and which machines; then, for each moment, the
sample of that moment of the host and all its machines, in one question of each host. A hundred
hosts are under way at a time. The answer is JSON, the fields of `Round`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import ssl
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.contenders import requests_of, serve

__all__ = ["AT_ONCE", "COUNTERS", "Round"]

AT_ONCE: Final = 100
"""Hosts under way at a time: threads of pyVmomi, tasks of aioesx."""

COUNTERS: Final = (
    *("cpu.usage.average", "cpu.usagemhz.average", "cpu.ready.summation", "cpu.used.summation"),
    *("cpu.idle.summation", "cpu.costop.summation", "cpu.wait.summation", "cpu.demand.average"),
    *("mem.usage.average", "mem.active.average", "mem.consumed.average", "mem.granted.average"),
    *("mem.vmmemctl.average", "mem.swapinRate.average", "disk.usage.average"),
    *("net.usage.average", "net.received.average", "net.transmitted.average"),
    *("power.power.average", "sys.uptime.latest"),
)
"""Twenty that hosts and machines are measured by."""

Row = tuple[str, str, str, str, int]
"""Host, name, counter, moment, and the host's number."""


@dataclasses.dataclass(frozen=True)
class Round:
    """What measuring a farm cost its client.

    Attributes:
        hosts: those measured.
        numbers: how many were read at each moment, all hosts together.
        digest: SHA-256 of all that was read, the same whoever has read it.
        begin_cpu: seconds of CPU of the process until it knows counters and machines of all hosts.
        cpu: of one moment, all hosts together; system time and threads included.
        wall: seconds of one moment: the longest.
        begin_calls: requests of one host until its first sample.
        calls: requests of one host for one sample.
    """

    hosts: int
    numbers: int
    digest: str
    begin_cpu: float
    cpu: float
    wall: float
    begin_calls: int
    calls: int


@dataclasses.dataclass(frozen=True)
class Job:
    """What to do.

    Attributes:
        hosts: entries of the farm's inventory.
        user: the user's name on all of them.
        password: the user's.
        authority: path of the certificate that all of theirs are held against.
        moments: whose samples are read, in ISO 8601.
    """

    hosts: Sequence[dict[str, str]]
    user: str
    password: str
    authority: str
    moments: Sequence[str]


class Book:
    """What was read, and what it cost."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.rows: list[Row] = []
        self.begin_cpu = self.cpu = self.wall = 0.0
        self._cpu_then, self._then = time.process_time(), 0.0

    def begun(self) -> None:
        """Take down what it cost to begin."""
        self.begin_cpu = time.process_time() - self._cpu_then

    def before(self) -> None:
        """Take down that a moment is about to be read."""
        self._cpu_then, self._then = time.process_time(), time.perf_counter()

    def after(self) -> None:
        """Take down that it was."""
        self.cpu += time.process_time() - self._cpu_then
        self.wall = max(self.wall, time.perf_counter() - self._then)

    def closed(self, begin_calls: int, calls: int) -> Round:
        """Return the round that this book is of."""
        moments = len(self._job.moments)
        rows = sorted(self.rows)
        return Round(
            hosts=len(self._job.hosts),
            numbers=len(rows) // moments,
            digest=hashlib.sha256(json.dumps(rows).encode()).hexdigest(),
            begin_cpu=self.begin_cpu,
            cpu=self.cpu / moments,
            wall=self.wall,
            begin_calls=begin_calls,
            calls=calls,
        )


def run_aioesx(job: Job) -> Round:
    """One event loop, and a limiter."""
    import anyio

    import aioesx

    sent: list[aioesx.RequestSent] = []
    versions = aioesx.KnownVersions()
    limiter = anyio.CapacityLimiter(AT_ONCE)

    def count(event: aioesx.Event) -> None:
        if isinstance(event, aioesx.RequestSent):
            sent.append(event)

    async def open_one(
        stack: AsyncExitStack, host: dict[str, str]
    ) -> tuple[str, aioesx.Connection, list[Any]]:
        first = host is job.hosts[0]
        connecting = aioesx.connect(
            host["uri"],
            password=job.password,
            cacert=job.authority,
            versions=versions,
            on_event=count if first else None,
        )
        async with limiter:
            esx = await stack.enter_async_context(connecting)
            machines = await esx.domains.list(states="running")
            await esx.metrics.counters()
        return host["name"], esx, [esx.host, *machines]

    async def read(name: str, esx: aioesx.Connection, things: list[Any], moment: str) -> None:
        until = datetime.fromisoformat(moment)
        async with limiter:
            found = await esx.metrics.read(things, *COUNTERS, last=1, until=until)
        rows.extend((name, each) for each in found)

    async def main() -> Round:
        book = Book(job)
        async with AsyncExitStack() as stack:
            opened: list[tuple[str, aioesx.Connection, list[Any]]] = []

            async def enter(host: dict[str, str]) -> None:
                opened.append(await open_one(stack, host))

            await enter(job.hosts[0])
            async with anyio.create_task_group() as tasks:
                for host in job.hosts[1:]:
                    tasks.start_soon(enter, host)
            book.begun()
            begin = len(sent)
            for moment in job.moments:
                rows.clear()
                book.before()
                async with anyio.create_task_group() as tasks:
                    for name, esx, things in opened:
                        tasks.start_soon(read, name, esx, things, moment)
                book.after()
                book.rows += [_plain(host, series) for host, series in rows]
            return book.closed(begin, (len(sent) - begin) // len(job.moments))

    def _plain(host: str, series: aioesx.MetricSeries) -> Row:
        (time_,), (value,) = series.times, series.raw
        assert value is not None
        return host, series.name or "", series.counter.name, time_.isoformat(), value

    rows: list[tuple[str, aioesx.MetricSeries]] = []
    return anyio.run(main)


def run_pyvmomi(job: Job) -> Round:
    """A pool of threads, a session on each host, and samples as its own programs read them."""
    import importlib

    connect: Any = importlib.import_module("pyVim.connect")
    package: Any = importlib.import_module("pyVmomi")
    vim, query = package.vim, package.vmodl.query.PropertyCollector
    manager: Any = vim.PerformanceManager
    context = ssl.create_default_context(cafile=job.authority)

    def open_one(host: dict[str, str]) -> Any:
        address, _, port = host["uri"].rpartition("@")[2].strip("/").partition(":")
        service = connect.SmartConnect(
            host=address, port=int(port), user=job.user, pwd=job.password, sslContext=context
        )
        content = service.content
        names = {
            f"{info.groupInfo.key}.{info.nameInfo.key}.{info.rollupType}": info.key
            for info in content.perfManager.perfCounter
        }
        view = content.viewManager.CreateContainerView(
            content.rootFolder, [vim.VirtualMachine, vim.HostSystem], True
        )
        step = query.TraversalSpec(path="view", skip=False, type=vim.view.ContainerView)
        spec = query.FilterSpec(
            objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[step])],
            propSet=[
                query.PropertySpec(type=vim.VirtualMachine, pathSet=["name", "runtime.powerState"]),
                query.PropertySpec(type=vim.HostSystem, pathSet=["config.product.build"]),
            ],
        )
        page = content.propertyCollector.RetrievePropertiesEx([spec], query.RetrieveOptions())
        things = {}
        for each in page.objects:
            told = {one.name: one.val for one in each.propSet}
            if isinstance(each.obj, vim.HostSystem) or told["runtime.powerState"] == "poweredOn":
                things[each.obj] = told.get("name", "")
        keys = {names[counter]: counter for counter in COUNTERS}
        return host["name"], service, content.perfManager, things, keys

    def read(one: Any, until: datetime) -> list[tuple[str, Any, dict[Any, str], dict[int, str]]]:
        name, _, perf, things, keys = one
        ids = [manager.MetricId(counterId=key, instance="") for key in keys]
        specs = [
            manager.QuerySpec(
                entity=entity,
                endTime=until,
                maxSample=1,
                metricId=ids,
                intervalId=20,
                format="csv",
            )
            for entity in things
        ]
        return [(name, each, things, keys) for each in perf.QueryPerf(specs)]

    def plain(name: str, told: Any, things: dict[Any, str], keys: dict[int, str]) -> list[Row]:
        if not told.value:
            return []
        moment = told.sampleInfoCSV.partition(",")[2].replace("Z", "+00:00")
        return [
            (name, things[told.entity], keys[each.id.counterId], moment, int(each.value))
            for each in told.value
        ]

    book = Book(job)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        opened: list[Any] = []
        begin_calls = requests_of(lambda: opened.append(open_one(job.hosts[0])))
        opened += threads.map(open_one, job.hosts[1:])
        book.begun()
        for moment in job.moments:
            until = datetime.fromisoformat(moment)
            book.before()
            told = list(threads.map(read, opened, itertools.repeat(until)))
            book.after()
            for found in told:
                for each in found:
                    book.rows += plain(*each)
        last = datetime.fromisoformat(job.moments[-1])
        calls = requests_of(lambda: read(opened[0], last))
        for _, service, *_rest in opened:
            connect.Disconnect(service)
            service._stub.DropConnections()
    return book.closed(begin_calls, calls)


RUNNERS: Final = {"aioesx": run_aioesx, "pyVmomi": run_pyvmomi}


if __name__ == "__main__":
    serve(RUNNERS, Job)
