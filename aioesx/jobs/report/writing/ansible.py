"""A report as Ansible's inventory: what a script prints that is called with ``--list``. No I/O.

Ansible makes templates of the texts of an inventory. Every text that a host tells is marked as
unsafe, so that nobody who may name a machine can have Ansible do something: what the signs of a
template are, a text may say itself (``#jinja2:``), so none is looked for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from aioesx.jobs.report.writing.naming import identity, unique_names

if TYPE_CHECKING:
    from aioesx.jobs.report.report import Report

__all__ = ["inventory"]

_NEEDED: Final = ("vInfo", "vNetwork")
_STATES: Final = {"poweredOn": "running", "poweredOff": "shut off", "suspended": "paused"}
"""The library's words for states."""
_NO_GROUP: Final = re.compile(r"[^A-Za-z0-9_]+")
"""What may be in no name of a group."""
_ADDRESS: Final = re.compile(r"[0-9A-Za-z:][0-9A-Za-z:._%-]*")
"""What may be connected to. The guest says it, so it shall be no option of ssh's."""
_SIGNS: Final = re.compile(r"\A#|[{}]")
"""What makes a template of a name, which cannot be marked."""
_CONTROLLER: Final = ("localhost", "127.0.0.1", "::1")
"""Names by which Ansible finds the machine that it runs on, unless the inventory has them."""
_UNSAFE: Final = "__ansible_unsafe"

_VARIABLES: Final = {
    # variable          column of vInfo
    "esx_name":         "vm",
    "esx_host":         "host",
    "esx_datacenter":   "datacenter",
    "esx_cluster":      "cluster",
    "esx_folder":       "folder",
    "esx_pool":         "resource_pool",
    "esx_id":           "vm_id",
    "esx_uuid":         "smbios_uuid",
    "esx_guest_os":     "os_according_to_the_configuration_file",
    "esx_guest_name":   "dns_name",
    "esx_cpus":         "cpus",
    "esx_memory_mib":   "memory",
    "esx_path":         "path",
    "esx_annotation":   "annotation",
    "esx_server":       "vi_sdk_server",
}  # fmt: skip
_GROUPED: Final = {
    # front of the group    column of vInfo
    "host":                 "host",
    "cluster":              "cluster",
    "datacenter":           "datacenter",
    "guest":                "os_according_to_the_configuration_file",
}  # fmt: skip


def inventory(report: Report) -> dict[str, Any]:
    """Return groups with their hosts and ``_meta`` with the variables of each; templates are none.

    Raises:
        ValueError: the report lacks a table that it is made of.
    """
    missing = [name for name in _NEEDED if name not in report.rows]
    if missing:
        raise ValueError(
            f"Ansible's inventory is made of vInfo and vNetwork; {missing[0]} is not told"
        )
    machines = [each for each in report.records("vInfo") if not each["template"]]
    names = unique_names([_named(each) for each in machines])
    addresses: dict[tuple[Any, Any], list[str]] = {}
    for card in report.records("vNetwork"):
        told = (*_texts(card, "ipv4_address"), *_texts(card, "ipv6_address"))
        addresses.setdefault(identity(card), []).extend(told)
    hosts: dict[str, dict[str, Any]] = {}
    groups: dict[str, dict[str, list[str]]] = {}
    for each in machines:
        name = names[identity(each)]
        hosts[name] = dict(_variables(each, addresses.get(identity(each), [])))
        for group in _groups(each, groups):
            groups.setdefault(group, {}).setdefault("hosts", []).append(name)
    below = {child for group in groups.values() for child in group.get("children", ())}
    tops = sorted(groups.keys() - below)
    return {
        "_meta": {"hostvars": hosts},
        "all": {"children": [*tops, "ungrouped"]},
        **dict(sorted(groups.items())),
    }


def _texts(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of texts in a record; none where it is not told."""
    texts: tuple[str, ...] | None = record[key]
    return texts or ()


def _variables(each: Mapping[str, Any], addresses: list[str]) -> Iterator[tuple[str, Any]]:
    told = (str(each[key] or "") for key in ("primary_ip_address", "dns_name"))
    address = next((text for text in told if _ADDRESS.fullmatch(text)), None)
    if address is not None:
        yield "ansible_host", address
    yield "esx_state", _STATES.get(each["powerstate"]) or _safe(each["powerstate"])
    for name, key in _VARIABLES.items():
        yield name, _safe(each[key])
    yield "esx_addresses", [_safe(text) for text in addresses]


def _named(each: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record whose names neither are templates nor stand for the controller."""
    plain = {key: each[key] and _SIGNS.sub("_", each[key]) for key in ("vm", "host")}
    if str(plain["vm"]).lower() in _CONTROLLER:
        plain["vm"] = f"{plain['vm']} ({plain['host'] or each['vi_sdk_server']})"
    return {**each, **plain}


def _safe(value: Any) -> Any:
    return {_UNSAFE: value} if isinstance(value, str) else value


def _groups(each: Mapping[str, Any], known: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Give the groups of a machine; those of its folders are below each other in `known`."""
    yield _group("state", str(_STATES.get(each["powerstate"], each["powerstate"])))
    for front, key in _GROUPED.items():
        if each[key]:
            yield _group(front, each[key])
    names = (each["folder"] or "").split("/") if each["folder"] else []
    paths = ["/".join(names[: number + 1]) for number in range(len(names))]
    for upper, lower in itertools.pairwise(paths):
        children = known.setdefault(_group("folder", upper), {}).setdefault("children", [])
        if (child := _group("folder", lower)) not in children:
            children.append(child)
    if paths:
        yield _group("folder", paths[-1])


def _group(front: str, name: str) -> str:
    """Return a group's name as Ansible takes it: letters, digits and underscores."""
    return f"{front}_{_NO_GROUP.sub('_', name).strip('_').lower()}"
