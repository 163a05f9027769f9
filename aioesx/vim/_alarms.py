"""Data objects of the area ``alarms``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._enums import StateAlarmOperator
    from aioesx.vim.base import ManagedObjectReference


class AlarmExpression(DynamicData):
    """Alarm expression."""


class OrAlarmExpression(AlarmExpression):
    """Or alarm expression."""

    expression: list[AlarmExpression] = element("expression", "AlarmExpression", default_factory=list, required=True)


class StateAlarmExpression(AlarmExpression):
    """State alarm expression."""

    operator: StateAlarmOperator | str = element("operator", "StateAlarmOperator")
    type: str = element("type", "xsd:string")
    state_path: str = element("statePath", "xsd:string")
    yellow: str | None = element("yellow", "xsd:string", default=None)
    red: str | None = element("red", "xsd:string", default=None)


class AlarmAction(DynamicData):
    """Alarm action."""


class AlarmSetting(DynamicData):
    """Alarm setting."""

    tolerance_range: int = element("toleranceRange", "xsd:int")
    reporting_frequency: int = element("reportingFrequency", "xsd:int")


class AlarmSpec(DynamicData):
    """Alarm spec.

    Attributes:
        system_name: since API 5.0.
        action_frequency: since API 4.0.
    """

    name: str = element("name", "xsd:string")
    system_name: str | None = element("systemName", "xsd:string", default=None)
    description: str = element("description", "xsd:string")
    enabled: bool = element("enabled", "xsd:boolean")
    expression: AlarmExpression = element("expression", "AlarmExpression")
    action: AlarmAction | None = element("action", "AlarmAction", default=None)
    action_frequency: int | None = element("actionFrequency", "xsd:int", default=None)
    setting: AlarmSetting | None = element("setting", "AlarmSetting", default=None)


class AlarmInfo(AlarmSpec):
    """Alarm info.

    Attributes:
        alarm: refers to Alarm.
        entity: refers to ManagedEntity.
    """

    key: str = element("key", "xsd:string")
    alarm: ManagedObjectReference = element("alarm", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    last_modified_time: datetime = element("lastModifiedTime", "xsd:dateTime")
    last_modified_user: str = element("lastModifiedUser", "xsd:string")
    creation_event_id: int = element("creationEventId", "xsd:int")
