"""Leases: machines leave as streams, for whoever has the token, as long as the lease lives."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from typing import Any

import httpx
import pytest
from support.soapcall import Caller

from aioesx import vim
from aioesx.disk.stream import GRAIN, StreamReader
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock, Pattern, Simulator, presets
from aioesx.simulator.profile import ESXI_8_0, ESXI_8_0_FREE
from aioesx.simulator.state.files import MemoryContent

pytestmark = pytest.mark.anyio

NOISE = random.Random(1).randbytes(3 * GRAIN)


def machine(simulator: Simulator, name: str = "db01") -> vim.ManagedObjectReference:
    found: vim.ManagedObjectReference = simulator.change(lambda host: host.ref(host.find(name)))
    return found


@pytest.fixture
def written(simulator: Simulator) -> Simulator:
    """The simulator, with something far apart on the disk of ``db01``."""
    simulator.write_disk("db01", "", 5 * GRAIN + 100, NOISE)
    simulator.write_disk("db01", "", 2000 * GRAIN, b"the end")
    return simulator


async def export(call: Caller, simulator: Simulator, clock: ManualClock) -> Any:
    """Return the reference of a lease for ``db01`` that is ready, and what it offers."""
    lease = await call(vim.ExportVm(this=machine(simulator)))
    assert (await call.read(lease, "state")) == {"state": vim.HttpNfcLeaseState.INITIALIZING}
    clock.advance(10)
    return lease, (await call.read(lease, "info"))["info"]


async def fetch(call: Caller, url: str) -> bytes:
    answer = await call.http.get(url.replace("https://*", ""))
    assert answer.status_code == 200
    return answer.content


def unpacked(stream: bytes) -> tuple[int, dict[int, bytes]]:
    reader = StreamReader()
    grains = dict(reader.feed(stream))
    reader.finish()
    return reader.capacity, grains


async def test_a_disk_comes_as_one_stream_without_its_zeros(
    call: Caller, written: Simulator, clock: ManualClock
) -> None:
    _, info = await export(call, written, clock)
    (file,) = info.device_url

    capacity, grains = unpacked(await fetch(call, file.url))

    disk = written.read_disk("db01")
    assert file.url.startswith("https://*/nfc/")
    assert capacity == len(disk) == info.total_disk_capacity_in_kb * 1024
    assert sorted(at // GRAIN for at in grains) == [5, 6, 7, 8, 2000]
    assert all(disk[at : at + GRAIN] == data for at, data in grains.items())


async def test_the_answer_has_no_length_and_no_ranges(
    call: Caller, written: Simulator, clock: ManualClock
) -> None:
    _, info = await export(call, written, clock)
    path = info.device_url[0].url.removeprefix("https://*")

    answer = await call.http.get(path, headers={"range": "bytes=100-200"})

    assert answer.status_code == 200
    assert "content-length" not in answer.headers
    assert answer.headers["content-type"] == "application/x-vnd.vmware-streamVmdk"
    assert answer.content.startswith(b"KDMV")


async def test_the_manifest_tells_what_was_sent(
    call: Caller, written: Simulator, clock: ManualClock
) -> None:
    lease, info = await export(call, written, clock)
    assert await call(vim.HttpNfcLeaseGetManifest(this=lease)) == []

    stream = await fetch(call, info.device_url[0].url)

    (entry,) = await call(vim.HttpNfcLeaseGetManifest(this=lease))
    assert entry.key == info.device_url[0].key
    assert entry.sha1 == hashlib.sha1(stream).hexdigest()
    assert entry.size == len(stream)
    assert entry.capacity == len(written.read_disk("db01"))
    assert entry.populated_size == 5 * GRAIN


async def test_a_snapshot_leaves_as_it_was_while_the_machine_runs(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    simulator.write_disk("web01", "", 0, b"before")
    snapshot = simulator.change(
        lambda host: host.ref(
            host.find("web01").snapshots.take("s", "", memory=False, quiesce=False)
        )
    )
    simulator.write_disk("web01", "", 0, b"after!")
    lease = await call(vim.ExportSnapshot(this=snapshot))
    clock.advance(10)
    info = (await call.read(lease, "info"))["info"]

    _, grains = unpacked(await fetch(call, info.device_url[0].url))

    assert grains[0].startswith(b"before")
    with pytest.raises(FaultError, match="disabled"):
        await call(vim.RemoveAllSnapshots_Task(this=machine(simulator, "web01")))
    await call(vim.PowerOffVM_Task(this=machine(simulator, "web01")))


async def test_a_lease_lives_by_its_progress(
    call: Caller, written: Simulator, clock: ManualClock
) -> None:
    lease, info = await export(call, written, clock)
    for _ in range(3):
        clock.advance(299)
        await call(vim.HttpNfcLeaseProgress(this=lease, percent=0))
    assert (await call.read(lease, "state"))["state"] == "ready"

    clock.advance(300)

    told = await call.read(lease, "state", "error", "info")
    assert told["state"] == "error"
    assert isinstance(told["error"].fault, vim.Timedout)
    assert "info" not in told
    path = info.device_url[0].url.removeprefix("https://*")
    assert (await call.http.get(path)).status_code == 404
    with pytest.raises(FaultError, match="timed out"):
        await call(vim.HttpNfcLeaseProgress(this=lease, percent=1))


@pytest.mark.parametrize("method", ["PowerOnVM_Task", "Destroy_Task", "UnregisterVM"])
async def test_a_machine_stays_as_it_is_while_it_leaves(
    call: Caller, written: Simulator, clock: ManualClock, method: str
) -> None:
    lease, _ = await export(call, written, clock)
    this = machine(written)
    assert method in (await call.read(this, "disabledMethod"))["disabledMethod"]

    with pytest.raises(FaultError, match="disabled"):
        await call(getattr(vim, method)(this=this))

    await call(vim.HttpNfcLeaseAbort(this=lease))
    assert (await call.read(this, "disabledMethod"))["disabledMethod"] == []
    await call(getattr(vim, method)(this=this))


async def test_a_completed_lease_is_done_and_forgotten_later(
    call: Caller, written: Simulator, clock: ManualClock
) -> None:
    lease, info = await export(call, written, clock)
    assert written.open_leases == 1

    await call(vim.HttpNfcLeaseComplete(this=lease))

    assert (await call.read(lease, "state"))["state"] == "done"
    assert written.open_leases == 0
    with pytest.raises(FaultError, match="state done"):
        await call(vim.HttpNfcLeaseComplete(this=lease))
    assert (await call.http.get(info.device_url[0].url[9:])).status_code == 404
    clock.advance(601)
    with pytest.raises(FaultError, match="already been deleted"):
        await call.read(lease, "state")


async def test_who_aborts_may_say_why(call: Caller, written: Simulator, clock: ManualClock) -> None:
    lease, _ = await export(call, written, clock)
    fault = vim.LocalizedMethodFault(fault=vim.SystemError(reason="x"), localized_message="full")

    await call(vim.HttpNfcLeaseAbort(this=lease, fault=fault))

    told = (await call.read(lease, "error"))["error"]
    assert (told.localized_message, type(told.fault)) == ("full", vim.SystemError)


async def test_what_cannot_be_exported_is_refused(call: Caller, simulator: Simulator) -> None:
    for name in ("web01", "build01"):
        with pytest.raises(FaultError, match="current state"):
            await call(vim.ExportVm(this=machine(simulator, name)))
    await call(vim.ExportVm(this=machine(simulator)))
    with pytest.raises(FaultError, match="exported already"):
        await call(vim.ExportVm(this=machine(simulator)))


@pytest.mark.parametrize("wrong", [{"cid": "no hex"}, {"capacity_kb": 0}])
async def test_a_disk_that_cannot_be_sent_is_refused_before(
    call: Caller, simulator: Simulator, wrong: dict[str, Any]
) -> None:
    def spoil(host: Any) -> None:
        store = host.datastore("datastore1")
        file = store.file("db01/db01.vmdk")
        file.disk = replace(file.disk, **wrong)

    simulator.change(spoil)

    with pytest.raises(FaultError, match=r"Unable to access file \[datastore1\] db01/db01.vmdk"):
        await call(vim.ExportVm(this=machine(simulator)))
    assert simulator.open_leases == 0


async def test_a_free_licence_gives_no_lease() -> None:
    simulator = Simulator(presets.small_host(profile=ESXI_8_0_FREE), password="secret", tls=False)
    caller = Caller(simulator)
    await caller.login()

    with pytest.raises(FaultError) as caught:
        await caller(vim.ExportVm(this=machine(simulator)))

    assert caught.value.fault_type == "RestrictedVersion"
    assert simulator.open_leases == 0
    await caller.aclose()
    simulator.stop()


async def test_a_rule_makes_a_lease_fail_at_once(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    simulator.fault_on("ExportVm", "FileFault", in_task=True, message="no way")

    lease = await call(vim.ExportVm(this=machine(simulator)))
    clock.advance(10)

    told = await call.read(lease, "state", "error")
    assert told["state"] == "error"
    assert told["error"].localized_message == "no way"


async def test_a_rule_spoils_what_is_sent_and_not_what_the_manifest_says(
    call: Caller, written: Simulator, clock: ManualClock
) -> None:
    lease, info = await export(call, written, clock)
    written.fault_on("GET", object="disk-0.vmdk", wrong_at=70_000, times=1)
    written.fault_on("GET", object="db01", body="busy", status=503, times=1)
    url = info.device_url[0].url

    spoiled = await fetch(call, url)
    (entry,) = await call(vim.HttpNfcLeaseGetManifest(this=lease))
    assert (await call.http.get(url[9:])).status_code == 503
    whole = await fetch(call, url)

    assert [at for at, (a, b) in enumerate(zip(spoiled, whole, strict=True)) if a != b] == [70_000]
    assert entry.sha1 == hashlib.sha1(whole).hexdigest()


@pytest.mark.parametrize(("exclusive", "status"), [(False, 200), (True, 500)])
async def test_a_lease_may_keep_its_disks_from_folder(
    call: Caller, simulator: Simulator, clock: ManualClock, exclusive: bool, status: int
) -> None:
    simulator.change(lambda host: setattr(host.options, "exclusive_leases", exclusive))
    call.http.auth = httpx.BasicAuth("root", "secret")
    path = "/folder/db01/db01-flat.vmdk?dcPath=ha-datacenter&dsName=datastore1"
    lease, _ = await export(call, simulator, clock)

    during = (await call.http.head(path)).status_code
    await call(vim.HttpNfcLeaseComplete(this=lease))

    assert (during, (await call.http.head(path)).status_code) == (status, 200)


async def test_an_image_in_a_drive_comes_along(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    def insert(host: Any) -> None:
        host.datastore("datastore1").put_text("iso/a #1.iso", "image")
        settings = {
            "ide1:0.present": "TRUE",
            "ide1:0.deviceType": "cdrom-image",
            "ide1:0.fileName": f"{host.datastore('datastore1').mount}/iso/a #1.iso",
        }
        host.find("db01").change(settings)

    simulator.change(insert)

    _, info = await export(call, simulator, clock)

    _, image = info.device_url
    assert (image.disk, image.file_size, image.target_id) == (False, 5, "a #1.iso")
    assert image.url.endswith("/a%20%231.iso")
    assert image.key.endswith("/VirtualIDEController1:0")
    assert await fetch(call, image.url) == b"image"


async def test_nvram_comes_as_it_lies_there(clock: ManualClock) -> None:
    host = presets.small_host(profile=ESXI_8_0, clock=clock)
    simulator = Simulator(host, password="secret", tls=False)
    simulator.fill_disk("db01", "", lambda size: Pattern(min(size, 2 * GRAIN)))
    store = host.datastore("datastore1")
    store.put_content("db01/db01.nvram", MemoryContent(b"variables" * 9999))
    caller = Caller(simulator)
    caller.action = '"urn:vim25/8.0.3.0"'
    await caller.login()

    _, info = await export(caller, simulator, clock)

    disk, nvram = info.device_url
    assert (disk.disk, nvram.disk) == (True, False)
    assert nvram.file_size == 9 * 9999
    assert await fetch(caller, nvram.url) == b"variables" * 9999
    assert len(unpacked(await fetch(caller, disk.url))[1]) == 2
    await caller.aclose()
    simulator.stop()
