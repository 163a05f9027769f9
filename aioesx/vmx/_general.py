"""The machine as a whole: identity, memory, processors, firmware.

`ROWS` is in the order in which the settings are written. A row reads one key into one field of
the definition, and says it of a definition. Sizes are MiB in VMX and KiB in the definition. A
value that cannot be said raises `BadValue`, which knows what is taken instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from aioesx.definition import Cpu, DomainDefinition, Topology, Tpm
from aioesx.units import mib_to_kib
from aioesx.vmx._context import Reading, Writing, need_range, refuse
from aioesx.vmx._journal import VmxWarning, quoted
from aioesx.vmx._keys import (
    ESCAPED,
    TWICE_ESCAPED,
    UUID_PAIRS,
    Key,
    flag,
    integer,
    optional,
    text,
)

__all__ = [
    "decode_general",
    "decode_hardware_version",
    "encode_closing",
    "encode_firmware",
    "encode_general",
    "encode_tpm",
]

_ZERO: Final = UUID(int=0)
_CONFIG_VERSION: Final = 8
_OLDEST_HARDWARE: Final = 4
_MAX_MIB: Final = (2**54 - 1) >> 10
_MAX_VCPUS: Final = 2**32 - 1
_XML_SHARES: Final = (2, 262144)
_MAX_CPU_NUMBER: Final = 16384
_GRAIN_MIB: Final = 4
_MIB: Final = 1024 * 1024
_NAMED_LIKE_IT: Final = (
    "extendedConfigFile", "nvram", "scsi0:0.fileName", "sata0:0.fileName", "nvme0:0.fileName",
    "ide0:0.fileName",
)  # fmt: skip
_SHARES: Final = {"low": 500, "normal": 1000, "high": 2000}
_UNSIGNED: Final = re.compile(r"\s*\+?\d{1,20}\s*", re.ASCII)

ENCODING: Final = text(".encoding")
CONFIG_VERSION: Final = integer("config.version", 0)
HARDWARE_VERSION: Final = integer("virtualHW.version", 0)
GUEST_OS: Final = text("guestOS")
REFLECT_HOST: Final = flag("smbios.reflecthost")
BIOS_UUID: Final = optional("uuid.bios", UUID_PAIRS)
UUID_ACTION: Final = text("uuid.action")
VCENTER_UUID: Final = text("vc.uuid")
GENERATION: Final = (integer("vm.genid", 0), integer("vm.genidX", 0))
NAME: Final = optional("displayName", TWICE_ESCAPED)
ANNOTATION: Final = optional("annotation", ESCAPED)
MEMORY: Final = integer("memsize", 32, _MIB)
MEMORY_MAX: Final = integer("sched.mem.max", -1, _MIB)
MEMORY_MIN: Final = integer("sched.mem.minsize", 0, _MIB)
VCPUS: Final = integer("numvcpus", 1)
CORES: Final = integer("cpuid.coresPerSocket", 1)
AFFINITY: Final = text("sched.cpu.affinity")
SHARES: Final = text("sched.cpu.shares")
FIRMWARE: Final = text("firmware")
SECURE_BOOT: Final = flag("uefi.secureBoot.enabled")
NVRAM: Final = text("nvram")
TPM: Final = flag("vtpm.present")
BRIDGE_PRESENT: Final = flag("present")
BRIDGE_DEVICE: Final = text("virtualDev")
BRIDGE_FUNCTIONS: Final = text("functions")
VMCI: Final = flag("vmci0.present")

Fields = Mapping[str, Any]
"""What the rows above have read, by field of the definition."""


class BadValue(Exception):  # noqa: N818 - caught at once, no error of ours
    """A key's value cannot be said in a definition.

    Attributes:
        reason: what it must be.
        instead: what is taken for it, in words.
        value: and as the value of the row's field.
    """

    def __init__(self, reason: str, instead: str = "left out", value: Any = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.instead = instead
        self.value = value


# --- one function for each direction of a row that needs more than its type ---------------------


def _arch(guest: str | None, _: Fields) -> str:
    return "x86_64" if (guest or "").lower().endswith("-64") else "i686"


def _guest(definition: DomainDefinition) -> str:
    return {"i686": "other", "x86_64": "other-64"}[definition.arch]


def _smbios(reflects: bool, _: Fields) -> str | None:
    return "host" if reflects else None


def _reflects_host(definition: DomainDefinition) -> bool | None:
    if definition.smbios == "sysinfo":
        raise refuse("os/smbios/@mode", "VMware cannot make up SMBIOS tables", "sysinfo")
    return True if definition.smbios == "host" else None


def _uuid(uuid: UUID | None, _: Fields) -> UUID:
    return uuid or _ZERO


def _known_uuid(definition: DomainDefinition) -> UUID | None:
    return definition.uuid if definition.uuid.int else None


def _name(definition: DomainDefinition) -> str:
    if not definition.name:
        raise refuse("name", "the domain needs a name")
    return definition.name


def _description(definition: DomainDefinition) -> str | None:
    return definition.description or None


def _memory(mib: int, _: Fields) -> int:
    if not 0 < mib <= _MAX_MIB or mib % _GRAIN_MIB:
        fits = _grain(mib) if 0 < mib <= _MAX_MIB - _GRAIN_MIB else MEMORY.default
        reason = f"must be a positive multiple of {_GRAIN_MIB}"
        raise BadValue(reason, f"taken as {fits}", mib_to_kib(fits))
    return mib_to_kib(mib)


def _grain(mib: int) -> int:
    return -(-mib // _GRAIN_MIB) * _GRAIN_MIB


def _memory_mib(definition: DomainDefinition) -> int:
    """Round up to what VMware takes: multiples of 4 MiB."""
    need_range("memory", definition.memory_kib, 1, mib_to_kib(_MAX_MIB - _GRAIN_MIB))
    return _to_mib(definition.memory_kib, _GRAIN_MIB)


def _to_mib(kib: int, grain: int = 1) -> int:
    return -(-kib // mib_to_kib(grain)) * grain


def _current(mib: int, fields: Fields) -> int:
    memory: int = fields["memory_kib"]
    return min(mib_to_kib(mib), memory) if mib > 0 else memory


def _current_mib(definition: DomainDefinition) -> int | None:
    current = need_range("currentMemory", definition.current_memory_kib, 0, mib_to_kib(_MAX_MIB))
    return _to_mib(current) if current < mib_to_kib(_memory_mib(definition)) else None


def _reserved(mib: int, fields: Fields) -> int:
    memory: int = fields["memory_kib"]
    return min(max(mib_to_kib(mib), 0), memory)


def _reserved_mib(definition: DomainDefinition) -> int | None:
    reserved = definition.min_guarantee_kib
    return _to_mib(need_range("memtune/min_guarantee", reserved, 0, mib_to_kib(_MAX_MIB))) or None


def _vcpus(count: int, _: Fields) -> int:
    if count < 1:
        raise BadValue("must be 1 or more", "taken as 1", 1)
    return count


def _all_vcpus(definition: DomainDefinition) -> int:
    if definition.vcpus_current is not None:
        reason = "VMware has no processors that wait to be switched on"
        raise refuse("vcpu/@current", reason, definition.vcpus_current)
    return need_range("vcpu", definition.vcpus, 1, _MAX_VCPUS)


def _cpu(cores: int, fields: Fields) -> Cpu | None:
    if cores <= 1:
        return None
    sockets = fields["vcpus"] // cores
    if not sockets:
        raise BadValue(f"must be {VCPUS.name}, which is {fields['vcpus']}, or less")
    return Cpu(topology=Topology(sockets=sockets, cores=cores))


def _cores(definition: DomainDefinition) -> int | None:
    cpu = definition.cpu
    if cpu is None:
        return None
    if cpu.mode not in (None, "custom"):
        raise refuse("cpu/@mode", "the mode must be 'custom'", cpu.mode)
    topology = cpu.topology
    if topology is None:
        raise refuse("cpu/topology", "a <cpu> needs a topology with 1 thread per core")
    for part, count in (("threads", topology.threads), ("dies", topology.dies),
                        ("clusters", topology.clusters or 1)):  # fmt: skip
        if count != 1:
            raise refuse(f"cpu/topology/@{part}", f"VMware has 1 of the {part}", count)
    if topology.sockets * topology.cores != definition.vcpus:
        reason = f"sockets times cores must be the {definition.vcpus} virtual processors"
        raise refuse("cpu/topology", reason, topology.sockets * topology.cores)
    return topology.cores


def _cpuset(affinity: str | None, fields: Fields) -> tuple[int, ...] | None:
    if affinity is None or affinity.lower() == "all":
        return None
    items = affinity.split(",")
    if not all(map(_UNSIGNED.fullmatch, items)):
        raise BadValue("must be numbers with commas between")
    numbers = set(map(int, items))
    if max(numbers) >= _MAX_CPU_NUMBER:
        raise BadValue(f"must have numbers below {_MAX_CPU_NUMBER}")
    if len(items) < fields["vcpus"]:
        raise BadValue(f"must have {fields['vcpus']} numbers, one for each of the processors")
    return tuple(sorted(numbers))


def _affinity(definition: DomainDefinition) -> str | None:
    if definition.cpuset is None:
        return None
    numbers = sorted(set(definition.cpuset))
    for number in numbers[:1] + numbers[-1:]:
        need_range("vcpu/@cpuset", number, 0, _MAX_CPU_NUMBER - 1)
    if len(numbers) < definition.vcpus:
        reason = f"there must be at least {definition.vcpus} processors in it"
        raise refuse("vcpu/@cpuset", reason, len(numbers))
    return ",".join(map(str, numbers))


def _shares(value: str | None, fields: Fields) -> int | None:
    if value is None:
        return None
    if (level := _SHARES.get(value.lower())) is not None:
        return level * int(fields["vcpus"])
    if not _UNSIGNED.fullmatch(value) or value != value.rstrip() or int(value) >= 2**64:
        raise BadValue("must be a number, 'low', 'normal' or 'high'")
    return int(value)


def _level(definition: DomainDefinition) -> str | None:
    levels = {share * definition.vcpus: name for name, share in _SHARES.items()}
    shares = definition.shares
    if shares:
        need_range("cputune/shares", shares, *_XML_SHARES)
    return None if shares is None else levels.get(shares, str(shares))


def _firmware(value: str | None, _: Fields) -> str | None:
    if value not in (None, "efi"):
        named = (value or "").strip().lower()
        taken = "efi" if named == "efi" else None
        default = "left out: a machine without the key has a BIOS"
        raise BadValue("must be 'efi'", "taken as efi" if taken else default, taken)
    return value


def _efi(definition: DomainDefinition) -> str | None:
    return "efi" if definition.firmware == "efi" else None


def _same(value: Any, _: Fields) -> Any:
    return value


class Row(NamedTuple):
    """A key and its field: how one becomes the other. `encode` gives None for no line."""

    key: Key[Any, Any]
    field: str
    decode: Callable[[Any, Fields], Any]
    encode: Callable[[DomainDefinition], Any]


# fmt: off
ROWS: Final = (
    #   key           field                 decode     encode
    Row(GUEST_OS,     "arch",               _arch,     _guest),
    Row(REFLECT_HOST, "smbios",             _smbios,   _reflects_host),
    Row(BIOS_UUID,    "uuid",               _uuid,     _known_uuid),
    Row(NAME,         "name",               _same,     _name),
    Row(ANNOTATION,   "description",        _same,     _description),
    Row(MEMORY,       "memory_kib",         _memory,   _memory_mib),
    Row(MEMORY_MAX,   "current_memory_kib", _current,  _current_mib),
    Row(MEMORY_MIN,   "min_guarantee_kib",  _reserved, _reserved_mib),
    Row(VCPUS,        "vcpus",              _vcpus,    _all_vcpus),
    Row(CORES,        "cpu",                _cpu,      _cores),
    Row(AFFINITY,     "cpuset",             _cpuset,   _affinity),
    Row(SHARES,       "shares",             _shares,   _level),
)
FIRMWARE_ROW: Final = Row(FIRMWARE, "firmware", _firmware, _efi)
# fmt: on


# --- reading -------------------------------------------------------------------------------------


def decode_hardware_version(reading: Reading) -> int:
    """Check the versions of the file; return the virtual hardware's."""
    _need_version(reading, CONFIG_VERSION, _CONFIG_VERSION, exact=True)
    return _need_version(reading, HARDWARE_VERSION, _OLDEST_HARDWARE, exact=False)


