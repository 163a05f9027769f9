"""The data of a running machine's disks cannot be read by ``/folder``; its descriptors can."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from support.soapcall import Caller

from aioesx.simulator import Simulator, World, presets
from aioesx.simulator.profile import ESXI_6_5, ESXI_8_0, Profile

pytestmark = pytest.mark.anyio

QUERY = "?dcPath=ha-datacenter&dsName=datastore1"


@pytest.fixture
def http(caller: Caller) -> httpx.AsyncClient:
    caller.http.auth = httpx.BasicAuth("root", "secret")
    return caller.http


def snapshot(simulator: Simulator, name: str) -> None:
    simulator.change(
        lambda host: host.find(name).snapshots.take("s", "", memory=False, quiesce=False)
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("web01/web01-flat.vmdk", 500),
        ("web01/web01.vmdk", 200),
        ("web01/web01.vmx", 200),
        ("web01/vmware.log", 200),
        ("db01/db01-flat.vmdk", 206),
        ("build01/build01-flat.vmdk", 206),
    ],
)
async def test_only_the_data_of_a_machine_that_is_on_is_locked(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    headers = {"range": "bytes=0-99"} if status == 206 else {}
    answer = await http.request(method, f"/folder/{path}{QUERY}", headers=headers)
    assert answer.status_code == status


async def test_a_stopped_machine_lets_go(http: httpx.AsyncClient, simulator: Simulator) -> None:
    simulator.change(lambda host: host.find("web01").set_power("poweredOff"))
    assert (await http.head(f"/folder/web01/web01-flat.vmdk{QUERY}")).status_code == 200


@pytest.mark.parametrize(
    ("profile", "option", "status"),
    [
        (ESXI_6_5, None, 200),
        (ESXI_8_0, None, 500),
        (ESXI_6_5, True, 500),
        (ESXI_8_0, False, 200),
    ],
)
async def test_what_a_snapshot_stands_on_is_served_or_not(
    profile: Profile, option: bool | None, status: int
) -> None:
    simulator = Simulator(presets.small_host(profile=profile), password="secret", tls=False)
    simulator.change(lambda host: setattr(host.options, "locked_bases", option))
    snapshot(simulator, "web01")
    call = Caller(simulator)
    call.http.auth = httpx.BasicAuth("root", "secret")
    base = await call.http.head(f"/folder/web01/web01-flat.vmdk{QUERY}")
    paths = simulator.change(lambda host: list(host.datastore("datastore1").files))
    (top,) = [path for path in paths if path.startswith("web01/web01-000001-")]
    own = await call.http.head(f"/folder/{top}{QUERY}")
    descriptor = await call.http.head(f"/folder/web01/web01-000001.vmdk{QUERY}")
    await call.aclose()
    assert (base.status_code, own.status_code, descriptor.status_code) == (status, 500, 200)


async def test_a_lock_holds_on_every_host_that_has_the_datastore() -> None:
    world = World()
    one, two = (presets.empty_host(name=f"e{n}", number=n, shared=world) for n in (1, 2))
    for store in list(two.datastores.values()):
        store.unmount()
    for store in one.datastores.values():
        store.mounted_on(two)
    presets.add_machine(one, presets.MachineKind("web01", "poweredOn"))
    call = Caller(Simulator(two, password="secret", tls=False))
    call.http.auth = httpx.BasicAuth("root", "secret")
    answer = await call.http.get(f"/folder/web01/web01-flat.vmdk{QUERY}")
    await call.aclose()
    assert (answer.status_code, "locked" in answer.text) == (500, True)


@pytest.mark.parametrize("change", ["PUT", "DELETE"])
async def test_a_file_in_use_is_not_changed_either(http: httpx.AsyncClient, change: str) -> None:
    content: Any = b"x" if change == "PUT" else None
    answer = await http.request(change, f"/folder/web01/web01.vmdk{QUERY}", content=content)
    assert answer.status_code == 500
    assert (await http.get(f"/folder/web01/web01.vmdk{QUERY}")).text.startswith("# Disk")
