"""Machines that leave: CPU, room and memory, beside qemu-img, and nbdkit with nbdcopy.

    python tests/benchmarks/bench_export.py [--rounds N] [--size MIB] [--only WHO ...] [--write]

A simulated host, in a process of its own, has a machine whose disk is half zeros and half random
bytes; everybody is a process that reads it over TLS, or the stream of it from a file, and writes
into memory. In each round everybody has a turn. CPU is user and system of the process, or
processes, all threads, the least of the rounds; ours without the start of Python and the imports.
Memory is the highest beyond what the process had when it was connected. ``--write`` puts the table
into docs/performance.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import anyio
from benchmarks.page import write_part

MIB: Final = 2**20
GRAIN: Final = 65_536
NAME: Final = "db01"
SMALL: Final = "console01"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Job:
    """What a process of ours is to do.

    Attributes:
        directory: where all files are.
        uri: of the host.
        password: of its user.
        size: of the disk, in bytes.
        options: of `Domain.export`, or the image's format.
    """

    directory: str
    uri: str
    password: str
    size: int
    options: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cost:
    """What something took: seconds of CPU, bytes of memory beyond idle, bytes of the target."""

    cpu: float
    memory: int = 0
    room: int = 0


def cpu(who: int = resource.RUSAGE_SELF) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


# --- the host ------------------------------------------------------------------------------------


def make_disk(path: Path, size: int) -> None:
    """Write a disk: of each two megabytes one is zeros."""
    with path.open("wb") as file:
        file.truncate(size)
        for start in range(0, size, 2 * MIB):
            file.seek(start)
            file.write(os.urandom(MIB))


def make_stream(disk: Path, stream: Path) -> None:
    """Write a disk as the stream that a lease would send."""
    from aioesx.disk.stream import StreamWriter

    writer = StreamWriter(disk.stat().st_size)
    with disk.open("rb") as source, stream.open("wb") as target:
        target.write(writer.head())
        number = 0
        while data := source.read(GRAIN):
            target.write(writer.grain(number, data))
            number += 1
        target.write(writer.end())


def serve(disk: Path) -> None:
    """Be a host with that disk, until standard input ends."""
    from support.small_disks import shrink

    from aioesx.simulator import FileContent, Simulator, presets

    host = presets.small_host(machines=5)
    shrink(host, NAME, disk.stat().st_size)
    shrink(host, SMALL, MIB)
    with Simulator(host, username="root", password="secret") as simulator:
        simulator.fill_disk(NAME, "", lambda size: FileContent(disk, size))
        print(f"{simulator.uri}?cacert={simulator.ca_file}", flush=True)  # noqa: T201
        sys.stdin.read()


@contextmanager
def host(disk: Path) -> Iterator[str]:
    """Run that host; gives its URI."""
    command = [sys.executable, __file__, "--serve", str(disk)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


# --- ours ----------------------------------------------------------------------------------------


def status(field: str) -> int:
    """Return a field of the process's memory, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024
    raise LookupError(field)


async def measured(work: Callable[[], Awaitable[object]], room: Path) -> Cost:
    await anyio.Path("/proc/self/clear_refs").write_text("5")  # the highest memory is that of now
    before, idle = cpu(), status("VmRSS")
    await work()
    took, highest = cpu() - before, status("VmHWM")
    found = await anyio.Path(room).stat()
    return Cost(cpu=took, memory=highest - idle, room=found.st_blocks * 512)


async def export(job: Job) -> Cost:
    """Export the machine."""
    import aioesx

    target = Path(job.directory) / "ours"
    async with aioesx.connect(job.uri, password=job.password) as esx:
        small = await esx.domains.lookup(SMALL)
        await small.export(target, **job.options)  # what is imported then is imported
        domain = await esx.domains.lookup(NAME)
        disk = target / f"{NAME}.{job.options['format']}"
        return await measured(lambda: domain.export(target, **job.options), disk)


