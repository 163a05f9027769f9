"""Strokes on their way to a domain: some at a time, and how many the host has typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aioesx import vim
from aioesx._server.server import Server
from aioesx.domain.keyboard.strokes import Stroke
from aioesx.domain.running import require_running
from aioesx.errors import EsxError, NotSupportedError

__all__ = ["MOST_STROKES", "send"]

MOST_STROKES: Final = 100
"""How many go in one call: the API names no limit, and a guest takes some ms for each."""

_SINCE: Final = (6, 5)
_MODIFIERS: Final = (
    "left_control", "left_shift", "left_alt", "left_gui",
    "right_control", "right_shift", "right_alt", "right_gui",
)  # fmt: skip
_FIRST_MODIFIER: Final = 0xE0


async def send(
    server: Server, ref: vim.ManagedObjectReference, name: str, strokes: Sequence[Stroke]
) -> int:
    """Press keys, one after the other; return how many the host says it has pressed.

    A host that takes fewer than it was sent is sent the rest; one that takes none ends it.

    Raises:
        NotSupportedError: the API is too old; nothing was sent.
        InvalidStateError: the domain is not on; nothing was sent.
    """
    session = server.session
    if not session.has_api(*_SINCE):
        raise NotSupportedError(
            "NotSupported",
            f"keys can be sent by the API of 6.5 and later, not {session.api_version}",
        )
    await require_running(session, ref, name)
    typed = 0
    while typed < len(strokes):
        part = strokes[typed : typed + MOST_STROKES]
        spec = vim.UsbScanCodeSpec(key_events=[_event(stroke) for stroke in part])
        try:
            taken = await session.call(vim.PutUsbScanCodes(this=ref, spec=spec))
        except EsxError as error:
            if typed:
                error.add_note(f"before that, {typed} of {len(strokes)} keys were typed")
            raise
        if taken <= 0:
            break
        typed += min(taken, len(part))
    return typed


def _event(stroke: Stroke) -> vim.UsbScanCodeSpecKeyEvent:
    if not stroke.held:
        return vim.UsbScanCodeSpecKeyEvent(usb_hid_code=stroke.code)
    down = {_MODIFIERS[usage - _FIRST_MODIFIER]: True for usage in stroke.held}
    return vim.UsbScanCodeSpecKeyEvent(
        usb_hid_code=stroke.code, modifiers=vim.UsbScanCodeSpecModifierType(**down)
    )
