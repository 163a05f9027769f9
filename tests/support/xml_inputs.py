"""Documents for the judge: VMX files and domain XMLs of our own, made by chance from a seed.

A document is a choice from each family below. Most choices are legal; a few are not, so that
refusals are compared as well. Datastores and images are those of `support.xml_judge`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

__all__ = ["DIRECTIONS", "Document", "documents"]

DIRECTIONS: Final = ("from-native", "to-native", "dumpxml", "define")


@dataclass(frozen=True, slots=True)
class Document:
    """One input: what is to be done with it, and its text."""

    name: str
    direction: str
    text: str


def documents(direction: str, count: int, *, seed: int = 11) -> Iterator[Document]:
    """Yield the first `count` documents for a direction; the same ones each time."""
    make = _vmx if direction in ("from-native", "dumpxml") else _xml
    for number in range(count):
        dice = random.Random(f"{seed} {direction} {number}")
        unique = number if direction in ("dumpxml", "define") else None
        yield Document(f"{direction}-{number:03}", direction, make(dice, number, unique))


# --- VMX -----------------------------------------------------------------------------------------

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


def _vmx(dice: random.Random, number: int, unique: int | None) -> str:
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
    for part in (_vmx_scsi, _vmx_ide, _vmx_sata, _vmx_floppies, _vmx_nics, _vmx_ports, _vmx_shares):
        lines += part(dice)
    if _maybe(dice, 0.3):
        dice.shuffle(lines)
    end = "\r\n" if _maybe(dice, 0.1) else "\n"
    return end.join(line for line in lines if line) + end


def _vmx_disk(dice: random.Random, slot: str, kinds: list[str]) -> list[str]:
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


def _vmx_drive(dice: random.Random, slot: str) -> list[str]:
    words = dice.choice(_DRIVES)
    pairs = zip(words[::2], words[1::2], strict=True)
    return [f'{slot}.present = "true"', *(f'{slot}{key} = "{value}"' for key, value in pairs)]


def _vmx_scsi(dice: random.Random) -> list[str]:
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
                lines += _vmx_disk(dice, slot, ["scsi-hardDisk", "disk"])
            else:
                lines += _vmx_drive(dice, slot)
    return lines


def _vmx_ide(dice: random.Random) -> list[str]:
    lines = []
    for slot in ("ide0:0", "ide0:1", "ide1:0", "ide1:1"):
        if _maybe(dice, 0.15):
            lines += _vmx_disk(dice, slot, ["ata-hardDisk", "disk"])
        elif _maybe(dice, 0.2):
            lines += _vmx_drive(dice, slot)
    return lines


def _vmx_sata(dice: random.Random) -> list[str]:
    if not _maybe(dice, 0.15):
        return []
    lines = ['sata0.present = "TRUE"']
    for unit in dice.sample(range(4), 2):
        slot = f"sata0:{unit}"
        lines += _vmx_drive(dice, slot) if _maybe(dice, 0.5) else _vmx_disk(dice, slot, ["disk"])
    return lines


def _vmx_floppies(dice: random.Random) -> list[str]:
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


def _vmx_nics(dice: random.Random) -> list[str]:
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


def _vmx_ports(dice: random.Random) -> list[str]:
    lines = []
    for kind, most, choices in (("serial", 4, _PORTS), ("parallel", 3, _PORTS[:2])):
        for index in range(most):
            if not _maybe(dice, 0.1):
                continue
            words = [".present", "true", *dice.choice(choices)]
            for key, value in zip(words[::2], words[1::2], strict=True):
                lines.append(f'{kind}{index}{key} = "{value.format(n=index)}"')
    return lines


def _vmx_shares(dice: random.Random) -> list[str]:
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


# --- XML -----------------------------------------------------------------------------------------

_XML_PLACES: Final = [
    "[datastore1] web01/web01.vmdk",
    "[datastore1] images/{image}.vmdk",
    "[nfs1] a b/c'd/x.vmdk",
    "[local-storage] Fedora11/Fedora11.vmdk",
    "[odd-name] root.vmdk",
    "/vmfs/devices/disks/x.vmdk",
]
_XML_BAD: Final = [
    "<vcpu>2</vcpu><cpu><topology sockets='2' cores='3' threads='1'/></cpu>",
    "<cputune><shares>1</shares></cputune>",
    "<maxMemory slots='4'>4194304</maxMemory>",
    "<memory unit='furlong'>1</memory>",
    "<uuid>nonsense</uuid>",
]
IMAGES: Final = ("buslogic", "lsilogic", "lsisas", "pvscsi")
_XML_GENERAL: Final = [
    [
        "<description>some &lt;text&gt; &amp; 100%</description>",
        "<description>a|b</description>",
    ],
    ["<genid>8987940a-0951-2cc5-e815-10634ff550b9</genid>"],
    ["<memory>1048576</memory>", "<memory unit='MiB'>512</memory>", "<memory unit='G'>2</memory>"],
    ["<currentMemory>524288</currentMemory>", "<currentMemory unit='MiB'>256</currentMemory>"],
    ["<memtune><min_guarantee unit='MiB'>128</min_guarantee></memtune>"],
    [f"<cputune><shares>{n}</shares></cputune>" for n in (500, 1000, 2000, 4000, 8000, 1234)],
    ["<features><acpi/></features>"],
    ["<clock offset='localtime'/>"],
    ["<on_crash>restart</on_crash>"],
]
_PROCESSORS: Final = [
    ("", ""),
    ("<vcpu>1</vcpu>", ""),
    ("<vcpu>3</vcpu>", ""),
    ("<vcpu placement='static'>4</vcpu>", ""),
    ("<vcpu cpuset='0-3,^1'>2</vcpu>", ""),
    ("<vcpu cpuset='2,3,5,7'>4</vcpu>", ""),
    ("<vcpu>2</vcpu>", "<cpu><topology sockets='1' dies='1' cores='2' threads='1'/></cpu>"),
    ("<vcpu>4</vcpu>", "<cpu><topology sockets='2' cores='2' threads='1'/></cpu>"),
    ("<vcpu>8</vcpu>", "<cpu><topology sockets='4' cores='2' threads='1'/></cpu>"),
]
_OSES: Final = [
    "<os><type>hvm</type></os>",
    "<os><type arch='i686'>hvm</type></os>",
    "<os><type arch='x86_64'>hvm</type><boot dev='hd'/></os>",
    "<os><type arch='x86_64'>hvm</type><smbios mode='host'/></os>",
    "<os firmware='efi'><type arch='x86_64'>hvm</type></os>",
]


def _xml(dice: random.Random, number: int, unique: int | None) -> str:
    names = ["web01", "My Machine", 'a"b|c', "x/y%", "Zürich", "~~~A", "標準"]
    name = dice.choice(names)
    uuid = UUID(int=0xABCD << 96 | number)
    if unique is not None:
        name, uuid = f"{name} {unique}", UUID(int=0xD1F << 96 | unique)
    lines = ["<domain type='vmware'>", f"  <name>{escape(name)}</name>", f"  <uuid>{uuid}</uuid>"]
    chosen = [f for f in _XML_GENERAL if _maybe(dice, 0.45) or f[0].startswith("<memory>")]
    lines += ["  " + dice.choice(family) for family in chosen]
    lines += ["  " + word for word in (*dice.choice(_PROCESSORS), dice.choice(_OSES)) if word]
    if _maybe(dice, 0.08):
        lines.append("  " + dice.choice(_XML_BAD))
    lines.append("  <devices>")
    for part in (_xml_disks, _xml_floppy, _xml_nics, _xml_ports, _xml_rest):
        lines += ["    " + line for line in part(dice, unique is not None)]
    return "\n".join([*lines, "  </devices>", "</domain>", ""])


def _xml_disks(dice: random.Random, must: bool) -> list[str]:
    lines = []
    names = [f"sd{c}" for c in "abcdhop"] + ["hda", "hdb", "hdc"]
    for position, target in enumerate(dice.sample(names, dice.randrange(4) + must)):
        bus = "scsi" if target.startswith("sd") else "ide"
        if (must and position == 0) or _maybe(dice, 0.75):
            image = dice.choice(IMAGES)
            places = (
                _XML_PLACES[:4] if must else _XML_PLACES
            )  # virsh dies of a VMX file in the root
            source = escape(dice.choice(places).format(image=image), {"'": "&apos;"})
            inner = f"<source file='{source}'/>" + dice.choice(["", "", "<transient/>"])
            if _maybe(dice, 0.15):
                inner = "<driver cache='writethrough'/>" + inner
            head = "<disk type='file' device='disk'>"
        else:
            head, inner = dice.choice(
                [
                    ("<disk type='file' device='cdrom'>", "<source file='[nfs1] iso/a.iso'/>"),
                    ("<disk type='file' device='cdrom'>", ""),
                    ("<disk type='block' device='cdrom'>", "<source dev='/dev/cdrom'/>"),
                    ("<disk type='block' device='lun'>", "<source dev='/dev/sg1'/>"),
                    ("<disk type='block' device='cdrom'>", "<source startupPolicy='optional'/>"),
                ]
            )
        lines.append(f"{head}{inner}<target dev='{target}' bus='{bus}'/></disk>")
    for index in range(2):
        models = ["buslogic", "lsilogic", "lsisas1068", "vmpvscsi", "auto", "auto"]
        if _maybe(dice, 0.5):
            lines.append(f"<controller type='scsi' index='{index}' model='{dice.choice(models)}'/>")
    return lines


def _xml_floppy(dice: random.Random, _: bool) -> list[str]:
    if not _maybe(dice, 0.15):
        return []
    head, source = dice.choice(
        [
            ("<disk type='file' device='floppy'>", "<source file='[nfs1] a.flp'/>"),
            ("<disk type='block' device='floppy'>", "<source dev='/dev/fd0'/>"),
        ]
    )
    return [f"{head}{source}<target dev='{dice.choice(['fda', 'fdb'])}' bus='fdc'/></disk>"]


def _xml_nics(dice: random.Random, _: bool) -> list[str]:
    lines = []
    for number in range(dice.randrange(4)):
        kind, source = dice.choice(
            [
                ("bridge", "<source bridge='VM Network'/>"),
                ("bridge", "<source bridge='R&amp;D'/>"),
                ("bridge", "<source bridge='net'/><target dev='/dev/vmnet7'/>"),
                ("user", ""),
            ]
        )
        prefix = dice.choice(["00:0c:29:aa:bb", "00:50:56:25:48", "00:50:56:91:48", "52:54:00:1:2"])
        extra = dice.choice(["", "", " type='static'", " type='generated'", " check='yes'"])
        model = dice.choice(["", "vlance", "vmxnet", "vmxnet2", "vmxnet3", "e1000", "e1000e"])
        word = f"<model type='{model}'/>" if model else ""
        mac = f"<mac address='{prefix}:{number:02x}'{extra}/>"
        lines.append(f"<interface type='{kind}'>{mac}{source}{word}</interface>")
    return lines


_TCP: Final = (
    "<{{k}} type='tcp'><source mode='{}' host='{}' service='{}'/>"
    "<protocol type='{}'/><target port='{{n}}'/></{{k}}>"
)
_XML_PORTS: Final = [
    "<{k} type='file'><source path='[nfs1] logs/{k}{n}.log'/><target port='{n}'/></{k}>",
    "<{k} type='dev'><source path='/dev/{k}{n}'/><target port='{n}'/></{k}>",
    "<{k} type='pipe'><source path='pipe{n}'/><target port='{n}'/></{k}>",
    _TCP.format("bind", "0.0.0.0", "13{n}", "telnet"),
    _TCP.format("connect", "h.example", "443", "tls"),
]


def _xml_ports(dice: random.Random, _: bool) -> list[str]:
    lines = []
    for kind, most, choices in (("serial", 4, _XML_PORTS), ("parallel", 3, _XML_PORTS[:2])):
        ports = (n for n in range(most) if _maybe(dice, 0.12))
        lines += [dice.choice(choices).format(k=kind, n=n) for n in ports]
    return lines


_XML_REST: Final = [
    "<graphics type='vnc' port='5901'/>",
    "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1' passwd='hunter2'/>",
    "<graphics type='vnc' autoport='yes' keymap='de'><listen type='address'/></graphics>",
    "<video><model type='vmvga' vram='8192'/></video>",
    "<filesystem type='mount'><source dir='/srv/a'/><target dir='a'/></filesystem>",
    "<filesystem type='mount'><source dir='/b&amp;c'/><target dir='b'/><readonly/></filesystem>",
    "<input type='mouse' bus='ps2'/>",
]


def _xml_rest(dice: random.Random, _: bool) -> list[str]:
    vncs, others = _XML_REST[:3], _XML_REST[3:]
    chosen = [dice.choice(vncs)] if _maybe(dice, 0.3) else []
    return chosen + [line for line in others if _maybe(dice, 0.12)]
