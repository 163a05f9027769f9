"""The snapshots of a domain as one read value: nodes, their order, and finding them. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from aioesx import vim
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import AmbiguousNameError, Bearer, NoSuchSnapshotError

if TYPE_CHECKING:  # documents are loaded by those who use them
    from aioesx.definition.snapshot import SnapshotDefinition

__all__ = ["SNAPSHOT_PATHS", "SnapshotInfo", "SnapshotTree"]

Ref = vim.ManagedObjectReference

_ROOTS: Final = "snapshot.rootSnapshotList"
_CURRENT: Final = "snapshot.currentSnapshot"
SNAPSHOT_PATHS: Final = (_ROOTS, _CURRENT)

_WORDS: Final = {
    DomainState.RUNNING: "running",
    DomainState.PAUSED: "paused",
    DomainState.SHUTOFF: "shutoff",
    DomainState.NOSTATE: "nostate",
}
_CHAIN: Final = 512  # ESX allows 32 snapshots in a chain


@dataclasses.dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """One snapshot of a tree.

    Attributes:
        name: its name; the host does not insist that names be unique.
        ref: reference of the managed object, which is.
        description: free text.
        created: when it was taken.
        state: the domain's state that it holds.
        quiesced: whether the guest's file systems were at rest.
        is_current: whether the domain runs on from it.
        parent: name of the parent, or None.
        children: the snapshots that were taken on from it.
    """

    name: str
    ref: Ref
    description: str
    created: datetime
    state: DomainState
    quiesced: bool
    is_current: bool
    parent: str | None
    children: tuple[SnapshotInfo, ...]

    @property
    def state_word(self) -> str:
        """The state as snapshot XML and ``virsh snapshot-list`` have it: ``"shutoff"``, say."""
        return _WORDS[self.state]

    def descendants(self) -> Iterator[SnapshotInfo]:
        """Give children, their children and so on, parents before children."""
        for child in self.children:
            yield child
            yield from child.descendants()

    def definition(self, uuid: UUID | None) -> SnapshotDefinition:
        """Return what the XML says about it."""
        from aioesx.definition.snapshot import SnapshotDefinition

        return SnapshotDefinition(
            name=self.name,
            description=self.description,
            state=self.state_word,
            parent=self.parent,
            created=self.created,
            domain_uuid=uuid,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class SnapshotTree:
    """All snapshots of a domain at one moment.

    Attributes:
        roots: the snapshots without parent.
    """

    roots: tuple[SnapshotInfo, ...]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> SnapshotTree:
        """Make it of the properties `SNAPSHOT_PATHS`."""
        current: Ref | None = values.get(_CURRENT)
        roots = values.get(_ROOTS) or ()
        return cls(tuple(_info(node, None, current, 1) for node in roots))

    def __iter__(self) -> Iterator[SnapshotInfo]:
        """Give every snapshot, parents before children."""
        for root in self.roots:
            yield root
            yield from root.descendants()

    def by_name(self, name: str) -> SnapshotInfo:
        """Return the one snapshot of a name.

        Raises:
            NoSuchSnapshotError: there is none.
            AmbiguousNameError: there are several; names their references and dates.
        """
        found = [info for info in self if info.name == name]
        if not found:
            raise NoSuchSnapshotError(f"'{name}'", name=name)
        if len(found) > 1:
            bearers = [Bearer(info.ref.value, created=info.created) for info in found]
            raise AmbiguousNameError(name, kind="snapshot", name=name, bearers=bearers)
        return found[0]

    def by_ref(self, ref: Ref, name: str) -> SnapshotInfo:
        """Return the snapshot of a reference; the name is for the error.

        Raises:
            NoSuchSnapshotError: it was deleted.
        """
        for info in self:
            if info.ref == ref:
                return info
        raise NoSuchSnapshotError(f"'{name}' was deleted", name=name, id=ref.value)

    def parent_of(self, info: SnapshotInfo) -> SnapshotInfo | None:
        """Return the parent, by reference and not by name; None for a root."""
        return next((node for node in self if info in node.children), None)

    @property
    def current(self) -> SnapshotInfo | None:
        """The snapshot that the domain runs on from, or None."""
        return next((info for info in self if info.is_current), None)


def _info(
    node: vim.VirtualMachineSnapshotTree, parent: str | None, current: Ref | None, depth: int
) -> SnapshotInfo:
    if depth > _CHAIN:
        reason = "the chain of snapshots does not end"
        raise NoSuchSnapshotError(reason, name=node.name, id=node.snapshot.value)
    return SnapshotInfo(
        name=node.name,
        ref=node.snapshot,
        description=node.description,
        created=node.create_time,
        state=domain_state({STATE_PATH: node.state}),
        quiesced=node.quiesced,
        is_current=node.snapshot == current,
        parent=parent,
        children=tuple(
            _info(child, node.name, current, depth + 1) for child in node.child_snapshot_list
        ),
    )
