"""The alarms of a vCenter: those that are declared, and who set them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aioesx.simulator.vcenter.inventory import VCenterInventory
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["Alarm", "Alarms"]

_GREEN: Final = vim.ManagedEntityStatus.GREEN


@dataclass(eq=False)
class Alarm:
    """An alarm that is declared."""

    ref: Ref
    name: str
    description: str
    vcenter: VCenter
    created: datetime


class Alarms:
    """What alarms there are, and which went off where.

    Attributes:
        declared: the alarms, by the value of their references.
    """

    def __init__(self, vcenter: VCenter) -> None:
        self._vcenter = vcenter
        self.declared: dict[str, Alarm] = {}
        self._triggered: dict[str, vim.AlarmState] = {}

    def declare(self, name: str, description: str = "") -> Alarm:
        """Return the alarm of a name, which is made if there is none."""
        for alarm in self.declared.values():
            if alarm.name == name:
                return alarm
        ref = Ref("Alarm", f"alarm-{self._vcenter.next_number()}")
        now = self._vcenter.timeline.now()
        alarm = Alarm(ref, name, description or name, self._vcenter, now)
        self.declared[ref.value] = alarm
        return alarm

    def trigger(self, name: str, thing: Any, status: str) -> vim.AlarmState:
        """Have something set an alarm off, or change its colour."""
        alarm, entity = self.declare(name), self._vcenter.ref(thing)
        key = f"{alarm.ref.value}.{entity.value}"
        state = vim.AlarmState(
            key=key,
            entity=entity,
            alarm=alarm.ref,
            overall_status=vim.ManagedEntityStatus(status),
            time=self._vcenter.timeline.now(),
            acknowledged=False,
        )
        self._triggered[key] = state
        return state

    def acknowledge(self, name: str, thing: Any, user: str) -> None:
        """Have somebody acknowledge one that went off.

        Raises:
            LookupError: it did not go off there.
        """
        key = self._key(name, thing)
        self._triggered[key] = self._triggered[key].__replace__(
            acknowledged=True,
            acknowledged_by_user=user,
            acknowledged_time=self._vcenter.timeline.now(),
        )

    def clear(self, name: str, thing: Any) -> None:
        """Have all be well again.

        Raises:
            LookupError: it did not go off there.
        """
        del self._triggered[self._key(name, thing)]

    def _key(self, name: str, thing: Any) -> str:
        key = f"{self.declare(name).ref.value}.{self._vcenter.ref(thing).value}"
        if key not in self._triggered:
            raise LookupError(f"the alarm {name!r} did not go off there")
        return key

    # --- what is told of an entity ---------------------------------------------------------------

    def triggered(self, inventory: VCenterInventory, ref: Ref) -> list[vim.AlarmState]:
        """Return those that an object, or something below it, has set off."""
        states = list(self._triggered.values())
        return [state for state in states if ref in _and_above(inventory, state.entity)]

    def states(self, ref: Ref) -> list[vim.AlarmState]:
        """Return how each alarm stands for an object."""
        return [
            self._triggered.get(f"{alarm.ref.value}.{ref.value}")
            or vim.AlarmState(
                key=f"{alarm.ref.value}.{ref.value}",
                entity=ref,
                alarm=alarm.ref,
                overall_status=_GREEN,
                time=alarm.created,
                acknowledged=False,
            )
            for alarm in self.declared.values()
        ]


def _and_above(inventory: VCenterInventory, ref: Ref | None) -> Iterator[Ref]:
    """Yield an object that is there, and what it is in."""
    while ref is not None:
        subject = inventory.find(ref)
        if subject is None:
            return
        yield ref
        ref = inventory.read_plainly(ref, subject, "parent")


def info(alarm: Alarm) -> vim.AlarmInfo:
    """Return what an alarm is."""
    watched = vim.StateAlarmExpression(
        operator=vim.StateAlarmOperator.IS_EQUAL,
        type="ManagedEntity",
        state_path="overallStatus",
        yellow="yellow",
        red="red",
    )
    return vim.AlarmInfo(
        name=alarm.name,
        system_name="",
        description=alarm.description,
        enabled=True,
        expression=vim.OrAlarmExpression(expression=[watched]),
        setting=vim.AlarmSetting(tolerance_range=0, reporting_frequency=300),
        key=alarm.ref.value,
        alarm=alarm.ref,
        entity=alarm.vcenter.ref(alarm.vcenter.root),
        last_modified_time=alarm.created,
        last_modified_user="",
        creation_event_id=0,
    )
