"""qemu-img reads the streams that we write, and we read those that it writes."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from aioesx.disk.stream import GRAIN, StreamReader, StreamWriter

pytestmark = pytest.mark.peer("qemu-img")


def qemu_img(*arguments: str | Path) -> str:
    done = subprocess.run(["qemu-img", *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A disk of an odd size: random grains, some text, zeros over more than a table."""
    disk = bytearray(600 * GRAIN + 7 * 512)
    for number in (0, 511, 512, 600):
        part = len(disk[number * GRAIN : (number + 1) * GRAIN])
        disk[number * GRAIN : number * GRAIN + part] = random.Random(number).randbytes(part)
    disk[5 * GRAIN + 3 : 5 * GRAIN + 3 + 900] = b"text " * 180
    path = tmp_path / "disk.raw"
    path.write_bytes(disk)
    return path


def test_qemu_reads_what_is_written(raw: Path, tmp_path: Path) -> None:
    disk, stream = raw.read_bytes(), tmp_path / "disk.vmdk"
    writer = StreamWriter(len(disk))
    with stream.open("wb") as file:
        file.write(writer.head())
        for at in range(0, len(disk), GRAIN):
            file.write(writer.grain(at // GRAIN, disk[at : at + GRAIN]))
        file.write(writer.end())

    assert "No errors" in qemu_img("check", stream)
    assert "identical" in qemu_img("compare", "-f", "vmdk", "-F", "raw", stream, raw)
    assert "streamOptimized" in qemu_img("info", stream)


def test_what_qemu_writes_is_read(raw: Path, tmp_path: Path) -> None:
    stream = tmp_path / "qemu.vmdk"
    qemu_img("convert", "-O", "vmdk", "-o", "subformat=streamOptimized", raw, stream)
    reader, disk = StreamReader(), bytearray(raw.stat().st_size)

    for offset, data in reader.feed(stream.read_bytes()):
        disk[offset : offset + len(data)] = data
    reader.finish()

    assert reader.capacity == len(disk)
    assert disk == raw.read_bytes()
