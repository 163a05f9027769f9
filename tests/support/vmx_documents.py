"""VMX files of our own, made by chance from a seed.

A document is a choice from each family below. Most choices are legal; a few are not, so that
refusals are compared as well. Datastores and images are those of `support.xml_judge`.
"""

from __future__ import annotations

import random
from typing import Final
from uuid import UUID

__all__ = ["make_vmx"]

_NAMES: Final = ["web01", "My Machine", "a|22b|7Cc", "x%2fy%25", "Zürich", "(1) [2]", "x#y;z"]
_PLACES: Final = [
    "disk{n}.vmdk",
    "/vmfs/volumes/5e8f0100-4f565931-0010-000c29a1b2c1/sub dir/d{n}.vmdk",
    "/vmfs/volumes/nfs1/deep/er/d{n}.VMDK",
    "/vmfs/volumes/local-storage/d{n}.vmdk",
    "/vmfs/volumes/498076b2-02796c1a-ef5b-000ae484a6a3/Fedora11/Fedora{n}.vmdk",
    "/vmfs/volumes/odd-name/d{n}.vmdk",
]
_GENERAL: Final[dict[str, list[str]]] = {
    "uuid.bios": [
        "50 11 5e 16 9b dc 49 d7-f1 71 53 c4 d7 f9 17 10",
        "564d9befacd94894c8a37a88ad022ff6",
    ],
    "annotation": ["", "two|0Alines", "100% <sure>", "tab\tand |22quotes|22"],
    "memsize": ["4", "512", "1024", "3072", "65536"],
    "sched.mem.max": ["unlimited", "256", "0", "-1", "100000"],
    "sched.mem.minsize": ["0", "128", "512", "-3"],
    "numvcpus": ["1", "2", "4", "8", "6"],
    "cpuid.coresPerSocket": ["1", "1", "1", "2"],
    "sched.cpu.affinity": ["all", "0,1,2,3,4,5,6,7", "0,2,4,6,8,9,10,11", "1, 3,5 ,7,9,10,12,14"],
    "sched.cpu.shares": ["low", "normal", "HIGH", "0", "2500"],
    "guestOS": ["other", "other-64", "ubuntu-64", "winNetStandard", "WINDOWS7-64"],
    "smbios.reflecthost": ["true", "FALSE"],
    "firmware": ["efi"],
    "vm.genid": ["-8536079312340", "1"],
    "RemoteDisplay.vnc.port": ["5901", "5964", "0", "-1"],
    "RemoteDisplay.vnc.ip": ["127.0.0.1", "0.0.0.0"],
    "RemoteDisplay.vnc.keymap": ["de", "en-us"],
    "RemoteDisplay.vnc.password": ["hunter2"],
    "tools.syncTime": ["TRUE"],
    "svga.vramSize": ["4194304"],
}
_BAD: Final = [
    'firmware = "bios"',
    'memsize = "1022"',
    'memsize = "much"',
    'sched.cpu.affinity = "0-3"',
    'numvcpus = "0"',
    'uuid.bios = "56 4d"',
    'ethernetX.present = "true"',
    'scsi0.virtualDev = "auto"',
    'cpuid.coresPerSocket = "16"',
    'annotation = "100|zz"',
]


def _maybe(dice: random.Random, share: float) -> bool:
    return dice.random() < share


