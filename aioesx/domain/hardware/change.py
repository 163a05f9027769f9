"""A machine's devices changed: looked at, planned, sent, and looked at again.

The call names the version of the configuration that the plan was made of. Whoever was faster
makes the host refuse it, and then the plan is made anew. A call is never sent twice whose answer
was lost: then the machine is looked at, and the error says what stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import anyio

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx._session.operation import add_fate, at_work
from aioesx._session.outcome import unknown
from aioesx.definition import Disk
from aioesx.domain.hardware.altering import detach_plan, grow_plan, link_plan, update_plan
from aioesx.domain.hardware.attaching import attach_plan
from aioesx.domain.hardware.backings import new_disk
from aioesx.domain.hardware.configuration import DomainConfiguration, configuration_of
from aioesx.domain.hardware.current import HARDWARE_PATHS, Hardware
from aioesx.domain.hardware.describe import device_value, device_values
from aioesx.domain.hardware.plan import Plan
from aioesx.domain.hardware.refusals import require_effect
from aioesx.domain.hardware.select import Wanted, find, wanted_device
from aioesx.domain.hardware.settings import checked_settings, configure_plan, rename_plan
from aioesx.domain.hardware.surroundings import networks_for, pci_device, require_unlocked
from aioesx.domain.hardware.values import DomainDevice, NewDisk
from aioesx.errors import (
    EsxError,
    InvalidStateError,
    OutcomeUnknownError,
    TaskFailedError,
    TaskLostError,
)

__all__ = [
    "Machine",
    "attach",
    "configuration",
    "configure",
    "detach",
    "devices",
    "grow",
    "look",
    "rename",
    "set_link",
    "update",
]

Ref = vim.ManagedObjectReference

_TRIES: Final = 10  # of that many changes at once, each lets another one go first
_AGAIN: Final = ("ConcurrentAccess", "TaskInProgress")
"""Faults of a task that has done nothing, since another one was faster."""


class Machine:
    """A machine whose devices are changed.

    Attributes:
        server: the connection.
        ref: the VirtualMachine.
        name: of the domain, for messages.
    """

    __slots__ = ("name", "ref", "server")

    def __init__(self, server: Server, ref: Ref, name: str) -> None:
        self.server = server
        self.ref = ref
        self.name = name


async def look(machine: Machine) -> Hardware:
    """Read what a machine has now."""
    values = await read_one(machine.server.session, machine.ref, HARDWARE_PATHS)
    return Hardware.of(machine.name, values)


async def devices(machine: Machine) -> list[DomainDevice]:
    """Return all devices of a machine, by key."""
    return device_values(await look(machine))


async def attach(
    machine: Machine,
    device: Wanted | bytes,
    create: int | NewDisk | None,
    options: TaskOptions,
    *,
    live: bool,
    config: bool,
) -> DomainDevice:
    """Attach a device; see `Domain.attach`."""
    wanted = wanted_device(device, by_name=False)
    assert not isinstance(wanted, str)  # noqa: S101  # no names
    made = new_disk(create) if create is not None else None
    networks = await networks_for(machine.server, machine.ref, wanted)
    pci = await pci_device(machine.server, machine.ref, wanted)
    if isinstance(wanted, Disk) and made is None:
        await require_unlocked(machine.server, machine.ref, wanted)

    def plan(hardware: Hardware) -> Plan:
        require_effect(hardware, live=live, config=config)
        return attach_plan(hardware, wanted, made, networks, pci)

    found = await _change(machine, plan, options)
    if found is None:
        message = f"domain '{machine.name}': the device was attached, and somebody took it away"
        raise InvalidStateError("ConcurrentAccess", message)
    return found


async def detach(
    machine: Machine,
    device: Wanted | bytes,
    options: TaskOptions,
    *,
    live: bool,
    config: bool,
    delete_files: bool,
) -> None:
    """Detach a device; see `Domain.detach`."""
    wanted = wanted_device(device)

    def plan(hardware: Hardware) -> Plan:
        require_effect(hardware, live=live, config=config)
        return detach_plan(hardware, wanted, delete_files=delete_files)

    await _change(machine, plan, options)


async def update(
    machine: Machine, device: Wanted | bytes, options: TaskOptions, *, live: bool, config: bool
) -> DomainDevice:
    """Change a device; see `Domain.update`."""
    wanted = wanted_device(device, by_name=False)
    assert not isinstance(wanted, str)  # noqa: S101  # no names
    networks = await networks_for(machine.server, machine.ref, wanted)

    def plan(hardware: Hardware) -> Plan | None:
        require_effect(hardware, live=live, config=config)
        return update_plan(hardware, wanted, networks)

    return await _changed(machine, wanted, plan, options)


async def grow(machine: Machine, target: Wanted, size: int, options: TaskOptions) -> DomainDevice:
    """Let a disk grow; see `Domain.grow`."""
    wanted = wanted_device(target)
    return await _changed(
        machine, wanted, lambda hardware: grow_plan(hardware, wanted, size), options
    )


async def set_link(
    machine: Machine,
    card: Wanted | bytes,
    options: TaskOptions,
    *,
    up: bool,
    live: bool,
    config: bool,
) -> DomainDevice:
    """Plug a card's cable in or out; see `Domain.set_link`."""
    wanted = wanted_device(card)
    if not isinstance(up, bool):  # "down" would plug it in
        raise TypeError(f"up must be True or False, not {up!r}")

    def plan(hardware: Hardware) -> Plan | None:
        return link_plan(hardware, wanted, up=up, live=live, config=config)

    return await _changed(machine, wanted, plan, options)


