"""`Domain`: a virtual machine registered on the host.

Its coroutines are thin: how things are read, checked and said is in the modules that they call,
one for each idea.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Final, Literal, Unpack, get_args
from uuid import UUID

from aioesx import vim
from aioesx._server import hostfacts
from aioesx._server.collector import Properties, read_one
from aioesx._server.face import operation
from aioesx._server.files.target import Target
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
    counters,
    devices,
    guest,
    media,
    migration,
    power,
    resources,
    scheduler,
    waiting,
)
from aioesx.domain import clone as copies
from aioesx.domain.clone import CloneOptions
from aioesx.domain.counters import CpuUsage
from aioesx.domain.destination import Destination
from aioesx.domain.devices import DomainDisk, DomainInterface, VncDisplay
from aioesx.domain.facts import INFO_PATHS, STATUS_PATHS, domain_info, domain_status
from aioesx.domain.guest import GuestInterface
from aioesx.domain.identity import (
    IDENTITY_PATHS,
    STATE_PATH,
    Identity,
    domain_id,
    domain_state,
)
from aioesx.domain.migration import Priority
from aioesx.domain.scheduler import SchedulerParameters
from aioesx.domain.screenshot import fetch_screenshot, save_screenshot
from aioesx.domain.snapshots import Snapshot, Snapshots
from aioesx.domain.values import DomainInfo, DomainState, DomainStatus

if TYPE_CHECKING:  # documents are loaded by those who use them
    from aioesx.definition import DomainDefinition
    from aioesx.domain.documents.edit import Edit
    from aioesx.vmx import Dialect

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
        name: the name when the domain was looked up, unescaped.
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
    async def shutdown(self, *, timeout: float | None = DEFAULT) -> None:
        """Ask the guest's operating system to shut down; returns when it was asked.

        Raises:
            ToolsUnavailableError: VMware Tools do not run in the guest.
            InvalidStateError: the domain is not on.

        Source: vSphere API, VirtualMachine.ShutdownGuest.
        """
        await self._server.session.call(vim.ShutdownGuest(this=self.ref))

    @operation("call")
    async def reboot(self, *, timeout: float | None = DEFAULT) -> None:
        """Ask the guest's operating system to restart; returns when it was asked.

        Raises:
            ToolsUnavailableError: VMware Tools do not run in the guest.
            InvalidStateError: the domain is not on.

        Source: vSphere API, VirtualMachine.RebootGuest.
        """
        await self._server.session.call(vim.RebootGuest(this=self.ref))

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
        if version not in (None, 4, 6):
            raise ValueError(f"{version!r} is no version of IP: should be one of 4, 6")
        return await waiting.wait_for_address(self._server, self.ref, version)

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
        return guest.guest_hostname(await self._read(guest.HOSTNAME_PATHS), self.name)

    @operation("call")
    async def interface_addresses(self, *, timeout: float | None = DEFAULT) -> list[GuestInterface]:
        """Read the addresses that the guest's network cards have.

        Raises:
            InvalidStateError: the domain is not on.
            ToolsUnavailableError: VMware Tools do not run in the guest.

        Source: libvirt, esxDomainInterfaceAddresses.
        """
        return guest.guest_interfaces(await self._read(guest.ADDRESS_PATHS), self.name)

    @operation("call")
    async def disks(self, *, timeout: float | None = DEFAULT) -> list[DomainDisk]:
        """Read disks and drives, in libvirt's order."""
        return devices.disks_of(await self._read(devices.DEVICE_PATHS))

    @operation("call")
    async def interfaces(self, *, timeout: float | None = DEFAULT) -> list[DomainInterface]:
        """Read the network cards."""
        return devices.interfaces_of(await self._read(devices.DEVICE_PATHS))

    @operation("call")
    async def vnc_display(self, *, timeout: float | None = DEFAULT) -> VncDisplay | None:
        """Read where the console is served by VNC; None if it is not."""
        return devices.vnc_display_of(await self._read(devices.VNC_PATHS))

    @operation("call")
    async def screenshot(self, *, timeout: float | None = DEFAULT) -> bytes:
        """Fetch a picture of the console, as PNG.

        Raises:
            NotSupportedError: the host cannot.
            InvalidStateError: the domain is not on.

        Source: libvirt, esxDomainScreenshot.
        """
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
        await save_screenshot(self._server, self.ref, self.name, target)

    @operation("call")
    async def cpu_usage(self, *, samples: int = 1, timeout: float | None = DEFAULT) -> CpuUsage:
        """Read processor time of the latest intervals of 20 seconds, in three calls.

        Args:
            samples: how many intervals; the host keeps about an hour.
            timeout: seconds in all.

        Raises:
            NotSupportedError: the host does not count.
        """
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

        Raises:
            InvalidStateError: the domain is not off.

        Source: libvirt, esxDomainSetMaxMemory.
        """
        off = power.require(self.name, [DomainState.SHUTOFF], "not powered off")
        await self._configure(resources.max_memory_spec(kib), options, off)

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

        Raises:
            ValueError: below 1 or above `max_vcpus`.

        Source: libvirt, esxDomainSetVcpus.
        """
        most = await hostfacts.max_vcpus_if_told(self._server.session, await self._host())
        await self._configure(resources.vcpus_spec(count, most), options)

    @operation("call")
    async def scheduler(self, *, timeout: float | None = DEFAULT) -> SchedulerParameters:
        """Read reservation, limit and shares.

        Source: libvirt, esxDomainGetSchedulerParameters.
        """
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
        values = await self._read(devices.DEVICE_PATHS)
        await self._configure(media.eject_spec(values, target), options)

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
        state = snapshot.ref if isinstance(snapshot, Snapshot) else snapshot
        how = CloneOptions(host, pool, folder, datastore, state, linked, template, start)

        def made(server: Server, ref: vim.ManagedObjectReference) -> Domain:
            return Domain(server, ref, name, None)

        copy = await copies.clone(self._server, self.ref, name, how, made, **options)
        settle(copy)  # whatever becomes of the look at its UUID
        copy.uuid = Identity.of(await copy._read(IDENTITY_PATHS)).uuid
        return copy

    @operation("call")
    async def mark_as_template(self, *, timeout: float | None = DEFAULT) -> None:
        """Make the domain a template, of which others are made; it cannot be started then.

        Raises:
            NotSupportedError: there is no vCenter.
            InvalidStateError: it is not off.

        Source: vSphere API, VirtualMachine.MarkAsTemplate.
        """
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
