"""qemu-img reads the images that we make, and we read those that it makes."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import anyio
import pytest
from support.images import FORMATS, Format, read_qcow2

from aioesx.errors import DiskFormatError
from aioesx.export.images.image import open_image

pytestmark = pytest.mark.peer("qemu-img")

BLOCK = 65_536
MIB = 2**20
Pieces = list[tuple[int, bytes]]


def qemu_img(*arguments: str | Path) -> str:
    done = subprocess.run(["qemu-img", *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def drawn(seed: int, capacity: int, count: int, sizes: list[int], grid: int) -> Pieces:
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        at = draw.randrange(capacity) // grid * grid
        size = min(draw.choice(sizes), capacity - at)
        found.append((at, draw.randbytes(size) if draw.random() < 0.7 else bytes(size)))
    return found


def full(capacity: int) -> Pieces:
    return drawn(1, capacity, 0, [], 1) + [
        (at, random.Random(at).randbytes(min(BLOCK, capacity - at)))
        for at in range(0, capacity, BLOCK)
    ]


DISKS: dict[str, tuple[int, Pieces]] = {
    "empty": (64 * MIB, []),
    "one sector": (512, [(0, b"x" * 512)]),
    "full": (24 * MIB, full(24 * MIB)),
    "odd": (24 * MIB + 512, full(24 * MIB + 512)),
    "odd by 7 sectors": (5 * BLOCK + 7 * 512, full(5 * BLOCK + 7 * 512)),
    "two tables": (700 * MIB, [(511 * MIB, b"a" * 3 * MIB), (699 * MIB, b"b" * MIB)]),
    "rewritten": (8 * MIB, drawn(2, 8 * MIB, 300, [512, BLOCK, 5 * BLOCK], 512)),
    "unaligned": (8 * MIB, drawn(3, 8 * MIB, 300, [1, 700, BLOCK + 1], 1)),
    "10,000 scattered grains": (40_000 * BLOCK, drawn(4, 40_000 * BLOCK, 10_000, [4096], 4096)),
}


def model(path: Path, capacity: int, pieces: Pieces) -> None:
    """Write a disk as it should be."""
    with path.open("wb") as file:
        file.truncate(capacity)
        for at, data in pieces:
            file.seek(at)
            file.write(data)


async def write(path: Path, kind: Format, capacity: int, pieces: Pieces, cuts: int) -> None:
    """Make an image; it is closed, and gone on with, so many times."""
    image = await open_image(path, kind, capacity, saved=None, overwrite=False)
    step = len(pieces) // (cuts + 1) + 1
    for number, (at, data) in enumerate(pieces, start=1):
        await image.write(at, data)
        if cuts and number % step == 0:
            saved = await image.save()
            await image.abandon()
            image = await open_image(path, kind, capacity, saved=saved, overwrite=False)
    await image.finish()


@pytest.mark.parametrize("cuts", [0, 7], ids=["at once", "cut"])
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("disk", DISKS)
def test_qemu_finds_what_was_written(tmp_path: Path, disk: str, kind: Format, cuts: int) -> None:
    capacity, pieces = DISKS[disk]
    model(tmp_path / "model", capacity, pieces)

    anyio.run(write, tmp_path / "disk", kind, capacity, pieces, cuts)

    compared = qemu_img("compare", "-f", "raw", "-F", kind, tmp_path / "model", tmp_path / "disk")
    assert "identical" in compared
    if kind == "qcow2":
        assert "No errors" in qemu_img("check", tmp_path / "disk")


def test_qemu_takes_no_half_image_for_a_disk(tmp_path: Path) -> None:
    async def half() -> None:
        image = await open_image(tmp_path / "disk", "qcow2", MIB, saved=None, overwrite=False)
        await image.write(0, b"x")
        await image.save()
        await image.abandon()

    anyio.run(half)

    with pytest.raises(subprocess.CalledProcessError) as refused:
        qemu_img("info", "-f", "qcow2", tmp_path / "disk.part")
    assert "incomplete: its export has not ended" in refused.value.stderr


# --- images of others ----------------------------------------------------------------------------

OPTIONS = {
    "version 2": "compat=0.10",
    "version 3": "compat=1.1",
    "lazy": "compat=1.1,lazy_refcounts=on",
    "small clusters": "cluster_size=512",
    "large clusters": "cluster_size=2M",
    "metadata": "preallocation=metadata",
    "all preallocated": "preallocation=falloc",
    "narrow refcounts": "refcount_bits=1",
}
REFUSED = {
    "has extended L2 entries": "extended_l2=on",
    "has its bytes in another file": "data_file=outside",
    # Not LUKS: qemu-img times itself for that, and gives up where the machine is busy.
    "is encrypted": "encrypt.format=aes,encrypt.key-secret=sec0",
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    model(tmp_path / "model", 9 * MIB + 512, drawn(9, 9 * MIB, 60, [512, BLOCK, 300_000], 512))
    return tmp_path / "model"


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_what_qemu_makes_is_read(tmp_path: Path, raw: Path, options: str) -> None:
    qemu_img("convert", "-f", "raw", "-O", "qcow2", "-o", options, raw, tmp_path / "disk")

    assert read_qcow2((tmp_path / "disk").read_bytes()) == raw.read_bytes()


def test_what_qemu_wrote_to_later_is_read(tmp_path: Path, raw: Path) -> None:
    disk = tmp_path / "disk"
    qemu_img("convert", "-f", "raw", "-O", "qcow2", raw, disk)
    qemu_img("snapshot", "-c", "before", disk)
    for command in ("write -P 7 1M 3M", "write -z 2M 1M", "discard 5M 1M"):
        subprocess.run(["qemu-io", "-c", command, disk], check=True, capture_output=True)
    qemu_img("convert", "-f", "qcow2", "-O", "raw", disk, tmp_path / "now")

    assert read_qcow2(disk.read_bytes()) == (tmp_path / "now").read_bytes()


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_not_read_is_refused_by_its_name(tmp_path: Path, raw: Path, why: str) -> None:
    secret = ["--object", "secret,id=sec0,data=x"]
    options = REFUSED[why].replace("outside", str(tmp_path / "outside"))
    qemu_img("create", *secret, "-f", "qcow2", "-o", options, tmp_path / "disk", "9M")

    with pytest.raises(DiskFormatError, match=why):
        read_qcow2((tmp_path / "disk").read_bytes())


def test_compressed_clusters_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"text" * 100_000)
    for kind in ("zlib", "zstd"):
        disk = tmp_path / kind
        qemu_img(
            "convert",
            "-c",
            "-O",
            "qcow2",
            "-o",
            f"compression_type={kind}",
            tmp_path / "model",
            disk,
        )
        with pytest.raises(DiskFormatError, match="is compressed, at 0 of its disk"):
            read_qcow2(disk.read_bytes())


def test_an_image_on_another_is_refused(tmp_path: Path, raw: Path) -> None:
    qemu_img("create", "-f", "qcow2", "-F", "raw", "-b", raw, tmp_path / "disk")

    with pytest.raises(DiskFormatError, match=r"stands on another image, '.*model'"):
        read_qcow2((tmp_path / "disk").read_bytes())
