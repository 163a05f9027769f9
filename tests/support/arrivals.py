"""Specs of machines that arrive, and their files, for tests of the simulator."""

from __future__ import annotations

from typing import Any

from support.soapcall import Caller

from aioesx import vim
from aioesx.disk.stream import GRAIN, StreamWriter
from aioesx.simulator import ManualClock

__all__ = ["KIB", "POOL", "arrive", "stream", "upload", "wanted"]

POOL = vim.ManagedObjectReference("ResourcePool", "ha-root-pool")
KIB = 1024
_ADD = vim.VirtualDeviceConfigSpecOperation.ADD
_CREATE = vim.VirtualDeviceConfigSpecFileOperation.CREATE


def _disk(number: int, size: int, *, thin: bool, store: str) -> vim.VirtualDeviceConfigSpec:
    backing = vim.VirtualDiskFlatVer2BackingInfo(
        file_name=f"[{store}]", disk_mode="persistent", thin_provisioned=thin
    )
    disk = vim.VirtualDisk(
        key=-10 - number,
        controller_key=-1,
        unit_number=number,
        capacity_in_kb=size // KIB,
        backing=backing,
    )
    return vim.VirtualDeviceConfigSpec(operation=_ADD, file_operation=_CREATE, device=disk)


def wanted(
    name: str = "new01",
    *sizes: int,
    thin: bool = True,
    store: str = "datastore1",
    home: str = "",
    iso: str = "",
    nvram: bool = False,
) -> vim.VirtualMachineImportSpec:
    """Return the spec of a machine with disks of some sizes on a paravirtual controller."""
    controller: Any = vim.ParaVirtualSCSIController(
        key=-1, bus_number=0, shared_bus=vim.VirtualSCSISharing.NO_SHARING
    )
    devices = [vim.VirtualDeviceConfigSpec(operation=_ADD, device=controller)]
    for number, size in enumerate(sizes or (4 * 2**20,)):
        devices.append(_disk(number, size, thin=thin, store=store))
    if iso:
        drive = vim.VirtualCdrom(
            key=-90, controller_key=200, backing=vim.VirtualCdromIsoBackingInfo(file_name=iso)
        )
        devices.append(
            vim.VirtualDeviceConfigSpec(operation=_ADD, file_operation=_CREATE, device=drive)
        )
    options = [vim.OptionValue(key="nvram", value="ovf:/file/nvram")] if nvram else []
    spec = vim.VirtualMachineConfigSpec(
        name=name,
        guest_id="ubuntu64Guest",
        num_cpus=2,
        memory_mb=512,
        files=vim.VirtualMachineFileInfo(vm_path_name=home or f"[{store}]"),
        device_change=devices,
        extra_config=options,
    )
    return vim.VirtualMachineImportSpec(config_spec=spec)


async def arrive(
    call: Caller, clock: ManualClock, spec: vim.VirtualMachineImportSpec
) -> tuple[Any, Any]:
    """Return the reference of a lease for a machine that comes, ready, and what it offers."""
    lease = await call(vim.ImportVApp(this=POOL, spec=spec))
    assert (await call.read(lease, "state"))["state"] == "initializing"
    clock.advance(10)
    return lease, (await call.read(lease, "info"))["info"]


def stream(content: dict[int, bytes], capacity: int = 4 * 2**20) -> bytes:
    """Return a stream of a disk with some grains."""
    writer = StreamWriter(capacity)
    grains = [writer.grain(n, data.ljust(GRAIN, b"\0")) for n, data in sorted(content.items())]
    return b"".join([writer.head(), *grains, writer.end()])


async def upload(call: Caller, url: str, content: Any, method: str = "POST", **headers: str) -> Any:
    """Send a file to the URL of a lease."""
    path = url.removeprefix("https://*")
    return await call.http.request(method, path, content=content, headers=headers)