def make_vmx(dice: random.Random, number: int, unique: int | None) -> str:
    name = dice.choice(_NAMES) if unique is None else f"case {unique}"
    version = dice.choice(["4", "7", "8", "10", "13", "14"])
    lines = [
        ('.encoding = "UTF-8"', "")[_maybe(dice, 0.2)],
        'config.version = "8"',
        f'virtualHW.version = "{version}"',
        f'displayName = "{name}"',
    ]
    if unique is not None:
        hexed = UUID(int=0x5011 << 64 | unique).hex
        pairs = [hexed[i : i + 2] for i in range(0, 32, 2)]
        lines.append(f'uuid.bios = "{" ".join(pairs[:8])}-{" ".join(pairs[8:])}"')
    for key, values in _GENERAL.items():
        if _maybe(dice, 0.3) and not (unique is not None and key == "uuid.bios"):
            lines.append(f'{key} = "{dice.choice(values)}"')
    if _maybe(dice, 0.08):
        lines.insert(0, dice.choice(_BAD))  # of two equal keys the first counts
    if _maybe(dice, 0.3):
        lines.append('RemoteDisplay.vnc.enabled = "TRUE"')
    for part in (_scsi, _ide, _sata, _floppies, _nics, _ports, _shares):
        lines += part(dice)
    if _maybe(dice, 0.3):
        dice.shuffle(lines)
    end = "\r\n" if _maybe(dice, 0.1) else "\n"
    return end.join(line for line in lines if line) + end


def _disk(dice: random.Random, slot: str, kinds: list[str]) -> list[str]:
    lines = [f'{slot}.present = "true"']
    if _maybe(dice, 0.7):
        lines.append(f'{slot}.deviceType = "{dice.choice(kinds)}"')
    lines.append(f'{slot}.fileName = "{dice.choice(_PLACES).format(n=dice.randrange(9))}"')
    if _maybe(dice, 0.2):
        lines.append(f'{slot}.mode = "{dice.choice(["persistent", "independent-nonpersistent"])}"')
    if _maybe(dice, 0.2):
        lines.append(f'{slot}.writeThrough = "true"')
    return lines


_DRIVES: Final = [
    [".deviceType", "cdrom-image", ".fileName", "/vmfs/volumes/nfs1/iso/a.iso"],
    [".deviceType", "cdrom-image", ".fileName", "/vmfs/volumes/gone/iso/a.iso"],
    [".fileName", "/usr/lib/vmware/isoimages/linux.iso"],
    [".deviceType", "atapi-cdrom", ".fileName", "/dev/cdrom"],
    [".deviceType", "atapi-cdrom", ".fileName", "auto detect"],
    [".deviceType", "cdrom-raw", ".fileName", "/vmfs/devices/cdrom/mpx.vmhba0:C0:T0:L0"],
    [".deviceType", "cdrom-raw", ".clientDevice", "true", ".fileName", "emptyBackingString"],
    [".deviceType", "cdrom-image", ".fileName", "emptyBackingString"],
    [".fileName", "bare.iso", ".startConnected", "false"],
]


def _drive(dice: random.Random, slot: str) -> list[str]:
    words = dice.choice(_DRIVES)
    pairs = zip(words[::2], words[1::2], strict=True)
    return [f'{slot}.present = "true"', *(f'{slot}{key} = "{value}"' for key, value in pairs)]


def _scsi(dice: random.Random) -> list[str]:
    lines = []
    for index in range(4):
        if not _maybe(dice, (0.8, 0.3, 0.1, 0.2)[index]):
            continue
        lines.append(f'scsi{index}.present = "{dice.choice(["true", "TRUE", "true", "false"])}"')
        models = ["buslogic", "lsilogic", "LsiLogic", "lsisas1068", "pvscsi"]
        if _maybe(dice, 0.8):
            lines.append(f'scsi{index}.virtualDev = "{dice.choice(models)}"')
        for unit in dice.sample([0, 1, 2, 6, 8, 15], dice.randrange(4)):
            slot = f"scsi{index}:{unit}"
            if _maybe(dice, 0.85):
                lines += _disk(dice, slot, ["scsi-hardDisk", "disk"])
            else:
                lines += _drive(dice, slot)
    return lines


def _ide(dice: random.Random) -> list[str]:
    lines = []
    for slot in ("ide0:0", "ide0:1", "ide1:0", "ide1:1"):
        if _maybe(dice, 0.15):
            lines += _disk(dice, slot, ["ata-hardDisk", "disk"])
        elif _maybe(dice, 0.2):
            lines += _drive(dice, slot)
    return lines