def _need_version(reading: Reading, key: Key[int, int], wanted: int, *, exact: bool) -> int:
    must = f"must be {wanted}" if exact else f"must be {wanted} or more"
    instead = f"taken as {wanted}"
    version = reading.need(key, why=f"{must}; every VMX file says it", instead=instead)
    if version is None or version == wanted or (version > wanted and not exact):
        return wanted if version is None else version
    if key.name.lower() not in reading.journal.told:
        reading.refuse(key.name, must, instead)
    return wanted


def decode_general(reading: Reading) -> dict[str, Any]:
    """Return the fields of a `DomainDefinition` that concern the machine as a whole."""
    fields: dict[str, Any] = {}
    for row in (*ROWS, FIRMWARE_ROW):
        try:
            fields[row.field] = row.decode(reading.read(row.key), fields)
        except BadValue as bad:
            reading.refuse(row.key.name, bad.reason, bad.instead)
            fields[row.field] = bad.value
    fields["generation_id"] = _generation_id(reading)
    _remark_general(reading, fields)
    if reading.journal.lenient and not fields["name"]:
        fields["name"] = _made_up_name(reading)
    if reading.latest:
        fields |= _newer_fields(reading, fields)
        if fields["cpu"] is not None:
            topology = fields["cpu"].topology
            newer = Topology(sockets=topology.sockets, cores=topology.cores, clusters=1)
            fields["cpu"] = Cpu(topology=newer)
    return fields


