"""`Ledger`: what the host said of each object, what was told of it, and so what is to be told.

It is the inbox of a watch. Its size is that of the objects: of each property there is what the
host said last, what was told last, and whether the one is to be told; a change that comes before
the last one was taken overtakes it, and says so. The same comparison bears whatever makes the
host tell everything again: what is the same is not told twice, and what is not there has gone.
No I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.watch.aspects import Kind
from aioesx.watch.values import Appeared, Change, Changed, Folded, Vanished

__all__ = ["Ledger"]

Ref = vim.ManagedObjectReference

_ITSELF: Final = ""
"""In the place of a property: that an object is there, or is not."""


class _Entry:
    """One object.

    Attributes:
        known: whether it was ever told of.
        coming: whether it is to be told of as a whole.
        gone: whether it is to be told that it is not there.
        folded: what the next `Appeared` or `Vanished` stands for.
        values: what the host says, by path.
        now: the same by the names of aspects.
        told: what was told.
        waiting: for each aspect that is to be told what that stands for.
    """

    __slots__ = (
        "coming", "folded", "gone", "initial", "kind", "known", "now", "ref", "told", "values",
        "waiting",
    )  # fmt: skip

    def __init__(self, ref: Ref, kind: Kind, *, initial: bool) -> None:
        self.ref = ref
        self.kind = kind
        self.initial = initial
        self.known = False
        self.coming = True
        self.gone = False
        self.folded: Folded = 0
        self.values = Properties(ref)
        self.now: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.waiting: dict[str, Folded] = {}

    @property
    def name(self) -> str | None:
        return self.kind.name_in(self.now)

    def take_in(self, update: vim.ObjectUpdate) -> list[str]:
        """Take in what the host says; returns the names of what is another than before."""
        whole = update.kind == vim.ObjectUpdateKind.ENTER
        values = {} if whole else dict(self.values)
        missing = {} if whole else dict(self.values.missing)
        for change in update.change_set:
            missing.pop(change.name, None)
            values[change.name] = change.val
        for entry in update.missing_set:
            values[entry.path] = None
            missing[entry.path] = entry.fault.fault
        came = {path: value for path, value in values.items() if value is not None}
        self.values = Properties(self.ref, came, missing)
        now = {aspect.name: aspect.value(self.values) for aspect in self.kind.aspects}
        self.now, before = now, self.now
        return [name for name in now if name not in before or now[name] != before[name]]


class Ledger:
    """The inbox of a watch that tells what is, and then what changes.

    Args:
        kinds: what is watched.
        late: tells whether what comes just now may be older than the wait that brought it.
    """

    def __init__(self, kinds: tuple[Kind, ...], late: Callable[[], bool]) -> None:
        self._kinds: Mapping[str, Kind] = {kind.type: kind for kind in kinds}
        self._late = late
        self._entries: dict[Ref, _Entry] = {}
        self._queue: dict[tuple[Ref, str], None] = {}  # what is to be told, in order
        self._seen: set[Ref] | None = None  # while everything is told from the beginning
        self._initial = True

    def go_on(self, late: Callable[[], bool]) -> None:
        """Be told by another conversation with the host, which begins from the beginning."""
        self._late = late
        self._seen = set() if self._entries else None

    def __bool__(self) -> bool:
        return bool(self._queue)

    def begin(self) -> None:
        """Note whom the host tells of, until all is told."""
        self._seen = set()

    def complete(self) -> bool:
        """Take whom the host did not tell of for gone."""
        self._initial = False
        seen, self._seen = self._seen, None
        if seen is None:
            return False
        gone = [ref for ref in self._entries if ref not in seen]
        return True in [self.leave(ref) for ref in gone]

    def put(self, update: vim.ObjectUpdate) -> bool:
        """Compare what the host says with what was told."""
        ref = update.obj
        if self._seen is not None:
            self._seen.add(ref)
        if update.kind == vim.ObjectUpdateKind.LEAVE:
            return self.leave(ref)
        entry = self._entries.get(ref)
        if entry is None:
            entry = self._entries[ref] = _Entry(ref, self._kind_of(ref), initial=self._initial)
            entry.take_in(update)
            self._enqueue(ref, _ITSELF)
            return True
        changed = entry.take_in(update)
        if entry.gone:  # it has come again before anybody heard that it went
            entry.gone, entry.coming = False, True
            entry.folded = _one_more(entry.folded)
            self._enqueue(ref, _ITSELF)
        elif entry.coming:
            entry.folded = _one_more(entry.folded) if changed else entry.folded
        else:
            for name in changed:
                self._change(entry, name)
        return bool(changed)

    def _change(self, entry: _Entry, name: str) -> None:
        unsure = self._late() or (self._seen is not None and not self._initial)
        waiting = entry.waiting.get(name)
        if unsure:
            entry.waiting[name] = True
        else:
            entry.waiting[name] = 0 if waiting is None else _one_more(waiting)
        self._enqueue(entry.ref, name)

    def _enqueue(self, ref: Ref, name: str) -> None:
        self._queue.pop((ref, name), None)  # whatever is overtaken is told in the later place
        self._queue[ref, name] = None

    def leave(self, ref: Ref) -> bool:
        """Note that an object is not there; tells whether that is news."""
        entry = self._entries.get(ref)
        if entry is None or entry.gone:
            return False
        for name in (*entry.waiting, _ITSELF):
            self._queue.pop((ref, name), None)
        if not entry.known:  # who came and went unheard of
            del self._entries[ref]
            return False
        for folded in entry.waiting.values():
            entry.folded = _sum(entry.folded, folded)
        entry.waiting.clear()
        entry.gone, entry.coming = True, False
        self._enqueue(ref, _ITSELF)
        return True

    def take(self) -> Change:
        """Give what is to be told first, and take it as told."""
        key = ref, name = next(iter(self._queue))
        del self._queue[key]
        entry = self._entries[ref]
        kind, called = entry.kind.word, entry.name
        if name != _ITSELF:
            before, entry.told[name] = entry.told.get(name), entry.now[name]
            folded = entry.waiting.pop(name)
            return Changed(kind, ref, called, name, entry.now[name], before, folded)
        folded, entry.folded = entry.folded, 0
        if entry.gone:
            del self._entries[ref]
            return Vanished(kind, ref, called, folded)
        initial, entry.initial = entry.initial, False
        entry.known, entry.coming, entry.told = True, False, dict(entry.now)
        return Appeared(kind, ref, called, dict(entry.now), initial, folded)

    def _kind_of(self, ref: Ref) -> Kind:
        """Return the kind of an object; of a heir of a type that of the type."""
        for name in (ref.type, *vim.managed_bases(ref.type)):
            if name in self._kinds:
                return self._kinds[name]
        return Kind(ref.type, ref.type, ())


def _one_more(folded: Folded) -> Folded:
    return True if folded is True else folded + 1


def _sum(one: Folded, other: Folded) -> Folded:
    """Add up what a `Vanished` stands for: a change that was not told is one more itself."""
    return True if one is True or other is True else one + other + 1
