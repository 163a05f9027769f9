"""Every command of ours on a host where every text that somebody may choose is hostile."""

from __future__ import annotations

import dataclasses
import shlex
from pathlib import Path
from typing import Final

import anyio
from support.hosts import connected
from support.small_disks import shrink

from aioesx import vim
from aioesx.export.record import DiskRecord, Record, record_path, write_record
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.state.disks import Disk, make_uuid
from aioesx.simulator.state.network import Switch

__all__ = [
    "EVIL",
    "HARMLESS",
    "OFF",
    "OF_A_VCENTER",
    "OF_TWO_HOSTS",
    "ON",
    "SAMPLES",
    "evil_host",
    "prepare",
    "sample",
]

EVIL: Final = "x\x1b[31m\x1b]0;owned\x07\x9b31m\u202e\u2028\ny"
"""Colours and titles for a terminal, 7 and 8 bits wide; a turned line; a second line."""

# What its VMX file or its XML can hold of it.
_PLAIN: Final = "x\x9b31m\u202ey"

ON: Final = f"on {EVIL}"
OFF: Final = f"off {EVIL}"
ASKS: Final = f"ask {EVIL}"
SLEEPS: Final = f"sleep {EVIL}"
SNAPSHOT: Final = f"snap {_PLAIN}"

NETWORK: Final = f"net{_PLAIN}"

