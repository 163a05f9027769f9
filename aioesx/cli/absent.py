"""Names that virsh has and this command has not: why, and what there is instead.

Whoever types one of them has made no slip, so no other command is proposed as the one that was
meant. A test asks virsh for its names, and holds them against this table and the commands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from aioesx._words import advice

__all__ = [
    "ABSENT_COMMANDS",
    "ABSENT_OPTIONS",
    "stands_before",
    "unknown_command",
    "unknown_option",
]

_LATER: Final = "aioesx cannot do it yet"
_NOTHING: Final = "a VMware host has nothing for it"
_NO_FILE: Final = "a VMware host keeps no memory in files of its own; see `suspend`"

_REASONS: Final[Mapping[str, str]] = {
    "blkdeviotune blkiotune blockcommit blockcopy blockjob blockpull domblkerror"
    " domblkthreshold domcontrol domdirtyrate-calc domdisplay-reload dom-fd-associate domiftune"
    " domjobabort domjobinfo domlaunchsecinfo dompmsuspend dompmwakeup domsetlaunchsecstate dump"
    " emulatorpin inject-nmi iothreadadd iothreaddel iothreadinfo iothreadpin iothreadset"
    " lxc-enter-namespace metadata migrate-compcache migrate-getmaxdowntime migrate-getspeed"
    " migrate-postcopy migrate-setmaxdowntime migrate-setspeed numatune"
    " set-lifecycle-action ttyconsole update-memory-device vcpuinfo vcpupin": _NOTHING,
    "qemu-agent-command qemu-attach qemu-monitor-command qemu-monitor-event":
        "it is QEMU's",
    "domfsfreeze domfsinfo domfsthaw domfstrim domtime get-user-sshkeys guest-agent-timeout"
    " guestvcpus send-process-signal set-user-password set-user-sshkeys":
        "it asks QEMU's agent in the guest; VMware Tools know `domhostname` and `domifaddr`",
    "managedsave managedsave-define managedsave-dumpxml managedsave-edit restore save"
    " save-image-define save-image-dumpxml save-image-edit": _NO_FILE,
    "create": "a VMware host has no domains without a definition: `define`, then `start`",
    "setvcpu": "a VMware host counts processors only: `setvcpus`",
    "allocpages cpu-baseline cpu-compare cpu-models domcapabilities freepages"
    " hypervisor-cpu-baseline hypervisor-cpu-compare hypervisor-cpu-models node-memory-tune"
    " nodesevinfo": _NOTHING,
    "nodesuspend": "a VMware host does not sleep: `host-shutdown`",
    "sysinfo": "a VMware host has no such document: `host-info`",
    "checkpoint-create checkpoint-create-as checkpoint-delete checkpoint-dumpxml checkpoint-edit"
    " checkpoint-info checkpoint-list checkpoint-parent":
        "a VMware host has no checkpoints, but snapshots: `snapshot-list`",
    "backup-begin backup-dumpxml": _NOTHING,
    "snapshot-edit": "a VMware host changes no snapshot that there is",
    "nwfilter-binding-create nwfilter-binding-delete nwfilter-binding-dumpxml"
    " nwfilter-binding-list nwfilter-define nwfilter-dumpxml nwfilter-edit nwfilter-list"
    " nwfilter-undefine": "a VMware host has no network filters",
    "nodedev-autostart nodedev-create nodedev-define nodedev-destroy nodedev-detach"
    " nodedev-dettach nodedev-dumpxml nodedev-event nodedev-info nodedev-list nodedev-reattach"
    " nodedev-reset nodedev-start nodedev-undefine nodedev-update":
        "a VMware host shows no node devices",
    "secret-define secret-dumpxml secret-event secret-get-value secret-list secret-set-value"
    " secret-undefine": "a VMware host keeps no secrets for others",
    "iface-begin iface-bridge iface-commit iface-define iface-destroy iface-rollback"
    " iface-start iface-unbridge iface-undefine":
        "a VMware host lets nobody change its interfaces so",
    "net-create net-desc net-destroy net-dhcp-leases net-event net-metadata"
    " net-port-create net-port-delete net-port-dumpxml net-port-list net-start net-update":
        "a VMware host has nothing for it: its networks are switches that are always on",
    "find-storage-pool-sources find-storage-pool-sources-as pool-build pool-capabilities"
    " pool-create pool-create-as pool-define pool-define-as pool-delete pool-destroy pool-event"
    " pool-start pool-undefine":
        "a VMware host has nothing for it: its pools are datastores",
    "guestinfo": _LATER,
}  # fmt: skip

ABSENT_COMMANDS: Final = {name: why for names, why in _REASONS.items() for name in names.split()}
"""By the name of a command of virsh's, why it is not here."""

