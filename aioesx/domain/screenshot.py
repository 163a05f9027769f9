"""A picture of a domain's console: one HTTP download of the host's own making."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final
from urllib.parse import quote

import anyio
import anyio.to_thread

from aioesx import vim
from aioesx._session.collector import read_one
from aioesx._session.context import HostContext
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import (
    HttpStatusError,
    InvalidStateError,
    NotSupportedError,
    TransferError,
    TransferIncompleteError,
)

__all__ = ["fetch_screenshot", "save_screenshot"]

_SUPPORTED: Final = "capability.screenshotSupported"
_OK: Final = 200
_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_END: Final = b"IEND\xaeB`\x82"


async def fetch_screenshot(
    context: HostContext, ref: vim.ManagedObjectReference, name: str, timeout: float | None
) -> bytes:
    """Return the console's picture as PNG, in three exchanges.

    Raises:
        NotSupportedError: the host cannot.
        InvalidStateError: the domain is not on.
        HttpStatusError: the host refused the download.
        TransferIncompleteError: it ended too early.
    """
    session = context.session
    able = await read_one(session, context.inventory.host, (_SUPPORTED,), timeout=timeout)
    if not able.get(_SUPPORTED):
        raise NotSupportedError("NotSupported", "the host cannot make screenshots")
    values = await read_one(session, ref, (STATE_PATH,), timeout=timeout)
    if domain_state(values) is not DomainState.RUNNING:
        raise InvalidStateError("InvalidPowerState", f"domain '{name}' is not powered on")
    status, body = await session.get(f"/screen?id={quote(ref.value, safe='')}", timeout=timeout)
    if status != _OK:
        raise HttpStatusError(
            f"HTTP status {status} instead of a screenshot of '{name}'", status=status
        )
    if not body.startswith(_MAGIC) or not body.endswith(_END):
        raise TransferIncompleteError(f"the screenshot of '{name}' is no complete PNG picture")
    return body


async def save_screenshot(
    context: HostContext,
    ref: vim.ManagedObjectReference,
    name: str,
    path: Path,
    timeout: float | None,
) -> None:
    """Write the console's picture to a file, by a temporary one beside it."""
    picture = await fetch_screenshot(context, ref, name, timeout)
    try:
        await anyio.to_thread.run_sync(_write, path, picture)
    except OSError as error:
        raise TransferError(f"cannot write {path}: {error.strerror}") from None


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
