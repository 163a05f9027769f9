"""What a scrape reads of one host, or of one vCenter: two calls, four of a vCenter.

`read_host` is the coroutine over a connection. One bulk read brings all hosts, domains and
datastores, however many there are; licences are another one. At a vCenter a list of the hosts tells
besides which cluster and datacenter each is in, and licences take two. Counters are two more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from aioesx import vim
from aioesx._server.names import called
from aioesx._server.reach import REACH
from aioesx.datastore_path import split_datastore_path
from aioesx.host.licence import HostLicence
from aioesx.jobs._since import known
from aioesx.jobs.exporter.counters import DOMAIN_COUNTERS, HOST_COUNTERS, read_counters
from aioesx.jobs.exporter.distinct import distinct
from aioesx.jobs.exporter.licences import read_licences
from aioesx.jobs.exporter.metrics import (
    CONNECTION,
    DATASTORES,
    DOMAINS,
    HOSTS,
    LICENCES,
    Metric,
    Sample,
)

if TYPE_CHECKING:
    from aioesx._server.collector import ObjectProperties, Properties
    from aioesx.connection import Connection

__all__ = ["Reading", "paths_of", "read_host"]

Ref = vim.ManagedObjectReference

UNKNOWN: Final = "n/a"
"""What vmware_exporter has for a label that is not known."""

_NAME: Final = "name"
_RUNS_ON: Final = "runtime.host"
_POWER: Final = "runtime.powerState"
_FILE: Final = "summary.config.vmPathName"
_MOUNTS: Final = "host"
_UNREACHED: Final = ("disconnected", "notResponding")
_OF_HOSTS: Final = "ha-datacenter"
"""What every host calls the datacenter that it is in, as long as no vCenter is asked."""

_TABLES: Final[Mapping[str, tuple[Sequence[Metric], tuple[str, ...]]]] = {
    "HostSystem": (HOSTS, (_NAME,)),
    "VirtualMachine": (DOMAINS, (_NAME, _RUNS_ON, _FILE)),
    "Datastore": (DATASTORES, (_NAME, _MOUNTS)),
}
"""By type the metrics, and the properties that their labels need."""

_COUNTERS: Final = {"HostSystem": HOST_COUNTERS, "VirtualMachine": DOMAIN_COUNTERS}


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a host, or of a vCenter.

    Attributes:
        samples: by a metric's name its samples: values of all labels but the host's, and its value.
    """

    samples: Mapping[str, Sequence[Sample]]


def paths_of(has_api: Callable[..., bool]) -> dict[str, tuple[str, ...]]:
    """Return the properties that are read, by type.

    Args:
        has_api: tells whether the server speaks a version of the API, or a later one.
    """
    return {
        type_: known(has_api, [*named, *(path for metric in table for path in metric.paths)])
        for type_, (table, named) in _TABLES.items()
    }


async def read_host(esx: Connection, *, counters: bool = False) -> Reading:
    """Read all that is exported of what a connection is over.

    A property that the host does not show is left out, and so are its licences.

    Args:
        esx: the host, or the vCenter.
        counters: whether performance counters are, too.

    Raises:
        EsxError: it cannot be read.

    Source: vSphere API, PropertyCollector; LicenseManager.licenses.
    """
    found = await esx.read(paths_of(esx._server.session.has_api))
    places = await _places(esx)
    samples: dict[str, list[Sample]] = {}
    unreached = {
        each.ref
        for each in found
        if each.ref.type == "HostSystem" and each.values.if_shown(REACH) in _UNREACHED
    }
    there = [each for each in found if _is_there(each, unreached)]
    counted = await read_counters(esx, *_measured(there)) if counters else {}
    for each, labels in _labelled(found, places):
        _add(samples, _metrics_of(each, unreached), labels, dict(each.values))
        _add(samples, _COUNTERS.get(each.ref.type, ()), labels, counted.get(each.ref, {}))
    for licence, labels in _labelled_licences(await read_licences(esx)):
        _add(samples, LICENCES, labels, licence)
    return Reading(samples)


