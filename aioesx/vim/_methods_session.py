"""Methods of managed objects, of the area ``session``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import (
        ServiceContent,
        SessionManagerGenericServiceTicket,
        SessionManagerServiceRequestSpec,
        UserSession,
    )
    from aioesx.vim._enums import VirtualMachinePowerState
    from aioesx.vim._events import Event
    from aioesx.vim._host_network import HostVMotionCompatibility
    from aioesx.vim._inventory import (
        EntityPrivilege,
        Permission,
        ProductComponentInfo,
        UserPrivilegeResult,
    )
    from aioesx.vim.base import ManagedObjectReference


class RetrieveServiceContent(Method["ServiceContent"]):
    """Retrieve service content."""

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("ServiceContent")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CurrentTime(Method["datetime"]):
    """Current time."""

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("xsd:dateTime")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ValidateMigration(Method["list[Event]"]):
    """Validate migration. Faults: InvalidState.

    Parameters:
        vm: refers to VirtualMachine.
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list, required=True)
    state: VirtualMachinePowerState | str | None = element("state", "VirtualMachinePowerState", default=None)
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class QueryVMotionCompatibility(Method["list[HostVMotionCompatibility]"]):
    """Query v motion compatibility.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
    """

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("HostVMotionCompatibility", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    host: list[ManagedObjectReference] = element("host", "ManagedObjectReference", default_factory=list, required=True)
    compatibility: list[str] = element("compatibility", "xsd:string", default_factory=list)


class RetrieveProductComponents(Method["list[ProductComponentInfo]"]):
    """Retrieve product components."""

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("ProductComponentInfo", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class Login(Method["UserSession"]):
    """Open a session; its cookie comes in the header. Faults: InvalidLogin, InvalidLocale."""

    managed_type = "SessionManager"
    changes = False
    wire_result = result("UserSession")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    user_name: str = element("userName", "xsd:string")
    password: str = element("password", "xsd:string", secret=True)
    locale: str | None = element("locale", "xsd:string", default=None)


class Logout(Method["None"]):
    """Close the session."""

    managed_type = "SessionManager"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class SessionIsActive(Method["bool"]):
    """Session is active."""

    managed_type = "SessionManager"
    changes = False
    wire_result = result("xsd:boolean")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    session_id: str = element("sessionID", "xsd:string", secret=True)
    user_name: str = element("userName", "xsd:string")


class TerminateSession(Method["None"]):
    """Terminate session. Faults: NotFound."""

    managed_type = "SessionManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    session_id: list[str] = element("sessionId", "xsd:string", default_factory=list, required=True)


class AcquireGenericServiceTicket(Method["SessionManagerGenericServiceTicket"]):
    """Acquire generic service ticket. Since API 5.0."""

    managed_type = "SessionManager"
    changes = True
    wire_result = result("SessionManagerGenericServiceTicket")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: SessionManagerServiceRequestSpec = element("spec", "SessionManagerServiceRequestSpec")


class AcquireCloneTicket(Method["str"]):
    """Acquire clone ticket. Since API 2.5u2."""

    managed_type = "SessionManager"
    changes = True
    wire_result = result("xsd:string")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CloneSession(Method["UserSession"]):
    """Clone session. Faults: InvalidLogin. Since API 2.5u2."""

    managed_type = "SessionManager"
    changes = False
    wire_result = result("UserSession")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    clone_ticket: str = element("cloneTicket", "xsd:string", secret=True)


class RetrieveAllPermissions(Method["list[Permission]"]):
    """Tell every permission."""

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("Permission", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RetrieveRolePermissions(Method["list[Permission]"]):
    """Tell the permissions that give a role. Faults: NotFound."""

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("Permission", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    role_id: int = element("roleId", "xsd:int")


class RetrieveEntityPermissions(Method["list[Permission]"]):
    """Tell the permissions on an entity.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("Permission", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    inherited: bool = element("inherited", "xsd:boolean")


class HasPrivilegeOnEntity(Method["list[bool]"]):
    """Tell which privileges a session has on an entity. Since API 5.0.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("xsd:boolean", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    session_id: str = element("sessionId", "xsd:string")
    priv_id: list[str] = element("privId", "xsd:string", default_factory=list)


class HasPrivilegeOnEntities(Method["list[EntityPrivilege]"]):
    """Tell which privileges a session has on entities. Since API 5.5.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("EntityPrivilege", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: list[ManagedObjectReference] = element("entity", "ManagedObjectReference", default_factory=list, required=True)
    session_id: str = element("sessionId", "xsd:string")
    priv_id: list[str] = element("privId", "xsd:string", default_factory=list)


class HasUserPrivilegeOnEntities(Method["list[EntityPrivilege]"]):
    """Tell which privileges a user has on objects. Since API 6.5."""

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("EntityPrivilege", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entities: list[ManagedObjectReference] = element("entities", "ManagedObjectReference", default_factory=list, required=True)
    user_name: str = element("userName", "xsd:string")
    priv_id: list[str] = element("privId", "xsd:string", default_factory=list)


class FetchUserPrivilegeOnEntities(Method["list[UserPrivilegeResult]"]):
    """Tell every privilege that a user has on entities. Since API 6.5.

    Parameters:
        entities: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("UserPrivilegeResult", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entities: list[ManagedObjectReference] = element("entities", "ManagedObjectReference", default_factory=list, required=True)
    user_name: str = element("userName", "xsd:string")
