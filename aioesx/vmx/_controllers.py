"""Disk controllers, their models, and the order of everything about disks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from aioesx.definition import Controller, Disk, DomainDefinition, PciAddress
from aioesx.definition.targets import in_order
from aioesx.vmx._context import Reading, Writing, refuse
from aioesx.vmx._disks import decode_disk, encode_absent_floppies, encode_disk, slot_of
from aioesx.vmx._keys import PRESENT, integer, text
from aioesx.vmx._slots import BUS_BY_NAME, BUSES, Bus, Slot

__all__ = ["AUTO_MODEL", "MODELS", "decode_storage", "encode_storage", "undetected_sources"]

VIRTUAL_DEV: Final = text("virtualDev")
PCI_SLOT: Final = integer("pciSlotNumber", -1)

MODELS: Final = {
    "buslogic": "buslogic",
    "lsilogic": "lsilogic",
    "lsisas1068": "lsisas1068",
    "pvscsi": "vmpvscsi",
}
"""libvirt's name of each SCSI controller model, by VMware's."""

_VIRTUAL_DEVS: Final = {libvirt: vmware for vmware, libvirt in MODELS.items()}

_MEANT: Final = MODELS | {model: model for model in MODELS.values()} | {"lsisas": "lsisas1068"}

AUTO_MODEL: Final = "auto"
"""Not a model: take the one that the disk image was made for."""

# The order in which libvirt lists controllers; those of a bus without disks are left out.
_LISTED: Final = ("scsi", "sata", "fdc", "ide", "nvme")


# --- reading -------------------------------------------------------------------------------------


def decode_storage(reading: Reading) -> tuple[tuple[Disk, ...], tuple[Controller, ...]]:
    """Read every disk, and the controllers that they need."""
    disks: list[Disk] = []
    present: dict[tuple[str, int], Controller] = {}
    for bus in BUSES:
        for index in range(bus.controllers):
            if bus.has_controller_keys:
                controller = _decode_controller(reading, bus, index)
                if controller is None:
                    continue
                present[bus.libvirt, index] = controller
            slots = bus.slots(index, reading.hardware_version, latest=reading.latest)
            disks += filter(None, (decode_disk(reading, bus, slot) for slot in slots))
    listed = _listed(disks, present, show_empty=reading.latest)
    for bus_name, index in sorted(present.keys() - {(one.type, one.index) for one in listed}):
        name = f"{BUS_BY_NAME[bus_name].name}{index}.{PRESENT.name}"
        reading.lose(name, "libvirt shows no controller without a disk", minor=True)
    return tuple(disks), listed


def _decode_controller(reading: Reading, bus: Bus, index: int) -> Controller | None:
    """Read a controller; None if it is not there."""
    device = f"{bus.name}{index}."
    if not reading.read(PRESENT, device):
        return None
    return Controller(
        type=bus.libvirt,
        index=index,
        model=_decode_model(reading, device) if bus.libvirt == "scsi" else None,
        address=_pci_address(reading, device) if reading.latest else None,
    )


def _decode_model(reading: Reading, device: str) -> str | None:
    name = reading.read(VIRTUAL_DEV, device)
    if name is None:
        return None
    model = MODELS.get(name.lower())
    if model is None:
        taken = _MEANT.get(name.strip().lower())
        instead = f"taken as {_VIRTUAL_DEVS[taken]}" if taken else "left out: the host chooses one"
        must = f"must be one of {', '.join(MODELS)}"
        reading.refuse(device + VIRTUAL_DEV.name, must, instead)
        return taken
    return model


def _pci_address(reading: Reading, device: str) -> PciAddress | None:
    """Split a slot number: 5 bits of slot, 5 of bus, 3 of function."""
    where = reading.read(PCI_SLOT, device)
    if where < 0:
        return None
    return PciAddress(bus=where >> 5 & 31, slot=where & 31, function=where >> 10 & 7)


def _listed(
    disks: Sequence[Disk], present: dict[tuple[str, int], Controller], *, show_empty: bool
) -> tuple[Controller, ...]:
    """List the controllers of each bus from 0 to the one of its last disk."""
    last: dict[str, int] = {}
    for disk in disks:
        if disk.address is not None:
            last[disk.bus] = disk.address.controller
    shown = {(bus, index) for bus, top in last.items() for index in range(top + 1)}
    if show_empty:
        shown |= present.keys()
    return tuple(
        present.get(key) or Controller(type=key[0], index=key[1])
        for key in sorted(shown, key=lambda key: (_LISTED.index(key[0]), key[1]))
    )


# --- writing -------------------------------------------------------------------------------------

_Placed = Sequence[tuple[Disk, Slot, str]]
"""Disks with their slot and their path in the XML."""


def encode_storage(writing: Writing) -> bool:
    """Add the controllers and the disks; say whether there is a SCSI controller.

    Raises:
        UnsupportedError: a disk or a controller has no word in VMX, or two disks one slot.
    """
    placed: dict[Bus, list[tuple[Disk, Slot, str]]] = {bus: [] for bus in BUSES}
    for number, disk in enumerate(writing.definition.disks, start=1):
        path = f"devices/disk[{number}]"
        bus, slot = slot_of(writing, disk, path)
        if any(slot == other for _, other, _ in placed[bus]):
            raise refuse(f"{path}/target/@dev", f"{disk.target!r} is in a slot that is taken")
        placed[bus].append((disk, slot, path))
    models = _models(writing.definition, placed[BUS_BY_NAME["scsi"]])
    for bus in BUSES:
        used = sorted({slot.controller for _, slot, _ in placed[bus]})
        for index in used if bus.has_controller_keys else ():
            device = f"{bus.name}{index}."
            writing.add(PRESENT, True, device)
            if bus.libvirt == "scsi" and (model := models.get(index)) is not None:
                writing.add(VIRTUAL_DEV, _virtual_dev(writing, index, model, placed[bus]), device)
    for number, disk in in_order(writing.definition.disks):
        encode_disk(writing, disk, f"devices/disk[{number}]")
    encode_absent_floppies(writing)
    return bool(placed[BUS_BY_NAME["scsi"]])


class _Model(NamedTuple):
    """The model of a SCSI controller, and where the XML has it."""

    name: str
    path: str


def _models(definition: DomainDefinition, disks: _Placed) -> dict[int, _Model]:
    """Return the model of each SCSI controller, from its element or its disks' driver names."""
    models = {
        controller.index: _Model(controller.model.lower(), f"devices/controller[{number}]/@model")
        for number, controller in enumerate(definition.controllers, start=1)
        if controller.type == "scsi" and controller.model is not None
    }
    for disk, slot, path in disks:
        if disk.driver is None:
            continue
        model = _Model(disk.driver.lower(), f"{path}/driver/@name")
        if model.name != AUTO_MODEL and model.name not in _VIRTUAL_DEVS:
            raise refuse(model.path, f"unknown SCSI controller model {model.name!r}", model.name)
        known = models.setdefault(slot.controller, model)
        if known.name != model.name:
            reason = f"SCSI controller {slot.controller} is already {known.name!r}"
            raise refuse(model.path, reason, model.name)
    return models


