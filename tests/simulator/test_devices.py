"""Devices as the API shows them: drives, cards, displays; and written back as they were."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock, Simulator

pytestmark = pytest.mark.anyio

DB01 = ref("VirtualMachine", "2")
SWITCH = "50 0c 5b 22 b6 ab 36 2d-8a 13 94 4e 73 6b 25 d3"
NOTHING: Any = {"device_name": "", "use_auto_detect": False}


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop: what is tried does not wait."""
    return "asyncio"


async def device(call: Caller, key: int) -> Any:
    found = await call.read(DB01, f"config.hardware.device[{key}]")
    return found[f"config.hardware.device[{key}]"]


def settle(simulator: Simulator, prefix: str, settings: dict[str, str]) -> None:
    """Set what a VMX file would say of a device, and nothing else of it."""
    machine = simulator.state.find("db01")
    with simulator.state.looking():
        gone = [key for key in machine.config.settings if key.startswith(f"{prefix}.")]
        machine.change(dict.fromkeys(gone))
        machine.change({f"{prefix}.{key}": value for key, value in settings.items()})


CDROMS = [
    # what the VMX says, class and fields of the backing
    (
        {"deviceType": "cdrom-raw", "clientDevice": "TRUE", "fileName": "emptyBackingString"},
        vim.VirtualCdromRemotePassthroughBackingInfo(**NOTHING, exclusive=False),
    ),
    (
        {"deviceType": "atapi-cdrom", "clientDevice": "TRUE", "fileName": "emptyBackingString"},
        vim.VirtualCdromRemoteAtapiBackingInfo(**NOTHING),
    ),
    (
        {"deviceType": "atapi-cdrom", "fileName": "emptyBackingString"},
        vim.VirtualCdromRemoteAtapiBackingInfo(**NOTHING),
    ),
    (
        {"deviceType": "cdrom-image", "fileName": "emptyBackingString"},
        vim.VirtualCdromIsoBackingInfo(file_name=""),
    ),
    (
        {"deviceType": "cdrom-image", "fileName": ""},
        vim.VirtualCdromIsoBackingInfo(file_name=""),
    ),
    (
        {"deviceType": "atapi-cdrom", "fileName": "/vmfs/devices/cdrom/mpx.vmhba1:C0:T0:L0"},
        vim.VirtualCdromAtapiBackingInfo(
            device_name="/vmfs/devices/cdrom/mpx.vmhba1:C0:T0:L0", use_auto_detect=False
        ),
    ),
    (
        {"deviceType": "cdrom-raw", "fileName": "auto detect"},
        vim.VirtualCdromPassthroughBackingInfo(
            device_name="", use_auto_detect=True, exclusive=False
        ),
    ),
    (
        {"deviceType": "atapi-cdrom", "autodetect": "TRUE", "fileName": "/dev/sr0"},
        vim.VirtualCdromAtapiBackingInfo(device_name="", use_auto_detect=True),
    ),
]

FLOPPIES = [
    (
        {"fileType": "file", "fileName": "emptyBackingString"},
        vim.VirtualFloppyImageBackingInfo(file_name=""),
    ),
    (
        {"fileType": "device", "clientDevice": "TRUE", "fileName": ""},
        vim.VirtualFloppyRemoteDeviceBackingInfo(**NOTHING),
    ),
    (
        {"fileType": "device", "fileName": "/dev/fd0"},
        vim.VirtualFloppyDeviceBackingInfo(device_name="/dev/fd0", use_auto_detect=False),
    ),
    (
        {"fileType": "device", "autodetect": "TRUE", "fileName": "auto detect"},
        vim.VirtualFloppyDeviceBackingInfo(device_name="", use_auto_detect=True),
    ),
]

PORT = vim.DistributedVirtualSwitchPortConnection(
    switch_uuid=SWITCH, portgroup_key="dvportgroup-132", port_key="10", connection_cookie=5
)
CARDS = [
    (
        {
            "dvs.switchId": SWITCH,
            "dvs.portgroupId": "dvportgroup-132",
            "dvs.portId": "10",
            "dvs.connectionId": "5",
        },
        vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=PORT),
    ),
    (
        {"dvs.switchId": SWITCH},
        vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(
            port=vim.DistributedVirtualSwitchPortConnection(switch_uuid=SWITCH)
        ),
    ),
    (
        {"opaqueNetwork.id": "ls-1", "opaqueNetwork.type": "nsx.LogicalSwitch"},
        vim.VirtualEthernetCardOpaqueNetworkBackingInfo(
            opaque_network_id="ls-1", opaque_network_type="nsx.LogicalSwitch"
        ),
    ),
    (
        {"networkName": "VM Network"},
        vim.VirtualEthernetCardNetworkBackingInfo(
            device_name="VM Network",
            use_auto_detect=False,
            network=ref("Network", "HaNetwork-VM Network"),
        ),
    ),
]