def _remark_general(reading: Reading, fields: dict[str, Any]) -> None:
    """Tell of what a definition says otherwise than the file, in libvirt, too."""
    topology = fields["cpu"].topology if fields["cpu"] is not None else None
    if topology is not None and topology.sockets * topology.cores != fields["vcpus"]:
        left = fields["vcpus"] - topology.sockets * topology.cores
        said = f"{left} of {fields['vcpus']} processors are in no socket"
        if reading.journal.lenient:
            fields["cpu"] = None
            said += "; left out"
        reading.remark(CORES.name, said)
    if (reading.find(GUEST_OS.name) or "").lower().startswith("arm"):
        reading.remark(GUEST_OS.name, f"an ARM machine; said to be {fields['arch']}")


def _made_up_name(reading: Reading) -> str | None:
    """Return a name for a machine without one, of its other files; a definition needs it."""
    for key in _NAMED_LIKE_IT:
        stem = re.split(r"[/\\]", reading.settings.find(key) or "")[-1].rpartition(".")[0]
        if stem:
            message = f"{NAME.name} is missing: the machine is called {quoted(stem)}, as its files"
            reading.journal.remark(VmxWarning(message, NAME.name))
            return stem
    reading.journal.remark(
        VmxWarning(f"{NAME.name} is missing: the machine has no name", NAME.name)
    )
    return None


