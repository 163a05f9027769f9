"""Fields of a configuration spec: what is shown afterwards, what is refused, what must be off."""

from __future__ import annotations

from typing import Any

import pytest
from support.device_changes import find, reconfigured, refusal

from aioesx import vim
from aioesx.simulator.properties.machines import config_view
from aioesx.simulator.state.guests import GUEST_IDS, guest_id, guest_word
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.machine import Machine
from aioesx.vmx.syntax import parse_vmx


def shown(machine: Machine, path: str) -> Any:
    """Return a property below ``config``, by names of Python's."""
    value: Any = config_view(lambda thing: thing.config)(machine)
    for step in path.split("."):
        value = getattr(value, step)
    return value


BOOT, TOOLS = vim.VirtualMachineBootOptions, vim.ToolsConfigInfo
FLAGS, BUTTONS = vim.VirtualMachineFlagInfo, vim.VirtualMachineDefaultPowerOpInfo

WRITTEN = [
    # spec, property below config, setting of the VMX
    ({"annotation": "two\nlines"}, "annotation", ("annotation", "two|0alines")),
    ({"alternate_guest_name": "mine"}, "alternate_guest_name", ("guestOSAltName", "mine")),
    ({"guest_id": "rhel7_64Guest"}, "guest_id", ("guestOS", "rhel7-64")),
    ({"firmware": "efi"}, "firmware", ("firmware", "efi")),
    ({"nested_hv_enabled": True}, "nested_hv_enabled", ("vhv.enable", "TRUE")),
    ({"v_pmc_enabled": True}, "v_pmc_enabled", ("vpmc.enable", "TRUE")),
    ({"cpu_hot_add_enabled": True}, "cpu_hot_add_enabled", ("vcpu.hotadd", "TRUE")),
    ({"cpu_hot_remove_enabled": True}, "cpu_hot_remove_enabled", ("vcpu.hotremove", "TRUE")),
    ({"memory_hot_add_enabled": True}, "memory_hot_add_enabled", ("mem.hotadd", "TRUE")),
    (
        {"memory_reservation_locked_to_max": True},
        "memory_reservation_locked_to_max",
        ("sched.mem.pin", "TRUE"),
    ),
    ({"max_mks_connections": 2}, "max_mks_connections", ("RemoteDisplay.maxConnections", "2")),
    (
        {"guest_auto_lock_enabled": False},
        "guest_auto_lock_enabled",
        ("tools.guest.desktop.autolock", "FALSE"),
    ),
    ({"change_tracking_enabled": True}, "change_tracking_enabled", ("ctkEnabled", "TRUE")),
    ({"swap_placement": "hostLocal"}, "swap_placement", ("sched.swap.placement", "hostLocal")),
    (
        {"boot_options": BOOT(boot_delay=3000)},
        "boot_options.boot_delay",
        ("bios.bootDelay", "3000"),
    ),
    (
        {"boot_options": BOOT(enter_bios_setup=True)},
        "boot_options.enter_bios_setup",
        ("bios.forceSetupOnce", "TRUE"),
    ),
    (
        {"boot_options": BOOT(efi_secure_boot_enabled=True)},
        "boot_options.efi_secure_boot_enabled",
        ("uefi.secureBoot.enabled", "TRUE"),
    ),
    (
        {"boot_options": BOOT(boot_retry_enabled=True)},
        "boot_options.boot_retry_enabled",
        ("bios.bootRetry.enabled", "TRUE"),
    ),
    (
        {"boot_options": BOOT(boot_retry_delay=5000)},
        "boot_options.boot_retry_delay",
        ("bios.bootRetry.delay", "5000"),
    ),
    (
        {"tools": TOOLS(tools_upgrade_policy="upgradeAtPowerCycle")},
        "tools.tools_upgrade_policy",
        ("tools.upgrade.policy", "upgradeatpowercycle"),
    ),
    (
        {"tools": TOOLS(sync_time_with_host=True)},
        "tools.sync_time_with_host",
        ("tools.syncTime", "TRUE"),
    ),
    (
        {"tools": TOOLS(after_power_on=False)},
        "tools.after_power_on",
        ("toolScripts.afterPowerOn", "FALSE"),
    ),
    (
        {"flags": FLAGS(disk_uuid_enabled=True)},
        "flags.disk_uuid_enabled",
        ("disk.EnableUUID", "TRUE"),
    ),
    ({"flags": FLAGS(enable_logging=False)}, "flags.enable_logging", ("logging", "FALSE")),
    (
        {"flags": FLAGS(virtual_mmu_usage="on")},
        "flags.virtual_mmu_usage",
        ("monitor.virtual_mmu", "hardware"),
    ),
    (
        {"flags": FLAGS(virtual_exec_usage="hvOn")},
        "flags.virtual_exec_usage",
        ("monitor.virtual_exec", "hardware"),
    ),
    ({"flags": FLAGS(vbs_enabled=True)}, "flags.vbs_enabled", ("vbs.enabled", "TRUE")),
    (
        {"power_op_info": BUTTONS(power_off_type="hard")},
        "default_power_ops.power_off_type",
        ("powerType.powerOff", "hard"),
    ),
    (
        {"power_op_info": BUTTONS(suspend_type="preset")},
        "default_power_ops.suspend_type",
        ("powerType.suspend", "default"),
    ),
]


