"""``--memspec`` and ``--diskspec`` of `snapshot-create-as`, as virsh reads them. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aioesx.definition.snapshot import SnapshotDisk, SnapshotMemory

__all__ = ["disk_of", "memory_of"]

_BLOCK: Final = {None: None, "block": True, "file": False}


def memory_of(text: str) -> SnapshotMemory:
    """Read ``[file=]path[,snapshot=type]``.

    Raises:
        ValueError: it is something else.
    """
    from aioesx.definition.snapshot import SnapshotMemory  # loads the documents

    words = [word if word[:1] != "/" else f"file={word}" for word in _split(text)]
    given = _read(words, ("snapshot", "file"), f"unable to parse memspec: {text}")
    return SnapshotMemory(**given)


def disk_of(text: str) -> SnapshotDisk:
    """Read ``disk[,snapshot=type][,driver=type][,stype=type][,file=name]``.

    Raises:
        ValueError: it is something else.
    """
    from aioesx.definition.snapshot import SnapshotDisk  # likewise

    name, *words = _split(text)
    names = ("snapshot", "driver", "stype", "file")
    given = _read(words, names, f"unable to parse diskspec: {text}")
    kind = given.get("stype")
    if kind not in _BLOCK:
        raise ValueError(f"Unknown storage type: '{kind}'")
    return SnapshotDisk(
        name=name,
        snapshot=given.get("snapshot"),
        driver=given.get("driver"),
        source=given.get("file"),
        block=_BLOCK[kind],
    )


def _split(text: str) -> list[str]:
    """Split at commas; two of them are one that belongs to a word."""
    return [word.replace("\0", ",") for word in text.replace(",,", "\0").split(",")]


def _read(words: Sequence[str], names: Sequence[str], complaint: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in names or name in found:
            raise ValueError(complaint)
        found[name] = value
    return found
