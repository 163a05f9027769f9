"""`Snapshots` of a domain and `Snapshot`: taking, finding, going back, deleting.

A read is one call, however large the tree. A snapshot holds its reference and its name only;
what it is like is in `SnapshotInfo`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.tasks.runner import Check, TaskOptions
from aioesx._server.thing import Thing, thing_of
from aioesx._session.seconds import DEFAULT
from aioesx.domain.snapshottree import SNAPSHOT_PATHS, SnapshotInfo, SnapshotTree
from aioesx.errors import AlreadyExistsError, ProtocolError

if TYPE_CHECKING:  # a domain knows its snapshots, a snapshot its domain
    from aioesx.domain.domain import Domain

__all__ = ["Snapshot", "Snapshots"]

Infos = list[SnapshotInfo]  # inside the class `list` is the verb
Names = list[str]


class Snapshots:
    """The snapshots of one domain."""

    __slots__ = ("_server", "domain")

    def __init__(self, server: Server, domain: Domain) -> None:
        self._server = server
        self.domain = domain

    def __repr__(self) -> str:
        return f"<Snapshots of {self.domain.name!r}>"

    @property
    def _thing(self) -> Thing:
        return thing_of(self.domain.ref, self.domain.name)

    @operation("call")
    async def tree(self, *, timeout: float | None = DEFAULT) -> SnapshotTree:
        """Read all snapshots as they hang together, in one call."""
        values = await read_one(self._server.session, self.domain.ref, SNAPSHOT_PATHS)
        return SnapshotTree.of(values)

    @operation("call")
    async def list(
        self,
        *,
        roots: bool = False,
        leaves: bool | None = None,
        timeout: float | None = DEFAULT,
    ) -> list[SnapshotInfo]:
        """List snapshots, parents before children, in one call.

        Args:
            roots: only those without parent.
            leaves: True for those without children, False for those with, None for all.
            timeout: seconds in all.

        Source: libvirt, esxDomainSnapshotListNames.
        """
        tree = await self.tree()
        found = tree.roots if roots else tuple(tree)
        return [info for info in found if leaves is None or leaves is not bool(info.children)]

    @operation("call")
    async def lookup(self, name: str, *, timeout: float | None = DEFAULT) -> Snapshot:
        """Find a snapshot by name, in one call.

        Raises:
            NoSuchSnapshotError: there is none.
            AmbiguousNameError: there are several; `list` and `of` lead to each.
        """
        return self.of((await self.tree()).by_name(name))

    @operation("call")
    async def current(self, *, timeout: float | None = DEFAULT) -> Snapshot | None:
        """Find the snapshot that the domain runs on from; None without snapshots."""
        info = (await self.tree()).current
        return self.of(info) if info is not None else None

    def of(self, info: SnapshotInfo) -> Snapshot:
        """Return the snapshot that something was told about, to act on it. No call."""
        return Snapshot(self._server, self.domain, info.ref, info.name)

    @operation("task")
    async def create(
        self,
        name: str | None = None,
        *,
        description: str = "",
        memory: bool = True,
        quiesce: bool = False,
        **options: Unpack[TaskOptions],
    ) -> Snapshot:
        """Take a snapshot and return when it is complete.

        Args:
            name: None for the seconds since 1970, as libvirt chooses.
            description: free text.
            memory: whether the memory of a running domain is kept, too.
            quiesce: whether VMware Tools bring the guest's file systems to rest before.
            **options: see `TaskOptions`.

        Raises:
            AlreadyExistsError: the domain has a snapshot of this name.
            QuestionPendingError, TaskError: as for `Domain.start`.

        Source: libvirt, esxDomainSnapshotCreateXML; vSphere API, CreateSnapshot_Task.
        """
        chosen = name or str(int(time.time()))

        def judge(values: Mapping[str, Any]) -> None:
            if any(info.name == chosen for info in SnapshotTree.of(values)):
                reason = f"snapshot '{chosen}' already exists"
                raise AlreadyExistsError("", reason).about("snapshot", chosen)

        def taken(ref: Any) -> Snapshot:
            if not isinstance(ref, vim.ManagedObjectReference):
                raise ProtocolError(f"the host does not tell which snapshot '{chosen}' is")
            return Snapshot(self._server, self.domain, ref, chosen)

        snapshot: Snapshot = await self._server.tasks.run(
            vim.CreateSnapshot_Task(
                this=self.domain.ref,
                name=chosen,
                description=description,
                memory=memory,
                quiesce=quiesce,
            ),
            asked_of=self.domain.ref,
            check=Check(SNAPSHOT_PATHS, judge),
            finish=taken,
            **options,
        )
        return snapshot

    @operation("task")
    async def create_from_xml(
        self,
        xml: str | bytes,
        *,
        memory: bool = True,
        quiesce: bool = False,
        validate: bool = False,
        **options: Unpack[TaskOptions],
    ) -> Snapshot:
        """Take a snapshot with the name and description of a ``<domainsnapshot>`` document.

        Args:
            xml: the document.
            memory: as of `create`.
            quiesce: as of `create`.
            validate: refuse elements that libvirt does not know.
            **options: see `TaskOptions`.

        Raises:
            DocumentError: it cannot be read, or asks for what the host cannot do.
        """
        from aioesx.definition.snapshot import parse_snapshot_xml

        wish = parse_snapshot_xml(xml, validate=validate)
        return await self.create(
            wish.name,
            description=wish.description or "",
            memory=memory,
            quiesce=quiesce,
            **options,
        )

    @operation("task")
    async def delete_older_than(self, moment: datetime, **options: Unpack[TaskOptions]) -> Names:
        """Delete every snapshot taken before a moment; children that are younger stay.

        One after the other, oldest first, each for itself: after an error the rest stands.

        Args:
            moment: an aware datetime.
            **options: see `TaskOptions`; the time is that of all together.

        Returns:
            The names of those that were deleted.

        Raises:
            ValueError: the moment has no time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        old = [info for info in await self.tree() if info.created < moment]
        for info in sorted(old, key=lambda info: info.created):
            await self.of(info).delete(**options)
        return [info.name for info in old]


