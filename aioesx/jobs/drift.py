"""What differs between two configurations: what came, what went, what changed, field by field.

No I/O: the documents are those of `aioesx.jobs.configuration`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from aioesx.jobs._reading import matches
from aioesx.jobs.configuration import TABLES

__all__ = ["VOLATILE", "Drift", "Drifts", "compare"]

VOLATILE: Final = ("domains.power", "datastores.free", "datastores.accessible", "hosts.maintenance")
"""Fields that change by themselves, or pass: left out unless they are asked for."""

_KINDS: Final[Mapping[str, str]] = {
    "domains": "domain",
    "hosts": "host",
    "networks": "switch",
    "portgroups": "port group",
    "datastores": "datastore",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Drift:
    """One difference.

    Attributes:
        kind: of thing: ``"domain"``, ``"host"``, ``"switch"``, ``"port group"``,
            ``"datastore"``.
        name: the thing's, as it is now.
        host: the host that it is on, or None.
        change: ``"added"``, ``"gone"`` or ``"changed"``.
        field: of a change, which: ``"memory_mib"``, ``"disks.Hard disk 1.capacity_kib"``.
        before: its value then; None where there was none.
        after: its value now; None where there is none.
        key: what tells the thing from others, in the documents.
    """

    kind: str
    name: str
    host: str | None
    change: Literal["added", "gone", "changed"]
    field: str | None
    before: Any
    after: Any
    key: str


@dataclasses.dataclass(frozen=True, slots=True)
class Drifts:
    """All differences, and what could not be compared.

    Attributes:
        entries: the differences, by kind and name.
        unknown: hosts that one side does not know about since they did not answer: what is theirs
            was not compared.
        problems: what could not be read on either side, a sentence each.
    """

    entries: tuple[Drift, ...]
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def compare(
    before: Mapping[str, Any], after: Mapping[str, Any], *, ignore: Iterable[str] = VOLATILE
) -> Drifts:
    """Tell what differs between two configurations.

    A field that one of them does not tell, since the host hid it or is too old, differs from
    nothing: only what both know is compared.

    Args:
        before: the earlier document.
        after: the later one.
        ignore: globs of fields that do not count, as ``"domains.power"``, ``"*.description"``,
            ``"domains.disks.*"``.
    """
    ignored = tuple(ignore)
    unknown = sorted({*before.get("unknown", ()), *after.get("unknown", ())})
    found = [
        drift
        for table in TABLES
        for drift in _of_table(table, before[table], after[table], ignored, unknown)
    ]
    problems = dict.fromkeys((*before.get("problems", ()), *after.get("problems", ())))
    return Drifts(tuple(found), tuple(unknown), tuple(problems))


def _of_table(
    table: str,
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    ignored: Sequence[str],
    unknown: Sequence[str],
) -> Iterator[Drift]:
    keys = sorted({*before, *after}, key=lambda key: (_name(key, before, after), key))
    for key in keys:
        old, new = before.get(key), after.get(key)
        shown = new if new is not None else old or {}
        host = shown.get("host")
        if (key if table == "hosts" else host) in unknown:
            continue
        kind, name = _KINDS[table], _name(key, before, after)
        if old is None:
            yield Drift(kind, name, host, "added", None, None, None, key)
        elif new is None:
            yield Drift(kind, name, host, "gone", None, None, None, key)
        else:
            for field, was, is_now in _changes(old, new, ""):
                if not matches(f"{table}.{field}", ignored):
                    yield Drift(kind, name, host, "changed", field, was, is_now, key)


def _name(key: str, *tables: Mapping[str, Mapping[str, Any]]) -> str:
    for table in reversed(tables):
        if key in table:
            return str(table[key].get("name") or key)
    return key


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], above: str
) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields that differ, with their values; inner records field by field."""
    for name in sorted({*old, *new}):
        was, is_now = old.get(name), new.get(name)
        if isinstance(was, Mapping) and isinstance(is_now, Mapping):
            yield from _changes(was, is_now, f"{above}{name}.")
        elif was != is_now and (above or not (was is None or is_now is None)):
            yield f"{above}{name}", was, is_now
