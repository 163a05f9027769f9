"""Commands about storage pools. Names, options and output are virsh's.

On a VMware host every pool is active, persistent, and mounted at boot.
"""

from __future__ import annotations

from typing import Any, Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word, exclusive
from aioesx.cli.outputs import storage as outputs
from aioesx.cli.outputs.common import DOCUMENT, NAMED
from aioesx.cli.sizes import pretty_size, shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.storage_names import POOL, as_uuid, find_pool
from aioesx.cli.text import known
from aioesx.cli.xpath import XPATH, selected
from aioesx.errors import NoSuchPoolError

__all__ = ["COMMANDS"]

_NAME_BYTES: Final = 20


async def pool_list(
    esx: aioesx.Connection,
    console: Console,
    type: str | None,  # noqa: A002 - the option's name
    **given: bool,
) -> ExitStatus:
    """List storage pools by name."""
    exclusive(all=given["all"], inactive=given["inactive"])
    exclusive(details=given["details"], name=given["name"])
    exclusive(details=given["details"], uuid=given["uuid"])
    exclusive(where=given["where"], name=given["name"])
    exclusive(where=given["where"], uuid=given["uuid"])
    kinds = None if type is None else [word.strip() for word in type.split(",")]
    entries = sorted(await esx.pools.list(kinds=kinds, **_criteria(given)), key=_order)
    console.tell_all(entries)
    if given["uuid"] or given["name"]:
        for entry in entries:
            console.say(_named(entry, **given))
        return ExitStatus.OK
    head = ["Name", "State", "Autostart"]
    rows = [[entry.name, "active", "yes"] for entry in entries]
    if given["details"]:
        head = ["Name", "State", "Autostart", "Persistent", "Capacity", "Allocation", "Available"]
        rows = [[entry.name, entry.state, "yes", "yes", *_room(entry)] for entry in entries]
    if given["where"]:
        head += ["Type", "Maintenance", "Datacenter", "Hosts"]
        rows = [[*row, *_where(entry)] for row, entry in zip(rows, entries, strict=True)]
    console.table(head, rows)
    return ExitStatus.OK


def _criteria(given: dict[str, bool]) -> dict[str, bool | None]:
    """Turn virsh's options into the criteria of `Pools.list`."""
    return {
        "active": None if given["all"] else not given["inactive"],
        "persistent": _either(given["persistent"], given["transient"]),
        "autostart": _either(given["autostart"], given["no_autostart"]),
    }


def _either(yes: bool, no: bool) -> bool | None:
    return yes if yes is not no else None


def _order(entry: aioesx.PoolSummary) -> bytes:
    return entry.name.encode(errors="surrogateescape").lower()  # as strcasecmp compares


def _named(entry: aioesx.PoolSummary, *, uuid: bool, name: bool, **_: Any) -> str:
    blanks = " " * (_NAME_BYTES - len(entry.name.encode(errors="surrogateescape")))
    return " ".join([known(entry.uuid)] * uuid + [entry.name + blanks] * name)


def _room(entry: aioesx.PoolSummary) -> list[str]:
    sizes = (entry.capacity, entry.allocation, entry.available)
    return [shown_size(size) for size in sizes]


def _where(entry: aioesx.PoolSummary) -> list[str]:
    maintenance = entry.maintenance and entry.maintenance.value
    hosts = ", ".join(entry.hosts) or None
    return [known(each) for each in (entry.type, maintenance, entry.datacenter, hosts)]


async def pool_info(
    esx: aioesx.Connection,
    console: Console,
    pool: str,
    bytes: bool,  # noqa: A002
) -> ExitStatus:
    """Print what a pool is, and its room."""
    found = await find_pool(esx, pool)
    info = await found.info()
    console.tell(
        {
            "name": found.name,
            "uuid": found.uuid,
            "state": info.state,
            "capacity": info.capacity,
            "allocation": info.allocation,
            "available": info.available,
        }
    )
    facts: list[tuple[str, object]] = [
        ("Name", found.name),
        ("UUID", known(found.uuid)),
        ("State", info.state.value),
        ("Persistent", "yes"),
        ("Autostart", "yes"),
    ]
    room = (
        ("Capacity", info.capacity),
        ("Allocation", info.allocation),
        ("Available", info.available),
    )
    facts += [
        (label, size if bytes else pretty_size(size)) for label, size in room if size is not None
    ]
    console.facts(facts)
    return ExitStatus.OK


async def pool_dumpxml(
    esx: aioesx.Connection, console: Console, pool: str, xpath: str | None, wrap: bool
) -> ExitStatus:
    """Print the XML of a pool."""
    xml = await (await find_pool(esx, pool)).xml()
    console.document(selected(xml, xpath, wrap))
    return ExitStatus.OK


async def pool_refresh(esx: aioesx.Connection, console: Console, pool: str) -> ExitStatus:
    """Have the host look again at a pool: at its room, or for LUNs."""
    await (await find_pool(esx, pool)).refresh()
    console.remark(f"Pool {pool} refreshed")
    return ExitStatus.OK


async def pool_name(esx: aioesx.Connection, console: Console, pool: str) -> ExitStatus:
    """Print the name of the pool with a UUID."""
    uuid = as_uuid(pool)
    if uuid is None:
        raise NoSuchPoolError(f"'{pool}' is no UUID", id=pool)
    found = await esx.pools.lookup(uuid=uuid)
    console.tell(found)
    console.say(found.name)
    return ExitStatus.OK


async def pool_uuid(esx: aioesx.Connection, console: Console, pool: str) -> ExitStatus:
    """Print the UUID of the pool with a name."""
    found = await esx.pools.lookup(pool)
    console.tell(found)
    console.say(known(found.uuid))
    return ExitStatus.OK


async def pool_autostart(
    esx: aioesx.Connection, console: Console, pool: str, disable: bool
) -> ExitStatus:
    """Have the host mount a pool when it boots: it does so with all, and nobody can stop it."""
    await (await find_pool(esx, pool)).set_autostart(not disable)
    console.remark(f"Pool {pool} marked as autostarted")
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow(
        "pool-list",
        pool_list,
        (
            Flag("inactive", "Only pools that are not active: there are none."),
            Flag("all", "Pools that are not active, too: there are none."),
            Flag("transient", "Only transient pools: there are none."),
            Flag("persistent", "Only persistent pools: all are."),
            Flag("autostart", "Only pools that the host mounts when it boots: all are."),
            Flag("no-autostart", "Only pools that it does not mount: there are none."),
            Word(
                "type", "Only of these types: fs, netfs, dir, iscsi; commas between.", False, False
            ),
            Flag("details", "Show state and room, too."),
            Flag("where", "Show type, maintenance, datacenter and hosts, too."),
            Flag("uuid", "Only the UUIDs."),
            Flag("name", "Only the names."),
        ),
        output=outputs.POOLS,
    ),
    CommandRow(
        "pool-info", pool_info, (POOL, Flag("bytes", "Sizes in bytes.")), output=outputs.POOL
    ),
    CommandRow("pool-dumpxml", pool_dumpxml, (POOL, *XPATH), output=DOCUMENT),
    CommandRow("pool-refresh", pool_refresh, (POOL,)),
    CommandRow("pool-name", pool_name, (Word("pool", "UUID of the pool."),), output=NAMED),
    CommandRow("pool-uuid", pool_uuid, (Word("pool", "Name of the pool."),), output=NAMED),
    CommandRow(
        "pool-autostart",
        pool_autostart,
        (POOL, Flag("disable", "Refused: a VMware host mounts every pool.")),
    ),
)
