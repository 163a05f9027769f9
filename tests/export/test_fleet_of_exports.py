"""Many machines of several hosts leave over lines that are cut, and once the program is killed.

What arrives is what the hosts have, whatever happened. By files at most a chunk for each
connection that was cut comes twice, by a lease the disks that were under way. A program that was
killed leaves a lease, which the next one ends, and a session, which the host ends.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.to_thread
import pytest
from support.eventually import eventually
from support.small_disks import MIB, content_of, shrink

from aioesx.export.record import read_record
from aioesx.simulator import Line, Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

CHUNK: Final = MIB // 2
SIZE: Final = 4 * MIB

PROGRAM = '''
import json, sys
from pathlib import Path

import anyio
import aioesx
from aioesx._server.moving import ExportLimits
from aioesx._session import seconds

seconds.USUAL = seconds.current(crowded=(0.05,) * 100, repeats=(0.0, 0.05, 0.05), busy=(0.05,) * 8)


async def leave(uri, names, target, told):
    async def connected():
        return await aioesx.connect(uri, password="secret", transfers=8)

    esx = await again(connected)
    async with esx, anyio.create_task_group() as tasks:
        for number, name in enumerate(names):
            tasks.start_soon(one, esx, name, number, target, told)


async def one(esx, name, number, target, told):
    domain = await again(lambda: esx.domains.lookup(name))
    way = "folder" if number % 2 else "lease"
    options = dict(format="raw", way=way, chunk_bytes=CHUNK, limits=ExportLimits(per_disk=2))
    exported = await again(lambda: domain.export(target, **options))
    (disk,) = exported.disks
    told[name] = [way, disk.moved, disk.resumed, disk.sha256]


async def again(work):
    """Do it again as long as the line is why it failed, as a job does."""
    while True:
        try:
            return await work()
        except (aioesx.errors.TransportError, aioesx.errors.TransferError) as error:
            if isinstance(error, aioesx.errors.ProofError):
                raise
            print("again:", error, file=sys.stderr)
            await anyio.sleep(0.05)


async def main(hosts, target):
    told = {}
    async with anyio.create_task_group() as tasks:
        for uri, names in json.loads(hosts):
            tasks.start_soon(leave, uri, names, target, told)
    Path(target, "told.json").write_text(json.dumps(told))


anyio.run(main, *sys.argv[1:], backend=BACKEND)
'''


class Cutter:
    """Cuts one of several lines after random amounts of bytes, in the very thread that has passed
    them on: however busy the machine is, no more passes between two cuts.

    Attributes:
        cuts: how many there were.
        most: how many there may be by now.
    """

    def __init__(self, noise: random.Random) -> None:
        self.cuts = self.most = 0
        self.lines: list[Line] = []
        self._noise = noise
        self._left = 0
        self._lock = threading.Lock()

    def passed(self, length: int) -> None:
        """Hear of bytes that were passed on."""
        with self._lock:
            self._left -= length
            if self._left > 0 or self.cuts >= self.most:
                return
            self.cuts += 1
            self._left = self._noise.randrange(CHUNK)
            line, reset = self._noise.choice(self.lines), self._noise.random() < 0.5
        line.cut(reset=reset)


class CutLine(Line):
    """A line that a cutter hears of."""

    def __init__(self, port: int, cutter: Cutter) -> None:
        super().__init__("127.0.0.1", port)
        self._cutter = cutter
        cutter.lines.append(self)

    def _count(self, way: str, length: int) -> None:
        super()._count(way, length)
        if way == "down":
            self._cutter.passed(length)


@dataclass
class Standing:
    """A host, the line to it, and its machines."""

    simulator: Simulator
    line: Line
    names: list[str]

    @property
    def uri(self) -> str:
        return f"esx://root@127.0.0.1:{self.line.port}/?transport=http"


def hosts(count: int, machines: int, seed: int) -> list[Any]:
    noise = random.Random(seed)
    found = []
    for number in range(count):
        host = presets.small_host(machines=0)
        names = [f"h{number}m{each}" for each in range(machines)]
        for name in names:
            presets.add_machine(host, presets.MachineKind(name, power="poweredOff"))
            shrink(host, name, SIZE)
        host.options.bytes_per_second = 2 * MIB
        host.options.lease_seconds = 2.0
        found.append((host, names, noise.randrange(2**32)))
    return found


@pytest.fixture
def cutter() -> Cutter:
    return Cutter(random.Random(23))


@pytest.fixture
def standing(request: pytest.FixtureRequest, cutter: Cutter) -> Iterator[list[Standing]]:
    """Hosts, each behind a line."""
    from contextlib import ExitStack

    count, machines, seed = request.param
    with ExitStack() as stack:
        found = []
        for host, names, salt in hosts(count, machines, seed):
            simulator = stack.enter_context(
                Simulator(host, username="root", password="secret", tls=False)
            )
            noise = random.Random(salt)
            for name in names:
                for _ in range(6):
                    at = noise.randrange(SIZE - 100_000)
                    simulator.write_disk(name, "", at, noise.randbytes(90_000))
            line = stack.enter_context(CutLine(simulator.port, cutter))
            found.append(Standing(simulator, line, names))
        yield found


def started(standing: list[Standing], target: Path, backend: str) -> subprocess.Popen[bytes]:
    program = PROGRAM.replace("CHUNK", str(CHUNK)).replace("BACKEND", repr(backend))
    told = json.dumps([[each.uri, each.names] for each in standing])
    argv = [sys.executable, "-c", program, told, str(target)]
    with (target / "stderr").open("ab") as said:
        return subprocess.Popen(argv, stderr=said)


def safe(target: Path) -> int:
    """Return how many chunks are safe, of all exports by files."""
    records = [read_record(path) for path in target.glob("*.export.json")]
    return sum(
        digest is not None
        for record in records
        if record is not None and record.way == "folder"
        for digest in record.disks[0].chunks
    )


def sent(standing: list[Standing], name: str) -> bytes:
    (simulator,) = [each.simulator for each in standing if name in each.names]
    return content_of(simulator, name)


@pytest.mark.parametrize(
    ("standing", "cuts"),
    [
        pytest.param((2, 2, 7), 8, marks=pytest.mark.long, id="short"),
        pytest.param((4, 5, 23), 50, marks=pytest.mark.long, id="whole"),
    ],
    indirect=["standing"],
)
async def test_all_arrive_over_lines_that_are_cut_and_after_a_kill(
    standing: list[Standing], cutter: Cutter, cuts: int, tmp_path: Path, anyio_backend: str
) -> None:
    cutter.most = before = cuts // 2
    first = started(standing, tmp_path, anyio_backend)
    try:
        await eventually(lambda: cutter.cuts == before and safe(tmp_path) >= 4, within=60)
    finally:
        first.send_signal(signal.SIGKILL)
        await anyio.to_thread.run_sync(first.wait)
    kept = safe(tmp_path)
    cutter.most, after = cuts, cuts - before
    second = started(standing, tmp_path, anyio_backend)
    try:
        with anyio.fail_after(60):
            while second.poll() is None:  # noqa: ASYNC110  # another process's doing
                await anyio.sleep(0.02)
    finally:
        second.kill()
        await anyio.to_thread.run_sync(second.wait)

    assert cutter.cuts == cuts
    told = json.loads((tmp_path / "told.json").read_text())
    assert sorted(told) == sorted(name for each in standing for name in each.names)
    for name in told:
        assert (tmp_path / f"{name}.raw").read_bytes() == sent(standing, name)
    folder = [each for each in told.values() if each[0] == "folder"]
    resumed = sum(each[2] for each in folder)
    moved = sum(each[1] for each in folder)
    assert resumed >= kept * CHUNK
    assert moved + resumed <= len(folder) * SIZE + after * 2 * CHUNK * len(standing[0].names)
    for each in standing:
        assert each.simulator.open_leases == 0
