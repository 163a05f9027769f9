"""Every option of every command that virsh and we have both: how it is tried.

The options come from virsh's own help. `BASE` has a command line for each command, `VALUES` what
an option is given; a test demands that both are complete.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess
from pathlib import Path
from typing import Final

from aioesx import vim
from aioesx.simulator import Options, Simulator, presets

__all__ = ["BASE", "Row", "make_files", "new_host", "rows_of", "shared_commands", "virsh_commands"]

BASE: Final = {
    "attach-device": "db01 NEWDEVICE",
    "attach-disk": "db01 VOLPATH sdb",
    "attach-interface": "db01 bridge GROUP",
    "autostart": "db01",
    "blockresize": "web01 sda 100G",
    "capabilities": "",
    "cd": "/",
    "change-media": "db01 hdc ISO",
    "connect": "",
    "console": "web01",
    "cpu-stats": "web01",
    "define": "XML",
    "desc": "db01",
    "destroy": "web01",
    "detach-device": "db01 DEVICE",
    "detach-device-alias": "db01 hdc",
    "detach-disk": "web01 sda",
    "detach-interface": "db01 bridge",
    "domblkinfo": "web01 sda",
    "domblkstat": "web01 sda",
    "domifstat": "web01 00:0c:29:00:01:01",
    "dommemstat": "web01",
    "domstats": "web01",
    "domblklist": "web01",
    "domdisplay": "vnc01",
    "domhostname": "web01",
    "domid": "web01",
    "domif-setlink": "web01 00:0c:29:00:01:01 down",
    "domif-getlink": "web01 00:0c:29:00:01:01",
    "domifaddr": "web01",
    "domiflist": "web01",
    "dominfo": "web01",
    "domname": "1",
    "domrename": "db01 new",
    "domstate": "web01",
    "domuuid": "web01",
    "domxml-from-native": "vmware-vmx VMX",
    "domxml-to-native": "vmware-vmx XML",
    "dumpxml": "web01",
    "echo": "some words",
    "edit": "db01",
    "event": "--list",
    "exit": "",
    "freecell": "",
    "help": "list",
    "hostname": "",
    "iface-dumpxml": "00:1b:21:3a:4b:00",
    "iface-edit": "00:1b:21:3a:4b:00",
    "iface-list": "",
    "iface-mac": "vmnic0",
    "iface-name": "00:1b:21:3a:4b:00",
    "list": "",
    "managedsave-remove": "web01",
    "maxvcpus": "",
    "memtune": "db01",
    "migrate": "db01 esx://root@127.0.0.1:1/",  # nobody is there: see tests/peers/test_vpx_virsh.py
    "net-autostart": "vSwitch0",
    "net-define": "NETXML",
    "net-dumpxml": "vSwitch0",
    "net-edit": "vSwitch0",
    "net-info": "vSwitch0",
    "net-list": "",
    "net-name": "2f467347-8b4e-8655-e7d6-c4c3fb968009",
    "net-undefine": "spare",
    "net-uuid": "vSwitch0",
    "nodeinfo": "",
    "pool-autostart": "datastore1",
    "pool-dumpxml": "datastore1",
    "pool-edit": "datastore1",
    "pool-info": "datastore1",
    "pool-list": "",
    "pool-name": "dacb566e-71d0-a2be-edce-1ecd42044b16",
    "pool-refresh": "datastore1",
    "pool-uuid": "datastore1",
    "nodecpumap": "",
    "pwd": "",
    "quit": "",
    "nodecpustats": "--percent",
    "perf": "--domain web01",
    "nodememstats": "",
    "reboot": "web01",
    "reset": "web01",
    "resume": "build01",
    "schedinfo": "db01",
    "screenshot": "web01 PNG",
    "send-key": "web01 KEY_A",
    "setmaxmem": "db01 1048576",
    "setmem": "db01 524288",
    "setvcpus": "db01 2",
    "shutdown": "web01",
    "snapshot-create": "db01",
    "snapshot-create-as": "db01 new",
    "snapshot-current": "db01",
    "snapshot-delete": "db01 s2",
    "snapshot-dumpxml": "db01 s1",
    "snapshot-info": "db01 s1",
    "snapshot-list": "db01",
    "snapshot-parent": "db01 s2",
    "snapshot-revert": "db01 s1",
    "start": "db01",
    "suspend": "web01",
    "undefine": "off01",
    "update-device": "db01 DEVICE",
    "uri": "",
    "vcpucount": "web01",
    "version": "",
    "vncdisplay": "vnc01",
    "vol-clone": "off01/off01.vmdk x/y.vmdk datastore1",
    "vol-create": "datastore1 VOLXML",
    "vol-create-as": "datastore1 x/y.vmdk 4096 --format vmdk",
    "vol-create-from": "datastore1 VOLXML VOLPATH",
    "vol-delete": "off01/off01.vmdk datastore1",
    "vol-download": "iso/tools.iso PNG datastore1",
    "vol-dumpxml": "off01/off01.vmdk datastore1",
    "vol-info": "off01/off01.vmdk datastore1",
    "vol-key": "off01/off01.vmdk datastore1",
    "vol-list": "datastore1",
    "vol-name": "VOLPATH",
    "vol-path": "off01/off01.vmdk datastore1",
    "vol-pool": "VOLPATH",
    "vol-resize": "off01/off01.vmdk 100G datastore1",
    "vol-upload": "iso/tools.iso XML datastore1",
    "vol-wipe": "off01/off01.vmdk datastore1",
}
"""A line that means something for each; options are put behind it."""

NEEDED: Final = {
    ("change-media", "source"): "db01 hdc --insert",
    ("change-media", "insert"): "db01 hdc --source ISO",
    ("change-media", "update"): "db01 hdc --source ISO",
    ("change-media", "eject"): "db01 hdc",
    ("domifaddr", "full"): "web01 --source agent",
    ("domifaddr", "interface"): "web01 --source agent",
    ("domxml-to-native", "domain"): "vmware-vmx",
    ("dumpxml", "wrap"): "web01 --xpath //disk",
    ("iface-dumpxml", "wrap"): "00:1b:21:3a:4b:00 --xpath //mac",
    ("net-dumpxml", "wrap"): "vSwitch0 --xpath //name",
    ("schedinfo", "cap"): "db01",
    ("snapshot-create", "current"): "db01 SNAP --redefine",
    ("snapshot-create", "redefine"): "db01 SNAP",
    ("snapshot-create", "validate"): "db01 SNAP",
    ("snapshot-current", "snapshotname"): "db01",
    ("snapshot-create-as", "diskspec"): "db01 new --print-xml",
    ("snapshot-create-as", "reuse-external"): "db01 new --print-xml",
    ("snapshot-create-as", "atomic"): "db01 new --print-xml",
    ("snapshot-create-as", "live"): "db01 new --print-xml",
    ("snapshot-delete", "current"): "db01",
    ("snapshot-dumpxml", "wrap"): "db01 s1 --xpath //name",
    ("snapshot-info", "current"): "db01",
    ("snapshot-list", "descendants"): "db01 --from s1",
    ("snapshot-parent", "current"): "db01",
    ("snapshot-revert", "current"): "db01",
    ("pool-dumpxml", "wrap"): "datastore1 --xpath //name",
    ("vol-create-as", "backing-vol"): "datastore1 x/y.vmdk 4096 --print-xml",
    (
        "vol-create-as",
        "backing-vol-format",
    ): "datastore1 x/y.vmdk 4096 --print-xml --backing-vol off01/off01.vmdk",
    ("vol-create-as", "format"): "datastore1 x/y.vmdk 4096",
    ("vol-create-from", "inputpool"): "nfs1 VOLXML off01/off01.vmdk",
    ("vol-dumpxml", "wrap"): "off01/off01.vmdk datastore1 --xpath //name",
    ("undefine", "wipe-storage"): "off01 --storage sda",
    ("undefine", "delete-storage-volume-snapshots"): "off01 --remove-all-storage",
}
"""Lines for options that mean nothing in the usual one, or exclude a part of it."""

VALUES: Final = {
    "algorithm": "zero",
    "allocation": "0",
    "backing-vol": "off01/off01.vmdk",
    "backing-vol-format": "vmdk",
    "cap": "1",
    "capacity": "4096",
    "cellno": "0",
    "config": "VMX",
    "codeset": "linux",
    "count": "1",
    "devname": "serial0",
    "holdtime": "10",
    "keycode": "KEY_A",
    "description": "text",
    "diskspec": "sda",
    "file": "XML",
    "format": "vmware-vmx",
    "from": "s1",
    "hard-limit": "1048576",
    "inputpool": "datastore1",
    "interface": "eth0",
    "length": "1",
    "memspec": "/memory",
    "min-guarantee": "1024",
    "mode": "acpi",
    "name": "other",
    "new-desc": "text",
    "newname": "x/y.vmdk",
    "offset": "0",
    "pass-fds": "0",
    "path": "hdc",
    "pool": "datastore1",
    "screen": "0",
    "set": "limit=100",
    "size": "524288",
    "snapshotname": "s1",
    "soft-limit": "1048576",
    "source": "agent",
    "start": "0",
    "storage": "sda",
    "swap-hard-limit": "1048576",
    "type": "vnc",
    "vol": "off01/off01.vmdk",
    "weight": "1",
    "xml": "XML",
    "xmlfile": "SNAP",
    "xpath": "//name",
}
_SPECIAL: Final = {
    ("event", "event"): "lifecycle",
    ("event", "timeout"): "1",
    ("change-media", "source"): "ISO",
    ("domif-getlink", "interface"): "00:0c:29:00:01:01",
    ("maxvcpus", "type"): "vmware",
    ("net-define", "file"): "NETXML",
    ("pool-list", "type"): "dir",
    ("pool-name", "pool"): "dacb566e-71d0-a2be-edce-1ecd42044b16",
    ("nodecpustats", "cpu"): "0",
    ("nodememstats", "cell"): "0",
    ("screenshot", "file"): "PNG",
    ("setvcpus", "count"): "2",
    ("vol-create", "file"): "VOLXML",
    ("vol-create-as", "format"): "vmdk",
    ("vol-create-as", "name"): "x/y.vmdk",
    ("vol-create-from", "file"): "VOLXML",
    ("vol-create-from", "vol"): "VOLPATH",
    ("vol-download", "file"): "PNG",
    ("vol-download", "vol"): "iso/tools.iso",
    ("vol-name", "vol"): "VOLPATH",
    ("vol-pool", "vol"): "VOLPATH",
    ("vol-resize", "capacity"): "100G",
    ("vol-upload", "vol"): "iso/tools.iso",
}

_XML: Final = """<domain type='vmware'><name>new01</name><memory>4096</memory>
<uuid>50115e16-9bdc-49d7-f171-53c4d7f91710</uuid><os><type>hvm</type></os><devices>
<disk type='file'><source file='[datastore1] db01/db01.vmdk'/><target dev='sda'/></disk>
</devices></domain>"""
_DRIVE: Final = """<disk type='file' device='cdrom'>
<source file='[datastore1] iso/tools.iso'/><target dev='{target}' bus='ide'/></disk>"""
_VMX: Final = (
    'config.version = "8"\nvirtualHW.version = "10"\nguestOS = "other"\ndisplayName = "a"\n'
)
_SNAPSHOT: Final = (
    "<domainsnapshot><name>x</name><description>d</description><state>shutoff</state>"
    "<creationTime>1700000000</creationTime></domainsnapshot>"
)
_NETWORK: Final = "<network><name>new</name><portgroup name='x'/></network>"
_VOLUME: Final = (
    "<volume><name>x/z.vmdk</name><capacity>4096</capacity>"
    "<target><format type='vmdk'/></target></volume>"
)
_OPTION: Final = re.compile(r"^ {4}\[?--(?P<name>[\w-]+)\]?(?: <(?P<kind>string|number)>)?", re.M)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One option of one command, and the command line that tries it."""

    command: str
    option: str
    words: tuple[str, ...]

    def line(self, files: dict[str, str]) -> list[str]:
        """Return the words, with the names of files in place of the words that mean them."""
        return [files.get(word, word) for word in self.words]


