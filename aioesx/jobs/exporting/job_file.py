"""Jobs of exports in TOML: what a file says, held against what a job can have. No I/O.

inventory = "hosts.toml"            # paths begin at the file's directory
target = "/srv/leave/{host}/{domain}"
networks = { "VM Network" = "br0" }
windows = ["Mon-Fri 20:00-06:00", "Sat,Sun"]

[limits]
machines = 8
bandwidth = "200M"

[machines.db]
domains = ["db*"]
shutdown = true

[machines.rest]
domains = ["*"]
except = ["db*", "esx-*"]
after = ["db"]
"""

from __future__ import annotations

import dataclasses
import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

from aioesx._server.moving import ExportFormat, ExportLimits, ExportWay, HardwareMode, Proof
from aioesx._toml_lines import Keys, line_of, spelled
from aioesx._words import advice, one_of, uuid_of
from aioesx.errors import ExportJobError, SelectorError
from aioesx.fleet.selectors import parse_selection
from aioesx.jobs.exporting.targets import check_pattern
from aioesx.jobs.exporting.windows import parse_windows
from aioesx.jobs.exporting.wishes import AtOnce, Group, Order, Rules, Wishes, circle
from aioesx.jobs.hours import parse_hours, parse_zone
from aioesx.units import bytes_in_unit

__all__ = ["read_job"]

_Read = Callable[[Any], Any]

# --- how values are read -------------------------------------------------------------------------


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value or not value.isprintable():
        raise ValueError("should be a text")
    return value


def _words(value: Any) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list):
        raise ValueError("should be a list of texts")  # noqa: TRY004 - the reader's one error
    return tuple(_text(each) for each in found)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("should be true or false")  # noqa: TRY004 - likewise
    return value


def _number(value: Any, *, least: int = 1) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("should be a whole number")  # noqa: TRY004 - likewise
    if value < least:
        raise ValueError(f"should be {least} at least")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("should be a whole number")  # noqa: TRY004 - likewise
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("should be a number of seconds")
    if value <= 0:
        raise ValueError("should be seconds above 0")
    return float(value)


_RATE: Final = re.compile(r"(\d{1,15})\s*([A-Za-z]*)", re.ASCII)