def said(spec: dict[str, Any], path: str) -> Any:
    """Return what a spec says of the property."""
    [value] = spec.values()
    return getattr(value, path.rpartition(".")[2]) if "." in path else value


@pytest.mark.parametrize(("spec", "path", "setting"), WRITTEN)
def test_what_is_set_is_shown_and_in_the_file(
    machine: Machine, spec: dict[str, Any], path: str, setting: tuple[str, str]
) -> None:
    machine.change({"sched.mem.pin": None})
    assert shown(machine, path) != said(spec, path)

    reconfigured(machine, **spec)

    assert shown(machine, path) == said(spec, path)
    store = machine.host.datastore("datastore1")
    text = store.file(machine.place.path).content.read(0, 10**6).decode()
    settings = {key.lower(): value for key, value in parse_vmx(text).items()}
    assert settings[setting[0].lower()] == setting[1]


REFUSED = [
    # spec, field that the fault names
    ({"guest_id": "nobodysGuest"}, "configSpec.guestId"),
    ({"firmware": "uboot"}, "configSpec.firmware"),
    ({"swap_placement": "there"}, "configSpec.swapPlacement"),
    ({"max_mks_connections": 0}, "configSpec.maxMksConnections"),
    ({"num_cpus": 0}, "configSpec.numCPUs"),
    ({"num_cpus": 4, "num_cores_per_socket": 3}, "configSpec.numCoresPerSocket"),
    ({"num_cores_per_socket": 0}, "configSpec.numCoresPerSocket"),
    ({"boot_options": BOOT(boot_delay=-1)}, "configSpec.bootOptions.bootDelay"),
    ({"tools": TOOLS(tools_upgrade_policy="always")}, "configSpec.tools.toolsUpgradePolicy"),
    ({"flags": FLAGS(ht_sharing="some")}, "configSpec.flags.htSharing"),
    ({"power_op_info": BUTTONS(reset_type="kick")}, "configSpec.powerOpInfo.resetType"),
    (
        {
            "latency_sensitivity": vim.LatencySensitivity(
                level=vim.LatencySensitivitySensitivityLevel("custom")
            )
        },
        "configSpec.latencySensitivity.level",
    ),
]


@pytest.mark.parametrize(("spec", "field"), REFUSED)
def test_a_value_that_there_is_none_of_is_refused(
    machine: Machine, spec: dict[str, Any], field: str
) -> None:
    answer = refusal(machine, **spec)
    assert (type(answer), answer.invalid_property) == (vim.InvalidArgument, field)


COLD = [
    {"firmware": "efi"},
    {"guest_id": "rhel7_64Guest"},
    {"nested_hv_enabled": True},
    {"v_pmc_enabled": True},
    {"cpu_hot_add_enabled": True},
    {"cpu_hot_remove_enabled": True},
    {"memory_hot_add_enabled": True},
    {"num_cores_per_socket": 2, "num_cpus": 2},
    {"boot_options": BOOT(efi_secure_boot_enabled=True)},
    {"flags": FLAGS(disk_uuid_enabled=True)},
    {"flags": FLAGS(virtual_mmu_usage="on")},
    {"flags": FLAGS(vbs_enabled=True)},
]


@pytest.mark.parametrize("spec", COLD)
@pytest.mark.parametrize("power", ["poweredOn", "suspended"])
def test_what_a_machine_must_be_off_for(machine: Machine, spec: dict[str, Any], power: str) -> None:
    machine.change({"numvcpus": "2"})
    machine.set_power(power)
    answer = refusal(machine, **spec)
    assert (type(answer), answer.existing_state) == (vim.InvalidPowerState, power)
    machine.set_power("poweredOff")
    reconfigured(machine, **spec)
    machine.set_power(power)
    reconfigured(machine, **spec)


