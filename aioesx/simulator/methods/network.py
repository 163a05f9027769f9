"""Handlers: virtual switches and port groups."""

from __future__ import annotations

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.properties.network import nic_service

__all__: list[str] = []


@handles("AddVirtualSwitch")
def _add_switch(call: Call) -> None:
    spec = call.method.spec or vim.HostVirtualSwitchSpec(num_ports=128)
    call.host.network.add_switch(call.method.vswitch_name, spec)


@handles("RemoveVirtualSwitch")
def _remove_switch(call: Call) -> None:
    network = call.host.network
    for group in network.groups_of(call.method.vswitch_name):
        if _used(call, group.name):
            raise faults.resource_in_use(call.method.vswitch_name, "HostVirtualSwitch")
    network.remove_switch(call.method.vswitch_name)


@handles("UpdateVirtualSwitch")
def _update_switch(call: Call) -> None:
    call.host.network.switch(call.method.vswitch_name).spec = call.method.spec


def _used(call: Call, name: str) -> bool:
    return any(m.is_on and name in m.networks() for m in call.host.machines.values())


@handles("AddPortGroup")
def _add_group(call: Call) -> None:
    call.host.network.add_group(call.method.portgrp)


@handles("RemovePortGroup")
def _remove_group(call: Call) -> None:
    name = call.method.pg_name
    call.host.network.remove_group(name, _used(call, name))


@handles("UpdatePortGroup")
def _update_group(call: Call) -> None:
    network, name, spec = call.host.network, call.method.pg_name, call.method.portgrp
    if name not in network.groups:
        raise faults.not_found(name)
    if spec.name != name and spec.name in network.groups:
        raise faults.already_exists(spec.name)
    network.switch(spec.vswitch_name)
    group = network.groups.pop(name)
    group.spec = spec
    network.groups[spec.name] = group


@handles("RefreshNetworkSystem")
def _refresh(call: Call) -> None:
    """Nothing is cached, so nothing is stale."""
    del call


@handles("QueryNetConfig")
def _net_config(call: Call) -> vim.VirtualNicManagerNetConfig:
    if call.method.nic_type not in call.host.network.known_services():
        raise faults.invalid_argument("nicType")
    return nic_service(call.host, call.method.nic_type)


@handles("SelectVnicForNicType", "DeselectVnicForNicType")
def _serve(call: Call) -> None:
    chosen = call.method.wire_name == "SelectVnicForNicType"
    call.host.network.serve(call.method.nic_type, call.method.device, chosen=chosen)
