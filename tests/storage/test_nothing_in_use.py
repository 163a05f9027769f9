"""Nothing that a machine has is ever called an orphan, whatever the product and what it tells."""

from __future__ import annotations

from typing import Final

import pytest
from support.hosts import connected
from support.vcenter import PAIRS, Estate, quick, uri_of_vcenter

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.state.disks import Disk

pytestmark = pytest.mark.anyio

HOSTS: Final = [name for name, profile in PROFILES.items() if not profile.is_vcenter]
KINDS: Final = ("VMFS", "NFS", "vsan", "vvol")


async def unclaimed(esx: aioesx.Connection, *beside: aioesx.Connection) -> list[str]:
    results = await esx.storage.orphans(beside=beside)
    assert [reason for each in results for reason in each.reasons] == []
    return [str(orphan.path) for each in results for orphan in each.files]


async def use(domain: aioesx.Domain) -> None:
    """Give a domain what comes and goes: snapshots, two branches of them, one that was removed."""
    try:
        for name in ("a", "b", "gone"):
            await domain.snapshots.create(name)
        await (await domain.snapshots.lookup("a")).revert()
        await domain.snapshots.create("branch")
        await (await domain.snapshots.lookup("gone")).delete()
    except errors.RestrictedLicenseError:
        pass
    except errors.TaskFailedError as error:
        if error.fault_type != "MultipleSnapshotsNotSupported":  # VMware Server keeps one
            raise


@pytest.mark.parametrize("profile", HOSTS)
async def test_machines_of_every_product(profile: str) -> None:
    host = presets.small_host(profile=PROFILES[profile], options=quick())
    with Simulator(host, username="root", tls=False) as simulator:
        async with connected(simulator) as esx:
            await use(await esx.domains.lookup("db01"))

            assert await unclaimed(esx, esx) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_machines_on_every_kind_of_datastore(kind: str) -> None:
    host = presets.empty_host(options=quick())
    next(iter(host.datastores.values())).volume.kind = kind
    presets.add_machine(host, presets.MachineKind("web01"))
    with Simulator(host, username="root", tls=False) as simulator:
        async with connected(simulator) as esx:
            await use(await esx.domains.lookup("web01"))

            assert await unclaimed(esx, esx) == []


@pytest.mark.parametrize("profile", PAIRS)
async def test_templates_and_linked_clones(profile: str) -> None:
    estate = Estate(
        profile=PROFILES[profile], host_profile=PROFILES[PAIRS[profile]], options=quick()
    )
    with estate.site(tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            base = await esx.domains.lookup("db01")
            await base.snapshots.create("base")
            await base.clone("copy")
            await base.clone("master", template=True)
            if profile != "vcenter-2.5":  # where there are none
                await base.clone("linked", linked=True)
            assert await unclaimed(esx) == []

            await base.undefine()
            left = await unclaimed(esx)

    assert {path.partition("/")[0] for path in left} == {"[datastore1] db01"}
    assert ("[datastore1] db01/db01.vmdk" in left) == (profile == "vcenter-2.5")


async def test_what_nobody_has_is_found_beside_what_is_in_use() -> None:
    host = presets.small_host(options=quick())
    store = next(iter(host.datastores.values()))
    store.make_disk("web01/WEB01.vmdk", Disk(1024, uuid="u"))  # VMFS tells letters apart
    with Simulator(host, username="root", tls=False) as simulator:
        async with connected(simulator) as esx:
            found = await unclaimed(esx, esx)

    assert found == ["[datastore1] web01/WEB01.vmdk"]
