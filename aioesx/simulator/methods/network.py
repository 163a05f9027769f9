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
    call.host.network.remove_switch(call.method.vswitch_name, lambda name: _used(call, name))


@handles("UpdateVirtualSwitch")
def _update_switch(call: Call) -> None:
    call.host.network.update_switch(call.method.vswitch_name, call.method.spec)


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
    call.host.network.update_group(call.method.pg_name, call.method.portgrp)


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
