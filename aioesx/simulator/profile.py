"""Product facts: what an ESX host of a given age says about itself.

One `Profile` per product; behaviour never asks for a product's name, only for
these facts. The machine that the host pretends to be is `Hardware`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["ESXI_6_5", "PROFILES", "Hardware", "Profile"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One product and version, as its `AboutInfo` and limits show it.

    Attributes:
        name: key in `PROFILES`.
        product: product name without version.
        api_version: newest API version served.
        prior_versions: older ones that `vimServiceVersions.xml` lists; empty
            for products from before that file.
        hardware_version: newest virtual hardware, the number of ``vmx-13``.
        hardware_versions: every virtual hardware version that runs here.
        max_vcpus: most virtual CPUs of one machine.
        max_memory_mb: most memory of one machine.
    """

    name: str
    product: str
    version: str
    build: str
    product_line: str
    api_type: str
    api_version: str
    prior_versions: tuple[str, ...]
    os_type: str
    hardware_version: int
    hardware_versions: tuple[int, ...]
    max_vcpus: int
    max_memory_mb: int
    vmfs_major: int
    vmfs_version: str

    @property
    def full_name(self) -> str:
        """Product, version and build; says plainly that it is a simulator."""
        return f"{self.product} {self.version} build-{self.build} (aioesx simulator)"


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


ESXI_6_5: Final = Profile(
    name="esxi-6.5",
    product="VMware ESXi",
    version="6.5.0",
    build="4564106",
    product_line="embeddedEsx",
    api_type="HostAgent",
    api_version="6.5",
    prior_versions=("6.0", "5.5", "5.1", "5.0", "4.1", "4.0", "2.5u2", "2.5", "2.0"),
    os_type="vmnix-x86",
    hardware_version=13,
    hardware_versions=(4, 7, 8, 9, 10, 11, 12, 13),
    max_vcpus=128,
    max_memory_mb=6_128 * 1024,
    vmfs_major=6,
    vmfs_version="6.81",
)

PROFILES: Final = {ESXI_6_5.name: ESXI_6_5}
