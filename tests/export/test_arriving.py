"""The pieces of an arrival: specs, pairing of files, the body of an upload, images here."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import anyio
import pytest
from support import packages
from support.small_disks import MIB

from aioesx import vim
from aioesx._server.moving import ExportLimits
from aioesx.disk.stream import StreamReader
from aioesx.errors import LeaseError, OutcomeUnknownError, TransferIncompleteError, UnsupportedError
from aioesx.export.arrival.cargo import DiskCargo, Loaded, StreamCargo
from aioesx.export.arrival.machine_spec import machine_spec
from aioesx.export.arrival.plain_machine import machine_of_image, machine_of_xml, plain_spec
from aioesx.export.arrival.spec_devices import Landing
from aioesx.export.arrival.upload import PouredStream, pour_into
from aioesx.export.images.files import ImageDisk, StreamFile, open_disk
from aioesx.export.sources.lease import LeaseFile
from aioesx.export.sources.pairing import paired
from aioesx.export.sources.urls import LeasePlace

pytestmark = pytest.mark.anyio

_LIMITS: Final = ExportLimits()
_NETWORK: Final = vim.VirtualEthernetCardNetworkBackingInfo(device_name="there")


def _landing(**changes: Any) -> Landing:
    facts: dict[str, Any] = {
        "name": "copy",
        "datastore": "ds",
        "networks": {"net": _NETWORK, "default": _NETWORK},
        "uuid": "420a",
        "instance_uuid": "500b",
    }
    return Landing(**(facts | changes))


# --- specs ---------------------------------------------------------------------------------------


def _config(*devices: vim.VirtualDevice, **facts: Any) -> Any:
    """Return a configuration of which only what is asked for is there."""
    hardware = SimpleNamespace(device=list(devices), num_cpu=2, memory_mb=512)
    usual = dict.fromkeys(
        (
            *("tools", "flags", "cpu_allocation", "memory_allocation", "cpu_affinity"),
            *("boot_options", "v_app_config"),
        )
    )
    config = {"hardware": hardware, "extra_config": [], "cpu_feature_mask": [], "firmware": "bios"}
    return SimpleNamespace(**(config | usual | facts))


def _card(mac: str, kind: str = "generated") -> vim.VirtualVmxnet3:
    return vim.VirtualVmxnet3(
        key=4000,
        backing=vim.VirtualEthernetCardNetworkBackingInfo(device_name="net"),
        address_type=kind,
        mac_address=mac,
    )


def _extra(spec: vim.VirtualMachineConfigSpec) -> dict[str, Any]:
    return {one.key: one.value for one in spec.extra_config}


@pytest.mark.parametrize(
    ("key", "stays"),
    [
        ("guestinfo.role", True),
        ("ethernet0.pciSlotNumber", True),
        ("pciBridge0.present", True),
        ("disk.EnableUUID", True),
        ("uuid.location", False),
        ("vc.uuid", False),
        ("nvram", False),
        ("sched.swap.derivedName", False),
        ("migrate.hostLog", False),
        ("scsi0:0.ctkEnabled", False),
        ("vmware.tools.internalversion", False),
        ("checkpoint.vmState", False),
    ],
)
async def test_settings_of_the_old_host_stay_there(key: str, stays: bool) -> None:
    config = _config(extra_config=[vim.OptionValue(key=key, value="1")])

    assert (key in _extra(machine_spec(config, _landing()).spec)) is stays


@pytest.mark.parametrize(
    ("mac", "checked"), [("00:50:56:01:02:03", True), ("00:0c:29:01:02:03", False)]
)
async def test_a_mac_address_is_kept_even_if_a_host_made_it(mac: str, checked: bool) -> None:
    made = machine_spec(_config(_card(mac)), _landing()).spec

    card: Any = made.device_change[0].device
    assert (card.address_type, card.mac_address) == ("manual", mac)
    assert ("ethernet0.checkMACAddress" in _extra(made)) is not checked


async def test_who_is_somebody_else_gets_another_mac_address() -> None:
    made = machine_spec(_config(_card("00:0c:29:01:02:03")), _landing(uuid=None)).spec

    card: Any = made.device_change[0].device
    assert (card.address_type, card.mac_address) == ("generated", None)


async def test_disks_go_where_they_were_and_the_boot_order_names_them() -> None:
    scsi = vim.ParaVirtualSCSIController(
        key=1001, bus_number=1, shared_bus=vim.VirtualSCSISharing.NO_SHARING
    )
    disk = vim.VirtualDisk(
        key=2017,
        controller_key=1001,
        unit_number=1,
        capacity_in_kb=2048,
        backing=vim.VirtualDiskFlatVer2BackingInfo(
            file_name="[old] a/a.vmdk", disk_mode="persistent", thin_provisioned=False
        ),
    )
    boot = vim.VirtualMachineBootOptions(
        boot_order=[vim.VirtualMachineBootOptionsBootableDiskDevice(device_key=2017)]
    )

    made = machine_spec(_config(disk, scsi, boot_options=boot), _landing())

    first, second = (change.device for change in made.spec.device_change)
    assert isinstance(first, vim.ParaVirtualSCSIController)
    assert (second.controller_key, second.unit_number) == (first.key, 1)
    assert [one.slot for one in made.disks] == ["ParaVirtualSCSIController1:1"]
    backing: Any = second.backing
    assert (backing.file_name, backing.thin_provisioned) == ("[ds]", False)
    assert made.spec.boot_options is not None
    order: Any = made.spec.boot_options.boot_order
    assert [one.device_key for one in order] == [second.key]


async def test_what_is_of_the_host_is_left_and_told() -> None:
    image = vim.VirtualCdrom(
        key=3000,
        controller_key=200,
        unit_number=0,
        backing=vim.VirtualCdromIsoBackingInfo(file_name="[old] boot.iso"),
    )
    port = vim.VirtualSerialPort(
        key=9000,
        yield_on_poll=True,
        backing=vim.VirtualSerialPortFileBackingInfo(file_name="[old] out.log"),
    )
    tpm = vim.VirtualTPM(key=11000)

    made = machine_spec(_config(image, port, tpm), _landing())

    (change,) = made.spec.device_change
    assert isinstance(change.device.backing, vim.VirtualCdromRemotePassthroughBackingInfo)
    assert [one.kind for one in made.warnings] == ["medium", "port", "device"]


async def test_an_older_host_is_not_told_what_it_does_not_know() -> None:
    flags = vim.VirtualMachineFlagInfo(vbs_enabled=False, enable_logging=True)
    config = _config(flags=flags, firmware="efi", nested_hv_enabled=True)

    old = machine_spec(config, _landing(api=(4, 1))).spec
    new = machine_spec(config, _landing(api=(8, 0))).spec

    assert (old.firmware, new.firmware) == (None, "efi")
    assert (old.nested_hv_enabled, new.nested_hv_enabled) == (None, True)
    assert old.flags is not None
    assert new.flags is not None
    assert (old.flags.vbs_enabled, new.flags.vbs_enabled) == (None, False)
    assert old.flags.enable_logging


@pytest.mark.parametrize("keeps", [True, False])
async def test_properties_go_where_they_are_kept(keeps: bool) -> None:
    config = packages.machine()
    landing = _landing(networks={"VM Network": _NETWORK}, has_vapp=keeps)

    made = machine_spec(config, landing)

    told: Any = made.spec.v_app_config
    kinds = {one.kind for one in made.warnings}
    assert ("property" in kinds) is not keeps
    assert "network" in kinds  # a card of which nobody tells where it is plugged in
    if keeps:
        assert [one.info.id for one in told.property] == ["ip0", "pass", "size", "count"]
        assert [str(one.operation) for one in told.property] == ["add"] * 4


_XML: Final = b"""
<domain type='kvm'><name>one</name><memory unit='MiB'>513</memory><vcpu>4</vcpu>
<os firmware='efi'><type arch='x86_64'>hvm</type></os>
<cpu><topology sockets='2' cores='2' threads='1'/></cpu>
<devices>
 <disk type='file' device='disk'><source file='/gone/a.img'/><target dev='vda' bus='virtio'/></disk>
 <disk type='file' device='disk'><source file='b.qcow2'/><target dev='sdb' bus='sata'/></disk>
 <disk type='file' device='cdrom'><target dev='sdc' bus='sata'/></disk>
 <interface type='network'><source network='default'/><model type='virtio'/></interface>
