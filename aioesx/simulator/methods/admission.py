"""What ESX checks and asks before a machine may run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.state.disks import is_extent
from aioesx.simulator.state.questions import QUESTIONS
from aioesx.simulator.state.tasks import Ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.tasks import Work

__all__ = ["admit", "asked_at_power_on"]

_OVERHEAD_MB = 40


def admit(machine: Machine) -> None:
    """Refuse a start that the host has no room for.

    Raises:
        Refused: maintenance mode, too many CPUs, not enough memory or CPU, unknown hardware.
    """
    host, config = machine.host, machine.config
    if host.maintenance or host.entering:
        raise faults.invalid_state("The operation is not allowed in maintenance mode.")
    if machine.template:
        raise faults.not_supported("A template cannot be powered on.")
    if config.vcpus > min(host.profile.max_vcpus, host.hardware.cpu_threads):
        raise faults.not_enough_cpus(host.hardware.cpu_threads, config.vcpus)
    if config.hardware_version not in host.profile.hardware_versions:
        raise faults.hardware_version(f"vmx-{config.hardware_version:02}")
    total = host.hardware.memory_bytes // 1024**2
    free = total - host.memory_used_mb()
    wanted = config.memory_mb + _OVERHEAD_MB
    if config.memory_mb > host.profile.max_memory_mb or wanted > free:
        raise faults.insufficient_memory(free, wanted)
    mhz = host.hardware.cpu_hz // 1_000_000 * host.hardware.cpu_cores
    reserved = sum(m.config.cpu.reservation for m in host.machines.values() if m.is_on)
    if reserved + config.cpu.reservation > mhz:
        raise faults.insufficient_cpu(mhz - reserved, config.cpu.reservation)
    _admit_addresses(config)
    _admit_passthrough(config)


def _admit_addresses(config: Config) -> None:
    """Refuse a MAC address of somebody's choice that VMware keeps for those of its own.

    What a host says (terraform-provider-esxi#184, community.vmware#1159), unless the machine is
    told not to look.
    """
    for number in range(10):
        prefix = f"ethernet{number}"
        mac = config.get(f"{prefix}.address").lower()
        static = config.get(f"{prefix}.addressType").lower() == "static"
        looks = config.flag(f"{prefix}.checkMACAddress", default=True)
        if not (config.flag(f"{prefix}.present") and static and looks):
            continue
        if mac.startswith("00:0c:29:") or (mac.startswith("00:50:56:") and mac[9:11] > "3f"):
            text = (
                f"Impermissible static Ethernet address: '{mac}'. "
                "It conflicts with VMware reserved MACs."
            )
            raise faults.Refused(vim.GenericVmConfigFault(reason=text), text)


def _admit_passthrough(config: Config) -> None:
    """Refuse to give a machine a PCI device while not all of its memory is its own."""
    given = any(config.flag(f"pciPassthru{number}.present") for number in range(16))
    if given and config.memory.reservation < config.memory_mb:
        text = (
            "Invalid memory setting: memory reservation (sched.mem.min) should be equal to "
            f"memsize({config.memory_mb})."
        )
        raise faults.Refused(vim.GenericVmConfigFault(reason=text), text)


def asked_at_power_on(machine: Machine) -> Work:
    """Ask what ESX asks when a machine starts; a no ends the task."""
    yield from _port_questions(machine)
    yield from _moved_question(machine)
    yield from _disk_questions(machine)
    yield from _media_questions(machine)
    yield from _room_question(machine)


def _cancelled(message_id: str, label: str) -> None:
    if label == "Cancel":
        raise faults.answered_no(message_id)


def _port_questions(machine: Machine) -> Work:
    config, host = machine.config, machine.host
    for family, most in (("serial", 4), ("parallel", 3)):
        for number in range(most):
            prefix = f"{family}{number}"
            kind = config.get(f"{prefix}.fileType").lower()
            if not config.flag(f"{prefix}.present") or kind != "file":
                continue
            place = host.locate(config.get(f"{prefix}.fileName"), machine.place)
            store = host.datastore(place.datastore)
            if place.path in store.files:
                template = QUESTIONS[f"{family}-file"]
                label = yield Ask(template.ask(family.capitalize(), str(place)))
                _cancelled(template.message_id, label)
                if label == "Append":
                    continue
            store.put_text(place.path, "")


def _moved_question(machine: Machine) -> Work:
    here = machine.host.location_uuid(machine.place)
    known = machine.config.get("uuid.location")
    if machine.power == "suspended":
        return
    if known and known != here and machine.config.get("uuid.action").lower() != "keep":
        template = QUESTIONS["moved-or-copied"]
        label = yield Ask(template.ask())
        _cancelled(template.message_id, label)
        changes: dict[str, str | None] = {"uuid.location": here}
        if label == "I copied it":
            changes["uuid.bios"] = machine.host.fresh_uuid(f"{machine.place} copy")
        machine.change(changes)


def _others_disks(machine: Machine) -> set[DatastorePath]:
    """Return the disks that machines which are on hold."""
    host = machine.host
    return {
        host.locate(name, other.place)
        for other in host.machines.values()
        if other is not machine and other.is_on
        for name in other.disk_names()
    }


def _disk_questions(machine: Machine) -> Work:
    host = machine.host
    for name in machine.disk_names():
        place = host.locate(name, machine.place)
        while place in _others_disks(machine) and not is_extent(place.path):
            template = QUESTIONS["disk-locked"]
            label = yield Ask(template.ask(str(place)))
            _cancelled(template.message_id, label)
        if place.path not in host.datastore(place.datastore).files:
            raise faults.file_not_found(str(place))


def _media(machine: Machine) -> Iterator[tuple[str, str]]:
    """Yield prefix and file name of floppy and CD images that start connected."""
    config = machine.config
    for key, name in config.settings.items():
        prefix = key.rpartition(".")[0]
        if not key.lower().endswith(".filename") or not config.flag(f"{prefix}.present"):
            continue
        if not config.flag(f"{prefix}.startConnected", default=True):
            continue
        image = config.get(f"{prefix}.deviceType").lower() == "cdrom-image"
        floppy = prefix.lower().startswith("floppy")
        floppy = floppy and config.get(f"{prefix}.fileType").lower() == "file"
        if name and (image or floppy):
            yield prefix, name


def _media_questions(machine: Machine) -> Work:
    for prefix, name in list(_media(machine)):
        place = machine.host.locate(name, machine.place)
        store = next(
            (s for s in machine.host.datastores.values() if s.name == place.datastore), None
        )
        if store is None or place.path not in store.files:
            template = QUESTIONS["device-missing"]
            label = yield Ask(template.ask(prefix, name))
            _cancelled(template.message_id, label)


def _room_question(machine: Machine) -> Work:
    """Ask for room when the datastore cannot take the machine's swap file."""
    store = machine.host.datastore(machine.place.datastore)
    while store.free < 1024**2:
        template = QUESTIONS["no-space"]
        label = yield Ask(template.ask(machine.place.name))
        _cancelled(template.message_id, label)