def _sata(dice: random.Random) -> list[str]:
    if not _maybe(dice, 0.15):
        return []
    lines = ['sata0.present = "TRUE"']
    for unit in dice.sample(range(4), 2):
        slot = f"sata0:{unit}"
        lines += _drive(dice, slot) if _maybe(dice, 0.5) else _disk(dice, slot, ["disk"])
    return lines


def _floppies(dice: random.Random) -> list[str]:
    lines = []
    for slot in ("floppy0", "floppy1"):
        if _maybe(dice, 0.6):
            lines.append(f'{slot}.present = "false"')
        elif _maybe(dice, 0.3):
            kind, name = dice.choice(
                [("file", "/vmfs/volumes/nfs1/a.flp"), ("device", "/dev/fd0"), ("file", "b.flp")]
            )
            lines += [f'{slot}.present = "true"', f'{slot}.fileType = "{kind}"']
            lines.append(f'{slot}.fileName = "{name}"')
    return lines


_CONNECTIONS: Final = [
    [".networkName", "VM Network"],
    [".networkName", "R&D <lab>", ".connectionType", "bridged"],
    [".connectionType", "nat"],
    [".connectionType", "custom", ".networkName", "net", ".vnet", "/dev/vmnet7"],
    [".connectionType", "hostonly"],
]
_ADDRESSES: Final = [
    [".addressType", "generated", ".generatedAddress", "00:0C:29:3f:64:{n:02x}"],
    [".addressType", "vpx", ".generatedAddress", "00:50:56:91:48:{n:02x}"],
    [".addressType", "static", ".address", "00:50:56:25:48:{n:02X}"],
    [".addressType", "static", ".address", "52:54:00:25:48:{n:02x}", ".checkMACAddress", "false"],
    [".generatedAddress", "00:0c:29:dd:ee:{n:02x}", ".checkMACAddress", "TRUE"],
    [],
]
_CARDS: Final = [[".virtualDev", model] for model in ("vlance", "vmxnet3", "e1000", "e1000e")] + [
    [".virtualDev", "vmxnet", ".features", "15"],
    [".virtualDev", "VmxNet"],
    [],
]


def _nics(dice: random.Random) -> list[str]:
    lines = []
    for index in dice.sample(range(4), dice.randrange(4)):
        weights = [32, 16, 8, 8, 1]
        words = [".present", "true", *dice.choices(_CONNECTIONS, weights)[0]]
        words += dice.choice(_CARDS) + dice.choice(_ADDRESSES)
        for key, value in zip(words[::2], words[1::2], strict=True):
            lines.append(f'ethernet{index}{key} = "{value.format(n=index)}"')
    return lines


_PORTS: Final = [
    [".fileType", "file", ".fileName", "serial{n}.log"],
    [".fileType", "device", ".fileName", "/dev/ttyS{n}"],
    [".fileType", "pipe", ".fileName", "pipe{n}", ".pipe.endPoint", "client"],
    [".fileType", "network", ".fileName", "telnet://0.0.0.0:1337", ".network.endPoint", "server"],
    [".fileType", "network", ".fileName", "ssl://[::1]:40{n}", ".network.endPoint", "client"],
]


def _ports(dice: random.Random) -> list[str]:
    lines = []
    for kind, most, choices in (("serial", 4, _PORTS), ("parallel", 3, _PORTS[:2])):
        for index in range(most):
            if not _maybe(dice, 0.1):
                continue
            words = [".present", "true", *dice.choice(choices)]
            for key, value in zip(words[::2], words[1::2], strict=True):
                lines.append(f'{kind}{index}{key} = "{value.format(n=index)}"')
    return lines


def _shares(dice: random.Random) -> list[str]:
    if not _maybe(dice, 0.12):
        return []
    head = "sharedFolder0"
    return [
        'isolation.tools.hgfs.disable = "false"',
        'sharedFolder.maxNum = "1"',
        f'{head}.present = "true"',
        f'{head}.enabled = "true"',
        f'{head}.hostPath = "/srv/share"',
        f'{head}.guestName = "share"',
        f'{head}.writeAccess = "{dice.choice(["true", "false"])}"',
    ]
