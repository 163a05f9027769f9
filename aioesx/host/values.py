"""What is told about a host: plain frozen values, and how the host's numbers become them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, Final

from aioesx.units import bytes_to_kib, hertz_to_mhz

__all__ = ["NODE_PATHS", "NodeInfo", "node_info"]

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
    """The processors and the memory of a host, counted as libvirt does.

    Attributes:
        model: the processor's name, at most 31 bytes.
        memory: in KiB.
        cpus: cores in all.
        mhz: the processor's rate.
        nodes: NUMA nodes; 0 where the host does not tell.
        sockets: processor packages.
        cores: cores of one package.
        threads: threads of one core.
    """

    model: str
    memory: int
    cpus: int
    mhz: int
    nodes: int
    sockets: int
    cores: int
    threads: int


def node_info(values: Mapping[str, Any]) -> NodeInfo:
    """Make it of the properties `NODE_PATHS`; what the host does not tell is 0.

    Source: libvirt, esxNodeGetInfo.
    """
    cores = values.get("hardware.cpuInfo.numCpuCores") or 0
    packages = values.get("hardware.cpuInfo.numCpuPackages") or 0
    threads = values.get("hardware.cpuInfo.numCpuThreads") or 0
    return NodeInfo(
        model=_model(values.get("summary.hardware.cpuModel") or ""),
        memory=bytes_to_kib(values.get("hardware.memorySize") or 0),
        cpus=cores,
        mhz=hertz_to_mhz(values.get("hardware.cpuInfo.hz") or 0),
        nodes=values.get("hardware.numaInfo.numNodes") or 0,
        sockets=packages,
        cores=cores // packages if packages else 0,
        threads=threads // cores if cores else 0,
    )


def _model(text: str) -> str:
    """Shorten a processor's name as libvirt does: no trade marks, no runs of spaces, 31 bytes."""
    plain = _TRADE_MARKS.sub("", re.sub(" +", " ", text))
    return plain.encode()[:_MODEL_LENGTH].decode("utf-8", "ignore")
