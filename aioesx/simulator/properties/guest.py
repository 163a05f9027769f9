"""Views of what VMware Tools tell about a machine's guest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator.properties.view import View
from aioesx.simulator.state.config import guest_name

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine

__all__ = ["GUEST", "GUEST_SUMMARY", "heartbeat"]


def heartbeat(machine: Machine) -> vim.ManagedEntityStatus:
    """Return the colour of the guest's heartbeat."""
    status = vim.ManagedEntityStatus
    return status.GREEN if machine.tools_running else status.GRAY


def _status(machine: Machine) -> vim.VirtualMachineToolsStatus:
    status = vim.VirtualMachineToolsStatus
    if not machine.guest.tools_installed:
        return status.TOOLS_NOT_INSTALLED
    return status.TOOLS_OK if machine.tools_running else status.TOOLS_NOT_RUNNING


def _version_status(machine: Machine) -> str:
    installed = machine.guest.tools_installed
    return "guestToolsCurrent" if installed else "guestToolsNotInstalled"


def _running_status(machine: Machine) -> str:
    return "guestToolsRunning" if machine.tools_running else "guestToolsNotRunning"


def _address(machine: Machine) -> str | None:
    if not machine.tools_running or not machine.guest.addresses:
        return None
    return machine.guest.addresses[0].partition("/")[0]


def _host_name(machine: Machine) -> str | None:
    return (machine.guest.hostname or None) if machine.tools_running else None


def _known(machine: Machine, value: str) -> str | None:
    return value if machine.tools_running else None


def _cards(machine: Machine) -> list[vim.GuestNicInfo]:
    """Return one entry per network card; the addresses are those of the first."""
    if not machine.tools_running:
        return []
    cards = []
    for number, (network, mac) in enumerate(machine.cards()):
        found = machine.guest.addresses if number == 0 else ()
        cards.append(
            vim.GuestNicInfo(
                network=network,
                ip_address=[address.partition("/")[0] for address in found],
                mac_address=mac,
                connected=True,
                device_config_id=4000 + number,
                ip_config=vim.NetIpConfigInfo(
                    ip_address=[
                        vim.NetIpConfigInfoIpAddress(
                            ip_address=address.partition("/")[0],
                            prefix_length=int(address.partition("/")[2] or 24),
                            state="preferred",
                        )
                        for address in found
                    ]
                ),
            )
        )
    return cards


def _disks(machine: Machine) -> list[vim.GuestDiskInfo]:
    if not machine.tools_running:
        return []
    size = 16 * 1024**3
    return [vim.GuestDiskInfo(disk_path="/", capacity=size, free_space=size * 2 // 3)]


GUEST: Final = View(
    vim.GuestInfo,
    tools_status=_status,
    tools_version_status=_version_status,
    tools_version_status2=_version_status,
    tools_running_status=_running_status,
    tools_version=lambda machine: "10272" if machine.guest.tools_installed else "0",
    guest_id=lambda machine: _known(machine, machine.config.guest_id),
    guest_family=lambda machine: _known(
        machine, "windowsGuest" if machine.config.guest_os.startswith("win") else "linuxGuest"
    ),
    guest_full_name=lambda machine: _known(machine, guest_name(machine.config.guest_os)),
    host_name=_host_name,
    ip_address=_address,
    net=_cards,
    disk=_disks,
    screen=lambda machine: (
        vim.GuestScreenInfo(width=800, height=600) if machine.tools_running else None
    ),
    guest_state=lambda machine: "running" if machine.tools_running else "notRunning",
    app_heartbeat_status="appStatusGray",
    guest_operations_ready=lambda machine: machine.tools_running,
    interactive_guest_operations_ready=False,
    guest_state_change_supported=lambda machine: machine.tools_running,
)

GUEST_SUMMARY: Final = View(
    vim.VirtualMachineGuestSummary,
    guest_id=lambda machine: _known(machine, machine.config.guest_id),
    guest_full_name=lambda machine: _known(machine, guest_name(machine.config.guest_os)),
    tools_status=_status,
    tools_version_status=_version_status,
    tools_version_status2=_version_status,
    tools_running_status=_running_status,
    host_name=_host_name,
    ip_address=_address,
)
