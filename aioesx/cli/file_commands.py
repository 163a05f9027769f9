"""Commands about the files of datastores, which virsh has not: listed, fetched, sent, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.local_files import FETCHED, SENT, target_of
from aioesx.cli.outputs import storage as outputs
from aioesx.cli.progress import bar
from aioesx.cli.several import each
from aioesx.cli.sizes import shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.datastore_path import DatastorePath

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
    console.tell_all(entries)
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
    except errors.NotFoundError:
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
    name = file if file is not None else Path(DatastorePath.parse(path.rstrip("/")).name)
    with bar(console, name.name) as shown:
        target = target_of(console, name, resume=resume, sha256=sha256)
        done = await esx.files.download(
            path, target, resume=resume, sha256=sha256, on_progress=shown
        )
    console.tell({"path": path, "file": str(name), "done": done})
    if done.resumed_from:
        console.remark(f"Went on at byte {done.resumed_from}")
    console.remark(f"'{path}' fetched to '{name}', {done.bytes} bytes")
    _digest(console, done, name.name)
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
    console.tell({"path": path, "file": str(file), "done": done})
    console.remark(f"'{file}' sent to '{path}', {done.bytes} bytes")
    _digest(console, done, path)
    return ExitStatus.OK


async def rm(
    esx: aioesx.Connection, console: Console, path: tuple[str, ...], recursive: bool
) -> ExitStatus:
    """Delete files of a datastore, virtual disks as a whole; directories if told to."""

    async def delete(one: str) -> None:
        disk = await _disk(esx, one)
        if disk is not None:
            await disk.delete()
        else:
            await esx.files.delete(one, recursive=recursive)
        console.tell({"path": one})
        console.remark(f"'{one}' deleted")

    return await each(console, "rm", path, delete, lambda one: f"cannot delete '{one}'")


async def _disk(esx: aioesx.Connection, path: str) -> aioesx.Volume | None:
    """Return the virtual disk of a path: it is several files, which its volume keeps together."""
    try:
        volume = await esx.volumes.lookup(path=path)
    except errors.NoSuchVolumeError:
        return None
    return volume if volume.format is aioesx.VolumeFormat.VMDK else None


async def _place(esx: aioesx.Connection, disk: aioesx.Volume, to: str) -> tuple[aioesx.Pool, str]:
    """Return pool and name of the new place of a disk."""
    place = DatastorePath.parse(to)
    same = place.datastore == disk.pool.name
    return disk.pool if same else await esx.pools.lookup(place.datastore), place.path


async def mkdir(esx: aioesx.Connection, console: Console, path: str, parents: bool) -> ExitStatus:
    """Make a directory in a datastore."""
    await esx.files.make_directory(path, parents=parents)
    console.remark(f"'{path}' made")
    return ExitStatus.OK


async def mv(
    esx: aioesx.Connection, console: Console, source: str, target: str, overwrite: bool
) -> ExitStatus:
    """Move or rename a file of a datastore, virtual disks as a whole."""
    disk = await _disk(esx, source)
    if disk is None:
        await esx.files.move(source, target, overwrite=overwrite)
    else:
        await disk.move(*await _place(esx, disk, target), overwrite=overwrite)
    console.remark(f"'{source}' moved to '{target}'")
    return ExitStatus.OK


async def cp(
    esx: aioesx.Connection, console: Console, source: str, target: str, overwrite: bool
) -> ExitStatus:
    """Copy a file of a datastore on the host, virtual disks as a whole."""
    disk = await _disk(esx, source)
    if disk is None:
        await esx.files.copy(source, target, overwrite=overwrite)
    else:
        pool, name = await _place(esx, disk, target)
        await disk.clone(name, pool=pool, overwrite=overwrite)
    console.remark(f"'{source}' copied to '{target}'")
    return ExitStatus.OK


_PATH: Final = Word("path", "As '[datastore1] iso/debian.iso'.")
_SOURCE: Final = Word("source", "As '[datastore1] iso/debian.iso'.")
_TARGET: Final = Word("target", "As '[datastore1] iso/debian.iso'.")
_OVERWRITE: Final = Flag("overwrite", "Take the place of a file that is there.")
_SHA256: Final = Flag("sha256", "Print the SHA-256 sum of what went over.")

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
        output=outputs.FILES,
    ),
    CommandRow(
        "get",
        get,
        (
            _PATH,
            Word(
                "file",
                "Where it goes; here, under its name. - is standard output.",
                required=False,
                type=FETCHED,
            ),
            Flag("resume", "Go on with what an earlier attempt has left."),
            _SHA256,
        ),
        output=outputs.TRANSFER,
    ),
    CommandRow(
        "put",
        put,
        (Word("file", "What is sent.", type=SENT), _PATH, _OVERWRITE, _SHA256),
        output=outputs.TRANSFER,
    ),
    CommandRow(
        "rm",
        rm,
        (
            Word("path", "As '[datastore1] iso/debian.iso'.", many=True),
            Flag("recursive", "Directories, with all that they hold."),
        ),
        harmful=True,
        output=outputs.FILES_DONE,
    ),
    CommandRow("mkdir", mkdir, (_PATH, Flag("parents", "Make those above it, too."))),
    CommandRow("mv", mv, (_SOURCE, _TARGET, _OVERWRITE), harmful=True),
    CommandRow("cp", cp, (_SOURCE, _TARGET, _OVERWRITE)),
)
