"""Methods of managed objects, of the area ``migration``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._enums import VirtualMachinePowerState
    from aioesx.vim._machine_specs import VirtualMachineRelocateSpec
    from aioesx.vim.base import ManagedObjectReference


class CheckMigrate_Task(Method["ManagedObjectReference"]):
    """Check migrate. Faults: InvalidState. Since API 4.0.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
        pool: refers to ResourcePool.
    """

    managed_type = "VirtualMachineProvisioningChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    state: VirtualMachinePowerState | str | None = element("state", "VirtualMachinePowerState", default=None)
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)


class CheckRelocate_Task(Method["ManagedObjectReference"]):
    """Check relocate. Faults: InvalidState. Since API 4.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "VirtualMachineProvisioningChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    spec: VirtualMachineRelocateSpec = element("spec", "VirtualMachineRelocateSpec")
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)


class QueryVMotionCompatibilityEx_Task(Method["ManagedObjectReference"]):
    """Query v motion compatibility ex. Since API 4.0.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachineProvisioningChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list, required=True)
    host: list[ManagedObjectReference] = element("host", "ManagedObjectReference", default_factory=list, required=True)


class CheckCompatibility_Task(Method["ManagedObjectReference"]):
    """Check compatibility. Faults: InvalidState, InvalidArgument, DatacenterMismatch. Since API
    4.0.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
        pool: refers to ResourcePool.
    """

    managed_type = "VirtualMachineCompatibilityChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)
