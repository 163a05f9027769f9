"""Commands about the files of datastores, which virsh has not: listed, fetched, sent, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import FILE, CommandRow, Flag, Word
from aioesx.cli.progress import bar
from aioesx.cli.sizes import shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS"]


async def ls(
    esx: aioesx.Connection,
    console: Console,
    path: str,
    recursive: bool,
    name: bool,
    bytes: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """List what a directory of a datastore holds, or one file."""
    entries = await _listed(esx, path, recursive=recursive)
    if name:
        for entry in entries:
            console.say(str(entry.path) if recursive else entry.name)
        return ExitStatus.OK
    console.table(
        ("Name", "Kind", "Size", "Modified", "Owner"),
        [
            [
                entry.path.path if recursive else entry.name,
                str(entry.kind),
                shown_size(entry.size, bytes),
                known(f"{entry.modified:%Y-%m-%d %H:%M:%S %z}" if entry.modified else None),
                known(entry.owner),
            ]
            for entry in entries
        ],
    )
    return ExitStatus.OK


async def _listed(esx: aioesx.Connection, path: str, *, recursive: bool) -> list[aioesx.FileEntry]:
    try:
        entries = await esx.files.list(path, recursive=recursive)
    except aioesx.errors.NotFoundError:
        return [await esx.files.stat(path)]  # a file, or nothing
    return sorted(entries, key=lambda entry: entry.path.path)


async def get(
    esx: aioesx.Connection,
    console: Console,
    path: str,
    file: Path | None,
    resume: bool,
    sha256: bool,
) -> ExitStatus:
    """Fetch a file of a datastore, whole or not at all."""
    target = file if file is not None else Path(path.rpartition("/")[2].rpartition("] ")[2])
    with bar(console, target.name) as shown:
        done = await esx.files.download(
            path, target, resume=resume, sha256=sha256, on_progress=shown
        )
    if done.resumed_from:
        console.remark(f"Went on at byte {done.resumed_from}")
    console.remark(f"'{path}' fetched to '{target}', {done.bytes} bytes")
    _digest(console, done, target.name)
    return ExitStatus.OK


def _digest(console: Console, done: aioesx.Transferred, name: str) -> None:
    """Write the digest as sha256sum does."""
    if done.sha256 is not None:
        console.say(f"{done.sha256}  {name}")


async def put(
    esx: aioesx.Connection,
    console: Console,
    file: Path,
    path: str,
    overwrite: bool,
    sha256: bool,
) -> ExitStatus:
    """Send a file to a datastore, whole or not at all."""
    with bar(console, file.name) as shown:
        done = await esx.files.upload(
            file, path, overwrite=overwrite, sha256=sha256, on_progress=shown
        )
    console.remark(f"'{file}' sent to '{path}', {done.bytes} bytes")
    _digest(console, done, path)
    return ExitStatus.OK


async def rm(
    esx: aioesx.Connection, console: Console, path: tuple[str, ...], recursive: bool
) -> ExitStatus:
    """Delete files of a datastore; directories with all that they hold, if told to."""
    for each in path:
        await esx.files.delete(each, recursive=recursive)
        console.remark(f"'{each}' deleted")
    return ExitStatus.OK


async def mkdir(esx: aioesx.Connection, console: Console, path: str, parents: bool) -> ExitStatus:
    """Make a directory in a datastore."""
    await esx.files.make_directory(path, parents=parents)
    console.remark(f"'{path}' made")
    return ExitStatus.OK


async def mv(
    esx: aioesx.Connection, console: Console, source: str, target: str, overwrite: bool
) -> ExitStatus:
    """Move or rename a file of a datastore; virtual disks are moved as volumes."""
    await esx.files.move(source, target, overwrite=overwrite)
    console.remark(f"'{source}' moved to '{target}'")
    return ExitStatus.OK


async def cp(
    esx: aioesx.Connection, console: Console, source: str, target: str, overwrite: bool
) -> ExitStatus:
    """Copy a file of a datastore, on the host."""
    await esx.files.copy(source, target, overwrite=overwrite)
    console.remark(f"'{source}' copied to '{target}'")
    return ExitStatus.OK


_PATH: Final = Word("path", "As '[datastore1] iso/debian.iso'.")
_SOURCE: Final = Word("source", "As '[datastore1] iso/debian.iso'.")
_TARGET: Final = Word("target", "As '[datastore1] iso/debian.iso'.")
_OVERWRITE: Final = Flag("overwrite", "Take the place of a file that is there.")
_SHA256: Final = Flag("sha256", "Print the SHA-256 sum of what went over.")
_LOCAL: Final[Any] = click.Path(path_type=Path, dir_okay=False)

COMMANDS: Final = (
    CommandRow(
        "ls",
        ls,
        (
            Word("path", "As '[datastore1] iso', or '[datastore1]'."),
            Flag("recursive", "With all directories below."),
            Flag("name", "Names only."),
            Flag("bytes", "Sizes in bytes."),
        ),
    ),
    CommandRow(
        "get",
        get,
        (
            _PATH,
            Word("file", "Where it goes; here, under its name.", required=False, type=FILE),
            Flag("resume", "Go on with what an earlier attempt has left."),
            _SHA256,
        ),
    ),
    CommandRow(
        "put", put, (Word("file", "What is sent.", type=_LOCAL), _PATH, _OVERWRITE, _SHA256)
    ),
    CommandRow(
        "rm",
        rm,
        (
            Word("path", "As '[datastore1] iso/debian.iso'.", many=True),
            Flag("recursive", "Directories, with all that they hold."),
        ),
        harmful=True,
    ),
    CommandRow("mkdir", mkdir, (_PATH, Flag("parents", "Make those above it, too."))),
    CommandRow("mv", mv, (_SOURCE, _TARGET, _OVERWRITE), harmful=True),
    CommandRow("cp", cp, (_SOURCE, _TARGET, _OVERWRITE)),
)