ALL = [
    *(("ide1:0", 3002, settings, backing) for settings, backing in CDROMS),
    *(("floppy0", 8000, settings, backing) for settings, backing in FLOPPIES),
    *(("ethernet0", 4000, settings, backing) for settings, backing in CARDS),
]


@pytest.mark.parametrize(("prefix", "key", "settings", "backing"), ALL)
async def test_a_device_is_shown_by_what_the_file_says(
    call: Caller,
    simulator: Simulator,
    prefix: str,
    key: int,
    settings: dict[str, str],
    backing: Any,
) -> None:
    settle(simulator, prefix, {"present": "TRUE", **settings})
    assert (await device(call, key)).backing == backing


@pytest.mark.parametrize(("prefix", "key", "settings", "backing"), ALL)
async def test_a_device_that_is_written_as_it_was_stays_as_it_was(
    call: Caller,
    simulator: Simulator,
    clock: ManualClock,
    prefix: str,
    key: int,
    settings: dict[str, str],
    backing: Any,
) -> None:
    settle(simulator, prefix, {"present": "TRUE", **settings})
    assert await edit(call, clock, await device(call, key)) is None
    assert (await device(call, key)).backing == backing


async def edit(call: Caller, clock: ManualClock, changed: Any) -> Any:
    """Write a device; return the fault, if there was one."""
    operation = vim.VirtualDeviceConfigSpecOperation.EDIT
    change = vim.VirtualDeviceConfigSpec(operation=operation, device=changed)
    spec = vim.VirtualMachineConfigSpec(device_change=[change])
    task = await call(vim.ReconfigVM_Task(this=DB01, spec=spec))
    clock.advance(30)
    info: vim.TaskInfo = (await call.read(task, "info"))["info"]
    return info.error.fault if info.error is not None else None


@pytest.mark.parametrize(("settings", "backing"), CDROMS)
@pytest.mark.parametrize(("before", "_"), CDROMS)
async def test_a_drive_is_changed_into_any_other(
    call: Caller,
    simulator: Simulator,
    clock: ManualClock,
    settings: dict[str, str],
    backing: Any,
    before: dict[str, str],
    _: Any,
) -> None:
    settle(simulator, "ide1:0", {"present": "TRUE", **before})
    drive = await device(call, 3002)
    drive.backing = backing
    assert await edit(call, clock, drive) is None
    assert (await device(call, 3002)).backing == backing


async def test_a_card_leaves_a_distributed_port_for_a_port_group(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    settle(simulator, "ethernet0", {"present": "TRUE", **CARDS[0][0]})
    card = await device(call, 4000)
    card.backing = vim.VirtualEthernetCardNetworkBackingInfo(device_name="VM Network")

    assert await edit(call, clock, card) is None

    assert (await device(call, 4000)).backing.device_name == "VM Network"
    settings = simulator.state.find("db01").config.settings
    assert not [key for key in settings if ".dvs." in key]


async def test_a_switch_that_there_is_not_is_refused(call: Caller, clock: ManualClock) -> None:
    card = await device(call, 4000)
    card.backing = vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=PORT)
    assert isinstance(await edit(call, clock, card), vim.InvalidDeviceBacking)


async def test_old_clients_see_a_distributed_port_as_what_they_know(
    call: Caller, simulator: Simulator
) -> None:
    settle(simulator, "ethernet0", {"present": "TRUE", **CARDS[0][0]})
    call.action = ""
    assert type((await device(call, 4000)).backing) is vim.VirtualDeviceBackingInfo


# --- what no device shows ------------------------------------------------------------------------


async def test_a_display_by_vnc_is_among_the_extra_settings(
    call: Caller, simulator: Simulator
) -> None:
    machine = simulator.state.find("db01")
    display = {
        "RemoteDisplay.vnc.enabled": "TRUE",
        "RemoteDisplay.vnc.port": "5901",
        "RemoteDisplay.vnc.password": "canary",
    }
    with simulator.state.looking():
        machine.change(dict(display))
    extra = (await call.read(DB01, "config.extraConfig"))["config.extraConfig"]
    shown = {item.key: item.value for item in extra}
    assert {key: shown.get(key) for key in display} == display


async def test_what_devices_show_is_not_among_the_extra_settings(call: Caller) -> None:
    extra = (await call.read(DB01, "config.extraConfig"))["config.extraConfig"]
    keys = {item.key.lower().partition(".")[0].rstrip("0123456789") for item in extra}
    assert keys.isdisjoint({"scsi", "ide", "sata", "nvme", "ethernet", "floppy", "serial"})


async def test_a_bad_device_is_a_fault(call: Caller, clock: ManualClock) -> None:
    drive = await device(call, 3002)
    drive.key = 99
    assert isinstance(await edit(call, clock, drive), vim.InvalidDeviceSpec)
    with pytest.raises(FaultError):
        await call.read(DB01, "config.hardware.device[3002].nothing")