async def decode(job: Job) -> Cost:
    """Make an image of a stream that is here."""
    from aioesx.disk.stream import StreamReader
    from aioesx.export.digests import Chunks, RisingDigests
    from aioesx.export.images.image import open_image

    directory, kind = Path(job.directory), job.options["format"]
    reader, digests = StreamReader(), RisingDigests(Chunks(job.size, 64 * MIB))

    def grains(stream: FileIO) -> Iterator[tuple[int, bytes]]:
        buffer = memoryview(bytearray(MIB))
        while count := stream.readinto(buffer):
            for offset, grain in reader.feed(buffer[:count]):
                if job.options["hashed"]:
                    list(digests.put(offset, grain))
                yield offset, grain

    async def work() -> None:
        image = await open_image(
            directory / "ours.disk", kind, job.size, saved=None, overwrite=True
        )
        with FileIO(directory / "disk.vmdk") as stream:
            await image.write_all(grains(stream))
        await image.finish()

    return await measured(work, directory / "ours.disk")


WORK: Final = {"export": export, "decode": decode}


def ours(work: str, job: Job, **options: Any) -> Cost:
    """Have a process of ours do something."""
    shutil.rmtree(Path(job.directory) / "ours", ignore_errors=True)
    (Path(job.directory) / "ours.disk").unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, __file__, "--work", work],
        input=json.dumps(dataclasses.asdict(dataclasses.replace(job, options=options))),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Cost(**json.loads(done.stdout))


# --- others --------------------------------------------------------------------------------------


def others(directory: Path, *commands: list[str], made: tuple[str, ...]) -> Cost:
    """Run programs, one after the other; the room is that of all that they made."""
    for name in made:
        (directory / name).unlink(missing_ok=True)
    before = cpu(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, check=True, cwd=directory, stdout=subprocess.DEVNULL)
    took = cpu(resource.RUSAGE_CHILDREN) - before
    return Cost(cpu=took, room=sum((directory / name).stat().st_blocks * 512 for name in made))


def nbdcopy(job: Job) -> Cost:
    """Copy the disk's file as others do: nbdkit's curl plugin, and nbdcopy."""
    url, ca = urlsplit(job.uri), job.uri.rpartition("cacert=")[2]
    query = f"dcPath={quote('ha-datacenter')}&dsName=datastore1"
    command = [
        "nbdkit", "-U", "-", "curl", f"url=https://{url.netloc.rpartition('@')[2]}/folder/{NAME}/{NAME}-flat.vmdk?{query}",
        "user=root", f"password={job.password}", f"cainfo={ca}",
        "--run", 'nbdcopy "$uri" nbdcopy.raw',
    ]  # fmt: skip
    return others(Path(job.directory), command, made=("nbdcopy.raw",))


def convert(job: Job, *formats: str) -> Cost:
    """Convert the stream by qemu-img, from one format to the next."""
    names = ["disk.vmdk", *(f"qemu.{kind}" for kind in formats)]
    kinds = ["vmdk", *formats]
    commands = [
        ["qemu-img", "convert", "-f", kinds[at], "-O", kinds[at + 1], names[at], names[at + 1]]
        for at in range(len(formats))
    ]
    return others(Path(job.directory), *commands, made=tuple(names[1:]))


def hashing(job: Job) -> Cost:
    """Compute the SHA-256 of the disk, piece by piece."""
    digest = hashlib.sha256()
    with (Path(job.directory) / "disk.raw").open("rb") as file:
        took = 0.0
        while data := file.read(MIB):
            before = cpu()
            digest.update(data)
            took += cpu() - before
    return Cost(cpu=took)


