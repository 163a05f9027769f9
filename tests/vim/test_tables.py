"""Look-ups over the generated tables."""

from __future__ import annotations

import pytest

from aioesx import vim


@pytest.mark.parametrize(
    ("managed", "path", "type_"),
    [
        ("SessionManager", "currentSession", "UserSession"),
        ("Task", "info", "TaskInfo"),
        ("Task", "info.state", "TaskInfoState"),
        ("HostSystem", "hardware.cpuFeature", "ArrayOfHostCpuIdInfo"),
        ("HostSystem", "hardware.systemInfo.uuid", "xsd:string"),
        ("HostSystem", "runtime.inMaintenanceMode", "xsd:boolean"),
        ("HostSystem", "summary.managementServerIp", "xsd:string"),
        ("HostSystem", "capability.vmotionSupported", "xsd:boolean"),
        ("HostSystem", "capability.screenshotSupported", "xsd:boolean"),
        ("HostSystem", "capability.maxSupportedVcpus", "xsd:int"),
        ("HostSystem", "config.network.dnsConfig.hostName", "xsd:string"),
        ("HostSystem", "config.network.dnsConfig.domainName", "xsd:string"),
        ("HostSystem", "hardware.cpuInfo.hz", "xsd:long"),
        ("HostSystem", "hardware.memorySize", "xsd:long"),
        ("HostSystem", "hardware.cpuInfo.numCpuCores", "xsd:short"),
        ("HostSystem", "hardware.cpuInfo.numCpuPackages", "xsd:short"),
        ("HostSystem", "hardware.cpuInfo.numCpuThreads", "xsd:short"),
        ("HostSystem", "hardware.numaInfo.numNodes", "xsd:int"),
        ("HostSystem", "summary.hardware.cpuModel", "xsd:string"),
        ("HostSystem", "summary.quickStats.overallMemoryUsage", "xsd:int"),
        ("HostSystem", "config.network.pnic", "ArrayOfPhysicalNic"),
        ("HostSystem", "config.network.vswitch", "ArrayOfHostVirtualSwitch"),
        ("HostSystem", "config.network.portgroup", "ArrayOfHostPortGroup"),
        ("HostSystem", "config.storageDevice.hostBusAdapter", "ArrayOfHostHostBusAdapter"),
        ("HostSystem", "config.storageDevice.scsiLun", "ArrayOfScsiLun"),
        (
            "HostSystem",
            "config.storageDevice.scsiTopology.adapter",
            "ArrayOfHostScsiTopologyInterface",
        ),
        ("HostSystem", "configManager", "HostConfigManager"),
        ("HostAutoStartManager", "config.defaults", "AutoStartDefaults"),
        ("HostAutoStartManager", "config.powerInfo", "ArrayOfAutoStartPowerInfo"),
        ("VirtualMachine", "name", "xsd:string"),
        ("VirtualMachine", "config.uuid", "xsd:string"),
        ("VirtualMachine", "config.files.vmPathName", "xsd:string"),
        ("VirtualMachine", "guest.hostName", "xsd:string"),
        ("VirtualMachine", "configStatus", "ManagedEntityStatus"),
        ("VirtualMachine", "runtime.powerState", "VirtualMachinePowerState"),
        ("VirtualMachine", "runtime.question", "VirtualMachineQuestionInfo"),
        ("VirtualMachine", "recentTask", "ArrayOfManagedObjectReference"),
        ("VirtualMachine", "config.hardware.memoryMB", "xsd:int"),
        ("VirtualMachine", "config.hardware.numCPU", "xsd:int"),
        ("VirtualMachine", "config.memoryAllocation.limit", "xsd:long"),
        ("VirtualMachine", "config.cpuAllocation.reservation", "xsd:long"),
        ("VirtualMachine", "config.cpuAllocation.shares", "SharesInfo"),
        ("VirtualMachine", "snapshot.rootSnapshotList", "ArrayOfVirtualMachineSnapshotTree"),
        ("VirtualMachine", "snapshot.currentSnapshot", "ManagedObjectReference"),
        ("VirtualMachine", "guest.net", "ArrayOfGuestNicInfo"),
        ("Datastore", "summary.name", "xsd:string"),
        ("Datastore", "summary.accessible", "xsd:boolean"),
        ("Datastore", "summary.capacity", "xsd:long"),
        ("Datastore", "info", "DatastoreInfo"),
        ("Datastore", "host", "ArrayOfDatastoreHostMount"),
        ("Datastore", "browser", "ManagedObjectReference"),
        ("Network", "name", "xsd:string"),
        ("ComputeResource", "host", "ArrayOfManagedObjectReference"),
        ("ClusterComputeResource", "resourcePool", "ManagedObjectReference"),
        ("Datacenter", "vmFolder", "ManagedObjectReference"),
        ("VirtualMachine", "config.hardware.device[4000]", "VirtualDevice"),
        ("VirtualMachine", 'config.extraConfig["a.b"].value', "xsd:anyType"),
        ("VirtualMachine", "config.hardware.device[4000].deviceInfo", "Description"),
    ],
)  # fmt: skip
def test_every_path_that_libvirt_reads_has_its_type(managed: str, path: str, type_: str) -> None:
    assert vim.property_type(managed, path) == type_


@pytest.mark.parametrize(
    ("managed", "path"),
    [
        ("VirtualMachine", "nonsense"),
        ("VirtualMachine", "runtime.nonsense"),
        ("VirtualMachine", "name.first"),
        ("VirtualMachine", "runtime."),
        ("VirtualMachine", ".runtime"),
        ("VirtualMachine", ""),
        ("VirtualMachine", "runtime powerState"),
        ("Toaster", "name"),
    ],
)
def test_a_wrong_path_has_none(managed: str, path: str) -> None:
    assert vim.property_type(managed, path) is None


def test_managed_types_know_what_they_extend() -> None:
    assert vim.managed_bases("ClusterComputeResource") == (
        "ClusterComputeResource",
        "ComputeResource",
        "ManagedEntity",
        "ExtensibleManagedObject",
    )
    assert vim.managed_bases("Toaster") == ()


def test_types_are_found_by_their_wire_name() -> None:
    assert vim.types_by_name("VirtualE1000") is vim.VirtualE1000
    assert vim.types_by_name("PowerOnVM_Task") is vim.PowerOnVM_Task
    assert vim.types_by_name("PROPERTIES") is None
    assert vim.types_by_name("__init__") is None


def test_the_package_lists_what_it_has_and_nothing_else() -> None:
    assert set(dir(vim)) == set(vim.__all__)
    assert all(getattr(vim, name) is not None for name in vim.__all__)
    with pytest.raises(AttributeError, match="Toaster"):
        vim.Toaster  # type: ignore[attr-defined]  # noqa: B018
