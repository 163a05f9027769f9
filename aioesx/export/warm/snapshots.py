"""`MoveSnapshots`: the snapshots that exports take, found again by their mark, and removed.

A warm move takes two, the export of a machine that runs one.

Each has the move's UUID in its description, so that a later run, of another process too, finds its
own and nobody else's. What was asked for and not heard of again is found by that as well. Removing
them may take a host hours: it is waited for, but never stopped; what stands after all is told.

Changes are tracked from the next stun on; a snapshot is one, so the first snapshot's ids are good.

Source: vSphere API, CreateSnapshot_Task, RemoveSnapshot_Task, ReconfigVM_Task.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection, Iterable
from typing import Any, Final, Literal
from uuid import UUID

import anyio

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.server import Server
from aioesx._server.tasks.find_lost import RECENT
from aioesx.domain.snapshottree import SNAPSHOT_PATHS, SnapshotInfo, SnapshotTree
from aioesx.errors import (
    EsxError,
    FaultError,
    NotSupportedError,
    OutcomeUnknownError,
    ProtocolError,
)

__all__ = ["MoveSnapshots", "SnapshotDisk", "Step", "Taken"]

Ref = vim.ManagedObjectReference
Step = Literal["first", "last"]
"""The snapshot that is copied while the machine runs, and the one of the stopped machine."""
Purpose = Literal["move", "export"]
"""What they are taken for: a warm move, or an export of a machine as it is at one moment."""

_log = logging.getLogger("aioesx.export")

_ENABLED: Final = "config.changeTrackingEnabled"
_SUPPORTED: Final = "capability.changeTrackingSupported"
_DEVICES: Final = "config.hardware.device"
_DISABLED: Final = "disabledMethod"
_REMOVAL: Final = "RemoveAllSnapshots_Task"
_LEASE_SECONDS: Final = 330.0
"""As long as a lease may live that nobody holds: hosts give 300 s."""
_CONSOLIDATION: Final = "runtime.consolidationNeeded"
_NAMES: Final[dict[Purpose, dict[Step, str]]] = {
    "move": {"first": "aioesx warm move 1", "last": "aioesx warm move 2"},
    "export": {"first": "aioesx export"},
}
"""What they are called, for people: they are found by their marks, whatever their names are."""
_UNDER_WAY: Final = frozenset({"queued", "running"})
_OF_SETTINGS: Final = frozenset({"ReconfigVM"})
_OF_SNAPSHOTS: Final = frozenset({"CreateSnapshot", "RemoveSnapshot"})


@dataclasses.dataclass(frozen=True, slots=True)
class SnapshotDisk:
    """A disk as a snapshot has it.

    Attributes:
        key: the device's key.
        label: what the host calls it.
        file: datastore path of its descriptor, to which nobody writes any more.
        capacity: in bytes.
        change_id: what its later changes are asked by; None if they are not tracked.
    """

    key: int
    label: str
    file: str
    capacity: int
    change_id: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """The snapshots of a move that a machine has.

    Attributes:
        first: of the running machine, or None.
        last: of the stopped one, or None.
        on_top: whether the machine goes on from the last one.
    """

    first: SnapshotInfo | None
    last: SnapshotInfo | None

    @property
    def on_top(self) -> bool:
        """Whether the machine goes on from the last one, and from no other."""
        return self.last is not None and self.last.is_current

    @property
    def all(self) -> tuple[SnapshotInfo, ...]:
        """Those that there are, the last one first."""
        return tuple(info for info in (self.last, self.first) if info is not None)


class MoveSnapshots:
    """The snapshots of one move of one machine.

    Args:
        server: where the machine is.
        machine: its reference.
        name: its name, for messages.
        mark: the move's UUID.
        purpose: what they are taken for; those that there are, are found whatever it was.
    """

    def __init__(
        self, server: Server, machine: Ref, name: str, mark: UUID, purpose: Purpose = "move"
    ) -> None:
        self._server = server
        self._session = server.session
        self._machine = machine
        self._name = name
        self._mark = mark
        self._purpose: Purpose = purpose

    def description(self, step: Step) -> str:
        """Return what a snapshot's description says."""
        return f"{self._words(step)} It is removed at the end."

    def _words(self, step: Step) -> str:
        return f"Taken to {self._purpose} '{self._name}' ({step}). {self._mark}/{step}."

    def _called(self, step: Step) -> str:
        return _NAMES[self._purpose][step]

    # --- changes are tracked -------------------------------------------------------------------

    async def is_tracked(self) -> bool:
        """Tell whether the machine is configured to track changes.

        Raises:
            NotSupportedError: it cannot.
        """
        values = await read_one(self._session, self._machine, (_ENABLED, _SUPPORTED))
        if values.get(_SUPPORTED) is False or not self._session.has_api(4, 0):
            raise NotSupportedError(
                "", f"changes of the disks of '{self._name}' cannot be tracked by its host"
            )
        return bool(values.get(_ENABLED))

    async def track(self, *, on: bool) -> None:
        """Have changes tracked, or no more; it is so from the next stun on."""
        if not on:  # what switches it on may be under way yet, and would be the last word
            await self._quiet(_OF_SETTINGS)
        if on is await self.is_tracked():
            return
        spec = vim.VirtualMachineConfigSpec(change_tracking_enabled=on)
        method = vim.ReconfigVM_Task(this=self._machine, spec=spec)
        await self._server.tasks.run(method, asked_of=self._machine)

    # --- they are taken ------------------------------------------------------------------------

    async def take(self, step: Step, *, quiesce: bool = False) -> Ref:
        """Take a snapshot, without memory.

        Raises:
            QuestionPendingError, TaskError: as for any task.
        """
        method = vim.CreateSnapshot_Task(
            this=self._machine,
            name=self._called(step),
            description=self.description(step),
            memory=False,
            quiesce=quiesce,
        )
        try:
            ref = await self._server.tasks.run(method, asked_of=self._machine, on_cancel="cancel")
        except OutcomeUnknownError:
            await self._quiet()
            info = getattr(await self.find(), step)
            if info is None:
                raise
            ref = info.ref
        if not isinstance(ref, vim.ManagedObjectReference):
            raise ProtocolError(f"the host does not tell which snapshot '{self._called(step)}' is")
        return ref

    async def disks(self, snapshot: Ref) -> dict[int, SnapshotDisk]:
        """Read the disks of a snapshot, by their keys, in one call."""
        values = await read_one(self._session, snapshot, (_DEVICES,))
        devices: Iterable[Any] = values.get(_DEVICES) or ()
        found = (_disk(each) for each in devices if isinstance(each, vim.VirtualDisk))
        return {disk.key: disk for disk in found}

    async def find(self) -> Taken:
        """Look which of the move's snapshots there are, in one call."""
        tree = SnapshotTree.of(await read_one(self._session, self._machine, SNAPSHOT_PATHS))
        return Taken(self._marked(tree, "first"), self._marked(tree, "last"))

    def _marked(self, tree: SnapshotTree, step: Step) -> SnapshotInfo | None:
        mark = f"{self._mark}/{step}."
        return next((info for info in tree if mark in info.description), None)

    # --- they are removed ----------------------------------------------------------------------

    async def remove(self, *steps: Step) -> str:
        """Remove snapshots of the move, all if none is named; returns what stands, or "".

        It is done when the host's tree has none of them. A removal under way is waited for, never
        stopped; so is a lease that forbids it and that nobody holds any more. Cancelled, or out of
        time, a removal goes on at the host.
        """
        trouble: Exception | None = None
        pauses = iter(self._session.seconds.looks)
        pause = next(pauses, None)
        until = anyio.current_time() + _LEASE_SECONDS
        while pause is not None:
            await anyio.sleep(pause)
            pause = next(pauses, None)
            try:
                await self._quiet()
                if left := await self._left(steps):
                    await self._remove(left)
                if not await self._left(steps):
                    return await self._consolidated()
            except Exception as error:  # a policy's, too, if the machine asks something
                _log.debug("snapshots of '%s' are not removed yet: %s", self._name, error)
                trouble = error
                if _is_disabled(error) and anyio.current_time() < until:
                    pauses = iter(self._session.seconds.looks)
                    pause = self._session.seconds.lease_beat
        return await self._standing(steps, trouble)

    async def free(self) -> None:
        """Wait until no lease forbids to remove snapshots, as long as leases live by themselves.

        One whose reference nobody has, since its answer was lost or its holder died, can only be
        waited for.
        """
        until = anyio.current_time() + _LEASE_SECONDS
        while anyio.current_time() < until:
            values = await read_one(self._session, self._machine, (_DISABLED,))
            if _REMOVAL not in (values.if_shown(_DISABLED) or ()):
                return
            await anyio.sleep(self._session.seconds.lease_beat)

    async def _left(self, steps: tuple[Step, ...]) -> list[SnapshotInfo]:
        """Return which of some snapshots there are, the last one first."""
        found = (await self.find()).all
        return [info for info in found if not steps or self._is(info, steps)]

    def _is(self, info: SnapshotInfo, steps: tuple[Step, ...]) -> bool:
        return any(f"{self._mark}/{step}." in info.description for step in steps)

    async def _remove(self, left: list[SnapshotInfo]) -> None:
        """Remove snapshots: in one task if nothing of others' stands on them."""
        lowest, refs = left[-1], {info.ref for info in left}
        alone = all(info.ref in refs for info in lowest.descendants())
        for info in [lowest] if alone else left:
            method = vim.RemoveSnapshot_Task(this=info.ref, remove_children=alone)
            await self._server.tasks.run(method, asked_of=self._machine)

    async def _quiet(self, methods: Collection[str] = _OF_SNAPSHOTS) -> None:
        """Wait until the machine has no task under way of some methods."""
        while await self._busy(methods):  # noqa: ASYNC110 - it is the host that is looked at
            await anyio.sleep(self._session.seconds.look_again)

    async def _busy(self, methods: Collection[str]) -> bool:
        recent = (await read_one(self._session, self._machine, (RECENT,))).if_shown(RECENT) or ()
        for task in recent:
            try:
                info = (await read_one(self._session, task, ("info",))).get("info")
            except FaultError:  # it is forgotten by now
                continue
            if not isinstance(info, vim.TaskInfo) or str(info.state) not in _UNDER_WAY:
                continue
            if (info.name or "").removesuffix("_Task") in methods:
                return True
        return False

    async def _consolidated(self) -> str:
        """Return "" if nothing is left of them, or else that files are."""
        values = await read_one(self._session, self._machine, (_CONSOLIDATION,))
        if values.if_shown(_CONSOLIDATION) is not True:
            return ""
        return f"the disks of '{self._name}' are in pieces yet and wait for a consolidation"

    async def _standing(self, steps: tuple[Step, ...], trouble: Exception | None) -> str:
        """Return which snapshots stand after all, and why."""
        why = f" ({trouble})" if trouble is not None else ""
        try:
            left = await self._left(steps)
        except EsxError as error:
            return f"snapshots of '{self._name}' may be left at the host{why or f' ({error})'}"
        if not left:
            return ""
        names = ", ".join(f"'{info.name}'" for info in left)
        return f"of '{self._name}' the snapshots {names} stand{why}"


def _is_disabled(error: Exception) -> bool:
    """Tell whether something, a lease mostly, forbids a method for a while."""
    return isinstance(error, FaultError) and error.fault_type == "MethodDisabled"


def _disk(device: vim.VirtualDisk) -> SnapshotDisk:
    """Make a `SnapshotDisk` of a device."""
    backing: Any = device.backing
    label = getattr(device.device_info, "label", None) or f"disk {device.key}"
    capacity = device.capacity_in_bytes
    if capacity is None:
        capacity = device.capacity_in_kb * 1024
    return SnapshotDisk(
        key=device.key,
        label=label,
        file=getattr(backing, "file_name", "") or "",
        capacity=capacity,
        change_id=getattr(backing, "change_id", None) or None,
    )
