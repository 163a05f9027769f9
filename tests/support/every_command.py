"""Every command of ours on a host where every text that somebody may choose is hostile."""

from __future__ import annotations

import dataclasses
import shlex
from pathlib import Path
from typing import Final

import anyio
from support.hosts import connected

from aioesx import vim
from aioesx.simulator import Options, Simulator, presets

__all__ = [
    "EVIL",
    "HARMLESS",
    "OFF",
    "OF_A_VCENTER",
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

SAMPLES: Final = {
    "answer": "ASKS Yes",
    "autostart": "OFF",
    "capabilities": "",
    "change-media": "OFF hdc --eject",
    "cpu-stats": "ON",
    "define": "XML",
    "desc": "ON",
    "destroy": "ON",
    "domblklist": "ON --details",
    "domdisplay": "ON",
    "domhostname": "ON",
    "domid": "ON",
    "domif-getlink": "ON 00:0c:29:00:01:01",
    "domifaddr": "ON",
    "domiflist": "ON",
    "dominfo": "ON OFF",
    "domname": "1",
    "domstate": "ON --reason",
    "domuuid": "ON",
    "domxml-from-native": "vmware-vmx VMX",
    "domxml-to-native": "vmware-vmx XML",
    "dumpxml": "ON",
    "edit": "OFF",
    "freecell": "",
    "host-firewall": "",
    "host-info": "",
    "host-ntp": "",
    "host-reboot": "--yes --force",
    "host-services": "",
    "host-shutdown": "--yes --force",
    "host-syslog": "",
    "hostname": "",
    "hosts": "",
    "list": "--all",
    "maintenance": "",
    "maxvcpus": "",
    "memtune": "ON",
    "nodecpumap": "",
    "nodecpustats": "--percent",
    "nodeinfo": "",
    "nodememstats": "",
    "questions": "",
    "reboot": "ON",
    "reset": "ON",
    "resume": "SLEEPS",
    "schedinfo": "ON",
    "screenshot": "ON PNG",
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
    "uri": "",
    "vcpucount": "ON",
    "version": "",
    "vncdisplay": "ON",
    "wait-for": "ON running",
}
"""By command, words that it takes on the host; words in capitals stand for hostile ones."""

HARMLESS: Final = {"demo", "doctor", "simulate"}
"""Commands that show nothing but what they made themselves."""

OF_A_VCENTER: Final = {"clone", "migrate", "template"}
"""Commands that a host alone refuses: tests/cli/test_vcenter_commands.py."""

_XML: Final = f"""<domain type='vmware'><name>new {_PLAIN}</name><memory>4096</memory>
<description>{_PLAIN}</description><os><type>hvm</type></os><devices>
<disk type='file'><source file='[datastore1] db01/{_PLAIN}.vmdk'/><target dev='sda'/></disk>
</devices></domain>"""
_VMX: Final = f"""config.version = "8"
virtualHW.version = "10"
displayName = "{_PLAIN}"
annotation = "{_PLAIN}"
guestOS = "other"
"""


_POWER: Final = {ON: "poweredOn", OFF: "poweredOff", ASKS: "poweredOff", SLEEPS: "suspended"}


def sample(name: str, directory: Path) -> list[str]:
    """Return a command line for a command, and write the files that it names."""
    files = {
        "XML": ("d.xml", _XML),
        "VMX": ("d.vmx", _VMX),
        "SNAPXML": ("s.xml", f"<domainsnapshot><name>n {_PLAIN}</name></domainsnapshot>"),
    }
    words = {
        "ON": ON,
        "OFF": OFF,
        "ASKS": ASKS,
        "SLEEPS": SLEEPS,
        "SNAP": SNAPSHOT,
        "NEW": f"new {_PLAIN}",
    }
    for word, (file, text) in files.items():
        path = directory / f"{_PLAIN}{file}"
        path.write_text(text, "utf-8")
        words[word] = str(path)
    words["PNG"] = str(directory / f"{_PLAIN}.png")
    return [name, *(words.get(word, word) for word in shlex.split(SAMPLES[name]))]


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
    return Simulator(state, username="root", password="secret", tls=False)


async def prepare(simulator: Simulator) -> None:
    """Take a snapshot of the one that is off; let the start of another ask, and wait."""
    simulator.ask_on("PowerOnVM_Task", "*", text=_PLAIN, choices=("Yes", f"No {_PLAIN}"))
    async with connected(simulator) as esx:
        domains = {entry.name: entry.domain for entry in await esx.domains.list()}
        await domains[OFF].snapshots.create(f"root {_PLAIN}")
        await domains[OFF].snapshots.create(SNAPSHOT, description=_PLAIN)
        await esx.call(vim.PowerOnVM_Task(this=domains[ASKS].ref))
        with anyio.fail_after(20):
            while await domains[ASKS].pending_question() is None:  # noqa: ASYNC110 - remote
                await anyio.sleep(0.01)
