"""What a host has that a machine can arrive at: datastores, networks, the machines that are there.

Three reads, and no change. `choose` says where a machine goes, and `Destination.obstacles` what is
in its way, all of it at once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import read_many
from aioesx._server.files.stores import ACCESSIBLE, Store, shown_stores
from aioesx._server.licence import reading_only
from aioesx._server.located import read_located
from aioesx._server.moving import Obstacle
from aioesx._server.names import unescape
from aioesx._server.place import IN_MAINTENANCE, Place
from aioesx._server.server import Server
from aioesx._server.traversal import object_spec
from aioesx._words import advice, few
from aioesx.domain.hardware.surroundings import network_backing
from aioesx.domain.identity import IDENTITY_PATHS, Identity
from aioesx.errors import EsxError
from aioesx.units import whole_number
from aioesx.vmx.hosts import newest_hardware_version

__all__ = ["Destination", "MachineThere", "look_at"]

Ref = vim.ManagedObjectReference

_FREE: Final = "summary.freeSpace"
_MAINTENANCE: Final = "summary.maintenanceMode"
_NORMAL: Final = "normal"
_IMPORTS_SINCE: Final = (4, 0)
_TO_NETWORKS: Final = vim.TraversalSpec(
    name="network", type="HostSystem", path="network", skip=False
)


@dataclasses.dataclass(frozen=True, slots=True)
class MachineThere:
    """A machine that is there already."""

    name: str
    uuid: UUID | None


@dataclasses.dataclass(frozen=True, slots=True)
class Destination:
    """A host as a place to arrive at.

    Attributes:
        server: the connection.
        place: the host.
        stores: its datastores.
        networks: what it calls its networks, and their references.
        machines: what is there already.
        licence: name of a licence that allows reading only; None if there is none to be seen.
        in_maintenance: whether it is in maintenance mode.
    """

    server: Server
    place: Place
    stores: tuple[Store, ...]
    networks: Mapping[str, Ref]
    machines: tuple[MachineThere, ...]
    licence: str | None
    in_maintenance: bool

    @property
    def api(self) -> tuple[int, ...]:
        """The API that is spoken with it."""
        return self.server.session.api

    def has_uuid(self, uuid: UUID | None) -> bool:
        """Tell whether a machine there has a BIOS UUID."""
        return uuid is not None and any(one.uuid == uuid for one in self.machines)

    # --- what is in the way ---------------------------------------------------------------------

    def obstacles(self, name: str) -> list[Obstacle]:
        """Return what forbids a machine of this name, wherever on the host it is to be."""
        found = []
        where = self.server.session.where
        if self.licence is not None:
            found.append(
                Obstacle(
                    "licence",
                    f"the licence of {where} ({self.licence}) allows reading only: it takes no"
                    " machines by its API",
                )
            )
        if self.api < _IMPORTS_SINCE:
            version = self.server.session.api_version
            found.append(
                Obstacle("product", f"{where} is too old to take machines (API {version}, not 4.0)")
            )
        if self.in_maintenance:
            found.append(Obstacle("maintenance", f"{where} is in maintenance mode"))
        if any(one.name == name for one in self.machines):
            found.append(Obstacle("name", f"{where} has a machine '{name}' already", "name"))
        return found

    def hardware(self, version: str) -> list[Obstacle]:
        """Return what forbids a machine of a version of the virtual hardware: ``"vmx-21"``.

        Nothing, where it is not known what the host runs, as behind a vCenter: that says so itself.
        """
        product = self.server.session.product
        number = whole_number(version.rpartition("-")[2])
        newest = newest_hardware_version(product.version) if product.line != "vpx" else None
        if newest is None or number is None or number <= newest:
            return []
        text = (
            f"{self.server.session.where} runs virtual hardware up to vmx-{newest}, not {version}"
        )
        return [Obstacle("hardware", text)]

    def store(self, wanted: str | None, like: str | None) -> Store | Obstacle:
        """Return the datastore for a machine, or why there is none.

        Args:
            wanted: its name; None for one of the name `like`, or the only one.
            like: name of the datastore that the machine is in now.
        """
        names = sorted(store.name for store in self.stores)
        found = [store for store in self.stores if store.name == (wanted or like)]
        if not found and wanted is None and len(self.stores) == 1:
            found = list(self.stores)
        if found:
            return found[0]
        where = self.server.session.where
        if wanted is None:
            text = f"say which datastore of {where} is meant: there are {few(names) or 'none'}"
        else:
            hint = advice(wanted, names) or f"; there are {few(names) or 'none'}"
            text = f"{where} has no datastore '{wanted}'{hint}"
        return Obstacle("datastore", text, "datastore" if names else "")

    def room(self, store: Store, needed: int, *, thick: bool = False) -> list[Obstacle]:
        """Return what forbids so many bytes in a datastore.

        Args:
            store: the datastore.
            needed: how many bytes.
            thick: whether they are so many because the caller wants disks to be thick.
        """
        another = "datastore" if len(self.stores) > 1 else ""
        if store.values.if_shown(ACCESSIBLE) is False:
            text = f"the host cannot get at the datastore '{store.name}'"
            return [Obstacle("datastore", text, another)]
        mode = store.values.if_shown(_MAINTENANCE)
        if mode not in (None, _NORMAL):
            return [Obstacle("datastore", f"'{store.name}' is in maintenance mode", another)]
        free = store.values.if_shown(_FREE)
        if free is not None and free < needed:
            text = f"'{store.name}' has {free} bytes free, {needed} are needed"
            return [Obstacle("space", text, another or ("thin" if thick else ""))]
        return []

    def mapped(
        self, wanted: Iterable[str], mapping: Mapping[str, str], told: Mapping[str, str]
    ) -> tuple[dict[str, str], list[Obstacle]]:
        """Return what each network is called here, and an obstacle for each that is not.

        Args:
            wanted: the machine's networks, as it calls them.
            mapping: the caller's: name here for each name there.
            told: names of networks that the machine calls by a key.
        """
        found: dict[str, str] = {}
        obstacles = []
        known: set[str] = set()
        for key in wanted:
            name = told.get(key, key)
            known |= {key, name}
            here = mapping.get(name, mapping.get(key, name))
            if here in self.networks:
                found[key] = here
                continue
            hint = advice(here, sorted(self.networks)) or ""
            there = few(sorted(self.networks)) or "none"
            text = f"{self.server.session.where} has no network '{here}'{hint}; there are {there}"
            obstacles.append(Obstacle("network", text, "networks" if self.networks else ""))
        for name in sorted(set(mapping) - known):
            text = f"the machine is on no network '{name}': on {few(sorted(known)) or 'none'}"
            obstacles.append(Obstacle("network", text, "networks" if known else ""))
        return found, obstacles

    async def backings(self, names: Mapping[str, str]) -> dict[str, vim.VirtualDeviceBackingInfo]:
        """Return what cards are plugged into, for names that `mapped` gave."""
        made: dict[str, vim.VirtualDeviceBackingInfo] = {}
        for name in dict.fromkeys(names.values()):
            ref, center = self.networks[name], self.place.datacenter
            made[name] = await network_backing(self.server, ref, name, center)
        return {key: made[name] for key, name in names.items()}


async def look_at(server: Server) -> Destination:
    """Read what a host has.

    Raises:
        ReadOnlyError: the connection is read-only.
        EsxError: the connection is over several hosts; the line.
    """
    server.session.require_changes("ImportVApp")
    place = await server.scope.place_at(None)
    since_5 = (_MAINTENANCE,) if server.session.has_api(5, 0) else ()
    stores = await shown_stores(server, (ACCESSIBLE, _FREE, *since_5))
    start = object_spec(place.host, [_TO_NETWORKS], itself=True)
    around = await read_many(
        server.session, [start], {"HostSystem": (IN_MAINTENANCE,), "Network": ("name",)}
    )
    networks = [entry for entry in around if entry.ref != place.host]
    machines, _ = await read_located(server, IDENTITY_PATHS)
    known = [Identity.of(entry.values) for entry in machines]
    return Destination(
        server,
        place,
        tuple(store for store in stores if _is_at(store, place)),
        {
            unescape(name): entry.ref
            for entry in networks
            if isinstance(name := entry.values.if_shown("name"), str)
        },
        tuple(MachineThere(one.name, one.uuid) for one in known),
        await _licence(server),
        any(entry.values.if_shown(IN_MAINTENANCE) is True for entry in around),
    )


def _is_at(store: Store, place: Place) -> bool:
    """Tell whether a host may write to a datastore."""
    mounts = [mount for mount in store.mounts if mount.host == place.host]
    return all(mount.writable for mount in mounts) if mounts else store.place is not None


async def _licence(server: Server) -> str | None:
    if server.session.product.line == "vpx":
        return None  # a vCenter's own
    try:
        return await reading_only(server.session)
    except EsxError:
        return None
