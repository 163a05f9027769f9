"""qemu-img judges what we write of disks, and what we read of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.chains import SECTOR, Chain, Files, scattered
from support.run import run

from aioesx.storage import DiskReader

pytestmark = [pytest.mark.peer("qemu-img"), pytest.mark.anyio]

KINDS = [("cowd", "cowd"), ("sesparse", "sesparse"), ("cowd", "sesparse"), ("sesparse", "cowd")]


async def _read(chain: Chain, files: Files, *, in_order: bool = False) -> bytes:
    """Return what we read through a chain."""
    async with DiskReader.open(files, chain.path) as disk:
        image = bytearray(disk.capacity)
        async for offset, data in disk.content(in_order=in_order, verify=True):
            image[offset : offset + len(data)] = data
    return bytes(image)


def _judged(chain: Chain) -> bytes:
    """Return what qemu-img reads through a chain."""
    target = chain.directory / "judged.raw"
    done = run(["qemu-img", "convert", "-f", "vmdk", "-O", "raw", chain.top, target], timeout=50)
    assert done.status == 0, done.stderr
    return target.read_bytes()


@pytest.mark.parametrize("kinds", KINDS, ids=" on ".join)
def test_it_reads_what_is_written(kinds: tuple[str, ...], tmp_path: Path) -> None:
    chance = random.Random(16)
    size = 40 * 2**20 + 5 * SECTOR
    chain = Chain(tmp_path, chance.randbytes(size))
    for kind in kinds:
        chain.snapshot(kind, scattered(chance, kind, size, 2_000))

    told = run(["qemu-img", "info", "--backing-chain", chain.top])

    assert told.status == 0, told.stderr
    assert told.stdout.count("image: ") == 3
    assert _judged(chain) == chain.truth


@pytest.mark.parametrize("kind", ["cowd", "sesparse"])
@pytest.mark.parametrize("change", [-3 * 2**20 // SECTOR, 5 * 2**20 // SECTOR])
def test_it_reads_a_snapshot_of_another_size(kind: str, change: int, tmp_path: Path) -> None:
    chain = Chain(tmp_path, random.Random(17).randbytes(20 * 2**20))
    chain.snapshot(kind, {7: None}, sectors=chain.sectors + change)

    assert _judged(chain) == chain.truth


@pytest.mark.parametrize("kinds", KINDS, ids=" on ".join)
async def test_ten_thousand_scattered_grains_are_read_by_few_requests(
    kinds: tuple[str, ...], tmp_path: Path
) -> None:
    chance = random.Random(18)
    size = 48 * 2**20 + 3 * SECTOR
    chain = Chain(tmp_path, chance.randbytes(size))
    for kind in kinds:
        chain.snapshot(kind, scattered(chance, kind, size, 10_000))
    files = Files(tmp_path)

    read = await _read(chain, files)

    assert read == chain.truth == _judged(chain)
    assert files.requests <= 10_000 * 2 // 100
