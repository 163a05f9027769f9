"""Product facts: what a host or a vCenter of a given age says about itself.

One `Profile` per product; behaviour never asks for a product's name, only for
these facts. The machine that a host pretends to be is `Hardware`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "ESXI_5_5",
    "ESXI_6_5",
    "ESXI_7_0",
    "ESXI_8_0",
    "ESXI_8_0_FREE",
    "ESX_3_5",
    "ESX_4_1",
    "GSX_2_0",
    "PROFILES",
    "VCENTER_2_5",
    "VCENTER_4_1",
    "VCENTER_5_5",
    "VCENTER_6_7",
    "VCENTER_8_0",
    "Hardware",
    "Profile",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One product and version, as its `AboutInfo` and limits show it.

    Attributes:
        name: key in `PROFILES`.
        product: product name without version.
        product_line: ``esx``, ``embeddedEsx``, ``gsx`` or ``vpx``.
        api_version: newest API version served; nothing newer is ever shown.
        prior_versions: older ones that `vimServiceVersions.xml` lists; empty
            for products from before that file.
        version_word: what that file calls the newest version, where that is not
            the number of `api_version`.
        hardware_version: newest virtual hardware, the number of ``vmx-13``.
        hardware_versions: every virtual hardware version that runs here.
        max_vcpus: most virtual CPUs of one machine.
        max_memory_mb: most memory of one machine.
        vmfs_major: VMFS that new datastores have; 0 for a product without VMFS.
        license: product that the licence is for, as `AboutInfo` names it.
        edition: key and name of the licence.
        read_only: the licence forbids every change by the API.
        hosted: runs as a program below another operating system: without storage adapters,
            VMFS, virtual switches and vMotion.
        snapshot_levels: longest chain of snapshots.
        lacks: methods that the product knows and does not support.
        old_tls: its age spoke TLS 1.0, with keys that are weak today.
        accept_ranges: answers with files say that ranges can be had; where they do not, they
            can be had all the same.
        locks_bases: keeps from readers what a running machine's snapshots stand on.
    """

    name: str
    product: str
    version: str
    build: str
    product_line: str
    api_type: str = "HostAgent"
    api_version: str
    prior_versions: tuple[str, ...] = ()
    version_word: str = ""
    os_type: str = "vmnix-x86"
    hardware_version: int
    hardware_versions: tuple[int, ...]
    max_vcpus: int
    max_memory_mb: int
    vmfs_major: int = 0
    vmfs_version: str = ""
    license: str = "VMware ESX Server"
    edition: tuple[str, str] = ("eval", "Evaluation Mode")
    read_only: bool = False
    hosted: bool = False
    snapshot_levels: int = 32
    lacks: frozenset[str] = frozenset()
    old_tls: bool = False
    accept_ranges: bool = True
    locks_bases: bool = False

    @property
    def full_name(self) -> str:
        """Product, version and build; says plainly that it is a simulator."""
        return f"{self.product} {self.version} build-{self.build} (aioesx simulator)"

    @property
    def scheme(self) -> str:
        """The scheme of its connection URIs."""
        return {"gsx": "gsx", "vpx": "vpx"}.get(self.product_line, "esx")

    @property
    def is_vcenter(self) -> bool:
        """Whether it manages hosts, and is none itself."""
        return self.api_type == "VirtualCenter"


@dataclass(frozen=True, slots=True)
class Hardware:
    """The physical machine below the host.

    Attributes:
        cpu_hz: clock of one core, in Hz.
        memory_bytes: installed memory.
    """

    vendor: str = "aioesx"
    model: str = "Simulated Server"
    uuid: str = "4c4c4544-0042-3510-8054-b4c04f565931"
    cpu_model: str = "Intel(R) Xeon(R) CPU E5-2650 v4 @ 2.20GHz"
    cpu_hz: int = 2_200_000_000
    cpu_packages: int = 2
    cpu_cores: int = 24
    cpu_threads: int = 48
    numa_nodes: int = 2
    memory_bytes: int = 128 * 1024**3


