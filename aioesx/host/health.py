"""How a host's hardware is: what its sensors and its processors, memory and disks report. No I/O.

A host that cannot look says nothing, which is not the same as that all is well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from aioesx import vim

__all__ = ["HEALTH", "HostHealth", "HostSensor", "health_of"]

HEALTH: Final = "runtime.healthSystemRuntime"
"""The property of a host that `health_of` reads."""

_WORST_FIRST: Final = ("red", "yellow", "unknown", "green")
_ELEMENTS: Final = (("memory_status_info", "memory"), ("cpu_status_info", "cpu"),
                    ("storage_status_info", "storage"))  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class HostSensor:
    """One sensor or part of a host's hardware.

    Attributes:
        name: the host's, such as ``"Fan 1"``.
        kind: what it measures or is, in the host's word: ``"fan"``, ``"temperature"``,
            ``"cpu"``, ``"memory"``, ``"storage"``.
        state: ``"green"``, ``"yellow"``, ``"red"`` or ``"unknown"``; None where it tells none.
        summary: the host's sentence on the state, or None.
        reading: what it measures just now, in `unit`; None for a part that measures nothing.
        unit: such as ``"RPM"``, ``"degrees C"``; None without a reading.
    """

    name: str
    kind: str
    state: str | None
    summary: str | None
    reading: float | None = None
    unit: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class HostHealth:
    """What a host reports of its hardware.

    Attributes:
        state: the worst that one of the sensors reports: ``"red"``, ``"yellow"``,
            ``"unknown"``, ``"green"``; None where none reports anything.
        sensors: all of them, in the host's order.
    """

    state: str | None
    sensors: tuple[HostSensor, ...]

    @property
    def alarming(self) -> tuple[HostSensor, ...]:
        """The sensors that report yellow or red."""
        return tuple(sensor for sensor in self.sensors if sensor.state in ("yellow", "red"))


def health_of(runtime: vim.HealthSystemRuntime | None) -> HostHealth | None:
    """Make it of the property `HEALTH`; None where the host does not look after its hardware."""
    if runtime is None:
        return None
    sensors = tuple(_sensors(runtime))
    states = {sensor.state for sensor in sensors}
    return HostHealth(next((word for word in _WORST_FIRST if word in states), None), sensors)


def _sensors(runtime: vim.HealthSystemRuntime) -> Iterator[HostSensor]:
    if runtime.system_health_info is not None:
        yield from map(_numeric, runtime.system_health_info.numeric_sensor_info)
    status = runtime.hardware_status_info
    if status is not None:
        for field, kind in _ELEMENTS:
            for part in getattr(status, field):
                yield HostSensor(part.name, kind, *_state(part.status))


def _numeric(info: vim.HostNumericSensorInfo) -> HostSensor:
    measures = bool(info.base_units)
    return HostSensor(
        info.name,
        info.sensor_type,
        *_state(info.health_state),
        info.current_reading * 10.0**info.unit_modifier if measures else None,
        f"{info.base_units}/{info.rate_units}"
        if info.rate_units and info.rate_units != "none"
        else info.base_units or None,
    )


def _state(description: Any) -> tuple[str | None, str | None]:
    if description is None:
        return None, None
    return description.key.lower(), description.summary or None
