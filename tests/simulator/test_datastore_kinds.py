"""Each kind of datastore: mounted, shown and listed by its row."""

from __future__ import annotations

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import ESXI_5_5, ESXI_6_5, Profile
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.volume_kinds import KINDS

pytestmark = pytest.mark.anyio

SYSTEM = ref("HostDatastoreSystem", "ha-datastoresystem")
STORAGE = ref("HostStorageSystem", "storageSystem")
EXPORTED = [word for word, kind in KINDS.items() if kind.exported]


@pytest.mark.parametrize("word", KINDS)
async def test_a_datastore_is_shown_as_its_kind_is(word: str) -> None:
    host, kind = presets.empty_host(), KINDS[word]
    host.datastores["u-1"] = Datastore(
        moid="u-1",
        name="s",
        mount="/vmfs/volumes/u-1",
        host=host,
        kind=word,
        capacity=4096,
        remote=kind.remote("s"),
    )
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