</devices></domain>"""


async def test_virtio_becomes_what_vmware_has() -> None:
    made = plain_spec(machine_of_xml(_XML, Path("/images")), [MIB, MIB], _landing(uuid=None))

    kinds = {type(change.device) for change in made.spec.device_change}
    assert kinds >= {vim.ParaVirtualSCSIController, vim.VirtualAHCIController, vim.VirtualVmxnet3}
    assert [d.slot for d in made.disks] == [
        "ParaVirtualSCSIController0:0",
        "VirtualAHCIController0:1",
    ]
    spec = made.spec
    assert (spec.memory_mb, spec.num_cpus, spec.num_cores_per_socket) == (516, 4, 2)
    assert spec.firmware == "efi"


@pytest.mark.parametrize(
    "disk",
    [
        b"<disk type='block' device='disk'><source dev='/dev/sdb'/><target dev='sda'/></disk>",
        b"<disk device='disk'><source file='a'/><target dev='xvda' bus='xen'/></disk>",
    ],
)
async def test_a_disk_that_no_machine_can_have_is_refused(disk: bytes) -> None:
    text = b"<domain><name>a</name><devices>" + disk + b"</devices></domain>"
    with pytest.raises(UnsupportedError):
        machine_of_xml(text, Path())


async def test_an_image_alone_makes_a_machine_that_most_guests_start_on() -> None:
    made = plain_spec(machine_of_image(Path("a.img"), "net"), [MIB], _landing(thin=True))

    kinds = [type(change.device) for change in made.spec.device_change]
    assert kinds == [vim.VirtualLsiLogicController, vim.VirtualDisk, vim.VirtualE1000]


# --- pairing -------------------------------------------------------------------------------------


def _file(key: str, name: str = "disk-0.vmdk") -> LeaseFile:
    return LeaseFile(f"/12/{key}", f"/web/{key}", True, "", None, name, LeasePlace("/nfc/x"))


@pytest.mark.parametrize(
    ("keys", "slots", "order"),
    [
        (("A0:0", "B0:1"), ("B0:1", "A0:0"), (1, 0)),  # by place
        (("A0:0", "B0:1"), ("/web/B0:1", "/web/A0:0"), (1, 0)),  # by the spec's key
        (("x", "y"), ("A0:0", "B0:1"), (0, 1)),  # by order
        (("A0:0", "A0:0"), ("A0:0", "B0:1"), (0, 1)),  # two of one name: by order
    ],
)
async def test_each_disk_has_its_file(
    keys: tuple[str, ...], slots: tuple[str, ...], order: tuple[int, ...]
) -> None:
    files = [_file(key) for key in keys]

    assert paired(files, slots) == [files[number] for number in order]


async def test_a_lease_of_other_disks_is_none_of_ours() -> None:
    with pytest.raises(LeaseError, match="takes 1 disks, and 2"):
        paired([_file("A0:0")], ["A0:0", "A0:1"])


# --- uploads -------------------------------------------------------------------------------------


class _Held:
    """A lease whose requests are made by a test.

    Attributes:
        taken: bytes that the request has taken.
    """

    def __init__(self, stop: int | None = None, error: Exception | None = None) -> None:
        self.taken = 0
        self._stop, self._error = stop, error

    def where(self, file: LeaseFile) -> str:
        return "host:443"

    async def check(self) -> None:
        """The lease lives."""

    @asynccontextmanager
    async def send(
        self, file: LeaseFile, body: AsyncGenerator[bytes, None], length: int | None
    ) -> AsyncIterator[Any]:
        async for piece in body:
            self.taken += len(piece)
            if self._stop is not None and self.taken >= self._stop:
                break
        if self._error is not None:
            raise self._error
        yield SimpleNamespace(read=_no_answer)


async def _no_answer(limit: int) -> bytes:
    return b""


async def test_no_more_is_made_than_the_line_takes() -> None:
    held: Any = _Held()
    ahead = 0

    async def pour(into: PouredStream) -> None:
        nonlocal ahead
        for number in range(1, 40):
            await into.send(bytes(2**18))
            ahead = max(ahead, number * 2**18 - held.taken)

    assert await pour_into(held, _file("A"), pour, _LIMITS) == 39 * 2**18 == held.taken
    assert ahead <= 2 * 2**18


async def test_an_answer_before_the_end_ends_the_maker() -> None:
    held: Any = _Held(stop=100)

    async def pour(into: PouredStream) -> None:
        while True:
            await into.send(bytes(60))

    with pytest.raises(TransferIncompleteError, match="more were to come"):
        await pour_into(held, _file("A"), pour, _LIMITS)


async def test_a_line_that_broke_says_how_far_it_came() -> None:
    held: Any = _Held(stop=100, error=OutcomeUnknownError("lost", method="POST", ref=None))

    async def pour(into: PouredStream) -> None:
        while True:
            await into.send(bytes(60))

    with pytest.raises(TransferIncompleteError, match="broke off after"):
        await pour_into(held, _file("A"), pour, _LIMITS)


async def test_the_error_of_the_maker_comes_as_it_is() -> None:
    held: Any = _Held()

    async def pour(into: PouredStream) -> None:
        await into.send(b"some")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await pour_into(held, _file("A"), pour, _LIMITS)


async def test_a_cancelled_upload_holds_no_connection() -> None:
    from aioesx.export.arrival.upload import arrivals

    held: Any = _Held()
    with anyio.move_on_after(0):
        await pour_into(held, _file("A"), lambda into: anyio.sleep_forever(), _LIMITS)

    assert arrivals().in_use == 0


# --- images --------------------------------------------------------------------------------------


async def _streamed(cargo: Any, capacity: int) -> tuple[bytes, Loaded]:
    """Return the disk that comes of a cargo's stream, and the cargo as it is loaded."""
    reader, disk = StreamReader(), bytearray(capacity)

    class Into:
        async def send(self, piece: bytes) -> None:
            for offset, grain in reader.feed(piece):
                disk[offset : offset + len(grain)] = grain

    async def tell(at: int) -> None:
        """Tell nobody."""

    plan: Any = SimpleNamespace(capacity=capacity)
    loaded = Loaded(plan, "A0:0", cargo, chunk_bytes=MIB)
    await loaded.pour(Into(), tell)
    reader.finish()
    return bytes(disk), loaded


