"""`Inventory`: the hosts of a fleet, of a file, of URIs or made by a program. Reads files, no more.

Which form a file has is told by its name: ``.toml``; ``.csv``; ``.json``, ``.yaml``, ``.yml``,
``.ini`` and no ending for Ansible's. A password by value is refused unless it is asked for: a file
that holds one ends up where it should not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Union, cast

from aioesx.errors import InventoryError, SelectorError, UriError
from aioesx.fleet.entries import HostEntry, entry_of, name_of
from aioesx.fleet.selectors import Selection, parse_selection
from aioesx.uri import parse_uri

__all__ = ["Inventory", "Targets"]

_MOST: Final = 32 << 20

Targets = Union[
    "Inventory", str, Path, Mapping[str, str], Iterable["str | tuple[str, str] | HostEntry"]
]
"""What a fleet is made of: an inventory or its file, a URI, URIs by name, several of them."""


class Inventory:
    """The hosts of a fleet, in their order."""

    def __init__(self, entries: Iterable[HostEntry], *, source: str | None = None) -> None:
        """Take the hosts.

        Args:
            entries: the hosts.
            source: the file that they are of, for errors.

        Raises:
            InventoryError: two have one name, or one has none that can be shown.
        """
        self._entries = tuple(entries)
        self.source = source
        self._by_name: dict[str, HostEntry] = {}
        for entry in self._entries:
            if not entry.name or not entry.name.isprintable():
                what = f"the name {entry.name!r} should be a text that can be printed"
                raise InventoryError(what, file=source)
            if entry.name in self._by_name:
                raise InventoryError(
                    "there are two hosts of this name", file=source, host=entry.name
                )
            self._by_name[entry.name] = entry

    def __repr__(self) -> str:
        return f"<Inventory of {len(self)} hosts{f' of {self.source}' if self.source else ''}>"

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int | str) -> HostEntry:
        """Return a host by its number or its name."""
        return self._by_name[index] if isinstance(index, str) else self._entries[index]

    def __contains__(self, host: object) -> bool:
        """Tell whether a host is in it, by its name or as an entry."""
        return host in self._by_name or host in self._entries

    def __iter__(self) -> Iterator[HostEntry]:
        return iter(self._entries)

    @classmethod
    def read(cls, path: str | Path, *, passwords: bool = False) -> Inventory:
        """Read an inventory from a file.

        Args:
            path: the file.
            passwords: whether a password may stand in it by value.

        Raises:
            InventoryError: it cannot be read or used; names file, line or key, and host.
        """
        file = Path(path)
        reader = _reader(file)
        try:
            with file.open("rb") as opened:
                data = opened.read(_MOST + 1)
        except OSError as error:
            raise InventoryError(f"cannot be read: {error.strerror}", file=str(file)) from None
        if len(data) > _MOST:
            raise InventoryError(f"is longer than {_MOST} bytes", file=str(file))
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InventoryError("is not UTF-8 text", file=str(file)) from None
        return cls(reader(text, file, passwords), source=str(file))

    @classmethod
    def of(cls, targets: Targets) -> Inventory:
        """Make an inventory of whatever names hosts.

        Args:
            targets: an inventory; a file's path; a URI; URIs by name; any number of URIs, of names
                with URIs, and of entries.

        Raises:
            InventoryError: a file cannot be used, a name is there twice.
            UriError: a URI cannot be used.
        """
        if isinstance(targets, Inventory):
            return targets
        if isinstance(targets, Path):
            return cls.read(targets)
        if isinstance(targets, str):
            return cls([_entry(targets)]) if "://" in targets else cls.read(targets)
        if isinstance(targets, Mapping):
            named = cast("Mapping[str, str]", targets)
            return cls(_entry(target) for target in named.items())
        return cls(_entry(target) for target in targets)

    def select(self, select: str | Iterable[str] | Selection | None = None) -> list[HostEntry]:
        """Return the hosts that a selection means, and the vCenters that may have such.

        Raises:
            SelectorError: it cannot be read, or means nobody.
        """
        selection = self.selection(select)
        found = [entry for entry in self._entries if self._may_be_meant(entry, selection)]
        if not found and self._entries:
            raise SelectorError(f"the selection '{selection.text}' means no host", position=1)
        return found

    def _may_be_meant(self, entry: HostEntry, selection: Selection) -> bool:
        if entry.is_vcenter:
            return selection.may_select_below(entry, self._by_name)
        return selection.selects(entry)

    def selection(self, select: str | Iterable[str] | Selection | None = None) -> Selection:
        """Read a selection of these hosts; None means all.

        Raises:
            SelectorError: it cannot be read, or names a host, a tag or a group that is not there.
        """
        if isinstance(select, Selection):
            found = select
        else:
            found = parse_selection("all" if select is None else select)
        found.check(self._entries)
        return found


def _entry(target: str | tuple[str, str] | HostEntry) -> HostEntry:
    if isinstance(target, HostEntry):
        return target
    if isinstance(target, str):
        return entry_of(name_of(parse_uri(target)), target, {})
    name, uri = target
    try:
        return entry_of(name, uri, {})
    except UriError as error:
        raise UriError(f"{name}: {error}", parameter=error.parameter) from None


_Reader = Callable[[str, Path, bool], list[HostEntry]]


def _toml(text: str, file: Path, passwords: bool) -> list[HostEntry]:
    from aioesx.fleet.toml_file import read_toml

    return read_toml(text, file, passwords=passwords)


def _csv(text: str, file: Path, passwords: bool) -> list[HostEntry]:
    from aioesx.fleet.csv_file import read_csv

    return read_csv(text, file, passwords=passwords)


def _ansible(text: str, file: Path, passwords: bool) -> list[HostEntry]:
    from aioesx.fleet.ansible_file import read_ansible

    return read_ansible(text, file, passwords=passwords)


_READERS: Final[dict[str, _Reader]] = {
    ".toml": _toml,
    ".csv": _csv,
    ".json": _ansible,
    ".yaml": _ansible,
    ".yml": _ansible,
    ".ini": _ansible,
    "": _ansible,
}


def _reader(file: Path) -> _Reader:
    found = _READERS.get(file.suffix.lower())
    if found is None:
        known = ", ".join(suffix for suffix in _READERS if suffix)
        raise InventoryError(f"its form is told by its name: should end in {known}", file=str(file))
    return found
