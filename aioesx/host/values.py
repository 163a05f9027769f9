"""What is told about a host: plain frozen values, and how the host's numbers become them."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from aioesx.units import bytes_to_kib, hertz_to_mhz

__all__ = ["NODE_PATHS", "HostState", "NodeInfo", "host_state", "node_info"]

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


class HostState(enum.StrEnum):
    """How a host is seen by who is asked about it; ``"unknown"`` where that is not told."""

    UNKNOWN = "unknown"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    NOT_RESPONDING = "not responding"


_STATES: Final = {
    "connected": HostState.CONNECTED,
    "disconnected": HostState.DISCONNECTED,
    "notResponding": HostState.NOT_RESPONDING,
}


def host_state(word: object) -> HostState:
    """Return the state that the API has a word for; unknown for another word, or for none."""
    return _STATES.get(str(word), HostState.UNKNOWN)


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
        model=_of(values, "summary.hardware.cpuModel", _model),
        memory=_of(values, "hardware.memorySize", bytes_to_kib),
        cpus=cores,
        mhz=_of(values, "hardware.cpuInfo.hz", hertz_to_mhz),
        nodes=values.get("hardware.numaInfo.numNodes"),
        sockets=packages,
        cores=_each(cores, packages),
        threads=_each(threads, cores),
    )


def _of(values: Mapping[str, Any], path: str, read: Callable[[Any], T]) -> T | None:
    value = values.get(path)
    return None if value is None else read(value)


def _each(many: int | None, wholes: int | None) -> int | None:
    """Return how many each of some wholes has."""
    return many // wholes if many is not None and wholes else None


def _model(text: str) -> str:
    """Shorten a processor's name as libvirt does: no trade marks, no runs of spaces, 31 bytes."""
    plain = _TRADE_MARKS.sub("", re.sub(" +", " ", text))
    return plain.encode()[:_MODEL_LENGTH].decode("utf-8", "ignore")
