"""The tables of what a server has: vDatastore, vLicense, vSource. No I/O."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from aioesx import vim
from aioesx.host.licence import licence_of
from aioesx.jobs.report.columns import Column, Table, many, mib, plain_word
from aioesx.jobs.report.facts import Facts, Of, Store

__all__ = ["DATASTORE", "LICENCE", "SOURCE", "free_percent"]


def _path(path: str) -> Any:
    return lambda item: item[path]


def _mib(path: str) -> Any:
    return lambda item: mib(item[path])


def _in_use(store: Store) -> int | None:
    capacity, free = store["summary:capacity"], store["summary:free_space"]
    return None if capacity is None or free is None else mib(capacity - free)


def _provisioned(store: Store) -> int | None:
    """Return what it would hold if all thin disks were full."""
    capacity, free = store["summary:capacity"], store["summary:free_space"]
    uncommitted = store["summary:uncommitted"]
    if capacity is None or free is None or uncommitted is None:
        return None
    return mib(capacity - free + uncommitted)


def free_percent(store: Store) -> int | None:
    """Return how much of a datastore is free."""
    capacity, free = store["summary:capacity"], store["summary:free_space"]
    return None if not capacity or free is None else round(free * 100 / capacity)


def _address(store: Store) -> str | None:
    """Return what lies under it: devices of a VMFS, or the export of an NFS."""
    info = store["info"]
    if isinstance(info, vim.NasDatastoreInfo) and info.nas is not None:
        return f"{info.nas.remote_host}:{info.nas.remote_path}"
    if isinstance(info, vim.VmfsDatastoreInfo) and info.vmfs is not None:
        return ", ".join(each.disk_name for each in info.vmfs.extent) or None
    return None


def _extents(store: Store) -> int | None:
    extents = store["info:vmfs.extent"]
    return None if extents is None else len(extents)


def _machines(store: Store) -> tuple[str, ...] | None:
    if store.machines is None:
        return None
    return tuple(sorted(each.name for each in store.machines))


DATASTORE: Final = Table(
    "vDatastore",
    "Datastores",
    "A datastore, once for all hosts of a vCenter that have it.",
    lambda facts: facts.stores,
    (
        Column("Name", "text", lambda store: store.name, main=True),
        Column("Config status", "text", lambda store: plain_word(store["overallStatus"])),
        Column("Address", "text", _address),
        Column("Accessible", "boolean", _path("summary:accessible"), main=True),
        Column("Type", "text", _path("summary:type"), main=True),
        Column("# VMs total", "integer", lambda store: many(store.some("vm"))),
        Column("VMs", "texts", _machines),
        Column("Capacity MiB", "integer", _mib("summary:capacity"), "MiB", main=True),
        Column("Provisioned MiB", "integer", _provisioned, "MiB", main=True),
        Column("In Use MiB", "integer", _in_use, "MiB", main=True),
        Column("Free MiB", "integer", _mib("summary:free_space"), "MiB", main=True),
        Column("Free %", "integer", free_percent, "%", main=True),
        Column("# Hosts", "integer", lambda store: many(store.mounts)),
        Column("Hosts", "texts", lambda store: store.host_names, main=True),
        Column("Maintenance", "text", _path("summary:maintenance_mode")),
        Column("Block size", "integer", _path("info:vmfs.block_size_mb"), "MiB"),
        Column("Max Blocks", "integer", _path("info:vmfs.max_blocks")),
        Column("# Extents", "integer", _extents),
        Column("Major Version", "integer", _path("info:vmfs.major_version")),
        Column("Version", "text", _path("info:vmfs.version")),
        Column("VMFS Upgradeable", "boolean", _path("info:vmfs.vmfs_upgradable")),
        Column("MHA", "boolean", _path("summary:multiple_host_access")),
        Column("URL", "text", _path("summary:url")),
        Column("Object ID", "text", lambda store: store.id, about=True),
        Column("VI SDK Server", "text", lambda store: store.facts.server, about=True),
        Column("VI SDK UUID", "text", lambda store: store.facts.uuid, about=True),
    ),
    same=("Object ID", "VI SDK Server", "VI SDK UUID"),
    united=("Hosts", "VMs"),
)


# --- licences ------------------------------------------------------------------------------------


def _licences(facts: Facts) -> Iterator[Of]:
    return (Of(facts, each) for each in facts.licences)


def _expires(item: Of) -> datetime | None:
    licence = licence_of([item.part], item.whole.trial)
    return licence.expires if licence is not None else None


def _features(item: Of) -> tuple[str, ...]:
    """Return what a licence is for; of its properties only these, since one may be a key."""
    held = (getattr(each.value, "value", each.value) for each in item.part.properties
            if each.key == "feature")  # fmt: skip
    return tuple(each for value in held if (each := getattr(value, "value", None) or _text(value)))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


LICENCE: Final = Table(
    "vLicense",
    "Licences",
    "A licence of a server, without its key.",
    _licences,
    (
        Column("Name", "text", _path("name"), main=True),
        Column("Edition", "text", _path("edition_key"), main=True),
        Column("Labels", "texts",
               lambda item: tuple(each.value for each in item.part.labels)),
        Column("Cost Unit", "text", _path("cost_unit"), main=True),
        Column("Total", "integer", _path("total"), main=True),
        Column("Used", "integer", _path("used"), main=True),
        Column("Expiration Date", "moment", _expires, main=True),
        Column("Features", "texts", _features),
        Column("VI SDK Server", "text", lambda item: item.whole.server, main=True),
        Column("VI SDK UUID", "text", lambda item: item.whole.uuid, about=True),
    ),
    same=("Name", "Edition", "VI SDK Server", "VI SDK UUID"),
)  # fmt: skip


# --- the server itself ---------------------------------------------------------------------------


def _about(path: str) -> Any:
    return lambda facts: getattr(facts.about, path)


SOURCE: Final = Table(
    "vSource",
    "Servers",
    "A server that was asked: a host, or a vCenter.",
    lambda facts: [facts],
    (
        Column("Name", "text", _about("name")),
        Column("OS type", "text", _about("os_type")),
        Column("API type", "text", _about("api_type")),
        Column("API version", "text", _about("api_version"), main=True),
        Column("Version", "text", _about("version"), main=True),
        Column("Patch level", "text", _about("patch_level")),
        Column("Build", "text", _about("build"), main=True),
        Column("Fullname", "text", _about("full_name"), main=True),
        Column("Product name", "text", _about("license_product_name")),
        Column("Product version", "text", _about("license_product_version")),
        Column("Product line", "text", _about("product_line_id")),
        Column("Vendor", "text", _about("vendor")),
        Column("VI SDK Server", "text", lambda facts: facts.server, main=True),
        Column("VI SDK UUID", "text", lambda facts: facts.uuid),
    ),
    same=("VI SDK Server", "VI SDK UUID"),
)
