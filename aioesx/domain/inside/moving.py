"""Whole files into a guest and out of it; what is half there has another name."""

from __future__ import annotations

import anyio

from aioesx import vim
from aioesx._server.files.progress import OnProgress, Progress
from aioesx._server.files.source import SourceLike, source_of
from aioesx._server.files.target import Target, writing
from aioesx._session.operation import add_fate, tell_left
from aioesx.domain.inside.access import GuestAccess, token
from aioesx.domain.inside.listing import nothing, stat
from aioesx.domain.inside.transfer import fetched, require_size, send
from aioesx.domain.inside.values import GuestFileKind
from aioesx.errors import (
    AlreadyExistsError,
    EsxError,
    FaultError,
    InvalidArgumentError,
    NotFoundError,
    OutcomeUnknownError,
    ProtocolError,
)

__all__ = ["copy_in", "copy_out", "delete_file", "move_file", "read"]


async def read(access: GuestAccess, path: str, limit: int | None) -> bytes:
    """Return the bytes of a file.

    Raises:
        ProtocolError: there are more than `limit`.
        EsxError: as `transfer.pieces`.
    """
    whole = bytearray()
    async with fetched(access, access.path(path), Progress(None, None)) as pieces:
        async for piece in pieces:
            whole += piece
            if limit is not None and len(whole) > limit:
                raise ProtocolError(f"{path} in the guest of '{access.name}' is over {limit} bytes")
    return bytes(whole)


async def copy_out(
    access: GuestAccess, path: str, target: Target, on_progress: OnProgress | None
) -> int:
    """Write the bytes of a file to here; returns how many there are."""
    progress = Progress(on_progress, None)
    async with (
        fetched(access, access.path(path), progress) as pieces,
        writing(target) as write,
    ):
        async for piece in pieces:
            await write(piece)
    return progress.done


async def copy_in(
    access: GuestAccess,
    given: SourceLike,
    path: str,
    *,
    size: int | None,
    overwrite: bool,
    mode: int | None,
    on_progress: OnProgress | None,
) -> int:
    """Write a file of the guest: whole under its name, or not at all; returns its size.

    Raises:
        AlreadyExistsError: there is one, before or at the end.
        InvalidArgumentError: the path is none, or a directory's.
        EsxError: as `transfer.send`.
    """
    path = access.path(path)
    access.server.session.require_changes(f"PUT {path}")
    source, attributes = await source_of(given, size), _attributes(access, mode)
    require_size(source)
    there = await stat(access, path)
    if there is not None and there.kind is GuestFileKind.DIRECTORY:
        raise InvalidArgumentError("InvalidArgument", f"{path} in the guest is a directory")
    if there is not None and not overwrite:
        raise _taken(path)
    directory, _ = access.system.split(path)
    part = access.system.join(directory, f".{token()}.part")
    progress = Progress(on_progress, source.size)
    try:
        try:
            await send(access, source, part, attributes, progress)
        except NotFoundError:  # it names a file that nobody asked for
            raise nothing(access, directory) from None
        await _name(access, part, path, progress.done, overwrite=overwrite)
    except BaseException as error:
        await _clean_up(access.tidying(), part, error)
        raise
    return progress.done


def _attributes(access: GuestAccess, mode: int | None) -> vim.GuestFileAttributes:
    if access.system.windows:
        if mode is not None:
            raise InvalidArgumentError("InvalidArgument", "files of a Windows guest have no mode")
        return vim.GuestWindowsFileAttributes()
    return vim.GuestPosixFileAttributes(permissions=0o644 if mode is None else mode)


def _taken(path: str) -> AlreadyExistsError:
    return AlreadyExistsError(
        "FileAlreadyExists", f"{path} exists already in the guest (overwrite=True, --overwrite)"
    )


async def _name(access: GuestAccess, part: str, path: str, size: int, *, overwrite: bool) -> None:
    """Give a file that is whole its name."""
    try:
        await move_file(access, part, path, overwrite=overwrite)
    except AlreadyExistsError:
        raise _taken(path) from None
    except OutcomeUnknownError:
        if not await _has_moved(access, part, path, size):
            raise
        access.forget(access.managers.files)


async def _has_moved(access: GuestAccess, part: str, path: str, size: int) -> bool:
    """Tell whether a file has its name although the answer was lost."""
    for delay in access.server.session.seconds.looks:
        await anyio.sleep(delay)
        try:
            if await stat(access, part) is None:
                there = await stat(access, path)
                return there is not None and there.size == size
        except EsxError:
            continue
    return False


async def move_file(access: GuestAccess, source: str, target: str, *, overwrite: bool) -> None:
    """Give a file another name."""
    await access.call(
        vim.MoveFileInGuest(
            this=access.managers.files,
            vm=access.ref,
            auth=access.auth,
            src_file_path=source,
            dst_file_path=target,
            overwrite=overwrite,
        )
    )


async def delete_file(access: GuestAccess, path: str) -> None:
    """Delete a file."""
    await access.call(
        vim.DeleteFileInGuest(
            this=access.managers.files, vm=access.ref, auth=access.auth, file_path=path
        )
    )


async def _clean_up(access: GuestAccess, part: str, error: BaseException) -> None:
    """Delete what is half there, shielded and in bounded time, or say that it may be left."""
    seconds = access.server.session.seconds
    # A guest may be about to make it of what it has just received, unless all was answered.
    missing, enough = 0, 1 if isinstance(error, FaultError) else 2
    with anyio.move_on_after(seconds.undo, shield=True):
        for delay in seconds.looks:
            await anyio.sleep(delay)
            try:
                await delete_file(access, part)
            except NotFoundError:
                missing += 1
                if missing < enough:
                    continue
            except EsxError:
                continue
            access.forget(access.managers.files)
            access.forget(part)
            return
    left = f"{part} may be left in the guest of '{access.name}'"
    if isinstance(error, EsxError):
        add_fate(error, left)
    else:
        tell_left("the copy into the guest ended early", left)
