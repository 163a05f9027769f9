"""Commands about storage volumes. Names, options and output are virsh's.

``vol-resize``, and ``vol-delete`` of images, go further than virsh's on ESX.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import FILE, CommandRow, Flag, Word
from aioesx.cli.outputs import storage as outputs
from aioesx.cli.outputs.common import DOCUMENT, NAMED, TAKEN
from aioesx.cli.reading import read_document
from aioesx.cli.sizes import BYTES, parse_bytes, shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.storage_names import IN_POOL, POOL, VOL, find_pool, find_volume
from aioesx.cli.text import known
from aioesx.cli.xpath import XPATH, selected

__all__ = ["ADAPTERS", "COMMANDS", "KINDS"]

# Words of `aioesx.DiskKind` and `aioesx.DiskAdapter`, which are not loaded for the help.
KINDS: Final = ("thin", "preallocated", "eager")
ADAPTERS: Final = ("lsilogic", "buslogic", "ide")


async def vol_list(
    esx: aioesx.Connection, console: Console, pool: str, details: bool
) -> ExitStatus:
    """List the volumes of a pool by name."""
    entries = sorted(await (await find_pool(esx, pool)).volumes.list(), key=_order)
    console.tell_all(entries)
    rows = [[entry.name, entry.path] for entry in entries]
    if not details:
        console.table(("Name", "Path"), rows)
        return ExitStatus.OK
    full = [
        [*row, entry.type.value, shown_size(entry.capacity), shown_size(entry.allocation)]
        for row, entry in zip(rows, entries, strict=True)
    ]
    console.table(("Name", "Path", "Type", "Capacity", "Allocation"), full)
    return ExitStatus.OK


def _order(entry: aioesx.VolumeSummary) -> bytes:
    return entry.name.encode(errors="surrogateescape").lower()  # as strcasecmp compares


async def vol_info(
    esx: aioesx.Connection,
    console: Console,
    vol: str,
    pool: str | None,
    bytes: bool,  # noqa: A002 - the option's name
    physical: bool,
) -> ExitStatus:
    """Print what a volume is, and its room."""
    volume = await find_volume(esx, vol, pool)
    info = await volume.info()
    console.tell(
        {
            "name": volume.name,
            "path": volume.path,
            "type": info.type,
            "capacity": info.capacity,
            "allocation": info.allocation,
        }
    )
    write = (lambda size: known(size, "bytes")) if bytes else shown_size
    console.facts(
        [
            ("Name", volume.name),
            ("Type", info.type.value),
            ("Capacity", write(info.capacity)),
            ("Physical" if physical else "Allocation", write(info.allocation)),
        ]
    )
    return ExitStatus.OK


async def vol_dumpxml(
    esx: aioesx.Connection,
    console: Console,
    vol: str,
    pool: str | None,
    xpath: str | None,
    wrap: bool,
) -> ExitStatus:
    """Print the XML of a volume."""
    xml = await (await find_volume(esx, vol, pool)).xml()
    console.document(selected(xml, xpath, wrap))
    return ExitStatus.OK


async def vol_path(
    esx: aioesx.Connection, console: Console, vol: str, pool: str | None
) -> ExitStatus:
    """Print the path of a volume."""
    volume = await find_volume(esx, vol, pool)
    console.tell(volume)
    console.say(volume.path)
    return ExitStatus.OK


async def vol_key(
    esx: aioesx.Connection, console: Console, vol: str, pool: str | None
) -> ExitStatus:
    """Print the key of a volume: of a disk its UUID, where a host tells it."""
    volume = await find_volume(esx, vol, pool)
    key = await volume.key()
    console.tell({"name": volume.name, "path": volume.path, "key": key})
    console.say(key)
    return ExitStatus.OK


async def vol_name(esx: aioesx.Connection, console: Console, vol: str) -> ExitStatus:
    """Print the name of the volume with a key or path."""
    volume = await find_volume(esx, vol, named=False)
    console.tell(volume)
    console.say(volume.name)
    return ExitStatus.OK


async def vol_pool(esx: aioesx.Connection, console: Console, vol: str, uuid: bool) -> ExitStatus:
    """Print the pool of the volume with a key or path."""
    pool = (await find_volume(esx, vol, named=False)).pool
    console.tell(pool)
    console.say(known(pool.uuid) if uuid else pool.name)
    return ExitStatus.OK


# --- changes -------------------------------------------------------------------------------------


async def vol_create(
    esx: aioesx.Connection,
    console: Console,
    pool: str,
    file: Path,
    validate: bool,
    kind: str | None,
    adapter: str | None,
) -> ExitStatus:
    """Make a virtual disk of an XML file."""
    text = await read_document(file)
    where = await find_pool(esx, pool)
    made = await where.volumes.create(
        text, validate=validate, kind=kind, adapter=adapter or ADAPTERS[0]
    )
    console.tell(made)
    console.remark(f"Vol {made.name} created from {file}")
    return ExitStatus.OK


async def vol_create_as(
    esx: aioesx.Connection,
    console: Console,
    pool: str,
    name: str,
    capacity: int,
    allocation: int | None,
    format: str | None,  # noqa: A002 - the option's name
    backing_vol: str | None,
    backing_vol_format: str | None,
    print_xml: bool,
    kind: str | None,
    adapter: str | None,
) -> ExitStatus:
    """Make a virtual disk of what the options say."""
    from aioesx.definition.volume import VolumeDefinition, format_wish  # loads the documents

    where = await find_pool(esx, pool)
    backing = None
    if backing_vol is not None:
        backing = (await find_volume(esx, backing_vol, where)).path
    wish = VolumeDefinition(
        name=name,
        capacity=capacity,
        allocation=allocation,
        format=format,
        backing_path=backing,
        backing_format=backing_vol_format,
    )
    if print_xml:
        console.document(format_wish(wish))
        return ExitStatus.OK
    made = await where.volumes.create(format_wish(wish), kind=kind, adapter=adapter or ADAPTERS[0])
    console.tell({"name": made.name})
    console.remark(f"Vol {name} created")
    return ExitStatus.OK


async def vol_create_from(
    esx: aioesx.Connection,
    console: Console,
    pool: str,
    file: Path,
    vol: str,
    inputpool: str | None,
    validate: bool,
) -> ExitStatus:
    """Copy a virtual disk, under the name that an XML file gives."""
    text = await read_document(file)
    where = await find_pool(esx, pool)
    source = await find_volume(esx, vol, inputpool if inputpool is not None else where)
    made = await where.volumes.create_from(text, source, validate=validate)
    console.tell(made)
    console.remark(f"Vol {made.name} created from input vol {source.name}")
    return ExitStatus.OK


async def vol_clone(
    esx: aioesx.Connection,
    console: Console,
    vol: str,
    newname: str,
    pool: str | None,
    print_xml: bool,
) -> ExitStatus:
    """Copy a volume within its pool."""
    source = await find_volume(esx, vol, pool)
    if print_xml:
        from aioesx.definition.volume import renamed  # loads the documents

        console.document(f"{renamed(await source.xml(), newname)}")
        return ExitStatus.OK
    made = await source.clone(newname)
    console.tell({"name": made.name})
    console.remark(f"Vol {made.name} cloned from {source.name}")
    return ExitStatus.OK


async def vol_delete(
    esx: aioesx.Connection, console: Console, vol: str, pool: str | None
) -> ExitStatus:
    """Delete a volume: a disk with all that belongs to it, or an image."""
    await (await find_volume(esx, vol, pool)).delete()
    console.remark(f"Vol {vol} deleted")
    return ExitStatus.OK


async def vol_wipe(
    esx: aioesx.Connection, console: Console, vol: str, pool: str | None, algorithm: str | None
) -> ExitStatus:
    """Overwrite a virtual disk with zeros."""
    del algorithm  # there is one
    await (await find_volume(esx, vol, pool)).wipe()
    console.remark(f"Vol {vol} wiped")
    return ExitStatus.OK


async def vol_resize(
    esx: aioesx.Connection,
    console: Console,
    vol: str,
    capacity: str,
    pool: str | None,
    allocate: bool,
    delta: bool,
    shrink: bool,
) -> ExitStatus:
    """Make a virtual disk larger."""
    wanted = parse_bytes(capacity)
    volume = await find_volume(esx, vol, pool)
    if delta:
        now = (await volume.info()).capacity or 0
        wanted = max(0, now - wanted) if shrink else now + wanted
    await volume.resize(wanted, allocate=allocate)
    to = "by" if delta else "to"
    console.remark(f"Size of volume '{volume.name}' successfully changed {to} {capacity}")
    return ExitStatus.OK


_PIECE: Final = 4 * 1024 * 1024
_LOCAL: Final = Word("file", "The file here.", type=click.Path(path_type=Path, dir_okay=False))
_VALIDATE: Final = Flag("validate", "Refuse elements that libvirt does not know.")
_XML: Final = Word("file", "The XML file; - is standard input.", type=FILE)
_HOW: Final = (
    Word(
        "kind",
        "thin, preallocated or eager; else as the allocation says.",
        *(False, False),
        type=click.Choice(KINDS),
    ),
    Word(
        "adapter",
        "The controller that it is made for; lsilogic by default.",
        *(False, False),
        type=click.Choice(ADAPTERS),
    ),
)

COMMANDS: Final = (
    CommandRow(
        "vol-list",
        vol_list,
        (POOL, Flag("details", "Show types and sizes, too.")),
        output=outputs.VOLUMES,
    ),
    CommandRow(
        "vol-info",
        vol_info,
        (
            VOL,
            IN_POOL,
            Flag("bytes", "Sizes in bytes."),
            Flag("physical", "Call what it takes so."),
        ),
        output=outputs.VOLUME,
    ),
    CommandRow("vol-dumpxml", vol_dumpxml, (VOL, IN_POOL, *XPATH), output=DOCUMENT),
    CommandRow("vol-path", vol_path, (VOL, IN_POOL), output=outputs.VOLUME_NAME),
    CommandRow("vol-key", vol_key, (VOL, IN_POOL), output=outputs.KEY),
    CommandRow(
        "vol-name",
        vol_name,
        (Word("vol", "Key or path of the volume."),),
        output=outputs.VOLUME_NAME,
    ),
    CommandRow(
        "vol-pool",
        vol_pool,
        (Word("vol", "Key or path of the volume."), Flag("uuid", "The pool's UUID.")),
        output=NAMED,
    ),
    CommandRow(
        "vol-create", vol_create, (POOL, _XML, _VALIDATE, *_HOW), output=outputs.VOLUME_MADE
    ),
    CommandRow(
        "vol-create-as",
        vol_create_as,
        (
            POOL,
            Word("name", "The name, 'directory/file.vmdk'."),
            Word("capacity", "What it holds, in bytes or with a unit.", type=BYTES),
            Word(
                "allocation", "0 for a thin disk; else as the capacity.", False, False, type=BYTES
            ),
            Word("format", "Only vmdk.", False, False),
            Word("backing-vol", "Only for --print-xml.", False, False),
            Word("backing-vol-format", "Only for --print-xml.", False, False),
            Flag("print-xml", "Print the XML instead."),
            *_HOW,
        ),
        output=TAKEN,
    ),
    CommandRow(
        "vol-create-from",
        vol_create_from,
        (
            POOL,
            _XML,
            VOL,
            Word("inputpool", "The pool of the volume that is copied.", False),
            _VALIDATE,
        ),
        output=outputs.VOLUME_MADE,
    ),
    CommandRow(
        "vol-clone",
        vol_clone,
        (
            VOL,
            Word("newname", "The copy's name, 'directory/file'."),
            IN_POOL,
            Flag("print-xml", "Print the XML instead."),
        ),
        output=TAKEN,
    ),
    CommandRow("vol-delete", vol_delete, (VOL, IN_POOL), harmful=True),
    CommandRow(
        "vol-wipe",
        vol_wipe,
        (
            VOL,
            IN_POOL,
            Word("algorithm", "Only zero.", False, False, type=click.Choice(["zero"])),
        ),
        harmful=True,
    ),
    CommandRow(
        "vol-resize",
        vol_resize,
        (
            VOL,
            Word("capacity", "What it shall hold, in bytes or with a unit."),
            IN_POOL,
            Flag("allocate", "The new part takes its room at once."),
            Flag("delta", "The capacity is what comes to it."),
            Flag("shrink", "Refused: a VMware host makes no disk smaller."),
        ),
    ),
)
