"""The policies of switches and port groups: the host's values as ours, and back. No I/O.

The host bounds what passes in bits a second and bytes, libvirt in kilobytes a second and KiB, and
both directions alike.
"""

from __future__ import annotations

import dataclasses

from aioesx import vim
from aioesx.network.values import Bandwidth, SecurityPolicy, TeamingPolicy
from aioesx.units import (
    HIGHEST_RATE,
    bits_to_kilobytes,
    bytes_to_kib,
    is_within,
    kib_to_bytes,
    kilobytes_to_bits,
)

__all__ = ["bandwidth_of", "security_of", "shaping_of", "teaming_of"]


def bandwidth_of(policy: vim.HostNetworkPolicy | None) -> Bandwidth | None:
    """Return what may pass; None where it is not bounded.

    Source: libvirt, esxShapingPolicyToBandwidth.
    """
    shaping = policy.shaping_policy if policy is not None else None
    if shaping is None or shaping.enabled is not True:
        return None
    average, peak, burst = shaping.average_bandwidth, shaping.peak_bandwidth, shaping.burst_size
    return Bandwidth(
        average=None if average is None else bits_to_kilobytes(average),
        peak=None if peak is None else bits_to_kilobytes(peak),
        burst=None if burst is None else bytes_to_kib(burst),
    )


def shaping_of(bandwidth: Bandwidth | None) -> vim.HostNetworkTrafficShapingPolicy | None:
    """Return what a host is told; None, and 0, are no bound.

    Raises:
        ValueError: a number is none that a host can be told.

    Source: libvirt, esxBandwidthToShapingPolicy.
    """
    if bandwidth is None:
        return None
    for field in dataclasses.fields(bandwidth):
        number = getattr(bandwidth, field.name)
        if number is not None and not is_within(number, HIGHEST_RATE):
            raise ValueError(f"{field.name}={number!r} should be a number from 0 to {HIGHEST_RATE}")
    if not (bandwidth.average or bandwidth.peak or bandwidth.burst):
        return None
    average, peak, burst = bandwidth.average, bandwidth.peak, bandwidth.burst
    return vim.HostNetworkTrafficShapingPolicy(
        enabled=True,
        average_bandwidth=kilobytes_to_bits(average) if average else None,
        peak_bandwidth=kilobytes_to_bits(peak) if peak else None,
        burst_size=kib_to_bytes(burst) if burst else None,
    )


def security_of(policy: vim.HostNetworkPolicy | None) -> SecurityPolicy | None:
    """Return what users may do."""
    security = policy.security if policy is not None else None
    if security is None:
        return None
    return SecurityPolicy(
        security.allow_promiscuous, security.mac_changes, security.forged_transmits
    )


def teaming_of(policy: vim.HostNetworkPolicy | None) -> TeamingPolicy | None:
    """Return how uplinks share the load."""
    teaming = policy.nic_teaming if policy is not None else None
    if teaming is None:
        return None
    order = teaming.nic_order
    return TeamingPolicy(
        policy=teaming.policy,
        notify_switches=teaming.notify_switches,
        failback=None if teaming.rolling_order is None else not teaming.rolling_order,
        active=tuple(order.active_nic) if order is not None else (),
        standby=tuple(order.standby_nic) if order is not None else (),
    )
