"""Handlers: the service instance, sessions, the search index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.properties.managers import service_content, user_session
from aioesx.simulator.state import paths
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.sessions import Session

__all__: list[str] = []


@handles("RetrieveServiceContent")
def _content(call: Call) -> vim.ServiceContent:
    return service_content(call.host)


@handles("CurrentTime")
def _time(call: Call) -> datetime:
    return call.host.timeline.now()


@handles("RetrieveProductComponents")
def _components(_: Call) -> list[Any]:
    return []


@handles("Login")
def _login(call: Call) -> vim.UserSession:
    if call.session is not None:
        raise faults.invalid_state("Cannot log in: this session is authenticated already.")
    _admit(call)
    session = call.host.sessions.login(
        call.method.user_name,
        call.method.password,
        locale=call.method.locale or "",
        address=call.address,
        agent=call.agent,
    )
    call.session = session
    call.host.events.post_session(
        "UserLoginSessionEvent",
        session.user.name,
        ip_address=call.address,
        locale=session.locale,
        session_id=session.key,
        user_agent=call.agent or None,
    )
    return user_session(session)


def _admit(call: Call) -> None:
    """Refuse who has no role, and at a host in lockdown mode nearly everybody.

    Either is told by the same fault, and to nobody but who knows the password.
    """
    user = call.host.sessions.check_password(call.method.user_name, call.method.password)
    upkeep = getattr(call.host, "upkeep", None)  # a vCenter has none
    if user.no_access or (upkeep is not None and not upkeep.lets_in(user.name)):
        raise faults.no_permission(call.inventory.root, "System.View")


@handles("Logout")
def _logout(call: Call) -> None:
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    _end(call, call.session)


def _end(call: Call, session: Session) -> None:
    """End a session, and have those of its calls that wait notice."""
    call.host.sessions.end(session)
    if session.waiting:
        call.host.changes.announce()


@handles("SessionIsActive")
def _active(call: Call) -> bool:
    return any(
        session.key == call.method.session_id and session.user.name == call.method.user_name
        for session in call.host.sessions.all()
    )


@handles("TerminateSession")
def _terminate(call: Call) -> None:
    by_key = {session.key: session for session in call.host.sessions.all()}
    for key in call.method.session_id:
        if key not in by_key:
            raise faults.not_found(key)
        if by_key[key] is call.session:
            raise faults.invalid_argument("sessionId")
        _end(call, by_key[key])


def _hosts(call: Call) -> list[HostState]:
    return call.inventory.hosts(call.method.datacenter)


def _shown(call: Call) -> list[HostState]:
    return [host for host in _hosts(call) if call.inventory.shows(host)]


def _machines(call: Call) -> Iterator[Machine]:
    for host in _hosts(call):
        yield from filter(call.inventory.shows, host.machines.values())


def _by_uuid(call: Call) -> list[Ref]:
    wanted, ref = call.method.uuid.lower(), call.inventory.ref
    if not call.method.vm_search:
        return [ref(host) for host in _shown(call) if wanted == host.hardware.uuid]
    key = "instance_uuid" if call.method.instance_uuid else "uuid"
    return [ref(m) for m in _machines(call) if getattr(m.config, key) == wanted]


@handles("FindByUuid")
def _find_by_uuid(call: Call) -> Ref | None:
    return next(iter(_by_uuid(call)), None)


@handles("FindAllByUuid")
def _find_all_by_uuid(call: Call) -> list[Ref]:
    return _by_uuid(call)


@handles("FindByIp")
def _find_by_ip(call: Call) -> Ref | None:
    wanted, ref = call.method.ip, call.inventory.ref
    if not call.method.vm_search:
        found = (host for host in _shown(call) if wanted in call.inventory.addresses(host))
        return next((ref(host) for host in found), None)
    for machine in _machines(call):
        addresses = (address.partition("/")[0] for address in machine.guest.addresses)
        if machine.tools_running and wanted in addresses:
            return ref(machine)
    return None


@handles("FindByDnsName")
def _find_by_name(call: Call) -> Ref | None:
    wanted, ref = call.method.dns_name.lower(), call.inventory.ref
    if not call.method.vm_search:
        found = (host for host in _shown(call) if wanted in call.inventory.dns_names(host))
        return next((ref(host) for host in found), None)
    for machine in _machines(call):
        if machine.tools_running and machine.guest.hostname.lower() == wanted:
            return ref(machine)
    return None


@handles("FindByDatastorePath")
def _find_by_path(call: Call) -> Ref | None:
    place = paths.parse(call.method.path)
    return next((call.inventory.ref(m) for m in _machines(call) if m.place == place), None)


@handles("FindChild")
def _find_child(call: Call) -> Ref | None:
    call.inventory.get(call.method.entity)
    return _child(call, call.method.entity, call.method.name)


def _child(call: Call, parent: Ref, name: str) -> Ref | None:
    """Return what is called `name` directly below an object; names compare as the API has them."""
    for ref in call.inventory.children(parent):
        subject = call.inventory.find(ref)
        if subject is not None and _name(call, ref, subject) in {name, unquote(name)}:
            return ref
    return None


def _name(call: Call, ref: Ref, subject: Any) -> str:
    return str(getattr(call.inventory.read(ref, subject, "name"), "value", ""))


@handles("FindByInventoryPath")
def _find_by_inventory_path(call: Call) -> Ref | None:
    ref: Ref | None = call.inventory.root
    for part in call.method.inventory_path.strip("/").split("/"):
        if ref is None:
            return None
        ref = _child(call, ref, part)
    return ref
