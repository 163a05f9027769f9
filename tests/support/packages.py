"""Machines as packages, for tests: one with a bit of everything, and streams of small disks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aioesx import vim
from aioesx.disk.stream import GRAIN, StreamWriter
from aioesx.export.packages.machine_ovf import PackagedDisk, PackagedFile, machine_envelope
from aioesx.export.packages.package import Package, PackageKind, open_package
from aioesx.ovf import Envelope, format_ovf

__all__ = ["NAME", "disks_of", "machine", "packed", "stream_of"]

NAME = "web 01 (Zürich)"


def _named(label: str) -> vim.Description:
    return vim.Description(label=label, summary="")


def _device(kind: Any, key: int, label: str, parent: int | None = None, **more: Any) -> Any:
    return kind(key=key, device_info=_named(label), controller_key=parent, **more)


def _disk(key: int, number: int, parent: int, unit: int) -> vim.VirtualDisk:
    label = f"Hard disk {number}"
    backing = vim.VirtualDiskFlatVer2BackingInfo(
        file_name=f"[ds] a/{number}.vmdk", disk_mode="persistent", write_through=False
    )
    disk: vim.VirtualDisk = _device(
        vim.VirtualDisk, key, label, parent, unit_number=unit, capacity_in_kb=8192, backing=backing
    )
    return disk


def _plug(*, connected: bool) -> vim.VirtualDeviceConnectInfo:
    return vim.VirtualDeviceConnectInfo(
        start_connected=connected, allow_guest_control=True, connected=connected
    )


def _devices() -> list[vim.VirtualDevice]:
    shared: Any = "noSharing"
    network = vim.VirtualEthernetCardNetworkBackingInfo(device_name="VM Network")
    port = vim.DistributedVirtualSwitchPortConnection(
        switch_uuid="50 2e", portgroup_key="dvportgroup-7"
    )
    distributed = vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=port)
    iso = vim.VirtualCdromIsoBackingInfo(file_name="[ds] iso/x.iso")
    return [
        _device(vim.VirtualIDEController, 200, "IDE 0", bus_number=0),
        _device(vim.VirtualIDEController, 201, "IDE 1", bus_number=1),
        _device(vim.VirtualPCIController, 100, "PCI controller 0", bus_number=0),
        _device(vim.VirtualKeyboard, 600, "Keyboard"),
        _device(
            vim.VirtualMachineVideoCard, 500, "Video card", 100, video_ram_size_in_kb=8192
        ),
        _disk(2000, 1, 1000, 0),
        _disk(2001, 2, 1000, 1),
        _device(
            vim.ParaVirtualSCSIController, 1000, "SCSI controller 0", 100,
            bus_number=0, shared_bus=shared,
        ),
        _device(vim.VirtualAHCIController, 15000, "SATA controller 0", 100, bus_number=0),
        _disk(16000, 3, 15000, 0),
        _device(vim.VirtualNVMEController, 31000, "NVME controller 0", 100, bus_number=0),
        _disk(32000, 4, 31000, 0),
        _device(vim.VirtualUSBXHCIController, 14000, "USB xHCI controller", bus_number=0),
        _device(
            vim.VirtualCdrom, 3002, "CD/DVD drive 1", 201, unit_number=0, backing=iso,
            connectable=_plug(connected=True),
        ),
        _device(vim.VirtualFloppy, 8000, "Floppy drive 1", 400, unit_number=0),
        _device(
            vim.VirtualVmxnet3, 4000, "Network adapter 1", 100, unit_number=7, backing=network,
            mac_address="00:50:56:00:00:01", wake_on_lan_enabled=True,
            connectable=_plug(connected=True),
            slot_info=vim.VirtualDevicePciBusSlotInfo(pci_slot_number=192),
        ),
        _device(
            vim.VirtualE1000e, 4001, "Network adapter 2", 100, unit_number=8, backing=distributed,
            mac_address="00:50:56:00:00:02", connectable=_plug(connected=False),
        ),
        _device(vim.VirtualHdAudioCard, 5000, "Sound card"),
        _device(vim.VirtualSerialPort, 9000, "Serial port 1", 400, yield_on_poll=True),
        _device(vim.VirtualTPM, 11000, "Virtual TPM"),
    ]  # fmt: skip


def _vapp() -> vim.VmConfigInfo:
    info = vim.VAppPropertyInfo
    return vim.VmConfigInfo(
        product=[
            vim.VAppProductInfo(
                key=0, class_id="net", instance_id="0", name="Box", vendor="A & B", version="1.2"
            )
        ],
        property=[
            info(
                key=0, class_id="net", instance_id="0", id="ip0", category="Network", label="IP",
                type="ip:VM Network", user_configurable=True, default_value="", value="192.0.2.7",
            ),
            info(key=1, class_id="net", instance_id="0", id="pass", type="password(8..)",
                 user_configurable=True, default_value="hunter2", value="hunter3"),
            info(key=2, id="size", type='string["a","b"]', default_value="a"),
            info(key=3, id="count", type="int(1..9)", default_value="3"),
        ],
        eula=["Do as you like."],
        ip_assignment=vim.VAppIPAssignmentInfo(),
        ovf_environment_transport=["com.vmware.guestInfo"],
        install_boot_required=False,
        install_boot_stop_delay=0,
    )  # fmt: skip


def machine(**changes: Any) -> vim.VirtualMachineConfigInfo:
    """Return a machine with a bit of everything."""
    fields: dict[str, Any] = {
        "name": NAME,
        "change_version": "1",
        "modified": datetime(2026, 1, 1, tzinfo=UTC),
        "guest_id": "ubuntu64Guest",
        "guest_full_name": "Ubuntu Linux (64-bit)",
        "alternate_guest_name": "",
        "version": "vmx-17",
        "uuid": "564d0000-0000-0000-0000-000000000001",
        "template": False,
        "annotation": "one line\n<another> & more",
        "firmware": "efi",
        "files": vim.VirtualMachineFileInfo(vm_path_name="[ds] a/a.vmx"),
        "flags": vim.VirtualMachineFlagInfo(vbs_enabled=False),
        "default_power_ops": vim.VirtualMachineDefaultPowerOpInfo(power_off_type="soft"),
        "tools": vim.ToolsConfigInfo(sync_time_with_host=True, tools_version=12345),
        "boot_options": vim.VirtualMachineBootOptions(
            efi_secure_boot_enabled=True,
            boot_order=[
                vim.VirtualMachineBootOptionsBootableDiskDevice(device_key=2001),
                vim.VirtualMachineBootOptionsBootableEthernetDevice(device_key=4000),
                vim.VirtualMachineBootOptionsBootableCdromDevice(),
            ],
        ),
        "hardware": vim.VirtualHardware(
            num_cpu=4, num_cores_per_socket=2, memory_mb=2048, device=_devices()
        ),
        "cpu_allocation": vim.ResourceAllocationInfo(
            reservation=500, limit=-1, shares=vim.SharesInfo(shares=4000, level="normal")
        ),
        "memory_allocation": vim.ResourceAllocationInfo(
            reservation=0, limit=4096, shares=vim.SharesInfo(shares=777, level="custom")
        ),
        "cpu_hot_add_enabled": True,
        "extra_config": [
            vim.OptionValue(key="disk.EnableUUID", value="TRUE"),
            vim.OptionValue(key="guestinfo.userdata", value="hunter2"),
            vim.OptionValue(key="nvram", value="a.nvram"),
        ],
        "v_app_config": _vapp(),
    }
    return vim.VirtualMachineConfigInfo(**fields | changes)


def stream_of(content: bytes) -> bytes:
    """Return a disk as one stream."""
    writer = StreamWriter(len(content))
    head = writer.head()
    cut = [content[at : at + GRAIN] for at in range(0, len(content), GRAIN)]
    grains = [writer.grain(number, piece) for number, piece in enumerate(cut)]
    return b"".join([head, *grains, writer.end()])


def disks_of(config: vim.VirtualMachineConfigInfo, contents: Sequence[bytes]) -> list[PackagedDisk]:
    """Return what a package tells of the disks of a machine, before they have come."""
    keys = [one.key for one in config.hardware.device if isinstance(one, vim.VirtualDisk)]
    return [
        PackagedDisk(key=key, file=f"{config.name}-disk{number}.vmdk", capacity=len(content))
        for number, (key, content) in enumerate(zip(keys, contents, strict=False), start=1)
    ]


async def packed(
    target: Path,
    kind: PackageKind,
    config: vim.VirtualMachineConfigInfo,
    contents: Sequence[bytes],
    *,
    nvram: bytes | None = None,
) -> tuple[Package, Envelope]:
    """Make a package of a machine, with what its disks hold."""
    disks = disks_of(config, contents)
    files = [f"{config.name}.nvram"] if nvram is not None else []
    package = await open_package(
        target, kind, config.name, disks=[disk.file for disk in disks], files=files
    )
    if nvram is not None:
        await package.add(files[0], nvram)
    for sink, content in zip(package.disks, contents, strict=True):
        stream = stream_of(content)
        for at in range(0, len(stream), 100_000):
            await sink.send(stream[at : at + 100_000])
        await sink.finish()
    envelope = machine_envelope(
        config,
        [
            dataclasses.replace(one, size=sink.size)
            for one, sink in zip(disks, package.disks, strict=True)
        ],
        network_names={"dvportgroup-7": "Back <end>"},
        nvram=PackagedFile(files[0], len(nvram)) if nvram is not None else None,
    )
    await package.finish(format_ovf(envelope))
    return package, envelope
