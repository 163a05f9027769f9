"""``NAME.export.json``: what an export has done, chunk by chunk, and of which machine.

It is there from the first chunk on, and is replaced whole each time more is safe: first the data
are on the disk (fsync), then the record says so. So whatever stops an export, what the record says
is true, and the next one goes on there. It is the report of a finished export, too.

Read strictly: a file that is not what we write is none to believe.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, TypeVar, cast

from aioesx._version import VERSION
from aioesx._whole_file import put_whole
from aioesx.errors import ExportStateError, TransferError

__all__ = [
    "SUFFIX",
    "DiskRecord",
    "Record",
    "State",
    "read_record",
    "record_path",
    "write_document",
    "write_record",
]

T = TypeVar("T")

SUFFIX: Final = ".export.json"
_KIND: Final = "aioesx-export"
_VERSION: Final = 1
_LONGEST: Final = 256 * 2**20
_DIGEST: Final = 64
_HEX: Final = frozenset("0123456789abcdef")

State = Literal["copying", "verifying", "finishing", "done"]
_STATES: Final = ("copying", "verifying", "finishing", "done")


@dataclasses.dataclass(slots=True, kw_only=True)
class DiskRecord:
    """A disk of an export.

    Attributes:
        number: 1 for the machine's first.
        key: the device's key.
        label: what the host calls it.
        source: datastore path of its newest descriptor.
        links: path and content ID of each link, the newest first; empty where they are not read.
        ddb: the disk's facts, ``uuid`` and others; empty likewise.
        capacity: in bytes.
        file: name of what holds it.
        target: libvirt's name for it.
        chunks: hex SHA-256 of each chunk; "" for one that is done and was not hashed; None for one
            that is not done.
        saved: what the image wants to know to go on; None before anything was saved.
        content: bytes that came, zeros left out.
        moved: bytes that came over the line, in all runs.
        manifest: of a stream, what came and what the host's manifest was held against; else None.
        proved: whether it was read back, or read a second time: the `Proof`; "" for not yet.
        done: whether it is whole.
    """

    number: int
    key: int
    label: str
    source: str
    links: list[tuple[str, str]]
    ddb: dict[str, str]
    capacity: int
    file: str
    target: str
    chunks: list[str | None]
    saved: dict[str, Any] | None = None
    content: int = 0
    moved: int = 0
    manifest: dict[str, Any] | None = None
    proved: str = ""
    done: bool = False

    def begin(self, count: int) -> None:
        """Know nothing of its bytes.

        Args:
            count: how many chunks there are.
        """
        self.chunks, self.saved, self.done, self.proved = [None] * count, None, False, ""
        self.content = 0

    @property
    def todo(self) -> list[int]:
        """Numbers of the chunks that are to come."""
        return [number for number, digest in enumerate(self.chunks) if digest is None]


@dataclasses.dataclass(slots=True, kw_only=True)
class Record:
    """An export.

    Attributes:
        state: how far it is.
        domain: the machine's name.
        uuid: its BIOS UUID; None where the host tells none.
        instance_uuid: what a vCenter tells it apart by; likewise.
        host: ``host:port`` that it was exported from.
        product: what that is.
        vmx_path: the machine's VMX file.
        moment: what says whether the machine is still as it was; see `survey.Moment`.
        format: what is made.
        way: how the bytes come.
        chunk_bytes: size of a chunk.
        disks: in the machine's order.
        files: names of all that was made, in the target's directory; when done.
        warnings: what was warned of, a sentence each.
        next_step: the command line that finishes the guest.
        began: when, ISO 8601, UTC.
        ended: when it was done; None before.
        seconds: how long it took, all runs together.
        restarts: why disks were begun anew, a sentence each.
        lease: value of the reference of the lease that streams come by just now; "" for none.
        extra: what else a way of moving keeps there: a warm one its snapshots.
        tool: what wrote it.
    """

    state: State
    domain: str
    uuid: str | None
    instance_uuid: str | None
    host: str
    product: str
    vmx_path: str
    moment: dict[str, Any]
    format: str
    way: str
    chunk_bytes: int
    disks: list[DiskRecord]
    files: list[str] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    next_step: str = ""
    began: str = ""
    ended: str | None = None
    seconds: float = 0.0
    restarts: list[str] = dataclasses.field(default_factory=list)
    lease: str = ""
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)
    tool: str = f"aioesx {VERSION}"


def record_path(directory: Path, name: str) -> Path:
    """Return where the record of an export is."""
    return directory / f"{name}{SUFFIX}"


def write_record(path: Path, record: Record) -> None:
    """Replace a record as a whole. Blocking.

    Raises:
        TransferError: it cannot be written.
    """
    told = {"kind": _KIND, "version": _VERSION, **dataclasses.asdict(record)}
    text = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
    write_document(path, f"{text}\n")


def write_document(path: Path, text: str) -> None:
    """Replace a small file of an export as a whole; whoever does holds the lock. Blocking.

    Raises:
        TransferError: it cannot be written.
    """
    try:
        put_whole(path, text.encode(), durable=True, new=path.with_name(f".{path.name}.part"))
    except OSError as error:
        raise TransferError(f"cannot write {path}: {error.strerror or error}") from None


def read_record(path: Path) -> Record | None:
    """Read a record; None if there is none. Blocking.

    Raises:
        ExportStateError: it cannot be read, or is none that we can believe.
    """
    try:
        if path.stat().st_size > _LONGEST:
            raise ExportStateError(f"{path} is no record of an export: too long", path=path)
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ExportStateError(f"{path} cannot be read: {error}", path=path) from None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExportStateError(f"{path} is no record of an export: {error}", path=path) from None
    return _Reading(path).record(told)


class _Reading:
    """Takes a record's JSON, and says of what is wrong where it is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def record(self, told: Any) -> Record:
        if not isinstance(told, dict) or told.get("kind") != _KIND:
            self._refuse("it is none of an export")
        if told.get("version") != _VERSION:
            self._refuse(f"its version is {told.get('version')!r}, this aioesx knows {_VERSION}")
        told = {key: value for key, value in told.items() if key not in ("kind", "version")}
        disks = self._taken(told, "disks", _a_list)
        values = self._values(told, _RECORD, "")
        record = Record(
            **values, disks=[self._disk(disk, f"disks[{n}]") for n, disk in enumerate(disks)]
        )
        for number, disk in enumerate(record.disks):
            if len(disk.chunks) != -(-disk.capacity // record.chunk_bytes):
                self._refuse(
                    f"disks[{number}].chunks: {len(disk.chunks)} do not make {disk.capacity} bytes"
                )
        return record

    def _disk(self, told: Any, where: str) -> DiskRecord:
        if not isinstance(told, dict):
            self._refuse(f"{where}: {_shown(told)}")
        values = self._values(dict(told), _DISK, where)
        return DiskRecord(**values)

    def _values(
        self, told: dict[str, Any], table: Mapping[str, Callable[[Any], Any]], where: str
    ) -> dict[str, Any]:
        values = {name: self._taken(told, name, read, where) for name, read in table.items()}
        if told:
            self._refuse(f"{where}{'.' if where else ''}{min(told)}: there is no such thing")
        return values

    def _taken(
        self, told: dict[str, Any], name: str, read: Callable[[Any], T], where: str = ""
    ) -> T:
        place = f"{where}.{name}" if where else name
        if name not in told:
            self._refuse(f"{place} is missing")
        value = told.pop(name)
        try:
            return read(value)
        except (TypeError, ValueError):
            self._refuse(f"{place}: {_shown(value)}")

    def _refuse(self, why: str) -> NoReturn:
        raise ExportStateError(f"{self._path} is no record to believe: {why}", path=self._path)


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:60]}..."


