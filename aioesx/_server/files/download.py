"""One file from a datastore to here: whole or not at all, or to be gone on with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aioesx._server.files.partial import resuming
from aioesx._server.files.progress import OnProgress, Progress
from aioesx._server.files.stream import RemoteFile
from aioesx._server.files.target import Digest, Target, Write, writing

__all__ = ["download"]


async def download(
    remote: RemoteFile,
    target: Target,
    *,
    resume: bool,
    digest: Digest | None,
    on_progress: OnProgress | None,
) -> tuple[int, int]:
    """Write a file's bytes to a target; returns how many there are, and how many were there.

    Args:
        remote: the file.
        target: where it goes.
        resume: go on with what came before, and keep what comes; for a path.
        digest: is given all bytes.
        on_progress: is told how far it is.

    Raises:
        TransferError: the target cannot be written.
        ValueError: only a download to a path can be resumed.
        EsxError: as `RemoteFile.pieces`.
    """
    async with _opened(remote, target, digest, resume=resume) as (write, start):
        progress = Progress(on_progress, None, start)
        async with remote.pieces(start) as pieces:
            async for piece in pieces:
                await write(piece)
                progress.total = remote.identity.size
                await progress.moved(len(piece))
    await progress.end()
    return progress.done, start


@asynccontextmanager
async def _opened(
    remote: RemoteFile, target: Target, digest: Digest | None, *, resume: bool
) -> AsyncIterator[tuple[Write, int]]:
    if not resume:
        async with writing(target, digest) as write:
            yield write, 0
        return
    if not isinstance(target, str | Path):
        raise ValueError("only a download to a path can be resumed")  # noqa: TRY004
    state = {"server": remote.where, "file": str(remote.path), **await remote.state()}
    async with resuming(Path(target), state, await remote.size(), digest) as opened:
        yield opened
