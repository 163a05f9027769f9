"""docs/hardware.md: the piece of Python in it runs, on a simulated host, on both event loops."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable

import pytest
from support.judges import ROOT

import aioesx
from aioesx.simulator import Simulator
from aioesx.simulator.state.disks import Disk, make_uuid

PAGE = (ROOT / "docs" / "hardware.md").read_text("utf-8")
PIECES = re.findall(r"```python\n(.*?)```", PAGE, re.S)


@pytest.mark.anyio
async def test_the_piece_runs(simulator: Simulator, esx: aioesx.Connection) -> None:
    disk = Disk(1024, thin=True, uuid=make_uuid("data"))
    simulator.change(lambda host: host.datastore("datastore1").make_disk("data.vmdk", disk))
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    code = textwrap.indent("\n".join(PIECES), "    ")
    exec(f"async def pieces(domain):\n{code}", names)

    await names["pieces"](await esx.domains.lookup("web01"))

    assert len(PIECES) == 1
