"""A time in all for what takes several calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import anyio

from aioesx.errors import EsxError, TransportTimeout

__all__ = ["within"]


@contextmanager
def within(timeout: float | None, what: str) -> Iterator[None]:
    """Bound a block in time; None is no bound but that of each call.

    Raises:
        TransportTimeout: `what` was not done in time.
    """
    try:
        with anyio.fail_after(timeout):
            yield
    except TimeoutError as error:
        if isinstance(error, EsxError):
            raise
        raise TransportTimeout(f"{what}: not done within {timeout:g} s") from None
