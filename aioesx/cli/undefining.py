"""``undefine``: a domain leaves the host's inventory; its disk images too, if that is asked for.

Images of drives are not its own: they stay. So do those of a domain with snapshots, whose disks
are chains of images of which the definition names the last only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAINS, CommandRow, Flag, Word, exclusive
from aioesx.cli.outputs.domains import DOMAINS_DONE
from aioesx.cli.several import each_domain
from aioesx.cli.status import ExitStatus, status_of_several

__all__ = ["COMMANDS"]


class _Image(NamedTuple):
    target: str
    path: str


async def undefine(
    esx: aioesx.Connection,
    console: Console,
    domain: Sequence[str],
    storage: str | None,
    remove_all_storage: bool,
    wipe_storage: bool,
    **_: bool,
) -> ExitStatus:
    """Take domains out of the host's inventory; their files stay."""
    exclusive(storage=storage, remove_all_storage=remove_all_storage)
    removes = storage is not None or remove_all_storage
    if wipe_storage and not removes:
        raise ValueError("'--wipe-storage' requires '--storage <string>' or '--remove-all-storage'")

    async def act(_: str, entry: aioesx.DomainSummary) -> ExitStatus:
        images = await _images(entry, storage) if removes else []
        place = await _datacenter_of(esx, entry.domain.ref) if images else None
        await entry.domain.undefine()
        console.tell(entry)
        console.remark(f"Domain '{entry.name}' has been undefined")
        done = [await _remove(esx, console, image, place, wipe_storage) for image in images]
        return status_of_several([ExitStatus.OK, *done])

    return await each_domain(esx, console, "undefine", domain, act)


async def _images(entry: aioesx.DomainSummary, storage: str | None) -> list[_Image]:
    """Return the disk images that are meant.

    Args:
        entry: whose they are.
        storage: targets or paths, with commas between; None for all.

    Raises:
        InvalidStateError: the domain is not shut off, or has snapshots.
        NoSuchVolumeError: it has no such disk.
    """
    if entry.state.is_active:
        raise errors.InvalidStateError("", "storage is removed of domains only that are shut off")
    if (await entry.domain.snapshots.tree()).roots:
        raise errors.InvalidStateError("", "its disks belong to snapshots: delete these first")
    own = [
        _Image(disk.target, disk.source)
        for disk in (await entry.domain.definition()).disks
        if disk.device == "disk" and disk.source is not None and disk.source.startswith("[")
    ]
    if storage is None:
        return own
    found = {image for word in storage.split(",") for image in own if word in image}
    for word in storage.split(","):
        if not any(word in image for image in own):
            raise errors.NoSuchVolumeError(f"'{word}' is no disk of domain '{entry.name}'")
    return [image for image in own if image in found]


async def _datacenter_of(
    esx: aioesx.Connection, ref: aioesx.vim.ManagedObjectReference
) -> aioesx.vim.ManagedObjectReference | None:
    """Go up the inventory to the datacenter, which tells what a datastore path means."""
    place: aioesx.vim.ManagedObjectReference | None = ref
    while place is not None and place.type != "Datacenter":
        place = (await esx.properties(place, ["parent"])).get("parent")
    return place


async def _remove(
    esx: aioesx.Connection,
    console: Console,
    image: _Image,
    datacenter: aioesx.vim.ManagedObjectReference | None,
    wipe: bool,
) -> ExitStatus:
    """Remove an image; what fails is said, and the others are removed nevertheless."""
    vim = aioesx.vim
    manager = esx.content.virtual_disk_manager
    if manager is None:
        raise errors.NotSupportedError("", "the host has no manager of virtual disks")
    name = f"'{image.target}'({image.path})"
    try:
        if wipe:
            console.note(f"Wiping volume {name} ... ")
            await esx.run(
                vim.ZeroFillVirtualDisk_Task(this=manager, name=image.path, datacenter=datacenter)
            )
            console.remark("Done.")
        await esx.run(
            vim.DeleteVirtualDisk_Task(this=manager, name=image.path, datacenter=datacenter)
        )
    except errors.EsxError as error:
        console.complain(f"cannot remove volume {name}: {error}; it is left")
        return ExitStatus.FAILED
    console.remark(f"Volume {name} removed.")
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow(
        "undefine",
        undefine,
        (
            DOMAINS,
            Word("storage", "Remove these disks, too: targets or paths.", False, False),
            Flag("remove-all-storage", "Remove all its disks, too."),
            Flag("wipe-storage", "Fill them with zeros before."),
            Flag("managed-save", "No difference: there is no managed save image."),
            Flag("snapshots-metadata", "No difference: the host keeps the snapshots."),
            Flag("checkpoints-metadata", "No difference: there are no checkpoints."),
            Flag("keep-nvram", "No difference: its files stay."),
            Flag("tpm", "No difference: its files stay."),
            Flag("keep-tpm", "No difference: its files stay."),
        ),
        harmful=True,
        output=DOMAINS_DONE,
    ),
)
