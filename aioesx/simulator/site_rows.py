"""What a site's TOML file may say: its tables and their keys, as rows.

The tables stand beside the classes that they are read into; `read_plan` reads the file.
Whether names refer to anything is found out when the site is built.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator.line import Trouble
from aioesx.simulator.profile import ESXI_6_5, PROFILES, VCENTER_8_0, Profile
from aioesx.simulator.rules import read_rules
from aioesx.simulator.state.host import Options
from aioesx.simulator.state.volume_kinds import KINDS
from aioesx.simulator.toml_tables import (
    FLAG,
    NUMBER,
    SETTINGS,
    TEXT,
    TEXTS,
    WHOLE,
    Key,
    Table,
    one_of,
    open_document,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from aioesx.simulator.rules import FaultRule
    from aioesx.simulator.service import Tls

__all__ = ["Plan", "Row", "read_plan"]

_KINDS_BY_TYPE: Final = {
    "bool": FLAG,
    "int": WHOLE,
    "float": NUMBER,
    "int | None": WHOLE,
    "float | None": NUMBER,
    "bool | None": FLAG,
}


def _keys_of(cls: Any) -> tuple[Key, ...]:
    """Return a key for each field of a dataclass that holds numbers and flags."""
    return tuple(Key(item.name, _KINDS_BY_TYPE[str(item.type)]) for item in dataclasses.fields(cls))


_HOST_PROFILES = {name: profile for name, profile in PROFILES.items() if not profile.is_vcenter}
_VCENTER_PROFILES = {name: profile for name, profile in PROFILES.items() if profile.is_vcenter}
_TLS = one_of({True: True, False: False, "legacy": "legacy"})
_POWER = one_of({"on": "poweredOn", "off": "poweredOff", "suspended": "suspended"})
_STATE = one_of({word: word for word in ("connected", "disconnected", "notResponding")})
_FILE_SYSTEM = one_of({word: word for word in KINDS})
_OPTIONS = _keys_of(Options)
_TROUBLE = _keys_of(Trouble)
_HOSTS = Key("hosts", TEXTS)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One table of the file; `table` is for errors."""

    table: Table = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class HostRow(Row):
    """A host: ``[[host]]``."""

    name: str
    address: str = ""
    profile: Profile = ESXI_6_5
    tls: Tls = True
    machines: int = 0
    datacenter: str = ""
    cluster: str = ""
    folder: str = ""
    state: str = "connected"
    maintenance: bool = False
    options: dict[str, Any] = field(default_factory=dict)


HOST: Final = (
    Key("name", TEXT, required=True),
    Key("address", TEXT),
    Key("profile", one_of(_HOST_PROFILES)),
    Key("tls", _TLS),
    Key("machines", WHOLE),
    Key("datacenter", TEXT),
    Key("cluster", TEXT),
    Key("folder", TEXT),
    Key("state", _STATE),
    Key("maintenance", FLAG),
    Key("options", _OPTIONS),
)


@dataclass(frozen=True, kw_only=True)
class VCenterRow(Row):
    """The vCenter: ``[vcenter]``."""

    address: str = ""
    profile: Profile = VCENTER_8_0
    tls: Tls = True


VCENTER: Final = (
    Key("address", TEXT),
    Key("profile", one_of(_VCENTER_PROFILES)),
    Key("tls", _TLS),
)


@dataclass(frozen=True, kw_only=True)
class DatacenterRow(Row):
    """A datacenter: ``[[datacenter]]``; `folder` is the path of folders above it."""

    name: str
    folder: str = ""


DATACENTER: Final = (Key("name", TEXT, required=True), Key("folder", TEXT))


@dataclass(frozen=True, kw_only=True)
class ClusterRow(Row):
    """A cluster: ``[[cluster]]``."""

    name: str
    datacenter: str


CLUSTER: Final = (Key("name", TEXT, required=True), Key("datacenter", TEXT, required=True))


@dataclass(frozen=True, kw_only=True)
class PoolRow(Row):
    """A resource pool of a cluster: ``[[pool]]``; `above` is the name of another one."""

    name: str
    cluster: str
    above: str = ""


POOL: Final = (
    Key("name", TEXT, required=True),
    Key("cluster", TEXT, required=True),
    Key("above", TEXT),
)


@dataclass(frozen=True, kw_only=True)
class VAppRow(Row):
    """A vApp of a cluster: ``[[vapp]]``; `folder` is its place among the machines."""

    name: str
    cluster: str
    folder: str = ""
    machines: tuple[str, ...] = ()


VAPP: Final = (
    Key("name", TEXT, required=True),
    Key("cluster", TEXT, required=True),
    Key("folder", TEXT),
    Key("machines", TEXTS),
)


@dataclass(frozen=True, kw_only=True)
class DatastoreRow(Row):
    """A datastore, of one host or shared by several: ``[[datastore]]``."""

    name: str
    hosts: tuple[str, ...]
    kind: str = "VMFS"
    capacity_gib: int = 500


DATASTORE: Final = (
    Key("name", TEXT, required=True),
    Key("hosts", TEXTS, required=True),
    Key("kind", _FILE_SYSTEM),
    Key("capacity_gib", WHOLE),
)


@dataclass(frozen=True, kw_only=True)
class NetworkRow(Row):
    """A port group: ``[[network]]``."""

    name: str
    hosts: tuple[str, ...] = ("*",)
    vlan: int = 0
    switch: str = "vSwitch0"


NETWORK: Final = (Key("name", TEXT, required=True), _HOSTS, Key("vlan", WHOLE), Key("switch", TEXT))


