"""Disk images that are here get the libvirt XML beside them, and the line that goes on from there.

The XML is written whole or not at all, and what had its name is replaced: a plan refuses what is
not to be replaced before the first byte.
"""

from __future__ import annotations

import os
from pathlib import Path

from anyio.to_thread import run_sync

from aioesx._server.moving import ExportOptions, ExportPlan
from aioesx._server.server import Server
from aioesx.errors import TransferError
from aioesx.export.kvm import LocalDisk, next_step
from aioesx.export.kvm_document import kvm_document
from aioesx.export.survey_values import Survey

__all__ = ["describe"]


async def describe(
    server: Server,
    seen: Survey,
    plan: ExportPlan,
    options: ExportOptions,
    directory: Path,
    name: str,
) -> tuple[Path, str]:
    """Write ``NAME.xml``; returns it, and the command line that finishes the guest.

    Raises:
        TransferError: it cannot be written.
    """
    by_number = {disk.number: disk for disk in seen.disks}
    disks = [
        LocalDisk(by_number[disk.number], directory / disk.file, plan.format) for disk in plan.disks
    ]
    text = await kvm_document(
        server, seen, disks, hardware=options.hardware, networks=options.networks
    )
    path = directory / f"{name}.xml"
    try:
        await run_sync(_write, path, text)
    except OSError as error:
        raise TransferError(f"{path} cannot be written: {error.strerror}") from None
    return path, next_step(path, plan.format, hardware=options.hardware)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