def _virtual_dev(writing: Writing, index: int, model: _Model, disks: _Placed) -> str:
    """Return VMware's name of a model; of ``auto``, of the one that the disks were made for."""
    name = model.name
    if name == AUTO_MODEL:
        sources = [disk.source or "" for disk, slot, _ in disks if slot.controller == index]
        found = {writing.scsi_models.get(source, AUTO_MODEL).lower() for source in sources}
        if len(found) > 1:
            reason = f"the disks of SCSI controller {index} are for {', '.join(sorted(found))}"
            raise refuse(model.path, reason, name)
        name = found.pop()
    if name not in _VIRTUAL_DEVS:
        reason = f"the model of SCSI controller {index} must be one of {', '.join(_VIRTUAL_DEVS)}"
        told = ", and no disk tells it" if name == AUTO_MODEL else ""
        raise refuse(model.path, reason + told, name)
    return _VIRTUAL_DEVS[name]


def undetected_sources(definition: DomainDefinition) -> list[str]:
    """Return the files whose SCSI model `format_domain` must be told: those with model ``auto``.

    They are the hard disks on a datastore; a host knows the model of no others.
    """
    scsi = BUS_BY_NAME["scsi"]
    disks = [
        (disk, slot, f"devices/disk[{number}]")
        for number, disk in enumerate(definition.disks, start=1)
        if disk.bus == "scsi" and (slot := scsi.slot(disk.target, scsi.per_controller))
    ]
    models = _models(definition, disks)
    automatic = {index for index, model in models.items() if model.name == AUTO_MODEL}
    return [
        disk.source
        for disk, slot, _ in disks
        if slot.controller in automatic and _is_on_datastore(disk) and disk.source is not None
    ]


def _is_on_datastore(disk: Disk) -> bool:
    source = disk.source or ""
    return (disk.device, disk.type) == ("disk", "file") and source.startswith("[")
