"""What a simulated host says that it uses: never more than it has."""

from __future__ import annotations

import pytest
from support.hosts import connected

from aioesx.simulator import Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


async def test_machines_that_want_more_than_a_host_has_do_not_get_it() -> None:
    host = presets.empty_host()
    presets.make_room(host, 40)
    for number in range(40):
        kind = presets.MachineKind(f"vm{number}", "poweredOn", memory_mb=16384, vcpus=8)
        presets.add_machine(host, kind)
    with Simulator(host, tls=False) as simulator:
        async with connected(simulator) as esx:
            usage = await esx.host.usage()
            node = await esx.host.info()

    assert usage.memory_used == node.memory
    assert usage.cpu_percent is not None
    assert 50 < usage.cpu_percent <= 100
