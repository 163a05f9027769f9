"""Who does what a vCenter is asked: itself, or the host that the object lives on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.inventory import Inventory
from aioesx.simulator.methods.table import HANDLERS, Call, Handler, require_call_enabled, start_task
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.tasks import Spend
from aioesx.simulator.vcenter import refusals
from aioesx.simulator.vcenter.inventory import VCenterInventory, host_of, on_host
from aioesx.simulator.vcenter.naming import renamed
from aioesx.simulator.vcenter.rights import VIEW
from aioesx.simulator.versions import has_method

if TYPE_CHECKING:
    from aioesx.simulator.state.tasks import Work
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["OWN", "forward", "inventory_of", "own", "perform", "vcenter_of"]

_WITHOUT_HOST: Final = frozenset({"Fetch", "DisconnectHost_Task", "ReconnectHost_Task"})
"""What a vCenter does with a host, or what is on it, without the host."""

_IN_GUESTS: Final = frozenset({"GuestAuthManager", "GuestFileManager", "GuestProcessManager"})
"""The vCenter's own managers of what the hosts do in the guests of their machines."""

_READS: Final = frozenset({"RetrieveProperties", "RetrievePropertiesEx", "CreateFilter"})
"""What tells for each property that it may not be read, in place of being refused."""

OWN: Final[dict[str, Handler]] = {}
"""What a vCenter does otherwise than a host, by wire name."""


def own(*names: str) -> Callable[[Handler], Handler]:
    """Enter a function into `OWN` under the wire names of its methods."""

    def enter(function: Handler) -> Handler:
        for name in names:
            OWN[name] = function
        return function

    return enter


def inventory_of(call: Call) -> VCenterInventory:
    """Return the inventory that a call to a vCenter is made in."""
    assert isinstance(call.inventory, VCenterInventory)  # noqa: S101  # `perform` is for no other
    return call.inventory


def vcenter_of(call: Call) -> VCenter:
    """Return the vCenter that is called."""
    return inventory_of(call).vcenter


def perform(call: Call) -> Any:
    """Do what a vCenter is asked.

    Raises:
        Refused: it or the host says no.
    """
    name = call.method.wire_name
    _require_known(call)
    require_call_enabled(call)
    host = _host_for(call)
    removes = name == "Destroy_Task" and isinstance(call.subject, HostState)
    if host is not None and name not in _WITHOUT_HOST and not removes:
        connection = vcenter_of(call).members[host].connection
        if connection != "connected":
            return _unreachable(call, connection)
    if name in OWN:
        return OWN[name](call)
    if host is not None and name != "Fetch":  # which reads in the vCenter's own tables
        return forward(call, host)
    handler = HANDLERS.get(name)
    if handler is None:
        raise faults.method_not_found(call.method.this, name)
    return handler(call)


def _host_for(call: Call) -> HostState | None:
    """Return the host that does what is asked: that of the object, or of the guest."""
    if call.method.managed_type in _IN_GUESTS:
        return host_of(call.inventory.get(call.method.vm))
    return host_of(call.subject)


def _require_known(call: Call) -> None:
    """Refuse a call that names what its session may not know of."""
    inventory = inventory_of(call)
    if not inventory.limited or call.method.wire_name in _READS:
        return

    def look(ref: vim.ManagedObjectReference) -> vim.ManagedObjectReference:
        if not inventory.shows(inventory.find(ref)):
            raise faults.no_permission(ref, VIEW)
        return ref

    renamed(call.method, look)


def _unreachable(call: Call, connection: str) -> Any:
    """Refuse what a host would have to do; of a method with a task, the task fails."""
    if not call.method.wire_name.endswith("_Task"):
        raise refusals.not_connected(connection)

    def work() -> Work:
        yield Spend(0.0)
        raise refusals.not_connected(connection)

    about = call.subject if hasattr(call.subject, "moid") else None
    return start_task(call, work(), entity=about)


def forward(call: Call, host: HostState) -> Any:
    """Have a host do it, in its own names; return what it says, in the vCenter's."""
    name, inventory = call.method.wire_name, inventory_of(call)
    vcenter = inventory.vcenter
    if name not in HANDLERS:
        raise faults.method_not_found(call.method.this, name)
    if not vcenter.members[host].is_connected:
        raise refusals.not_connected(vcenter.members[host].connection)
    if name in host.profile.lacks or not has_method(host.profile.api_version, name):
        raise faults.not_supported()

    def outward(ref: vim.ManagedObjectReference) -> vim.ManagedObjectReference:
        return vcenter.outward(host, ref)

    method = renamed(call.method, lambda ref: inventory.inward(host, ref))
    local = Inventory(host, call.session)
    subject = local.find(method.this)
    passed = Call(
        method,
        on_host(call.subject) if subject is None else subject,
        host,
        local,
        call.session,
        call.address,
        call.agent,
        via=vcenter,
    )
    try:
        return renamed(HANDLERS[name](passed), outward)
    except Refused as refusal:
        raise Refused(renamed(refusal.fault, outward), refusal.message) from None
    finally:
        if call.method.changes:
            host.changes.announce()