def _generation_id(reading: Reading) -> UUID | None:
    high, low = (reading.read(key) & (2**64 - 1) for key in GENERATION)
    return UUID(int=high << 64 | low) if high or low else None


def _newer_fields(reading: Reading, fields: Fields) -> dict[str, Any]:
    """Read what libvirt reads since 9.1: see "Dialects" in docs/vmx.md."""
    bios = fields["uuid"]
    nvram = reading.read(NVRAM)
    secure = fields["firmware"] == "efi" and reading.read(SECURE_BOOT)
    try:
        uuid = UUID_PAIRS.parse(reading.read(VCENTER_UUID) or "")
    except ValueError:
        uuid = bios
    return {
        "uuid": uuid,
        "hardware_uuid": bios if bios.int else None,
        "secure_boot": secure,
        "nvram": reading.source(NVRAM.name, nvram) if nvram is not None else None,
        "tpm": Tpm() if reading.read(TPM) else None,
    }


# --- writing -------------------------------------------------------------------------------------


def encode_general(writing: Writing) -> None:
    """Add the settings that come before the devices."""
    definition = writing.definition
    writing.add(ENCODING, "UTF-8")
    writing.add(CONFIG_VERSION, _CONFIG_VERSION)
    writing.add(HARDWARE_VERSION, writing.hardware_version)
    for row in ROWS:
        writing.maybe(row.key, row.encode(definition))
        if row.key is BIOS_UUID and not definition.uuid.int:
            writing.add(UUID_ACTION, "create")


def encode_tpm(writing: Writing) -> None:
    """Add the TPM, which only newer libvirt writes."""
    tpm = writing.definition.tpm
    if tpm is None or not writing.latest:
        return
    if tpm != Tpm():
        raise refuse("devices/tpm", "VMware has a CRB TPM 2.0 with an emulator only", tpm.model)
    if writing.hardware_version < 14 or writing.definition.firmware != "efi":
        raise refuse("devices/tpm", "a TPM needs hardware version 14 and EFI")
    writing.lines.append((TPM.name, "TRUE"))


def encode_firmware(writing: Writing) -> None:
    """Add the firmware, which comes after the ports."""
    definition = writing.definition
    writing.maybe(FIRMWARE, FIRMWARE_ROW.encode(definition))
    if writing.latest and definition.nvram is not None:
        writing.add(NVRAM, writing.file_name("os/nvram", definition.nvram))


def encode_closing(writing: Writing, *, with_bridges: bool) -> None:
    """Add what hardware of version 7 and newer has: PCI bridges for SCSI controllers, VMCI."""
    if writing.hardware_version < 7:
        return
    if with_bridges:
        writing.add(BRIDGE_PRESENT, True, "pciBridge0.")
        for index in range(4, 8):
            bridge = f"pciBridge{index}."
            writing.add(BRIDGE_PRESENT, True, bridge)
            writing.add(BRIDGE_DEVICE, "pcieRootPort", bridge)
            writing.add(BRIDGE_FUNCTIONS, "8", bridge)
    writing.add(VMCI, True)
