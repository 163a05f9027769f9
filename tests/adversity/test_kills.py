# ruff: noqa: ASYNC240  # small files of the tests' own
"""The server is killed (SIGKILL, a process of its own) at random moments of transfers.

20 times in CI; ``AIOESX_KILLS=100`` for more. Nothing wrong is ever under the final name, here or
there; a download that is gone on with gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import random
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import anyio
import pytest
from support.file_host import PASSWORD, PATH, content, file_host
from support.hasty import Hasty
from support.vcsim import Vcsim

import aioesx
from aioesx import errors

pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.timeout(900)]
row = pytest.mark.fault

KILLS: Final = int(os.environ.get("AIOESX_KILLS", "20")) // 4
"""Up and down, on both event loops."""

SIZE: Final = 24 << 20
BROKEN: Final = (errors.TransferError, errors.TransportError, errors.NotAuthenticatedError)


@pytest.fixture(autouse=True)
def _hasty(hasty: Hasty) -> None:
    hasty(repeats=(0.0, 0.05), looks=(0.0, 0.05), undo=1.0, logout=0.5, close=1.0)


def unused_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


async def killed(
    kill: Callable[[], None], after: float, work: Callable[[], object]
) -> BaseException | None:
    """Do some work while the server is killed; returns how it ended."""
    ended: list[BaseException | None] = []

    async def do() -> None:
        try:
            await work()  # type: ignore[misc]
            ended.append(None)
        except BROKEN as error:
            ended.append(error)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(do)
        await anyio.sleep(after)
        kill()
    return ended[0]


@row("D1", "D2")
async def test_downloads_from_a_server_that_is_killed(
    tmp_path: Path, anyio_backend_name: str
) -> None:
    data = content(SIZE)
    sha, target = hashlib.sha256(data).hexdigest(), tmp_path / "file"
    port, dice = unused_port(), random.Random(f"down {anyio_backend_name}")
    uri = f"esx://root@127.0.0.1:{port}/?transport=http"
    usual, resumed, cut = 0.5, [], 0
    for _ in range(KILLS):
        target.write_bytes(b"before")
        with file_host(port, SIZE) as server:
            async with aioesx.connect(uri, password=PASSWORD) as esx:
                ended = await killed(
                    server.kill,
                    dice.uniform(0, usual),
                    lambda esx=esx: esx.files.download(PATH, target, resume=True),  # type: ignore[misc]
                )
        assert target.read_bytes() == (b"before" if ended else data)
        cut += ended is not None
        with file_host(port, SIZE):
            async with aioesx.connect(uri, password=PASSWORD) as esx:
                begin = time.monotonic()
                done = await esx.files.download(PATH, target, resume=True)
                usual = time.monotonic() - begin if not done.resumed_from else usual
        assert (done.sha256, target.read_bytes()) == (sha, data)
        assert [path.name for path in tmp_path.iterdir()] == ["file"]
        resumed.append(done.resumed_from)
    assert cut
    print(f"cut {cut} of {KILLS}, resumed from {resumed}")  # noqa: T201


@row("D5")
@pytest.mark.peer("vcsim")
async def test_uploads_to_a_server_that_is_killed(
    vcsim: Callable[..., Vcsim],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    anyio_backend_name: str,
) -> None:
    """vcsim writes what comes to a directory as it comes: what it leaves there can be looked at."""
    data = content(SIZE)
    dice = random.Random(f"up {anyio_backend_name}")
    usual, cut = 0.3, 0
    for number in range(KILLS):
        store = tmp_path / f"{number}"
        store.mkdir()
        monkeypatch.setenv("TMPDIR", str(store))
        server = vcsim(tls=False)
        async with aioesx.connect(server.uri(), password=server.password) as esx:
            begin = time.monotonic()
            ended = await killed(
                server.process.kill,
                dice.uniform(0, usual),
                lambda esx=esx: esx.files.upload(data, "[LocalDS_0] up/final.bin"),  # type: ignore[misc]
            )
            usual = time.monotonic() - begin if ended is None else usual
        server.process.wait()
        cut += ended is not None
        (directory,) = [path for path in store.rglob("LocalDS_0") if path.is_dir()] or [store]
        final = list(directory.rglob("final.bin"))
        hidden = list(directory.rglob(".aioesx-*"))
        assert all(path.read_bytes() == data for path in final)
        assert final or ended is not None
        assert not hidden or hidden[0].name in str(ended)
    assert cut