class Snapshot:
    """One snapshot of a domain.

    Attributes:
        ref: reference of the managed object.
        name: its name when it was looked up.
        domain: whose it is.
    """

    __slots__ = ("_server", "domain", "name", "ref")

    def __init__(
        self, server: Server, domain: Domain, ref: vim.ManagedObjectReference, name: str
    ) -> None:
        self._server = server
        self.domain = domain
        self.ref = ref
        self.name = name

    def __repr__(self) -> str:
        return f"<Snapshot {self.name!r} of {self.domain.name!r}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Snapshot):
            return NotImplemented
        return self.ref == other.ref and self.domain == other.domain

    def __hash__(self) -> int:
        return hash(self.ref)

    @property
    def _thing(self) -> Thing:
        return thing_of(self.ref, self.name)

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> SnapshotInfo:
        """Read what it is like, with its children, in one call.

        Raises:
            NoSuchSnapshotError: it was deleted.
        """
        tree = await self.domain.snapshots.tree()
        return tree.by_ref(self.ref, self.name)

    @operation("call")
    async def xml(self, *, timeout: float | None = DEFAULT) -> str:
        """Describe it as libvirt's ``<domainsnapshot>`` document.

        Raises:
            NoSuchSnapshotError: it was deleted.

        Source: libvirt, esxDomainSnapshotGetXMLDesc.
        """
        from aioesx.definition.snapshot import format_snapshot_xml

        info = await self.info()
        return format_snapshot_xml(info.definition(self.domain.uuid))

    @operation("call")
    async def is_current(self, *, timeout: float | None = DEFAULT) -> bool:
        """Tell whether the domain runs on from it.

        Raises:
            NoSuchSnapshotError: it was deleted.
        """
        return (await self.info()).is_current

    @operation("call")
    async def parent(self, *, timeout: float | None = DEFAULT) -> Snapshot | None:
        """Find the snapshot that it was taken on from; None for a root.

        Raises:
            NoSuchSnapshotError: it was deleted.
        """
        snapshots = self.domain.snapshots
        tree = await snapshots.tree()
        info = tree.parent_of(tree.by_ref(self.ref, self.name))
        return snapshots.of(info) if info is not None else None

    @operation("call")
    async def children(
        self, *, descendants: bool = False, timeout: float | None = DEFAULT
    ) -> list[Snapshot]:
        """Find those taken on from it; with `descendants` theirs, too.

        Raises:
            NoSuchSnapshotError: it was deleted.
        """
        info = await self.info()
        found = info.descendants() if descendants else info.children
        return [self.domain.snapshots.of(child) for child in found]

    @operation("task")
    async def revert(self, **options: Unpack[TaskOptions]) -> None:
        """Bring the domain back to what it was; its state is then the snapshot's, too.

        Raises:
            QuestionPendingError, TaskError: as for `Domain.start`.

        Source: vSphere API, VirtualMachineSnapshot.RevertToSnapshot_Task.
        """
        await self._server.tasks.do(
            vim.RevertToSnapshot_Task(this=self.ref),
            asked_of=self.domain.ref,
            **options,
        )

    @operation("task")
    async def delete(self, *, children: bool = False, **options: Unpack[TaskOptions]) -> None:
        """Delete it; what changed since goes into its children and the domain.

        Args:
            children: delete all that descend from it, too.
            **options: see `TaskOptions`.

        Raises:
            QuestionPendingError, TaskError: as for `Domain.start`.

        Source: vSphere API, VirtualMachineSnapshot.RemoveSnapshot_Task.
        """
        await self._server.tasks.do(
            vim.RemoveSnapshot_Task(this=self.ref, remove_children=children),
            asked_of=self.domain.ref,
            **options,
        )