SAMPLES: Final = {
    "answer": "ASKS Yes",
    "answer-questions": "RULES",
    "attach-device": "OFF DEVICE",
    "attach-disk": "ON DISK sdb",
    "attach-interface": "OFF bridge 'VM Network'",
    "autostart": "OFF",
    "consolidate": "",
    "console": "ON --url",
    "blockresize": "ON sda 20G",
    "check": "snapshots",
    "cp": "REMOTE NEWREMOTE",
    "capabilities": "",
    "change-media": "OFF hdc REMOTE",
    "cpu-stats": "ON",
    "datastore-space": "",
    "define": "XML",
    "desc": "ON",
    "df": "--domains",
    "destroy": "ON",
    "detach-device": "OFF DRIVE",
    "detach-device-alias": "OFF hdc",
    "detach-disk": "OFF hdc",
    "detach-interface": "OFF bridge",
    "doctor": "",
    "domblkinfo": "ON --all",
    "export": "OFF --target OUTDIR --format raw --overwrite",
    "export-status": "LEFT --verify",
    "domblkstat": "ON",
    "domifstat": "ON 00:0c:29:00:01:01",
    "dommemstat": "ON",
    "domstats": "",
    "domblklist": "ON --details",
    "domblkresize": "ON sda 20G",
    "domdisplay": "ON",
    "domhostname": "ON",
    "domid": "ON",
    "domif-setlink": "ON 00:0c:29:00:01:01 down",
    "domif-getlink": "ON 00:0c:29:00:01:01",
    "domifaddr": "ON",
    "domiflist": "ON",
    "dominfo": "ON OFF",
    "domname": "1",
    "domrename": "OFF renamed",
    "domstate": "ON --reason",
    "domuuid": "ON",
    "domxml-from-native": "vmware-vmx VMX",
    "domxml-to-native": "vmware-vmx XML",
    "drift": "SAVED --volatile",
    "dumpxml": "ON",
    "edit": "OFF",
    "guest-copy": "ON:/etc/hostname LOCAL --user root --password-file GUESTPASS",
    "guest-kill": "ON 1200 --user root --password-file GUESTPASS",
    "guest-ps": "ON --user root --password-file GUESTPASS",
    "guest-run": "ON --user root --password-file GUESTPASS cat /etc/hostname",
    "freecell": "",
    "event": "--list",
    "events": "",
    "fleet": "list --all",
    "get": "REMOTE LOCAL --sha256",
    "host-firewall": "",
    "host-info": "",
    "host-ntp": "",
    "host-reboot": "--yes --force",
    "host-services": "",
    "host-shutdown": "--yes --force",
    "host-syslog": "",
    "hostname": "",
    "hosts": "",
    "images": "",
    "import": "RAW --name NEW --datastore datastore1",
    "iface-dumpxml": "vmnic0",
    "iface-edit": "vmnic0",
    "iface-list": "--details",
    "iface-mac": "vmnic0",
    "iface-name": "00:1b:21:3a:4b:00",
    "iface-vmkernel": "",
    "list": "--all",
    "ls": "TOP --recursive",
    "managedsave-remove": "ON",
    "maxvcpus": "",
    "memtune": "ON",
    "mkdir": "NEWREMOTE",
    "mv": "REMOTE NEWREMOTE",
    "net-autostart": "EVILNET",
    "net-define": "NETXML",
    "net-dumpxml": "EVILNET",
    "net-edit": "EVILNET",
    "net-info": "EVILNET",
    "net-list": "--details",
    "net-name": "2f467347-8b4e-8655-e7d6-c4c3fb968009",
    "net-portgroup-add": "EVILNET NEWGROUP",
    "net-portgroup-remove": "EVILNET GROUP",
    "net-undefine": "EVILNET",
    "net-users": "vSwitch0",
    "net-uuid": "EVILNET",
    "nodeinfo": "",
    "old-snapshots": "--delete",
    "orphaned-disks": "--unclaimed",
    "orphans": "--unclaimed",
    "perf": "cpu.usage.average --instance *",
    "pool-autostart": "POOL",
    "pool-dumpxml": "POOL",
    "pool-edit": "POOL",
    "pool-info": "POOL",
    "pool-list": "--details --where",
    "pool-name": "a7230abe-5736-fb74-ce85-4d1f25f0f47d",
    "pool-refresh": "POOL",
    "pool-uuid": "POOL",
    "plan": "STAGES",
    "power-group": "shutdown *",
    "power-schedule": "SCHEDULE",
    "put": "XML NEWREMOTE --sha256",
    "maintenance": "",
    "nodecpumap": "",
    "nodecpustats": "--percent",
    "nodememstats": "",
    "questions": "",
    "report": "--tables vInfo,vDatastore,vNetwork",
    "reboot": "ON",
    "reset": "ON",
    "resume": "SLEEPS",
    "rm": "REMOTE",
    "schedinfo": "ON",
    "screenshot": "ON PNG",
    "send-key": "ON KEY_LEFTCTRL KEY_C",
    "setmaxmem": "OFF 1G",
    "setmem": "OFF 64M",
    "setvcpus": "OFF 1",
    "shutdown": "ON",
    "snapshot-create": "OFF SNAPXML",
    "snapshot-create-as": "OFF NEW",
    "snapshot-current": "OFF",
    "snapshot-delete": "OFF SNAP",
    "snapshot-dumpxml": "OFF SNAP",
    "snapshot-info": "OFF SNAP",
    "snapshot-list": "OFF",
    "snapshot-parent": "OFF SNAP",
    "snapshot-revert": "OFF SNAP",
    "start": "OFF",
    "suspend": "ON",
    "undefine": "OFF",
    "update-device": "OFF DRIVE",
    "uri": "",
    "vcpucount": "ON",
    "version": "",
    "vncdisplay": "ON",
    "vol-clone": "VOL NEWVOL POOL",
    "vol-create": "POOL VOLXML",
    "vol-create-as": "POOL NEWVOL 1M --format vmdk",
    "vol-create-from": "POOL VOLXML VOL",
    "vol-delete": "VOL POOL",
    "vol-download": "REMOTE LOCAL",
    "vol-dumpxml": "VOL POOL",
    "vol-info": "VOL POOL",
    "vol-key": "VOL POOL",
    "vol-list": "POOL --details",
    "vol-name": "VOLPATH",
    "vol-path": "VOL POOL",
    "vol-pool": "VOLPATH",
    "vol-resize": "VOL 2G POOL",
    "vol-upload": "REMOTE XML",
    "vol-wipe": "VOL POOL",
    "tools": "",
    "top": "--once",
    "wait-for": "ON running",
    "watch": "--timeout 1",
}
"""By command, words that it takes on the host; words in capitals stand for hostile ones."""

