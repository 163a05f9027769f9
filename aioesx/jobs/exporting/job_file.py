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
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

from aioesx._server.moving import ExportFormat, ExportLimits, ExportWay, HardwareMode, Proof
from aioesx._toml_lines import Keys, spelled
from aioesx._words import advice, one_of, uuid_of
from aioesx.errors import ExportJobError
from aioesx.jobs._document import Document, Read, flag, seconds, selection, text_of, words
from aioesx.jobs.exporting.targets import check_pattern
from aioesx.jobs.exporting.windows import parse_windows
from aioesx.jobs.exporting.wishes import AtOnce, Group, Order, Rules, Wishes, circle
from aioesx.jobs.hours import parse_hours, parse_zone
from aioesx.units import bytes_in_unit

__all__ = ["read_job"]

# --- how values are read -------------------------------------------------------------------------


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
    if (found := seconds(value, least=-math.inf)) <= 0:
        raise ValueError("should be seconds above 0")
    return found


_RATE: Final = re.compile(r"(\d{1,15})\s*([A-Za-z]*)", re.ASCII)


def _rate(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    match = _RATE.fullmatch(value) if isinstance(value, str) else None
    unit = bytes_in_unit(match[2] or "bytes") if match is not None else None
    if match is None or unit is None or not int(match[1]):
        raise ValueError('should be bytes a second, such as "50M"')
    return int(match[1]) * unit


def _choice(*choices: str) -> Read:
    return lambda value: one_of(text_of(value), choices)


def _table(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("should be a table of texts")  # noqa: TRY004 - likewise
    return {text_of(name): text_of(each) for name, each in value.items()}


def _uuids(value: Any) -> tuple[str, ...]:
    return tuple(str(uuid_of(word)) for word in words(value))


def _hours(value: Any) -> tuple[str, ...]:
    found = words(value)
    for word in found:
        parse_hours(word)
    return found


def _zone(value: Any) -> str:
    parse_zone(text := text_of(value))
    return text


def _pattern(value: Any) -> str:
    return check_pattern(text_of(value))


# --- what there is -------------------------------------------------------------------------------

WISHES: Final[Mapping[str, Read]] = {
    "target": _pattern,
    "format": _choice(*get_args(ExportFormat)),
    "way": _choice(*get_args(ExportWay)),
    "hardware": _choice(*get_args(HardwareMode)),
    "networks": _table,
    "verify": _choice(*get_args(Proof)),
    "overwrite": flag,
    "windows": _hours,
    "timezone": _zone,
    "window_end": _choice("finish", "stop"),
    "warm": flag,
    "quiesce": flag,
    "keep_snapshots": flag,
    "cut_over": _hours,
    "shutdown": flag,
    "shutdown_seconds": _seconds,
    "force_off": flag,
}
"""Keys that stand at the top for all groups, and in a group for its own."""

TOP: Final[Mapping[str, Read]] = {
    "name": text_of,
    "inventory": text_of,
    "order": _choice(*get_args(Order)),
    "retries": partial(_number, least=0),
    "wait": flag,
    "nfc_hosts": _table,
}

LIMITS: Final[Mapping[str, Read]] = {
    "machines": _number,
    "machines_per_host": _number,
    "hosts": _number,
    "per_disk": _number,
    "per_host": _number,
    "total": _number,
    "bandwidth": _rate,
}

GROUP: Final[Mapping[str, Read]] = {
    "domains": words,
    "uuids": _uuids,
    "hosts": selection,
    "except": words,
    "after": words,
    "priority": _whole,
    "optional": flag,
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
    return _Reader(text, file, ExportJobError).read()


class _Reader(Document):
    """Reads one document."""

    def read(self) -> Rules:
        """Return what it says."""
        top = {key: value for key, value in self.whole.items() if key not in _TABLES}
        found = self.values(top, (), {**TOP, **WISHES}, besides=_TABLES)
        usual = {key: found.pop(key) for key in WISHES if key in found}
        limits = self.values(self.table(("limits",)), ("limits",), LIMITS)
        at_once = AtOnce(**{key: limits.pop(key) for key in _AT_ONCE if key in limits})
        groups = tuple(self._group(name, usual) for name in self.table(("machines",)))
        if not groups:
            raise ExportJobError("names no machines: write [machines.NAME]", file=self.file)
        self._check_order(groups)
        return Rules(
            name=found.pop("name", Path(self.file).stem),
            file=self.file,
            inventory=self.beside(found.pop("inventory", None)),
            groups=groups,
            limits=ExportLimits(**limits),
            at_once=at_once,
            **found,
        )

    def _group(self, name: str, usual: Mapping[str, Any]) -> Group:
        path = ("machines", name)
        table = self.whole["machines"][name]
        if not isinstance(table, dict) or not name or not name.isprintable():
            raise self.error(path, "a group of machines should be a table: [machines.NAME]")
        found = self.values(table, path, {**GROUP, **WISHES})
        wishes = {**usual, **{key: found.pop(key) for key in WISHES if key in found}}
        found["excepted"] = found.pop("except", ())
        if not found.get("domains") and not found.get("uuids"):
            raise self.error(path, 'should name machines: domains = ["web*"], or uuids')
        return Group(name=name, wishes=self._wishes(path, wishes), **found)

    def _wishes(self, path: Keys, found: dict[str, Any]) -> Wishes:
        if "target" not in found:
            raise self.error(path, 'should say where to: target = "/srv/{host}/{domain}"')
        zone = found.pop("timezone", None)
        for key in ("windows", "cut_over"):
            found[key] = parse_windows(found.get(key, ()), zone)
        stops = found.pop("window_end", "finish") == "stop"
        wishes = Wishes(stops=stops, **found)
        for key in ("quiesce", "keep_snapshots"):
            if getattr(wishes, key) and not wishes.warm:
                raise self.error((*path, key), "is of warm exports: warm = true")
        if wishes.cut_over.hours and not wishes.warm:
            raise self.error((*path, "cut_over"), "is of warm exports: warm = true")
        if wishes.warm and wishes.format not in ("qcow2", "raw"):
            raise self.error((*path, "warm"), "is of images: format = qcow2 or raw")
        return wishes

    def _check_order(self, groups: Sequence[Group]) -> None:
        names = [each.name for each in groups]
        for group in groups:
            for other in group.after:
                if other not in names:
                    text = f"there is no group '{other}'{advice(other, names)}"
                    raise self.error(("machines", group.name, "after"), text)
        if round_trip := circle(groups):
            told = " comes after ".join(round_trip)
            path = ("machines", round_trip[0], "after")
            raise self.error(path, f"goes in a circle: {told}")

    def error(self, path: Keys, message: str) -> ExportJobError:
        """Return the error that is about a key."""
        return ExportJobError(message, file=self.file, line=self.line(path), key=spelled(path))
