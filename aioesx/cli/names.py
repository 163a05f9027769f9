"""What a person named: a domain by its id, UUID or name, a snapshot by its name.

The domains are read once for all that a command line names. What several things bear names none
of them: it is refused, with what tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from aioesx import errors
from aioesx._words import advice
from aioesx.errors import AmbiguousNameError, Bearer

if TYPE_CHECKING:
    import aioesx

__all__ = [
    "Directory",
    "find_domain",
    "find_snapshot",
    "local_time",
    "snapshot_in",
]

_LIST: Final = "; `aioesx list --all` shows what there is"


class Directory:
    """The domains of a host at one moment, for all names of one command line."""

    def __init__(self, esx: aioesx.Connection) -> None:
        self._esx = esx
        self._entries: list[aioesx.DomainSummary] | None = None

    async def find(
        self, text: str, by: Sequence[str] = ("id", "uuid", "name", "path")
    ) -> aioesx.DomainSummary:
        """Find a domain by its id, its UUID, its name or its inventory path, tried so.

        Args:
            text: what was typed.
            by: which of them are tried.

        Raises:
            NoSuchDomainError: there is none; the text says which was probably meant.
            AmbiguousNameError: there are several.
        """
        if self._entries is None:
            self._entries = await self._esx.domains.list()
        for key in by:
            found = [entry for entry in self._entries if _MATCHES[key](entry, text)]
            if len(found) > 1:
                bearers = [Bearer(e.domain.ref.value, e.id, e.uuid, path=e.path) for e in found]
                raise AmbiguousNameError(text, kind="domain", bearers=bearers)
            if found:
                return found[0]
        names = [entry.name for entry in self._entries]
        raise errors.NoSuchDomainError(f"'{text}'{advice(text, names) or _LIST}")


async def find_domain(
    esx: aioesx.Connection, text: str, by: Sequence[str] = ("id", "uuid", "name", "path")
) -> aioesx.DomainSummary:
    """Find the one domain that a command line names; see `Directory.find`."""
    return await Directory(esx).find(text, by)


def _has_id(entry: aioesx.DomainSummary, text: str) -> bool:
    return entry.id is not None and text == str(entry.id)


def _has_uuid(entry: aioesx.DomainSummary, text: str) -> bool:
    try:
        wanted = UUID(text)
    except ValueError:
        return False
    return entry.uuid == wanted


def _has_name(entry: aioesx.DomainSummary, text: str) -> bool:
    return entry.name == text


def _has_path(entry: aioesx.DomainSummary, text: str) -> bool:
    return entry.path is not None and entry.path == text.strip("/")


_MATCHES: Final = {"id": _has_id, "uuid": _has_uuid, "name": _has_name, "path": _has_path}


async def find_snapshot(domain: aioesx.Domain, name: str) -> aioesx.Snapshot:
    """Find the one snapshot of a name.

    Raises:
        NoSuchSnapshotError: there is none; the text says which was probably meant.
        AmbiguousNameError: there are several.
    """
    return domain.snapshots.of(snapshot_in(await domain.snapshots.tree(), name))


def snapshot_in(tree: aioesx.SnapshotTree, name: str) -> aioesx.SnapshotInfo:
    """Find the one snapshot of a name in a tree; see `find_snapshot`."""
    names = [info.name for info in tree]
    if name not in names:
        raise errors.NoSuchSnapshotError(f"'{name}'{advice(name, names)}")
    return tree.by_name(name)


def local_time(moment: datetime) -> str:
    """Write a moment as virsh does."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S %z}"
