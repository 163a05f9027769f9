#!/usr/bin/env python3
"""The machines of hosts as a dynamic inventory of Ansible.

    export AIOESX_INVENTORY=inventory.toml     # which hosts, and where their passwords are
    ansible-inventory -i examples/ansible_inventory.py --graph
    ansible-playbook -i examples/ansible_inventory.py site.yml

Every host is asked at once, by two reads each. A machine's variables are `ansible_host`, the first
address of its guest that is not link-local, and `esx_*`; it is in a group of its state and in one
of its host. Machines of one name are told apart by their hosts' names, else by their UUIDs; a host
that does not answer is told on standard error, and its machines are left out.

Who names a machine is not who runs the playbook: texts that others chose are marked, so that
Ansible does not take what is in their braces for a template.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import anyio

import aioesx

NICS = "guest.net"
TEXTS = ("config.annotation", "guest.guestFullName")
CONTROLLER = ("localhost", "127.0.0.1", "::1")
"""What Ansible calls the machine that it runs on, unless a machine is called so."""


async def machines(esx: aioesx.Connection) -> list[dict[str, Any]]:
    """Return what is known of each machine of a host, templates left out."""
    more = await esx.domains.properties([NICS, *TEXTS])
    known = {ref: found.values for ref, found in more.items()}
    return [
        {
            "name": entry.name,
            "groups": [f"state_{entry.state}", f"host_{entry.host or 'unknown'}"],
            "vars": {
                "ansible_host": address(known[entry.domain.ref].get(NICS)),
                "esx_host": text(entry.host),
                "esx_name": text(entry.name),
                "esx_notes": text(known[entry.domain.ref].get("config.annotation")),
                "esx_guest": text(known[entry.domain.ref].get("guest.guestFullName")),
                "esx_state": str(entry.state),
                "esx_uuid": str(entry.uuid) if entry.uuid else None,
            },
        }
        for entry in await esx.domains.list(templates=False)
        if entry.domain.ref in known  # else it came between the two reads
    ]


def address(cards: Any) -> str | None:
    """Return the first address of a guest by which others reach it."""
    for card in cards or ():
        for each in card.ip_address or ():
            found = ip_address(each)
            if not (found.is_link_local or found.is_loopback):
                return str(found)
    return None


def text(value: str | None) -> dict[str, str] | None:
    """Mark a text that anybody may have written: Ansible shows it, and evaluates nothing in it."""
    return None if value is None else {"__ansible_unsafe": value}


def inventory(found: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """Return the document that Ansible reads, of pairs of a host's name and a machine."""
    ways = [tuple(spellings(host, machine)) for host, machine in found]
    often = Counter(way for each in ways for way in set(each))
    groups: dict[str, dict[str, list[str]]] = {}
    variables: dict[str, Any] = {}
    for (_, machine), spelt in zip(found, ways, strict=True):
        name = next((way for way in spelt if often[way] == 1), spelt[-1])
        variables[name] = {k: v for k, v in machine["vars"].items() if v is not None}
        for group in machine["groups"]:
            groups.setdefault(re.sub(r"\W", "_", group), {"hosts": []})["hosts"].append(name)
    return {"_meta": {"hostvars": variables}, **groups}


def spellings(host: str, machine: dict[str, Any]) -> Iterator[str]:
    """Yield what a machine may be called, the shortest first."""
    name = machine["name"]
    longer = (f"{name}.{host}", f"{name}.{machine['vars']['esx_uuid']}")
    yield from map(safe, longer if name.lower() in CONTROLLER else (name, *longer))


def safe(name: str) -> str:
    """Return a name without what a pattern or a template of Ansible is made of."""
    return re.sub(r"[^\w.-]", "_", name)


async def read(source: str) -> dict[str, Any]:
    """Ask all hosts of an inventory file, or the one of a URI."""
    async with aioesx.Fleet([source] if "://" in source else source) as fleet:
        results = await fleet.gather(machines, timeout=60)
    for host, error in results.failed.items():
        print(f"{host}: {error}", file=sys.stderr)
    return inventory([(host, one) for host, all_ in results.values.items() for one in all_])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--list", action="store_true", help="all machines")
    what.add_argument("--host", metavar="NAME", help="the variables of one")
    asked = parser.parse_args()
    whole = anyio.run(read, os.environ["AIOESX_INVENTORY"])
    shown = whole if asked.list else whole["_meta"]["hostvars"].get(asked.host, {})
    print(json.dumps(shown, indent=2))
