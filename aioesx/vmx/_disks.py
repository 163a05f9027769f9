"""Hard disks, CD-ROMs and floppies: the keys of a slot <-> a `Disk`.

What a slot holds is not said by one key. Whether it is a hard disk shows in the file name, and
what kind of CD-ROM in ``deviceType`` and the file name together: `_OPTICAL` is the table of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from aioesx.definition import Disk
from aioesx.vmx._context import LeftOut, Reading, Writing, refuse
from aioesx.vmx._journal import quoted
from aioesx.vmx._keys import PRESENT, flag, text
from aioesx.vmx._slots import BUS_BY_NAME, Bus, Slot

__all__ = ["decode_disk", "encode_absent_floppies", "encode_disk", "slot_of"]

DEVICE_TYPE: Final = text("deviceType")
CLIENT_DEVICE: Final = flag("clientDevice")
MODE: Final = text("mode")
FILE_TYPE: Final = text("fileType")
FILE_NAME: Final = text("fileName")
WRITE_THROUGH: Final = flag("writeThrough")
AUTODETECT: Final = flag("autodetect")

_HARD_DISKS: Final = (None, "disk", "scsi-harddisk", "ata-harddisk", "rawdisk", "plaindisk")
_EMPTY: Final = "emptyBackingString"
_AUTO: Final = "auto detect"
_HOST_DRIVES: Final = "/vmfs/devices/cdrom/"
_VOLATILE: Final = "independent-nonpersistent"
_FLOPPY_IMAGES: Final = (".flp", ".img", ".ima", ".vfd", ".fd", ".dsk", ".iso", ".bin")
# A drive of the host: /dev/cdrom, D:, \\.\D:
_DRIVE: Final = re.compile(r"/dev/|(?:\\\\\.\\)?[A-Za-z]:\\?\Z|/vmfs/devices/")


# --- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Keys:
    """What a slot says of itself; `kind` is its device type in lower case."""

    reading: Reading
    bus: Bus
    device: str
    kind: str | None
    file_name: str | None
    write_through: bool

    def ends_in(self, suffix: str) -> bool:
        return self.file_name is not None and self.file_name.lower().endswith(suffix)

    def is_kind(self, kind: str) -> bool:
        return self.kind == kind

    @property
    def file_key(self) -> str:
        return self.device + FILE_NAME.name

    @property
    def is_host_drive(self) -> bool:
        drive = self.file_name is not None and self.file_name.startswith(_HOST_DRIVES)
        return self.is_kind("scsi-passthru") and drive

    @property
    def is_empty(self) -> bool:
        names = (_EMPTY, "") if self.reading.latest else (_EMPTY,)
        return self.file_name in names

    @property
    def says_kind(self) -> str:
        """Quote the device type, to end the sentence "it must be so with ..."."""
        said = self.reading.settings.find(self.device + DEVICE_TYPE.name)
        return f"{DEVICE_TYPE.name} = {quoted(said)}" if said is not None else "no deviceType"

    def need_kind(self, *kinds: str | None) -> None:
        """Check the device type, which a lenient reading sees in the file's name instead."""
        if self.kind not in kinds:
            words = " or ".join(repr(kind) for kind in kinds if kind is not None)
            must = f"must be {words} for the file {quoted(self.file_name or '')}"
            self.reading.refuse(self.device + DEVICE_TYPE.name, must, "told by the file's name")


def decode_disk(reading: Reading, bus: Bus, slot: Slot) -> Disk | None:
    """Read a slot; None for an empty one, and for one whose device is the viewer's own."""
    device = bus.device(slot)
    if not reading.is_present(device):
        return None
    if reading.read(CLIENT_DEVICE, device):
        reason = "it is a drive of the PC that looks at the console"
        reading.lose(device + CLIENT_DEVICE.name, reason, minor=True)
        return None
    kind = reading.read(DEVICE_TYPE, device)
    keys = _Keys(
        reading,
        bus,
        device,
        kind=kind.lower() if kind else kind,
        file_name=reading.read(FILE_NAME, device),
        write_through=reading.read(WRITE_THROUGH, device),
    )
    try:
        found = _decode_kind(keys)
    except LeftOut:
        return None
    if found is None:
        return None
    split = bus.name_split(reading.hardware_version, latest=reading.latest)
    name, index = bus.target(slot, split)
    split = bus.address_split(reading.hardware_version, latest=reading.latest)
    return Disk(target=name, bus=bus.libvirt, address=bus.address(index, split), **found)


