"""Plans in TOML: what a file says, held against what a plan can have. Reads text; no I/O.

inventory = "hosts.toml"            # paths begin at the file's directory
battery = 900                       # seconds in all, for the way down
self = "ups01"                      # the machine that this runs on

[hosts]
off = "all"                         # which are turned off in the end: a selection

[stages.db]
machines = ["db*"]
hosts = "tag:prod"
ready = ["tools", "tcp:5432"]

[stages.web]
machines = ["web*"]
needs = ["db"]
shutdown = 120
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from aioesx._toml_lines import line_of, spelled
from aioesx._words import advice, one_of
from aioesx.errors import PlanError, SelectorError
from aioesx.fleet.selectors import parse_selection
from aioesx.jobs.plan.stages import OWN_NAMES, Condition, Force, HostRules, Rules, Stage, circle
from aioesx.units import whole_number

__all__ = ["read_plan"]

_Read = Callable[[Any], Any]


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


def _seconds(value: Any, *, least: float = 0.0) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("should be a number of seconds")
    if value < least:
        raise ValueError(f"should be {least:g} seconds at least")
    return float(value)


def _selection(value: Any) -> str:
    text = _text(value)
    try:
        parse_selection(text)
    except SelectorError as error:
        raise ValueError(str(error)) from None
    return text


def _off(value: Any) -> str | None:
    if isinstance(value, bool):
        return "all" if value else None
    return _selection(value)


_KINDS: Final = ("tools", "heartbeat", "address", "tcp", "seconds")


def _condition(text: str) -> Condition:
    kind, _, rest = text.partition(":")
    one_of(kind, _KINDS, what="condition")
    if kind == "tcp":
        address, _, port = rest.rpartition(":")
        number = whole_number(port)
        if number is None or not 0 < number < 65536:
            raise ValueError(f"'{text}' should be tcp:PORT or tcp:ADDRESS:PORT")
        return Condition(kind, number, address.strip("[]"))
    if kind == "seconds":
        try:
            return Condition(kind, _seconds(float(rest)))
        except ValueError:
            raise ValueError(f"'{text}' should be seconds:NUMBER") from None
    if rest:
        raise ValueError(f"'{text}' should be {kind} and no more")
    return Condition(kind)


def _conditions(value: Any) -> tuple[Condition, ...]:
    return tuple(_condition(word) for word in _words(value))


def _force(value: Any) -> Force:
    return one_of(_text(value), Force, what="moment")


_positive: Final = partial(_seconds, least=1.0)

_TOP: Final[Mapping[str, _Read]] = {
    "name": _text,
    "inventory": _text,
    "battery": _positive,
    "self": _text,
    "vcenter": _text,
    "rest": _flag,
}
_HOSTS: Final[Mapping[str, _Read]] = {
    "off": _off,
    "seconds": _seconds,
    "forcing": _seconds,
    "maintenance": _flag,
    "within": _positive,
    "patience": _positive,
}
_STAGE: Final[Mapping[str, _Read]] = {
    "machines": _words,
    "hosts": _selection,
    "needs": _words,
    "delay": _seconds,
    "shutdown": _seconds,
    "force": _force,
    "ready": _conditions,
    "within": _positive,
    "required": _flag,
    "optional": _flag,
}
_TABLES: Final = ("hosts", "stages")


def read_plan(text: str, file: str) -> Rules:
    """Read a plan.

    Args:
        text: the document.
        file: its path, for errors, and since paths in it begin there.

    Raises:
        PlanError: it cannot be used; names file, line, stage and key.
    """
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(str(error), file=file) from None
    except RecursionError:
        raise PlanError("is nested too deep", file=file) from None
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
        found = self._values(top, (), _TOP, besides=_TABLES)
        hosts = HostRules(**self._values(self._table(("hosts",)), ("hosts",), _HOSTS))
        stages = tuple(self._stage(name) for name in self._table(("stages",)))
        if not stages and hosts.off is None:
            raise PlanError("has no stages: write [stages.NAME]", file=self._file)
        self._check_needs(stages)
        inventory = found.pop("inventory", None)
        path = Path(self._file)
        return Rules(
            name=found.pop("name", path.stem),
            stages=stages,
            hosts=hosts,
            rest=found.pop("rest", hosts.off is not None),
            self_machine=found.pop("self", None),
            inventory=None if inventory is None else path.parent / inventory,
            file=self._file,
            **found,
        )

    def _stage(self, name: str) -> Stage:
        path = ("stages", name)
        if not name or not name.isprintable():
            raise self._error(("stages",), name, "a stage's name should be a text")
        if name in OWN_NAMES:
            raise self._error(path, "machines", f"'{name}' is the name of a stage of its own kind")
        stage = Stage(name, **self._values(self._table(path), path, _STAGE))
        if not stage.machines:
            raise self._error(path, "machines", 'should name machines: machines = ["web*"]')
        return stage

    def _check_needs(self, stages: tuple[Stage, ...]) -> None:
        names = [stage.name for stage in stages]
        for stage in stages:
            for other in stage.needs:
                if other not in names:
                    text = f"there is no stage '{other}'{advice(other, names)}"
                    raise self._error(("stages", stage.name), "needs", text)
        if round_trip := circle(stages):
            told = " needs ".join(round_trip)
            raise self._error(("stages", round_trip[0]), "needs", f"goes in a circle: {told}")

    def _values(
        self,
        table: Mapping[str, Any],
        path: tuple[str, ...],
        known: Mapping[str, _Read],
        besides: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        found = {}
        for key, value in table.items():
            if key not in known:
                hint = advice(key, (*known, *besides))
                raise self._error(path, key, f"there is no such key{hint}")
            try:
                found[key] = known[key](value)
            except ValueError as error:
                raise self._error(path, key, str(error)) from None
        return found

    def _table(self, path: tuple[str, ...]) -> dict[str, Any]:
        found: Any = self._whole
        for key in path:
            found = found.get(key, {})
        if not isinstance(found, dict):
            raise self._error(path[:-1], path[-1], "should be a table")
        return found

    def _error(self, path: tuple[str, ...], key: str, message: str) -> PlanError:
        line = line_of(self._text, (*path, key)) or line_of(self._text, path)
        stage = path[1] if len(path) > 1 else None
        shown = key if stage is not None else spelled((*path, key))
        return PlanError(message, file=self._file, line=line, stage=stage, key=shown)
