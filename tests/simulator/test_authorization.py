"""Who may do what: privileges, roles, permissions, and what may be asked before login."""

from __future__ import annotations

from typing import Any, Final

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx._soap import encode_request
from aioesx.errors import FaultError
from aioesx.simulator import Simulator
from aioesx.simulator.inventory import FIXED
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.methods.collector import OPEN_PROPERTIES
from aioesx.simulator.methods.internal import Fetch
from aioesx.simulator.profile import ESXI_6_5
from aioesx.simulator.state.leases import Lease
from aioesx.simulator.state.privileges import ANONYMOUS, PRIVILEGES, privilege_of
from aioesx.simulator.state.tasks import Spend, Work
from aioesx.simulator.versions import has_method
from aioesx.simulator.waiting import WAITING

pytestmark = pytest.mark.anyio

MANAGER = ref("AuthorizationManager", "ha-authmgr")
ROOT = ref("Folder", "ha-folder-root")
DB01 = ref("VirtualMachine", "2")
METHODS = sorted({*HANDLERS, *WAITING} - {"Fetch", "QueryVirtualDiskInfo_Task"})


async def fault_of(call: Caller, method: vim.Method[Any]) -> str:
    try:
        await call(method)
    except FaultError as error:
        return error.fault_type
    return ""


# --- before login --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in METHODS if "RetrieveProp" not in name])
async def test_a_method_wants_a_session_but_for_those_open_to_all(
    caller: Caller, name: str
) -> None:
    cls: Any = getattr(vim, name)
    request = _bare(cls)

    answer = await caller.post(request)

    refused = b'xsi:type="NotAuthenticated"' in answer.content
    assert refused == (privilege_of(name) != ANONYMOUS)


def _bare(cls: Any, this: vim.ManagedObjectReference = DB01) -> bytes:
    """Return a request with what must be there and no more."""
    values = {name: _plain(field) for name, field in cls.wire_fields.items() if field.required}
    return encode_request(cls(**{**values, "this": this}))


PLAIN: Final[dict[str, Any]] = {
    "ManagedObjectReference": DB01,
    "xsd:string": "x",
    "xsd:boolean": False,
    "xsd:int": 1,
    "xsd:long": 1,
}


def _plain(field: Any) -> Any:
    value = PLAIN.get(field.type)
    if value is None:
        cls: Any = vim.types_by_name(field.type)
        if issubclass(cls, vim.DataObject):
            required = {n: f for n, f in cls.wire_fields.items() if f.required}
            value = cls(**{name: _plain(inner) for name, inner in required.items()})
        else:
            value = next(iter(cls))
    return [value] if field.many else value


def reads() -> list[tuple[vim.ManagedObjectReference, str, bool]]:
    """Return each property of what exists before login, and whether it is open."""
    objects = {
        "ServiceInstance": ref("ServiceInstance", "ServiceInstance"),
        "SessionManager": ref("SessionManager", "ha-sessionmgr"),
        "Folder": ROOT,
        "TaskManager": ref("TaskManager", "ha-taskmgr"),
        "AuthorizationManager": MANAGER,
    }
    return [
        (object_, path, path in OPEN_PROPERTIES.get(type_, ()))
        for type_, object_ in objects.items()
        for path in vim.PROPERTIES[type_]
    ]


@pytest.mark.parametrize(("object_", "path", "open_"), reads())
async def test_a_property_wants_a_session_but_for_those_open_to_all(
    caller: Caller, object_: vim.ManagedObjectReference, path: str, open_: bool
) -> None:
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type=object_.type, path_set=[path])],
        object_set=[vim.ObjectSpec(obj=object_)],
    )
    read = vim.RetrieveProperties(this=Caller.collector, spec_set=[spec])
    fetch: Any = Fetch(this=object_, prop=path)
    expected = "" if open_ else "NotAuthenticated"
    assert await fault_of(caller, read) == expected
    assert await fault_of(caller, fetch) == expected


async def test_nothing_is_reached_from_what_is_open(caller: Caller) -> None:
    """Before login a traversal could lead from the service's content into the inventory."""
    step = vim.TraversalSpec(type="ServiceInstance", path="content.rootFolder")
    service = ref("ServiceInstance", "ServiceInstance")
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="ServiceInstance")],
        object_set=[vim.ObjectSpec(obj=service, select_set=[step])],
    )
    read = vim.RetrieveProperties(this=Caller.collector, spec_set=[spec])
    assert await fault_of(caller, read) == "NotAuthenticated"
    spec.object_set[0].select_set = []
    spec.prop_set[0].all = True
    assert await fault_of(caller, read) == "NotAuthenticated"


# --- a reader ------------------------------------------------------------------------------------


HARMLESS = {
    "AcquireCloneTicket",
    "RefreshDatastore",
    "RefreshDatastoreStorageInfo",
    "RefreshStorageInfo",
    "Reload",
}
"""What has a server look again, or lets who is logged in be so once more: readers may, too."""

CHANGING = [
    name
    for name in METHODS
    if getattr(vim, name).changes and has_method(ESXI_6_5.api_version, name)
]
"""What changes something, of the product that is simulated here."""


