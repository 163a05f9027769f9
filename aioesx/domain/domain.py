"""`Domain`: a virtual machine registered on the host.

Its coroutines are thin: how things are read, checked and said is in the modules that they call,
one for each idea.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, Unpack, get_args

from aioesx import vim
from aioesx._server import hostfacts
from aioesx._server.collector import Properties, read_one
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.tasks.answers import give_answer, open_question
from aioesx._server.tasks.questions import Choice, Question
from aioesx._server.tasks.runner import Check, TaskOptions
from aioesx._server.thing import Thing, thing_of
from aioesx._session.operation import settle
from aioesx._session.seconds import DEFAULT
from aioesx._words import one_of
from aioesx.domain import (
    autostart,
    power,
    resources,
)
from aioesx.domain.facts import INFO_PATHS, STATUS_PATHS, domain_info, domain_status
from aioesx.domain.identity import (
    IDENTITY_PATHS,
    STATE_PATH,
    Identity,
    domain_id,
    domain_state,
)
from aioesx.domain.values import DomainInfo, DomainState, DomainStatus
from aioesx.errors import NotSupportedError

if TYPE_CHECKING:  # what a coroutine needs is loaded by those who call it
    from collections.abc import Iterable, Mapping, Sequence
    from ipaddress import IPv4Address, IPv6Address
    from uuid import UUID

    from aioesx._server.files.target import Target
    from aioesx._server.moving import (
        Exported,
        ExportFormat,
        ExportLimits,
        ExportPlan,
        ExportTarget,
        ExportWay,
        HardwareMode,
        OnExportProgress,
        OnExportWarning,
        Proof,
        WarmOptions,
    )
    from aioesx._server.server import Opened
    from aioesx.definition import Device, DomainDefinition, Interface
    from aioesx.domain.console import ConsoleKind, ConsoleTicket
    from aioesx.domain.counters import CpuUsage
    from aioesx.domain.destination import Destination
    from aioesx.domain.devices import DomainDisk, DomainInterface, VncDisplay
    from aioesx.domain.documents.edit import Edit
    from aioesx.domain.guest import GuestInterface
    from aioesx.domain.hardware.change import Machine
    from aioesx.domain.hardware.configuration import (
        DomainConfiguration,
        Firmware,
        Latency,
        ToolsUpgrade,
    )
    from aioesx.domain.hardware.values import DomainDevice, NewDisk
    from aioesx.domain.inside.opening import GuestOpening, PasswordLike
    from aioesx.domain.keyboard.strokes import Chord
    from aioesx.domain.migration import Priority
    from aioesx.domain.scheduler import SchedulerParameters
    from aioesx.domain.screenshots import Screenshots
    from aioesx.domain.snapshots import Snapshot, Snapshots
    from aioesx.vmx import Dialect
    from aioesx.watch.changes import Changes

__all__ = ["Domain"]


class Domain:
    """A virtual machine registered on the host.

    A domain names a remote object and holds none of its state: whatever can change is read by
    a coroutine. Every coroutine may raise `TransportError` and `ProtocolError`, and
    `NotFoundError` once the domain is no longer registered; one that changes something may raise
    `OutcomeUnknownError`. One that starts a task takes `TaskOptions` (on_question, on_progress,
    on_cancel) and may raise `QuestionPendingError` and the other kinds of `TaskError`.

    Attributes:
        ref: reference of the managed object.
        name: the name when the domain was looked up, or renamed by this object, unescaped.
        uuid: the BIOS UUID when the domain was looked up, whatever the host thinks of the
            configuration; None where the host tells none.
        os_type: libvirt's word for what VMware virtualizes: always ``"hvm"``.
    """

    __slots__ = ("_server", "name", "ref", "uuid")

    os_type: Final = "hvm"

    def __init__(
        self, server: Server, ref: vim.ManagedObjectReference, name: str, uuid: UUID | None
    ) -> None:
        self._server = server
        self.ref = ref
        self.name = name
        self.uuid = uuid

    def __repr__(self) -> str:
        return f"<Domain {self.name!r} {self.ref.value}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Domain):
            return NotImplemented
        return self.ref == other.ref and self._server is other._server

    def __hash__(self) -> int:
        return hash(self.ref)

    @property
    def _thing(self) -> Thing:
        return thing_of(self.ref, self.name)

    @property
    def number(self) -> int:
        """The number in the domain's reference: its id whenever it is not shut off."""
        return domain_id(self.ref)

    @property
    def snapshots(self) -> Snapshots:
        """The domain's snapshots."""
        from aioesx.domain.snapshots import Snapshots

        return Snapshots(self._server, self)

    # --- power ------------------------------------------------------------------------------------

    @operation("task")
    async def start(self, **options: Unpack[TaskOptions]) -> None:
        """Power the domain on and wait until the host reports success.

        Raises:
            InvalidStateError: it is on or suspended already.
            QuestionPendingError: the policy leaves a question to a person.
            TaskError: the task failed, was cancelled, lost, or not done in time.

        Source: libvirt, esxDomainCreate; vSphere API, VirtualMachine.PowerOnVM_Task.
        """
        await self._move(power.START, options)

    @operation("task")
    async def destroy(self, **options: Unpack[TaskOptions]) -> None:
        """Power the domain off, as by pulling the plug; a suspended one loses its memory.

        Raises:
            InvalidStateError: it is off already.

        Source: vSphere API, VirtualMachine.PowerOffVM_Task.
        """
        await self._move(power.DESTROY, options)

    @operation("task")
    async def suspend(self, **options: Unpack[TaskOptions]) -> None:
        """Suspend the domain, its memory to disk, and wait until it is.

        Raises:
            InvalidStateError: it is not on.

        Source: vSphere API, VirtualMachine.SuspendVM_Task.
        """
        await self._move(power.SUSPEND, options)

    @operation("task")
    async def resume(self, **options: Unpack[TaskOptions]) -> None:
        """Wake a suspended domain and wait until it runs.

        Raises:
            InvalidStateError: it is not suspended.

        Source: libvirt, esxDomainResume; vSphere API, VirtualMachine.PowerOnVM_Task.
        """
        await self._move(power.RESUME, options)

    @operation("task")
    async def reset(self, **options: Unpack[TaskOptions]) -> None:
        """Reset the domain, as by its button, and wait until it was.

        Raises:
            InvalidStateError: it is not on.

        Source: vSphere API, VirtualMachine.ResetVM_Task.
        """
        await self._move(power.RESET, options)

    @operation("call")
    async def shutdown(
        self, *, tools_seconds: float = 0.0, timeout: float | None = DEFAULT
    ) -> None:
        """Ask the guest's operating system to shut down; returns when it was asked.

        Args:
            tools_seconds: how long VMware Tools that are installed may take until they run, as
                those of a guest that boots do; within ``timeout=``.
            timeout: seconds in all.

        Raises:
            ToolsUnavailableError: VMware Tools do not run in the guest, or did not in that time.
            InvalidStateError: the domain is not on.

        Source: vSphere API, VirtualMachine.ShutdownGuest.
        """
        from aioesx.domain.shutting import ask_guest

        await ask_guest(vim.ShutdownGuest, self._server, self.ref, self.name, tools_seconds)

    @operation("call")
    async def reboot(self, *, tools_seconds: float = 0.0, timeout: float | None = DEFAULT) -> None:
        """Ask the guest's operating system to restart; returns when it was asked.

        Args:
            tools_seconds: how long VMware Tools that are installed may take until they run, as
                those of a guest that boots do; within ``timeout=``.
            timeout: seconds in all.

        Raises:
            ToolsUnavailableError: VMware Tools do not run in the guest, or did not in that time.
            InvalidStateError: the domain is not on.

        Source: vSphere API, VirtualMachine.RebootGuest.
        """
        from aioesx.domain.shutting import ask_guest

        await ask_guest(vim.RebootGuest, self._server, self.ref, self.name, tools_seconds)

    @operation("task")
    async def consolidate(self, **options: Unpack[TaskOptions]) -> None:
        """Merge the disks that snapshots have left behind, and wait until it is done.

        Whether there are any tells the property ``runtime.consolidationNeeded``, since API 5.0.

        Raises:
            NotSupportedError: the host is older than 5.0; nothing was sent.
            QuestionPendingError, TaskError: as for `start`.

        Source: vSphere API, VirtualMachine.ConsolidateVMDisks_Task.
        """
        if not self._server.session.has_api(5, 0):
            raise NotSupportedError("", "disks are consolidated by hosts of version 5.0 and up")
        method = vim.ConsolidateVMDisks_Task(this=self.ref)
        await self._server.tasks.do(method, asked_of=self.ref, **options)

    @operation("endless")
    async def wait_for(self, state: DomainState | str, *, timeout: float | None = DEFAULT) -> None:
        """Return as soon as the domain is in a state; at once if it is already.

        Args:
            state: such as ``DomainState.SHUTOFF`` or its word ``"shut off"``, after `shutdown`.
            timeout: seconds in all; None waits as long as it takes, until nothing is heard of
                the host for a minute (a connection that breaks is made anew meanwhile).

        Raises:
            ValueError: there is no such state; nothing was sent.
            WaitTimeoutError: it was not, in time.
            TransportTimeout: the host fell silent.
            NotFoundError: the domain was unregistered.
        """
        from aioesx.domain import waiting

        wanted = one_of(state, DomainState, what="state")
        await waiting.wait_for_state(self._server, self.ref, wanted)

    @operation("endless")
    async def wait_for_address(
        self, *, version: Literal[4, 6] | None = None, timeout: float | None = DEFAULT
    ) -> IPv4Address | IPv6Address:
        """Return the guest's first address by which others can reach it, as soon as it has one.

        VMware Tools tell it; loopback and link-local addresses do not count.

        Args:
            version: 4 or 6; None for either.
            timeout: seconds in all, as for `wait_for`.

        Raises:
            ValueError: there is no such version; nothing was sent.
            WaitTimeoutError, TransportTimeout, NotFoundError: as for `wait_for`.
            NotPermittedError: the host hides what the guest tells.
        """
        from aioesx.domain import waiting

        if version not in (None, 4, 6):
            raise ValueError(f"{version!r} is no version of IP: should be one of 4, 6")
        return await waiting.wait_for_address(self._server, self.ref, version)

    def watch(
        self, properties: str | Iterable[str] = (), *, timeout: float | None = DEFAULT
    ) -> Changes:
        """Watch the domain: first what is, then each change; it ends when the domain is gone.

            async with web.watch("state") as changes:
                async for change in changes: ...

        Args:
            properties: of ``name``, ``state``, ``question``, ``snapshots``, ``tools``,
                ``addresses``, ``alarms``, and property paths such as ``"summary.overallStatus"``;
                all of the former but ``alarms`` by default.
            timeout: seconds in all; see `Connection.watch`.

        Raises:
            ValueError: there is no such property; nothing was sent.

        On opening, besides: NotFoundError: the domain is gone.
        """
        from aioesx._server.traversal import object_spec
        from aioesx.domain.watched import DOMAINS
        from aioesx.watch.changes import Changes

        return Changes(
            self._server,
            [DOMAINS.only(properties)],
            [object_spec(self.ref)],
            timeout=timeout,
            only=self.ref,
            thing=self._thing,
        )

    # --- facts ------------------------------------------------------------------------------------

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> DomainInfo:
        """Read state and size, in one call.

        Source: libvirt, esxDomainGetInfo.
        """
        return domain_info(await self._read(INFO_PATHS))

    @operation("call")
    async def state(self, *, timeout: float | None = DEFAULT) -> DomainState:
        """Read the state.

        Source: libvirt, esxDomainGetState.
        """
        return domain_state(await self._read((STATE_PATH,)))

    @operation("call")
    async def status(self, *, timeout: float | None = DEFAULT) -> DomainStatus:
        """Read the state and the reason for it, in one call."""
        return domain_status(await self._read(STATUS_PATHS), self.ref)

    @operation("call")
    async def hostname(self, *, timeout: float | None = DEFAULT) -> str:
        """Read the guest's own name.

        Raises:
            InvalidStateError: the domain is not on.
            ToolsUnavailableError: VMware Tools do not run in the guest.

        Source: libvirt, esxDomainGetHostname.
        """
        from aioesx.domain import guest

        return guest.guest_hostname(await self._read(guest.HOSTNAME_PATHS), self.name)

    @operation("call")
    async def interface_addresses(self, *, timeout: float | None = DEFAULT) -> list[GuestInterface]:
        """Read the addresses that the guest's network cards have.

        Raises:
            InvalidStateError: the domain is not on.
            ToolsUnavailableError: VMware Tools do not run in the guest.

        Source: libvirt, esxDomainInterfaceAddresses.
        """
        from aioesx.domain import guest

        return guest.guest_interfaces(await self._read(guest.ADDRESS_PATHS), self.name)

    @operation("call")
    async def disks(self, *, timeout: float | None = DEFAULT) -> list[DomainDisk]:
        """Read disks and drives, in libvirt's order."""
        from aioesx.domain import devices

        return devices.disks_of(await self._read(devices.DEVICE_PATHS))

    @operation("call")
    async def interfaces(self, *, timeout: float | None = DEFAULT) -> list[DomainInterface]:
        """Read the network cards."""
        from aioesx.domain import devices

        return devices.interfaces_of(await self._read(devices.DEVICE_PATHS))

    @operation("call")
    async def vnc_display(self, *, timeout: float | None = DEFAULT) -> VncDisplay | None:
        """Read where the console is served by VNC; None if it is not."""
        from aioesx.domain import devices

        return devices.vnc_display_of(await self._read(devices.VNC_PATHS))

    @operation("call")
    async def screenshot(self, *, timeout: float | None = DEFAULT) -> bytes:
        """Fetch a picture of the console, as PNG.

        Raises:
            NotSupportedError: the host cannot.
            InvalidStateError: the domain is not on.

        Source: libvirt, esxDomainScreenshot.
        """
        from aioesx.domain.screenshot import fetch_screenshot

        return await fetch_screenshot(self._server, self.ref, self.name)

    @operation("call")
    async def save_screenshot(self, target: Target, *, timeout: float | None = DEFAULT) -> None:
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
        from aioesx.domain.screenshot import save_screenshot

        await save_screenshot(self._server, self.ref, self.name, target)

    def screenshots(
        self,
        *,
        interval: float = 1.0,
        only_changed: bool = False,
        timeout: float | None = DEFAULT,
    ) -> Screenshots:
        """Look at the console again and again, as long as the domain runs.

            async with domain.screenshots(interval=1.0) as pictures:
                async for png in pictures:
                    ...

        The loop ends when the domain is off or suspended. Between two pictures nothing is open,
        so it may be left and cancelled anywhere. A picture that fails raises as `screenshot`
        does; the loop may be entered again, and goes on.

        Args:
            interval: seconds from the beginning of one picture to that of the next; one that
                takes longer delays the next.
            only_changed: leave out pictures that are the same as the one before.
            timeout: seconds for each picture; the connection's time for a call by default.

        Raises:
            ValueError: the interval is no number of seconds.
            NotSupportedError: with the first picture: the host cannot.
            InvalidStateError: likewise: the domain is not on.
        """
        from aioesx.domain.screenshots import Screenshots

        return Screenshots(self._server, self.ref, self.name, interval, only_changed, timeout)

    @operation("call")
    async def console(
        self, kind: ConsoleKind = "webmks", *, timeout: float | None = DEFAULT
    ) -> ConsoleTicket:
        """Ask for admission to the console, for one viewer.

        The ticket is a secret: whoever has it sees the console and types there. No repr shows it;
        programs read it in ``url``.

        Args:
            kind: ``"webmks"``, a WebSocket that browsers open (API 6.0 and later; good for half an
                hour); ``"vmrc"``, a link for VMware Remote Console (API 4.0 and later; good once,
                while this connection is open, and for everything that its user may do);
                ``"mks"``, VMware's own protocol.
            timeout: seconds in all.

        Raises:
            ValueError: there is no such kind; nothing was sent.
            NotSupportedError: the API is too old for the kind; nothing was sent.
            InvalidStateError: the domain is not on; ``"vmrc"`` shows one that is off, too.

        Source: vSphere API, VirtualMachine.AcquireTicket, VirtualMachine.AcquireMksTicket,
        SessionManager.AcquireCloneTicket.
        """
        from aioesx.domain import console

        one_of(kind, get_args(console.ConsoleKind), what="kind of console")
        return await console.acquire(self._server, self.ref, self.name, kind)

    @property
    def vmrc_link(self) -> str:
        """What VMware Remote Console opens, without a ticket: it asks for name and password."""
        from aioesx.domain import console

        return console.vmrc_link(self._server, self.ref)

    @operation("call")
    async def send_keys(self, *keys: str | Chord, timeout: float | None = DEFAULT) -> int:
        r"""Type on the domain's keyboard; return how many keys the host says it has pressed.

            await domain.send_keys("root\n")
            await domain.send_keys(aioesx.Chord("ctrl", "alt", "delete"))

        The host presses each key and releases it at once, in the order given; what a guest makes
        of them is by its own layout. Each letter and each key of a chord that is no modifier
        counts as one. What is typed never shows in a log.

        Args:
            *keys: texts, as typed on a US keyboard (``\n`` is Return, ``\t`` Tab, ``\b``
                Backspace, ``\x1b`` Escape, ``\x03`` Ctrl-C and so on), and chords.
            timeout: seconds in all.

        Raises:
            ValueError: nothing to type, or a letter that is on no US keyboard; nothing was sent.
            NotSupportedError: the API is older than 6.5; nothing was sent.
            InvalidStateError: the domain is not on.

        Source: vSphere API, VirtualMachine.PutUsbScanCodes; libvirt, virDomainSendKey.
        """
        from aioesx.domain.keyboard.sending import send
        from aioesx.domain.keyboard.strokes import strokes_of

        strokes = strokes_of(keys)
        if not strokes:
            raise ValueError("there is nothing to type")
        return await send(self._server, self.ref, self.name, strokes)

    @operation("call")
    async def cpu_usage(self, *, samples: int = 1, timeout: float | None = DEFAULT) -> CpuUsage:
        """Read processor time of the latest intervals of 20 seconds, in three calls.

        Args:
            samples: how many intervals; the host keeps about an hour.
            timeout: seconds in all.

        Raises:
            NotSupportedError: the host does not count.
        """
        from aioesx.domain import counters

        return await counters.read_cpu_usage(self._server, self.ref, samples)

    @operation("call")
    async def autostart(self, *, timeout: float | None = DEFAULT) -> bool:
        """Tell whether the host starts the domain when it boots.

        Raises:
            NotFoundError: the host has no autostart manager.

        Source: libvirt, esxDomainGetAutostart.
        """
        return await autostart.is_enabled(self._server, self.ref)

    @operation("call")
    async def set_autostart(self, enabled: bool, *, timeout: float | None = DEFAULT) -> None:
        """Let the host start the domain when it boots, or not.

        Raises:
            InvalidStateError: autostart as a whole is off, and to switch it on would start
                other domains, too.

        Source: libvirt, esxDomainSetAutostart; vSphere API, ReconfigureAutostart.
        """
        await autostart.set_enabled(self._server, self.ref, enabled)

    # --- the guest --------------------------------------------------------------------------------

    def guest(
        self,
        username: str | None = None,
        password: PasswordLike | None = None,
        *,
        token: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> GuestOpening:
        """Enter the guest, to run programs and move files: ``async with domain.guest(...)``.

        VMware Tools do that, as one of the guest's own users. The password is kept as long as the
        guest is entered, and shows in no repr, log or error.

        Args:
            username: the guest's user.
            password: its password; or a function or coroutine function that is asked for it.
            token: a SAML token (of a vCenter's sign-on) instead of a password.
            timeout: seconds in which it has to be entered.

        Raises, when it is entered:
            NotSupportedError: the host cannot: that is since API 5.0 (a token: 6.0); nothing was
                sent.
            AuthenticationError: nobody says the password; nothing was sent.
            InvalidStateError: the domain is not on.
            ToolsUnavailableError: VMware Tools do not run in the guest, or are not ready.
            GuestLoginError: user name, password or token are wrong.
            GuestTimeoutError: it does not answer in time.

        Source: vSphere API, GuestOperationsManager, GuestAuthManager.ValidateCredentialsInGuest.
        """
        from aioesx.domain.inside.opening import GuestOpening

        return GuestOpening(self._server, self.ref, self.name, username, password, token, timeout)

    # --- configuration ----------------------------------------------------------------------------

    @operation("task")
    async def set_memory(self, kib: int | None, **options: Unpack[TaskOptions]) -> None:
        """Bound the memory that the host gives; in KiB, rounded up to 1 MiB, None is no bound.

        Source: libvirt, esxDomainSetMemory; this is no target of a balloon.
        """
        await self._configure(resources.memory_spec(kib), options)

    @operation("task")
    async def set_max_memory(self, kib: int, **options: Unpack[TaskOptions]) -> None:
        """Set the memory that the guest sees; in KiB, rounded up to 4 MiB.

        A domain that runs can have more, in the host's steps, if `configure` has switched its
        memory hot-add on.

        Raises:
            InvalidStateError: the domain is not off, and this cannot be had while it runs.

        Source: libvirt, esxDomainSetMaxMemory.
        """
        check = resources.hot_memory(self.name, kib)
        await self._configure(resources.max_memory_spec(kib), options, check)

    @operation("call")
    async def memory_guarantee(self, *, timeout: float | None = DEFAULT) -> int:
        """Read how much memory the host keeps ready, in KiB: libvirt's ``min_guarantee``.

        Source: libvirt, esxDomainGetMemoryParameters.
        """
        return resources.memory_guarantee(await self._read(resources.MEMORY_PATHS))

    @operation("task")
    async def set_memory_guarantee(self, kib: int, **options: Unpack[TaskOptions]) -> None:
        """Let the host keep memory ready; in KiB, rounded up to 1 MiB.

        Source: libvirt, esxDomainSetMemoryParameters.
        """
        await self._configure(resources.memory_guarantee_spec(kib), options)

    @operation("call")
    async def max_vcpus(self, *, timeout: float | None = DEFAULT) -> int:
        """Read how many virtual processors the host can give a domain.

        Raises:
            NotSupportedError: the host does not tell.

        Source: libvirt, esxDomainGetMaxVcpus.
        """
        return await hostfacts.max_vcpus(self._server.session, await self._host())

    @operation("task")
    async def set_vcpus(self, count: int, **options: Unpack[TaskOptions]) -> None:
        """Set the number of virtual processors: any that the host takes.

        A domain that runs can have more, if `configure` has switched its CPU hot-add on.

        Raises:
            ValueError: below 1 or above `max_vcpus`.
            InvalidStateError: the domain is not off, and this cannot be had while it runs.

        Source: libvirt, esxDomainSetVcpus.
        """
        most = await hostfacts.max_vcpus_if_told(self._server.session, await self._host())
        spec = resources.vcpus_spec(count, most)
        await self._configure(spec, options, resources.hot_vcpus(self.name, count))

    @operation("call")
    async def scheduler(self, *, timeout: float | None = DEFAULT) -> SchedulerParameters:
        """Read reservation, limit and shares.

        Source: libvirt, esxDomainGetSchedulerParameters.
        """
        from aioesx.domain import scheduler

        values = await self._read(scheduler.SCHEDULER_PATHS)
        return scheduler.scheduler_parameters(values)

    @operation("task")
    async def set_scheduler(
        self,
        *,
        reservation: int | None = None,
        limit: int | None = None,
        shares: int | None = None,
        **options: Unpack[TaskOptions],
    ) -> None:
        """Set reservation, limit and shares; what is not given stays as it is.

        Args:
            reservation: guaranteed processor rate, in MHz; 0 or more.
            limit: highest rate, in MHz, not below the reservation; -1 is no limit.
            shares: weight, 0 or more; -1, -2 and -3 are the levels low, normal and high.
            **options: see `TaskOptions`.

        Raises:
            ValueError: one of these rules is broken, also together with what is set already.

        Source: libvirt, esxDomainSetSchedulerParameters.
        """
        from aioesx.domain import scheduler
        from aioesx.domain.scheduler import SchedulerParameters

        wanted = scheduler.checked(SchedulerParameters(reservation, limit, shares))
        await self._configure(
            scheduler.scheduler_spec(wanted), options, scheduler.check_against(wanted)
        )

    @operation("task")
    async def insert_media(
        self, path: str, *, target: str | None = None, **options: Unpack[TaskOptions]
    ) -> None:
        """Put an ISO image of a datastore into a CD-ROM drive.

        Args:
            path: such as ``"[datastore1] iso/debian.iso"``.
            target: the drive, such as ``"hdc"``; None for the only one.
            **options: see `TaskOptions`.

        Raises:
            LookupFailedError: there is no such drive.
        """
        from aioesx.domain import devices, media

        values = await self._read((STATE_PATH, *devices.DEVICE_PATHS))
        await self._configure(media.insert_spec(values, path, target), options)

    @operation("task")
    async def eject_media(
        self, *, target: str | None = None, **options: Unpack[TaskOptions]
    ) -> None:
        """Empty a CD-ROM drive.

        Raises:
            LookupFailedError: there is no such drive.
        """
        from aioesx.domain import devices, media

        values = await self._read(devices.DEVICE_PATHS)
        await self._configure(media.eject_spec(values, target), options)

    # --- devices ----------------------------------------------------------------------------------

    @operation("call")
    async def devices(self, *, timeout: float | None = DEFAULT) -> list[DomainDevice]:
        """Read all devices, controllers among them, by key."""
        from aioesx.domain.hardware import change

        return await change.devices(self._machine())

    @operation("task")
    async def attach(
        self,
        device: Device | str | bytes,
        *,
        live: bool = False,
        config: bool = False,
        create: int | NewDisk | None = None,
        **options: Unpack[TaskOptions],
    ) -> DomainDevice:
        """Give the domain a device, while it runs or is off; returns it as the domain has it.

        A disk goes where its target or address says, or to the first free place; a controller is
        added where all are full. Whoever changes the configuration meanwhile is not overwritten.

        Args:
            device: a value of `aioesx.definition` (``Disk``, ``Interface``, ``CharacterDevice``,
                ``Controller``, ``HostDevice``), or libvirt's XML of one.
            live: fail unless it runs.
            config: with `live`, as without it: the domain has one configuration.
            create: bytes, or a `NewDisk`: make the file of a disk; the host names it if the disk
                has no source. Without it the file has to be there.
            **options: see `TaskOptions`.

        Raises:
            AlreadyExistsError: its place, address or file is taken by another device.
            FileLockedError: a running domain has the file.
            InvalidStateError: not while it runs (IDE, floppy, ports), or is suspended, or a
                template; or `live`, and it does not run.
            NotSupportedError: there is no room; or `config` without `live`, and it runs.
            LookupFailedError: there is no such network or datastore.
            DocumentError, ValueError: VMware's machines do not have it like this.
            OutcomeUnknownError: the answer was lost, and nothing of the device is seen.

        Source: libvirt, virDomainAttachDeviceFlags; vSphere API, ReconfigVM_Task.
        """
        from aioesx.domain.hardware import change

        return await change.attach(
            self._machine(), device, create, options, live=live, config=config
        )

    @operation("task")
    async def detach(
        self,
        device: Device | str | bytes,
        *,
        live: bool = False,
        config: bool = False,
        delete_files: bool = False,
        **options: Unpack[TaskOptions],
    ) -> None:
        """Take a device away from the domain; the file of a disk stays unless it is said.

        Args:
            device: as for `attach`, or its target (``"sdb"``) or MAC address.
            live: as for `attach`.
            config: as for `attach`.
            delete_files: delete the file of a disk, too.
            **options: see `TaskOptions`.

        Raises:
            LookupFailedError: it has no such device; `AmbiguousNameError`: several.
            InvalidStateError: not while it is as it is; or its snapshots need the file.
            NotSupportedError, OutcomeUnknownError: as for `attach`.

        Source: libvirt, virDomainDetachDeviceFlags; vSphere API, ReconfigVM_Task.
        """
        from aioesx.domain.hardware import change

        await change.detach(
            self._machine(), device, options, live=live, config=config, delete_files=delete_files
        )

    @operation("task")
    async def update(
        self,
        device: Device | str | bytes,
        *,
        live: bool = False,
        config: bool = False,
        **options: Unpack[TaskOptions],
    ) -> DomainDevice:
        """Make a device what its definition says: medium, network, link, port, mode of a disk.

        Args:
            device: a definition or its XML; target, MAC address or number say which one.
            live: as for `attach`.
            config: as for `attach`.
            **options: see `TaskOptions`.

        Raises:
            LookupFailedError: it has no such device.
            InvalidStateError: not while it is as it is.
            NotSupportedError: that can only be detached and attached anew.

        Source: libvirt, virDomainUpdateDeviceFlags; vSphere API, ReconfigVM_Task.
        """
        from aioesx.domain.hardware import change

        return await change.update(self._machine(), device, options, live=live, config=config)

    @operation("task")
    async def grow(
        self, target: Device | str, bytes_: int, **options: Unpack[TaskOptions]
    ) -> DomainDevice:
        """Let a disk grow, while the domain runs or is off; the guest has to take the room.

        Args:
            target: such as ``"sda"``, or the disk's definition.
            bytes_: its size then, rounded up to a whole KiB.
            **options: see `TaskOptions`.

        Raises:
            ValueError: it has more already.
            InvalidStateError: the domain has snapshots, or runs with this disk on an IDE bus.
            LookupFailedError: it has no such disk.

        Source: libvirt, virDomainBlockResize; vSphere API, ReconfigVM_Task.
        """
        from aioesx.domain.hardware import change

        return await change.grow(self._machine(), target, bytes_, options)

    @operation("task")
    async def set_link(
        self,
        interface: Interface | str,
        up: bool,
        *,
        live: bool = False,
        config: bool = False,
        **options: Unpack[TaskOptions],
    ) -> DomainDevice:
        """Plug the cable of a network card in, or pull it out.

        Args:
            interface: its MAC address, or definition.
            up: in.
            live: now.
            config: at the next start, on a running domain too; neither is: as it is now.
            **options: see `TaskOptions`.

        Raises:
            LookupFailedError: it has no such card.
            InvalidStateError: `live`, and it does not run.

        Source: virsh domif-setlink; vSphere API, VirtualDeviceConnectInfo.
        """
        from aioesx.domain.hardware import change

        return await change.set_link(
            self._machine(), interface, options, up=up, live=live, config=config
        )

    @operation("call")
    async def configuration(self, *, timeout: float | None = DEFAULT) -> DomainConfiguration:
        """Read what `configure` sets."""
        from aioesx.domain.hardware import change

        return await change.configuration(self._machine())

    @operation("task")
    async def configure(
        self,
        *,
        description: str | None = None,
        title: str | None = None,
        guest_id: str | None = None,
        firmware: Firmware | None = None,
        secure_boot: bool | None = None,
        boot_order: Sequence[str] | None = None,
        boot_delay: float | None = None,
        enter_setup: bool | None = None,
        cpu_reservation: int | None = None,
        cpu_limit: int | None = None,
        cpu_shares: int | str | None = None,
        memory_reservation: int | None = None,
        memory_limit: int | None = None,
        memory_shares: int | str | None = None,
        disk_limits: Mapping[str, int] | None = None,
        nested_virtualization: bool | None = None,
        latency: Latency | None = None,
        tools_upgrade: ToolsUpgrade | None = None,
        cpu_hot_add: bool | None = None,
        memory_hot_add: bool | None = None,
        extra_config: Mapping[str, str | float | bool | None] | None = None,
        **options: Unpack[TaskOptions],
    ) -> None:
        """Change the configuration: what is given, in one call; the rest stays as it is.

        Args:
            description: the host's annotation.
            title: a line of text; VMware has no word for it, it is kept as ``aioesx.title``.
            guest_id: the guest's operating system, in VMware's word; only while it is off.
            firmware: ``"bios"`` or ``"efi"``; only while it is off.
            secure_boot: EFI starts only what is signed; only while it is off.
            boot_order: targets of disks, MAC addresses of cards, ``"cdrom"``, ``"floppy"``, in
                turn; empty leaves it to the firmware.
            boot_delay: pause before the start, in seconds.
            enter_setup: stop the next start in the firmware's setup.
            cpu_reservation: in MHz.
            cpu_limit: in MHz; -1 is no limit.
            cpu_shares: weight, or ``"low"``, ``"normal"``, ``"high"``.
            memory_reservation: in KiB, rounded up to 1 MiB.
            memory_limit: in KiB, rounded up to 1 MiB; -1 is no limit.
            memory_shares: as `cpu_shares`.
            disk_limits: input and output operations a second, by target; -1 is no limit.
            nested_virtualization: show the guest the processor's own; only while it is off.
            latency: ``"low"``, ``"normal"``, ``"medium"``, ``"high"``.
            tools_upgrade: ``"manual"`` or ``"at-power-cycle"``.
            cpu_hot_add: let processors be added while it runs; only while it is off.
            memory_hot_add: let memory be added while it runs; only while it is off.
            extra_config: other settings, by key; None takes one away.
            **options: see `TaskOptions`.

        Raises:
            ValueError: nothing was given, or what is no value; or a limit below a reservation.
            InvalidStateError: one can be changed only while the domain is off.
            LookupFailedError: it has no such device.
            NotSupportedError: the server's API is too old for it.

        Source: vSphere API, ReconfigVM_Task.
        """
        from aioesx.domain.hardware import change

        given = {
            "description": description,
            "title": title,
            "guest_id": guest_id,
            "firmware": firmware,
            "secure_boot": secure_boot,
            "boot_order": boot_order,
            "boot_delay": boot_delay,
            "enter_setup": enter_setup,
            "cpu_reservation": cpu_reservation,
            "cpu_limit": cpu_limit,
            "cpu_shares": cpu_shares,
            "memory_reservation": memory_reservation,
            "memory_limit": memory_limit,
            "memory_shares": memory_shares,
            "disk_limits": disk_limits,
            "nested_virtualization": nested_virtualization,
            "latency": latency,
            "tools_upgrade": tools_upgrade,
            "cpu_hot_add": cpu_hot_add,
            "memory_hot_add": memory_hot_add,
            "extra_config": extra_config,
        }
        await change.configure(self._machine(), given, options)

    @operation("task")
    async def rename(self, name: str, **options: Unpack[TaskOptions]) -> None:
        """Give the domain another name, while it runs or is off; its files keep theirs.

        Raises:
            AlreadyExistsError: another domain has it.
            ValueError: it is none.

        Source: virsh domrename; vSphere API, VirtualMachineConfigSpec.name.
        """
        from aioesx.domain.hardware import change

        await change.rename(self._machine(), name, options)
        self.name = name

    # --- definition -------------------------------------------------------------------------------

    @operation("call")
    async def xml(
        self,
        *,
        inactive: bool = False,
        security_info: bool = False,
        migratable: bool = False,
        dialect: Dialect = "9.0",
        timeout: float | None = DEFAULT,
    ) -> str:
        """Read the VMX file and return it as domain XML, in three calls.

        Args:
            inactive: without the id and whatever else a running domain has besides.
            security_info: with the password of the remote display.
            migratable: taken for libvirt's sake; this driver's XML is the same either way.
            dialect: ``"9.0"`` for what libvirt 9.0 prints, ``"latest"`` for the newest.
            timeout: seconds in all.

        Raises:
            NotFoundError: the VMX file is gone.
            DocumentError: libvirt has no word for a part of it.

        Source: libvirt, esxDomainGetXMLDesc.
        """
        from aioesx.domain.documents.read import read_xml

        del migratable
        return await read_xml(
            self._server,
            self.ref,
            security_info=security_info,
            inactive=inactive,
            dialect=dialect,
        )

    @operation("call")
    async def definition(
        self, *, dialect: Dialect = "9.0", timeout: float | None = DEFAULT
    ) -> DomainDefinition:
        """Read the VMX file and return what its XML says, as a value, in three calls.

        Args:
            dialect: as of `xml`.
            timeout: seconds in all.

        Raises:
            NotFoundError, DocumentError: as `xml`.
        """
        from aioesx.domain.documents.read import read_definition

        return await read_definition(self._server, self.ref, dialect=dialect)

    @operation("call")
    async def edit(self, *, dialect: Dialect = "9.0", timeout: float | None = DEFAULT) -> Edit:
        """Read the definition in order to change it; the domain must be shut off.

        Raises:
            InvalidStateError: it is not.
            NotFoundError, DocumentError: as `xml`.
        """
        from aioesx.domain.documents.edit import Edit

        return await Edit.begin(self._server, self.ref, dialect=dialect)

    @operation("task")
    async def redefine(
        self, xml: str | bytes, *, dialect: Dialect = "9.0", timeout: float | None = DEFAULT
    ) -> bool:
        """Change the VMX file to what a changed XML says, and have the host read it.

        What the XML has no word for stays in the file as it is. libvirt cannot do this.

        Args:
            xml: what `edit` gives, and changes in it; the UUID stays. The XML of `xml` with
                ``security_info=True`` is the same, but for disks that `Edit.xml` does not show.
            dialect: that of the XML.
            timeout: seconds in all.

        Returns:
            whether there was something to change.

        Raises:
            InvalidStateError: the domain is not shut off.
            AlreadyExistsError: another domain has the new name.
            DocumentError: the XML is malformed, or VMX has no word for a part of it.
            EsxError: it failed; the message ends with what is left.

        Source: vSphere API, ManagedEntity.Reload.
        """
        edit = await self.edit(dialect=dialect)
        change = await edit.plan(xml)
        if change is None:
            return False
        await edit.apply(change)
        return True

    @operation("call")
    async def undefine(self, *, timeout: float | None = DEFAULT) -> None:
        """Take the domain out of the host's inventory; its files stay.

        Raises:
            InvalidStateError: it is neither shut off nor suspended.
            HostBusyError: a task is at work on it.

        Source: libvirt, esxDomainUndefine; vSphere API, VirtualMachine.UnregisterVM.
        """
        await self._server.session.call(vim.UnregisterVM(this=self.ref))

    # --- other hosts ------------------------------------------------------------------------------

    @operation("endless")
    async def migrate(
        self,
        destination: Destination,
        *,
        pool: str | None = None,
        datastore: str | None = None,
        priority: Priority = "default",
        live: bool | None = None,
        **options: Unpack[TaskOptions],
    ) -> Domain:
        """Move the domain to another host of its vCenter; it may run on meanwhile.

        What is in the way is asked before, and told as a whole. The time is bounded by
        ``timeout=`` only, and by the host's silence. If the end is not heard of, an error tells
        on which host the domain is.

        Args:
            destination: a connection to the other host (``vpx://vcenter/.../host``, or
                ``esx://host/?vcenter=*``), one of `Connection.hosts`, the name of a host of this
                vCenter, or a URI, which is opened with this connection's options.
            pool: resource pool there, by path or name; else the top one.
            datastore: move the disks, too, to this datastore.
            priority: ``"low"``, ``"default"`` or ``"high"``.
            live: True: only while it runs; False: only while it is off.
            **options: see `TaskOptions`.

        Returns:
            The domain where it is now: at the connection that is the destination, else at this
            one's vCenter.

        Raises:
            NotSupportedError: there is no vCenter, or the destination has another one.
            MigrationRefusedError: something is in the way; nothing was begun.
            InvalidStateError: it is there already.
            LookupFailedError: there is no such host, pool or datastore.
            TaskError, OutcomeUnknownError: as for `start`; the text ends with where it is.

        Source: libvirt, esxDomainMigratePerform; vSphere API, MigrateVM_Task, RelocateVM_Task.
        """
        from aioesx.domain import migration
        from aioesx.domain.migration import Priority

        one_of(priority, get_args(Priority), what="priority")
        how = migration.MigrateOptions(pool, datastore, priority, live)

        def made(server: Server, ref: vim.ManagedObjectReference) -> Domain:
            return Domain(server, ref, self.name, self.uuid)

        return await migration.migrate(
            self._server, self.ref, self.name, destination, how, made, **options
        )

    @operation("endless")
    async def clone(
        self,
        name: str,
        *,
        host: str | None = None,
        pool: str | None = None,
        folder: str | None = None,
        datastore: str | None = None,
        snapshot: Snapshot | str | None = None,
        linked: bool = False,
        template: bool = False,
        start: bool = False,
        **options: Unpack[TaskOptions],
    ) -> Domain:
        """Copy the domain, or make one of a template, through its vCenter.

        What is not told is as the original has it. The time is bounded by ``timeout=`` only, and
        by the host's silence.

        Args:
            name: the copy's.
            host: name of the copy's host.
            pool: its resource pool, by path or name.
            folder: its folder, by the path below the datacenter's machines; ``""`` is their top.
            datastore: where its files go.
            snapshot: copy this state, a snapshot or the name of one.
            linked: keep only what differs, on top of the snapshot (else the current one).
            template: make a template.
            start: power the copy on.
            **options: see `TaskOptions`.

        Raises:
            NotSupportedError: there is no vCenter.
            AlreadyExistsError: the folder has the name already.
            InvalidStateError: `linked`, and there is no snapshot.
            LookupFailedError: there is no such host, pool, folder, datastore or snapshot.
            TaskError, OutcomeUnknownError: as for `start`.

        Source: vSphere API, VirtualMachine.CloneVM_Task.
        """
        from aioesx.domain import clone as copies
        from aioesx.domain.clone import CloneOptions
        from aioesx.domain.snapshots import Snapshot

        state = snapshot.ref if isinstance(snapshot, Snapshot) else snapshot
        how = CloneOptions(host, pool, folder, datastore, state, linked, template, start)

        def made(server: Server, ref: vim.ManagedObjectReference) -> Domain:
            return Domain(server, ref, name, None)

        copy = await copies.clone(self._server, self.ref, name, how, made, **options)
        settle(copy)  # whatever becomes of the look at its UUID
        copy.uuid = Identity.of(await copy._read(IDENTITY_PATHS)).uuid
        return copy

    @operation("endless")
    async def plan_export(
        self,
        target: ExportTarget = ".",
        *,
        format: ExportFormat = "qcow2",  # noqa: A002 - qemu-img's word
        way: ExportWay | None = None,
        name: str | None = None,
        hardware: HardwareMode = "keep",
        networks: Mapping[str, str] | None = None,
        verify: Proof = "read",
        resume: bool = True,
        overwrite: bool = False,
        warm: WarmOptions | None = None,
        timeout: float | None = DEFAULT,
    ) -> ExportPlan:
        """Tell what `export` with the same arguments would do: sizes, the way, what is in it.

        Nothing is changed, and no byte of a disk is read. What forbids the export is among the
        plan's `refusals`, all of it at once.
        """
        from aioesx._server.moving import ExportOptions

        options = ExportOptions(
            format=format,
            name=name,
            way=way,
            hardware=hardware,
            networks=networks or {},
            verify=verify,
            resume=resume,
            overwrite=overwrite,
            warm=warm,
        )
        return await self._server.mover().plan(self, target, options)

    @operation("endless")
    async def export(
        self,
        target: ExportTarget = ".",
        *,
        format: ExportFormat = "qcow2",  # noqa: A002 - qemu-img's word
        way: ExportWay | None = None,
        name: str | None = None,
        hardware: HardwareMode = "keep",
        networks: Mapping[str, str] | None = None,
        verify: Proof = "read",
        resume: bool = True,
        overwrite: bool = False,
        warm: WarmOptions | None = None,
        limits: ExportLimits | None = None,
        chunk_bytes: int | None = None,
        nfc_hosts: Mapping[str, str] | None = None,
        on_progress: OnExportProgress | None = None,
        on_warning: OnExportWarning | None = None,
        timeout: float | None = DEFAULT,
    ) -> Exported:
        """Have the domain leave the host: its disks, whole and proved, and what describes it.

        The domain stays what and where it is. Snapshots are read through: what arrives is one
        state. Whatever ends it early, nothing of it stays at the host, and what is half at the
        target is called so.

        Args:
            target: a directory, which is made; the file of an OVA (``*.ova``); or a sink of your
                own, see `Sink`.
            format: ``"qcow2"`` or ``"raw"``, with libvirt's domain XML of type kvm beside it;
                ``"ovf"`` or ``"ova"``.
            way: ``"folder"`` reads files by ranges (the domain is off; free licences, too; goes on
                where it broke off), ``"lease"`` has the host send a stream (what is allocated
                only; any kind of datastore), ``"snapshot"`` does while the domain runs. By default
                what fits.
            name: what the files are called; the domain's name by default.
            hardware: ``"keep"``: libvirt's XML has the devices that the domain had; ``"virtio"``:
                for guests that are known to have these drivers.
            networks: bridge or network of libvirt for each of the host's: ``{"VM Network":
                "br0"}``.
            verify: ``"read"``: what was written is read back and held against what came;
                ``"full"``: and the source is read a second time; ``"none"``.
            resume: go on with what an earlier run left, where that is still true; see
                ``NAME.export.json``.
            overwrite: replace what is there; else that is refused.
            warm: copy while it runs, and then, off, what changed meanwhile; see `WarmOptions`.
            limits: how much is on its way at once.
            chunk_bytes: how much of a disk is proved, and gone on with, as one; None for 64 MiB,
                and more where a disk has over a terabyte, so that they are not too many.
            nfc_hosts: address for each host that a vCenter names and we cannot reach by that name.
            on_progress: is told how far it is, at most ten times a second.
            on_warning: a function, or coroutine function, told of each `Obstacle` that comes up on
                the way: that the host is waited for, say. What was known before is in the plan.
            timeout: seconds in all.

        Raises:
            ExportRefusedError: something is in the way; all of it is told, and nothing was begun.
            ProofError: what arrived is not what left.
            LeaseError, TransferError, DiskError: a stream, a file or a disk is not as it should.
            ExportStateError: an earlier export cannot be gone on with.

        Source: vSphere API, ExportVm, ExportSnapshot, HttpNfcLease; a host's ``/folder``.
        """
        from aioesx._server.moving import ExportLimits, ExportOptions

        options = ExportOptions(
            format=format,
            name=name,
            way=way,
            hardware=hardware,
            networks=networks or {},
            verify=verify,
            resume=resume,
            overwrite=overwrite,
            warm=warm,
            limits=limits or ExportLimits(),
            chunk_bytes=chunk_bytes,
            nfc_hosts=nfc_hosts or {},
            on_progress=on_progress,
            on_warning=on_warning,
        )
        return await self._server.mover().export(self, target, options)

    @operation("endless")
    async def copy_to(
        self,
        destination: Opened,
        *,
        name: str | None = None,
        way: ExportWay | None = None,
        datastore: str | None = None,
        networks: Mapping[str, str] | None = None,
        verify: Proof = "read",
        limits: ExportLimits | None = None,
        nfc_hosts: Mapping[str, str] | None = None,
        on_progress: OnExportProgress | None = None,
        on_warning: OnExportWarning | None = None,
        timeout: float | None = DEFAULT,
    ) -> Domain:
        """Copy the domain to another host, without a vCenter; it is off, and stays where it is.

        Thin disks stay thin where the host over there can. It is registered at the end, and
        whatever ends the copy early, nothing of it stays over there.

        Who copies without a vCenter mostly means to move. So the copy is who the domain is: it
        keeps BIOS UUID and MAC addresses, by which licences, address servers and inventories know
        it, and must not run beside the domain in one network. Where the other host has that UUID
        already, the copy gets a new one, and new addresses. The instance UUID is always new.
        Snapshots become one state; images in drives, and devices of the host, stay behind.

        Args:
            destination: an open connection to the other host.
            name: the copy's; the domain's by default.
            way: how the bytes leave; see `export`.
            datastore: where over there; by default one of the same name, or the only one.
            networks: the other host's network for each of this one's; by default the same name.
            verify: ``"read"``: what arrived is read back; ``"full"``; ``"none"``.
            limits: how much is on its way at once.
            nfc_hosts: address for each host that a vCenter names and we cannot reach by that name.
            on_progress: is told how far it is, at most ten times a second.
            on_warning: a function, or coroutine function, told of each `Obstacle` that is to be
                known, before the first byte; else the log ``aioesx.export`` is.
            timeout: seconds in all.

        Returns:
            The copy, at the other connection.

        Raises:
            ExportRefusedError: something is in the way; all of it is told, and nothing was begun.
            ProofError, LeaseError, TransferError, DiskError: as for `export`.

        Source: vSphere API, ResourcePool.ImportVApp, HttpNfcLease.
        """
        from aioesx._server.moving import CopyOptions, ExportLimits

        options = CopyOptions(
            name=name,
            way=way,
            datastore=datastore,
            networks=networks or {},
            verify=verify,
            limits=limits or ExportLimits(),
            nfc_hosts=nfc_hosts or {},
            on_progress=on_progress,
            on_warning=on_warning,
        )
        there = destination._server
        copied = await self._server.mover().copy(self, there, options)
        return Domain(there, copied.ref, copied.name, copied.uuid)

    @operation("call")
    async def mark_as_template(self, *, timeout: float | None = DEFAULT) -> None:
        """Make the domain a template, of which others are made; it cannot be started then.

        Raises:
            NotSupportedError: there is no vCenter.
            InvalidStateError: it is not off.

        Source: vSphere API, VirtualMachine.MarkAsTemplate.
        """
        from aioesx.domain import clone as copies

        await copies.make_template(self._server, self.ref)

    @operation("call")
    async def mark_as_domain(
        self,
        *,
        host: str | None = None,
        pool: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Make a domain of the template again.

        Args:
            host: name of the host it is to be on.
            pool: its resource pool, by path or name; else the top one.
            timeout: seconds in all.

        Raises:
            NotSupportedError: there is no vCenter.
            InvalidStateError: it is no template.

        Source: vSphere API, VirtualMachine.MarkAsVirtualMachine.
        """
        from aioesx.domain import clone as copies

        await copies.make_domain(self._server, self.ref, host, pool)

    @operation("task")
    async def move_to_folder(self, path: str, **options: Unpack[TaskOptions]) -> None:
        """Keep the domain in another folder of its datacenter; its files stay.

        Args:
            path: below the datacenter's machines, ``"teams/web"``; ``""`` is their top.
            **options: see `TaskOptions`.

        Raises:
            LookupFailedError: there is no such folder.

        Source: vSphere API, Folder.MoveIntoFolder_Task.
        """
        from aioesx.domain import clone as copies

        await copies.move_to_folder(self._server, self.ref, path, options)

    @operation("call")
    async def move_to_pool(self, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Have another resource pool of its host or cluster give the domain what it uses.

        Args:
            name: of the pool, or its path.
            timeout: seconds in all.

        Raises:
            LookupFailedError: there is no such pool.

        Source: vSphere API, ResourcePool.MoveIntoResourcePool.
        """
        from aioesx.domain import clone as copies

        await copies.move_to_pool(self._server, self.ref, name)

    # --- questions --------------------------------------------------------------------------------

    @operation("call")
    async def pending_question(self, *, timeout: float | None = DEFAULT) -> Question | None:
        """Read what the domain waits for a person to answer, or None."""
        return await open_question(self._server.session, self.ref)

    @operation("call")
    async def answer(
        self, question: Question, choice: Choice | str, *, timeout: float | None = DEFAULT
    ) -> None:
        """Answer a question; that somebody else did so meanwhile is no error.

        Args:
            question: of `pending_question` or of an error's domain.
            choice: a `Choice`, its label or its key.
            timeout: seconds in all.

        Raises:
            ValueError: the question has no such choice.

        Source: vSphere API, VirtualMachine.AnswerVM.
        """
        await give_answer(self._server.session, question, choice)

    # --- how --------------------------------------------------------------------------------------

    def _machine(self) -> Machine:
        from aioesx.domain.hardware.change import Machine

        return Machine(self._server, self.ref, self.name)

    async def _read(self, paths: Sequence[str]) -> Properties:
        return await read_one(self._server.session, self.ref, paths)

    async def _host(self) -> vim.ManagedObjectReference:
        return (await self._server.scope.place_of(self.ref)).host

    async def _run(
        self,
        task: vim.Method[vim.ManagedObjectReference],
        options: TaskOptions,
        check: Check | None = None,
    ) -> None:
        await self._server.tasks.do(task, asked_of=self.ref, check=check, **options)

    async def _move(self, transition: power.Transition, options: TaskOptions) -> None:
        await self._run(transition.task(self.ref), options, transition.check(self.name))

    async def _configure(
        self, spec: vim.VirtualMachineConfigSpec, options: TaskOptions, check: Check | None = None
    ) -> None:
        await self._run(vim.ReconfigVM_Task(this=self.ref, spec=spec), options, check)
