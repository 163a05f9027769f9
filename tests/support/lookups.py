"""Which names this process asked the system's resolver for."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

__all__ = ["looked_up"]


_names: list[str] = []
_recording = False


def _record(event: str, args: tuple[object, ...]) -> None:
    if _recording and event == "socket.getaddrinfo":
        name = args[0]
        _names.append(name.decode() if isinstance(name, bytes) else str(name))


sys.addaudithook(_record)


@pytest.fixture
def looked_up() -> Iterator[list[str]]:
    """The names that anybody in this process asked the system's resolver for."""
    global _recording
    _names.clear()
    _recording = True
    yield _names
    _recording = False
