"""Handlers: ImportVApp, by which machines arrive at a host as files.

The machine is made at once, with disks of zeros, and shown; its lease tells where the disks' bytes
go to. What the spec leaves open is found as hosts find it: the folder, the names of disks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.leases import NVRAM_SINCE, lease_place, slot_of
from aioesx.simulator.methods.making import make_machine
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.state import paths
from aioesx.simulator.state.leases import Arrival, Lease, LeaseFile
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.traces import Traces

__all__ = ["home_of", "machine_spec"]

_LONGEST_NAME: Final = 80  # the API's own limit
_BAD_NAME: Final = re.compile(r"[/\\\x00-\x1f]")


@handles("ImportVApp")
def _import(call: Call) -> vim.ManagedObjectReference:
    """Make a machine, and give the lease by which its files come."""
    host, spec = call.host, machine_spec(call.method.spec).config_spec
    _require_name(spec.name or "")
    host.require_free_name(spec.name or "")
    if host.maintenance or host.entering:
        raise faults.invalid_state("The operation is not allowed in maintenance mode.")
    place = _place(call, spec)
    settled = _Settled(spec, place)
    machine, traces = make_machine(host, settled.spec, place)
    lease = Lease(
        f"ha-lease-{host.next_number()}",
        machine,
        [*_disks(machine, traces, spec.name or ""), *settled.files(machine)],
        *lease_place(call),
        arrival=Arrival(traces, call.user),
    )
    host.events.post("VmBeingCreatedEvent", machine, user=call.user, config_spec=settled.spec)
    host.leases.give(lease, call.method.wire_name)
    return host.ref(lease)


def machine_spec(spec: vim.ImportSpec) -> vim.VirtualMachineImportSpec:
    """Return the spec of a machine.

    Raises:
        Refused: NotSupported: of a vApp; the simulator imports machines alone.
    """
    if not isinstance(spec, vim.VirtualMachineImportSpec):
        raise faults.not_supported()
    return spec


def home_of(spec: vim.VirtualMachineConfigSpec) -> DatastorePath:
    """Return where a spec wants the machine's own files; a datastore at least.

    Raises:
        Refused: InvalidArgument, InvalidDatastorePath.
    """
    text = spec.files.vm_path_name if spec.files is not None else ""
    if not text:
        raise faults.invalid_argument("spec.configSpec.files.vmPathName")
    return paths.parse(text)


def _require_name(name: str) -> None:
    if not name.strip(". ") or len(name) > _LONGEST_NAME or _BAD_NAME.search(name):
        raise faults.invalid_name(name)


def _place(call: Call, spec: vim.VirtualMachineConfigSpec) -> DatastorePath:
    """Return where the VMX file will be; a folder that the spec does not name is a new one."""
    wanted, name = home_of(spec), spec.name
    store = call.host.datastore(wanted.datastore)
    store.require_accessible()
    if wanted.path.lower().endswith(".vmx"):
        return wanted
    folder, number = wanted.path or str(name), 0
    while not wanted.path and store.exists(folder):
        number += 1
        folder = f"{name}_{number}"
    return store.path(paths.clean(f"{folder}/{name}.vmx"))


def _disks(machine: Machine, traces: Traces, name: str) -> Iterator[LeaseFile]:
    """Yield the disks that were made, in the order of the configuration; not those taken over."""
    host, number = machine.host, 0
    for setting, place in machine.snapshots.disk_keys(machine.config).items():
        store, slot = host.datastore(place.datastore), slot_of(machine.config, setting)
        if not traces.has(store, place.path):
            continue
        yield LeaseFile(
            key=f"/{machine.moid}/{slot}",
            name=f"disk-{number}.vmdk",
            store=store,
            path=place.path,
            capacity=store.disk(place.path).size,
            import_key=f"/{name}/{slot}",
        )
        number += 1


class _Settled:
    """A spec with a name for each file that is no disk: they lie beside the VMX file.

    Args:
        spec: what the client wants.
        place: where the VMX file will be.

    Attributes:
        spec: what is made.
    """

    def __init__(self, spec: vim.VirtualMachineConfigSpec, place: DatastorePath) -> None:
        self._name = spec.name or ""
        self._images: list[DatastorePath] = []
        changes = [self._named(change, place) for change in spec.device_change]
        self._has_nvram = False
        options = [self._option(option, place) for option in spec.extra_config]
        self.spec = spec.__replace__(device_change=changes, extra_config=options)

    def _named(
        self, change: vim.VirtualDeviceConfigSpec, place: DatastorePath
    ) -> vim.VirtualDeviceConfigSpec:
        """Return a change; one that makes an image has the image's path in it."""
        device: Any = change.device
        if device is None or change.file_operation is None:
            return change
        backing = device.backing
        if not isinstance(backing, vim.VirtualCdromIsoBackingInfo):
            return change
        name = re.split(r"[/\]]", backing.file_name or "")[-1].strip()
        image = place.beside(paths.clean(name or "image.iso"))
        if image in self._images:
            image = place.beside(f"{len(self._images)}-{image.name}")
        self._images.append(image)
        named = device.__replace__(backing=backing.__replace__(file_name=str(image)))
        new: vim.VirtualDeviceConfigSpec = change.__replace__(device=named)
        return new

    def _option(self, option: vim.OptionValue, place: DatastorePath) -> vim.OptionValue:
        if option.key.lower() != "nvram" or not option.value:
            return option
        self._has_nvram = True
        name = place.name.removesuffix(".vmx") + ".nvram"
        return vim.OptionValue(key=option.key, value=name)

    def files(self, machine: Machine) -> Iterator[LeaseFile]:
        """Yield the files that are to come besides the disks."""
        home = machine.host.datastore(machine.place.datastore)
        for key, value in machine.config.settings.items():
            if not key.lower().endswith(".filename") or "/dev/" in value:
                continue
            place = machine.host.locate(value, machine.place)
            if place in self._images and place.path not in home.files:
                yield self._file(machine, home, place, slot_of(machine.config, key))
        if self._has_nvram and at_least(machine.host.profile.api_version, NVRAM_SINCE):
            place = machine.place.beside(f"{machine.stem.rpartition('/')[2]}.nvram")
            yield self._file(machine, home, place, "nvram")

    def _file(
        self, machine: Machine, store: Datastore, place: DatastorePath, slot: str
    ) -> LeaseFile:
        return LeaseFile(
            key=f"/{machine.moid}/{slot}",
            name="nvram" if slot == "nvram" else place.name,
            store=store,
            path=place.path,
            import_key=f"/{self._name}/{slot}",
        )
