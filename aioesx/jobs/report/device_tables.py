"""The tables of what machines have: vDisk, vPartition, vNetwork, vSnapshot. No I/O."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address
from typing import Any, Final

from aioesx import vim
from aioesx.jobs.report.columns import Column, Table, mib, plain_word
from aioesx.jobs.report.facts import Facts, Machine, Of, below
from aioesx.jobs.report.machine_tables import ABOUT, WHICH

__all__ = ["DISK", "NETWORK", "PARTITION", "SNAPSHOT", "addresses_of", "kind_of_card"]

_RAW: Final = (
    vim.VirtualDiskRawDiskMappingVer1BackingInfo,
    vim.VirtualDiskRawDiskVer2BackingInfo,
    vim.VirtualDiskPartitionedRawDiskVer2BackingInfo,
)
_CARDS: Final = {"VirtualPCNet32": "Flexible", "VirtualVmxnet": "Flexible"}
"""What people call a kind of card, where that is not its type's name without the front."""


def _part(path: str) -> Any:
    return lambda item: item[path]


def _word(path: str) -> Any:
    return lambda item: plain_word(item[path])


# --- disks ---------------------------------------------------------------------------------------


def _disks(facts: Facts) -> Iterator[Of]:
    return (Of(machine, disk) for machine in facts.machines for disk in machine.disks or ())


def _controller(item: Of) -> Any:
    return item.whole.by_key.get(item.part.controller_key)


def _capacity(item: Of) -> int | None:
    kib = item.part.capacity_in_kb
    return mib(item.part.capacity_in_bytes or (None if kib is None else kib * 1024))


DISK: Final = Table(
    "vDisk",
    "Disks",
    "A virtual disk of a machine.",
    _disks,
    (
        *WHICH,
        Column("Disk", "text", _part("device_info.label"), main=True),
        Column("Disk Key", "integer", _part("key")),
        Column("Disk UUID", "text", _part("backing.uuid")),
        Column("Disk Path", "text", _part("backing.file_name"), main=True),
        Column("Capacity MiB", "integer", _capacity, "MiB", main=True),
        Column("Raw", "boolean", lambda item: isinstance(item.part.backing, _RAW)),
        Column("Disk Mode", "text", _part("backing.disk_mode")),
        Column("Sharing mode", "text", _part("backing.sharing")),
        Column("Thin", "boolean", _part("backing.thin_provisioned"), main=True),
        Column("Eagerly Scrub", "boolean", _part("backing.eagerly_scrub")),
        Column("Split", "boolean", _part("backing.split")),
        Column("Write Through", "boolean", _part("backing.write_through")),
        Column("Level", "text", _word("storage_io_allocation.shares.level")),
        Column("Shares", "integer", _part("storage_io_allocation.shares.shares")),
        Column("Reservation", "integer", _part("storage_io_allocation.reservation")),
        Column("Limit", "integer", _part("storage_io_allocation.limit")),
        Column("Controller", "text", lambda item: below(_controller(item), "device_info.label")),
        Column("Unit #", "integer", _part("unit_number")),
        Column("Shared Bus", "text",
               lambda item: plain_word(below(_controller(item), "shared_bus"))),
        Column("Raw LUN ID", "text", _part("backing.lun_uuid")),
        Column("Raw Comp. Mode", "text", _part("backing.compatibility_mode")),
        *ABOUT,
    ),
)  # fmt: skip


# --- partitions ----------------------------------------------------------------------------------


def _partitions(facts: Facts) -> Iterator[Of]:
    return (Of(machine, each) for machine in facts.machines for each in machine["guest:disk"] or ())


def _consumed(item: Of) -> int | None:
    capacity, free = item["capacity"], item["free_space"]
    return None if capacity is None or free is None else mib(capacity - free)


def _free_percent(item: Of) -> int | None:
    capacity, free = item["capacity"], item["free_space"]
    return None if not capacity or free is None else round(free * 100 / capacity)


def _disk_keys(item: Of) -> tuple[str, ...] | None:
    return tuple(str(each.key) for each in item["mappings"] or ()) or None


PARTITION: Final = Table(
    "vPartition",
    "Partitions",
    "A file system inside a machine, as VMware Tools tell of it.",
    _partitions,
    (
        *WHICH,
        Column("Disk Key", "texts", _disk_keys),
        Column("Disk", "text", _part("disk_path"), main=True),
        Column("Capacity MiB", "integer", lambda item: mib(item["capacity"]), "MiB", main=True),
        Column("Consumed MiB", "integer", _consumed, "MiB", main=True),
        Column("Free MiB", "integer", lambda item: mib(item["free_space"]), "MiB", main=True),
        Column("Free %", "integer", _free_percent, "%", main=True),
        Column("File system", "text", _part("filesystem_type")),
        *ABOUT,
    ),
)


