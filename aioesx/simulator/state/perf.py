"""Performance of one host, or of a vCenter: who is measured, by what, since when."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aioesx import vim
from aioesx.simulator.state.counters import CounterRow, counter_infos, counters_of
from aioesx.simulator.state.figures import Measured, figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.machine import Machine

__all__ = ["INTERVAL", "Perf", "Provider"]

INTERVAL: Final = 20
"""Seconds between two samples in real time."""

_REALTIME_KEPT: Final = 3600
_REALTIME: Final = frozenset("vhr")
"""Who has samples in real time."""

_LETTERS: Final = {
    "Machine": "v",
    "HostState": "h",
    "Pool": "r",
    "VApp": "r",
    "Compute": "c",
    "Store": "d",
    "Datacenter": "x",
}
"""By class of a state object, its letter in the table of counters."""

_KEPT: Final = (
    # key, seconds, name, how long it is kept
    (1, 300, "Past day", 86_400),
    (2, 1800, "Past week", 604_800),
    (3, 7200, "Past month", 2_592_000),
    (4, 86_400, "Past year", 31_536_000),
)

_CARD: Final = re.compile(r"ethernet([0-9]+)\.present")
_DISK: Final = re.compile(r"((?:scsi|sata|ide|nvme)[0-9]+:[0-9]+)\.fileName")
_FIRST_CARD: Final = 4000
_MHZ: Final = 1_000_000
_RESOURCES: Final = ("host/system", "host/system/kernel", "host/vim", "host/user")


class Provider(NamedTuple):
    """Something that is measured.

    Attributes:
        letter: what it is, as in the table of counters.
        facts: what its figures depend on.
        devices: by group of counters, its devices.
        since: when its samples begin; None while there are none.
    """

    letter: str
    facts: Measured
    devices: dict[str, list[str]]
    since: datetime | None

    @property
    def is_realtime(self) -> bool:
        """Whether it has samples in real time."""
        return self.letter in _REALTIME

    def instances(self, row: CounterRow) -> list[str]:
        """Return what a counter is told of: its devices, and all together."""
        found = self.devices.get(row.group, []) if self.letter in row.who else []
        return [*found, ""] if self.letter.upper() in row.who else list(found)


class Perf:
    """The performance manager of a host or a vCenter."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    @property
    def counters(self) -> dict[int, CounterRow]:
        """Every counter, by its key."""
        return counters_of(self._agent.profile)

    def infos(self) -> list[vim.PerfCounterInfo]:
        """Return every counter as the API describes it."""
        return counter_infos(self._agent.profile)

    def intervals(self) -> list[vim.PerfInterval]:
        """Return of what length samples are kept: a host keeps those of a day."""
        kept = _KEPT if self._agent.profile.is_vcenter else _KEPT[:1]
        return [
            vim.PerfInterval(
                key=key, sampling_period=seconds, name=name, length=length, level=1, enabled=True
            )
            for key, seconds, name, length in kept
        ]

    def kept(self, interval: int) -> int | None:
        """Return for how many seconds samples of a length are kept; None where there are none."""
        if interval == INTERVAL:
            return _REALTIME_KEPT
        return {each.sampling_period: each.length for each in self.intervals()}.get(interval)

    def rows(self, provider: Provider, interval: int) -> Iterator[CounterRow]:
        """Yield by what something is measured; of long intervals a vCenter keeps level 1 only."""
        letters = {provider.letter, provider.letter.upper()}
        short = interval == INTERVAL or not self._agent.profile.is_vcenter
        for row in self.counters.values():
            if letters.intersection(row.who) and (short or row.level <= 1):
                yield row

    def provider(self, thing: Any) -> Provider | None:
        """Return what is measured of a state object; None where nothing is."""
        letter = _LETTERS.get(type(thing).__name__)
        if getattr(thing, "name", "") == "resource_pool" and hasattr(thing, "session"):
            letter = "r"  # a host's own pool, as a session sees it
        if letter is None or not (letter in _REALTIME or self._agent.profile.is_vcenter):
            return None
        maker = {"v": _machine, "h": _host}.get(letter)
        if maker is not None:
            return maker(thing)
        facts = Measured(getattr(thing, "moid", "ha-root-pool"))
        return Provider(letter, facts, {}, datetime.fromtimestamp(0, UTC))

    def figure(self, machine: Machine, key: str) -> int:
        """Return a machine's figure just now, all devices together; 0 while it is off."""
        if not machine.is_on:
            return 0
        now = self._agent.timeline.now().timestamp()
        return figure(_machine(machine).facts, _ROWS[key], "", now, INTERVAL)

    def cpu_mhz(self, machine: Machine) -> int:
        """Return the processor rate that a machine uses just now."""
        return self.figure(machine, "usagemhz")

    def memory_mb(self, machine: Machine) -> int:
        """Return the memory that a machine uses just now."""
        return machine.config.memory_mb * self.figure(machine, "usage") // 10_000