def _help(*words: str) -> str:
    return subprocess.run(["virsh", "help", *words], capture_output=True, text=True).stdout


def virsh_commands() -> list[str]:
    """Return the commands that virsh has."""
    return re.findall(r"^ {4}(\S+) ", _help(), re.M)


def shared_commands(ours: list[str]) -> list[str]:
    """Return those that both have."""
    return [name for name in virsh_commands() if name in ours]


def rows_of(command: str) -> list[Row]:
    """Return a row for each option that virsh's help has for a command."""
    options = _help(command).partition("OPTIONS\n")[2]
    return [_row(command, match) for match in _OPTION.finditer(options)]


def _row(command: str, match: re.Match[str]) -> Row:
    option, kind = match["name"], match["kind"]
    base = NEEDED.get((command, option), BASE[command]).split()
    if kind is None:
        return Row(command, option, (command, *base, f"--{option}"))
    if option in _things(command) and (command, option) not in NEEDED:
        return Row(command, option, (command, f"--{option}", *base))
    value = _SPECIAL.get((command, option), VALUES.get(option, "db01"))
    rest = _without(option, value, base)
    return Row(command, option, (command, f"--{option}", value, *rest))


def _things(command: str) -> set[str]:
    """Return the options that name what a command is about, the first word of its line."""
    return {"domain", "network", *(["interface"] if command.startswith("iface-") else [])}