HOT = [
    {"annotation": "now"},
    {"name": "other"},
    {"boot_options": BOOT(boot_delay=10)},
    {"tools": TOOLS(tools_upgrade_policy="upgradeAtPowerCycle")},
    {"extra_config": [vim.OptionValue(key="guestinfo.a", value="b")]},
    {"cpu_allocation": vim.ResourceAllocationInfo(limit=1000)},
    {
        "latency_sensitivity": vim.LatencySensitivity(
            level=vim.LatencySensitivitySensitivityLevel.LOW
        )
    },
]


@pytest.mark.parametrize("spec", HOT)
@pytest.mark.parametrize("power", ["poweredOn", "suspended"])
def test_what_works_in_any_state(machine: Machine, spec: dict[str, Any], power: str) -> None:
    machine.set_power(power)
    reconfigured(machine, **spec)


# --- CPUs and memory of a running machine --------------------------------------------------------


@pytest.fixture
def growing(machine: Machine) -> Machine:
    """A running machine that takes CPUs and memory, with 4 GiB and two sockets of one core."""
    machine.change(
        {"memsize": "4096", "numvcpus": "2", "vcpu.hotadd": "TRUE", "mem.hotadd": "TRUE"}
    )
    machine.set_power("poweredOn")
    return machine


def test_cpus_and_memory_are_added_on_the_fly(growing: Machine) -> None:
    reconfigured(growing, num_cpus=4, memory_mb=4096 + 512)
    assert (growing.config.vcpus, growing.config.memory_mb) == (4, 4608)


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        ({"num_cpus": 1}, vim.CpuHotPlugNotSupported),
        ({"memory_mb": 2048}, vim.MemoryHotPlugNotSupported),
        ({"memory_mb": 4096 + 4}, vim.InvalidArgument),
        ({"memory_mb": 4096 * 16 + 128}, vim.InvalidArgument),
    ],
)
def test_what_does_not_fit_a_growing_machine(
    growing: Machine, spec: dict[str, Any], fault: type
) -> None:
    assert isinstance(refusal(growing, **spec), fault)


def test_without_hot_add_a_running_machine_stays_as_it_is(machine: Machine) -> None:
    machine.set_power("poweredOn")
    more = machine.config.memory_mb + 128
    assert isinstance(refusal(machine, num_cpus=8), vim.CpuHotPlugNotSupported)
    assert isinstance(refusal(machine, memory_mb=more), vim.MemoryHotPlugNotSupported)


def test_a_suspended_machine_takes_neither(growing: Machine) -> None:
    growing.set_power("suspended")
    assert isinstance(refusal(growing, num_cpus=4), vim.InvalidPowerState)
    assert isinstance(refusal(growing, memory_mb=8192), vim.InvalidPowerState)


@pytest.mark.parametrize(("start", "limit"), [(1024, 3072), (3072, 16 * 3072), (8192, 16 * 8192)])
def test_how_far_memory_grows_is_shown(machine: Machine, start: int, limit: int) -> None:
    assert shown(machine, "hot_plug_memory_limit") is None
    machine.change({"memsize": str(start), "mem.hotadd": "TRUE"})
    machine.set_power("poweredOn")
    assert shown(machine, "hot_plug_memory_limit") == limit
    assert shown(machine, "hot_plug_memory_increment_size") == 128


def test_memory_that_is_locked_is_all_reserved(machine: Machine) -> None:
    reconfigured(machine, memory_reservation_locked_to_max=True)
    assert machine.config.memory.reservation == machine.config.memory_mb


# --- the order of start --------------------------------------------------------------------------

DISK, CARD = (
    vim.VirtualMachineBootOptionsBootableDiskDevice,
    vim.VirtualMachineBootOptionsBootableEthernetDevice,
)
CDROM, FLOPPY = (
    vim.VirtualMachineBootOptionsBootableCdromDevice,
    vim.VirtualMachineBootOptionsBootableFloppyDevice,
)
NONE = vim.VirtualMachineBootOptionsBootableDevice


def test_the_order_of_start_is_kept(machine: Machine) -> None:
    order = [CARD(device_key=4000), CDROM(), DISK(device_key=2000), FLOPPY()]
    reconfigured(machine, boot_options=BOOT(boot_order=order))
    assert shown(machine, "boot_options").boot_order == order
    assert machine.config.get("bios.bootOrder") == "ethernet0,cdrom,hdd,floppy"
    assert machine.config.get("bios.hddOrder") == "scsi0:0"

    reconfigured(machine, boot_options=BOOT(boot_delay=5))
    assert shown(machine, "boot_options").boot_order == order

    reconfigured(machine, boot_options=BOOT(boot_order=[NONE()]))
    assert shown(machine, "boot_options").boot_order == []


