"""Every name that virsh has, each with one command line: what both make of it on alike hosts.

"The same" means: the same bytes on standard output, and exit statuses that are both zero or both
not. virsh knows 0 and 1 only; ours tell kinds of failures apart (aioesx/cli/status.py, README).
What both say on standard error stands in `support.every_message`; docs/virsh.md is
made of these tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from support.option_rows import BASE, make_files, new_host

from aioesx.cli.absent import ABSENT_COMMANDS
from aioesx.simulator import Simulator, presets

__all__ = [
    "DEFECTS",
    "LINES",
    "MORE",
    "NEEDS_TERMINAL",
    "OWN_LINES",
    "UNSUPPORTED",
    "furnished_host",
    "kind_of",
    "words_of",
]

UNSUPPORTED: Final = (
    "not supported by the connection driver",
    "this function is not supported",
)
"""What virsh says of a name that libvirt's driver for ESX has nothing for."""

LINES: Final = {
    **BASE,
    "allocpages": "2M 1",
    "backup-begin": "web01",
    "backup-dumpxml": "web01",
    "blkdeviotune": "db01 sda",
    "blkiotune": "db01",
    "blockcommit": "web01 sda",
    "blockcopy": "web01 sda /copy.img",
    "blockjob": "web01 sda",
    "blockpull": "web01 sda",
    "change-media": "cd01 hdc --eject",
    "checkpoint-create": "web01",
    "checkpoint-create-as": "web01 c1",
    "checkpoint-delete": "web01 c1",
    "checkpoint-dumpxml": "web01 c1",
    "checkpoint-edit": "web01 c1",
    "checkpoint-info": "web01 c1",
    "checkpoint-list": "web01",
    "checkpoint-parent": "web01 c1",
    "console": "web01",
    "cpu-baseline": "CPU",
    "cpu-compare": "CPU",
    "cpu-models": "x86_64",
    "create": "XML",
    "dom-fd-associate": "web01 x 0",
    "domblkerror": "web01",
    "domblkinfo": "web01 sda",
    "domblkthreshold": "web01 sda 1G",
    "domcapabilities": "",
    "domcontrol": "web01",
    "domdirtyrate-calc": "web01",
    "domfsfreeze": "web01",
    "domfsinfo": "web01",
    "domfsthaw": "web01",
    "domfstrim": "web01",
    "domifaddr": "web01 --source agent",
    "domiftune": "web01 00:0c:29:00:01:01",
    "domjobabort": "web01",
    "domjobinfo": "web01",
    "domlaunchsecinfo": "web01",
    "dompmsuspend": "web01 mem",
    "dompmwakeup": "build01",
    "domsetlaunchsecstate": "web01 --secrethdr XML --secret XML",
    "domtime": "web01",
    "dump": "web01 OUT",
    "emulatorpin": "web01",
    "event": "--list",
    "find-storage-pool-sources": "netfs",
    "find-storage-pool-sources-as": "netfs example.com",
    "freepages": "0 4K",
    "get-user-sshkeys": "web01 root",
    "guest-agent-timeout": "web01",
    "guestinfo": "web01",
    "guestvcpus": "web01",
    "hypervisor-cpu-baseline": "CPU",
    "hypervisor-cpu-compare": "CPU",
    "iface-begin": "",
    "iface-bridge": "vmnic0 br0",
    "iface-commit": "",
    "iface-define": "IFACE",
    "iface-destroy": "00:1b:21:3a:4b:00",
    "iface-rollback": "",
    "iface-start": "00:1b:21:3a:4b:00",
    "iface-unbridge": "vmnic0",
    "iface-undefine": "00:1b:21:3a:4b:00",
    "inject-nmi": "web01",
    "iothreadadd": "web01 1",
    "iothreaddel": "web01 1",
    "iothreadinfo": "web01",
    "iothreadpin": "web01 1 0",
    "iothreadset": "web01 1 --poll-max-ns 1",
    "lxc-enter-namespace": "web01 /bin/true",
    "managedsave": "web01",
    "managedsave-define": "web01 XML",
    "managedsave-dumpxml": "web01",
    "managedsave-edit": "web01",
    "memtune": "db01 --min-guarantee 1024",
    "metadata": "web01 http://example.com/",
    "migrate-compcache": "web01",
    "migrate-getmaxdowntime": "web01",
    "migrate-getspeed": "web01",
    "migrate-postcopy": "web01",
    "migrate-setmaxdowntime": "web01 100",
    "migrate-setspeed": "web01 100",
    "net-create": "NETXML",
    "net-destroy": "spare",
    "net-dhcp-leases": "vSwitch0",
    "net-event": "--event lifecycle --timeout 1",
    "net-port-create": "vSwitch0 PORTXML",
    "net-port-delete": "vSwitch0 UUID",
    "net-port-dumpxml": "vSwitch0 UUID",
    "net-port-list": "vSwitch0",
    "net-start": "vSwitch0",
    "net-update": "vSwitch0 add portgroup GROUPXML",
    "node-memory-tune": "",
    "nodedev-autostart": "pci_0",
    "nodedev-create": "NODEDEV",
    "nodedev-define": "NODEDEV",
    "nodedev-destroy": "pci_0",
    "nodedev-detach": "pci_0",
    "nodedev-dumpxml": "pci_0",
    "nodedev-event": "--event lifecycle --timeout 1",
    "nodedev-info": "pci_0",
    "nodedev-list": "",
    "nodedev-reattach": "pci_0",
    "nodedev-reset": "pci_0",
    "nodedev-start": "pci_0",
    "nodedev-undefine": "pci_0",
    "nodesevinfo": "",
    "nodesuspend": "mem 60",
    "numatune": "web01",
    "nwfilter-binding-create": "BINDING",
    "nwfilter-binding-delete": "b1",
    "nwfilter-binding-dumpxml": "b1",
    "nwfilter-binding-list": "",
    "nwfilter-define": "FILTER",
    "nwfilter-dumpxml": "f1",
    "nwfilter-edit": "f1",
    "nwfilter-list": "",
    "nwfilter-undefine": "f1",
    "pool-build": "datastore1",
    "pool-capabilities": "",
    "pool-create": "POOLXML",
    "pool-create-as": "new dir --target /new",
    "pool-define": "POOLXML",
    "pool-define-as": "new dir --target /new",
    "pool-delete": "datastore1",
    "pool-destroy": "datastore1",
    "pool-event": "--event lifecycle --timeout 1",
    "pool-start": "datastore1",
    "pool-undefine": "datastore1",
    "qemu-agent-command": "web01 {}",
    "qemu-attach": "1",
    "qemu-monitor-command": "web01 info",
    "qemu-monitor-event": "--timeout 1",
    "restore": "XML",
    "save": "web01 OUT",
    "save-image-define": "XML XML",
    "save-image-dumpxml": "XML",
    "save-image-edit": "XML",
    "secret-define": "SECRET",
    "secret-dumpxml": "UUID",
    "secret-event": "--event lifecycle --timeout 1",
    "secret-get-value": "UUID",
    "secret-list": "",
    "secret-set-value": "UUID --base64 eA==",
    "secret-undefine": "UUID",
    "send-key": "web01 KEY_A",
    "send-process-signal": "web01 1 hup",
    "set-lifecycle-action": "web01 crash restart",
    "set-user-password": "web01 root shown",
    "set-user-sshkeys": "web01 root --reset",
    "setmem": "db01 524288 --current",
    "setvcpu": "web01 1 --enable",
    "snapshot-edit": "db01 s1",
    "sysinfo": "",
    "ttyconsole": "web01",
    "update-memory-device": "web01 --requested-size 1024",
    "vcpucount": "web01 --maximum --live",
    "vcpuinfo": "web01",
    "vcpupin": "web01 0 0",
}
"""By name, the rest of a line that gets as far as libvirt's driver, where virsh lets it.

Words in capitals stand for files; see `words_of`.
"""

