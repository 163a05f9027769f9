"""Leases for machines that arrive: what they take, what they refuse, what is left of them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from support.arrivals import POOL, arrive, stream, upload, wanted
from support.soapcall import Caller

from aioesx import vim
from aioesx.disk.stream import GRAIN
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock, Options, Simulator, presets, spoiling
from aioesx.simulator.profile import ESXI_8_0, ESXI_8_0_FREE
from aioesx.simulator.state.datastore import Datastore

pytestmark = pytest.mark.anyio

NOISE = random.Random(3).randbytes(GRAIN)
CONTENT = {1: NOISE, 40: b"far away", 63: b"the end"}
SIZE = 4 * 2**20


@dataclass
class Remains:
    """What a host has, to be held against what it had."""

    files: dict[str, list[str]]
    folders: dict[str, list[str]]
    stored: dict[str, int]
    machines: list[str]


def remains(simulator: Simulator) -> Remains:
    def look(host: Any) -> Remains:
        stores = host.datastores.values()
        return Remains(
            {store.name: sorted(store.files) for store in stores},
            {store.name: sorted(store.folders) for store in stores},
            {store.name: store.stored for store in stores},
            sorted(machine.name for machine in host.machines.values()),
        )

    found: Remains = simulator.change(look)
    return found


def written(content: dict[int, bytes], size: int = SIZE) -> bytes:
    disk = bytearray(size)
    for number, data in content.items():
        disk[number * GRAIN : number * GRAIN + len(data)] = data
    return bytes(disk)


async def test_a_machine_comes_with_its_disks(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, info = await arrive(call, clock, wanted("new01", SIZE, 2 * SIZE))
    first, second = info.device_url

    answers = [
        await upload(call, first.url, stream(CONTENT)),
        await upload(call, second.url, stream({0: b"data"}, 2 * SIZE)),
    ]
    await call(vim.HttpNfcLeaseComplete(this=lease))

    assert [answer.status_code for answer in answers] == [200, 200]
    assert simulator.read_disk("new01").read(0, SIZE) == written(CONTENT)
    assert simulator.read_disk("new01", "scsi0:1").read(0, 4) == b"data"
    assert simulator.open_leases == 0
    told = await call.read(info.entity, "name", "config.files.vmPathName", "disabledMethod")
    assert told["name"] == "new01"
    assert told["config.files.vmPathName"] == "[datastore1] new01/new01.vmx"
    assert told["disabledMethod"] == []
    await call(vim.PowerOnVM_Task(this=info.entity))
    clock.advance(20)
    assert simulator.domain_state("new01") == "poweredOn"


async def test_a_lease_names_each_disk_as_a_package_does(call: Caller, clock: ManualClock) -> None:
    _, info = await arrive(call, clock, wanted("new01", SIZE, 2 * SIZE))

    assert [url.import_key for url in info.device_url] == [
        "/new01/ParaVirtualSCSIController0:0",
        "/new01/ParaVirtualSCSIController0:1",
    ]
    assert [url.target_id for url in info.device_url] == ["disk-0.vmdk", "disk-1.vmdk"]
    assert all(url.url.startswith("https://*/nfc/52") for url in info.device_url)
    assert info.total_disk_capacity_in_kb == 3 * SIZE // 1024
    assert info.lease_timeout == 300


@pytest.mark.parametrize("thin", [True, False])
async def test_disks_are_as_the_spec_wants_them(
    call: Caller, simulator: Simulator, clock: ManualClock, thin: bool
) -> None:
    before = remains(simulator).stored["datastore1"]
    lease, info = await arrive(call, clock, wanted("new01", SIZE, thin=thin))
    await upload(call, info.device_url[0].url, stream({1: NOISE}))
    await call(vim.HttpNfcLeaseComplete(this=lease))

    devices = (await call.read(info.entity, "config.hardware.device"))["config.hardware.device"]
    disk: Any = next(device for device in devices if isinstance(device, vim.VirtualDisk))
    taken = remains(simulator).stored["datastore1"] - before
    assert disk.backing.thin_provisioned is thin
    assert disk.capacity_in_kb == SIZE // 1024
    assert disk.backing.file_name == "[datastore1] new01/new01.vmdk"
    assert (taken > SIZE) is not thin
    assert taken > GRAIN


async def test_a_name_of_a_folder_that_is_taken_gets_a_number(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    simulator.change(lambda host: host.datastore("datastore1").make_folder("new01"))

    _, info = await arrive(call, clock, wanted())

    told = await call.read(info.entity, "config.files.vmPathName")
    assert told["config.files.vmPathName"] == "[datastore1] new01_1/new01.vmx"


@pytest.mark.parametrize("end", ["abort", "time", "stream", "cut", "refused"])
async def test_nothing_stays_of_a_machine_that_has_not_come(
    call: Caller, simulator: Simulator, clock: ManualClock, end: str
) -> None:
    before = remains(simulator)
    lease, info = await arrive(call, clock, wanted("new01", SIZE, SIZE, iso="[datastore1]x.iso"))
    first, second, image = info.device_url
    await upload(call, first.url, stream(CONTENT))
    await upload(call, image.url, b"an image", "PUT")
    assert remains(simulator) != before

    if end == "abort":
        await call(vim.HttpNfcLeaseAbort(this=lease))
    elif end == "time":
        clock.advance(301)
    elif end == "stream":
        assert (await upload(call, second.url, b"no stream" * 100)).status_code == 500
    elif end == "cut":
        assert (await upload(call, second.url, stream(CONTENT)[:-512])).status_code == 500
    else:
        assert (await upload(call, second.url, stream(CONTENT, 8 * SIZE))).status_code == 500

    told = await call.read(lease, "state", "error")
    assert told["state"] == "error"
    assert told["error"].localized_message
    assert remains(simulator) == before
    assert simulator.open_leases == 0
    with pytest.raises(FaultError, match="already been deleted"):
        await call.read(info.entity, "name")
    assert (await upload(call, first.url, stream(CONTENT))).status_code == 404


@pytest.mark.parametrize("seed", range(12))
async def test_a_stream_that_was_changed_is_taken_whole_or_not_at_all(
    call: Caller, simulator: Simulator, clock: ManualClock, seed: int
) -> None:
    before, dice = remains(simulator), random.Random(seed)
    lease, info = await arrive(call, clock, wanted())
    sent = bytearray(stream(CONTENT))
    for _ in range(dice.randrange(1, 4)):
        at = dice.choice([dice.randrange(len(sent)), 65536 + dice.randrange(64)])
        sent[at] = dice.randrange(256)

    answer = await upload(call, info.device_url[0].url, bytes(sent))

    state = (await call.read(lease, "state"))["state"]
    assert (answer.status_code, state) in {(200, "ready"), (500, "error")}
    assert (remains(simulator) == before) is (state == "error")


async def test_a_client_that_goes_ends_its_lease(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    before = remains(simulator)
    lease, info = await arrive(call, clock, wanted())
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": stream(CONTENT)[:70_000], "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": info.device_url[0].url.removeprefix("https://*"),
        "headers": [],
        "query_string": b"",
    }

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Any) -> None:
        del message

    await simulator.asgi(scope, receive, send)

    told = await call.read(lease, "state", "error")
    assert told["state"] == "error"
    assert "connection was lost" in told["error"].localized_message
    assert remains(simulator) == before


async def test_a_url_is_written_by_one_at_a_time(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    _, info = await arrive(call, clock, wanted())
    url, answers = info.device_url[0].url, list[int]()

    async def slowly() -> AsyncIterator[bytes]:
        whole = stream(CONTENT)
        yield whole[:1000]
        answers.append((await upload(call, url, stream({0: b"other"}))).status_code)
        yield whole[1000:]

    answers.append((await upload(call, url, slowly())).status_code)

    assert answers == [500, 200]
    assert simulator.read_disk("new01").read(0, SIZE) == written(CONTENT)


async def test_a_disk_is_locked_while_it_comes(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    _, info = await arrive(call, clock, wanted())
    call.http.auth = httpx.BasicAuth("root", "secret")
    path = "/folder/new01/new01-flat.vmdk?dcPath=ha-datacenter&dsName=datastore1"
    seen = [(await call.http.head(path)).status_code]

    async def slowly() -> AsyncIterator[bytes]:
        whole = stream(CONTENT)
        yield whole[:1000]
        seen.append((await call.http.head(path)).status_code)
        yield whole[1000:]

    await upload(call, info.device_url[0].url, slowly())

    assert [*seen, (await call.http.head(path)).status_code] == [200, 500, 200]


async def test_a_machine_comes_to_a_datastore_of_objects(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    def add(host: Any) -> None:
        host.datastores["vsan"] = Datastore(
            moid="vsan", name="vsan", mount="/vmfs/volumes/vsan", host=host,
            kind="vsan", capacity=2**40,
        )  # fmt: skip

    simulator.change(add)
    lease, info = await arrive(call, clock, wanted(store="vsan"))
    await upload(call, info.device_url[0].url, stream(CONTENT))
    await call(vim.HttpNfcLeaseComplete(this=lease))

    assert simulator.read_disk("new01").read(0, SIZE) == written(CONTENT)
    files = simulator.change(lambda host: sorted(host.datastore("vsan").files))
    assert files == ["new01/new01.vmdk", "new01/new01.vmx"]


async def test_objects_go_with_a_machine_that_has_not_come(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    def add(host: Any) -> Datastore:
        host.datastores["vsan"] = Datastore(
            moid="vsan", name="vsan", mount="/vmfs/volumes/vsan", host=host,
            kind="vsan", capacity=2**40,
        )  # fmt: skip
        found: Datastore = host.datastores["vsan"]
        return found

    store: Datastore = simulator.change(add)
    lease, info = await arrive(call, clock, wanted(store="vsan"))
    await upload(call, info.device_url[0].url, stream(CONTENT))

    await call(vim.HttpNfcLeaseAbort(this=lease))

    assert (store.volume.objects, store.files, store.folders, store.stored) == ({}, {}, {}, 0)


async def test_a_disk_that_is_sent_again_is_the_last_one(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    _, info = await arrive(call, clock, wanted())
    url = info.device_url[0].url
    await upload(call, url, stream({2: b"first"}))

    await upload(call, url, stream(CONTENT))

    assert simulator.read_disk("new01").read(0, SIZE) == written(CONTENT)


async def test_the_manifest_tells_what_has_come(call: Caller, clock: ManualClock) -> None:
    lease, info = await arrive(call, clock, wanted("new01", SIZE, SIZE))
    sent = stream(CONTENT)
    await upload(call, info.device_url[1].url, sent)

    (entry,) = await call(vim.HttpNfcLeaseGetManifest(this=lease))

    assert entry.key == info.device_url[1].key
    assert entry.sha1 == hashlib.sha1(sent).hexdigest()
    assert (entry.size, entry.populated_size) == (len(sent), 3 * GRAIN)


async def test_other_files_come_as_they_are(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, info = await arrive(call, clock, wanted(iso="tools.iso"))
    _, image = info.device_url
    assert (image.disk, image.import_key) == (False, "/new01/VirtualIDEController0:0")

    first = await upload(call, image.url, b"one", "PUT")
    again = await upload(call, image.url, b"two", "PUT")
    over = await upload(call, image.url, b"three", "PUT", Overwrite="t")
    wrong = await upload(call, image.url, b"four")
    await call(vim.HttpNfcLeaseComplete(this=lease))

    assert [a.status_code for a in (first, again, over, wrong)] == [201, 409, 200, 405]
    held = simulator.change(lambda host: host.datastore("datastore1").file("new01/tools.iso"))
    assert held.content.read(0, 100) == b"three"
    devices = (await call.read(info.entity, "config.hardware.device"))["config.hardware.device"]
    drive: Any = next(device for device in devices if isinstance(device, vim.VirtualCdrom))
    assert drive.backing.file_name == "[datastore1] new01/tools.iso"


async def test_a_file_that_was_there_before_stays(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    def prepare(host: Any) -> None:
        host.datastore("datastore1").put_text("here/x.nvram", "before")
        host.profile = ESXI_8_0

    simulator.change(prepare)
    spec = wanted(home="[datastore1] here/x.vmx", nvram=True)
    lease, info = await arrive(call, clock, spec)
    await upload(call, info.device_url[1].url, b"after", "PUT", Overwrite="t")

    await call(vim.HttpNfcLeaseAbort(this=lease))

    files = simulator.change(lambda host: host.datastore("datastore1").files_in("here"))
    assert [file.path for file in files] == ["here/x.nvram"]


@pytest.mark.parametrize("name", ["a b.iso", "50% ready#1.iso", "größe.iso"])
async def test_names_are_escaped_in_urls(
    call: Caller, simulator: Simulator, clock: ManualClock, name: str
) -> None:
    _, info = await arrive(call, clock, wanted(name, iso=f"[datastore1] iso/{name}"))
    _, image = info.device_url

    answer = await upload(call, image.url, b"image", "PUT")

    assert answer.status_code == 201
    files = simulator.change(lambda host: list(host.datastore("datastore1").files))
    assert f"{name}/{name}" in files


async def test_variables_of_efi_come_to_newer_hosts(clock: ManualClock) -> None:
    host = presets.small_host(profile=ESXI_8_0, clock=clock)
    simulator = Simulator(host, password="secret", tls=False)
    caller = Caller(simulator)
    await caller.login()
    lease, info = await arrive(caller, clock, wanted(nvram=True))
    _, nvram = info.device_url
    assert nvram.import_key == "/new01/nvram"

    answer = await upload(caller, nvram.url, b"variables", "PUT", Overwrite="t")
    await caller(vim.HttpNfcLeaseComplete(this=lease))

    assert answer.status_code == 201
    store = simulator.state.datastore("datastore1")
    assert store.file("new01/new01.nvram").content.read(0, 100) == b"variables"
    assert simulator.state.find("new01").config.get("nvram") == "new01.nvram"
    await caller.aclose()
    simulator.stop()


@pytest.mark.parametrize("method", ["PowerOnVM_Task", "Destroy_Task", "ExportVm"])
async def test_a_machine_is_let_be_until_it_has_come(
    call: Caller, clock: ManualClock, method: str
) -> None:
    lease, info = await arrive(call, clock, wanted())
    assert method in (await call.read(info.entity, "disabledMethod"))["disabledMethod"]

    with pytest.raises(FaultError, match="disabled by a lease for an import"):
        await call(getattr(vim, method)(this=info.entity))

    await call(vim.HttpNfcLeaseComplete(this=lease))
    await call(getattr(vim, method)(this=info.entity))


async def test_the_name_of_a_machine_is_free_only_once(call: Caller, clock: ManualClock) -> None:
    await arrive(call, clock, wanted())

    with pytest.raises(FaultError) as caught:
        await call(vim.ImportVApp(this=POOL, spec=wanted()))

    assert caught.value.fault_type == "DuplicateName"


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        (wanted("web01"), "DuplicateName"),
        (wanted("a/b"), "InvalidName"),
        (wanted(".."), "InvalidName"),
        (wanted(""), "InvalidName"),
        (wanted(store="nowhere"), "InvalidDatastorePath"),
        (wanted(home="[datastore1] ../x/x.vmx"), "InvalidDatastorePath"),
        (wanted("new01", 60 * 2**40, thin=False), "NoDiskSpace"),
        (wanted("new01", SIZE, home="[datastore1] web01/web01.vmx"), "FileAlreadyExists"),
        (vim.VirtualAppImportSpec(
            name="app",
            v_app_config_spec=vim.VAppConfigSpec(),
            resource_pool_spec=vim.ResourceConfigSpec(
                cpu_allocation=vim.ResourceAllocationInfo(),
                memory_allocation=vim.ResourceAllocationInfo(),
            ),
        ), "NotSupported"),
    ],
)  # fmt: skip
async def test_what_a_host_does_not_take_leaves_nothing(
    call: Caller, simulator: Simulator, spec: Any, fault: str
) -> None:
    before = remains(simulator)

    with pytest.raises(FaultError) as caught:
        await call(vim.ImportVApp(this=POOL, spec=spec))

    assert caught.value.fault_type == fault
    assert remains(simulator) == before
    assert simulator.open_leases == 0


async def test_a_machine_that_cannot_be_created_leaves_nothing(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    before = remains(simulator)
    folder = vim.ManagedObjectReference("Folder", "ha-folder-vm")
    spec = wanted("new01", 60 * 2**40, thin=False).config_spec
    task = await call(vim.CreateVM_Task(this=folder, config=spec, pool=POOL))

    clock.advance(20)

    error = (await call.read(task, "info.error"))["info.error"]
    assert isinstance(error.fault, vim.NoDiskSpace)
    assert remains(simulator) == before


async def test_a_full_datastore_ends_the_lease(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, info = await arrive(call, clock, wanted())

    def fill(host: Any) -> None:
        store = host.datastore("datastore1")
        store.foreign = store.capacity - store.stored - GRAIN

    simulator.change(fill)

    answer = await upload(call, info.device_url[0].url, stream({1: NOISE, 2: NOISE[::-1]}))

    assert answer.status_code == 500
    error = (await call.read(lease, "error"))["error"]
    assert isinstance(error.fault, vim.NoDiskSpace)


async def test_a_free_licence_takes_nothing_in() -> None:
    simulator = Simulator(presets.small_host(profile=ESXI_8_0_FREE), password="secret", tls=False)
    caller = Caller(simulator)
    await caller.login()

    with pytest.raises(FaultError) as caught:
        await caller(vim.ImportVApp(this=POOL, spec=wanted()))

    assert caught.value.fault_type == "RestrictedVersion"
    await caller.aclose()
    simulator.stop()


async def test_an_account_without_the_privilege_is_told_so(
    call: Caller, caller: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, _ = await arrive(call, clock, wanted())
    reader = Caller(simulator)
    await reader.login("reader", "look")

    for method in (
        vim.ImportVApp(this=POOL, spec=wanted("new02")),
        vim.HttpNfcLeaseProgress(this=lease, percent=1),
        vim.HttpNfcLeaseAbort(this=lease),
    ):
        with pytest.raises(FaultError) as caught:
            await reader(method)
        assert caught.value.fault_type == "NoPermission"
        fault: Any = caught.value.fault
        assert fault.privilege_id == "VApp.Import"
    await reader.aclose()


async def test_a_rule_makes_a_lease_fail_at_once(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    before = remains(simulator)
    simulator.fault_on("ImportVApp", "NoDiskSpace", in_task=True, message="no way")

    lease = await call(vim.ImportVApp(this=POOL, spec=wanted()))
    clock.advance(10)

    told = await call.read(lease, "state", "error")
    assert (told["state"], told["error"].localized_message) == ("error", "no way")
    assert remains(simulator) == before


async def test_rules_spoil_what_comes(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, info = await arrive(call, clock, wanted())
    simulator.fault_on("POST", object="disk-0.vmdk", body="busy", status=503, times=1)
    simulator.fault_on("POST", object="new01", wrong_at=66_000, times=1)

    busy = await upload(call, info.device_url[0].url, stream(CONTENT))
    spoiled = await upload(call, info.device_url[0].url, stream(CONTENT))

    assert (busy.status_code, spoiled.status_code) == (503, 500)
    assert "no zlib" in (await call.read(lease, "error"))["error"].localized_message


async def test_what_comes_for_a_lease_that_has_ended_meanwhile_touches_nothing(
    call: Caller, simulator: Simulator, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease, info = await arrive(call, clock, wanted())
    simulator.fault_on("POST", object="disk-0.vmdk", delay=5, times=1)

    async def meanwhile(seconds: float) -> None:
        assert seconds == 5
        await call(vim.HttpNfcLeaseAbort(this=lease))
        _, other = await arrive(call, clock, wanted())
        await upload(call, other.device_url[0].url, stream(CONTENT))

    monkeypatch.setattr(spoiling, "anyio", SimpleNamespace(sleep=meanwhile))
    late = await upload(call, info.device_url[0].url, stream({5: b"late"}))

    assert late.status_code == 404
    assert simulator.read_disk("new01").read(0, SIZE) == written(CONTENT)


async def test_uploads_are_limited_as_all_transfers_are(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, info = await arrive(call, clock, wanted())
    simulator.change(lambda host: setattr(host.options, "transfers", 0))

    refused = await upload(call, info.device_url[0].url, stream(CONTENT))
    simulator.change(lambda host: setattr(host.options, "transfers", None))
    taken = await upload(call, info.device_url[0].url, stream(CONTENT))

    assert (refused.status_code, taken.status_code) == (503, 200)
    assert (await call.read(lease, "state"))["state"] == "ready"


@pytest.mark.parametrize("stays", [False, True])
async def test_a_host_that_restarts_has_forgotten_the_lease(
    clock: ManualClock, stays: bool
) -> None:
    options = Options(imports_outlive_hosts=stays)
    host = presets.small_host(options=options, clock=clock)
    simulator = Simulator(host, password="secret", tls=False)
    caller = Caller(simulator)
    await caller.login()
    before = remains(simulator)
    _, info = await arrive(caller, clock, wanted())

    simulator.change(lambda state: state.go_down(1.0))
    clock.advance(5)

    assert simulator.open_leases == 0
    assert (remains(simulator) == before) is not stays
    assert (await upload(caller, info.device_url[0].url, stream(CONTENT))).status_code == 404
    await caller.aclose()
    simulator.stop()


async def test_events_tell_of_a_machine_that_comes(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, _ = await arrive(call, clock, wanted())
    await call(vim.HttpNfcLeaseComplete(this=lease))
    lease, _ = await arrive(call, clock, wanted("new02"))
    await call(vim.HttpNfcLeaseAbort(this=lease))

    told = simulator.change(
        lambda host: [(type(e).__name__, e.vm.name) for e in host.events.kept if e.vm is not None]
    )

    assert told[-4:] == [
        ("VmBeingCreatedEvent", "new01"),
        ("VmCreatedEvent", "new01"),
        ("VmBeingCreatedEvent", "new02"),
        ("VmRemovedEvent", "new02"),
    ]
