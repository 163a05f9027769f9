"""`Ongoing`: the tasks of ours that go on at the host, and what a person calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx.cli.text import visible

if TYPE_CHECKING:
    import aioesx

__all__ = ["Ongoing", "doing"]

# What a method does, for a line that names the thing behind it.
_DOING: Final = {
    "PowerOnVM_Task": "starting",
    "PowerOffVM_Task": "powering off",
    "SuspendVM_Task": "suspending",
    "ResetVM_Task": "resetting",
    "CreateVM_Task": "making",
    "RegisterVM_Task": "registering",
    "ReconfigVM_Task": "changing",
    "UpgradeVM_Task": "upgrading",
    "Rename_Task": "renaming",
    "Destroy_Task": "deleting",
    "CloneVM_Task": "copying",
    "RelocateVM_Task": "moving",
    "MigrateVM_Task": "migrating",
    "CreateSnapshot_Task": "taking a snapshot of",
    "CreateSnapshotEx_Task": "taking a snapshot of",
    "RemoveSnapshot_Task": "deleting a snapshot of",
    "RemoveAllSnapshots_Task": "deleting the snapshots of",
    "RevertToSnapshot_Task": "reverting",
    "RevertToCurrentSnapshot_Task": "reverting",
    "ConsolidateVMDisks_Task": "consolidating the disks of",
    "CreateVirtualDisk_Task": "making",
    "CopyVirtualDisk_Task": "copying",
    "MoveVirtualDisk_Task": "moving",
    "DeleteVirtualDisk_Task": "deleting",
    "ExtendVirtualDisk_Task": "growing",
    "ZeroFillVirtualDisk_Task": "wiping",
    "ShrinkVirtualDisk_Task": "shrinking",
    "EagerZeroVirtualDisk_Task": "zeroing",
    "InflateVirtualDisk_Task": "inflating",
    "CopyDatastoreFile_Task": "copying",
    "MoveDatastoreFile_Task": "moving",
    "DeleteDatastoreFile_Task": "deleting",
    "SearchDatastore_Task": "looking through",
    "SearchDatastoreSubFolders_Task": "looking through",
    "EnterMaintenanceMode_Task": "entering maintenance mode:",
    "ExitMaintenanceMode_Task": "leaving maintenance mode:",
    "RebootHost_Task": "restarting",
    "ShutdownHost_Task": "shutting down",
}


def doing(event: aioesx.TaskStarted) -> str:
    """Return what a task does and to what: ``"starting web01"``."""
    ref = event.ref.value if event.ref is not None else ""
    verb = _DOING.get(event.method, event.method.removesuffix("_Task"))
    return visible(f"{verb} {event.name or ref}".rstrip())


class Ongoing:
    """Hears of tasks, and tells which of them nobody has seen the end of."""

    def __init__(self) -> None:
        self._tasks: dict[str, str] = {}

    def note(self, event: aioesx.Event) -> None:
        """Hear what a connection tells."""
        import aioesx  # loaded, since an event came

        if isinstance(event, aioesx.TaskStarted):
            what = event.name or (event.ref.value if event.ref is not None else "")
            of = f" of '{what}'" if what else ""
            self._tasks[event.task.value] = f"{event.task.value} ({event.method}{of})"
        elif isinstance(event, aioesx.TaskEnded):
            self._tasks.pop(event.task.value, None)
        elif isinstance(event, aioesx.TaskAbandoned):
            self._tasks.setdefault(event.task.value, event.task.value)

    def clear(self) -> None:
        """Forget them: they were told, or are another host's."""
        self._tasks.clear()

    def told(self, word: str) -> str:
        """Return a sentence that says what goes on: ``"interrupted; the host goes on with ..."``.

        Args:
            word: what has happened.
        """
        return "; the host goes on with task ".join([word, *self._tasks.values()])