@pytest.mark.parametrize(
    "order",
    [
        [DISK(device_key=2001)],
        [DISK(device_key=4000)],
        [CARD(device_key=2000)],
        [DISK(device_key=2000), DISK(device_key=2000)],
        [CDROM(), CDROM()],
        [CDROM(), NONE()],
    ],
)
def test_an_order_of_what_is_not_there_is_refused(machine: Machine, order: list[Any]) -> None:
    answer = refusal(machine, boot_options=BOOT(boot_order=order))
    assert answer.invalid_property == f"configSpec.bootOptions.bootOrder[{len(order) - 1}]"


@pytest.mark.parametrize("order", ["", "hdd,ethernet9,ethernetx,junk", "cdrom,,hdd"])
def test_an_order_that_somebody_else_wrote_is_read(machine: Machine, order: str) -> None:
    machine.change({"bios.bootOrder": order, "bios.hddOrder": "scsi0:0,scsi9:9,junk"})
    keys = [
        getattr(entry, "device_key", None) for entry in shown(machine, "boot_options").boot_order
    ]
    assert keys == [key for key in keys if key in {2000, None}]


def test_a_setup_that_was_asked_for_is_entered_once(machine: Machine) -> None:
    reconfigured(machine, boot_options=BOOT(enter_bios_setup=True))
    machine.set_power("poweredOn")
    assert shown(machine, "boot_options").enter_bios_setup is False


# --- extraConfig ---------------------------------------------------------------------------------


def extra(machine: Machine) -> dict[str, Any]:
    return {option.key: option.value for option in shown(machine, "extra_config")}


def test_extra_settings_come_and_go(machine: Machine) -> None:
    reconfigured(machine, extra_config=[vim.OptionValue(key="guestinfo.a", value="b|c")])
    assert extra(machine)["guestinfo.a"] == "b|c"
    reconfigured(machine, extra_config=[vim.OptionValue(key="guestinfo.a", value="")])
    assert "guestinfo.a" not in extra(machine)


@pytest.mark.parametrize(
    "key",
    ["displayName", "memsize", "scsi0:0.fileName", "ethernet0.networkName", "bios.bootOrder"],
)
def test_what_has_a_field_is_left_out_without_a_word(machine: Machine, key: str) -> None:
    before = machine.config.get(key)
    reconfigured(machine, extra_config=[vim.OptionValue(key=key, value="other")])
    assert machine.config.get(key) == before
    assert key not in extra(machine)


@pytest.mark.parametrize("key", ["scsi0:0.virtualSSD", "ethernet0.filter4.name", "disk.EnableUUID"])
def test_what_has_no_field_of_a_device_is_set_and_shown(machine: Machine, key: str) -> None:
    reconfigured(machine, extra_config=[vim.OptionValue(key=key, value="1")])
    assert extra(machine)[key] == "1"


# --- affinity, guests ----------------------------------------------------------------------------


def test_a_machine_is_bound_to_cpus_and_let_go(machine: Machine) -> None:
    reconfigured(machine, cpu_affinity=vim.VirtualMachineAffinityInfo(affinity_set=[3, 1]))
    assert shown(machine, "cpu_affinity").affinity_set == [1, 3]
    reconfigured(machine, cpu_affinity=vim.VirtualMachineAffinityInfo(affinity_set=[]))
    assert shown(machine, "cpu_affinity") is None
    beyond = vim.VirtualMachineAffinityInfo(affinity_set=[machine.host.hardware.cpu_threads])
    assert isinstance(refusal(machine, cpu_affinity=beyond), vim.InvalidAffinitySettingFault)


@pytest.mark.parametrize("name", GUEST_IDS)
def test_a_guest_is_the_same_after_it_was_written(name: str) -> None:
    word = guest_word(name)
    assert word is not None
    assert word.endswith("-64") == ("64" in name)
    assert guest_id(word) == name


def test_a_change_of_somebody_elses_is_noticed(machine: Machine) -> None:
    known = str(machine.change_version)
    reconfigured(machine, change_version=known, annotation="first")
    answer = refusal(machine, change_version=known, annotation="second")
    assert isinstance(answer, vim.ConcurrentAccess)


def test_the_summary_follows(host: HostState, machine: Machine) -> None:
    disk = find(machine, 2000)
    assert machine.datastore_refs() == [host.ref(host.datastore("datastore1"))]
    reconfigured(
        machine,
        device_change=[
            vim.VirtualDeviceConfigSpec(
                operation=vim.VirtualDeviceConfigSpecOperation.REMOVE, device=device
            )
            for device in (disk, find(machine, 4000))
        ],
    )
    assert (machine.disk_names(), machine.networks(), machine.network_refs()) == ([], [], [])
