"""docs/hosts.md: each piece of Python in it runs, and `host-info` prints the lines shown there."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable
from typing import Final

import pytest
from support.command import command
from support.hosts import connected
from support.judges import ROOT

from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import ESXI_8_0
from aioesx.simulator.state.upkeep import sensor

PAGE: Final = (ROOT / "docs" / "hosts.md").read_text("utf-8")
PIECES: Final = re.findall(r"```python\n(.*?)```", PAGE, re.S)
SHOWN: Final = re.findall(r"^    ( *[^:$]+):  .*$", PAGE.partition("aioesx host-info\n")[2], re.M)


def off_host() -> Simulator:
    """Return a host where nothing runs."""
    host = presets.empty_host(options=Options(task_seconds=0.0, boot_seconds=0.0))
    return Simulator(host, username="root", password="secret", tls=False)


@pytest.mark.anyio
@pytest.mark.parametrize("code", PIECES)
async def test_a_piece_runs(code: str) -> None:
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    exec(f"async def piece(esx):\n{textwrap.indent(code, '    ')}", names)
    with off_host() as simulator:
        simulator.change(lambda host: setattr(host, "maintenance", "reboot" in code))
        async with connected(simulator) as esx:
            await names["piece"](esx)


def test_the_page_has_pieces_and_shows_what_is_printed() -> None:
    host = presets.small_host(machines=3, profile=ESXI_8_0)
    host.upkeep.sensors.append(sensor("CPU 1 Temp", "temperature", 9_850, "red"))
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        printed = command(simulator.uri, "host-info").stdout

    labels = [line.partition(":")[0] for line in printed.splitlines() if line]
    assert len(PIECES) >= 4
    assert labels == SHOWN