HARMLESS: Final = {
    "cd",
    "completion",
    "connect",
    "demo",
    "echo",
    "exit",
    "exporter",
    "help",
    "pwd",
    "quit",
    "schema",
    "simulate",
}
"""Commands that show nothing but what they made themselves."""

OF_TWO_HOSTS: Final = {"copy"}
"""Commands that need a second host: tests/cli/test_arriving.py."""

OF_A_VCENTER: Final = {"alarms", "clone", "migrate", "template"}
"""Commands that a host alone refuses: tests/cli/test_vcenter_commands.py."""

_POOL: Final = f"nfs {_PLAIN}"
_VOLUME: Final = f"dir {_PLAIN}/disk {_PLAIN}.vmdk"
_IMAGE: Final = f"iso {_PLAIN}.iso"
_VOLXML: Final = f"""<volume><name>new {_PLAIN}/x.vmdk</name><capacity unit='KiB'>64</capacity>
<target><format type='vmdk'/></target></volume>"""
_XML: Final = f"""<domain type='vmware'><name>new {_PLAIN}</name><memory>4096</memory>
<description>{_PLAIN}</description><os><type>hvm</type></os><devices>
<disk type='file'><source file='[datastore1] db01/{_PLAIN}.vmdk'/><target dev='sda'/></disk>
</devices></domain>"""
_DEVICE: Final = f"""<disk type='file' device='cdrom'><source file='[{_POOL}] {_IMAGE}'/>
<target dev='{{target}}' bus='ide'/></disk>"""
_VMX: Final = f"""config.version = "8"
virtualHW.version = "10"
displayName = "{_PLAIN}"
annotation = "{_PLAIN}"
guestOS = "other"
"""


_SCHEDULE: Final = """timezone = "UTC"
[[schedule]]
domains = "*"
on = "daily"
"""


_POWER: Final = {ON: "poweredOn", OFF: "poweredOff", ASKS: "poweredOff", SLEEPS: "suspended"}


def sample(name: str, directory: Path) -> list[str]:
    """Return a command line for a command, and write the files that it names."""
    files = {
        "DEVICE": ("new.xml", _DEVICE.format(target="hdd")),
        "DRIVE": ("drive.xml", _DEVICE.format(target="hdc")),
        "XML": ("d.xml", _XML),
        "VMX": ("d.vmx", _VMX),
        "VOLXML": ("v.xml", _VOLXML),
        "NETXML": ("n.xml", f"<network><name>n{_PLAIN}</name></network>"),
        "RULES": ("r.toml", '[[rule]]\ntext = "*"\nanswer = "Yes"\n'),
        "SCHEDULE": ("p.toml", _SCHEDULE),
        "STAGES": ("s.toml", '[stages.all]\nmachines = ["*"]\n'),
        "SAVED": ("c.json", '{"format": "aioesx-configuration", "version": 1}'),
        "GUESTPASS": ("g.txt", "secret\n"),
        "SNAPXML": ("s.xml", f"<domainsnapshot><name>n {_PLAIN}</name></domainsnapshot>"),
    }
    words = {
        "ON": ON,
        "OFF": OFF,
        "ASKS": ASKS,
        "SLEEPS": SLEEPS,
        "SNAP": SNAPSHOT,
        "NEW": f"new {_PLAIN}",
        "POOL": _POOL,
        "DISK": f"[{_POOL}] {_VOLUME}",
        "VOL": _VOLUME,
        "VOLPATH": f"[{_POOL}] {_VOLUME}",
        "NEWVOL": f"new {_PLAIN}/disk.vmdk",
        "TOP": f"[{_POOL}]",
        "REMOTE": f"[{_POOL}] {_IMAGE}",
        "NEWREMOTE": f"[{_POOL}] new {_PLAIN}",
        "EVILNET": NETWORK,
        "GROUP": f"group {_PLAIN}",
        "NEWGROUP": f"another {_PLAIN}",
    }
    for word, (file, text) in files.items():
        path = directory / f"{_PLAIN}{file}"
        path.write_text(text, "utf-8")
        words[word] = str(path)
    words["ON:/etc/hostname"] = f"{ON}:/etc/hostname"
    raw = directory / f"disk {_PLAIN}.raw"
    raw.write_bytes(bytes(65536))
    words["RAW"] = str(raw)
    words["OUTDIR"] = str(directory / f"out {_PLAIN}")
    words["LEFT"] = str(_left(directory / f"left {_PLAIN}"))
    words["LOCAL"] = str(directory / f"{_PLAIN}.iso")
    words["PNG"] = str(directory / f"{_PLAIN}.png")
    return [name, *(words.get(word, word) for word in shlex.split(SAMPLES[name]))]


