"""Write the machines of a host, or of a vCenter, into NetBox; say first what would be written.

    export NETBOX_URL=https://netbox.example.com/ NETBOX_TOKEN=...
    python examples/netbox_sync.py 'vpx://administrator@vcenter.example.com/' --dry-run
    python examples/netbox_sync.py 'vpx://administrator@vcenter.example.com/'

A host or its cluster becomes a cluster of the type "VMware", a machine one of its virtual machines.
It is found again by its UUID in the field `serial`: one that was renamed or moved is changed. One
that has gone is not deleted but "decommissioning": others may have hung their own records on it.
What is equal is not written, so a second run writes nothing, and what NetBox knows besides is left
alone. All is read of the host before the first write, by two reads, whatever the number of
machines. The host's password is read from libvirt's auth file. Needs pynetbox, and NetBox 4.1 or
newer, whose machines have a serial.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from typing import Any, Final

import anyio
import pynetbox

import aioesx

STATUSES: Final = {
    aioesx.DomainState.RUNNING: "active",
    aioesx.DomainState.PAUSED: "offline",
    aioesx.DomainState.SHUTOFF: "offline",
}
GONE: Final = "decommissioning"

Record = dict[str, Any]


async def read(uri: str) -> dict[str, list[Record]]:
    """Return the machines by the name of their host or its cluster, as NetBox has them."""
    async with aioesx.connect(uri) as esx:
        clusters = {host.name: host.cluster or host.name for host in await esx.hosts.list()}
        found: dict[str, list[Record]] = {name: [] for name in clusters.values()}
        for entry in await esx.domains.list(templates=False):
            if entry.uuid is not None and entry.host in clusters:
                found[clusters[entry.host]].append(record(entry))
        return found


def record(entry: aioesx.DomainSummary) -> Record:
    """Return a machine as NetBox has it: memory in MB of 1024 KiB, names of at most 64 letters."""
    return {
        "name": entry.name[:64],
        "serial": str(entry.uuid),
        "status": STATUSES.get(entry.state, "failed"),
        "vcpus": float(entry.vcpus or 1),
        "memory": (entry.max_memory or 0) // 1024,
    }


class Writer:
    """Makes NetBox equal to records, by as few writes as that takes.

    Args:
        netbox: where to.
        dry_run: only tell.
    """

    def __init__(self, netbox: pynetbox.api, *, dry_run: bool) -> None:
        self._of = netbox.virtualization
        self._dry_run = dry_run

    def sync(self, clusters: dict[str, list[Record]]) -> Iterator[str]:
        """Write what differs, and yield a line for each thing that is, or would be, written."""
        kind = self._of.cluster_types.get(slug="vmware")
        if kind is None:
            yield "create cluster type VMware"
            kind = self._create(self._of.cluster_types, {"name": "VMware", "slug": "vmware"})
        homes = {name: self._of.clusters.get(name=name) for name in clusters}
        for name in [name for name, home in homes.items() if home is None]:
            yield f"create cluster {name}"
            homes[name] = self._create(self._of.clusters, {"name": name, "type": id_of(kind)})
        yield from self._machines(
            [
                {**machine, "cluster": id_of(homes[name])}
                for name, machines in clusters.items()
                for machine in machines
            ],
            [home.id for home in homes.values() if home is not None],
        )

    def _machines(self, machines: list[Record], clusters: list[int]) -> Iterator[str]:
        endpoint = self._of.virtual_machines
        known = list(endpoint.filter(cluster_id=clusters)) if clusters else []
        by_serial = {each.serial: each for each in known if each.serial}
        for wanted in machines:
            there = by_serial.pop(wanted["serial"], None)
            if there is None:
                yield f"create {wanted['name']}"
                self._create(endpoint, wanted)
            else:
                yield from self._update(there, wanted)
        for there in by_serial.values():
            yield from self._update(there, {"status": GONE})

    def _update(self, there: Any, wanted: Record) -> Iterator[str]:
        before = there.serialize()
        changes = {key: value for key, value in wanted.items() if before.get(key) != value}
        if changes:
            told = ", ".join(f"{key} {before.get(key)} -> {new}" for key, new in changes.items())
            yield f"change {there.name}: {told}"
            if not self._dry_run:
                there.update(changes)

    def _create(self, endpoint: Any, values: Record) -> Any:
        return None if self._dry_run else endpoint.create(values)


def id_of(thing: Any) -> int | None:
    """Return what NetBox calls a thing by; None of one that a dry run did not make."""
    return None if thing is None else thing.id


def main(uri: str, *, dry_run: bool) -> None:
    """Read the host, then write to NetBox."""
    netbox = pynetbox.api(os.environ["NETBOX_URL"], token=os.environ["NETBOX_TOKEN"])
    clusters = anyio.run(read, uri)
    lines = list(Writer(netbox, dry_run=dry_run).sync(clusters))
    for line in lines or ["nothing to do"]:
        print(f"would {line}" if dry_run and lines else line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("uri")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only tell")
    given = parser.parse_args()
    main(given.uri, dry_run=given.dry_run)
