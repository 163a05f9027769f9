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

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from aioesx._toml_lines import Keys, spelled
from aioesx._words import advice, one_of
from aioesx.errors import PlanError
from aioesx.jobs._document import Document, Read, flag, seconds, selection, text_of, words
from aioesx.jobs.plan.stages import OWN_NAMES, Condition, Force, HostRules, Rules, Stage, circle
from aioesx.units import whole_number

__all__ = ["read_plan"]


def _off(value: Any) -> str | None:
    if isinstance(value, bool):
        return "all" if value else None
    return selection(value)


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
            return Condition(kind, seconds(float(rest)))
        except ValueError:
            raise ValueError(f"'{text}' should be seconds:NUMBER") from None
    if rest:
        raise ValueError(f"'{text}' should be {kind} and no more")
    return Condition(kind)


def _conditions(value: Any) -> tuple[Condition, ...]:
    return tuple(_condition(word) for word in words(value))


def _force(value: Any) -> Force:
    return one_of(text_of(value), Force, what="moment")


_positive: Final = partial(seconds, least=1.0)

_TOP: Final[Mapping[str, Read]] = {
    "name": text_of,
    "inventory": text_of,
    "battery": _positive,
    "self": text_of,
    "vcenter": text_of,
    "rest": flag,
}
_HOSTS: Final[Mapping[str, Read]] = {
    "off": _off,
    "seconds": seconds,
    "forcing": seconds,
    "maintenance": flag,
    "within": _positive,
    "patience": _positive,
}
_STAGE: Final[Mapping[str, Read]] = {
    "machines": words,
    "hosts": selection,
    "needs": words,
    "delay": seconds,
    "shutdown": seconds,
    "force": _force,
    "ready": _conditions,
    "within": _positive,
    "required": flag,
    "optional": flag,
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
    return _Reader(text, file, PlanError).read()


class _Reader(Document):
    """Reads one document."""

    def read(self) -> Rules:
        """Return what it says."""
        top = {key: value for key, value in self.whole.items() if key not in _TABLES}
        found = self.values(top, (), _TOP, besides=_TABLES)
        hosts = HostRules(**self.values(self.table(("hosts",)), ("hosts",), _HOSTS))
        stages = tuple(self._stage(name) for name in self.table(("stages",)))
        if not stages and hosts.off is None:
            raise PlanError("has no stages: write [stages.NAME]", file=self.file)
        self._check_needs(stages)
        return Rules(
            name=found.pop("name", Path(self.file).stem),
            stages=stages,
            hosts=hosts,
            rest=found.pop("rest", hosts.off is not None),
            self_machine=found.pop("self", None),
            inventory=self.beside(found.pop("inventory", None)),
            file=self.file,
            **found,
        )

    def _stage(self, name: str) -> Stage:
        path = ("stages", name)
        if not name or not name.isprintable():
            raise self.error(("stages", name), "a stage's name should be a text")
        if name in OWN_NAMES:
            text = f"'{name}' is the name of a stage of its own kind"
            raise self.error((*path, "machines"), text)
        stage = Stage(name, **self.values(self.table(path), path, _STAGE))
        if not stage.machines:
            raise self.error((*path, "machines"), 'should name machines: machines = ["web*"]')
        return stage

    def _check_needs(self, stages: tuple[Stage, ...]) -> None:
        names = [stage.name for stage in stages]
        for stage in stages:
            for other in stage.needs:
                if other not in names:
                    text = f"there is no stage '{other}'{advice(other, names)}"
                    raise self.error(("stages", stage.name, "needs"), text)
        if round_trip := circle(stages):
            told = " needs ".join(round_trip)
            raise self.error(("stages", round_trip[0], "needs"), f"goes in a circle: {told}")

    def error(self, path: Keys, message: str) -> PlanError:
        """Return the error that is about a key."""
        stage, shown = (path[1], path[2]) if len(path) > 2 else (None, spelled(path))
        return PlanError(message, file=self.file, line=self.line(path), stage=stage, key=shown)