@dataclass(frozen=True, kw_only=True)
class UserRow(Row):
    """A further account: ``[[user]]``."""

    name: str
    password: str = field(repr=False)
    hosts: tuple[str, ...] = ("*",)
    read_only: bool = False


USER: Final = (
    Key("name", TEXT, required=True),
    Key("password", TEXT, required=True),
    _HOSTS,
    Key("read_only", FLAG),
)


@dataclass(frozen=True, kw_only=True)
class MachineRow(Row):
    """A machine: ``[[machine]]``.

    Attributes:
        vmx: a file beside the TOML file.
        folder: its place below the datacenter's ``vm`` folder.
        pool: name of a resource pool.
        words: what `MachineKind` takes.
    """

    host: str
    name: str = ""
    datastore: str = ""
    vmx: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    snapshots: tuple[str, ...] = ()
    folder: str = ""
    pool: str = ""
    template: bool = False
    words: dict[str, Any] = field(default_factory=dict)


MACHINE: Final = (
    Key("host", TEXT, required=True),
    Key("name", TEXT),
    Key("datastore", TEXT),
    Key("vmx", TEXT),
    Key("settings", SETTINGS),
    Key("snapshots", TEXTS),
    Key("folder", TEXT),
    Key("pool", TEXT),
    Key("template", FLAG),
)
MACHINE_WORDS: Final = (
    Key("power", _POWER),
    Key("guest_os", TEXT),
    Key("memory_mb", WHOLE),
    Key("vcpus", WHOLE),
    Key("network", TEXT),
    Key("disk_gib", WHOLE),
    Key("tools", FLAG),
    Key("mac", TEXT),
    Key("address", TEXT),
)


@dataclass(frozen=True, kw_only=True)
class QuestionRow(Row):
    """A question that a machine asks: ``[[question]]``."""

    method: str
    hosts: tuple[str, ...] = ("*",)
    machine: str = "*"
    ask: dict[str, Any] = field(default_factory=dict)


QUESTION: Final = (Key("method", TEXT, required=True), _HOSTS, Key("machine", TEXT))
QUESTION_ASK: Final = (
    Key("text", TEXT),
    Key("choices", TEXTS),
    Key("default", WHOLE),
    Key("times", WHOLE),
)


@dataclass(frozen=True, kw_only=True)
class LineRow(Row):
    """A line with trouble on the way to some hosts: ``[[line]]``."""

    hosts: tuple[str, ...] = ("*",)
    up: dict[str, Any] = field(default_factory=dict)
    down: dict[str, Any] = field(default_factory=dict)
    connections: int | None = None


LINE: Final = (_HOSTS, Key("up", _TROUBLE), Key("down", _TROUBLE), Key("connections", WHOLE))

_TOP: Final = (Key("username", TEXT), Key("password", TEXT), Key("port", WHOLE))
_ARRAYS: Final = (
    "host",
    "datacenter",
    "cluster",
    "pool",
    "vapp",
    "datastore",
    "network",
    "user",
    "machine",
    "question",
    "line",
    "fault",
)


@dataclass(frozen=True)
class Plan:
    """What a file says, table by table."""

    top: Table
    username: str
    password: str | None = field(repr=False)
    port: int
    options: dict[str, Any]
    vcenter: VCenterRow | None
    hosts: list[HostRow]
    datacenters: list[DatacenterRow]
    clusters: list[ClusterRow]
    pools: list[PoolRow]
    vapps: list[VAppRow]
    datastores: list[DatastoreRow]
    networks: list[NetworkRow]
    users: list[UserRow]
    machines: list[MachineRow]
    questions: list[QuestionRow]
    lines: list[LineRow]
    faults: list[FaultRule]


def read_plan(path: Path) -> Plan:
    """Read a site's file.

    Raises:
        TableError: it is no TOML, or says what no site can.
        OSError: it cannot be read.
    """
    top = open_document(path)
    facts = top.read(_TOP, but=("vcenter", "options", *_ARRAYS))
    above = top.inner("vcenter")

    def rows(cls: Any, name: str, keys: Sequence[Key]) -> list[Any]:
        return [cls(table=table, **table.read(keys)) for table in top.rows(name)]

    return Plan(
        top=top,
        username=facts.get("username", "root"),
        password=facts.get("password"),
        port=facts.get("port", 0),
        options=top.inner("options").read(_OPTIONS),
        vcenter=VCenterRow(table=above, **above.read(VCENTER)) if "vcenter" in top.values else None,
        hosts=rows(HostRow, "host", HOST),
        datacenters=rows(DatacenterRow, "datacenter", DATACENTER),
        clusters=rows(ClusterRow, "cluster", CLUSTER),
        pools=rows(PoolRow, "pool", POOL),
        vapps=rows(VAppRow, "vapp", VAPP),
        datastores=rows(DatastoreRow, "datastore", DATASTORE),
        networks=rows(NetworkRow, "network", NETWORK),
        users=rows(UserRow, "user", USER),
        machines=[_machine(table) for table in top.rows("machine")],
        questions=[_question(table) for table in top.rows("question")],
        lines=rows(LineRow, "line", LINE),
        faults=read_rules(top),
    )


def _split(table: Table, own: Sequence[Key], inner: Sequence[Key]) -> tuple[Any, Any]:
    """Return what the table says, and apart from that what it says of `inner`."""
    found = table.read((*own, *inner))
    apart = {key.name: found.pop(key.name) for key in inner if key.name in found}
    return found, apart


def _machine(table: Table) -> MachineRow:
    found, words = _split(table, MACHINE, MACHINE_WORDS)
    return MachineRow(table=table, words=words, **found)


def _question(table: Table) -> QuestionRow:
    found, ask = _split(table, QUESTION, QUESTION_ASK)
    return QuestionRow(table=table, ask=ask, **found)