def _decode_kind(keys: _Keys) -> dict[str, Any] | None:
    if keys.bus.libvirt == "fdc":
        return _decode_floppy(keys)
    if not _may_be_optical(keys):
        return _decode_hard_disk(keys)
    if keys.bus.has_optical:
        return _decode_optical(keys)
    reason = f"there are only hard disks on {keys.bus.name}"
    keys.reading.lose(keys.device + PRESENT.name, reason)
    return None


def _decode_hard_disk(keys: _Keys) -> dict[str, Any]:
    if not keys.ends_in(".vmdk") or keys.file_name is None:
        return _no_vmdk(keys)
    if keys.bus.hard_disk_words and keys.kind not in (None, *keys.bus.hard_disk_words):
        keys.need_kind(*sorted(keys.bus.hard_disk_words))
    if not keys.bus.hard_disk_words and keys.kind not in _HARD_DISKS:
        said = "left out: told by the file's name"
        keys.reading.remark(keys.device + DEVICE_TYPE.name, said, minor=True)
    mode = (keys.reading.read(MODE, keys.device) or "").lower()
    if mode not in ("", _VOLATILE, "persistent"):
        message = "left out: a definition has no word for this mode"
        keys.reading.remark(keys.device + MODE.name, message, minor=True)
    return {
        "source": keys.reading.source(keys.file_key, keys.file_name),
        "cache": "writethrough" if keys.write_through else None,
        "transient": mode == _VOLATILE,
    }


def _no_vmdk(keys: _Keys) -> dict[str, Any]:
    """Read a file that is none of a hard disk: one of the host's drives, or nothing we know."""
    name = (keys.file_name or "").strip()
    if keys.bus.has_optical and (name.lower() == _AUTO or _DRIVE.match(name)):
        must = f"must have a deviceType of a CD-ROM drive, found {keys.says_kind}"
        keys.reading.refuse(keys.file_key, must, "taken as a CD-ROM drive")
        return _drive("cdrom")(keys) | {"readonly": True}
    must = f"the file of a hard disk must end in .vmdk ({keys.says_kind})"
    raise keys.reading.leave_out(keys.file_key, must)


def _may_be_optical(keys: _Keys) -> bool:
    return (
        keys.file_name is None
        or keys.ends_in(".iso")
        or keys.is_empty
        or keys.kind in ("atapi-cdrom", "cdrom-raw", "cdrom-image")
        or keys.is_host_drive
    )


def _image(keys: _Keys) -> dict[str, Any]:
    keys.need_kind(None, "cdrom-image")
    if keys.file_name is None or keys.is_empty:
        return {"type": "file", "device": "cdrom"}
    source = keys.reading.image(keys.file_key, keys.file_name, missing_ok=True)
    return {"type": "file", "device": "cdrom", "source": source}


def _drive(device: str) -> Callable[[_Keys], dict[str, Any]]:
    def decode(keys: _Keys) -> dict[str, Any]:
        if keys.file_name is not None and keys.file_name.strip().lower() == _AUTO:
            return {"type": "block", "device": device, "startup_policy": "optional"}
        if not keys.file_name and keys.reading.journal.lenient:
            message = f"no file: the drive is called {quoted(_AUTO)}"
            keys.reading.remark(keys.device + DEVICE_TYPE.name, message)
            return {"type": "block", "device": device, "startup_policy": "optional"}
        return {"type": "block", "device": device, "source": keys.file_name}

    return decode


def _disk_as_image(keys: _Keys) -> None:
    keys.reading.lose(keys.file_key, f"the file is a hard disk's, with {keys.says_kind}")


def _pass_through(keys: _Keys) -> None:
    reason = "this deviceType is read of CD-ROM drives only"
    keys.reading.lose(keys.device + DEVICE_TYPE.name, reason)


class _Optical(NamedTuple):
    """A row: what a CD-ROM slot holds if a condition is true. The first true one counts."""

    applies: Callable[[_Keys], bool]
    decode: Callable[[_Keys], dict[str, Any] | None]


