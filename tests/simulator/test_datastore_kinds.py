"""Each kind of datastore: mounted, shown and listed by its row."""

from __future__ import annotations

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import HostState, ManualClock, Simulator, presets
from aioesx.simulator.profile import ESXI_5_5, ESXI_6_5, ESXI_8_0, Profile
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.storage import Lun, Target
from aioesx.simulator.state.volume_kinds import KINDS

pytestmark = pytest.mark.anyio

SYSTEM = ref("HostDatastoreSystem", "ha-datastoresystem")
STORAGE = ref("HostStorageSystem", "storageSystem")
EXPORTED = [word for word, kind in KINDS.items() if kind.exported]


def mounted(host: HostState, word: str, capacity: int = 1024**4) -> Datastore:
    """Give a host datastore "s" of a kind."""
    store = Datastore(
        moid="u-1",
        name="s",
        mount="/vmfs/volumes/u-1",
        host=host,
        kind=word,
        capacity=capacity,
        uuid="u-1",
        remote=KINDS[word].remote("s"),
    )
    host.datastores["u-1"] = store
    return store


@pytest.mark.parametrize("word", KINDS)
async def test_a_datastore_is_shown_as_its_kind_is(word: str) -> None:
    host, kind = presets.empty_host(), KINDS[word]
    mounted(host, word, 4096)
    call = Caller(Simulator(host, password="secret", tls=False))
    await call.login()

    shown = await call.read(ref("Datastore", "u-1"), "summary", "info", "capability")
    volumes = await call.read(STORAGE, "fileSystemVolumeInfo")
    await call.aclose()

    assert (shown["summary"].type, shown["summary"].capacity) == (kind.type, 4096)
    assert shown["capability"].raw_disk_mappings_supported == kind.raw_mappings
    shown_volume = getattr(shown["info"], "vmfs", None) or getattr(shown["info"], "nas", None)
    volume = shown_volume or kind.volume(host.datastores["u-1"])
    assert volume in [mount.volume for mount in volumes["fileSystemVolumeInfo"].mount_info]
    assert volume.type == kind.type
    assert (kind.type in volumes["fileSystemVolumeInfo"].volume_type_list) == kind.listed


async def mount(call: Caller, type_: str | None) -> vim.ManagedObjectReference:
    spec = vim.HostNasVolumeSpec(
        remote_host="192.0.2.9",
        remote_path="/export/more",
        local_path="more",
        access_mode="readWrite",
        type=type_,
    )
    return await call(vim.CreateNasDatastore(this=SYSTEM, spec=spec))


@pytest.mark.parametrize("type_", [None, *EXPORTED])
async def test_an_export_is_mounted_as_the_kind_that_the_client_names(
    call: Caller, type_: str | None
) -> None:
    store = await mount(call, type_)
    assert (await call.read(store, "summary.type")) == {"summary.type": type_ or "NFS"}


@pytest.mark.parametrize(
    ("profile", "type_"), [(ESXI_6_5, "CIFS"), (ESXI_6_5, "VMFS"), (ESXI_5_5, "NFS41")]
)
async def test_a_kind_that_the_host_cannot_mount_is_refused(profile: Profile, type_: str) -> None:
    host = presets.empty_host(profile=profile)
    call = Caller(Simulator(host, password="secret", tls=False))
    await call.login()
    with pytest.raises(FaultError) as caught:
        await mount(call, type_)
    await call.aclose()
    assert caught.value.fault_type == "InvalidArgument"
    assert "more" not in {store.name for store in host.datastores.values()}


# --- objects instead of files ---------------------------------------------------------------------

OBJECTS = {"vsan": "vsanSparse", "vvol": "vmfsSparse"}


def with_objects(word: str, profile: Profile = ESXI_8_0) -> tuple[Simulator, Datastore]:
    """Return a host with machine m, which has a snapshot, in a datastore of objects."""
    host = presets.empty_host(profile=profile)
    store = mounted(host, word)
    machine = presets.add_machine(host, presets.MachineKind("m", disk_gib=1), "s")
    machine.snapshots.take("one", "", memory=False, quiesce=False)
    return Simulator(host, password="secret", tls=False), store


@pytest.mark.parametrize("word", OBJECTS)
def test_a_descriptor_names_an_object_where_there_are_no_flat_files(word: str) -> None:
    _, store = with_objects(word)
    assert {file.path for file in store.files_in("m") if ".vmdk" in file.path} == {
        "m/m.vmdk",
        "m/m-000001.vmdk",
    }
    base, child = (
        store.file(path).content.read(0, 4096).decode() for path in ("m/m.vmdk", "m/m-000001.vmdk")
    )
    assert f'RW {2 * 1024**2} VMFS "{word}://' in base
    assert f'createType="{OBJECTS[word]}"' in child
    assert len(store.volume.objects) == 2


@pytest.mark.parametrize("word", OBJECTS)
async def test_objects_hold_bytes_as_files_do(word: str) -> None:
    simulator, store = with_objects(word)
    simulator.write_disk("m", "", 0, b"after")
    assert simulator.read_disk("m")[:5] == b"after"
    assert simulator.read_disk("[s] m/m.vmdk")[:5] == bytes(5)
    machine = simulator.state.find("m")
    simulator.change(lambda _: machine.snapshots.remove_all())
    assert simulator.read_disk("[s] m/m.vmdk")[:5] == b"after"
    sizes = [
        file.content.stored for file in (*store.files.values(), *store.volume.objects.values())
    ]
    assert store.stored == sum(sizes)
    simulator.change(lambda _: store.delete("m"))
    assert (store.stored, store.volume.objects) == (0, {})


