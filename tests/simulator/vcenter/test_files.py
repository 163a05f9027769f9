"""Files through the vCenter: by datacenter, whichever host has them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from support.soapcall import Caller, ref
from support.vcenter import VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError

pytestmark = pytest.mark.anyio

FILES = ref("FileManager", "FileManager")
DISKS = ref("VirtualDiskManager", "virtualDiskManager")


def url(path: str, store: str = "datastore1", datacenter: str = "eu/west/dc1") -> str:
    return f"/folder/{path}?dcPath={quote(datacenter, safe='')}&dsName={quote(store, safe='')}"


def headers(call: Caller) -> dict[str, str]:
    return {"cookie": call.cookie}


def dc1(call: VCenterCaller) -> vim.ManagedObjectReference:
    return call.estate.vcenter.ref(call.estate.dc1)


async def test_a_file_is_read_by_the_path_of_its_datacenter(call: VCenterCaller) -> None:
    answer = await call.http.get(url("web01/web01.vmx"), headers=headers(call))

    assert answer.status_code == 200
    assert 'displayName = "web01"' in answer.text


@pytest.mark.parametrize("datacenter", ["ha-datacenter", "dc1", "eu/west", "eu/west/dc1/vm", "dc2"])
async def test_a_wrong_datacenter_has_no_files(call: VCenterCaller, datacenter: str) -> None:
    answer = await call.http.get(
        url("web01/web01.vmx", datacenter=datacenter), headers=headers(call)
    )

    assert answer.status_code == 404


async def test_each_datastore_is_found_by_the_name_that_it_has_here(call: VCenterCaller) -> None:
    store = "datastore1 (esx3.example)"

    answer = await call.http.get(url("spare01/spare01.vmx", store), headers=headers(call))
    listing = await call.http.get(
        f"/folder?dcPath={quote('eu/west/dc1', safe='')}", headers=headers(call)
    )

    assert answer.status_code == 200
    assert listing.text.count("<tr>") == 4
    assert "dcPath=eu%2Fwest%2Fdc1&amp;dsName=datastore1" in listing.text


@pytest.mark.parametrize("datacenter", ["/eu/west/dc1", "eu/west/dc1/", "%2Feu%2Fwest%2Fdc1"])
async def test_slashes_around_a_datacenter_s_path_mean_nothing(
    call: VCenterCaller, datacenter: str
) -> None:
    where = f"/folder/web01/web01.vmx?dcPath={datacenter}&dsName=datastore1"
    answer = await call.http.get(where, headers=headers(call))
    assert answer.status_code == 200


async def test_an_uploaded_file_is_there_for_the_host(call: VCenterCaller, esx1: Caller) -> None:
    put = await call.http.put(url("web01/note.txt"), content=b"hello", headers=headers(call))

    own = url("web01/note.txt", datacenter="ha-datacenter")
    answer = await esx1.http.get(own, headers=headers(esx1))
    assert (put.status_code, answer.content) == (201, b"hello")


async def test_a_screenshot_is_asked_for_by_the_vcenters_name(call: VCenterCaller) -> None:
    web01 = call.machine("web01").value

    answer = await call.http.get(f"/screen?id={web01}", headers=headers(call))

    assert answer.headers["content-type"] == "image/png"
    assert (await call.http.get("/screen?id=1", headers=headers(call))).status_code == 404


async def test_files_and_disks_are_made_in_a_datacenter(call: VCenterCaller) -> None:
    name, here = "[datastore1] new/disk.vmdk", dc1(call)
    await call(vim.MakeDirectory(this=FILES, name="[datastore1] new", datacenter=here))
    spec = vim.FileBackedVirtualDiskSpec(
        capacity_kb=1024, disk_type="thin", adapter_type="lsiLogic"
    )

    await call.done(vim.CreateVirtualDisk_Task(this=DISKS, name=name, datacenter=here, spec=spec))
    await call.done(
        vim.CopyVirtualDisk_Task(
            this=DISKS,
            source_name=name,
            source_datacenter=here,
            dest_name="[nfs1] copy.vmdk",
        )
    )

    assert call.estate.esx2.datastore("nfs1").disk("copy.vmdk").capacity_kb == 1024
    assert await call(vim.QueryVirtualDiskUuid(this=DISKS, name=name, datacenter=here))
    await call.done(vim.DeleteVirtualDisk_Task(this=DISKS, name=name, datacenter=here))


async def test_which_datacenter_must_be_said_where_there_are_two(call: VCenterCaller) -> None:
    with pytest.raises(FaultError, match="InvalidArgument"):
        await call(vim.MakeDirectory(this=FILES, name="[datastore1] new"))
    other = call.estate.vcenter.ref(call.estate.dc2)
    with pytest.raises(FaultError, match="InvalidDatastorePath"):
        await call(vim.MakeDirectory(this=FILES, name="[datastore1] new", datacenter=other))


async def test_two_hosts_without_a_common_one_copy_nothing(call: VCenterCaller) -> None:
    method = vim.CopyDatastoreFile_Task(
        this=FILES,
        source_name="[datastore1] web01/web01.vmx",
        source_datacenter=dc1(call),
        destination_name="[datastore1 (esx3.example)] web01.vmx",
    )

    with pytest.raises(FaultError, match="No host has both"):
        await call(method)


async def test_a_file_in_use_on_another_host_is_locked(call: VCenterCaller, esx2: Caller) -> None:
    own = url("web01/web01.vmdk", datacenter="ha-datacenter")

    answer = await esx2.http.delete(own, headers=headers(esx2))

    assert answer.status_code == 500
    assert "locked" in answer.text


async def test_browsers_search_here(call: VCenterCaller) -> None:
    (store,) = [item for item in call.estate.dc1.stores() if item.name == "datastore1"]
    here = call.estate.vcenter.ref(store)
    browser = (await call.read(here, "browser"))["browser"]

    found = await call.done(
        vim.SearchDatastore_Task(this=browser, datastore_path="[datastore1] web01")
    )

    assert found.datastore == here
    assert "web01.vmx" in {file.path for file in found.file}
    own = (await call.read(call.host("esx1"), "datastoreBrowser"))["datastoreBrowser"]
    assert own.value.startswith("datastoreBrowser-host-")
    assert (await call.read(own, "datastore"))["datastore"][0] == here


async def test_a_renamed_datastore_has_the_name_on_every_host(call: VCenterCaller) -> None:
    (store,) = [item for item in call.estate.dc1.stores() if item.name == "datastore1"]

    await call(vim.RenameDatastore(this=call.estate.vcenter.ref(store), new_name="fast"))

    assert str(call.estate.esx1.find("web01").place) == "[fast] web01/web01.vmx"
    assert call.estate.esx2.datastore("fast").exists("web01/web01.vmx")
    assert (await call.http.get(url("web01/web01.vmx", "fast"), headers=headers(call))).is_success


async def test_an_export_that_two_hosts_mount_is_one_datastore(call: VCenterCaller) -> None:
    spec = vim.HostNasVolumeSpec(
        remote_host="192.0.2.99",
        remote_path="/export/shared",
        local_path="shared",
        access_mode="readWrite",
    )
    made = [
        await call(vim.CreateNasDatastore(this=await datastore_system(call, name), spec=spec))
        for name in ("esx1", "esx3")
    ]

    assert made[0] == made[1]
    mounts = (await call.read(made[0], "host"))["host"]
    assert [mount.key for mount in mounts] == [call.host("esx1"), call.host("esx3")]


async def datastore_system(call: VCenterCaller, name: str) -> vim.ManagedObjectReference:
    managers = (await call.read(call.host(name), "configManager"))["configManager"]
    ref_: vim.ManagedObjectReference = managers.datastore_system
    return ref_


async def test_a_datastore_that_every_host_has_lost_is_told_as_that(call: VCenterCaller) -> None:
    store = call.estate.esx1.datastore("nfs1")
    for mount in store.volume.datastores:
        mount.accessible = False
    with pytest.raises(FaultError) as refused:
        await call(
            vim.DeleteDatastoreFile_Task(
                this=ref("FileManager", "FileManager"),
                name="[nfs1] x",
                datacenter=call.estate.vcenter.ref(call.estate.dc1),
            )
        )
    assert isinstance(refused.value.fault, vim.InaccessibleDatastore)
    assert refused.value.fault.datastore == call.estate.vcenter.ref(store)
