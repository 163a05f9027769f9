"""Which commands there are: groups as in virsh, and the module that has each.

A command line loads the module of its command and no other; whoever wants to know what all of
them do (``help``, the reference, completion of names) loads them all. A test holds this table
against the modules.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final

__all__ = ["GROUPS", "MODULES", "Group", "group_named"]


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Commands that belong together.

    Attributes:
        keyword: for ``help KEYWORD``; virsh's, where virsh has the group.
        title: virsh's, likewise.
        modules: by module of `aioesx.cli`, names of its commands that belong here.
    """

    keyword: str
    title: str
    modules: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        """The commands, sorted."""
        return sorted(name for names in self.modules.values() for name in names.split())


GROUPS: Final = (
    Group(
        "domain",
        "Domain Management",
        {
            "domain_commands": "start shutdown reboot destroy reset suspend resume wait-for",
            "attach_commands": "attach-disk attach-interface",
            "description": "desc",
            "device_file_commands": "attach-device detach-device update-device",
            "detach_commands": "detach-device-alias detach-disk detach-interface",
            "fact_commands": "domhostname domid domname domuuid screenshot cpu-stats",
            "device_commands": "vncdisplay domdisplay",
            "console_commands": "console send-key",
            "resource_commands": "setmem setmaxmem memtune setvcpus vcpucount schedinfo autostart",
            "renaming": "domrename",
            "update_commands": "blockresize change-media domblkresize domif-setlink",
            "xml_commands": "dumpxml define edit",
            "undefining": "undefine",
            "idle_commands": "managedsave-remove",
            "conversion_commands": "domxml-from-native domxml-to-native",
            "question_commands": "questions answer",
            "vcenter_commands": "migrate clone template",
            "perf_commands": "perf",
            "guest_commands": "guest-run guest-copy guest-ps guest-kill",
        },
    ),
    Group(
        "monitor",
        "Domain Monitoring",
        {
            "domain_commands": "list",
            "fact_commands": "dominfo domstate domifaddr",
            "block_facts": "domblkinfo",
            "stats_commands": "domstats dommemstat domblkstat domifstat",
            "device_commands": "domblklist domiflist domif-getlink",
            "top.command": "top",
        },
    ),
    Group(
        "events",
        "Domain Events",
        {"event_command": "event", "events_command": "events", "watch_commands": "watch"},
    ),
    Group(
        "host",
        "Host and Hypervisor",
        {
            "host_commands": "capabilities freecell hostname maxvcpus nodecpumap nodecpustats"
            " nodeinfo nodememstats uri version",
            "host_info": "host-info",
            "upkeep_commands": "host-services host-firewall host-ntp host-syslog maintenance"
            " host-reboot host-shutdown",
            "vcenter_commands": "alarms hosts",
        },
    ),
    Group(
        "interface",
        "Interface",
        {
            "interface_commands": "iface-list iface-dumpxml iface-mac iface-name iface-vmkernel",
            "idle_commands": "iface-edit",
        },
    ),
    Group(
        "network",
        "Networking",
        {
            "network_commands": "net-list net-info net-dumpxml net-define net-undefine net-name"
            " net-uuid net-autostart net-users net-portgroup-add net-portgroup-remove",
            "idle_commands": "net-edit",
        },
    ),
    Group(
        "snapshot",
        "Snapshot",
        {
            "snapshot_commands": "snapshot-list snapshot-create snapshot-create-as snapshot-info"
            " snapshot-dumpxml snapshot-current snapshot-parent snapshot-revert snapshot-delete",
        },
    ),
    Group(
        "pool",
        "Storage Pool",
        {
            "pool_commands": "pool-list pool-info pool-dumpxml pool-refresh pool-name pool-uuid"
            " pool-autostart",
            "idle_commands": "pool-edit",
            "storage_commands": "df",
        },
    ),
    Group(
        "volume",
        "Storage Volume",
        {
            "volume_commands": "vol-list vol-info vol-dumpxml vol-path vol-key vol-name vol-pool"
            " vol-create vol-create-as vol-create-from vol-clone vol-delete vol-wipe vol-resize",
            "volume_transfers": "vol-download vol-upload",
        },
    ),
    Group(
        "file",
        "Files",
        {
            "file_commands": "ls get put rm mkdir mv cp",
            "storage_commands": "images orphans",
        },
    ),
    Group(
        "moving",
        "Leaving, Arriving",
        {
            "moving.leave": "export",
            "moving.arrive": "copy import",
            "moving.status": "export-status",
        },
    ),
    Group(
        "jobs",
        "Ready Jobs",
        {
            "jobs.snapshots": "old-snapshots consolidate",
            "jobs.upkeep": "answer-questions datastore-space tools",
            "jobs.power": "power-schedule power-group",
            "jobs.fleetwide": "drift orphaned-disks",
            "jobs.check": "check",
            "jobs.plan": "plan",
        },
    ),
    Group(
        "virsh",
        "aioesx itself",
        {
            "fleet.command": "fleet",
            "exporter_command": "exporter",
            "report_command": "report",
            "own_commands": "cd completion connect demo doctor echo exit help pwd quit schema"
            " simulate",
        },
    ),
)

MODULES: Final = {
    name: module
    for group in GROUPS
    for module, names in group.modules.items()
    for name in names.split()
}
"""By name of a command, the module that has it in its table COMMANDS."""


def group_named(keyword: str) -> Group | None:
    """Return the group with a keyword, or None."""
    return next((group for group in GROUPS if group.keyword == keyword), None)
