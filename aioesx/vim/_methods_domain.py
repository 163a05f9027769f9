"""Methods of managed objects, of the area ``domain``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._enums import VirtualMachineMovePriority, VirtualMachinePowerState
    from aioesx.vim._machine import VirtualMachineMksTicket, VirtualMachineTicket
    from aioesx.vim._machine_specs import (
        SnapshotSelectionSpec,
        UsbScanCodeSpec,
        VirtualMachineCloneSpec,
        VirtualMachineConfigSpec,
        VirtualMachineRelocateSpec,
    )
    from aioesx.vim.base import ManagedObjectReference


class PowerOnVM_Task(Method["ManagedObjectReference"]):
    """Power a machine on, or resume a suspended one. Faults: TaskInProgress, InvalidState,
    InsufficientResourcesFault, VmConfigFault, FileFault.

    Parameters:
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class PowerOffVM_Task(Method["ManagedObjectReference"]):
    """Power a machine off, at once. Faults: TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class SuspendVM_Task(Method["ManagedObjectReference"]):
    """Write memory to disk and stop. Faults: TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ResetVM_Task(Method["ManagedObjectReference"]):
    """Press the reset button. Faults: TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ShutdownGuest(Method["None"]):
    """Ask the guest to shut down; returns before it has. Faults: ToolsUnavailable, TaskInProgress,
    InvalidState.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RebootGuest(Method["None"]):
    """Ask the guest to reboot; returns before it has. Faults: ToolsUnavailable, TaskInProgress,
    InvalidState.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class StandbyGuest(Method["None"]):
    """Standby guest. Faults: ToolsUnavailable, TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ReconfigVM_Task(Method["ManagedObjectReference"]):
    """Change the configuration of a machine. Faults: TaskInProgress, VmConfigFault,
    ConcurrentAccess, FileFault, InvalidName, DuplicateName, InvalidState,
    InsufficientResourcesFault, InvalidDatastore.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: VirtualMachineConfigSpec = element("spec", "VirtualMachineConfigSpec")


class UnregisterVM(Method["None"]):
    """Take a machine out of the inventory; its files stay. Faults: TaskInProgress,
    InvalidPowerState.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class AnswerVM(Method["None"]):
    """Answer the question that a machine waits with. Faults: ConcurrentAccess."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    question_id: str = element("questionId", "xsd:string")
    answer_choice: str = element("answerChoice", "xsd:string")


class CreateSnapshot_Task(Method["ManagedObjectReference"]):
    """Create snapshot. Faults: TaskInProgress, SnapshotFault, VmConfigFault, FileFault,
    InvalidName, InvalidState.

    Parameters:
        memory: Keep the memory as well.
        quiesce: Have VMware Tools bring the file systems to rest first.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    description: str | None = element("description", "xsd:string", default=None)
    memory: bool = element("memory", "xsd:boolean")
    quiesce: bool = element("quiesce", "xsd:boolean")


class RemoveAllSnapshots_Task(Method["ManagedObjectReference"]):
    """Delete all snapshots of a machine, keeping its present state. Faults: TaskInProgress,
    InvalidState, SnapshotFault.

    Parameters:
        consolidate: since API 5.0.
        spec: since API 8.0.3.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    consolidate: bool | None = element("consolidate", "xsd:boolean", default=None)
    spec: SnapshotSelectionSpec | None = element("spec", "SnapshotSelectionSpec", default=None)


class RevertToCurrentSnapshot_Task(Method["ManagedObjectReference"]):
    """Revert to current snapshot. Faults: TaskInProgress, SnapshotFault,
    InsufficientResourcesFault, InvalidState, VmConfigFault, NotFound.

    Parameters:
        host: refers to HostSystem.
        suppress_power_on: since API 2.5u2.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    suppress_power_on: bool | None = element("suppressPowerOn", "xsd:boolean", default=None)


class ConsolidateVMDisks_Task(Method["ManagedObjectReference"]):
    """Consolidate vm disks. Faults: TaskInProgress, InvalidState, FileFault, VmConfigFault. Since
    API 5.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class MarkAsTemplate(Method["None"]):
    """Make a template of a machine that is off: it then has no resource pool, and cannot be
    started. Faults: InvalidState, VmConfigFault, FileFault.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class MarkAsVirtualMachine(Method["None"]):
    """Make a machine of a template again. Faults: InvalidState, InvalidDatastore, VmConfigFault,
    FileFault.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pool: ManagedObjectReference = element("pool", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class MigrateVM_Task(Method["ManagedObjectReference"]):
    """Migrate vm. Faults: MigrationFault, FileFault, Timedout, InsufficientResourcesFault,
    InvalidState, VmConfigFault.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    priority: VirtualMachineMovePriority | str = element("priority", "VirtualMachineMovePriority")
    state: VirtualMachinePowerState | str | None = element("state", "VirtualMachinePowerState", default=None)


class RelocateVM_Task(Method["ManagedObjectReference"]):
    """Relocate vm. Faults: InvalidState, InvalidDatastore, MigrationFault, VmConfigFault,
    FileFault, Timedout, InsufficientResourcesFault.

    Parameters:
        priority: since API 4.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: VirtualMachineRelocateSpec = element("spec", "VirtualMachineRelocateSpec")
    priority: VirtualMachineMovePriority | str | None = element("priority", "VirtualMachineMovePriority", default=None)


class CloneVM_Task(Method["ManagedObjectReference"]):
    """Clone vm. Faults: CustomizationFault, InvalidState, InvalidDatastore, TaskInProgress,
    VmConfigFault, FileFault, MigrationFault, InsufficientResourcesFault.

    Parameters:
        folder: refers to Folder.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    folder: ManagedObjectReference = element("folder", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    spec: VirtualMachineCloneSpec = element("spec", "VirtualMachineCloneSpec")


class AcquireTicket(Method["VirtualMachineTicket"]):
    """Acquire ticket. Faults: InvalidState. Since API 4.1.

    Parameters:
        ticket_type: mks, webmks, device or guestControl.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("VirtualMachineTicket")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    ticket_type: str = element("ticketType", "xsd:string")


class AcquireMksTicket(Method["VirtualMachineMksTicket"]):
    """Acquire mks ticket."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("VirtualMachineMksTicket")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CreateScreenshot_Task(Method["ManagedObjectReference"]):
    """Write what the console shows to a PNG file beside the machine; the result is its datastore
    path. Faults: TaskInProgress, FileFault, InvalidState. Since API 4.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class PutUsbScanCodes(Method["int"]):
    """Press keys on the machine's keyboard. Since API 6.5."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("xsd:int")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: UsbScanCodeSpec = element("spec", "UsbScanCodeSpec")


class MountToolsInstaller(Method["None"]):
    """Mount tools installer. Faults: InvalidState, VmConfigFault, VmToolsUpgradeFault."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class UnmountToolsInstaller(Method["None"]):
    """Unmount tools installer. Faults: InvalidState, VmConfigFault."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RefreshStorageInfo(Method["None"]):
    """Refresh storage info. Since API 4.0."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