NEEDS_TERMINAL: Final = {"console"}
"""Names that virsh refuses before it asks the driver, where there is no terminal."""

OWN_LINES: Final = {
    "version": "aioesx tells its own version and the API's, where virsh tells libvirt's",
    "help": "the help of aioesx's own commands",
}
"""Names that tell of the program itself."""

DEFECTS: Final = {
    "domifaddr": "libvirt speaks the API of 2.5, which has no prefixes: it prints /0",
    "iface-bridge": "virsh looks for a name, and the driver takes it for a MAC address",
    "iface-list": "the driver takes the names for MAC addresses and finds none",
    "iface-mac": "the driver takes the name for a MAC address",
    "iface-unbridge": "virsh looks for a name, and the driver takes it for a MAC address",
    "net-port-delete": "virsh says that there is no such port, and ends with 0",
    "net-port-dumpxml": "virsh says that there is no such port, and ends with 0",
    "setmaxmem": "virsh sends flags that its own driver refuses",
    "snapshot-edit": "virsh sends flags that its own driver refuses",
    "ttyconsole": "virsh fails without a word: no VMware machine has a console of this kind",
    "update-memory-device": "virsh looks for memory devices in the XML: no VMware machine has one",
}
"""Names that fall short in virsh or its driver, and how."""

