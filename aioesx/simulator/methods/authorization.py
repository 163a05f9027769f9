"""Handlers: the authorization manager. Roles and permissions are looked at, not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.state.privileges import PRIVILEGES, ROLES, permission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.state.sessions import User
    from aioesx.vim import ManagedObjectReference as Ref

__all__: list[str] = []


def _permissions(call: Call) -> list[vim.Permission]:
    return permission(call.host.everywhere(), call.inventory.root)


@handles("RetrieveAllPermissions")
def _all(call: Call) -> list[vim.Permission]:
    return _permissions(call)


@handles("RetrieveRolePermissions")
def _of_role(call: Call) -> list[vim.Permission]:
    wanted = call.method.role_id
    if wanted not in ROLES:
        raise faults.not_found(f"role {wanted}")
    return [item for item in _permissions(call) if item.role_id == wanted]


@handles("RetrieveEntityPermissions")
def _of_entity(call: Call) -> list[vim.Permission]:
    entity = call.method.entity
    call.inventory.get(entity)
    here = call.method.inherited or entity == call.inventory.root
    return _permissions(call) if here else []


def _of_session(call: Call) -> User:
    """Return the account of the session that a call names."""
    for session in call.host.sessions.all():
        if session.key == call.method.session_id:
            return session.user
    raise faults.invalid_argument("sessionId")


def _known(wanted: Iterable[str]) -> list[str]:
    """Return privileges as they were asked for.

    Raises:
        Refused: none is asked for, or there is no such privilege.
    """
    asked = list(wanted)
    if not asked:
        raise faults.invalid_argument("privId")
    for privilege in asked:
        if privilege not in PRIVILEGES:
            raise faults.invalid_argument("privId")
    return asked


@handles("HasPrivilegeOnEntity")
def _has(call: Call) -> list[bool]:
    entity = call.inventory.get(call.method.entity)
    granted = call.host.privileges_on(_of_session(call), entity)
    return [privilege in granted for privilege in _known(call.method.priv_id)]


def _on_each(call: Call, entities: list[Ref], user: User | None) -> list[vim.EntityPrivilege]:
    wanted, found = _known(call.method.priv_id), []
    for entity in entities:
        granted = call.host.privileges_on(user, call.inventory.get(entity))
        told = [
            vim.PrivilegeAvailability(priv_id=privilege, is_granted=privilege in granted)
            for privilege in wanted
        ]
        found.append(vim.EntityPrivilege(entity=entity, priv_availability=told))
    return found


@handles("HasPrivilegeOnEntities")
def _have(call: Call) -> list[vim.EntityPrivilege]:
    return _on_each(call, call.method.entity, _of_session(call))


@handles("HasUserPrivilegeOnEntities")
def _user_has(call: Call) -> list[vim.EntityPrivilege]:
    return _on_each(call, call.method.entities, call.host.users.get(call.method.user_name))


@handles("FetchUserPrivilegeOnEntities")
def _fetch(call: Call) -> list[vim.UserPrivilegeResult]:
    user, host = call.host.users.get(call.method.user_name), call.host
    return [
        vim.UserPrivilegeResult(
            entity=entity,
            privileges=sorted(host.privileges_on(user, call.inventory.get(entity))),
        )
        for entity in call.method.entities
    ]
