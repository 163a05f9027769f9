"""Waiting for what another thread does, in tests: bounded, and with the complaint at hand."""

from __future__ import annotations

from collections.abc import Callable

import anyio

__all__ = ["eventually"]


async def eventually(
    condition: Callable[[], object], complaint: str = "", within: float = 10
) -> None:
    """Return once a condition holds; fail when it does not in time.

    Args:
        condition: what has to become true.
        complaint: what the failure says.
        within: seconds.
    """
    with anyio.move_on_after(within):
        while not condition():  # noqa: ASYNC110  # another thread's doing
            await anyio.sleep(0.005)
    assert condition(), complaint or f"not so within {within} s"
