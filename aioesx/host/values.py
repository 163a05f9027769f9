"""What is told about a host: plain frozen values, and how the host's numbers become them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from aioesx.units import bytes_to_kib, hertz_to_mhz, mib_to_kib

__all__ = [
    "NODE_PATHS",
    "USAGE_PATHS",
    "HostUsage",
    "NodeInfo",
    "host_usage",
    "if_told",
    "node_info",
]

T = TypeVar("T")

NODE_PATHS: Final = (
    "hardware.cpuInfo.hz",
    "hardware.cpuInfo.numCpuCores",
    "hardware.cpuInfo.numCpuPackages",
    "hardware.cpuInfo.numCpuThreads",
    "hardware.memorySize",
    "hardware.numaInfo.numNodes",
    "summary.hardware.cpuModel",
)
_MODEL_LENGTH: Final = 31
_TRADE_MARKS = re.compile(r"\(R\)|\(C\)|\(TM\)")


@dataclasses.dataclass(frozen=True, slots=True)
class NodeInfo:
    """The processors and the memory of a host, counted as libvirt does; None is not told.

    Attributes:
        model: the processor's name, at most 31 bytes.
        memory: in KiB.
        cpus: cores in all.
        mhz: the processor's rate.
        nodes: NUMA nodes.
        sockets: processor packages.
        cores: cores of one package.
        threads: threads of one core.
    """

    model: str | None
    memory: int | None
    cpus: int | None
    mhz: int | None
    nodes: int | None
    sockets: int | None
    cores: int | None
    threads: int | None


def node_info(values: Mapping[str, Any]) -> NodeInfo:
    """Make it of the properties `NODE_PATHS`; what the host does not tell is None.

    Source: libvirt, esxNodeGetInfo.
    """
    cores = values.get("hardware.cpuInfo.numCpuCores")
    packages = values.get("hardware.cpuInfo.numCpuPackages")
    threads = values.get("hardware.cpuInfo.numCpuThreads")
    return NodeInfo(
        model=if_told(_model, values.get("summary.hardware.cpuModel")),
        memory=if_told(bytes_to_kib, values.get("hardware.memorySize")),
        cpus=cores,
        mhz=if_told(hertz_to_mhz, values.get("hardware.cpuInfo.hz")),
        nodes=values.get("hardware.numaInfo.numNodes"),
        sockets=packages,
        cores=_each(cores, packages),
        threads=_each(threads, cores),
    )


USAGE_PATHS: Final = (
    "hardware.cpuInfo.hz",
    "hardware.cpuInfo.numCpuCores",
    "hardware.memorySize",
    "summary.quickStats.overallCpuUsage",
    "summary.quickStats.overallMemoryUsage",
)


@dataclasses.dataclass(frozen=True, slots=True)
class HostUsage:
    """What of a host is in use, and how much there is; None is not told.

    Attributes:
        cpu: MHz of all cores together.
        cpu_used: MHz of them in use.
        memory: in KiB.
        memory_used: in KiB.
    """

    cpu: int | None
    cpu_used: int | None
    memory: int | None
    memory_used: int | None

    @property
    def cpu_percent(self) -> float | None:
        """How much of the processors is in use; None where one of the two is not told."""
        if self.cpu_used is None or not self.cpu:
            return None
        return min(100.0, 100 * self.cpu_used / self.cpu)


def host_usage(values: Mapping[str, Any]) -> HostUsage:
    """Make it of the properties `USAGE_PATHS`."""
    hz, cores, memory, cpu_used, memory_used = (values.get(path) for path in USAGE_PATHS)
    return HostUsage(
        cpu=hertz_to_mhz(hz) * cores if hz is not None and cores is not None else None,
        cpu_used=cpu_used,
        memory=if_told(bytes_to_kib, memory),
        memory_used=if_told(mib_to_kib, memory_used),
    )


def if_told(convert: Callable[[Any], T], value: Any) -> T | None:
    """Convert what is told; None stays None."""
    return None if value is None else convert(value)


def _each(many: int | None, wholes: int | None) -> int | None:
    """Return how many each of some wholes has."""
    return many // wholes if many is not None and wholes else None


def _model(text: str) -> str:
    """Shorten a processor's name as libvirt does: no trade marks, no runs of spaces, 31 bytes."""
    plain = _TRADE_MARKS.sub("", re.sub(" +", " ", text))
    return plain.encode()[:_MODEL_LENGTH].decode("utf-8", "ignore")
