"""Handlers of a vCenter: machines that arrive as files, and the OVF manager; its hosts do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.arrivals import home_of, machine_spec
from aioesx.simulator.methods.packages import require_privilege
from aioesx.simulator.vcenter.dispatch import forward, inventory_of, own, vcenter_of
from aioesx.simulator.vcenter.folders import require_free_name
from aioesx.simulator.vcenter.inventory import host_of
from aioesx.simulator.vcenter.placement import host_for
from aioesx.simulator.vcenter.tree import Folder, VApp

if TYPE_CHECKING:
    from aioesx import vim
    from aioesx.simulator.methods.table import Call
    from aioesx.vim import ManagedObjectReference as Ref

__all__: list[str] = []


@own("ImportVApp")
def _import(call: Call) -> Ref:
    """Have a host of the pool take a machine in, and put it into folder and pool."""
    vcenter, pool = vcenter_of(call), call.subject
    spec, folder = machine_spec(call.method.spec).config_spec, _folder(call)
    host = host_for(call, call.method.host, call.method.this, store=home_of(spec).datastore)
    center = vcenter.datacenter_of(host)
    if folder.datacenter is not center:
        raise faults.invalid_argument("folder")
    require_privilege(call, vcenter.ref(folder), "VApp.Import")
    store = center.store(host.datastore(home_of(spec).datastore))
    require_privilege(call, vcenter.ref(store), "Datastore.AllocateSpace")
    require_free_name(vcenter, folder, spec.name or "")
    ref: Ref = forward(call, host)
    lease = inventory_of(call).get(ref)
    vcenter.place(lease.machine, folder)
    vcenter.places.assign(lease.machine, pool)
    return ref


def _folder(call: Call) -> Folder:
    """Return the folder that the machine comes to: that of its vApp, or the one that is named.

    Raises:
        Refused: InvalidArgument, ManagedObjectNotFound.
    """
    named = call.method.folder
    if isinstance(call.subject, VApp) and named is None:
        return call.subject.folder
    folder = None if named is None else inventory_of(call).get(named)
    if not isinstance(folder, Folder) or folder.kind != "vm":
        raise faults.invalid_argument("folder")
    return folder


@own("CreateImportSpec")
def _import_spec(call: Call) -> vim.OvfCreateImportSpecResult:
    """Have a host of the pool make the spec; a network that it has not cannot be mapped to."""
    method, inventory = call.method, inventory_of(call)
    require_privilege(call, method.resource_pool, "VApp.Import")
    require_privilege(call, method.datastore, "Datastore.AllocateSpace")
    store = inventory.get(method.datastore)
    named = method.cisp.host_system
    host = host_for(call, named, method.resource_pool, store=store.name)
    result: vim.OvfCreateImportSpecResult = forward(call, host)
    return result


@own("CreateDescriptor")
def _describe(call: Call) -> vim.OvfCreateDescriptorResult:
    """Have the host of a machine write its descriptor."""
    require_privilege(call, call.method.obj, "VApp.Export")
    host = host_of(inventory_of(call).get(call.method.obj))
    if host is None:
        raise faults.not_supported()
    result: vim.OvfCreateDescriptorResult = forward(call, host)
    return result


@own("ValidateHost")
def _validate(call: Call) -> vim.OvfValidateHostResult:
    """Have a host tell whether it takes a package."""
    host = host_of(inventory_of(call).get(call.method.host))
    if host is None:
        raise faults.invalid_argument("host")
    result: vim.OvfValidateHostResult = forward(call, host)
    return result
