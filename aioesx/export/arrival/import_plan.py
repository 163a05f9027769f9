"""What imports have in common: where a machine goes, what is in its way, what has come of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from aioesx import vim
from aioesx._server.files.stores import Store
from aioesx._server.moving import Copied, CopyOptions, ImportOptions, Obstacle
from aioesx.errors import ExportRefusedError
from aioesx.export.arrival.arriving import ImportOrder
from aioesx.export.arrival.destination import Destination
from aioesx.export.arrival.landing import Landed
from aioesx.export.telling import Telling

__all__ = ["Planned", "copied", "order_of", "planned"]


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """Where a machine goes, with nothing in the way.

    Attributes:
        there: the host.
        store: the datastore.
        networks: what each of its networks is called there.
        name: what it is called.
        warnings: what is to be known.
    """

    there: Destination
    store: Store
    networks: Mapping[str, str]
    name: str
    warnings: tuple[Obstacle, ...]


def planned(
    there: Destination,
    name: str,
    networks: Sequence[str],
    needed: int,
    options: ImportOptions,
    *,
    refused: Sequence[Obstacle] = (),
    warnings: Sequence[Obstacle] = (),
) -> Planned:
    """Refuse all that is in the way at once.

    Raises:
        ExportRefusedError: that.
    """
    found = [*refused, *there.obstacles(name)]
    store = there.store(options.datastore, None)
    if isinstance(store, Obstacle):
        found.append(store)
    else:
        found += there.room(store, needed, thick=not options.thin)
    mapped, missing = there.mapped(networks, options.networks, {})
    found += missing
    if found or isinstance(store, Obstacle):
        raise ExportRefusedError(f"'{name}' cannot be imported", found, warnings)
    return Planned(there, store, mapped, name, tuple(warnings))


def order_of(
    there: Destination,
    spec: vim.VirtualMachineImportSpec,
    name: str,
    options: ImportOptions | CopyOptions,
) -> ImportOrder:
    """Return what is asked of the host."""
    place = there.place
    return ImportOrder(
        spec=spec,
        name=name,
        pool=place.resource_pool,
        folder=place.vm_folder,
        host=place.host,
        limits=options.limits,
        nfc_hosts=options.nfc_hosts,
    )


def copied(landed: Landed, name: str, telling: Telling, warnings: Sequence[Obstacle]) -> Copied:
    """Return what has come of it."""
    return Copied(
        ref=landed.ref,
        name=name,
        uuid=landed.uuid,
        disks=landed.disks,
        thin=landed.thin,
        seconds=telling.seconds,
        warnings=(*warnings, *telling.came_up),
    )
