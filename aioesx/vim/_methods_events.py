"""Methods of managed objects, of the area ``events``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._events import Event, EventFilterSpec, EventManagerEventViewSpec
    from aioesx.vim.base import ManagedObjectReference


class QueryEvents(Method["list[Event]"]):
    """Query events.

    Parameters:
        event_view_spec: since API 9.0.0.0.
    """

    managed_type = "EventManager"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    filter: EventFilterSpec = element("filter", "EventFilterSpec")
    event_view_spec: EventManagerEventViewSpec | None = element("eventViewSpec", "EventManagerEventViewSpec", default=None)


class CreateCollectorForEvents(Method["ManagedObjectReference"]):
    """Create collector for events. Faults: InvalidState."""

    managed_type = "EventManager"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    filter: EventFilterSpec = element("filter", "EventFilterSpec")


class ReadNextEvents(Method["list[Event]"]):
    """Read next events."""

    managed_type = "EventHistoryCollector"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    max_count: int = element("maxCount", "xsd:int")


class ReadPreviousEvents(Method["list[Event]"]):
    """Read previous events."""

    managed_type = "EventHistoryCollector"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    max_count: int = element("maxCount", "xsd:int")


class SetCollectorPageSize(Method["None"]):
    """Set collector page size."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    max_count: int = element("maxCount", "xsd:int")


class RewindCollector(Method["None"]):
    """Rewind collector."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ResetCollector(Method["None"]):
    """Reset collector."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class DestroyCollector(Method["None"]):
    """Destroy collector."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