@pytest.mark.parametrize("word", OBJECTS)
async def test_a_disk_that_goes_to_another_kind_lies_as_that_has_it(word: str) -> None:
    simulator, store = with_objects(word)
    simulator.write_disk("", "[s] m/m.vmdk", 0, b"mine")
    disk, content = store.give_up_disk("m/m.vmdk")
    files = simulator.state.datastore("datastore1")
    files.make_disk("m.vmdk", disk, content=content)
    assert set(files.files) == {"m.vmdk", "m-flat.vmdk"}
    store.make_disk("back.vmdk", disk, content=files.give_up_disk("m.vmdk")[1])
    assert simulator.read_disk("[s] back.vmdk")[:4] == b"mine"
    assert not files.files


@pytest.mark.parametrize(
    ("word", "profile", "type_"),
    [
        ("vsan", ESXI_8_0, vim.VsanDatastoreInfo),
        ("vsan", ESXI_6_5, vim.DatastoreInfo),
        ("vvol", ESXI_6_5, vim.VvolDatastoreInfo),
    ],
)
async def test_the_info_of_a_datastore_of_objects(
    word: str, profile: Profile, type_: type[vim.DatastoreInfo]
) -> None:
    simulator, store = with_objects(word, profile)
    call = Caller(simulator)
    call.action = f'"urn:vim25/{profile.version_word or profile.api_version}"'
    await call.login()
    shown = await call.read(ref("Datastore", store.moid), "info")
    await call.aclose()
    assert type(shown["info"]) is type_


# --- datastores that a host has lost --------------------------------------------------------------


async def test_a_datastore_that_is_lost_says_so_and_is_refused(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    store = simulator.state.datastore("datastore1")
    simulator.change(lambda _: setattr(store, "accessible", False))
    of = ref("Datastore", store.moid)
    shown = await call.read(of, "summary", "info", "host", "browser")
    assert (shown["summary"].accessible, shown["summary"].capacity) == (False, 0)
    assert (shown["summary"].free_space, shown["info"].free_space) == (0, 0)
    mount = shown["host"][0].mount_info
    assert (mount.accessible, mount.inaccessible_reason) == (False, "AllPathsDown_Start")
    search = vim.SearchDatastore_Task(this=shown["browser"], datastore_path="[datastore1]")
    remove = vim.DeleteDatastoreFile_Task(
        this=ref("FileManager", "ha-nfc-file-manager"), name="[datastore1] db01/db01.vmx"
    )
    for method in (search, remove):
        task = await call(method)
        clock.advance(60)
        error = (await call.read(task, "info"))["info"].error.fault
        assert isinstance(error, vim.InaccessibleDatastore)
        assert error.datastore == of
    url = "/folder/db01/db01.vmx?dcPath=ha-datacenter&dsName=datastore1"
    answer = await call.http.get(url, headers={"cookie": call.cookie})
    assert answer.status_code == 500


@pytest.mark.parametrize("mode", ["normal", "enteringMaintenance", "inMaintenance"])
async def test_a_datastore_tells_of_its_maintenance(
    call: Caller, simulator: Simulator, mode: str
) -> None:
    store = simulator.state.datastore("datastore1")
    simulator.change(lambda _: setattr(store.volume, "maintenance", mode))
    path = "summary.maintenanceMode"
    assert (await call.read(ref("Datastore", store.moid), path)) == {path: mode}


async def test_a_datastore_tells_what_thin_disks_may_still_take(
    call: Caller, simulator: Simulator
) -> None:
    store = simulator.state.datastore("datastore1")
    path = "summary.uncommitted"
    before = (await call.read(ref("Datastore", store.moid), path))[path]
    simulator.write_disk("db01", "", 0, b"x" * 8192)
    assert (await call.read(ref("Datastore", store.moid), path))[path] == before - 8192


# --- iSCSI ----------------------------------------------------------------------------------------


async def adapters(call: Caller) -> tuple[set[str], set[str], set[str]]:
    """Return the targets that are configured, those with a session, and the disks."""
    device = (await call.read(STORAGE, "storageDeviceInfo"))["storageDeviceInfo"]
    hba = next(a for a in device.host_bus_adapter if isinstance(a, vim.HostInternetScsiHba))
    reached = {
        target.transport.i_scsi_name
        for adapter in device.scsi_topology.adapter
        for target in adapter.target
        if isinstance(target.transport, vim.HostInternetScsiTargetTransport)
    }
    names = {target.i_scsi_name for target in hba.configured_static_target}
    return names, reached, {lun.device_name for lun in device.scsi_lun}


async def test_a_target_without_a_session_is_not_in_the_topology(
    call: Caller, simulator: Simulator
) -> None:
    lost = Target("iqn.2016-04.com.example:lost", "192.0.2.61", session=False)
    simulator.change(lambda host: host.storage.targets.append(lost))
    names, reached, _ = await adapters(call)
    assert names - reached == {lost.name}


async def test_a_rescan_finds_what_is_new(call: Caller, simulator: Simulator) -> None:
    target = Target("iqn.2016-04.com.example:new", "192.0.2.62")
    lun = Lun("naa.6000eb39a6c4d6420000000000000099", "02", 2048, target=target.name)
    simulator.change(lambda host: host.storage.unseen.extend([target, lun]))
    names, _, disks = await adapters(call)
    assert target.name not in names
    assert lun.name not in disks
    await call(vim.RescanHba(this=STORAGE, hba_device="vmhba1"))
    assert target.name not in (await adapters(call))[0]
    await call(vim.RescanHba(this=STORAGE, hba_device="vmhba64"))
    names, reached, disks = await adapters(call)
    assert target.name in names & reached
    assert lun.name in disks