Contender = Callable[[Job], Cost]
A: Final = {"way": "folder", "resume": False}
B: Final = {"way": "lease", "resume": False}
CONTENDERS: Final[dict[str, Contender]] = {
    "hashlib": hashing,
    "nbdcopy": nbdcopy,
    "A": lambda job: ours("export", job, **A, format="raw", verify="none"),
    "A verified": lambda job: ours("export", job, **A, format="raw", verify="read"),
    "qemu raw": lambda job: convert(job, "raw"),
    "decode raw": lambda job: ours("decode", job, format="raw", hashed=False),
    "decode raw hashed": lambda job: ours("decode", job, format="raw", hashed=True),
    "qemu raw, qcow2": lambda job: convert(job, "raw", "qcow2"),
    "decode qcow2": lambda job: ours("decode", job, format="qcow2", hashed=False),
    "B": lambda job: ours("export", job, **B, format="qcow2", verify="none"),
    "B verified": lambda job: ours("export", job, **B, format="qcow2", verify="read"),
}
Samples = dict[str, list[Cost]]


def measure(rounds: int, size: int, only: list[str]) -> Samples:
    found: Samples = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        directory = Path(name)
        make_disk(directory / "disk.raw", size)
        make_stream(directory / "disk.raw", directory / "disk.vmdk")
        with host(directory / "disk.raw") as uri:
            job = Job(directory=name, uri=uri, password="secret", size=size)
            for _ in range(rounds):
                for who, run in CONTENDERS.items():
                    if not only or who in only:
                        found.setdefault(who, []).append(run(job))
    return found


# --- the tables ----------------------------------------------------------------------------------


def least(*costs: list[Cost]) -> float:
    """Return the least CPU of each, summed up."""
    return sum(min(each.cpu for each in some) for some in costs)


def table(found: Samples, size: int) -> str:
    """Return the figures as Markdown: what ours took, and beside it what others did."""
    nbd, alone, twice = (found[who] for who in ("nbdcopy", "qemu raw", "qemu raw, qcow2"))
    hashes = found["hashlib"]
    # fmt: off
    rows = [
        # what                     ours                 beside
        ("files to raw",           "A",                 "nbdcopy",              least(nbd), 1.0),
        ("the same, proved",       "A verified",        "nbdcopy, 2 hashlib",
                                                            least(nbd, hashes, hashes), 1.0),
        ("stream to raw",          "decode raw",        "qemu-img",           least(alone), 0.7),
        ("stream to raw, SHA-256", "decode raw hashed", "qemu-img",           least(alone), 1.0),
        ("stream to qcow2",        "decode qcow2",      "qemu-img, by raw",   least(twice), 1.0),
        ("a lease to qcow2",       "B",                 "",                           None, None),
        ("the same, proved",       "B verified",        "",                           None, None),
    ]
    # fmt: on
    lines = [
        f"| {size // MIB} MiB | s of CPU | memory, MiB | beside | s of CPU | ratio, bar |",
        "|---|---|---|---|---|---|",
    ]
    for what, who, beside, theirs, bar in rows:
        memory = max(each.memory for each in found[who]) / MIB
        mine = least(found[who])
        other = f"{theirs:.2f} | {mine / theirs:.2f}, {bar}" if theirs else " | "
        lines.append(f"| {what} | {mine:.2f} | {memory:.0f} | {beside} | {other} |")
    direct, by_raw = (found[who][-1].room // MIB for who in ("decode qcow2", "qemu raw, qcow2"))
    lines += ["", f"Room that a qcow2 image takes: {direct} MiB; by way of raw {by_raw} MiB."]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--only", nargs="*", choices=list(CONTENDERS), default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--work", choices=WORK, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    if options.work:
        cost = anyio.run(WORK[options.work], Job(**json.load(sys.stdin)))
        print(json.dumps(dataclasses.asdict(cost)))  # noqa: T201
        return
    found = measure(options.rounds, options.size * MIB, options.only)
    if options.only:
        for who, costs in found.items():
            sys.stdout.write(f"{who}: {costs}\n")
        return
    text = table(found, options.size * MIB)
    sys.stdout.write(f"{text}\n")
    if options.write:
        write_part("bench_export", text)


if __name__ == "__main__":
    main()
