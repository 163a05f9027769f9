"""A report as what NetBox's bulk import takes: CSV, a file for each of its models. No I/O.

`MODELS` is what NetBox asks for: the fields of its import forms that are written here, which of
them it requires, and how long texts may be. Source: NetBox, virtualization/forms/bulk_import.py
and ipam/forms/bulk_import.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from ipaddress import IPv4Interface, IPv6Interface, ip_interface
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aioesx.jobs.report.writing.csv_files import lines
from aioesx.jobs.report.writing.naming import identity, unique_names

if TYPE_CHECKING:
    from aioesx.jobs.report.report import Report

__all__ = ["MODELS", "Field", "Model", "files"]

_TYPE: Final = "VMware"
_TYPE_SLUG: Final = "vmware"
_NAME: Final = 64
_CLUSTER: Final = 100
_DESCRIPTION: Final = 200
_NEEDED: Final = ("vInfo", "vNetwork", "vHost")
_STATUS: Final = {"poweredOn": "active", "poweredOff": "offline", "suspended": "offline"}
"""NetBox's words for what a machine does; it has none for one that is suspended."""


class Field(NamedTuple):
    """A field of an import form.

    Attributes:
        name: as in the first line of the CSV.
        required: NetBox refuses a line without it.
        longest: characters that it takes; None for no bound, or for no text.
    """

    name: str
    required: bool = False
    longest: int | None = None


class Model(NamedTuple):
    """A model of NetBox's that is imported.

    Attributes:
        file: what its file is called here; the numbers are the order of the import.
        form: NetBox's form.
        fields: those that are written.
        rows: makes them of a report.
    """

    file: str
    form: str
    fields: tuple[Field, ...]
    rows: Callable[[_Site], Iterator[tuple[Any, ...]]]


def files(report: Report) -> dict[str, str]:
    """Return the files by their names, in the order of the import.

    Raises:
        ValueError: the report lacks a table that they are made of.
    """
    missing = [name for name in _NEEDED if name not in report.rows]
    if missing:
        raise ValueError(
            f"NetBox's import is made of {', '.join(_NEEDED)}; {missing[0]} is not told"
        )
    site = _Site(report)
    return {
        model.file: lines([each.name for each in model.fields], model.rows(site))
        for model in MODELS
    }


class _Site:
    """The records that the files are made of, and names that NetBox takes.

    NetBox finds a machine by its name, so each has one of its own.
    """

    def __init__(self, report: Report) -> None:
        self.machines = [each for each in report.records("vInfo") if not each["template"]]
        self.hosts = list(report.records("vHost"))
        self.names = {key: _short(name, _NAME) for key, name in unique_names(self.machines).items()}
        cards = [each for each in report.records("vNetwork") if identity(each) in self.names]
        self.interfaces: list[tuple[str, str, Mapping[str, Any]]] = [
            (
                self.names[identity(each)],
                _short(each["nic_label"] or each["mac_address"], _NAME),
                each,
            )
            for each in cards
        ]

    @staticmethod
    def cluster(record: Mapping[str, Any]) -> str:
        """Return the cluster of a machine or host: that of a vCenter, else the host alone."""
        return _short(record["cluster"] or record["host"] or record["vi_sdk_server"], _CLUSTER)


def _short(text: Any, longest: int) -> str:
    """Cut a name that is too long, so that it stays the only one."""
    name = str(text)
    if len(name) <= longest:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: longest - 9]}~{mark}"


def _cut(text: Any, longest: int) -> str:
    first = str(text or "").partition("\n")[0]
    return first if len(first) <= longest else f"{first[: longest - 1]}…"


def _types(_: _Site) -> Iterator[tuple[Any, ...]]:
    yield _TYPE, _TYPE_SLUG


def _clusters(site: _Site) -> Iterator[tuple[Any, ...]]:
    names = dict.fromkeys(site.cluster(each) for each in (*site.hosts, *site.machines))
    yield from ((name, _TYPE, "active") for name in names)


def _machines(site: _Site) -> Iterator[tuple[Any, ...]]:
    for each in site.machines:
        name = site.names[identity(each)]
        told = each["annotation"] if name == each["vm"] else each["vm"]
        yield (
            name,
            _STATUS.get(str(each["powerstate"]), "offline"),
            site.cluster(each),
            each["cpus"],
            each["memory"],
            each["total_disk_capacity_mib"],
            _cut(told, _DESCRIPTION),
            each["smbios_uuid"],
            each["annotation"],
        )


def _interfaces(site: _Site) -> Iterator[tuple[Any, ...]]:
    for machine, name, card in site.interfaces:
        described = f"{card['adapter']}, {card['mac_address']}, {card['network'] or 'no network'}"
        yield machine, name, bool(card["connected"]), _cut(described, _DESCRIPTION)


def _addresses(site: _Site) -> Iterator[tuple[Any, ...]]:
    """Give the addresses of guests, each machine's primary one behind its others.

    A line that is not the primary one takes the mark away from whichever has it.
    """
    primary = {
        identity(each): (each["primary_ip_address"], each["dns_name"]) for each in site.machines
    }
    found = []
    for machine, name, card in site.interfaces:
        first, dns = primary[identity(card)]
        for text in card["addresses_with_prefix"] or ():
            address = _address(text)
            if address is not None and not address.is_link_local:
                is_first = str(address.ip) == first
                found.append(
                    (str(address), "active", machine, name, is_first, dns if is_first else None)
                )
    yield from sorted(found, key=lambda row: row[4])


def _address(text: str) -> IPv4Interface | IPv6Interface | None:
    """Return an address with the length of its prefix; without its zone, which NetBox has not."""
    address, slash, prefix = text.partition("/")
    try:
        return ip_interface(address.partition("%")[0] + slash + prefix)
    except ValueError:
        return None


MODELS: Final[Sequence[Model]] = (
    Model(
        "1-cluster-types.csv",
        "ClusterTypeImportForm",
        (Field("name", True, 100), Field("slug", True, 100)),
        _types,
    ),
    Model(
        "2-clusters.csv",
        "ClusterImportForm",
        (Field("name", True, _CLUSTER), Field("type", True), Field("status", True)),
        _clusters,
    ),
    Model(
        "3-virtual-machines.csv",
        "VirtualMachineImportForm",
        (
            Field("name", True, _NAME),
            Field("status", True),
            Field("cluster"),
            Field("vcpus"),
            Field("memory"),
            Field("disk"),
            Field("description", longest=_DESCRIPTION),
            Field("serial", longest=50),
            Field("comments"),
        ),
        _machines,
    ),
    Model(
        "4-interfaces.csv",
        "VMInterfaceImportForm",
        (
            Field("virtual_machine", True, _NAME),
            Field("name", True, _NAME),
            Field("enabled"),
            Field("description", longest=_DESCRIPTION),
        ),
        _interfaces,
    ),
    Model(
        "5-ip-addresses.csv",
        "IPAddressImportForm",
        (
            Field("address", True),
            Field("status", True),
            Field("virtual_machine"),
            Field("interface"),
            Field("is_primary"),
            Field("dns_name", longest=255),
        ),
        _addresses,
    ),
)
"""What is imported, in this order: each names what stands before it."""
