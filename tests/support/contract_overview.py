"""The checks of what is told about storage as a whole."""

from __future__ import annotations

from support.contract import Case, contract

from aioesx.simulator import HostState
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.versions import at_least

__all__: list[str] = []


@contract("Storage.space")
async def space(case: Case) -> None:
    domain = await case.domain()
    pools = {each.name: each for each in await case.esx.storage.space()}
    pool = pools[case.datastore]
    assert pool.capacity is not None
    if at_least(case.server.state.profile.api_version, "4.0"):
        assert domain.name in {each.name for each in pool.domains}


@contract("Storage.snapshots")
async def snapshots(case: Case) -> None:
    domain, _ = await case.snapshots("one")
    grown = await case.esx.storage.snapshots()
    assert "one" in {each.name for each in grown if each.domain == domain.name}


@contract("Storage.images")
async def images(case: Case) -> None:
    def put(host: HostState) -> None:
        next(iter(host.datastores.values())).put_text("iso/x.iso", "x")

    case.on_host(put)
    found = {image.path.path for image in await case.esx.storage.images(case.datastore)}
    assert "iso/x.iso" in found


@contract("Storage.orphans")
async def orphans(case: Case) -> None:
    def leave(host: HostState) -> None:
        next(iter(host.datastores.values())).put_text("left/x.nvram", "x")

    case.on_host(leave)
    (result,) = await case.esx.storage.orphans(case.datastore, beside=[case.esx])
    assert "left/x.nvram" in {each.path.path for each in result.unclaimed}
    assert result.certain, result.reasons


@contract("Storage.remove_orphans", changes=True)
async def remove_orphans(case: Case) -> None:
    def leave(host: HostState) -> None:
        store = next(iter(host.datastores.values()))
        store.put_text("old/x.nvram", "x")
        store.make_disk("old/x.vmdk", Disk(capacity_kb=1024, uuid="u"))

    case.on_host(leave)
    gone = [f"[{case.datastore}] old/x.{end}" for end in ("nvram", "vmdk")]
    await case.esx.storage.remove_orphans(gone, beside=[case.esx])
    files = case.on_host(lambda host: dict(next(iter(host.datastores.values())).files))
    assert not [path for path in files if path.startswith("old/")]
