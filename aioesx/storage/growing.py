"""Making a disk larger: by the host's disk manager, or by the machine that runs with it.

What speaks against it is told before anything is done. The host would say little more than that
a file is locked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.names import unescape
from aioesx._server.traversal import object_spec
from aioesx._session.session import Session
from aioesx.errors import InvalidStateError, NotSupportedError

__all__ = ["User", "hot_extend", "read_users", "require_growth", "running"]

_MACHINE: Final = "VirtualMachine"
_NAME: Final = "name"
_STATE: Final = "runtime.powerState"
_SNAPSHOT: Final = "snapshot"
_DEVICES: Final = "config.hardware.device"
_TO_MACHINES: Final = vim.TraversalSpec(name="vm", type="Datastore", path="vm", skip=False)


@dataclasses.dataclass(frozen=True, slots=True)
class User:
    """A machine that has a disk.

    Attributes:
        ref: the VirtualMachine.
        name: for people.
        state: its power state, as the host writes it.
        device: the disk, as the machine has it.
        controller: what the disk hangs on.
        on_chain: whether the machine writes to another file, which builds on the disk.
        snapshots: whether it has some.
    """

    ref: vim.ManagedObjectReference
    name: str
    state: str
    device: vim.VirtualDisk
    controller: vim.VirtualDevice | None
    on_chain: bool
    snapshots: bool


async def read_users(
    session: Session, datastore: vim.ManagedObjectReference, path: str
) -> list[User]:
    """Find the machines that have a disk, in one read of those that use its datastore."""
    start = object_spec(datastore, [_TO_MACHINES])
    paths = {_MACHINE: (_NAME, _STATE, _SNAPSHOT, _DEVICES)}
    found = await read_many(session, [start], paths)
    return [user for machine in found for user in _users(machine, path)]


def _users(machine: ObjectProperties, path: str) -> Iterator[User]:
    devices: list[vim.VirtualDevice] = machine.values.if_shown(_DEVICES) or []
    for device in devices:
        if not isinstance(device, vim.VirtualDisk):
            continue
        files = list(_chain(device.backing))
        if path in files:
            yield User(
                ref=machine.ref,
                name=unescape(machine.values.if_shown(_NAME) or f"<{machine.ref.value}>"),
                state=str(machine.values.if_shown(_STATE)),
                device=device,
                controller=next((d for d in devices if d.key == device.controller_key), None),
                on_chain=files[0] != path,
                snapshots=machine.values.if_shown(_SNAPSHOT) is not None,
            )


def _chain(backing: Any) -> Iterator[str]:
    """Yield the files of a disk, the one that is written to first."""
    while backing is not None:
        if (name := getattr(backing, "file_name", None)) is not None:
            yield name
        backing = getattr(backing, "parent", None)


def require_growth(name: str, now: int | None, wanted: int) -> None:
    """Refuse what would make a disk smaller.

    Raises:
        NotSupportedError: it would.
    """
    if now is not None and wanted < now:
        raise NotSupportedError(
            "",
            f"volume '{name}' holds {now} bytes, and a VMware host makes no disk smaller",
        )


def running(users: Iterable[User], name: str) -> User | None:
    """Return the machine that runs with the disk, and has to make it larger itself.

    Raises:
        InvalidStateError: a machine has snapshots, is suspended, or runs and cannot do it.
    """
    runs = None
    for user in users:
        if user.on_chain or user.snapshots:
            raise _refusal(user, name, "has snapshots")
        if user.state == "poweredOff":
            continue
        if user.state != "poweredOn":
            raise _refusal(user, name, "is suspended")
        if not isinstance(user.controller, vim.VirtualSCSIController):
            raise _refusal(user, name, "runs, and only SCSI disks grow meanwhile")
        if runs is not None:
            raise _refusal(user, name, f"runs with it, and so does '{runs.name}'")
        runs = user
    return runs


def _refusal(user: User, name: str, why: str) -> InvalidStateError:
    error = InvalidStateError("", f"volume '{name}' cannot grow: the domain '{user.name}' {why}")
    error.about("domain", user.name, user.ref.value)
    return error


def hot_extend(user: User, capacity_kb: int) -> vim.Method[vim.ManagedObjectReference]:
    """Have a machine that runs make its disk larger.

    Source: vSphere API, VirtualMachine.ReconfigVM_Task.
    """
    size = {"capacity_in_kb": capacity_kb}
    if user.device.capacity_in_bytes is not None:
        size["capacity_in_bytes"] = capacity_kb * 1024
    change = vim.VirtualDeviceConfigSpec(
        operation=vim.VirtualDeviceConfigSpecOperation.EDIT,
        device=user.device.__replace__(**size),
    )
    return vim.ReconfigVM_Task(
        this=user.ref, spec=vim.VirtualMachineConfigSpec(device_change=[change])
    )
