"""Handlers: the property collector, filters, and `Fetch`.

The waiting calls are not here: they are awaited without the lock, by
`aioesx.simulator.waiting`.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.collector.filters import Collector, Filter
from aioesx.simulator.collector.selection import Budget, read_properties, select
from aioesx.simulator.inventory import FIXED, Inventory, Seat
from aioesx.simulator.methods.table import Call, Steps, handles
from aioesx.vim import ManagedObjectReference as Ref

__all__ = ["OPEN_PROPERTIES", "collector_of"]


OPEN_PROPERTIES: Final = {
    "GuestOperationsManager": (
        "aliasManager",
        "authManager",
        "fileManager",
        "guestWindowsRegistryManager",
        "processManager",
    ),
    "ServiceInstance": ("content",),
    "SessionManager": (
        "currentSession",
        "messageLocaleList",
        "supportedLocaleList",
        "defaultLocale",
    ),
}
"""What may be read before login: the properties that ask for no more than System.Anonymous."""


Wanted = tuple[Ref, list[vim.PropertySpec]]
"""An object, and what is to be read of it."""


def collector_of(call: Call) -> Collector:
    """Return the collector that a call is made on; each session has its own first one.

    Raises:
        Refused: NotAuthenticated.
    """
    if isinstance(call.subject, Collector):
        return call.subject
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    ref = FIXED["property_collector"]
    return call.session.collectors.setdefault(ref.value, Collector(ref))


def _selected(
    inventory: Inventory, specs: list[vim.PropertyFilterSpec], budget: Budget
) -> Steps[list[Wanted]]:
    """Return the objects that specs select, each once, with all that is wanted of it."""
    found: dict[Ref, list[vim.PropertySpec]] = {}
    for spec in specs:
        for item in select(inventory, spec, budget):
            yield
            if item is not None:
                found.setdefault(item[0], []).extend(item[2])
    return list(found.items())


def _content(
    inventory: Inventory, objects: list[Wanted], budget: Budget
) -> Steps[list[vim.ObjectContent]]:
    """Return the properties of objects; one that is gone meanwhile is left out."""
    found = []
    for ref, wanted in objects:
        subject = inventory.find(ref)
        if subject is not None:
            values, missing = yield from read_properties(inventory, ref, subject, wanted, budget)
            found.append(
                vim.ObjectContent(
                    obj=ref,
                    prop_set=[vim.DynamicProperty(name=n, val=v) for n, v in values.items()],
                    missing_set=missing,
                )
            )
    return found


def _require_session(call: Call) -> None:
    """Refuse a read without a session, but of what is open."""
    if call.session is not None:
        return
    for spec in call.method.spec_set:
        for item in spec.object_set:
            wanted = [path for props in spec.prop_set for path in props.path_set]
            whole = any(props.all for props in spec.prop_set)
            if item.select_set or whole or not _is_open(item.obj, *wanted):
                raise faults.not_authenticated(item.obj)


def _is_open(ref: Ref, *paths: str) -> bool:
    """Tell whether properties of an object may be read before login."""
    known = OPEN_PROPERTIES.get(ref.type)
    return known is not None and all(path.partition(".")[0] in known for path in paths)


@handles("RetrieveProperties")
def _retrieve(call: Call) -> Steps[list[vim.ObjectContent]]:
    _require_session(call)
    budget = Budget()
    objects = yield from _selected(call.inventory, call.method.spec_set, budget)
    return (yield from _content(call.inventory, objects, budget))


@handles("RetrievePropertiesEx")
def _retrieve_ex(call: Call) -> Steps[vim.RetrieveResult | None]:
    _require_session(call)
    most = call.method.options.max_objects
    if most is not None and most <= 0:
        raise faults.invalid_argument("options.maxObjects")
    budget = Budget()
    objects = yield from _selected(call.inventory, call.method.spec_set, budget)
    size = min(most or call.host.options.page_size, call.host.options.page_size)
    return (yield from _page(call, objects, size, budget))


def _page(
    call: Call, objects: list[Wanted], size: int, budget: Budget
) -> Steps[vim.RetrieveResult | None]:
    """Return the next page; what is left is read when it is asked for."""
    rest = objects[size:]
    token = None
    if rest and call.session is not None:
        token = f"{size}-{secrets.token_hex(8)}"
        pages = collector_of(call).pages
        pages[token] = rest
        while len(pages) > 64:  # whoever never comes back for the rest
            del pages[next(iter(pages))]
    page = yield from _content(call.inventory, objects[:size], budget)
    return vim.RetrieveResult(token=token, objects=page) if page or token else None


@handles("ContinueRetrievePropertiesEx")
def _continue(call: Call) -> Steps[vim.RetrieveResult | None]:
    token = call.method.token
    rest = collector_of(call).pages.pop(token, None)
    if rest is None:
        raise faults.invalid_property(token)
    return (yield from _page(call, rest, int(token.partition("-")[0]), Budget()))


@handles("CancelRetrievePropertiesEx")
def _cancel_retrieve(call: Call) -> None:
    token = call.method.token
    if collector_of(call).pages.pop(token, None) is None:
        raise faults.invalid_property(token)


@handles("CreateFilter")
def _create_filter(call: Call) -> Steps[Ref]:
    collector = collector_of(call)
    number = call.host.next_number()
    ref = Ref("PropertyFilter", f"session[{_key(call)}]{secrets.token_hex(4)}-{number}")
    item = Filter(ref, call.method.spec, call.method.partial_updates)
    budget = Budget()
    for found in select(call.inventory, item.spec, budget):
        yield
        if found is not None:
            yield from read_properties(call.inventory, *found, budget)
    collector.filters[ref.value] = item
    call.host.changes.announce()
    return ref


def _key(call: Call) -> str:
    return call.session.key if call.session is not None else ""


@handles("DestroyPropertyFilter")
def _destroy_filter(call: Call) -> None:
    assert call.session is not None  # noqa: S101  # its filters are found by the session only
    for collector in call.session.collectors.values():
        collector.filters.pop(call.method.this.value, None)


@handles("CreatePropertyCollector")
def _create_collector(call: Call) -> Ref:
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    value = f"session[{call.session.key}]{secrets.token_hex(6)}"
    ref = Ref("PropertyCollector", value)
    call.session.collectors[value] = Collector(ref, own=True)
    return ref


@handles("DestroyPropertyCollector")
def _destroy_collector(call: Call) -> None:
    if isinstance(call.subject, Seat) or call.session is None:
        raise faults.not_supported()
    collector = call.session.collectors.pop(call.method.this.value)
    collector.take_turn(call.host.changes)


@handles("CancelWaitForUpdates")
def _cancel_wait(call: Call) -> None:
    collector_of(call).take_turn(call.host.changes)


@handles("CheckForUpdates")
def _check(call: Call) -> vim.UpdateSet | None:
    collector = collector_of(call)
    collector.rewind(call.method.version or "", last_only=call.host.options.last_version_only)
    collector.take_turn(call.host.changes)
    return collector.updates(call.inventory, call.host.changes.revision, None)


@handles("Fetch")
def _fetch(call: Call) -> Any:
    ref = call.method.this
    if call.session is None and not _is_open(ref, call.method.prop):
        raise faults.not_authenticated(ref)
    return call.inventory.read(ref, call.subject, call.method.prop)
