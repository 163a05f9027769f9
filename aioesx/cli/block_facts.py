"""``domblkinfo``: how large the disks of a domain are, and what room they take up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import aioesx
from aioesx import errors
from aioesx.cli.affecting import missing
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.sizes import UNITS
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS"]

_LAYOUT: Final = "layoutEx"


class _Block(NamedTuple):
    """A disk or a drive, in bytes.

    Attributes:
        target: its name in the XML.
        capacity: what the guest sees.
        allocation: its files, with those that they lie on; None where the host does not tell.
        physical: the files that the guest writes to.
    """

    target: str
    capacity: int | None
    allocation: int | None
    physical: int | None


async def domblkinfo(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    device: str | None,
    human: bool,
    all: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """Print the size of a disk, and what its files take up: with what they lie on, and without."""
    exclusive(all=all, device=device)
    if not all and device is None:
        raise ValueError("command 'domblkinfo' requires <device> option")
    entry = await find_domain(esx, domain)
    disks = await entry.domain.disks()
    if device is not None:
        disks = [disk for disk in disks if device in (disk.target, disk.source)]
        if not disks:
            text = f"invalid argument: invalid path {device} not assigned to domain"
            raise missing(text, "disk", device)
        if len(disks) > 1:
            sources = "', '".join(str(disk.source) for disk in disks)
            raise ValueError(f"{len(disks)} disks bear '{device}': '{sources}'")
    blocks = await _blocks(esx, entry.domain, disks)
    console.tell_all(blocks)
    shown = _pretty if human else known
    rows = [(b.target, *map(shown, (b.capacity, b.allocation, b.physical))) for b in blocks]
    if all:
        console.table(("Target", "Capacity", "Allocation", "Physical"), rows)
    else:
        console.facts(zip(("Capacity", "Allocation", "Physical"), rows[0][1:], strict=True))
    return ExitStatus.OK


def _pretty(size: int | None) -> str:
    """Write bytes as virsh's ``--human`` does, with three places."""
    if size is None:
        return known(size)
    unit = max(size.bit_length() - 1, 0) // 10
    return f"{size / 1024**unit:.3f} {UNITS[unit]}"


async def _blocks(
    esx: aioesx.Connection, domain: aioesx.Domain, disks: Sequence[aioesx.DomainDisk]
) -> list[_Block]:
    """Tell of disks by the host's layout of their files, and of images by their datastores."""
    layout = None
    if any(disk.capacity is not None for disk in disks):
        layout = (await esx.properties(domain.ref, [_LAYOUT])).if_shown(_LAYOUT)
    return [
        await _image(esx, disk) if disk.capacity is None else _laid_out(disk, layout)
        for disk in disks
    ]


def _laid_out(disk: aioesx.DomainDisk, layout: Any) -> _Block:
    """Tell of a disk by the layout, a VirtualMachineFileLayoutEx or None."""
    files = {file.key: file for file in layout.file} if layout is not None else {}
    for chain in layout.disk if layout is not None else ():
        links = [[files[key] for key in unit.file_key if key in files] for unit in chain.chain]
        if links and any(file.name == disk.source for file in links[-1]):
            sizes = [sum(file.size for file in link) for link in links]
            return _Block(disk.target, disk.capacity, sum(sizes), sizes[-1])
    return _Block(disk.target, disk.capacity, None, None)


async def _image(esx: aioesx.Connection, disk: aioesx.DomainDisk) -> _Block:
    """Tell of a medium; nothing is known of an empty drive, or of a device of the host."""
    if disk.source is not None and disk.type == "file":
        try:
            info = await (await esx.volumes.lookup(path=disk.source)).info()
        except (errors.LookupFailedError, errors.NotFoundError, ValueError):
            pass
        else:
            return _Block(disk.target, info.capacity, info.allocation, info.allocation)
    return _Block(disk.target, None, None, None)


COMMANDS: Final = (
    CommandRow(
        "domblkinfo",
        domblkinfo,
        (
            DOMAIN,
            Word(
                "device",
                "The disk: its target, such as sda, or its source.",
                required=False,
                names="disk",
            ),
            Flag("human", "Sizes with units."),
            Flag("all", "All disks and drives, as a table."),
        ),
        output=outputs.BLOCKS,
    ),
)
