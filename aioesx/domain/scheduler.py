"""The host's CPU scheduler, as far as one domain is concerned: reservation, limit, shares.

The numbers are libvirt's: a limit of -1 is no limit, shares of -1, -2 and -3 are the host's
levels low, normal and high. The rules stand in `checked`, and nowhere else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.tasks.runner import Check

__all__ = [
    "HIGH",
    "LOW",
    "NORMAL",
    "SCHEDULER_PATHS",
    "UNLIMITED",
    "SchedulerParameters",
    "check_against",
    "checked",
    "scheduler_parameters",
    "scheduler_spec",
]

UNLIMITED: Final = -1
LOW: Final = -1
NORMAL: Final = -2
HIGH: Final = -3

_LEVELS: Final = {
    vim.SharesLevel.LOW: LOW,
    vim.SharesLevel.NORMAL: NORMAL,
    vim.SharesLevel.HIGH: HIGH,
}
_NAMES: Final = {number: level for level, number in _LEVELS.items()}
_IGNORED: Final = -1  # the host sets the number itself where a level is given

_ALLOCATION: Final = "config.cpuAllocation"
SCHEDULER_PATHS: Final = (
    f"{_ALLOCATION}.reservation",
    f"{_ALLOCATION}.limit",
    f"{_ALLOCATION}.shares",
)


@dataclasses.dataclass(frozen=True, slots=True)
class SchedulerParameters:
    """How a domain shares the host's processors; None is what the host does not tell.

    Attributes:
        reservation: what is guaranteed, in MHz of all virtual CPUs together.
        limit: what it gets at most, in MHz; -1 is no limit.
        shares: its weight among the domains; -1, -2 and -3 are the host's levels low, normal
            and high.
    """

    reservation: int | None = None
    limit: int | None = None
    shares: int | None = None


def scheduler_parameters(values: Mapping[str, Any]) -> SchedulerParameters:
    """Make it of the properties `SCHEDULER_PATHS`."""
    reservation, limit, shares = (values.get(path) for path in SCHEDULER_PATHS)
    if isinstance(shares, vim.SharesInfo):
        shares = _LEVELS.get(shares.level, shares.shares)  # type: ignore[call-overload]
    return SchedulerParameters(reservation, limit, shares)


def checked(parameters: SchedulerParameters) -> SchedulerParameters:
    """Return parameters that the rules allow.

    Raises:
        ValueError: a reservation below 0, a limit below -1 or below the reservation, shares
            below -3, or nothing at all.
    """
    reservation, limit, shares = dataclasses.astuple(parameters)
    if reservation is None and limit is None and shares is None:
        raise ValueError("give at least one of reservation, limit and shares")
    if reservation is not None and reservation < 0:
        raise ValueError(f"could not set reservation to {reservation} MHz, expecting 0 or more")
    if limit is not None and limit < UNLIMITED:
        raise ValueError(f"could not set limit to {limit} MHz, expecting 0 or more, or -1")
    if shares is not None and shares < HIGH:
        raise ValueError(
            f"could not set shares to {shares}, expecting 0 or more,"
            " or -1 (low), -2 (normal) or -3 (high)"
        )
    if limit is not None and limit != UNLIMITED and reservation is not None and limit < reservation:
        raise ValueError(f"the limit of {limit} MHz is below the reservation of {reservation} MHz")
    return parameters


def check_against(wanted: SchedulerParameters) -> Check:
    """Return the check of what is changed against what the domain has already."""

    def judge(values: Mapping[str, Any]) -> None:
        now = scheduler_parameters(values)
        checked(
            SchedulerParameters(
                now.reservation if wanted.reservation is None else wanted.reservation,
                now.limit if wanted.limit is None else wanted.limit,
                wanted.shares,
            )
        )

    return Check(SCHEDULER_PATHS[:2], judge)


def scheduler_spec(parameters: SchedulerParameters) -> vim.VirtualMachineConfigSpec:
    """Return the change; what is None stays as it is."""
    shares = None
    if parameters.shares is not None:
        level = _NAMES.get(parameters.shares)
        shares = vim.SharesInfo(
            shares=parameters.shares if level is None else _IGNORED,
            level=vim.SharesLevel.CUSTOM if level is None else level,
        )
    return vim.VirtualMachineConfigSpec(
        cpu_allocation=vim.ResourceAllocationInfo(
            reservation=parameters.reservation, limit=parameters.limit, shares=shares
        )
    )
