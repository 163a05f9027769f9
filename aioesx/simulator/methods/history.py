"""Handlers: events."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.sessions import Session

__all__ = ["History"]


_PAGE = 1000


def _wanted(event: vim.Event, spec: vim.EventFilterSpec) -> bool:
    """Tell whether an event passes a filter."""
    types = {*spec.type, *spec.event_type_id}
    if types and types.isdisjoint(_ids(event)):
        return False
    if spec.time is not None:
        begin, end = spec.time.begin_time, spec.time.end_time
        if (begin and event.created_time < begin) or (end and event.created_time > end):
            return False
    if spec.entity is not None and not _concerns(event, spec.entity.entity):
        return False
    names = spec.user_name.user_list if spec.user_name is not None else []
    return not names or event.user_name in names


def _ids(event: vim.Event) -> set[str]:
    """Return the types that an event is of; one of the kind `EventEx` names its own."""
    own = {event.event_type_id} if isinstance(event, vim.EventEx) else set()
    return {*event.wire_lineage(), *own}


def _concerns(event: vim.Event, entity: Ref) -> bool:
    """Tell whether an event is about an object or something below it."""
    arguments = {
        "VirtualMachine": (event.vm, "vm"),
        "HostSystem": (event.host, "host"),
        "ComputeResource": (event.compute_resource, "compute_resource"),
        "ClusterComputeResource": (event.compute_resource, "compute_resource"),
        "Datacenter": (event.datacenter, "datacenter"),
    }
    argument, name = arguments.get(entity.type, (None, ""))
    if entity.type not in arguments:
        return True
    return argument is not None and getattr(argument, name) == entity


@handles("QueryEvents")
def _query(call: Call) -> list[vim.Event]:
    spec = call.method.filter
    found = [event for event in call.host.events.kept if _wanted(event, spec)]
    return found[-spec.max_count :] if spec.max_count else found


@dataclass(eq=False)
class History:
    """An event history collector: a filter and a place among the events.

    Attributes:
        place: key of the event that is read next; what is forgotten meanwhile moves nothing.
    """

    ref: vim.ManagedObjectReference
    filter: vim.EventFilterSpec
    host: HostState
    session: Session
    page: int = _PAGE
    place: int = field(default=0)  # the oldest

    def events(self) -> list[vim.Event]:
        """Return every event that passes the filter, oldest first."""
        return [event for event in self.host.events.kept if _wanted(event, self.filter)]

    def latest(self) -> list[vim.Event]:
        """Return the last page, newest first; the API promises no order."""
        return self.events()[::-1][: self.page]


@handles("CreateCollectorForEvents")
def _create(call: Call) -> Ref:
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    value = f"session[{call.session.key}]{secrets.token_hex(6)}"
    ref = Ref("EventHistoryCollector", value)
    call.session.views[value] = History(ref, call.method.filter, call.host, call.session)
    return ref


def _count(call: Call) -> int:
    count: int = call.method.max_count
    if count < 1:
        raise faults.invalid_argument("maxCount")
    return min(count, _PAGE)


@handles("ReadNextEvents")
def _next(call: Call) -> list[vim.Event]:
    history, count = call.subject, _count(call)
    found: list[vim.Event] = [e for e in history.events() if e.key >= history.place][:count]
    if found:
        history.place = found[-1].key + 1
    return found


@handles("ReadPreviousEvents")
def _previous(call: Call) -> list[vim.Event]:
    history, count = call.subject, _count(call)
    found: list[vim.Event] = [e for e in history.events() if e.key < history.place][-count:]
    if found:
        history.place = found[0].key
    return found[::-1]


@handles("SetCollectorPageSize")
def _page_size(call: Call) -> None:
    if not 1 <= call.method.max_count <= _PAGE:
        raise faults.invalid_argument("maxCount")
    call.subject.page = call.method.max_count
    call.host.changes.announce()


@handles("RewindCollector")
def _rewind(call: Call) -> None:
    call.subject.place = 0


@handles("ResetCollector")
def _reset(call: Call) -> None:
    """Go before the latest page: what is read backwards from there does not hold it."""
    latest = call.subject.latest()
    call.subject.place = latest[-1].key if latest else 0


@handles("DestroyCollector")
def _destroy(call: Call) -> None:
    if call.session is not None:
        call.session.views.pop(call.method.this.value, None)