def _is_there(each: ObjectProperties, unreached: Collection[Ref]) -> bool:
    return each.ref not in unreached and each.values.if_shown(_RUNS_ON) not in unreached


def _measured(found: Iterable[ObjectProperties]) -> tuple[list[Ref], list[Ref]]:
    """Return the domains and the hosts that have samples: those that run."""
    domains, hosts = list[Ref](), list[Ref]()
    for each in found:
        if each.values.if_shown(_POWER) == "poweredOn":
            (domains if each.ref.type == "VirtualMachine" else hosts).append(each.ref)
    return domains, hosts


def _metrics_of(each: ObjectProperties, unreached: Collection[Ref]) -> Iterator[Metric]:
    """Yield the metrics that can be told of a thing.

    A property that is hidden is not taken for one that is not set. What a vCenter tells of a host
    that it does not reach, and of the domains there, is old: only that is told.
    """
    values = each.values
    if each.ref in unreached:
        yield CONNECTION
    if _is_there(each, unreached):
        for metric in _TABLES[each.ref.type][0]:
            if not values.missing or not values.problems(metric.paths):
                yield metric


def _add(
    samples: dict[str, list[Sample]], table: Iterable[Metric], labels: tuple[str, ...], what: Any
) -> None:
    for metric in table:
        for further, value in metric.read(what):
            samples.setdefault(metric.name, []).append(((*labels, *further), float(value)))


@dataclasses.dataclass(frozen=True, slots=True)
class _HostLabels:
    name: str
    datacenter: str
    cluster: str


_NOWHERE: Final = _HostLabels(UNKNOWN, UNKNOWN, UNKNOWN)


async def _places(esx: Connection) -> Mapping[Ref, tuple[str, str]] | None:
    """Return each host's datacenter and cluster; None where no vCenter is asked."""
    if esx.product.line != "vpx":
        return None
    return {
        entry.host.ref: (_last(entry.datacenter), entry.cluster or "")
        for entry in await esx.hosts.list()
    }


def _last(path: str | None) -> str:
    return UNKNOWN if path is None else unquote(path.rpartition("/")[2])


def _labelled(
    found: Sequence[ObjectProperties], places: Mapping[Ref, tuple[str, str]] | None
) -> Iterator[tuple[ObjectProperties, tuple[str, ...]]]:
    """Yield what was found, each with the labels that all of its metrics have."""
    hosts: dict[Ref, _HostLabels] = {}
    for each in found:
        if each.ref.type == "HostSystem":
            place = (_OF_HOSTS, "") if places is None else places.get(each.ref, (UNKNOWN, UNKNOWN))
            hosts[each.ref] = _HostLabels(called(each.values).rstrip("."), *place)
    for type_ in _TABLES:
        things = [each for each in found if each.ref.type == type_]
        labelled = [(_labels(each.values, hosts), each.ref.value) for each in things]
        yield from zip(things, distinct(labelled), strict=True)


def _labels(values: Properties, hosts: Mapping[Ref, _HostLabels]) -> tuple[str, ...]:
    if values.ref.type == "VirtualMachine":
        host = hosts.get(values.if_shown(_RUNS_ON), _NOWHERE)
        return (called(values), _store_of(values), host.name, host.datacenter, host.cluster)
    if values.ref.type == "Datastore":
        mounts = values.if_shown(_MOUNTS) or ()  # the datacenter is that of who has mounted it
        owners = (hosts[mount.key] for mount in mounts if mount.key in hosts)
        return (called(values), next(owners, _NOWHERE).datacenter, "")
    host = hosts[values.ref]
    return (host.name, host.datacenter, host.cluster)


def _store_of(values: Properties) -> str:
    """Return the datastore that a machine's VMX file is on."""
    path = values.if_shown(_FILE)
    parts = split_datastore_path(path) if path else None
    return parts[0] if parts is not None else UNKNOWN


def _labelled_licences(
    licences: Sequence[HostLicence],
) -> Iterator[tuple[HostLicence, tuple[str, ...]]]:
    labelled = [((one.name, one.edition), f"#{at}") for at, one in enumerate(licences, 1)]
    yield from zip(licences, distinct(labelled), strict=True)
