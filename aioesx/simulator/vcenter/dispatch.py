"""Who does what a vCenter is asked: itself, or the host that the object lives on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.inventory import Inventory
from aioesx.simulator.methods.table import HANDLERS, Call, Handler
from aioesx.simulator.vcenter.inventory import VCenterInventory, host_of, on_host
from aioesx.simulator.vcenter.naming import renamed
from aioesx.simulator.versions import has_method

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["OWN", "forward", "inventory_of", "own", "perform", "vcenter_of"]

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
    if name in OWN:
        return OWN[name](call)
    host = host_of(call.subject)
    if host is not None and name != "Fetch":  # which reads in the vCenter's own tables
        return forward(call, host)
    handler = HANDLERS.get(name)
    if handler is None:
        raise faults.method_not_found(call.method.this, name)
    return handler(call)


def forward(call: Call, host: HostState) -> Any:
    """Have a host do it, in its own names; return what it says, in the vCenter's."""
    name, inventory = call.method.wire_name, inventory_of(call)
    vcenter = inventory.vcenter
    if name not in HANDLERS:
        raise faults.method_not_found(call.method.this, name)
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
