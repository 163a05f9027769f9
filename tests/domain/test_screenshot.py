"""Pictures of a domain's console: whole, or told to be not; in memory, or as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import pytest
from support.hosts import through
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator, presets
from aioesx.simulator.line import Line, Trouble

pytestmark = pytest.mark.anyio

OFF = "db01"
ON = "web01"
MAGIC = b"\x89PNG\r\n\x1a\n"
END = b"IEND\xaeB`\x82"
BIG = MAGIC + bytes(8 * 1024 * 1024) + END

Show = Callable[[bytes], None]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    """Let every console show these bytes."""
    return lambda picture: monkeypatch.setattr(
        "aioesx.simulator.folder.screenshot", lambda machine: picture
    )


@pytest.fixture
def slow() -> Iterator[tuple[Simulator, Line]]:
    """A host without TLS behind a line."""
    host = presets.small_host(machines=2)
    with (
        Simulator(host, username="root", password="secret", tls=False) as simulator,
        Line("127.0.0.1", simulator.port) as line,
    ):
        yield simulator, line


def names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


def sizes_in(directory: Path) -> list[int]:
    return [path.stat().st_size for path in directory.iterdir()]


async def begun(directory: Path) -> None:
    """Return when something was written."""
    await until(lambda: any(sizes_in(directory)))


async def test_a_screenshot_is_a_whole_picture(esx: aioesx.Connection, tmp_path: Path) -> None:
    domain = await esx.domains.lookup(ON)

    await domain.save_screenshot(tmp_path / "shot.png")

    picture = await anyio.Path(tmp_path / "shot.png").read_bytes()
    assert picture == await domain.screenshot()
    assert (picture[: len(MAGIC)], picture[-len(END) :]) == (MAGIC, END)
    assert names_in(tmp_path) == ["shot.png"]


class Pieces:
    """An open file that remembers how it was written."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    async def write(self, data: bytes, /) -> None:
        self.sizes.append(len(data))


async def test_a_large_one_is_never_whole_in_memory(
    esx: aioesx.Connection, show: Show, request: pytest.FixtureRequest
) -> None:
    show(BIG)
    domain = await esx.domains.lookup(ON)
    target = Pieces()

    await domain.save_screenshot(target)

    assert sum(target.sizes) == len(BIG)
    if not request.config.getoption("--in-process"):  # httpx's ASGI transport has it whole
        assert max(target.sizes) <= 1 << 20


async def test_no_screenshot_of_a_domain_that_is_off(
    esx: aioesx.Connection, tmp_path: Path
) -> None:
    domain = await esx.domains.lookup(OFF)

    with pytest.raises(errors.InvalidStateError, match=OFF):
        await domain.save_screenshot(tmp_path / "shot.png")

    assert names_in(tmp_path) == []


async def test_a_screenshot_that_cannot_be_written(esx: aioesx.Connection, tmp_path: Path) -> None:
    domain = await esx.domains.lookup(ON)

    with pytest.raises(errors.TransferError, match="No such file"):
        await domain.save_screenshot(tmp_path / "missing" / "shot.png")

    assert len(await domain.screenshot()) > 0  # the connection is as good as before


@pytest.mark.parametrize(
    "picture", [MAGIC + b"half", MAGIC[:3], b"", b"\x89PNX" + BIG[4:2000] + END, b"<html/>" + END]
)
async def test_what_is_no_whole_picture_is_told(
    esx: aioesx.Connection, show: Show, tmp_path: Path, picture: bytes
) -> None:
    show(picture)
    domain = await esx.domains.lookup(ON)

    with pytest.raises(errors.TransferIncompleteError, match="no complete PNG"):
        await domain.screenshot()
    with pytest.raises(errors.TransferIncompleteError, match="no complete PNG"):
        await domain.save_screenshot(tmp_path / "shot.png")

    assert names_in(tmp_path) == []


async def test_one_that_does_not_end_is_not_taken_into_memory(
    esx: aioesx.Connection, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(BIG)
    monkeypatch.setattr("aioesx.domain.screenshot._MOST_BYTES", 1024 * 1024)
    domain = await esx.domains.lookup(ON)

    with pytest.raises(errors.ProtocolError, match="over 1048576 bytes"):
        await domain.screenshot()


async def test_a_screenshot_of_a_domain_that_is_gone(
    esx: aioesx.Connection, simulator: Simulator
) -> None:
    domain = await esx.domains.lookup(ON)
    simulator.change(lambda host: host.machines.pop(domain.ref.value))

    with pytest.raises(errors.NotFoundError):
        await domain.screenshot()


@pytest.mark.one_loop
async def test_a_cancelled_one_leaves_nothing(
    slow: tuple[Simulator, Line], show: Show, tmp_path: Path
) -> None:
    simulator, line = slow
    show(BIG)
    async with through(line, simulator) as esx:
        domain = await esx.domains.lookup(ON)
        line.down = Trouble(bytes_per_second=500_000)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(domain.save_screenshot, tmp_path / "shot.png")
            await begun(tmp_path)
            tasks.cancel_scope.cancel()
        line.down = Trouble()

        assert names_in(tmp_path) == []
        assert await domain.state() is aioesx.DomainState.RUNNING


async def test_one_that_takes_too_long_leaves_nothing(
    slow: tuple[Simulator, Line], show: Show, tmp_path: Path
) -> None:
    simulator, line = slow
    show(BIG)
    async with through(line, simulator) as esx:
        domain = await esx.domains.lookup(ON)
        line.down = Trouble(stall_after=100_000)

        with pytest.raises(errors.TransportTimeout, match="save_screenshot was not done within"):
            await domain.save_screenshot(tmp_path / "shot.png", timeout=1)

    assert names_in(tmp_path) == []


@pytest.mark.one_loop
async def test_a_cut_one_leaves_nothing(
    slow: tuple[Simulator, Line], show: Show, tmp_path: Path
) -> None:
    simulator, line = slow
    show(BIG)
    async with through(line, simulator) as esx:
        domain = await esx.domains.lookup(ON)
        line.down = Trouble(bytes_per_second=500_000)
        async with anyio.create_task_group() as tasks:

            async def cut() -> None:
                await begun(tmp_path)
                line.cut()

            tasks.start_soon(cut)
            with pytest.raises(errors.ConnectionLostError):
                await domain.save_screenshot(tmp_path / "shot.png")

    assert names_in(tmp_path) == []
