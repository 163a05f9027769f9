"""The coroutines of `Domain` that tell what it is and has."""

from __future__ import annotations

from aioesx._server.files.target import Target
from aioesx.domain import autostart, counters, devices, guest
from aioesx.domain.base import DomainBase
from aioesx.domain.facts import INFO_PATHS, STATUS_PATHS, domain_info, domain_status
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.screenshot import fetch_screenshot, save_screenshot
from aioesx.domain.values import DomainInfo, DomainState, DomainStatus

__all__ = ["FactVerbs"]


class FactVerbs(DomainBase):
    """Facts: each coroutine reads anew."""

    __slots__ = ()

    async def info(self, *, timeout: float | None = None) -> DomainInfo:
        """Read state and size, in one call.

        Source: libvirt, esxDomainGetInfo.
        """
        return domain_info(await self._read(INFO_PATHS, timeout))

    async def state(self, *, timeout: float | None = None) -> DomainState:
        """Read the state.

        Source: libvirt, esxDomainGetState.
        """
        return domain_state(await self._read((STATE_PATH,), timeout))

    async def status(self, *, timeout: float | None = None) -> DomainStatus:
        """Read the state and the reason for it, in one call."""
        return domain_status(await self._read(STATUS_PATHS, timeout), self.ref)

    async def hostname(self, *, timeout: float | None = None) -> str:
        """Read the guest's own name.

        Raises:
            InvalidStateError: the domain is not on.
            ToolsUnavailableError: VMware Tools do not run in the guest.

        Source: libvirt, esxDomainGetHostname.
        """
        return guest.guest_hostname(await self._read(guest.HOSTNAME_PATHS, timeout), self.name)

    async def interface_addresses(
        self, *, timeout: float | None = None
    ) -> list[guest.GuestInterface]:
        """Read the addresses that the guest's network cards have.

        Raises:
            InvalidStateError: the domain is not on.
            ToolsUnavailableError: VMware Tools do not run in the guest.

        Source: libvirt, esxDomainInterfaceAddresses.
        """
        return guest.guest_interfaces(await self._read(guest.ADDRESS_PATHS, timeout), self.name)

    async def disks(self, *, timeout: float | None = None) -> list[devices.DomainDisk]:
        """Read disks and drives, in libvirt's order."""
        return devices.disks_of(await self._read(devices.DEVICE_PATHS, timeout))

    async def interfaces(self, *, timeout: float | None = None) -> list[devices.DomainInterface]:
        """Read the network cards."""
        return devices.interfaces_of(await self._read(devices.DEVICE_PATHS, timeout))

    async def vnc_display(self, *, timeout: float | None = None) -> devices.VncDisplay | None:
        """Read where the console is served by VNC; None if it is not."""
        return devices.vnc_display_of(await self._read(devices.VNC_PATHS, timeout))

    async def screenshot(self, *, timeout: float | None = None) -> bytes:
        """Fetch a picture of the console, as PNG.

        Raises:
            NotSupportedError: the host cannot.
            InvalidStateError: the domain is not on.

        Source: libvirt, esxDomainScreenshot.
        """
        return await fetch_screenshot(self._server, self.ref, self.name, timeout)

    async def save_screenshot(self, target: Target, *, timeout: float | None = None) -> None:
        """Write a picture of the console to a PNG file, as it comes from the host.

        Args:
            target: the path of a file, which is complete or as it was before, even if this is
                cancelled; or a file that is open, for bytes, whose `write` may be a coroutine
                function.
            timeout: seconds in all.

        Raises:
            NotSupportedError, InvalidStateError: as for `screenshot`; nothing was written.
            TransferError: the file cannot be written.
            TransferIncompleteError: the picture ended too early; an open file may have got a part.
        """
        await save_screenshot(self._server, self.ref, self.name, target, timeout)

    async def cpu_usage(
        self, *, samples: int = 1, timeout: float | None = None
    ) -> counters.CpuUsage:
        """Read processor time of the latest intervals of 20 seconds, in three calls.

        Args:
            samples: how many intervals; the host keeps about an hour.
            timeout: seconds for each call.

        Raises:
            NotSupportedError: the host does not count.
        """
        return await counters.read_cpu_usage(self._server, self.ref, samples, timeout)

    async def autostart(self, *, timeout: float | None = None) -> bool:
        """Tell whether the host starts the domain when it boots.

        Raises:
            NotFoundError: the host has no autostart manager.

        Source: libvirt, esxDomainGetAutostart.
        """
        return await autostart.is_enabled(self._server, self.ref, timeout)

    async def set_autostart(self, enabled: bool, *, timeout: float | None = None) -> None:
        """Let the host start the domain when it boots, or not.

        Raises:
            InvalidStateError: autostart as a whole is off, and to switch it on would start
                other domains, too.

        Source: libvirt, esxDomainSetAutostart; vSphere API, ReconfigureAutostart.
        """
        await autostart.set_enabled(self._server, self.ref, enabled, timeout)