def _left(directory: Path) -> Path:
    """Have something in a directory that an export was broken off at."""
    directory.mkdir(exist_ok=True)
    disk = DiskRecord(
        number=1, key=2000, label=_PLAIN, source=_PLAIN, links=[], ddb={}, capacity=4096,
        file=f"{_PLAIN}.raw", target="sda", chunks=[None],
    )  # fmt: skip
    record = Record(
        state="copying", domain=_PLAIN, uuid=None, instance_uuid=None, host=_PLAIN, product=_PLAIN,
        vmx_path=_PLAIN, moment={}, format="raw", way="folder", chunk_bytes=4096, disks=[disk],
        warnings=[_PLAIN],
    )  # fmt: skip
    write_record(record_path(directory, _PLAIN), record)
    return directory


def evil_host() -> Simulator:
    """Return a host to be started, and then to be prepared by `prepare`."""
    profile = dataclasses.replace(
        presets.DEFAULT_PROFILE, product=f"VMware {_PLAIN}", version=f"6.5.0{_PLAIN}"
    )
    state = presets.small_host(
        machines=0, profile=profile, options=Options(task_seconds=0.0, tools_seconds=0.0)
    )
    hardware = dataclasses.replace(state.hardware, cpu_model=_PLAIN)
    state.hardware = hardware
    state.network.host_name = _PLAIN
    state.network.switches[NETWORK] = Switch(NETWORK, vim.HostVirtualSwitchSpec(num_ports=8))
    group = vim.HostPortGroupSpec(
        name=f"group {_PLAIN}", vlan_id=0, vswitch_name=NETWORK, policy=vim.HostNetworkPolicy()
    )
    state.network.add_group(group)
    for name, power in _POWER.items():
        machine = presets.add_machine(state, presets.MachineKind(name[:3].strip(), power))
        machine.change(
            {
                "displayName": "".join(c if ord(c) > 31 else f"%{ord(c):02x}" for c in name),
                "annotation": _PLAIN,
                "ethernet0.networkName": _PLAIN,
                "RemoteDisplay.vnc.enabled": "TRUE",
                "RemoteDisplay.vnc.ip": _PLAIN,
            }
        )
        machine.guest = dataclasses.replace(machine.guest, hostname=_PLAIN)
        shrink(state, machine.name, 1024**2)
    store = next(each for each in state.datastores.values() if each.name == "nfs1")
    state.rename_datastore(store, _POOL)
    store.make_folder(_VOLUME.rpartition("/")[0])
    store.put_text(_IMAGE, _PLAIN)
    store.make_disk(_VOLUME, Disk(1024**2, thin=True, uuid=make_uuid(_VOLUME)))
    return Simulator(state, username="root", password="secret", tls=False)


async def prepare(simulator: Simulator) -> None:
    """Take a snapshot of the one that is off; let the start of another ask, and wait."""
    simulator.ask_on("PowerOnVM_Task", "*", text=_PLAIN, choices=("Yes", f"No {_PLAIN}"))
    async with connected(simulator) as esx:
        domains = {entry.name: entry.domain for entry in await esx.domains.list()}
        async with domains[ON].guest("root", "secret") as guest:
            assert await guest.start("sleep", ["3600"]) == int(SAMPLES["guest-kill"].split()[1])
        await domains[OFF].snapshots.create(f"root {_PLAIN}")
        await domains[OFF].snapshots.create(SNAPSHOT, description=_PLAIN)
        await esx.call(vim.PowerOnVM_Task(this=domains[ASKS].ref))
        with anyio.fail_after(20):
            while await domains[ASKS].pending_question() is None:  # noqa: ASYNC110 - remote
                await anyio.sleep(0.01)
