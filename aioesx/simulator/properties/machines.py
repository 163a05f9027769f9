"""Tables of properties: virtual machines and their snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.inventory import FIXED
from aioesx.simulator.properties.devices import devices, disk_key
from aioesx.simulator.properties.entities import COMMON
from aioesx.simulator.properties.guest import GUEST, GUEST_SUMMARY, heartbeat
from aioesx.simulator.properties.layout import LAYOUT, LAYOUT_EX, STORAGE, storage_summary
from aioesx.simulator.properties.view import View, register
from aioesx.simulator.state.boot_order import read_order
from aioesx.simulator.state.config import guest_name, unpiped
from aioesx.simulator.state.known_keys import has_field
from aioesx.simulator.state.leases import disabled
from aioesx.simulator.state.numbers import whole
from aioesx.simulator.state.option_rows import BOOT, FLAGS, POWER_BUTTONS, TOOLS, read_options
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.config import Allocation, Config
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.option_rows import OptionRow
    from aioesx.simulator.state.questions import Question
    from aioesx.simulator.state.snapshots import Snapshot

__all__ = ["QUICK_STATS", "RUNTIME", "config_view", "question_info", "usage"]


def _allocation(limits: Allocation) -> vim.ResourceAllocationInfo:
    return vim.ResourceAllocationInfo(
        reservation=limits.reservation,
        expandable_reservation=False,
        limit=limits.limit,
        shares=vim.SharesInfo(shares=limits.shares, level=vim.SharesLevel(limits.level)),
    )


def _extra(config: Config) -> list[vim.OptionValue]:
    return [
        vim.OptionValue(key=key, value=unpiped(value))
        for key, value in config.settings.items()
        if not has_field(key)
    ]


def _machine_of(thing: Any) -> Machine:
    """Return the machine that a state object is, or is a snapshot of."""
    machine: Machine = getattr(thing, "machine", None) or thing
    return machine


def _power_buttons(config: Config) -> vim.VirtualMachineDefaultPowerOpInfo:
    usual: dict[str, Any] = {f"default_{row.name}": row.default for row in POWER_BUTTONS}
    return vim.VirtualMachineDefaultPowerOpInfo(
        **read_options(POWER_BUTTONS, config), **usual, standby_action="checkpoint"
    )


def _tools(of: Any) -> View:
    return View(
        vim.ToolsConfigInfo,
        tools_version=lambda thing: 10272 if _machine_of(thing).guest.tools_installed else 0,
        **_rows(TOOLS, of),
    )


def _rows(rows: tuple[OptionRow, ...], of: Any) -> dict[str, Any]:
    """Return what reads each field of a group of settings."""
    return {row.name: (lambda thing, row=row: row.read(of(thing))) for row in rows}


def _flags(of: Any) -> View:
    return View(
        vim.VirtualMachineFlagInfo,
        use_toe=False,
        run_with_debug_info=False,
        monitor_type="release",
        snapshot_disabled=False,
        snapshot_locked=False,
        record_replay_enabled=False,
        **_rows(FLAGS, of),
    )


def _affinity(text: str) -> vim.VirtualMachineAffinityInfo | None:
    numbers = [number for part in text.split(",") if (number := whole(part)) is not None]
    return vim.VirtualMachineAffinityInfo(affinity_set=numbers) if numbers else None


def _latency(config: Config) -> vim.LatencySensitivity:
    word = config.get("sched.cpu.latencySensitivity", "normal").lower()
    known = word if word in {"low", "normal", "medium", "high"} else "normal"
    return vim.LatencySensitivity(level=vim.LatencySensitivitySensitivityLevel(known))


def _growth(at: int) -> Any:
    """Return what reads one of the two numbers of a memory that grows while the machine is on."""

    def read(machine: Machine) -> int | None:
        return machine.hot_memory[at] if machine.config.flag("mem.hotadd") else None

    return lambda thing: read(_machine_of(thing))


def _hardware(of: Any) -> View:
    return View(
        vim.VirtualHardware,
        num_cpu=lambda thing: of(thing).vcpus,
        num_cores_per_socket=lambda thing: of(thing).cores_per_socket,
        memory_mb=lambda thing: of(thing).memory_mb,
        virtual_ich7_m_present=lambda thing: of(thing).flag("ich7m.present"),
        virtual_smc_present=lambda thing: of(thing).flag("smc.present"),
        device=lambda thing: devices(_machine_of(thing), of(thing)),
    )


def config_view(of: Any) -> View:
    """Return the view of a configuration; `of` gives the `Config` of the state object."""

    def config(name: str) -> Any:
        return lambda thing: getattr(of(thing), name)

    return View(
        vim.VirtualMachineConfigInfo,
        change_version=lambda thing: str(_machine_of(thing).change_version),
        modified=lambda thing: _machine_of(thing).modified,
        name=config("name"),
        guest_full_name=lambda thing: guest_name(of(thing).guest_os),
        version=lambda thing: f"vmx-{of(thing).hardware_version:02}",
        uuid=config("uuid"),
        instance_uuid=config("instance_uuid"),
        npiv_temporary_disabled=True,
        template=lambda thing: _machine_of(thing).template,
        guest_id=config("guest_id"),
        alternate_guest_name=lambda thing: unpiped(of(thing).get("guestOSAltName")),
        annotation=config("annotation"),
        files=View(
            vim.VirtualMachineFileInfo,
            vm_path_name=lambda thing: str(_machine_of(thing).place),
            snapshot_directory=lambda thing: f"{_machine_of(thing).place.folder}/",
            suspend_directory=lambda thing: f"{_machine_of(thing).place.folder}/",
            log_directory=lambda thing: f"{_machine_of(thing).place.folder}/",
        ),
        tools=_tools(of),
        flags=_flags(of),
        default_power_ops=lambda thing: _power_buttons(of(thing)),
        hardware=_hardware(of),
        cpu_allocation=lambda thing: _allocation(of(thing).cpu),
        memory_allocation=lambda thing: _allocation(of(thing).memory),
        memory_hot_add_enabled=lambda thing: of(thing).flag("mem.hotadd"),
        cpu_hot_add_enabled=lambda thing: of(thing).flag("vcpu.hotadd"),
        cpu_hot_remove_enabled=lambda thing: of(thing).flag("vcpu.hotremove"),
        hot_plug_memory_limit=_growth(0),
        hot_plug_memory_increment_size=_growth(1),
        latency_sensitivity=lambda thing: _latency(of(thing)),
        cpu_affinity=lambda thing: _affinity(of(thing).get("sched.cpu.affinity")),
        memory_affinity=lambda thing: _affinity(of(thing).get("sched.mem.affinity")),
        extra_config=lambda thing: _extra(of(thing)),
        swap_placement=lambda thing: of(thing).get("sched.swap.placement", "inherit"),
        boot_options=lambda thing: _boot(of(thing)),
        v_asserts_enabled=False,
        change_tracking_enabled=lambda thing: of(thing).flag("ctkEnabled"),
        v_app_config=lambda thing: _machine_of(thing).vapp,
        firmware=lambda thing: of(thing).get("firmware", "bios"),
        max_mks_connections=lambda thing: of(thing).number("RemoteDisplay.maxConnections", 40),
        guest_auto_lock_enabled=lambda thing: of(thing).flag("tools.guest.desktop.autolock", True),
        memory_reservation_locked_to_max=lambda thing: of(thing).flag("sched.mem.pin"),
        nested_hv_enabled=lambda thing: of(thing).flag("vhv.enable"),
        v_pmc_enabled=lambda thing: of(thing).flag("vpmc.enable"),
    )


def _boot(config: Config) -> vim.VirtualMachineBootOptions:
    return vim.VirtualMachineBootOptions(
        **read_options(BOOT, config), boot_order=read_order(config, disk_key)
    )


def _question(machine: Machine) -> vim.VirtualMachineQuestionInfo | None:
    question = machine.question
    return None if question is None else question_info(question)


def question_info(question: Question) -> vim.VirtualMachineQuestionInfo:
    """Return a question as `runtime.question` shows it."""
    return vim.VirtualMachineQuestionInfo(
        id=question.id,
        text=f"{question.message_id}:{question.text}",
        choice=vim.ChoiceOption(
            choice_info=[
                vim.ElementDescription(label=label, summary=label, key=str(key))
                for key, label in enumerate(question.choices)
            ],
            default_index=question.default,
        ),
        message=[vim.VirtualMachineMessage(id=question.message_id, text=question.text)],
    )


def _mhz(machine: Machine) -> int:
    return machine.host.hardware.cpu_hz // 1_000_000 * machine.config.vcpus


RUNTIME: Final = View(
    vim.VirtualMachineRuntimeInfo,
    host=lambda machine: machine.host.ref(machine.host),
    connection_state=vim.VirtualMachineConnectionState.CONNECTED,
    power_state=lambda machine: vim.VirtualMachinePowerState(machine.power),
    fault_tolerance_state=vim.VirtualMachineFaultToleranceState.NOT_CONFIGURED,
    tools_installer_mounted=False,
    suspend_time=lambda machine: machine.suspend_time,
    boot_time=lambda machine: machine.boot_time,
    suspend_interval=0,
    question=_question,
    max_cpu_usage=_mhz,
    max_memory_usage=lambda machine: machine.config.memory_mb,
    num_mks_connections=0,
    record_replay_state=vim.VirtualMachineRecordReplayState.INACTIVE,
    clean_power_off=lambda machine: None if machine.is_on else True,
    online_standby=False,
    consolidation_needed=lambda machine: machine.snapshots.unmerged,
)


def _count(machine: Machine, first: int, last: int) -> int:
    return sum(first <= device.key < last for device in devices(machine))


_CONFIG_SUMMARY: Final = View(
    vim.VirtualMachineConfigSummary,
    name=lambda machine: machine.name,
    template=lambda machine: machine.template,
    vm_path_name=lambda machine: str(machine.place),
    memory_size_mb=lambda machine: machine.config.memory_mb,
    cpu_reservation=lambda machine: machine.config.cpu.reservation,
    memory_reservation=lambda machine: machine.config.memory.reservation,
    num_cpu=lambda machine: machine.config.vcpus,
    num_ethernet_cards=lambda machine: len(machine.networks()),
    num_virtual_disks=lambda machine: sum(1 for _ in machine.disk_names()),
    uuid=lambda machine: machine.config.uuid,
    instance_uuid=lambda machine: machine.config.instance_uuid,
    guest_id=lambda machine: machine.config.guest_id,
    guest_full_name=lambda machine: guest_name(machine.config.guest_os),
    annotation=lambda machine: machine.config.annotation,
    install_boot_required=False,
)


def usage(machine: Machine) -> tuple[int, int]:
    """Return CPU in MHz and memory in MiB that a machine uses just now."""
    return machine.host.perf.cpu_mhz(machine), machine.host.perf.memory_mb(machine)


QUICK_STATS: Final = View(
    vim.VirtualMachineQuickStats,
    overall_cpu_usage=lambda machine: usage(machine)[0],
    overall_cpu_demand=lambda machine: usage(machine)[0],
    guest_memory_usage=lambda machine: usage(machine)[1],
    host_memory_usage=lambda machine: usage(machine)[1],
    guest_heartbeat_status=heartbeat,
    distributed_cpu_entitlement=lambda machine: usage(machine)[0],
    distributed_memory_entitlement=lambda machine: usage(machine)[1],
    static_cpu_entitlement=lambda machine: _mhz(machine) if machine.is_on else 0,
    static_memory_entitlement=lambda machine: machine.config.memory_mb if machine.is_on else 0,
    private_memory=lambda machine: usage(machine)[1],
    shared_memory=0,
    swapped_memory=0,
    ballooned_memory=0,
    consumed_overhead_memory=lambda machine: 40 if machine.is_on else 0,
    compressed_memory=0,
    uptime_seconds=lambda machine: machine.uptime(),
)


def _tree(snapshots: list[Snapshot]) -> list[vim.VirtualMachineSnapshotTree]:
    return [
        vim.VirtualMachineSnapshotTree(
            snapshot=Ref("VirtualMachineSnapshot", item.moid),
            vm=item.machine.host.ref(item.machine),
            name=item.name,
            description=item.description,
            id=item.number,
            create_time=item.created,
            state=vim.VirtualMachinePowerState(item.power),
            quiesced=item.quiesced,
            child_snapshot_list=_tree(item.children),
            replay_supported=False,
        )
        for item in snapshots
    ]


def _current(machine: Machine) -> Ref | None:
    current = machine.snapshots.current
    return None if current is None else machine.host.ref(current)


_YES: Final[dict[str, Any]] = {
    name: True for name in vim.VirtualMachineCapability.wire_fields if name.endswith("_supported")
}

register(
    "VirtualMachine",
    **{
        **COMMON,
        "config_status": lambda machine: vim.ManagedEntityStatus(machine.status),
        "disabled_method": disabled,
    },
    name=lambda machine: machine.name,
    parent=FIXED["vm_folder"],
    capability=View(
        vim.VirtualMachineCapability,
        **{
            **_YES,
            "multiple_snapshots_supported": lambda machine: (
                machine.host.profile.snapshot_levels > 1
            ),
        },
    ),
    config=config_view(lambda machine: machine.config),
    layout=LAYOUT,
    layout_ex=LAYOUT_EX,
    storage=STORAGE,
    environment_browser=None,
    resource_pool=FIXED["resource_pool"],
    resource_config=View(
        vim.ResourceConfigSpec,
        entity=lambda machine: machine.host.ref(machine),
        cpu_allocation=lambda machine: _allocation(machine.config.cpu),
        memory_allocation=lambda machine: _allocation(machine.config.memory),
    ),
    runtime=RUNTIME,
    guest=GUEST,
    summary=View(
        vim.VirtualMachineSummary,
        vm=lambda machine: machine.host.ref(machine),
        runtime=RUNTIME,
        guest=GUEST_SUMMARY,
        config=_CONFIG_SUMMARY,
        storage=storage_summary,
        quick_stats=QUICK_STATS,
        overall_status=vim.ManagedEntityStatus.GREEN,
    ),
    datastore=lambda machine: machine.datastore_refs(),
    network=lambda machine: machine.network_refs(),
    snapshot=View(
        vim.VirtualMachineSnapshotInfo,
        when=lambda machine: machine.snapshots.roots,
        current_snapshot=_current,
        root_snapshot_list=lambda machine: _tree(machine.snapshots.roots),
    ),
    root_snapshot=lambda machine: [machine.host.ref(item) for item in machine.snapshots.roots],
    guest_heartbeat_status=heartbeat,
)

register(
    "VirtualMachineSnapshot",
    value=lambda _: [],
    available_field=lambda _: [],
    config=config_view(lambda snapshot: snapshot.config),
    child_snapshot=lambda snapshot: [snapshot.machine.host.ref(c) for c in snapshot.children],
    vm=lambda snapshot: snapshot.machine.host.ref(snapshot.machine),
)