async def test_a_raw_image_is_sent_without_its_holes(tmp_path: Path) -> None:
    path = tmp_path / "a.raw"
    noise = random.Random(1).randbytes(100_000)
    with path.open("wb") as file:
        file.truncate(40 * MIB + 512)
        file.seek(20 * MIB + 7)
        file.write(noise)

    async with open_disk(path, _LIMITS) as image:
        assert isinstance(image, ImageDisk)
        disk, loaded = await _streamed(DiskCargo(image, {}, "a"), image.capacity)

        assert disk == path.read_bytes()
        assert image.moved < MIB
    assert loaded.sha256 is not None


async def test_a_stream_is_sent_as_it_is_and_known_by_the_same_digests(tmp_path: Path) -> None:
    raw = tmp_path / "a.raw"
    raw.write_bytes(random.Random(2).randbytes(3 * MIB))
    stream = tmp_path / "a.vmdk"
    sent = bytearray()

    class Into:
        async def send(self, piece: bytes) -> None:
            sent.extend(piece)

    async def tell(*_: int) -> None:
        """Tell nobody."""

    plan: Any = SimpleNamespace(capacity=3 * MIB)
    async with open_disk(raw, _LIMITS) as image:
        assert isinstance(image, ImageDisk)
        packed = Loaded(plan, "A0:0", DiskCargo(image, {}, "a"), chunk_bytes=MIB)
        await packed.pour(Into(), tell)
    stream.write_bytes(sent)

    async with open_disk(stream, _LIMITS) as image:
        assert isinstance(image, StreamFile)
        disk, loaded = await _streamed(StreamCargo(image), image.capacity)

    assert disk == raw.read_bytes()
    assert loaded.digests == packed.digests


