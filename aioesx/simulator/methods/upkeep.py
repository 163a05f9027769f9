"""Handlers: services, firewall and clock of the host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.state.upkeep import POLICIES

if TYPE_CHECKING:
    from datetime import datetime

__all__: list[str] = []

_LONGEST_NAME: Final = 255


@handles("StartService")
def _start(call: Call) -> None:
    call.host.upkeep.start(call.method.id)


@handles("StopService")
def _stop(call: Call) -> None:
    call.host.upkeep.stop(call.method.id)


@handles("RestartService")
def _restart(call: Call) -> None:
    service = call.host.upkeep.service(call.method.id)
    if not service.running:
        raise faults.invalid_state(f"The service '{service.key}' is not running.")


@handles("UpdateServicePolicy")
def _policy(call: Call) -> None:
    service = call.host.upkeep.service(call.method.id)
    if call.method.policy not in POLICIES:
        raise faults.invalid_argument("policy")
    service.policy = call.method.policy


@handles("EnableRuleset")
def _enable(call: Call) -> None:
    call.host.upkeep.open(call.method.id, enabled=True)


@handles("DisableRuleset")
def _disable(call: Call) -> None:
    call.host.upkeep.open(call.method.id, enabled=False)


@handles("UpdateRuleset")
def _update(call: Call) -> None:
    call.host.upkeep.ruleset(call.method.id).allowed = call.method.spec.allowed_hosts


@handles("QueryDateTime")
def _now(call: Call) -> datetime:
    return call.host.timeline.now() + call.host.upkeep.clock_offset


@handles("UpdateDateTimeConfig")
def _set_clock(call: Call) -> None:
    config = call.method.config.ntp_config
    if config is None:
        return
    if any(not name or " " in name or len(name) > _LONGEST_NAME for name in config.server):
        raise faults.host_config("A name of a time server is not valid.")
    call.host.upkeep.ntp_servers = list(config.server)