def _rate(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    match = _RATE.fullmatch(value) if isinstance(value, str) else None
    unit = bytes_in_unit(match[2] or "bytes") if match is not None else None
    if match is None or unit is None or not int(match[1]):
        raise ValueError('should be bytes a second, such as "50M"')
    return int(match[1]) * unit


def _choice(*choices: str) -> _Read:
    return lambda value: one_of(_text(value), choices)


def _table(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("should be a table of texts")  # noqa: TRY004 - likewise
    return {_text(name): _text(each) for name, each in value.items()}


def _selection(value: Any) -> str:
    text = _text(value)
    try:
        parse_selection(text)
    except SelectorError as error:
        raise ValueError(str(error)) from None
    return text


def _uuids(value: Any) -> tuple[str, ...]:
    return tuple(str(uuid_of(word)) for word in _words(value))


def _hours(value: Any) -> tuple[str, ...]:
    words = _words(value)
    for word in words:
        parse_hours(word)
    return words


def _zone(value: Any) -> str:
    parse_zone(text := _text(value))
    return text


def _pattern(value: Any) -> str:
    return check_pattern(_text(value))


# --- what there is -------------------------------------------------------------------------------

WISHES: Final[Mapping[str, _Read]] = {
    "target": _pattern,
    "format": _choice(*get_args(ExportFormat)),
    "way": _choice(*get_args(ExportWay)),
    "hardware": _choice(*get_args(HardwareMode)),
    "networks": _table,
    "verify": _choice(*get_args(Proof)),
    "overwrite": _flag,
    "windows": _hours,
    "timezone": _zone,
    "window_end": _choice("finish", "stop"),
    "warm": _flag,
    "quiesce": _flag,
    "keep_snapshots": _flag,
    "cut_over": _hours,
    "shutdown": _flag,
    "shutdown_seconds": _seconds,
    "force_off": _flag,
}
"""Keys that stand at the top for all groups, and in a group for its own."""

TOP: Final[Mapping[str, _Read]] = {
    "name": _text,
    "inventory": _text,
    "order": _choice(*get_args(Order)),
    "retries": partial(_number, least=0),
    "wait": _flag,
    "nfc_hosts": _table,
}

LIMITS: Final[Mapping[str, _Read]] = {
    "machines": _number,
    "machines_per_host": _number,
    "hosts": _number,
    "per_disk": _number,
    "per_host": _number,
    "total": _number,
    "bandwidth": _rate,
}

GROUP: Final[Mapping[str, _Read]] = {
    "domains": _words,
    "uuids": _uuids,
    "hosts": _selection,
    "except": _words,
    "after": _words,
    "priority": _whole,
    "optional": _flag,
}

_TABLES: Final = ("limits", "machines")
_AT_ONCE: Final = tuple(field.name for field in dataclasses.fields(AtOnce))


def read_job(text: str, file: str) -> Rules:
    """Read a job.

    Args:
        text: the document.
        file: its path, for errors, and since paths in it begin there.

    Raises:
        ExportJobError: it cannot be used; names file, line and key.
    """
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExportJobError(str(error), file=file) from None
    except RecursionError:
        raise ExportJobError("is nested too deep", file=file) from None
    return _Reader(text, file, whole).read()


class _Reader:
    """Reads one document."""

    def __init__(self, text: str, file: str, whole: dict[str, Any]) -> None:
        self._text = text
        self._file = file
        self._whole = whole

    def read(self) -> Rules:
        """Return what it says."""
        top = {key: value for key, value in self._whole.items() if key not in _TABLES}
        found = self._values(top, (), {**TOP, **WISHES}, besides=_TABLES)
        usual = {key: found.pop(key) for key in WISHES if key in found}
        limits = self._values(self._section("limits"), ("limits",), LIMITS)
        at_once = AtOnce(**{key: limits.pop(key) for key in _AT_ONCE if key in limits})
        groups = tuple(self._group(name, usual) for name in self._section("machines"))
        if not groups:
            raise ExportJobError("names no machines: write [machines.NAME]", file=self._file)
        self._check_order(groups)
        inventory = found.pop("inventory", None)
        return Rules(
            name=found.pop("name", Path(self._file).stem),
            file=self._file,
            inventory=None if inventory is None else Path(self._file).parent / inventory,
            groups=groups,
            limits=ExportLimits(**limits),
            at_once=at_once,
            **found,
        )

    def _group(self, name: str, usual: Mapping[str, Any]) -> Group:
        path = ("machines", name)
        table = self._whole["machines"][name]
        if not isinstance(table, dict) or not name or not name.isprintable():
            raise self._error(path, "a group of machines should be a table: [machines.NAME]")
        found = self._values(table, path, {**GROUP, **WISHES})
        wishes = {**usual, **{key: found.pop(key) for key in WISHES if key in found}}
        found["excepted"] = found.pop("except", ())
        if not found.get("domains") and not found.get("uuids"):
            raise self._error(path, 'should name machines: domains = ["web*"], or uuids')
        return Group(name=name, wishes=self._wishes(path, wishes), **found)

    def _wishes(self, path: Keys, found: dict[str, Any]) -> Wishes:
        if "target" not in found:
            raise self._error(path, 'should say where to: target = "/srv/{host}/{domain}"')
        zone = found.pop("timezone", None)
        for key in ("windows", "cut_over"):
            found[key] = parse_windows(found.get(key, ()), zone)
        stops = found.pop("window_end", "finish") == "stop"
        wishes = Wishes(stops=stops, **found)
        for key in ("quiesce", "keep_snapshots"):
            if getattr(wishes, key) and not wishes.warm:
                raise self._error((*path, key), "is of warm exports: warm = true")
        if wishes.cut_over.hours and not wishes.warm:
            raise self._error((*path, "cut_over"), "is of warm exports: warm = true")
        if wishes.warm and wishes.format not in ("qcow2", "raw"):
            raise self._error((*path, "warm"), "is of images: format = qcow2 or raw")
        return wishes

    def _check_order(self, groups: Sequence[Group]) -> None:
        names = [each.name for each in groups]
        for group in groups:
            for other in group.after:
                if other not in names:
                    text = f"there is no group '{other}'{advice(other, names)}"
                    raise self._error(("machines", group.name, "after"), text)
        if round_trip := circle(groups):
            told = " comes after ".join(round_trip)
            path = ("machines", round_trip[0], "after")
            raise self._error(path, f"goes in a circle: {told}")

    def _values(
        self,
        table: Mapping[str, Any],
        path: Keys,
        known: Mapping[str, _Read],
        besides: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        found = {}
        for key, value in table.items():
            if key not in known:
                hint = advice(key, (*known, *besides))
                raise self._error((*path, key), f"there is no such key{hint}")
            try:
                found[key] = known[key](value)
            except ValueError as error:
                raise self._error((*path, key), str(error)) from None
        return found

    def _section(self, name: str) -> dict[str, Any]:
        found = self._whole.get(name, {})
        if not isinstance(found, dict):
            raise self._error((name,), "should be a table")
        return found

    def _error(self, path: Keys, message: str) -> ExportJobError:
        line = line_of(self._text, path) or line_of(self._text, path[:-1])
        return ExportJobError(message, file=self._file, line=line, key=spelled(path))
