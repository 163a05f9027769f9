"""The files of one simulated guest, in memory: names, owners, permissions, contents.

Permissions are as simple as POSIX's owner and others; in a Windows guest everybody may do with
his own, and administrators with everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from aioesx.simulator import faults
from aioesx.simulator.inside import refusals
from aioesx.simulator.inside.contents import EMPTY
from aioesx.simulator.state.files import Content

__all__ = ["GuestFiles", "Node", "Who"]

Kind = Literal["file", "directory", "symlink"]
_STICKY: Final = 0o1000


@dataclass(frozen=True, slots=True)
class Who:
    """A user of the guest.

    Attributes:
        number: POSIX's number of the user.
        mighty: whether nothing is kept from him.
    """

    name: str
    number: int
    mighty: bool


@dataclass(eq=False, slots=True)
class Node:
    """A file, directory or link."""

    path: str
    kind: Kind
    owner: Who
    mode: int
    modified: datetime
    content: Content = field(default=EMPTY, repr=False)
    target: str = ""
    accessed: datetime | None = None
    hidden: bool = False
    read_only: bool = False
    group: int = 0
    number: int | None = None

    @property
    def size(self) -> int:
        """Length in bytes."""
        return self.content.size if self.kind == "file" else 4096


class GuestFiles:
    """A tree of files.

    Args:
        windows: whether paths are Windows'.
        now: tells the time.
    """

    def __init__(self, *, windows: bool, now: Callable[[], datetime]) -> None:
        self.windows = windows
        self._now = now
        self._nodes: dict[str, Node] = {}

    def __iter__(self) -> Iterator[Node]:
        return iter(list(self._nodes.values()))

    @property
    def separator(self) -> str:
        """What stands between names."""
        return "\\" if self.windows else "/"

    def clean(self, path: str, cwd: str = "") -> str:
        """Return a path without ``.``, ``..`` and doubled separators.

        Raises:
            Refused: it is not absolute.
        """
        text = path.replace("/", "\\") if self.windows else path
        drive = re.match(r"[A-Za-z]:", text) if self.windows else None
        absolute = drive is not None if self.windows else text.startswith("/")
        if not absolute:
            if not cwd or not text:
                raise faults.invalid_argument("filePath")
            return self.clean(f"{cwd}{self.separator}{text}")
        names: list[str] = []
        for name in text[2 if drive else 0 :].split(self.separator):
            if name == "..":
                del names[-1:]
            elif name not in ("", "."):
                names.append(name)
        return f"{drive[0] if drive else ''}{self.separator}{self.separator.join(names)}"

    def _key(self, path: str) -> str:
        return path.lower() if self.windows else path

    def parent(self, path: str) -> str:
        """Return the directory of a clean path."""
        head = path.rpartition(self.separator)[0]
        return head if head and not head.endswith(":") else f"{head}{self.separator}"

    def find(self, path: str) -> Node | None:
        """Return what a clean path stands for, or None."""
        return self._nodes.get(self._key(path))

    def follow(self, path: str) -> Node:
        """Return what a path leads to, through links.

        Raises:
            Refused: FileNotFound.
        """
        seen = self.clean(path)
        for _ in range(8):
            node = self.find(seen)
            if node is None:
                break
            if node.kind != "symlink":
                return node
            seen = self.clean(node.target, self.parent(seen))
        raise faults.file_not_found(path)

    def children(self, path: str) -> list[Node]:
        """Return what a directory holds, by name."""
        inside = self._key(path).rstrip(self.separator) + self.separator
        found = [
            node
            for key, node in self._nodes.items()
            if key.startswith(inside) and key != inside and self.separator not in key[len(inside) :]
        ]
        return sorted(found, key=lambda node: node.path)

    def name(self, node: Node) -> str:
        """Return a node's name without its directory."""
        return node.path.rpartition(self.separator)[2]

    def may(self, who: Who, node: Node, bit: int) -> bool:
        """Tell whether a user may read (4) or write (2)."""
        if who.mighty:
            return True
        shift = 6 if node.owner == who else 0
        return bool(node.mode >> shift & bit)

    def require(self, who: Who, node: Node, bit: int) -> None:
        """Refuse what a user may not do."""
        if not self.may(who, node, bit):
            raise refusals.permission_denied()

    def add(
        self,
        path: str,
        kind: Kind,
        owner: Who,
        mode: int,
        *,
        content: Content = EMPTY,
        target: str = "",
    ) -> Node:
        """Put something at a clean path, whoever may."""
        node = Node(path, kind, owner, mode, self._now(), content, target, group=owner.number)
        self._nodes[self._key(path)] = node
        return node

    def place(self, who: Who, path: str) -> str:
        """Return a clean path at which a user may make something.

        Raises:
            Refused: there is no directory for it, or none to write to.
        """
        clean = self.clean(path)
        above = self.find(self.parent(clean))
        if above is None:
            raise faults.file_not_found(path)
        above = self.follow(above.path)
        if above.kind != "directory":
            raise faults.not_a_directory(above.path)
        self.require(who, above, 2)
        return clean

    def write(self, who: Who, path: str, content: Content, *, mode: int = 0o644) -> Node:
        """Make a file, or give the one that is there another content."""
        clean = self.clean(path)
        there = self.find(clean)
        if there is not None:
            there = self.follow(clean)
            if there.kind == "directory":
                raise refusals.not_a_file(path)
            self.require(who, there, 2)
            there.content, there.modified = content, self._now()
            return there
        return self.add(self.place(who, path), "file", who, mode, content=content)

    def read(self, who: Who, path: str) -> Node:
        """Return a file that a user may read."""
        node = self.follow(path)
        if node.kind == "directory":
            raise refusals.not_a_file(path)
        self.require(who, node, 4)
        return node

    def make_directory(self, who: Who, path: str, *, parents: bool, mode: int = 0o755) -> None:
        """Make a directory.

        Raises:
            Refused: the name is taken, or there is no directory above.
        """
        clean = self.clean(path)
        if self.find(clean) is not None:
            if parents and self.follow(clean).kind == "directory":
                return
            raise faults.file_already_exists(path)
        if parents and self.find(self.parent(clean)) is None:
            self.make_directory(who, self.parent(clean), parents=True)
        self.add(self.place(who, path), "directory", who, mode)

    def delete(self, who: Who, path: str) -> None:
        """Delete a file or a link."""
        node = self._own(who, path)
        if node.kind == "directory":
            raise refusals.not_a_file(path)
        del self._nodes[self._key(node.path)]

    def delete_directory(self, who: Who, path: str, *, recursive: bool) -> None:
        """Delete a directory."""
        node = self._own(who, path)
        if node.kind != "directory":
            raise faults.not_a_directory(path)
        inside = self.children(node.path)
        if inside and not recursive:
            raise refusals.directory_not_empty(path)
        for child in inside:
            if child.kind == "directory":
                self.delete_directory(who, child.path, recursive=True)
            else:
                self.delete(who, child.path)
        del self._nodes[self._key(node.path)]

    def _own(self, who: Who, path: str) -> Node:
        """Return what a user may take away from its directory."""
        node = self.find(self.clean(path))
        if node is None:
            raise faults.file_not_found(path)
        above = self.follow(self.parent(node.path))
        self.require(who, above, 2)
        if above.mode & _STICKY and node.owner != who and not who.mighty:
            raise refusals.permission_denied()
        return node

    def move(self, who: Who, source: str, target: str, *, overwrite: bool) -> None:
        """Give a file or a directory another path."""
        node, clean = self._own(who, source), self.place(who, target)
        there = self.find(clean)
        taken = there is not None and there is not node
        replaces = overwrite and "directory" not in {node.kind, there.kind if there else ""}
        if taken and not replaces:
            raise faults.file_already_exists(target)
        moved = [node]
        if node.kind == "directory":
            inside = self._key(node.path) + self.separator
            moved += [one for key, one in self._nodes.items() if key.startswith(inside)]
        old = node.path
        for one in moved:
            del self._nodes[self._key(one.path)]
        for one in moved:
            one.path = clean + one.path[len(old) :]
            self._nodes[self._key(one.path)] = one