_SAME: Final = {
    "count": {"2"},
    "name": {"new"},
    "path": {"hdc"},
    "size": {"524288", "1048576"},
    "snapshotname": {"s1", "s2"},
}
"""Bare words of `BASE` that an option of another value gives by name."""


def _without(option: str, value: str, base: list[str]) -> list[str]:
    """Leave out the bare word that an option gives by name."""
    given = {value} | _SAME.get(option, set())
    return [word for word in base if word not in given]


def make_files(directory: Path) -> dict[str, str]:
    """Write what the rows name; return where it is, by the rows' words."""
    texts = {
        "DEVICE": ("hdc.xml", _DRIVE.format(target="hdc")),
        "NEWDEVICE": ("hdd.xml", _DRIVE.format(target="hdd")),
        "XML": ("d.xml", _XML),
        "VMX": ("d.vmx", _VMX),
        "NETXML": ("n.xml", _NETWORK),
        "SNAP": ("s.xml", _SNAPSHOT),
        "VOLXML": ("v.xml", _VOLUME),
    }
    files = {
        "PNG": str(directory / "p.png"),
        "GROUP": "VM Network",
        "ISO": "[datastore1] iso/tools.iso",
        "VOLPATH": "[datastore1] off01/off01.vmdk",
    }
    for word, (name, text) in texts.items():
        (directory / name).write_text(text, "utf-8")
        files[word] = str(directory / name)
    return files


_VNC: Final = (
    ("RemoteDisplay.vnc.enabled", "TRUE"),
    ("RemoteDisplay.vnc.port", "5907"),
    ("RemoteDisplay.vnc.password", "shown"),
)


def new_host() -> Simulator:
    """Return a host on which every line of `BASE` can be carried out, once `PREPARED`."""
    options = Options(task_seconds=0.0, tools_seconds=0.0)
    state = presets.small_host(machines=4, options=options)
    presets.add_machine(state, presets.MachineKind("vnc01", "poweredOn", settings=_VNC))
    presets.add_machine(state, presets.MachineKind("off01"))
    state.datastore("datastore1").put_text("iso/tools.iso", "x")
    state.network.add_switch("spare", vim.HostVirtualSwitchSpec(num_ports=8))
    return Simulator(state, username="root", password="secret", tls=False)


PREPARED: Final = (["snapshot-create-as", "db01", "s1"], ["snapshot-create-as", "db01", "s2"])