# What each age lists below its own version, newest first.
_BELOW_4_1: Final = ("4.0", "2.5u2", "2.5", "2.0")
_BELOW_5_5: Final = ("5.1", "5.0", "4.1", *_BELOW_4_1)
_BELOW_6_5: Final = ("6.0", "5.5", *_BELOW_5_5)
_BELOW_6_7: Final = ("6.5", *_BELOW_6_5)
_BELOW_7_0: Final = ("6.9.1", "6.8.7", "6.7.3", "6.7.2", "6.7.1", "6.7", *_BELOW_6_7)
_SINCE_7_0: Final = ("7.0.2.1", "7.0.2.0", "7.0.1.1", "7.0.1.0", "7.0.0.2", "7.0.0.0")
_BELOW_7_0_3: Final = (*_SINCE_7_0, *_BELOW_7_0)
_SINCE_8_0: Final = ("8.0.2.0", "8.0.1.0", "8.0.0.2", "8.0.0.1", "8.0.0.0")
_BELOW_8_0_3: Final = (*_SINCE_8_0, "7.0.3.2", "7.0.3.1", "7.0.3.0", *_BELOW_7_0_3)

_UP_TO_10: Final = (4, 7, 8, 9, 10)
_UP_TO_14: Final = (*_UP_TO_10, 11, 12, 13, 14)
_UP_TO_19: Final = (*_UP_TO_14, 15, 16, 17, 18, 19)
_UP_TO_21: Final = (*_UP_TO_19, 20, 21)

_HOSTED_LACKS: Final = frozenset(
    {"AddVirtualSwitch", "RemoveVirtualSwitch", "UpdateVirtualSwitch"}
    | {"AddPortGroup", "RemovePortGroup", "UpdatePortGroup"}
    | {"RescanHba", "RescanAllHba", "RescanVmfs", "CreateNasDatastore"}
    | {"MigrateVM_Task", "RelocateVM_Task", "CloneVM_Task", "QueryVirtualDiskUuid"}
    | {"EnterMaintenanceMode_Task", "ExitMaintenanceMode_Task"}
    | {"RebootHost_Task", "ShutdownHost_Task", "UpdateDateTimeConfig"}
)

ESX_3_5: Final = Profile(
    name="esx-3.5",
    product="VMware ESX Server",
    version="3.5.0",
    build="64607",
    product_line="esx",
    api_version="2.5.0",
    hardware_version=4,
    hardware_versions=(4,),
    max_vcpus=4,
    max_memory_mb=65_532,
    vmfs_major=3,
    vmfs_version="3.31",
    old_tls=True,
)

ESX_4_1: Final = Profile(
    name="esx-4.1",
    product="VMware ESX",
    version="4.1.0",
    build="260247",
    product_line="esx",
    api_version="4.1",
    prior_versions=_BELOW_4_1,
    hardware_version=7,
    hardware_versions=(4, 7),
    max_vcpus=8,
    max_memory_mb=255 * 1024,
    vmfs_major=3,
    vmfs_version="3.46",
    old_tls=True,
)

ESXI_5_5: Final = Profile(
    name="esxi-5.5",
    product="VMware ESXi",
    version="5.5.0",
    build="1331820",
    product_line="embeddedEsx",
    api_version="5.5",
    prior_versions=_BELOW_5_5,
    hardware_version=10,
    hardware_versions=_UP_TO_10,
    max_vcpus=64,
    max_memory_mb=1_011 * 1024,
    vmfs_major=5,
    vmfs_version="5.60",
    old_tls=True,
)

ESXI_6_5: Final = Profile(
    name="esxi-6.5",
    product="VMware ESXi",
    version="6.5.0",
    build="4564106",
    product_line="embeddedEsx",
    api_version="6.5",
    prior_versions=_BELOW_6_5,
    hardware_version=13,
    hardware_versions=(*_UP_TO_10, 11, 12, 13),
    max_vcpus=128,
    max_memory_mb=6_128 * 1024,
    vmfs_major=6,
    vmfs_version="6.81",
)

ESXI_7_0: Final = Profile(
    name="esxi-7.0",
    product="VMware ESXi",
    version="7.0.3",
    build="18644231",
    product_line="embeddedEsx",
    api_version="7.0.3.0",
    prior_versions=_BELOW_7_0_3,
    hardware_version=19,
    hardware_versions=_UP_TO_19,
    max_vcpus=768,
    max_memory_mb=24_560 * 1024,
    vmfs_major=6,
    vmfs_version="6.82",
)

ESXI_8_0: Final = Profile(
    name="esxi-8.0",
    product="VMware ESXi",
    version="8.0.3",
    build="24022510",
    product_line="embeddedEsx",
    api_version="8.0.3.0",
    prior_versions=_BELOW_8_0_3,
    version_word="uA046D008",
    hardware_version=21,
    hardware_versions=_UP_TO_21,
    max_vcpus=768,
    max_memory_mb=24_560 * 1024,
    vmfs_major=6,
    vmfs_version="6.82",
    accept_ranges=False,
    locks_bases=True,
)