@pytest.mark.peer("qemu-img")
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("qcow2", ()),
        ("qcow2", ("-o", "cluster_size=4096")),
        ("raw", ()),
        ("vmdk", ("-o", "subformat=streamOptimized")),
        ("vmdk", ("-o", "subformat=monolithicFlat")),
    ],
    ids=lambda value: value if isinstance(value, str) else "".join(value[1:]),
)
async def test_images_of_qemu_are_read_as_qemu_reads_them(
    tmp_path: Path, kind: str, options: tuple[str, ...]
) -> None:
    raw, image = tmp_path / "a.raw", tmp_path / f"b.{kind}"
    rng = random.Random(3)
    with raw.open("wb") as file:
        file.truncate(30 * MIB)
        for _ in range(40):
            file.seek(rng.randrange(29 * MIB))
            file.write(rng.randbytes(rng.randrange(1, 90_000)))
    command = ["qemu-img", "convert", "-f", "raw", "-O", kind, *options, str(raw), str(image)]
    await anyio.run_process(command)

    async with open_disk(image, _LIMITS) as opened:
        whole = isinstance(opened, StreamFile)
        cargo = StreamCargo(opened) if isinstance(opened, StreamFile) else DiskCargo(opened, {}, "")
        disk, _ = await _streamed(cargo, opened.capacity)

    assert whole == ("streamOptimized" in " ".join(options))
    assert disk == raw.read_bytes()