# fmt: off
_OPTICAL: Final = (
    _Optical(lambda keys: keys.ends_in(".vmdk"),         _disk_as_image),
    _Optical(lambda keys: keys.ends_in(".iso"),          _image),
    _Optical(lambda keys: keys.is_kind("atapi-cdrom"),   _drive("cdrom")),
    _Optical(lambda keys: keys.is_kind("cdrom-raw"),     _drive("lun")),
    _Optical(lambda keys: keys.is_host_drive and keys.bus.libvirt == "scsi", _drive("lun")),
    _Optical(lambda keys: keys.is_kind("scsi-passthru") and keys.bus.libvirt == "scsi",
             _pass_through),
    _Optical(lambda keys: keys.is_empty,                 _image),
)
# fmt: on


def _decode_optical(keys: _Keys) -> dict[str, Any] | None:
    for row in _OPTICAL:
        if row.applies(keys):
            found = row.decode(keys)
            return found | {"readonly": True} if found is not None else None
    return _odd_optical(keys)


def _odd_optical(keys: _Keys) -> dict[str, Any]:
    """Read a CD-ROM whose file is none: it is automatic, a drive, or not there."""
    name = (keys.file_name or "").strip()
    drive = name.lower() == _AUTO or _DRIVE.match(name) is not None
    if keys.file_name is None and not keys.is_kind("cdrom-image"):
        why = f"{keys.device[:-1]} is there, and needs a file ({keys.says_kind})"
        raise keys.reading.leave_out(keys.file_key, why)
    must = f"must end in .iso, or be {quoted(_EMPTY)} ({keys.says_kind})"
    left_out = "the drive is empty" if not name else "the image is left out, the drive is empty"
    instead = "taken as a drive" if drive else left_out
    keys.reading.refuse(keys.file_key, must, instead)
    found = _drive("cdrom")(keys) if drive else {"type": "file", "device": "cdrom"}
    return found | {"readonly": True}


def _decode_floppy(keys: _Keys) -> dict[str, Any]:
    said = keys.reading.read(FILE_TYPE, keys.device)
    name = keys.file_name
    backing = (said or "").lower()
    if backing not in ("device", "file"):
        taken = "file" if name is not None and name.lower().endswith(_FLOPPY_IMAGES) else "device"
        must = f"must have a fileType, 'device' or 'file', found {quoted(said or '')}"
        keys.reading.refuse(keys.file_key, must, f"taken as a {taken}")
        backing = taken
    if backing == "device":
        return {
            "type": "block",
            "device": "floppy",
            "source": name or None if said is None else name,
        }
    if name is not None:
        name = keys.reading.image(keys.file_key, name)
    return {"type": "file", "device": "floppy", "source": name}


# --- writing -------------------------------------------------------------------------------------


def slot_of(writing: Writing, disk: Disk, path: str) -> tuple[Bus, Slot]:
    """Return where a disk of the XML goes.

    Raises:
        UnsupportedError: its bus is none of VMware's or too new for the hardware, its name is
            not one of its bus, or its address is not the one of its name.
    """
    bus = BUS_BY_NAME.get(disk.bus)
    if bus is None:
        raise refuse(f"{path}/target/@bus", f"VMware has no {disk.bus!r} disks", disk.bus)
    if writing.hardware_version < bus.oldest_hardware:
        reason = f"{disk.bus!r} disks need hardware version {bus.oldest_hardware}"
        raise refuse(f"{path}/target/@bus", reason, disk.bus)
    split = bus.name_split(writing.hardware_version, latest=writing.latest)
    slot = bus.slot(disk.target, split)
    if slot is None:
        reason = f"a {disk.bus!r} disk is not called {disk.target!r}"
        raise refuse(f"{path}/target/@dev", reason, disk.target)
    _, index = bus.target(slot, split)
    derived = bus.address(index, split)
    address = disk.address
    if address is not None and derived is not None and (
        (address.controller, address.bus, address.unit)
        != (derived.controller, derived.bus, derived.unit)
    ):  # fmt: skip
        reason = f"the address is not the one of {disk.target!r}: it should be {derived}"
        raise refuse(f"{path}/address", reason, str(address))
    if slot.controller >= bus.controllers:
        reason = f"VMware has {bus.controllers} {disk.bus!r} controllers, {disk.target!r} is beyond"
        raise refuse(f"{path}/address/@controller", reason, slot.controller)
    return bus, slot


