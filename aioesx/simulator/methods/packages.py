"""Handlers: the OVF manager, which reads and writes the descriptors of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.ovf import format_ovf
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.packages.reading import parsed, read, sizes_of, warned
from aioesx.simulator.packages.specs import (
    PROVISIONING,
    Target,
    import_spec,
    unsupported_hardware,
)
from aioesx.simulator.packages.writing import describe
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.network import PortGroup
from aioesx.simulator.state.snapshots import Snapshot

if TYPE_CHECKING:
    from aioesx.ovf import Envelope

__all__ = ["require_privilege"]


def require_privilege(call: Call, ref: vim.ManagedObjectReference, privilege: str) -> None:
    """Refuse who may not do something with an object that a call names.

    Raises:
        Refused: NoPermission, ManagedObjectNotFound.
    """
    user = None if call.session is None else call.session.user
    if privilege not in call.host.privileges_on(user, call.inventory.get(ref)):
        raise faults.no_permission(ref, privilege)


@handles("ParseDescriptor")
def _parse(call: Call) -> vim.OvfParseDescriptorResult:
    return parsed(call.method.ovf_descriptor)


@handles("ValidateHost")
def _validate(call: Call) -> vim.OvfValidateHostResult:
    """Tell whether a host takes a package, and how large that is."""
    envelope = read(call.method.ovf_descriptor)
    if isinstance(envelope, vim.LocalizedMethodFault):
        return vim.OvfValidateHostResult(error=[envelope])
    download, thick, thin = sizes_of(envelope)
    wrong = unsupported_hardware(envelope, _versions(call))
    return vim.OvfValidateHostResult(
        download_size=download,
        flat_deployment_size=thick,
        sparse_deployment_size=thin,
        error=[] if wrong is None else [wrong],
        warning=warned(envelope),
        supported_disk_provisioning=list(PROVISIONING),
    )


def _versions(call: Call) -> tuple[int, ...]:
    return tuple(call.host.profile.hardware_versions)


@handles("CreateImportSpec")
def _import_spec(call: Call) -> vim.OvfCreateImportSpecResult:
    """Make the spec of a machine of a package."""
    method = call.method
    require_privilege(call, method.resource_pool, "VApp.Import")
    require_privilege(call, method.datastore, "Datastore.AllocateSpace")
    store = call.inventory.get(method.datastore)
    store.require_accessible()
    envelope = read(method.ovf_descriptor)
    if isinstance(envelope, vim.LocalizedMethodFault):
        return vim.OvfCreateImportSpecResult(error=[envelope])
    params = method.cisp
    system = envelope.system
    target = Target(
        name=params.entity_name or system.name or system.id,
        store=store.name,
        versions=_versions(call),
        networks=_networks(call, envelope),
        known_networks=tuple(group.name for group in call.host.network.networks()),
        configuration=params.deployment_option,
        provisioning=params.disk_provisioning or "",
        values=_values(params.property_mapping, envelope),
    )
    return import_spec(envelope, target)


def _networks(call: Call, envelope: Envelope) -> dict[str, str]:
    """Return the names of the networks that a package's are mapped to.

    Raises:
        Refused: InvalidArgument: one is no network; ManagedObjectNotFound.
    """
    known, found = {one.name for one in envelope.networks}, dict[str, str]()
    for one in call.method.cisp.network_mapping:
        group = call.inventory.get(one.network)
        if not isinstance(group, PortGroup) or one.name not in known:
            raise faults.invalid_argument("cisp.networkMapping")
        found[one.name] = group.name
    return found


def _values(mapping: list[vim.KeyValue], envelope: Envelope) -> dict[str, str]:
    """Return the values of properties.

    Raises:
        Refused: InvalidArgument: the package has no such property.
    """
    known = {
        product.full_key(one.key)
        for product in envelope.system.products
        for one in product.properties
    }
    if any(pair.key not in known for pair in mapping):
        raise faults.invalid_argument("cisp.propertyMapping")
    return {pair.key: pair.value for pair in mapping}


@handles("CreateDescriptor")
def _describe(call: Call) -> vim.OvfCreateDescriptorResult:
    """Write the descriptor of a machine."""
    method, params = call.method, call.method.cdp
    require_privilege(call, method.obj, "VApp.Export")
    machine: Any = call.inventory.get(method.obj)
    if not isinstance(machine, Machine):
        raise faults.not_supported()
    config = machine.config
    if params.snapshot is not None:
        snapshot = call.inventory.get(params.snapshot)
        if not isinstance(snapshot, Snapshot) or snapshot.machine is not machine:
            raise faults.invalid_argument("cdp.snapshot")
        config = snapshot.config
    described = describe(machine, config, params)
    return vim.OvfCreateDescriptorResult(
        ovf_descriptor=format_ovf(described.envelope),
        warning=described.warnings,
        include_image_files=bool(params.include_image_files),
    )
