"""Handlers: the service instance, sessions, the search index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.inventory import FIXED
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.properties.managers import service_content, user_session
from aioesx.simulator.properties.view import read, table_of
from aioesx.simulator.state import paths
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.simulator.state.machine import Machine

__all__: list[str] = []


@handles("RetrieveServiceContent")
def _content(call: Call) -> vim.ServiceContent:
    return service_content(call.host)


@handles("CurrentTime")
def _time(call: Call) -> datetime:
    return call.host.timeline.now()


@handles("QueryDateTime")
def _date_time(call: Call) -> datetime:
    return call.host.timeline.now()


@handles("RetrieveProductComponents")
def _components(_: Call) -> list[Any]:
    return []


@handles("Login")
def _login(call: Call) -> vim.UserSession:
    if call.session is not None:
        raise faults.invalid_state("Cannot log in: this session is authenticated already.")
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


@handles("Logout")
def _logout(call: Call) -> None:
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    call.host.sessions.end(call.session)


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
        call.host.sessions.end(by_key[key])


def _machines(call: Call) -> list[Machine]:
    return list(call.host.machines.values())


def _by_uuid(call: Call) -> list[Ref]:
    wanted, host = call.method.uuid.lower(), call.host
    if not call.method.vm_search:
        return [host.ref(host)] if wanted == host.hardware.uuid else []
    key = "instance_uuid" if call.method.instance_uuid else "uuid"
    return [host.ref(m) for m in _machines(call) if getattr(m.config, key) == wanted]


@handles("FindByUuid")
def _find_by_uuid(call: Call) -> Ref | None:
    return next(iter(_by_uuid(call)), None)


@handles("FindAllByUuid")
def _find_all_by_uuid(call: Call) -> list[Ref]:
    return _by_uuid(call)


@handles("FindByIp")
def _find_by_ip(call: Call) -> Ref | None:
    host, wanted = call.host, call.method.ip
    if not call.method.vm_search:
        return host.ref(host) if any(c.address == wanted for c in host.network.kernel) else None
    for machine in _machines(call):
        addresses = (address.partition("/")[0] for address in machine.guest.addresses)
        if machine.tools_running and wanted in addresses:
            return host.ref(machine)
    return None


@handles("FindByDnsName")
def _find_by_name(call: Call) -> Ref | None:
    host, wanted = call.host, call.method.dns_name.lower()
    if not call.method.vm_search:
        names = {host.network.host_name, f"{host.network.host_name}.{host.network.domain_name}"}
        return host.ref(host) if wanted in names else None
    for machine in _machines(call):
        if machine.tools_running and machine.guest.hostname.lower() == wanted:
            return host.ref(machine)
    return None


@handles("FindByDatastorePath")
def _find_by_path(call: Call) -> Ref | None:
    place = paths.parse(call.method.path)
    return next((call.host.ref(m) for m in _machines(call) if m.place == place), None)


@handles("FindChild")
def _find_child(call: Call) -> Ref | None:
    subject = call.inventory.get(call.method.entity)
    return _child(call, call.method.entity, subject, call.method.name)


def _child(call: Call, ref: Ref, subject: Any, name: str) -> Ref | None:
    for path in ("childEntity", "hostFolder", "vmFolder", "host", "resourcePool"):
        if path not in table_of(ref.type):
            continue
        value = read(ref.type, subject, path)
        for child in [value] if isinstance(value, vim.ManagedObjectReference) else value or []:
            found = call.inventory.find(child)
            if found is not None and str(getattr(_name(child, found), "value", "")) == name:
                return child
    return None


def _name(ref: Ref, subject: Any) -> Any:
    return read(ref.type, subject, "name")


@handles("FindByInventoryPath")
def _find_by_inventory_path(call: Call) -> Ref | None:
    ref: Ref | None = FIXED["root_folder"]
    for part in call.method.inventory_path.strip("/").split("/"):
        if ref is None:
            return None
        ref = _child(call, ref, call.inventory.get(ref), unquote(part))
    return ref
