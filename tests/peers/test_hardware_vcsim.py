"""Devices and configuration on hosts that are not ours: govmomi's vcsim, alone and in a vCenter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from support.vcsim import MODELS, Vcsim, both_models, host_of, machine_of

from aioesx import Connection, Domain, errors
from aioesx.definition import CharacterDevice, Controller, Disk, Interface

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

_MACHINES = 24
GIB = 2**30


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Vcsim]]:
    with both_models(_MACHINES) as servers:
        yield servers


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """A machine is touched by one test only."""
    return iter(range(_MACHINES))


@pytest.fixture(params=MODELS)
async def esx(
    request: pytest.FixtureRequest, servers: dict[str, Vcsim]
) -> AsyncIterator[Connection]:
    path, _ = MODELS[request.param]
    async with host_of(servers[request.param], path) as esx:
        yield esx


@pytest.fixture
async def domain(esx: Connection, numbers: Iterator[int]) -> Domain:
    """A running machine that no other test has touched."""
    return await machine_of(esx, next(numbers))


async def test_a_disk_is_made_grown_detached_and_attached_again(domain: Domain) -> None:
    before = [disk.target for disk in await domain.disks() if disk.device == "disk"]

    made = await domain.attach(Disk(bus="scsi"), create=GIB)
    assert made.target is not None
    assert made.capacity == GIB
    assert (await domain.grow(made.target, 2 * GIB)).capacity == 2 * GIB
    await domain.detach(made.target)
    assert [disk.target for disk in await domain.disks() if disk.device == "disk"] == before
    again = await domain.attach(Disk(bus="scsi", source=made.source))
    assert (again.target, again.source) == (made.target, made.source)
    with pytest.raises(errors.AlreadyExistsError):
        await domain.attach(Disk(bus="scsi", source=made.source))
    await domain.detach(made.target, delete_files=True)


async def test_a_controller_is_added_for_a_place_that_is_asked_for(domain: Domain) -> None:
    disk = await domain.attach(Disk(target="sdq"), create=GIB)

    assert (disk.target, disk.address) == ("sdq", (1, 0, 1))


async def test_cards_on_networks_of_either_kind(esx: Connection, domain: Domain) -> None:
    standard = await domain.attach(Interface(source="VM Network", model="vmxnet3"))
    assert (standard.source, standard.model) == ("VM Network", "vmxnet3")
    assert standard.mac is not None
    await domain.detach(standard.mac)
    if esx.product.line == "vpx":
        spread = await domain.attach(Interface(source="DC0_DVPG0"))
        assert spread.source is not None
        assert spread.source.startswith("dvportgroup-")
    with pytest.raises(errors.NoSuchNetworkError):
        await domain.attach(Interface(source="no such"))


async def test_a_port_and_a_controller_while_it_is_off(domain: Domain) -> None:
    await domain.destroy()

    port = await domain.attach(CharacterDevice(type="pipe", path="com1"))
    assert (port.kind, port.source) == ("serial", "com1")
    controller = await domain.attach(Controller(type="scsi", model="vmpvscsi"))
    assert (controller.bus, controller.model) == ("scsi", "vmpvscsi")


async def test_configuration_and_name(esx: Connection, domain: Domain) -> None:
    await domain.destroy()

    await domain.configure(
        description="text", title="t", guest_id="debian8_64Guest", cpu_hot_add=True,
        memory_hot_add=True, extra_config={"some.key": "1"}, cpu_limit=1000,
    )  # fmt: skip
    await domain.rename(f"{domain.name} new")

    found = await domain.configuration()
    assert (found.description, found.title, found.guest_id) == ("text", "t", "debian8_64Guest")
    assert (found.cpu_hot_add, found.memory_hot_add, found.cpu_limit) == (True, True, 1000)
    assert found.extra_config["some.key"] == "1"
    assert await esx.domains.lookup(domain.name) == domain
