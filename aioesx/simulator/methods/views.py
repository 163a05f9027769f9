"""Handlers: views, which are containers looked into or lists that a client keeps."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.inventory import Place
from aioesx.simulator.methods.table import Call, handles
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.state.sessions import Session

__all__: list[str] = []


def _session(call: Call) -> Session:
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    return call.session


def _name(session: Session, managed_type: str) -> Ref:
    """Return a reference for a view of a session."""
    return Ref(managed_type, f"session[{session.key}]{secrets.token_hex(6)}")


@handles("CreateContainerView")
def _container_view(call: Call) -> Ref:
    session = _session(call)
    call.inventory.get(call.method.container)
    for name in call.method.type:
        if name not in vim.PROPERTIES:
            raise faults.invalid_type(name)
    place = Place(
        ref=_name(session, "ContainerView"),
        session=session,
        inventory=call.inventory,
        container=call.method.container,
        types=list(call.method.type),
        recursive=call.method.recursive,
    )
    session.views[place.ref.value] = place
    return place.ref


@handles("CreateListView")
def _list_view(call: Call) -> Ref:
    session = _session(call)
    place = Place(ref=_name(session, "ListView"), session=session, inventory=call.inventory)
    _put(call, place, call.method.obj)
    session.views[place.ref.value] = place
    return place.ref


def _put(call: Call, place: Place, wanted: Iterable[Ref]) -> list[Ref]:
    """Add objects to a list, each once; return those that are not there."""
    missing = []
    for ref in wanted:
        if call.inventory.find(ref) is None:
            missing.append(ref)
        elif ref not in place.listed:
            place.listed.append(ref)
    call.host.changes.announce()
    return missing


@handles("ModifyListView")
def _modify(call: Call) -> list[Ref]:
    place: Place = call.subject
    gone = set(call.method.remove)
    place.listed = [ref for ref in place.listed if ref not in gone]
    return _put(call, place, call.method.add)


@handles("ResetListView")
def _reset(call: Call) -> list[Ref]:
    place: Place = call.subject
    place.listed = []
    return _put(call, place, call.method.obj)


@handles("ResetListViewFromView")
def _reset_from(call: Call) -> None:
    place, other = call.subject, call.inventory.get(call.method.view)
    if not isinstance(other, Place):
        raise faults.invalid_argument("view")
    shown = list(other.listed) if other.container is None else other.members()
    place.listed = []
    _put(call, place, shown)


@handles("DestroyView")
def _destroy_view(call: Call) -> None:
    _session(call).views.pop(call.method.this.value, None)
