"""Files that no machine of a fleet claims: nobody's only where everybody was asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import aioesx
from aioesx import jobs
from aioesx.simulator import Simulator
from aioesx.simulator.state.disks import Disk, make_uuid

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

LOST, USED = "lost/lost.vmdk", "used/used.vmdk"
Inventory = tuple[Simulator, Path]


def store_of(host: Any, name: str) -> Any:
    return next(each for each in host.datastores.values() if each.name == name)


def make_disks(simulator: Simulator, store: str, *paths: str) -> None:
    """Put disks on a datastore that no machine has."""

    def put(host: Any) -> None:
        for path in paths:
            store_of(host, store).make_folder(path.rpartition("/")[0])
            disk = Disk(1024, thin=True, uuid=make_uuid(path))
            store_of(host, store).make_disk(path, disk)

    simulator.change(put)


def use(simulator: Simulator, domain: str, store: str, path: str) -> None:
    """Give a machine a further disk."""
    key = "scsi0:5"
    settings: dict[str, str | None] = {
        f"{key}.present": "TRUE",
        f"{key}.deviceType": "scsi-hardDisk",
        f"{key}.fileName": f"/vmfs/volumes/{store}/{path}",
    }
    simulator.change(lambda host: host.find(domain).change(settings))


async def found_in(file: Path, **options: Any) -> dict[str, jobs.FleetOrphans]:
    """Return what is found, by datastore and its first host."""
    async with aioesx.Fleet(str(file), username="root", password="secret") as fleet:
        results = await jobs.orphans_of_fleet(fleet, **options)
    return {f"{each.result.pool} of {each.hosts[0]}": each for each in results}


def paths(found: jobs.FleetOrphans) -> list[str]:
    return [each.path.path for each in found.result.files]


async def test_what_another_host_uses_on_a_shared_datastore_is_no_orphan(
    simulator: Simulator, inventory: Inventory
) -> None:
    second, file = inventory
    for each in (simulator, second):
        make_disks(each, "nfs1", LOST, USED)
    use(second, "db01", "nfs1", USED)

    found = await found_in(file)

    shared = found["nfs1 of first"]
    assert (shared.hosts, shared.shared) == (("first", "second"), True)
    assert shared.result.certain
    assert paths(shared) == [LOST]
    assert "nfs1 of second" not in found


async def test_each_hosts_own_datastore_is_told_for_itself(
    simulator: Simulator, inventory: Inventory
) -> None:
    second, file = inventory
    make_disks(second, "datastore1", LOST)

    found = await found_in(file)

    assert paths(found["datastore1 of first"]) == []
    assert paths(found["datastore1 of second"]) == [LOST]


async def test_each_datastore_is_searched_once_and_nothing_is_changed(
    simulator: Simulator, inventory: Inventory
) -> None:
    second, file = inventory

    await found_in(file)

    search = "SearchDatastoreSubFolders_Task"
    counts = [each.call_count[search] for each in (simulator, second)]
    assert counts == [2, 1]


async def test_where_a_host_does_not_answer_nobody_can_tell_of_what_is_shared(
    simulator: Simulator, inventory: Inventory
) -> None:
    _, file = inventory
    make_disks(simulator, "nfs1", LOST)
    make_disks(simulator, "datastore1", LOST)
    file.write_text(f'{file.read_text("utf-8")}[hosts.dead]\nuri = "esx://127.0.0.1:1/"\n', "utf-8")

    found = await found_in(file)

    shared = found["nfs1 of first"].result
    assert (shared.certain, shared.files) == (False, ())
    assert "the host dead could not be asked" in shared.why
    assert [each.path.path for each in shared.unclaimed] == [LOST]


@pytest.mark.parametrize("options", [{"select": "first"}])
async def test_where_hosts_are_left_out_nobody_can_tell_of_what_they_may_share(
    simulator: Simulator, inventory: Inventory, options: dict[str, str]
) -> None:
    make_disks(simulator, "nfs1", LOST)

    found = await found_in(inventory[1], **options)

    assert not found["nfs1 of first"].result.certain
    assert "not selected" in found["nfs1 of first"].result.why
