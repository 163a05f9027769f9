"""examples/virt_who.py: hosts with their guests, as they are and as they move."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from support.adapters import EXAMPLES, environment, load, uri_of
from support.run import run

import aioesx
from aioesx.simulator import Simulator

virt_who = load("virt_who")


@pytest.mark.long
def test_once(simulator: Simulator, tmp_path: Path) -> None:
    outcome = run(
        [sys.executable, "-W", "error", EXAMPLES / "virt_who.py", uri_of(simulator), "--once"],
        env=environment(tmp_path),
    )

    assert (outcome.status, outcome.stderr) == (0, "")
    ((host,),) = [json.loads(line)["hypervisors"] for line in outcome.stdout.splitlines()]
    machines = simulator.change(lambda host: [m.config.uuid for m in host.machines.values()])
    assert [guest["guestId"] for guest in host["guestIds"]] == sorted(machines)
    assert simulator.call_count["CreateFilter"] == 1
    assert (simulator.open_sessions, simulator.open_filters) == (0, 0)


@pytest.mark.anyio
async def test_a_change_of_power_is_told_and_is_one_line(simulator: Simulator) -> None:
    async with (
        aioesx.connect(uri_of(simulator), password="secret") as esx,
        aioesx.connect(uri_of(simulator), password="secret") as other,
    ):
        found = virt_who.mappings(esx)
        before = await anext(found)
        domain = await other.domains.lookup("web01")
        await domain.destroy()
        with anyio.fail_after(10):
            after = await anext(found)
        await found.aclose()

    uuid = str(domain.uuid)
    assert _guest(before, uuid)["attributes"]["active"] == 1
    assert _guest(after, uuid) == {
        "guestId": uuid,
        "state": 5,
        "attributes": {"virtWhoType": "esx", "active": 0},
    }


def _guest(found: Any, uuid: str) -> dict[str, Any]:
    (guest,) = (
        guest
        for host in found["hypervisors"]
        for guest in host["guestIds"]
        if guest["guestId"] == uuid
    )
    assert isinstance(guest, dict)
    return guest
