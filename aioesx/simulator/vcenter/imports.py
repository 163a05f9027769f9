"""Handlers of a vCenter: machines that arrive as files, by a lease of one of its hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.arrivals import home_of, machine_spec
from aioesx.simulator.vcenter.dispatch import forward, inventory_of, own, vcenter_of
from aioesx.simulator.vcenter.folders import require_free_name
from aioesx.simulator.vcenter.placement import host_for
from aioesx.simulator.vcenter.tree import Folder, VApp

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call
    from aioesx.vim import ManagedObjectReference as Ref

__all__: list[str] = []


@own("ImportVApp")
def _import(call: Call) -> Ref:
    """Have a host of the pool take a machine in, and put it into folder and pool."""
    vcenter, pool = vcenter_of(call), call.subject
    spec, folder = machine_spec(call.method.spec).config_spec, _folder(call)
    host = host_for(call, call.method.host, call.method.this, store=home_of(spec).datastore)
    if folder.datacenter is not vcenter.datacenter_of(host):
        raise faults.invalid_argument("folder")
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
