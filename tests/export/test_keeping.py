"""The lock of an export's target leaves nothing open, whatever the system says."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from aioesx.errors import EsxError
from aioesx.export.keeping import locked_target

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


@pytest.mark.parametrize("code", [errno.EWOULDBLOCK, errno.ENOLCK, errno.EIO])
async def test_a_lock_that_is_not_had_leaves_no_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    opened: list[int] = []
    real = os.open

    def noted(path: Any, *more: Any, **named: Any) -> int:
        descriptor = real(path, *more, **named)
        if str(path).endswith(".export.lock"):
            opened.append(descriptor)
        return descriptor

    def refused(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", noted)
    monkeypatch.setattr(fcntl, "flock", refused)

    with pytest.raises(EsxError, match=tmp_path.name):
        async with locked_target(tmp_path, "web01"):
            pass

    (descriptor,) = opened
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)