ABSENT_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    command: frozenset(options.split())
    for command, options in {
        "cpu-stats": "count start",
        "destroy": "graceful remove-logs",
        "dommemstat": "config current live period",
        "dumpxml": "update-cpu",
        "freecell": "cellno",
        "maxvcpus": "type",
        "nodecpustats": "cpu",
        "nodememstats": "cell",
        "migrate": "abort-on-error auto-converge auto-converge-increment auto-converge-initial"
        " bandwidth change-protection comp-methods comp-mt-dthreads comp-mt-level comp-mt-threads"
        " comp-xbzrle-cache compressed copy-storage-all copy-storage-inc"
        " copy-storage-synchronous-writes direct disks-port disks-uri dname graphicsuri"
        " listen-address migrate-disks migrateuri offline p2p parallel parallel-connections"
        " persistent-xml postcopy postcopy-after-precopy postcopy-bandwidth postcopy-resume"
        " rdma-pin-all timeout timeout-postcopy timeout-suspend tls tls-destination tunnelled"
        " unsafe xml zerocopy",
        "memtune": "hard-limit soft-limit swap-hard-limit",
        "perf": "config current disable enable live",
        "pool-dumpxml": "inactive",
        "reboot": "mode",
        "schedinfo": "cap weight",
        "shutdown": "mode",
        "snapshot-create": "atomic current live redefine reuse-external",
        "snapshot-current": "snapshotname",
        "snapshot-delete": "children-only",
        "snapshot-list": "topological",
        "snapshot-revert": "paused reset-nvram running",
        "start": "autodestroy bypass-cache console pass-fds paused reset-nvram",
        "undefine": "delete-storage-volume-snapshots nvram",
        "vcpucount": "guest",
        "vol-clone": "prealloc-metadata reflink",
        "vol-create": "prealloc-metadata",
        "vol-create-as": "prealloc-metadata",
        "vol-create-from": "prealloc-metadata reflink",
        "vol-delete": "delete-snapshots",
        "vol-download": "sparse",
        "vol-upload": "length offset sparse",
    }.items()
}
"""By command, the options of virsh's that libvirt's driver refuses, too."""


def unknown_command(name: str, harmless: Collection[str]) -> str:
    """Say what is to be said about a command that there is not.

    Args:
        name: what was typed.
        harmless: the commands that may be proposed.
    """
    if name in ABSENT_COMMANDS:
        return f"'{name}' is virsh's: {ABSENT_COMMANDS[name]}"
    meant = advice(name, harmless)
    return f"unknown command: '{name}'{meant or '; `aioesx --help` lists those that there are'}"


def unknown_option(
    command: str, name: str, known: Collection[str], before: Collection[str] = ()
) -> str:
    """Say what is to be said about an option that a command has not.

    Args:
        command: its name.
        name: what was typed, with its dashes.
        known: the options that it has, with theirs.
        before: those that stand before a command.
    """
    if name.removeprefix("--") in ABSENT_OPTIONS.get(command, ()):
        return f"{name} of virsh's '{command}': {_NOTHING}"
    meant = stands_before(command, name, before) or advice(name, known)
    return f"command '{command}' doesn't support option {name}{meant}"


def stands_before(command: str, word: str, before: Collection[str]) -> str:
    """Return ``"; it stands before the command: ..."`` for an option of the program's, or nothing.

    Args:
        command: the command that it was typed behind.
        word: what was typed, with its dashes.
        before: the options that stand before a command.
    """
    name = word.partition("=")[0]
    if name not in before:
        return ""
    return f"; it stands before the command: `aioesx {name} ... {command}`"