@pytest.mark.parametrize("name", CHANGING)
async def test_a_reader_changes_nothing(caller: Caller, simulator: Simulator, name: str) -> None:
    await caller.login("reader", "look")
    cls: Any = getattr(vim, name)

    answer = await caller.post(_bare(cls, object_of(simulator, cls.managed_type)))

    refused = f"<privilegeId>{privilege_of(name)}</privilegeId>".encode() in answer.content
    assert refused == (name not in HARMLESS), answer.text


def idle() -> Work:
    """Do nothing for a while."""
    yield Spend()


def object_of(simulator: Simulator, managed_type: str) -> vim.ManagedObjectReference:
    """Return an object of a type that has a method."""
    host = simulator.state
    machine = host.find("db01")
    task = host.tasks.start("X", "VirtualMachine.powerOn", machine, idle(), machine=machine)
    machine.snapshots.take("one", "", memory=False, quiesce=False)
    lease = Lease("lease-1", machine, [])
    host.leases.give(lease, "ExportVm")
    objects = [
        *FIXED.values(),
        DB01,
        host.ref(next(iter(host.datastores.values()))),
        host.ref(machine.snapshots.roots[0]),
        host.ref(task),
        host.ref(lease),
    ]
    return next(found for found in objects if managed_type in vim.managed_bases(found.type))


async def test_a_refusal_names_the_privilege(caller: Caller) -> None:
    await caller.login("reader", "look")
    with pytest.raises(FaultError) as caught:
        await caller(vim.PowerOnVM_Task(this=DB01))
    fault = caught.value.fault
    assert isinstance(fault, vim.NoPermission)
    assert (fault.object, fault.privilege_id) == (DB01, "VirtualMachine.Interact.PowerOn")


# --- the manager ---------------------------------------------------------------------------------


async def test_every_account_has_its_role_at_the_root(call: Caller) -> None:
    found = await call(vim.RetrieveAllPermissions(this=MANAGER))
    assert {(p.principal, p.role_id) for p in found} == {("root", -1), ("reader", -2)}
    assert {(p.entity, p.propagate, p.group) for p in found} == {(ROOT, True, False)}
    assert (await call.read(ROOT, "permission"))["permission"] == found
    readers = await call(vim.RetrieveRolePermissions(this=MANAGER, role_id=-2))
    assert [p.principal for p in readers] == ["reader"]
    own = vim.RetrieveEntityPermissions(this=MANAGER, entity=DB01, inherited=False)
    assert await call(own) == []
    own.inherited = True
    assert await call(own) == found


async def test_roles_and_privileges_are_described(call: Caller) -> None:
    facts = await call.read(MANAGER, "roleList", "privilegeList", "description")
    roles = {role.name: role for role in facts["roleList"]}
    assert roles["Admin"].privilege == list(PRIVILEGES)
    assert roles["ReadOnly"].privilege == ["System.Anonymous", "System.Read", "System.View"]
    names = {privilege.priv_id for privilege in facts["privilegeList"]}
    assert names == {item.key for item in facts["description"].privilege} == set(PRIVILEGES)
    assert all(role.system for role in facts["roleList"])


async def test_privileges_of_sessions_and_users(call: Caller, simulator: Simulator) -> None:
    key = (await call.read(Caller.manager, "currentSession"))["currentSession"].key
    wanted = ["System.View", "VirtualMachine.Interact.PowerOn"]
    mine = vim.HasPrivilegeOnEntity(this=MANAGER, entity=DB01, session_id=key, priv_id=wanted)
    assert await call(mine) == [True, True]
    reader = vim.HasUserPrivilegeOnEntities(
        this=MANAGER, entities=[DB01], user_name="reader", priv_id=wanted
    )
    (answer,) = await call(reader)
    granted = [(item.priv_id, item.is_granted) for item in answer.priv_availability]
    assert (answer.entity, granted) == (DB01, [(wanted[0], True), (wanted[1], False)])
    every = vim.FetchUserPrivilegeOnEntities(this=MANAGER, entities=[ROOT], user_name="nobody")
    assert [item.privileges for item in await call(every)] == [[]]


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        (vim.RetrieveRolePermissions(this=MANAGER, role_id=7), "NotFound"),
        (
            vim.HasPrivilegeOnEntity(
                this=MANAGER, entity=DB01, session_id="no", priv_id=["System.View"]
            ),
            "InvalidArgument",
        ),
        (
            vim.HasUserPrivilegeOnEntities(
                this=MANAGER, entities=[DB01], user_name="root", priv_id=["No.Such"]
            ),
            "InvalidArgument",
        ),
        (
            vim.FetchUserPrivilegeOnEntities(
                this=MANAGER, entities=[ref("VirtualMachine", "99")], user_name="root"
            ),
            "ManagedObjectNotFound",
        ),
    ],
)
async def test_what_there_is_not_is_a_fault(
    call: Caller, method: vim.Method[Any], fault: str
) -> None:
    assert await fault_of(call, method) == fault