async def configuration(machine: Machine) -> DomainConfiguration:
    """Read what `configure` sets."""
    return configuration_of(await look(machine))


async def configure(machine: Machine, given: Mapping[str, Any], options: TaskOptions) -> None:
    """Set what is given, and not None; see `Domain.configure`."""
    settings = checked_settings(given, machine.server.session.has_api)
    await _change(machine, lambda hardware: configure_plan(hardware, settings), options)


async def rename(machine: Machine, name: str, options: TaskOptions) -> None:
    """Give a domain another name; its files keep theirs."""
    await _change(machine, lambda hardware: rename_plan(hardware, name), options)


# --- how -----------------------------------------------------------------------------------------


async def _changed(
    machine: Machine,
    wanted: Wanted,
    plan: Callable[[Hardware], Plan | None],
    options: TaskOptions,
) -> DomainDevice:
    """Change a device that stays; return it as it is then."""
    found = await _change(machine, plan, options)
    if found is None:  # nothing had to be changed
        hardware = await look(machine)
        return device_value(hardware, find(hardware, wanted))
    return found


async def _change(
    machine: Machine, plan: Callable[[Hardware], Plan | None], options: TaskOptions
) -> DomainDevice | None:
    """Make a change, and return the device that it is about as it is afterwards."""
    pause = machine.server.session.seconds.look_again
    meant: dict[int, object] | None = None
    for tried in range(_TRIES):
        hardware = await look(machine)
        made = plan(hardware)
        if made is None:
            return None
        subjects = made.subjects(hardware)
        if meant not in (None, subjects):
            raise _became_another(machine)
        meant = subjects
        try:
            await _send(machine, hardware, made, options)
        except TaskFailedError as error:
            # Of the task itself: the same fault of any other call says nothing of our change.
            if error.fault_type not in _AGAIN or tried == _TRIES - 1:
                raise
            await anyio.sleep(pause * tried)
        else:
            return await _outcome(machine, made)
    raise AssertionError  # the last try returns or raises


def _became_another(machine: Machine) -> InvalidStateError:
    """Make the error of a name that came to mean another device between two looks."""
    return InvalidStateError(
        "ConcurrentAccess",
        f"domain '{machine.name}' was changed by somebody else at the same time, and what was"
        " named is another device now: nothing was changed",
    )


async def _send(machine: Machine, hardware: Hardware, made: Plan, options: TaskOptions) -> None:
    call = vim.ReconfigVM_Task(this=machine.ref, spec=made.spec(hardware))
    try:
        await machine.server.tasks.run(call, asked_of=machine.ref, **options)
    except (OutcomeUnknownError, TaskLostError) as error:
        if not await _was_made(machine, made, error):
            raise
        if (operation := at_work()) is not None:
            operation.found(machine.ref)
    else:
        if (operation := at_work()) is None or not operation.inferred:
            return
        # The task that was found for a lost answer can be of somebody else's call.
        lost = unknown(call.wire_name, machine.ref, "a task of its kind has succeeded")
        if not await _was_made(machine, made, lost):
            raise lost


async def _was_made(machine: Machine, made: Plan, error: EsxError) -> bool:
    """Look for a change whose answer was lost, for some time."""
    seconds = machine.server.session.seconds
    try:
        for pause in (0.0, *[seconds.look_again] * int(seconds.look / seconds.look_again)):
            await anyio.sleep(pause)
            if made.done(await look(machine)):
                return True
    except EsxError as failure:
        add_fate(error, f"the domain could not be looked at ({failure})")
        return False
    add_fate(error, "the domain shows nothing of it")
    return False


async def _outcome(machine: Machine, made: Plan) -> DomainDevice | None:
    """Return the device that was changed; whatever prevents the look says that it was changed."""
    operation = at_work()
    if operation is not None:
        operation.left = made.what
    try:
        hardware = await look(machine)
    except EsxError as error:
        add_fate(error, made.what)
        raise
    if operation is not None:
        operation.left = ""
    key = made.key(hardware)
    device = hardware.by_key(key)
    return device_value(hardware, device) if device is not None else None
