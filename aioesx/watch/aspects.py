"""`Aspect` and `Kind`: what is watched of an object, and how it is told. No I/O.

Each room has the rows of its own objects: what a domain's properties mean is known in `domain`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aioesx._server.collector import Properties
from aioesx._server.names import unescape
from aioesx._words import listed, one_of
from aioesx.errors import EsxError
from aioesx.watch.values import Hidden

__all__ = ["Aspect", "Kind", "plain_kind"]


@dataclasses.dataclass(frozen=True, slots=True)
class Aspect:
    """One property as a watch tells it.

    Attributes:
        name: what it is called.
        paths: what the host calls that of which it is made.
        read: makes it of those; raises what looking at a hidden one raises.
        usual: whether it is told where nothing is named.
    """

    name: str
    paths: tuple[str, ...]
    read: Callable[[Properties], Any]
    usual: bool = True

    def value(self, values: Properties) -> Any:
        """Return the value, or `Hidden`."""
        try:
            return self.read(values)
        except EsxError as error:
            return Hidden.of(error)


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One type of objects, and what is watched of it.

    Attributes:
        word: what a change says that it is about.
        type: wire name of the type.
        aspects: what is told.
        naming: name of the aspect that is the object's name, if there is one.
        escaped: whether that is as the API writes names.
    """

    word: str
    type: str
    aspects: tuple[Aspect, ...]
    naming: str | None = None
    escaped: bool = False

    def name_in(self, values: Mapping[str, Any]) -> str | None:
        """Return the object's name, of its properties by their names; None if that is not told."""
        name = values.get(self.naming) if self.naming else None
        if not isinstance(name, str):
            return None
        return unescape(name) if self.escaped else name

    @property
    def paths(self) -> list[str]:
        """The paths to ask the host for, each once."""
        return list(dict.fromkeys(path for aspect in self.aspects for path in aspect.paths))

    def only(self, names: str | Iterable[str]) -> Kind:
        """Return the kind with some of its aspects, and its name; with the usual ones where
        none is named.

        One with a dot in it is a property path of the API, and told as the host says it.

        Raises:
            ValueError: there is no such property.
        """
        known = {aspect.name: aspect for aspect in self.aspects}
        what = f"property of a {self.word}"
        chosen = {
            each: _plain_aspect(each) if "." in each else known[one_of(each, known, what=what)]
            for each in listed(names)
        }
        if not chosen:
            usual = tuple(aspect for aspect in self.aspects if aspect.usual)
            return dataclasses.replace(self, aspects=usual)
        if self.naming is not None:
            chosen.setdefault(self.naming, known[self.naming])
        return dataclasses.replace(self, aspects=tuple(chosen.values()))


def plain_kind(type_: str, paths: str | Iterable[str]) -> Kind:
    """Return a kind whose properties are told as the host says them, by their paths.

    Raises:
        ValueError: no path is named.
    """
    named = dict.fromkeys(listed(paths))
    if not named:
        raise ValueError(f"no property is named to watch of {type_}")
    aspects = tuple(map(_plain_aspect, named))
    return Kind(type_, type_, aspects, "name" if "name" in named else None, escaped=True)


def _plain_aspect(path: str) -> Aspect:
    return Aspect(path, (path,), lambda values: values.get(path))
