"""What of a VMX file the readers did not look at: nothing is left out in silence.

A real file holds a hundred keys. Most of them say nothing about the machine that a definition
could say: `_MEANINGLESS` is their table. What else nobody has read is told, a device at a time.
Files of which nothing can be read, for they are encrypted or none of a machine, end here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from aioesx.errors import UnsupportedError, VmxSyntaxError
from aioesx.vmx._context import Reading
from aioesx.vmx._journal import Journal, VmxWarning
from aioesx.vmx.syntax import Settings

__all__ = ["is_meaningless", "refuse_other_files", "says_the_default", "tell_leftovers"]

# --- files that are not read ---------------------------------------------------------------------

_OF_A_MACHINE: Final = frozenset(
    ("config.version", "virtualhw.version", "displayname", "guestos", "memsize", "numvcpus")
)
_ENCRYPTED: Final = ("encryption.data", "encryption.keySafe")


def refuse_other_files(settings: Settings, journal: Journal) -> None:
    """Refuse an encrypted file in either mode, and in a lenient reading one of no machine.

    Raises:
        DocumentError: it is one.
    """
    key = next((key for key in _ENCRYPTED if key in settings), None)
    if key is not None:
        line = settings.line(key)
        where = f"line {line}: " if line is not None else ""
        if "config.version" in settings or "virtualHW.version" in settings:
            message = f"{where}{key}: a part of the settings is encrypted, and left out"
            journal.remark(VmxWarning(message, key, line))
        else:
            reason = f"{where}{key}: the machine is encrypted, and its settings cannot be read"
            helps = "; what helps: take the encryption off with the product that encrypted it"
            raise journal.give_up(UnsupportedError(reason + helps, key=key, line=line))
    if journal.lenient and not any(
        key in _OF_A_MACHINE or key.endswith(".present") for key in settings.lower_keys()
    ):
        reason = "not a VMX file: it has no setting of a machine"
        raise journal.give_up(VmxSyntaxError(reason, line=1))


# --- keys that say nothing for a definition -------------------------------------------------------

_DEVICES: Final = (
    r"(?:scsi|sata|ide|nvme)[0-9]+:[0-9]+|floppy[0-9]+|ethernet[0-9]+|serial[0-9]+|parallel[0-9]+"
)

# What a host or a person's screen makes of a machine, what has happened to it, and what every
# machine of VMware's has; and of devices, how they were when the machine was last seen.
_MEANINGLESS: Final = re.compile(
    r"(?:"
    # who wrote the file, its other files, and what the product remembers
    r"uuid\.(?:location|action)|vc\.uuid|nvram|extendedconfigfile|workingdir|inventory\."
    r"|virtualhw\.productcompatibility|cleanshutdown|softpoweroff|vm\.createdate|viv\.|vmx\."
    r"|vmxstats\.|checkpoint\.|snapshot\.|replay\.|migrate\.|vmotion\.|sched\.swap\.|annotation\."
    r"|sched\.cpu\.units|sched\.(?:cpu|mem)\.latencysensitivity|sched\.scsi[0-9]|fsr\.|disklib\."
    r"|guestos\.detailed|guestinfo\.(?:detailed|appinfo|vmtools\.|toolsinstallerror)"
    r"|ft\.|policy\.|config\.|deploymentplatform|evccompatibilitymode|featurecompat\."
    r"|cpuid\.corespersocket\.cookie|monitor\.phys_bits_used|numa\.|answer\.|msg\.|cryptostate"
    # the product's windows, tools and tuning on one host
    r"|gui\.|mks\.|svga\.|unity\.|roamingvm\.|proxyapps\.|powertype\.|tools|toolscripts\."
    r"|isolation\.|hints\.|hgfs\.|sharedfolder\.|remotedisplay\.maxc|printers?\.|prefvmx\."
    r"|memallowautoscaledown|memtrimrate|mainmem\.|monitor\.|log\.|logging|debug\Z|vmgenid\."
    r"|time\.synchronize|hostcpuid\.|guestcpuid\.|usercpuid\.|pref\.|draw\Z|\.encoding\Z|autostart|priority\."
    # parts that every machine has, as we write them ourselves
    r"|pcibridge[0-9]*\.|vmci[0-9]*\.|hpet[0-9]*\.|chipset\.|acpi\.|ide[0-9]+\.|keyboard(?:\.|andmouseprofile)|mouse\."
    # a device's state and place
    r"|.*\.pcislotnumber\Z|.*\.redo\Z|(?:.*\.)?ctkenabled\Z|.*\.allowguestconnectioncontrol\Z"
    rf"|(?:{_DEVICES})\.(?:startconnected|autodetect|exclusive|deviceid|wakeonpcktrcv|present"
    r"|linkstatepropagation\.enable|generatedaddressoffset|address|generatedaddress|addresstype"
    r"|uptcompatibility|features|allow64bitvmxnet|yieldonmsrread|trynorxloss|pipe\.endpoint"
    r"|hardwareflowcontrol|bsdname|bidirectional|clientdevice|readaccess|displayname)\Z"
    r"|sharedfolder[0-9]+\.(?:readaccess|expiration|followsymlinks)\Z"
    r")"
)
# Keys that say something only with another value than the one that every machine has.
_DEFAULTS: Final = {
    "sharedbus": "none", "sched.mem.shares": "normal", "shares": "normal", "throughputcap": "off",
    "sched.mem.min": "0", "sched.mem.pin": "false", "sched.cpu.max": "unlimited",
    "mode": "persistent", "writethrough": "false", "sched.cpu.min": "0", "throughputcap.unit": "",
}  # fmt: skip


def is_meaningless(key: str) -> bool:
    """Say whether a key says nothing that a definition could say."""
    return _MEANINGLESS.match(key.lower()) is not None


def says_the_default(key: str, value: str) -> bool:
    """Say whether a value is the one that every machine has, or none."""
    words = (key.lower(), key.lower().rpartition(".")[2])
    return any(_DEFAULTS.get(word) == value.strip().lower() for word in words) or not value.strip()


# --- what is left over ---------------------------------------------------------------------------

_NO_WORD: Final = "left out: a definition has no word for it"
_GONE: Final = "the device is left out"
_DEFINED: Final = re.compile(rf"(?:{_DEVICES}|(?:scsi|sata|nvme)[0-9]+|sharedfolder[0-9]+)\Z")
_TRUE: Final = ("true", "yes", "1", "on", "t", "y")


def tell_leftovers(reading: Reading) -> None:
    """Tell of each key and each device that nobody has read and that says something."""
    for key, message in _leftovers(reading):
        if reading.journal.is_full:
            return
        reading.remark(key, message)


def _leftovers(reading: Reading) -> Iterator[tuple[str, str]]:
    """Give the keys to tell of, and what is to be told."""
    devices: dict[str, list[str]] = {}
    for key in reading.settings.lower_keys():
        devices.setdefault(key.partition(".")[0], []).append(key)
    told: set[str] = set()
    for device, keys in devices.items():
        family = _of_definition if _DEFINED.match(device) else _of_nobody
        if device in reading.gone or _is_off(reading, device):
            continue
        if family is _of_nobody and device.partition(":")[0] in told:
            continue
        for key, message in family(reading, device, keys):
            told.add(device)
            yield reading.settings.spelled(key), message


def _is_off(reading: Reading, device: str) -> bool:
    present = reading.settings.find(f"{device}.present")
    return present is not None and present.strip().lower() not in _TRUE


def _of_definition(reading: Reading, device: str, keys: list[str]) -> Iterator[tuple[str, str]]:
    """Tell of a device that a definition has a word for."""
    present = f"{device}.present"
    if present not in keys:
        saying = [
            key
            for key in keys
            if not is_meaningless(key) and not says_the_default(key, reading.settings[key])
        ]
        if saying:
            vmware = "; VMware takes that for TRUE" if device.startswith("floppy") else ""
            yield saying[0], f"{_GONE}: there is no {device}.present{vmware}"
    elif present not in reading.touched:
        yield present, f"{_GONE}: {_why_stray(reading, device)}"
    else:
        start = f"{device}.startconnected"
        if device.startswith("ethernet") and reading.settings.get(start, "").lower() == "false":
            yield start, f"{_NO_WORD}: the card is connected at start"
        yield from _unread(reading, keys)


def _why_stray(reading: Reading, device: str) -> str:
    controller = device.partition(":")[0]
    present = f"{controller}.present"
    is_there = (reading.settings.find(present) or "").strip().lower() in _TRUE
    if controller != device and present in reading.touched and not is_there:
        return f"its controller {controller} is not there"
    return f"hardware version {reading.hardware_version} has no such place"


def _of_nobody(reading: Reading, device: str, keys: list[str]) -> Iterator[tuple[str, str]]:
    """Tell of a device, or of single keys, that a definition has no word for."""
    present = f"{device}.present"
    if present in keys and present not in reading.touched and not is_meaningless(present):
        yield present, f"{_GONE}: a definition has no word for it"
    else:
        yield from _unread(reading, keys)


def _unread(reading: Reading, keys: list[str]) -> Iterator[tuple[str, str]]:
    for key in keys:
        if (
            key not in reading.touched
            and key not in reading.journal.told
            and not is_meaningless(key)
            and not says_the_default(key, reading.settings[key])
        ):
            yield key, _NO_WORD
