"""Handlers of a vCenter: a machine runs on another host; and whether it could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods.table import Call, start_task
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.tasks import Spend
from aioesx.simulator.vcenter import events
from aioesx.simulator.vcenter.dispatch import inventory_of, own, vcenter_of
from aioesx.simulator.vcenter.placement import host_for, hosts_for, pool_named
from aioesx.simulator.vcenter.problems import Move, problems
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.tasks import Work
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["check_results", "machine_of", "require_idle", "require_possible"]

_CPU_AND_SOFTWARE = ("cpu", "software")


def require_possible(move: Move) -> None:
    """Refuse a move with the first thing that is in its way."""
    for refusal in problems(move):
        raise refusal


def require_idle(vcenter: VCenter, machine: Machine) -> None:
    """Refuse a machine that a task is at work on."""
    if machine.task is not None:
        raise faults.task_in_progress(vcenter.ref(machine.task))


def machine_of(call: Call, ref: Ref) -> Machine:
    """Return the machine that a parameter names."""
    subject = inventory_of(call).get(ref)
    if not isinstance(subject, Machine):
        raise faults.invalid_argument("vm")
    return subject


def _destination(call: Call, machine: Machine, host: Ref | None, pool: Ref | None) -> HostState:
    """Return where a machine is to go; it stays where it is if that is left open."""
    if host is None and machine.host in hosts_for(call, host, pool):
        return machine.host
    return host_for(call, host, pool)


@own("MigrateVM_Task")
def _migrate(call: Call) -> Ref:
    method, vcenter, machine = call.method, vcenter_of(call), call.subject
    if machine.template:
        raise faults.not_supported("A template does not run anywhere.")
    target = _destination(call, machine, method.host, method.pool)
    pool = pool_named(call, method.pool)
    if vcenter.datacenter_of(target) is not vcenter.datacenter_of(machine.host):
        raise faults.invalid_argument("host")
    source, user = machine.host, call.user
    power = str(method.state) if method.state is not None else ""

    def work() -> Work:
        kind = "VmBeingHotMigratedEvent" if machine.is_on else "VmBeingMigratedEvent"
        destination = vcenter.host_argument(target)
        try:
            require_possible(Move(vcenter, machine, target, power=power))
            events.post(vcenter, kind, machine, user, dest_host=destination)
            yield Spend(2)
            require_possible(Move(vcenter, machine, target))
        except Refused as refusal:
            events.post(
                *(vcenter, "VmFailedMigrateEvent", machine, user),
                text=refusal.message,
                reason=refusal.localized(),
                dest_host=destination,
            )
            raise
        if target is not source:
            store = source.datastore(machine.place.datastore).on(target)
            assert store is not None  # noqa: S101  # required above
            vcenter.places.hand_over(machine, target, store.path(machine.place.path))
        if pool is not None:
            vcenter.places.assign(machine, pool)
        origin = vcenter.host_argument(source)
        events.post(vcenter, "VmMigratedEvent", machine, user, source_host=origin)

    return start_task(call, work(), machine=machine, share=2, concerns=(source,))


@own("ValidateMigration")
def _validate(call: Call) -> list[vim.Event]:
    """Tell what would go wrong, as events that have not happened."""
    method, vcenter = call.method, vcenter_of(call)
    power = str(method.state) if method.state is not None else ""
    found: list[vim.Event] = []
    for ref in method.vm:
        machine = machine_of(call, ref)
        target = _destination(call, machine, method.host, method.pool)
        for refusal in problems(Move(vcenter, machine, target, power=power), method.test_type):
            event = events.make(
                *(vcenter, "MigrationHostErrorEvent", machine, call.user),
                text=refusal.message,
                fault=refusal.localized(),
                dst_host=vcenter.host_argument(target),
            )
            found.append(event)
    return found


@own("QueryVMotionCompatibility")
def _compatibility(call: Call) -> list[vim.HostVMotionCompatibility]:
    method, vcenter = call.method, vcenter_of(call)
    machine = machine_of(call, method.vm)
    wanted = method.compatibility or list(_CPU_AND_SOFTWARE)
    found = []
    for ref in method.host:
        (target,) = hosts_for(call, ref, None)
        fits = next(problems(Move(vcenter, machine, target)), None) is None
        words = [word for word in wanted if fits and word in _CPU_AND_SOFTWARE]
        found.append(vim.HostVMotionCompatibility(host=ref, compatibility=words))
    return found


def check_results(
    call: Call,
    machine: Machine,
    moves: Callable[[], Iterable[Move]],
    tests: Iterable[str],
) -> Ref:
    """Start a task whose result tells what is in the way of each of some moves."""
    vcenter = vcenter_of(call)

    def work() -> Work:
        yield Spend(0.2)
        results = [
            vim.CheckResult(
                vm=vcenter.ref(move.machine),
                host=vcenter.ref(move.target),
                error=[refusal.localized() for refusal in problems(move, tests)],
            )
            for move in moves()
        ]
        return vim.array("CheckResult", results)

    return start_task(call, work(), entity=machine)


@own("CheckMigrate_Task")
def _check_migrate(call: Call) -> Ref:
    method, vcenter = call.method, vcenter_of(call)
    machine = machine_of(call, method.vm)
    targets = hosts_for(call, method.host, method.pool)
    power = str(method.state) if method.state is not None else ""

    def moves() -> list[Move]:
        return [Move(vcenter, machine, target, power=power) for target in targets]

    return check_results(call, machine, moves, method.test_type)


@own("QueryVMotionCompatibilityEx_Task")
def _compatibility_ex(call: Call) -> Ref:
    method, vcenter = call.method, vcenter_of(call)
    machines = [machine_of(call, ref) for ref in method.vm]
    targets = [hosts_for(call, ref, None)[0] for ref in method.host]

    def moves() -> list[Move]:
        return [Move(vcenter, machine, target) for machine in machines for target in targets]

    return check_results(call, machines[0], moves, ())


@own("CheckCompatibility_Task")
def _check_compatibility(call: Call) -> Ref:
    method, vcenter = call.method, vcenter_of(call)
    machine = machine_of(call, method.vm)
    here = method.host is None and method.pool is None
    targets = [machine.host] if here else hosts_for(call, method.host, method.pool)

    def moves() -> list[Move]:
        return [Move(vcenter, machine, target) for target in targets]

    return check_results(call, machine, moves, method.test_type)
