"""Row D11: a sparse file of 512 MiB goes both ways in a process that hardly grows.

``AIOESX_LARGE_MIB=5120`` for 5 GiB.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Final

import pytest
from support.file_host import PASSWORD, PATH, file_host
from support.run import run

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

SIZE: Final = int(os.environ.get("AIOESX_LARGE_MIB", "512")) << 20
MOST: Final = 32 << 20

CLIENT: Final = """
import json, os, sys
import anyio
import aioesx

uri, password, path, directory, backend, size = sys.argv[1:]
target = os.path.join(directory, "down")

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))

async def main():
    async with aioesx.connect(uri, password=password) as esx:
        small = await esx.files.upload(bytes(1 << 20), "[datastore1] small")
        await esx.files.download("[datastore1] small", target)
        before = peak()
        down = await esx.files.download(path, target)
        after_down = peak()
        os.unlink(target)
        with open(target, "wb") as file:
            file.truncate(int(size))
        up = await esx.files.upload(target, "[datastore1] up/sparse")
        there = (await esx.files.stat("[datastore1] up/sparse")).size
        print(json.dumps({
            "down": aioesx.to_dict(down), "up": aioesx.to_dict(up), "there": there,
            "grown": [after_down - before, peak() - before],
        }))

anyio.run(main, backend=backend)
"""


def zeros(size: int) -> str:
    digest, piece = hashlib.sha256(), bytes(1 << 20)
    for _ in range(size >> 20):
        digest.update(piece)
    return digest.hexdigest()


@pytest.mark.fault("D11")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_d11_a_large_file_takes_little_memory(tmp_path: Path, backend: str) -> None:
    with file_host(0, SIZE) as server:
        uri = f"esx://root@127.0.0.1:{server.first_line}/?transport=http"
        told = run(
            [sys.executable, "-c", CLIENT, uri, PASSWORD, f"{PATH}", tmp_path, backend, f"{SIZE}"],
            timeout=3000,
        )
    found = json.loads(told.stdout)

    expected = {"bytes": SIZE, "sha256": zeros(SIZE), "resumed_from": 0}
    assert (found["down"], found["up"], found["there"]) == (expected, expected, SIZE)
    assert max(found["grown"]) < MOST
    sys.stdout.write(f"grown by {found['grown']} bytes\n")
