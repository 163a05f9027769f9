"""Asking a server for all that the report tells, in two calls for any number of machines.

The first read has the machines with where they are, the second hosts, datastores, networks,
what they are in, and licences. Each is a call a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.located import read_located
from aioesx._server.names import called, unescape
from aioesx._server.traversal import UP, object_spec
from aioesx._server.tree import COMPUTE, TREE_PATHS, Tree
from aioesx.jobs._since import known
from aioesx.jobs.report.facts import Facts, HostFacts, Machine, Store
from aioesx.storage.machine_files import machine_files

if TYPE_CHECKING:
    from aioesx._server.server import Server

__all__ = ["HOST_PATHS", "MACHINE_PATHS", "read_facts"]

Ref = vim.ManagedObjectReference

_HOST: Final = "HostSystem"
_STORE: Final = "Datastore"
_NETWORK: Final = "Network"
_LICENCES: Final = "licenses"
_TRIAL: Final = "evaluation"
_CORES: Final = "config.hardware.numCoresPerSocket"

MACHINE_PATHS: Final = (
    "name", "runtime", "guest", "guestHeartbeatStatus", "snapshot.rootSnapshotList",
    "summary.overallStatus", "summary.quickStats", "summary.storage", "layoutEx",
    "config.annotation", "config.bootOptions", "config.changeTrackingEnabled",
    "config.changeVersion", "config.cpuAllocation", "config.cpuHotAddEnabled",
    "config.cpuHotRemoveEnabled", "config.createDate", "config.files", "config.firmware",
    "config.flags", "config.guestFullName", "config.guestId", "config.hardware.device",
    "config.hardware.memoryMB", "config.hardware.numCPU", _CORES,
    "config.instanceUuid", "config.latencySensitivity", "config.memoryAllocation",
    "config.memoryHotAddEnabled", "config.memoryReservationLockedToMax", "config.template",
    "config.tools", "config.uuid", "config.version",
)  # fmt: skip
HOST_PATHS: Final = (
    "name", "runtime", "summary.config.vmotionEnabled", "summary.currentEVCModeKey",
    "summary.hardware", "summary.maxEVCModeKey", "summary.overallStatus", "summary.quickStats",
    "summary.rebootRequired", "config.dateTimeInfo", "config.hyperThread", "config.network",
    "config.product", "config.service", "config.storageDevice.hostBusAdapter",
    "hardware.biosInfo", "hardware.systemInfo",
)  # fmt: skip
STORE_PATHS: Final = ("name", "summary", "info", "host", "vm", "overallStatus")


async def read_facts(server: Server) -> Facts:
    """Read all that a connection is over."""
    session = server.session
    facts = Facts(session.content.about, session.where, datetime.now(UTC))
    machines, where = await read_located(server, known(server.session.has_api, MACHINE_PATHS))
    around = await _read_around(server)
    _take_around(facts, around)
    facts.machines += [Machine(each.values, where(each.values), facts) for each in machines]
    facts.has_cores = bool(known(session.has_api, [_CORES]))
    since_4 = session.has_api(4, 0)
    for machine in facts.machines:
        if machine["snapshot.rootSnapshotList"]:
            files = machine_files(machine.values, {}, since_4=since_4)
            facts.growth.update((each.ref, each) for each in files.snapshots)
    facts.problems += _hidden([*machines, *around])
    return facts


async def _read_around(server: Server) -> list[ObjectProperties]:
    """Read hosts, datastores, networks, what they are in, and licences."""
    objects = [
        object_spec(spec.obj, [*spec.select_set, *UP], itself=True)
        for spec in server.scope.objects(_HOST, _STORE, _NETWORK)
    ]
    paths: dict[str, Sequence[str]] = {
        **TREE_PATHS,
        _HOST: known(server.session.has_api, (*TREE_PATHS[_HOST], *HOST_PATHS)),
        _STORE: STORE_PATHS,
        _NETWORK: ("name",),
    }
    manager = server.session.content.license_manager
    if manager is not None and (wanted := known(server.session.has_api, (_LICENCES, _TRIAL))):
        objects.append(object_spec(manager))
        paths[manager.type] = wanted
    return await read_many(server.session, objects, paths)


def _take_around(facts: Facts, found: Sequence[ObjectProperties]) -> None:
    tree = Tree(found)
    for each in found:
        kind = each.ref.type
        if kind == _HOST:
            facts.hosts.append(_host(each, tree, facts))
        elif kind == _STORE:
            facts.stores.append(Store(each.values, facts))
        elif kind == "LicenseManager":
            facts.licences = each.values.if_shown(_LICENCES) or ()
            facts.trial = each.values.if_shown(_TRIAL)
    tree_types = {*TREE_PATHS, *COMPUTE, "VirtualApp", _STORE, "LicenseManager"}
    facts.networks = {
        each.ref.value: called(each.values) for each in found if each.ref.type not in tree_types
    }


def _host(found: ObjectProperties, tree: Tree, facts: Facts) -> HostFacts:
    above = tree.above(found.ref, COMPUTE)
    is_cluster = above is not None and above.ref.type == "ClusterComputeResource"
    datacenter = tree.above(found.ref, ("Datacenter",))
    return HostFacts(
        found.values,
        tree.inventory_path(datacenter.ref) if datacenter is not None else None,
        unescape(tree.name(above.ref) or "") or None if above is not None and is_cluster else None,
        facts,
    )


def _hidden(found: Iterable[ObjectProperties]) -> list[str]:
    """Say what is hidden, once for all things of a kind that hide the same."""
    told: dict[tuple[str, str], tuple[str, int]] = {}
    for each in found:
        for path in each.values.missing:
            text, count = told.get((each.ref.type, path), ("", 0))
            reason = text or "; ".join(each.values.problems((path,)))
            told[each.ref.type, path] = (reason, count + 1)
    return [
        text if count == 1 else f"{text}, nor of {count - 1} more"
        for text, count in told.values()
        if text
    ]