ESXI_8_0_FREE: Final = Profile(
    name="esxi-8.0-free",
    product="VMware ESXi",
    version="8.0.3",
    build="24674464",
    product_line="embeddedEsx",
    api_version="8.0.3.0",
    prior_versions=_BELOW_8_0_3,
    version_word="uA046D008",
    hardware_version=21,
    hardware_versions=_UP_TO_21,
    max_vcpus=8,
    max_memory_mb=24_560 * 1024,
    vmfs_major=6,
    vmfs_version="6.82",
    edition=("esx.hypervisor.cpuPackage", "VMware vSphere 8 Hypervisor"),
    read_only=True,
    accept_ranges=False,
    locks_bases=True,
)

GSX_2_0: Final = Profile(
    name="gsx-2.0",
    product="VMware Server",
    version="2.0.0",
    build="116503",
    product_line="gsx",
    api_version="2.5u2",
    os_type="linux-x86",
    hardware_version=7,
    hardware_versions=(3, 4, 6, 7),
    max_vcpus=2,
    max_memory_mb=8_192,
    license="VMware Server",
    hosted=True,
    snapshot_levels=1,
    lacks=_HOSTED_LACKS,
    old_tls=True,
)

VCENTER_2_5: Final = Profile(
    name="vcenter-2.5",
    product="VMware VirtualCenter",
    version="2.5.0",
    build="64201",
    product_line="vpx",
    api_type="VirtualCenter",
    api_version="2.5.0",
    os_type="win32-x86",
    hardware_version=4,
    hardware_versions=(4,),
    max_vcpus=4,
    max_memory_mb=65_532,
    license="VMware VirtualCenter Server",
    old_tls=True,
)

VCENTER_4_1: Final = Profile(
    name="vcenter-4.1",
    product="VMware vCenter Server",
    version="4.1.0",
    build="259021",
    product_line="vpx",
    api_type="VirtualCenter",
    api_version="4.1",
    prior_versions=_BELOW_4_1,
    os_type="win32-x86",
    hardware_version=7,
    hardware_versions=(4, 7),
    max_vcpus=8,
    max_memory_mb=255 * 1024,
    license="VMware VirtualCenter Server",
    old_tls=True,
)

VCENTER_5_5: Final = Profile(
    name="vcenter-5.5",
    product="VMware vCenter Server",
    version="5.5.0",
    build="1312298",
    product_line="vpx",
    api_type="VirtualCenter",
    api_version="5.5",
    prior_versions=_BELOW_5_5,
    os_type="linux-x64",
    hardware_version=10,
    hardware_versions=_UP_TO_10,
    max_vcpus=64,
    max_memory_mb=1_011 * 1024,
    license="VMware VirtualCenter Server",
    old_tls=True,
)

VCENTER_6_7: Final = Profile(
    name="vcenter-6.7",
    product="VMware vCenter Server",
    version="6.7.0",
    build="8217866",
    product_line="vpx",
    api_type="VirtualCenter",
    api_version="6.7",
    prior_versions=_BELOW_6_7,
    os_type="linux-x64",
    hardware_version=14,
    hardware_versions=_UP_TO_14,
    max_vcpus=128,
    max_memory_mb=6_128 * 1024,
    license="VMware VirtualCenter Server",
)

VCENTER_8_0: Final = Profile(
    name="vcenter-8.0",
    product="VMware vCenter Server",
    version="8.0.3",
    build="24022515",
    product_line="vpx",
    api_type="VirtualCenter",
    api_version="8.0.3.0",
    prior_versions=_BELOW_8_0_3,
    version_word="uA046D008",
    os_type="linux-x64",
    hardware_version=21,
    hardware_versions=_UP_TO_21,
    max_vcpus=768,
    max_memory_mb=24_560 * 1024,
    license="VMware VirtualCenter Server",
)

_HOSTS: Final = (
    *(ESX_3_5, ESX_4_1, ESXI_5_5, ESXI_6_5, ESXI_7_0, ESXI_8_0, ESXI_8_0_FREE),
    GSX_2_0,
)
_VCENTERS: Final = (VCENTER_2_5, VCENTER_4_1, VCENTER_5_5, VCENTER_6_7, VCENTER_8_0)

PROFILES: Final = {profile.name: profile for profile in (*_HOSTS, *_VCENTERS)}
"""Every product that can be simulated, by name; hosts first, by age."""