# --- network cards -------------------------------------------------------------------------------


def _cards(facts: Facts) -> Iterator[Of]:
    return (Of(machine, card) for machine in facts.machines for card in machine.cards or ())


def kind_of_card(card: vim.VirtualEthernetCard) -> str:
    """Return what people call a kind of card, such as ``"Vmxnet3"``."""
    name = type(card).__name__
    return _CARDS.get(name, name.removeprefix("Virtual"))


def addresses_of(
    machine: Machine, card: vim.VirtualEthernetCard
) -> list[tuple[str, int | None]] | None:
    """Return what addresses the guest has on a card, each with the length of its prefix if told.

    None where nobody tells, as without VMware Tools.
    """
    for told in machine["guest:net"] or ():
        if told.device_config_id == card.key:
            if told.ip_config is not None and told.ip_config.ip_address:
                return [(each.ip_address, each.prefix_length) for each in told.ip_config.ip_address]
            return [(address, None) for address in told.ip_address]
    return None


def _version_of(address: str) -> int:
    try:
        return ip_address(address.partition("%")[0]).version
    except ValueError:
        return 0


def _addresses(version: int) -> Any:
    def tell(item: Of) -> tuple[str, ...] | None:
        told = addresses_of(item.whole, item.part)
        if told is None:
            return None
        return tuple(address for address, _ in told if _version_of(address) == version)

    return tell


def _with_prefixes(item: Of) -> tuple[str, ...] | None:
    """Return the addresses as ``"192.0.2.7/24"``; those alone whose prefix is not told."""
    told = addresses_of(item.whole, item.part)
    if told is None:
        return None
    return tuple(text if prefix is None else f"{text}/{prefix}" for text, prefix in told)


def _switch(item: Of) -> str | None:
    """Return the switch that a card is on, where its host tells which that is."""
    host, wanted = item.whole.host, item.whole.network_of(item.part)
    network = host["config.network"] if host is not None else None
    groups = network.portgroup if network is not None else ()
    return next((each.spec.vswitch_name for each in groups if each.spec.name == wanted), None)


NETWORK: Final = Table(
    "vNetwork",
    "Network cards",
    "A virtual network card of a machine.",
    _cards,
    (
        *WHICH,
        Column("NIC label", "text", _part("device_info.label")),
        Column("Adapter", "text", lambda item: kind_of_card(item.part)),
        Column("Network", "text", lambda item: item.whole.network_of(item.part), main=True),
        Column("Switch", "text", _switch),
        Column("Connected", "boolean", _part("connectable.connected"), main=True),
        Column("Starts Connected", "boolean", _part("connectable.start_connected")),
        Column("Mac Address", "text", _part("mac_address"), main=True),
        Column("Type", "text", _part("address_type")),
        Column("IPv4 Address", "texts", _addresses(4), main=True),
        Column("IPv6 Address", "texts", _addresses(6)),
        Column("Addresses with prefix", "texts", _with_prefixes),
        Column("Direct Path IO", "boolean", _part("upt_compatibility_enabled")),
        *ABOUT,
    ),
)


# --- snapshots -----------------------------------------------------------------------------------


def _snapshots(facts: Facts) -> Iterator[Of]:
    return (Of(machine, node) for machine in facts.machines for node in machine.snapshots)


def _age(item: Of) -> float:
    created: datetime = item.part.create_time
    taken: datetime = item.whole.facts.taken
    return round((taken - created).total_seconds() / 86400, 1)


def _grown(*names: str) -> Any:
    def tell(item: Of) -> int | None:
        growth = item.whole.facts.growth.get(item.part.snapshot)
        sizes = [getattr(growth, name) for name in names] if growth is not None else []
        told = [size for size in sizes if size is not None]
        return mib(sum(told)) if told else None

    return tell


SNAPSHOT: Final = Table(
    "vSnapshot",
    "Snapshots",
    "A snapshot of a machine.",
    _snapshots,
    (
        *WHICH[:2],
        Column("Name", "text", _part("name"), main=True),
        Column("Description", "text", lambda item: item.part.description or None),
        Column("Date / time", "moment", _part("create_time"), main=True),
        Column("Age", "number", _age, "days", main=True),
        Column("Size MiB (vmsn)", "integer", _grown("memory"), "MiB"),
        Column("Size MiB (total)", "integer", _grown("memory", "delta"), "MiB", main=True),
        Column("Quiesced", "boolean", _part("quiesced")),
        Column("State", "text", _word("state")),
        *ABOUT,
    ),
)