MORE: Final = {
    "change-media": "an image is put in or taken out",
    "attach-device": "a device more, while it runs, too",
    "attach-disk": "a disk or a drive more, while it runs, too",
    "attach-interface": "a network card more, while it runs, too",
    "blockresize": "a disk grows; `domblkresize` is the same",
    "cpu-stats": "the host's counters",
    "detach-device": "a device less; files stay",
    "detach-device-alias": "a device less, by its target or MAC address",
    "detach-disk": "a disk or a drive less; its image stays",
    "detach-interface": "a network card less",
    "domblkinfo": "sizes by the host's layout of files",
    "domblkstat": "what goes through disks per second, by the host's counters",
    "domif-setlink": "the plug of a network card",
    "domifstat": "what goes through a card per second, by the host's counters",
    "dommemstat": "memory that is given and used, by the host's counters",
    "domrename": "another name, while it runs, too",
    "domstats": "state, processors, memory, cards, disks; libvirt's counts as rates per second",
    "maxvcpus": "the host's limit",
    "nodecpumap": "processors of a VMware host are always online",
    "nodecpustats": "how busy the processors are",
    "nodememstats": "total and free memory",
    "perf": "samples of the host's counters; libvirt's events of processors are another thing",
    "reset": "the machine is reset",
    "send-key": "keys are pressed",
    "vol-download": "images, too",
    "vol-resize": "a disk grows",
    "update-device": "a device becomes another",
    "vol-upload": "images, too",
}
"""Names that libvirt's driver has nothing for, and that aioesx carries out."""

_FILES: Final = {
    "BINDING": "<filterbinding><owner><name>web01</name><uuid>50115e16-9bdc-49d7-f171-53c4d7f91710"
    "</uuid></owner><portdev name='p'/><mac address='00:0c:29:00:01:01'/>"
    "<filterref filter='f1'/></filterbinding>",
    "CPU": "<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>",
    "FILTER": "<filter name='f1'/>",
    "GROUPXML": "<portgroup name='new'/>",
    "IFACE": "<interface type='ethernet' name='eth9'><start mode='onboot'/></interface>",
    "NODEDEV": "<device><parent>pci_0</parent><capability type='scsi_host'>"
    "<capability type='fc_host'/></capability></device>",
    "POOLXML": "<pool type='dir'><name>new</name><target><path>/new</path></target></pool>",
    "PORTXML": "<networkport><uuid>50115e16-9bdc-49d7-f171-53c4d7f91710</uuid></networkport>",
    "SECRET": "<secret ephemeral='no' private='no'><usage type='volume'><volume>/x</volume>"
    "</usage></secret>",
}
_UUID: Final = "c7a5fdbd-edaf-9455-926a-d65c16db1809"
_IMAGE: Final = "[datastore1] iso/tools.iso"
_DRIVE: Final = presets.MachineKind(
    "cd01",
    settings=(
        ("ide1:0.deviceType", "cdrom-image"),
        ("ide1:0.startConnected", "TRUE"),
        ("ide1:0.clientDevice", "FALSE"),
        ("ide1:0.fileName", "/vmfs/volumes/datastore1/iso/tools.iso"),
    ),
)


def words_of(name: str, directory: Path) -> list[str]:
    """Return the command line of a name, and write the files that it names."""
    files = make_files(directory) | {"UUID": _UUID, "OUT": str(directory / "out"), "ISO": _IMAGE}
    for word, text in _FILES.items():
        path = directory / f"{word.lower()}.xml"
        path.write_text(text, "utf-8")
        files[word] = str(path)
    return [name, *(files.get(word, word) for word in LINES[name].split())]


def furnished_host() -> Simulator:
    """Return a host on which every line means something, those about snapshots once `PREPARED`."""
    simulator = new_host()
    simulator.change(lambda state: presets.add_machine(state, _DRIVE))
    return simulator


def kind_of(name: str) -> str:
    """Return which of the tables above a name is in; "same" if it is in none."""
    tables = {"own": OWN_LINES, "defect": DEFECTS, "more": MORE, "absent": ABSENT_COMMANDS}
    return next((kind for kind, names in tables.items() if name in names), "same")
