"""What a proof costs: the bytes that a host sends, of a disk that is thin, and of one that is not.

They are counted by the line in front of the host, whatever the machine's disk is read for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from support.hosts import through
from support.small_disks import MIB, scatter, shrink

import aioesx
from aioesx.export import verify
from aioesx.simulator import Line, Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

_NAME: Final = "db01"
_HUGE: Final = 64 * 1024 * MIB
_THICK: Final = 16 * MIB
_LITTLE: Final = 4 * MIB
"""More than all that is said besides, and what is on the disk; less than any reading of it."""


class _Hosts(NamedTuple):
    """Where a machine is, and where it goes, each behind its line."""

    source: Simulator
    target: Simulator
    here: Line
    there: Line


def _served(number: int) -> Simulator:
    state = presets.small_host(
        machines=2, name=f"host{number}", number=number, profile=PROFILES["esxi-8.0"]
    )
    state.options.task_seconds = 0.0
    return Simulator(state, username="root", password="secret", tls=False)


@pytest.fixture
def hosts() -> Iterator[_Hosts]:
    with (
        _served(0) as source,
        _served(1) as target,
        Line("127.0.0.1", source.port) as here,
        Line("127.0.0.1", target.port) as there,
    ):
        yield _Hosts(source, target, here, there)


def _fill(source: Simulator, name: str, *, thin: bool) -> int:
    """Give a machine a disk with little on it; returns its size."""
    size = _HUGE if thin else _THICK
    source.change(lambda host: shrink(host, name, size, thin=thin))
    scatter(source, name, 0, size - 100_000, size=37_000)
    return size


Do = Callable[[Any, Any, Path, Any], Awaitable[Any]]
"""Does something with a machine, another host, a directory; the last is how it is proved."""


async def _export(domain: Any, there: Any, where: Path, proof: Any) -> None:
    await domain.export(where, format="qcow2", verify=proof)


async def _pack(domain: Any, there: Any, where: Path, proof: Any) -> None:
    await domain.export(where, format="ova", verify=proof)


async def _copy(domain: Any, there: Any, where: Path, proof: Any) -> None:
    await domain.copy_to(there, name="copy", verify=proof)


async def _verify(domain: Any, there: Any, where: Path, proof: Any) -> None:
    await domain.export(where, verify="none")
    await verify(where, full=proof == "full", esx=_connection(domain))


def _connection(domain: Any) -> Any:
    class Opened:
        _server = domain._server

    return Opened()


_PROOFS: Final = (
    pytest.param("none", marks=pytest.mark.long),
    "read",
    pytest.param("full", marks=pytest.mark.long),
)
_THINNESS: Final = (
    pytest.param(True, id="thin"),
    pytest.param(False, marks=pytest.mark.long, id="thick"),
)


@pytest.mark.parametrize("thin", _THINNESS)
@pytest.mark.parametrize("proof", _PROOFS)
@pytest.mark.parametrize(
    ("do", "times", "over_there"),
    [
        (_export, {"full": 2}, {}),
        (_pack, {"full": 2}, {}),
        (_copy, {"full": 2}, {"read": 1, "full": 1}),
        (_verify, {"full": 2}, {}),
    ],
    ids=["export", "package", "copy", "verify"],
)
async def test_a_thin_disk_is_never_read_as_if_it_were_full(
    hosts: _Hosts,
    tmp_path: Path,
    do: Do,
    times: dict[str, int],
    over_there: dict[str, int],
    proof: str,
    thin: bool,
) -> None:
    """A thick one comes by its files as often as it is read: so it is seen that all is counted."""
    size = _fill(hosts.source, _NAME, thin=thin)
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(through(hosts.here, hosts.source))
        there = await stack.enter_async_context(through(hosts.there, hosts.target))

        await do(await here.domains.lookup(_NAME), there, tmp_path, proof)

    read = (times.get(proof, 1), over_there.get(proof, 0))
    for line, often in zip((hosts.here, hosts.there), read, strict=True):
        least = 0 if thin else often * size
        assert least <= line.relayed_down < least + _LITTLE


@pytest.mark.parametrize("thin", _THINNESS)
@pytest.mark.parametrize("proof", _PROOFS)
async def test_what_is_imported_is_read_as_it_lies_there(
    hosts: _Hosts, tmp_path: Path, proof: Any, thin: bool
) -> None:
    size = _fill(hosts.source, _NAME, thin=thin)
    async with through(hosts.here, hosts.source) as esx:
        await (await esx.domains.lookup(_NAME)).export(tmp_path, verify="none")
    async with through(hosts.there, hosts.target) as esx:
        await esx.domains.import_from(
            tmp_path / f"{_NAME}.qcow2",
            name="box",
            datastore="datastore1",
            thin=thin,
            verify=proof,
        )

    least = 0 if thin or proof == "none" else size
    assert least <= hosts.there.relayed_down < least + _LITTLE


@pytest.mark.parametrize("forgotten", [False, True], ids=["told", "forgotten"])
@pytest.mark.parametrize("proof", _PROOFS)
async def test_a_thin_disk_costs_little_while_its_machine_is_off(
    hosts: _Hosts, tmp_path: Path, proof: Any, forgotten: bool
) -> None:
    """Be it that the host knows no more what has changed, and the whole disk comes again."""
    _fill(hosts.source, "web01", thin=True)

    def cut_over() -> None:
        if forgotten:
            hosts.source.reset_tracking("web01")

    warm = aioesx.WarmOptions(shutdown_seconds=10, cut_over=cut_over)
    async with through(hosts.here, hosts.source) as esx:
        web = await esx.domains.lookup("web01")
        await web.export(tmp_path, warm=warm, verify=proof)

    assert hosts.here.relayed_down < _LITTLE