_ROWS: Final = {
    "usagemhz": CounterRow(0, "cpu", "usagemhz", "average", "megaHertz", "rate", 1, 3, "V"),
    "usage": CounterRow(0, "mem", "usage", "average", "percent", "absolute", 1, 3, "V"),
}


def _machine(machine: Machine) -> Provider:
    config, host = machine.config, machine.host
    since = machine.measured_since if machine.is_on else None
    facts = Measured(
        config.uuid or f"{host.network.host_name}/{machine.moid}",
        mhz=config.vcpus * host.hardware.cpu_hz // _MHZ,
        threads=config.vcpus,
        memory_kb=config.memory_mb * 1024,
        began=machine.boot_time.timestamp() if machine.boot_time is not None else 0.0,
    )
    return Provider("v", facts, _Devices(machine), since)


class _Devices(dict[str, list[str]]):
    """A machine's devices by group of counters, looked up when they are asked for."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._machine = machine

    def get(self, group: str, default: Any = None) -> Any:
        """Return the devices of a group."""
        if group not in self:
            self[group] = self._found(group)
        return self[group] or default

    def _found(self, group: str) -> list[str]:
        machine = self._machine
        config = machine.config
        match group:
            case "cpu":
                return [str(number) for number in range(config.vcpus)]
            case "net":
                found = map(_CARD.fullmatch, config.settings)
                return [str(_FIRST_CARD + int(each[1])) for each in found if each is not None]
            case "virtualDisk":
                found = map(_DISK.fullmatch, config.settings)
                slots = [each[1] for each in found if each is not None]
                return [slot for slot in slots if not _is_drive(config.get(f"{slot}.deviceType"))]
            case "datastore":
                stores = machine.host.datastores.values()
                home = machine.place.datastore
                return [store.volume.uuid for store in stores if store.name == home]
        return []


def _is_drive(kind: str) -> bool:
    """Tell a drive with exchangeable media from a disk."""
    return kind.startswith(("cdrom", "atapi"))


def _host(host: Any) -> Provider:
    hardware = host.hardware
    facts = Measured(
        host.network.host_name,
        mhz=hardware.cpu_cores * hardware.cpu_hz // _MHZ,
        threads=hardware.cpu_threads,
        memory_kb=hardware.memory_bytes // 1024,
        began=host.boot_time.timestamp(),
    )
    devices = {
        "cpu": [str(number) for number in range(hardware.cpu_threads)],
        "net": [card.device for card in host.network.physical],
        "datastore": [store.volume.uuid for store in host.datastores.values()],
        "disk": [store.volume.disk_name for store in host.datastores.values()],
        "storageAdapter": [adapter.device for adapter in host.storage.adapters],
        "sys": list(_RESOURCES),
        "vflashModule": ["vfc"],
    }
    kept = {group: [name for name in names if name] for group, names in devices.items()}
    return Provider("h", facts, kept, None if host.away else datetime.fromtimestamp(0, UTC))
