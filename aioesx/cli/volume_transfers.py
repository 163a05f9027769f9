"""The content of volumes, out and in: ``vol-download`` and ``vol-upload``, which virsh has for
other hosts. Of a virtual disk it is what the domain would read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Word
from aioesx.cli.local_files import FETCHED, SENT, target_of
from aioesx.cli.progress import bar
from aioesx.cli.sizes import BYTES
from aioesx.cli.status import ExitStatus
from aioesx.cli.storage_names import IN_POOL, VOL, find_volume

__all__ = ["COMMANDS"]


async def vol_download(
    esx: aioesx.Connection,
    console: Console,
    vol: str,
    file: Path,
    pool: str | None,
    offset: int | None,
    length: int | None,
) -> ExitStatus:
    """Fetch what is in a volume, whole or not at all; of a virtual disk its raw bytes."""
    volume = await find_volume(esx, vol, pool)
    with bar(console, volume.name) as shown:
        await volume.download(
            target_of(console, file),
            offset=offset or 0,
            length=length or None,
            sha256=False,
            on_progress=shown,
        )
    return ExitStatus.OK


async def vol_upload(
    esx: aioesx.Connection,
    console: Console,
    vol: str,
    file: Path,
    pool: str | None,
) -> ExitStatus:
    """Give an image another content, whole or not at all."""
    volume = await find_volume(esx, vol, pool)
    with bar(console, volume.name) as shown:
        await volume.upload(file, sha256=False, on_progress=shown)
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow(
        "vol-download",
        vol_download,
        (
            VOL,
            Word("file", "Where it goes; - is standard output.", type=FETCHED),
            IN_POOL,
            Word("offset", "Where to begin.", required=False, type=BYTES),
            Word("length", "How much; 0 for all.", required=False, type=BYTES),
        ),
    ),
    CommandRow(
        "vol-upload",
        vol_upload,
        (
            VOL,
            Word("file", "What is sent.", type=SENT),
            IN_POOL,
        ),
    ),
)