class _Written(NamedTuple):
    """A row: how a disk of some device and type is written.

    Attributes:
        device_type: value of the key, None to ask the bus.
        suffix: how its file must end.
    """

    device_type: str | None
    suffix: str | None


_WRITTEN: Final = {
    ("disk", "file"): _Written(None, ".vmdk"),
    ("cdrom", "file"): _Written("cdrom-image", ".iso"),
    ("cdrom", "block"): _Written("atapi-cdrom", None),
    ("lun", "block"): _Written("cdrom-raw", None),
}


def encode_disk(writing: Writing, disk: Disk, path: str) -> None:
    """Add the settings of a disk.

    Raises:
        UnsupportedError: VMware has no such disk.
    """
    bus, slot = slot_of(writing, disk, path)
    device = bus.device(slot)
    if (disk.device == "floppy") != (bus.libvirt == "fdc"):
        raise refuse(f"{path}/@device", f"there is no {disk.device} on {disk.bus!r}", disk.device)
    if disk.device == "floppy":
        _encode_floppy(writing, disk, path, device)
        return
    row = _WRITTEN.get((disk.device, disk.type))
    if row is None or (disk.device != "disk" and not bus.has_optical):
        reason = f"a {disk.bus} {disk.device} cannot be of type {disk.type!r}"
        raise refuse(f"{path}/@type", reason, disk.type)
    writing.add(PRESENT, True, device)
    host_drive = (disk.source or "").startswith(_HOST_DRIVES)
    if disk.device == "lun" and host_drive and bus.libvirt == "scsi":
        writing.add(DEVICE_TYPE, "scsi-passthru", device)
    else:
        writing.maybe(DEVICE_TYPE, row.device_type or bus.hard_disk, device)
    if row.suffix is not None:
        _encode_file(writing, disk, f"{path}/source/@file", device, row.suffix)
    elif disk.source is None and disk.startup_policy == "optional":
        writing.add(AUTODETECT, True, device)
        writing.add(FILE_NAME, _AUTO, device)
    else:
        writing.maybe(FILE_NAME, disk.source, device)
    _encode_cache(writing, disk, path, device)
    if disk.transient:
        writing.add(MODE, _VOLATILE, device)


def _encode_file(writing: Writing, disk: Disk, path: str, device: str, suffix: str) -> None:
    if disk.source is None:
        if disk.device == "disk":
            raise refuse(path, "a hard disk needs a file")
        writing.add(FILE_NAME, _EMPTY, device)
        return
    if not disk.source.lower().endswith(suffix):
        raise refuse(path, f"the file of a {disk.device} must end in {suffix!r}", disk.source)
    writing.add(FILE_NAME, writing.file_name(path, disk.source), device)


def _encode_cache(writing: Writing, disk: Disk, path: str, device: str) -> None:
    """Add the cache mode, which libvirt looks at on SCSI disks only."""
    if disk.bus != "scsi" or disk.cache in (None, "default"):
        return
    if disk.cache != "writethrough":
        raise refuse(f"{path}/driver/@cache", "VMware has 'writethrough' only", disk.cache)
    writing.add(WRITE_THROUGH, True, device)


def _encode_floppy(writing: Writing, disk: Disk, path: str, device: str) -> None:
    backing = {"file": "file", "block": "device"}.get(disk.type)
    if backing is None:
        raise refuse(f"{path}/@type", f"a floppy cannot be of type {disk.type!r}", disk.type)
    writing.add(PRESENT, True, device)
    writing.add(FILE_TYPE, backing, device)
    name = disk.source
    if name is not None and disk.type == "file":
        name = writing.file_name(f"{path}/source/@file", name)
    writing.maybe(FILE_NAME, name, device)


def encode_absent_floppies(writing: Writing) -> None:
    """Say of each floppy drive that is not there that it is not: VMware would add it."""
    written = {key for key, _ in writing.lines}
    bus = BUS_BY_NAME["fdc"]
    for slot in bus.slots(0, writing.hardware_version, latest=writing.latest):
        device = bus.device(slot)
        if device + PRESENT.name not in written:
            writing.add(PRESENT, False, device)