def _is(*types: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise TypeError
        return value

    return read


def _count(value: Any) -> int:
    number = _is(int)(value)
    if number < 0:
        raise ValueError
    return cast("int", number)


def _positive(value: Any) -> int:
    if not _count(value):
        raise ValueError
    return cast("int", value)


def _state(value: Any) -> State:
    if value not in _STATES:
        raise ValueError
    return cast("State", value)


def _name(value: Any) -> str:
    """Take the name of a file, which leads nowhere else."""
    name = cast("str", _is(str)(value))
    if not name or "/" in name or "\0" in name or name in (".", ".."):
        raise ValueError
    return name


def _a_list(value: Any) -> list[Any]:
    return cast("list[Any]", _is(list)(value))


def _list_of(read: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    return lambda value: [read(each) for each in _a_list(value)]


def _link(value: Any) -> tuple[str, str]:
    path, cid = _a_list(value)
    return _is(str)(path), _is(str)(cid)


def _texts(value: Any) -> dict[str, str]:
    found = cast("dict[str, str]", _is(dict)(value))
    for each in found.values():
        _is(str)(each)
    return found


def _digest(value: Any) -> str | None:
    text = cast("str | None", _is(str, type(None))(value))
    if text and (len(text) != _DIGEST or not set(text) <= _HEX):
        raise ValueError
    return text


_TEXT: Final = _is(str)
_PERHAPS_TEXT: Final = _is(str, type(None))
_OBJECT: Final = _is(dict)
_PERHAPS_OBJECT: Final = _is(dict, type(None))

# fmt: off
_RECORD: Final[dict[str, Callable[[Any], Any]]] = {
    "state": _state, "domain": _TEXT, "uuid": _PERHAPS_TEXT, "instance_uuid": _PERHAPS_TEXT,
    "host": _TEXT, "product": _TEXT, "vmx_path": _TEXT, "moment": _OBJECT, "format": _TEXT,
    "way": _TEXT, "chunk_bytes": _positive, "files": _list_of(_name), "warnings": _list_of(_TEXT),
    "next_step": _TEXT, "began": _TEXT, "ended": _PERHAPS_TEXT, "seconds": _is(int, float),
    "restarts": _list_of(_TEXT), "lease": _TEXT, "extra": _OBJECT, "tool": _TEXT,
}
_DISK: Final[dict[str, Callable[[Any], Any]]] = {
    "number": _positive, "key": _is(int), "label": _TEXT, "source": _TEXT, "links": _list_of(_link),
    "ddb": _texts, "capacity": _positive, "file": _name, "target": _TEXT,
    "chunks": _list_of(_digest), "saved": _PERHAPS_OBJECT, "content": _count, "moved": _count,
    "manifest": _PERHAPS_OBJECT, "proved": _TEXT, "done": _is(bool),
}
# fmt: on
