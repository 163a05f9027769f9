"""Domain XMLs of our own, made by chance from a seed.

A document is a choice from each family below. Most choices are legal; a few are not, so that
refusals are compared as well. Datastores and images are those of `support.xml_judge`.
"""

from __future__ import annotations

import random
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

__all__ = ["make_xml"]


def _maybe(dice: random.Random, share: float) -> bool:
    return dice.random() < share


_PLACES: Final = [
    "[datastore1] web01/web01.vmdk",
    "[datastore1] images/{image}.vmdk",
    "[nfs1] a b/c'd/x.vmdk",
    "[local-storage] Fedora11/Fedora11.vmdk",
    "[odd-name] root.vmdk",
    "/vmfs/devices/disks/x.vmdk",
]
_BAD: Final = [
    "<vcpu>2</vcpu><cpu><topology sockets='2' cores='3' threads='1'/></cpu>",
    "<cputune><shares>1</shares></cputune>",
    "<maxMemory slots='4'>4194304</maxMemory>",
    "<memory unit='furlong'>1</memory>",
    "<uuid>nonsense</uuid>",
]
IMAGES: Final = ("buslogic", "lsilogic", "lsisas", "pvscsi")
_GENERAL: Final = [
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


def make_xml(dice: random.Random, number: int, unique: int | None) -> str:
    names = ["web01", "My Machine", 'a"b|c', "x/y%", "Zürich", "~~~A", "標準"]
    name = dice.choice(names)
    uuid = UUID(int=0xABCD << 96 | number)
    if unique is not None:
        name, uuid = f"{name} {unique}", UUID(int=0xD1F << 96 | unique)
    lines = ["<domain type='vmware'>", f"  <name>{escape(name)}</name>", f"  <uuid>{uuid}</uuid>"]
    chosen = [f for f in _GENERAL if _maybe(dice, 0.45) or f[0].startswith("<memory>")]
    lines += ["  " + dice.choice(family) for family in chosen]
    lines += ["  " + word for word in (*dice.choice(_PROCESSORS), dice.choice(_OSES)) if word]
    if _maybe(dice, 0.08):
        lines.append("  " + dice.choice(_BAD))
    lines.append("  <devices>")
    for part in (_disks, _floppy, _nics, _ports, _rest):
        lines += ["    " + line for line in part(dice, unique is not None)]
    return "\n".join([*lines, "  </devices>", "</domain>", ""])


def _disks(dice: random.Random, must: bool) -> list[str]:
    lines = []
    names = [f"sd{c}" for c in "abcdhop"] + ["hda", "hdb", "hdc"]
    for position, target in enumerate(dice.sample(names, dice.randrange(4) + must)):
        bus = "scsi" if target.startswith("sd") else "ide"
        if (must and position == 0) or _maybe(dice, 0.75):
            image = dice.choice(IMAGES)
            places = _PLACES[:4] if must else _PLACES  # virsh dies of a VMX file in the root
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


def _floppy(dice: random.Random, _: bool) -> list[str]:
    if not _maybe(dice, 0.15):
        return []
    head, source = dice.choice(
        [
            ("<disk type='file' device='floppy'>", "<source file='[nfs1] a.flp'/>"),
            ("<disk type='block' device='floppy'>", "<source dev='/dev/fd0'/>"),
        ]
    )
    return [f"{head}{source}<target dev='{dice.choice(['fda', 'fdb'])}' bus='fdc'/></disk>"]


def _nics(dice: random.Random, _: bool) -> list[str]:
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
_PORTS: Final = [
    "<{k} type='file'><source path='[nfs1] logs/{k}{n}.log'/><target port='{n}'/></{k}>",
    "<{k} type='dev'><source path='/dev/{k}{n}'/><target port='{n}'/></{k}>",
    "<{k} type='pipe'><source path='pipe{n}'/><target port='{n}'/></{k}>",
    _TCP.format("bind", "0.0.0.0", "13{n}", "telnet"),
    _TCP.format("connect", "h.example", "443", "tls"),
]


def _ports(dice: random.Random, _: bool) -> list[str]:
    lines = []
    for kind, most, choices in (("serial", 4, _PORTS), ("parallel", 3, _PORTS[:2])):
        ports = (n for n in range(most) if _maybe(dice, 0.12))
        lines += [dice.choice(choices).format(k=kind, n=n) for n in ports]
    return lines


_REST: Final = [
    "<graphics type='vnc' port='5901'/>",
    "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1' passwd='hunter2'/>",
    "<graphics type='vnc' autoport='yes' keymap='de'><listen type='address'/></graphics>",
    "<video><model type='vmvga' vram='8192'/></video>",
    "<filesystem type='mount'><source dir='/srv/a'/><target dir='a'/></filesystem>",
    "<filesystem type='mount'><source dir='/b&amp;c'/><target dir='b'/><readonly/></filesystem>",
    "<input type='mouse' bus='ps2'/>",
]


def _rest(dice: random.Random, _: bool) -> list[str]:
    vncs, others = _REST[:3], _REST[3:]
    chosen = [dice.choice(vncs)] if _maybe(dice, 0.3) else []
    return chosen + [line for line in others if _maybe(dice, 0.12)]
