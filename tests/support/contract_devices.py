"""The checks of a domain's devices and configuration."""

from __future__ import annotations

from support.contract import Case, contract

import aioesx
from aioesx.definition import Disk, Interface

__all__: list[str] = []

GIB = 2**30


async def with_disk(case: Case) -> tuple[aioesx.Domain, aioesx.DomainDevice]:
    """Return a domain with a disk of a gibibyte besides its own."""
    domain = await case.domain()
    return domain, await domain.attach(Disk(), create=GIB)


@contract("Domain.devices")
async def devices(case: Case) -> None:
    domain = await case.domain()
    assert [one.target for one in await domain.devices() if one.kind == "disk"] == ["sda"]


@contract("Domain.attach", changes=True)
async def attach(case: Case) -> None:
    domain, disk = await with_disk(case)
    assert (disk.target, disk.capacity) == ("sdb", GIB)
    assert [one.target for one in await domain.disks() if one.device == "disk"] == ["sda", "sdb"]


@contract("Domain.detach", changes=True)
async def detach(case: Case) -> None:
    domain, disk = await with_disk(case)
    await domain.detach("sdb")
    assert [one.target for one in await domain.disks() if one.device == "disk"] == ["sda"]
    await domain.attach(Disk(source=disk.source))


@contract("Domain.update", changes=True)
async def update(case: Case) -> None:
    domain = await case.domain()
    iso = f"[{case.datastore}] iso/b.iso"
    case.on_host(lambda host: host.datastore(case.datastore).put_text("iso/b.iso", "x"))
    drive = next(one for one in await domain.devices() if one.kind == "cdrom")
    assert drive.target is not None
    wanted = Disk(target=drive.target, bus=drive.bus or "", device="cdrom", source=iso)
    assert (await domain.update(wanted)).source == iso


@contract("Domain.grow", changes=True)
async def grow(case: Case) -> None:
    domain, _ = await with_disk(case)
    assert (await domain.grow("sdb", 2 * GIB)).capacity == 2 * GIB


@contract("Domain.set_link", changes=True)
async def set_link(case: Case) -> None:
    domain = await case.domain()
    group = (await domain.interfaces())[0].source
    card = await domain.attach(Interface(source=group))
    assert card.mac is not None
    assert not (await domain.set_link(card.mac, False)).start_connected


@contract("Domain.configuration")
async def configuration(case: Case) -> None:
    domain = await case.domain()
    assert (await domain.configuration()).cpu_limit == -1


@contract("Domain.configure", changes=True)
async def configure(case: Case) -> None:
    domain = await case.domain()
    await domain.configure(description="web\nserver", extra_config={"some.key": "1"})
    found = await domain.configuration()
    assert (found.description, found.extra_config["some.key"]) == ("web\nserver", "1")


@contract("Domain.rename", changes=True)
async def rename(case: Case) -> None:
    domain = await case.domain()
    name = f"{domain.name}/new"
    await domain.rename(name)
    assert await case.esx.domains.lookup(name) == domain
