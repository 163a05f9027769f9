"""Which guest runs on which host, as virt-who reports it to a subscription service.

    python examples/virt_who.py 'vpx://administrator@vcenter.example.com/' [--once]

One line of JSON, and another whenever something moved. Two kinds of objects and five properties of
them are watched by one filter of one connection, which costs a vCenter next to nothing however many
machines it has: nothing is asked for again and again. Before a line is written, half a second of
quiet is waited for, so that the evacuation of a host is few lines. The password is read from
libvirt's auth file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import AsyncIterator
from typing import Any, Final

import anyio

import aioesx
from aioesx import vim

BIOS: Final = "hardware.systemInfo.uuid"
WATCHED: Final = {
    "HostSystem": ["name", BIOS],
    "VirtualMachine": ["config.uuid", "runtime.host", "runtime.powerState"],
}
QUIET: Final = 0.5
"""Seconds without a change after which the mapping is written."""
POWER: Final = {"poweredOn": 1, "suspended": 3, "poweredOff": 5}
"""libvirt's numbers of states, which the service knows."""

Objects = dict[vim.ManagedObjectReference, dict[str, Any]]


def take(change: aioesx.Change, objects: Objects) -> None:
    """Keep what a change tells."""
    match change:
        case aioesx.Appeared():
            objects[change.ref] = dict(change.values)
        case aioesx.Changed():
            objects[change.ref][change.property] = change.value
        case aioesx.Vanished():
            objects.pop(change.ref, None)


def mapping(objects: Objects) -> dict[str, Any]:
    """Return the report: hosts by their BIOS' UUIDs, and beneath each its guests."""
    hosts = {ref: values for ref, values in objects.items() if isinstance(values.get(BIOS), str)}
    guests: dict[vim.ManagedObjectReference, list[dict[str, Any]]] = {ref: [] for ref in hosts}
    for values in objects.values():
        uuid, host = values.get("config.uuid"), values.get("runtime.host")
        if isinstance(uuid, str) and host in guests:  # none is told of what is being made
            power = POWER.get(str(values["runtime.powerState"]), 0)
            attributes = {"virtWhoType": "esx", "active": int(power == 1)}
            guests[host].append({"guestId": uuid, "state": power, "attributes": attributes})
    return {
        "hypervisors": [
            {
                "hypervisorId": {"hypervisorId": values[BIOS]},
                "name": values["name"],
                "guestIds": sorted(guests[ref], key=lambda guest: str(guest["guestId"])),
            }
            for ref, values in sorted(hosts.items(), key=lambda pair: str(pair[1]["name"]))
        ]
    }


async def mappings(esx: aioesx.Connection) -> AsyncIterator[dict[str, Any]]:
    """Give the mapping as it is, and again whenever it has become another one."""
    objects: Objects = {}
    told: dict[str, Any] | None = None
    async with esx.watch(WATCHED) as changes:
        async for change in changes:
            take(change, objects)
            while True:
                with anyio.move_on_after(QUIET) as quiet:
                    take(await anext(changes), objects)
                if quiet.cancelled_caught:
                    break
            if (now := mapping(objects)) != told:
                yield (told := now)


async def main(uri: str, *, once: bool = False) -> None:
    """Write a line for each mapping, for ever or once."""
    async with aioesx.connect(uri) as esx:
        async for found in mappings(esx):
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()
            if once:
                return


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("uri")
    parser.add_argument("--once", action="store_true", help="end after the first mapping")
    given = parser.parse_args()
    anyio.run(lambda: main(given.uri, once=given.once))
