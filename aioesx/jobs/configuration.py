"""The configuration of hosts as a document: what is compared by `drift`, and kept as JSON.

Tables of records by keys: domains, hosts, networks, port groups, datastores. What changes by
itself (power, addresses, free room) is in it for who wants to see it, under names that `drift`
leaves out. One read of a host.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.connection import Connection
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.jobs._reading import Machine, Surroundings, survey

__all__ = ["FORMAT", "join", "parse_configuration", "read_configuration", "take_configuration"]

Record = dict[str, Any]
Document = dict[str, Any]

FORMAT: Final = "aioesx-configuration"
_VERSION: Final = 1
TABLES: Final = ("domains", "hosts", "networks", "portgroups", "datastores")
_LARGEST: Final = 1 << 30

_DEVICES: Final = "config.hardware.device"
_FIELDS: Final = (
    # of a record     of a machine
    ("name",          "name"),
    ("path",          "config.files.vmPathName"),
    ("guest",         "config.guestId"),
    ("hardware",      "config.version"),
    ("firmware",      "config.firmware"),
    ("vcpus",         "config.hardware.numCPU"),
    ("memory_mib",    "config.hardware.memoryMB"),
    ("template",      "config.template"),
)  # fmt: skip
_UUID: Final = "config.uuid"
_ANNOTATION: Final = "config.annotation"
_FIRMWARE: Final = "config.firmware"
_MACHINE: Final = (
    *(path for _, path in _FIELDS if path not in (_FIRMWARE, "name")),
    _UUID,
    _ANNOTATION,
    _DEVICES,
    STATE_PATH,
)
_HOST: Final = {
    "version": "config.product.version",
    "build": "config.product.build",
    "vendor": "hardware.systemInfo.vendor",
    "model": "hardware.systemInfo.model",
    "cpus": "summary.hardware.numCpuCores",
    "memory": "summary.hardware.memorySize",
    "maintenance": "runtime.inMaintenanceMode",
}
_SWITCHES: Final = "config.network.vswitch"
_GROUPS: Final = "config.network.portgroup"
_STORE: Final = {
    "type": "summary.type",
    "url": "summary.url",
    "capacity": "summary.capacity",
    "accessible": "summary.accessible",
    "free": "summary.freeSpace",
}
_OTHERS: Final = {
    "HostSystem": (*_HOST.values(), _SWITCHES, _GROUPS),
    "Network": ("summary.accessible",),
    "Datastore": tuple(_STORE.values()),
}


async def take_configuration(esx: Connection, host: str | None = None) -> Document:
    """Read the configuration of everything that a connection is over, in one read.

    Args:
        esx: the connection.
        host: what the host is called in the document, if not as it calls itself: its name in an
            inventory, where several call themselves alike.

    Returns:
        what JSON has; see docs/jobs.md.
    """
    has_firmware = esx._server.session.has_api(5, 0)
    paths = (*_MACHINE, _FIRMWARE) if has_firmware else _MACHINE
    whole = await survey(esx, paths, _OTHERS)
    hosts = whole.others["HostSystem"]
    alone = len(hosts) == 1
    names = {
        ref: (host if host is not None and alone else name)
        for ref, name in whole.named("HostSystem").items()
    }
    place = next(iter(names.values())) if alone else None
    networks = whole.others.get("Network", {})
    return _document(
        domains=_keyed(_domain(each, names, networks) for each in whole.machines),
        hosts={names[ref]: _host(values) for ref, values in hosts.items()},
        networks=dict(_switches(hosts, names)),
        portgroups=dict(_groups(hosts, names)),
        datastores=dict(_stores(whole, place)),
        problems=list(whole.problems),
    )


def _document(
    *, problems: Iterable[str] = (), unknown: Iterable[str] = (), **tables: Mapping[str, Record]
) -> Document:
    return {
        "format": FORMAT,
        "version": _VERSION,
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "unknown": sorted(unknown),
        "problems": list(problems),
        **{name: dict(tables.get(name, {})) for name in TABLES},
    }


def _domain(
    machine: Machine, hosts: Mapping[Any, str], networks: Mapping[Any, Properties]
) -> tuple[str | None, Record]:
    tell = machine.values.if_shown
    record: Record = {name: tell(path) for name, path in _FIELDS}
    devices = tell(_DEVICES) or ()
    cards = [each for each in devices if isinstance(each, vim.VirtualEthernetCard)]
    record |= {
        "name": machine.name,
        "host": hosts.get(tell("runtime.host"), machine.host),
        "disks": {
            _label(each): _disk(each) for each in devices if isinstance(each, vim.VirtualDisk)
        },
        "cards": {_label(each): _card(each, networks) for each in cards},
        "description": _description(machine.values),
        "power": str(domain_state({STATE_PATH: tell(STATE_PATH)})),
    }
    return tell(_UUID), record


def _description(values: Properties) -> str | None:
    """Return the text, empty where there is none; None where it is hidden."""
    return None if values.problems((_ANNOTATION,)) else values.if_shown(_ANNOTATION) or ""


def _label(device: vim.VirtualDevice) -> str:
    info = device.device_info
    return info.label if info is not None and info.label else f"device {device.key}"


def _disk(disk: vim.VirtualDisk) -> Record:
    backing: Any = disk.backing
    path = getattr(backing, "file_name", None)
    base = backing
    while getattr(base, "parent", None) is not None:  # a snapshot gives the disk another file
        base = base.parent
    return {
        "path": getattr(base, "file_name", path),
        "capacity_kib": disk.capacity_in_kb,
        "thin": getattr(base, "thin_provisioned", None),
    }


def _card(card: vim.VirtualEthernetCard, networks: Mapping[Any, Properties]) -> Record:
    backing: Any = card.backing
    port = getattr(backing, "port", None)
    network: str | None = getattr(backing, "device_name", None)
    if port is not None:
        network = getattr(port, "portgroup_key", None)
        found = [values for ref, values in networks.items() if ref.value == network]
        network = found[0].if_shown("name") if found else network
    return {"model": type(card).__name__, "mac": card.mac_address, "network": network}


def _keyed(rows: Iterable[tuple[str | None, Record]]) -> dict[str, Record]:
    """Return records by UUID; of those that share one, or have none, by place and name, too."""
    listed = list(rows)
    counts: dict[str | None, int] = {}
    for uuid, _ in listed:
        counts[uuid] = counts.get(uuid, 0) + 1
    return {
        uuid
        if uuid and counts[uuid] == 1
        else f"{uuid or ''} {row['host']}/{row['name']}".strip(): row
        for uuid, row in listed
    }


def _host(values: Properties) -> Record:
    return {name: values.if_shown(path) for name, path in _HOST.items()}


def _switches(
    hosts: Mapping[Any, Properties], names: Mapping[Any, str]
) -> Iterator[tuple[str, Record]]:
    for ref, values in hosts.items():
        for each in values.if_shown(_SWITCHES) or ():
            yield (
                f"{names[ref]}/{each.name}",
                {
                    "host": names[ref],
                    "name": each.name,
                    "mtu": each.mtu,
                    "ports": each.spec.num_ports if each.spec is not None else None,
                    "uplinks": sorted(each.pnic),
                },
            )


def _groups(
    hosts: Mapping[Any, Properties], names: Mapping[Any, str]
) -> Iterator[tuple[str, Record]]:
    for ref, values in hosts.items():
        for each in values.if_shown(_GROUPS) or ():
            spec = each.spec
            yield (
                f"{names[ref]}/{spec.name}",
                {
                    "host": names[ref],
                    "name": spec.name,
                    "switch": spec.vswitch_name,
                    "vlan": spec.vlan_id,
                },
            )


def _stores(whole: Surroundings, host: str | None) -> Iterator[tuple[str, Record]]:
    """Yield the datastores: of one host below its name, of several below what is theirs alone."""
    names = whole.named("Datastore")
    for ref, values in whole.others["Datastore"].items():
        record = {name: values.if_shown(path) for name, path in _STORE.items()}
        place = host if host is not None else record["url"] or ref.value
        yield f"{place}/{names[ref]}", {"host": host, "name": names[ref], **record}


# --- documents -----------------------------------------------------------------------------------


def join(documents: Iterable[Document], unknown: Iterable[str] = ()) -> Document:
    """Make one document of those of several hosts.

    Args:
        documents: of each host that answered, each with a name of its own.
        unknown: names of hosts that did not.
    """
    tables: dict[str, dict[str, Record]] = {name: {} for name in TABLES}
    problems: list[str] = []
    for document in documents:
        problems += document["problems"]
        for name in TABLES:
            for key, record in document[name].items():
                clash = key in tables[name] and "name" in record
                own = f"{key} {record.get('host')}/{record['name']}" if clash else key
                tables[name][own] = record
    return _document(problems=dict.fromkeys(problems), unknown=unknown, **tables)


def parse_configuration(text: str, file: str = "the document") -> Document:
    """Read a document that was kept as JSON.

    Raises:
        ValueError: it is none of this format.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{file}: is no JSON: {error}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError(f"{file}: is no configuration that `aioesx drift --save` has written")
    if found.get("version") != _VERSION:
        raise ValueError(f"{file}: is of version {found.get('version')!r}, not {_VERSION}")
    for name in TABLES:
        rows = found.setdefault(name, {})
        if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
            raise ValueError(f"{file}: {name}: should be records by their keys")
    for name in ("unknown", "problems"):
        words = found.setdefault(name, [])
        if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
            raise ValueError(f"{file}: {name}: should be a list of texts")
    return found


def read_configuration(path: str | Path) -> Document:
    """Read a document from a file.

    Raises:
        ValueError: it cannot be read, or is none of this format.
    """
    try:
        if Path(path).stat().st_size > _LARGEST:
            raise ValueError(f"{path}: is larger than {_LARGEST} bytes")
        return parse_configuration(Path(path).read_text("utf-8"), str(path))
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: is no UTF-8") from None
