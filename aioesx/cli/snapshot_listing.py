"""``snapshot-list``: which snapshots, in what order, as a table or a tree, as virsh has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import exclusive
from aioesx.cli.names import find_domain, local_time, snapshot_in
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    import aioesx

__all__ = ["snapshot_list"]

_Infos = Iterable["aioesx.SnapshotInfo"]


async def snapshot_list(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    **given: bool | str | None,
) -> ExitStatus:
    """List snapshots by name."""
    exclusive(parent=given["parent"], roots=given["roots"], tree=given["tree"])
    exclusive(name=given["name"], tree=given["tree"])
    exclusive(**{"from": given["from"], "current": given["current"]})
    exclusive(roots=given["roots"], **{"from": given["from"]})
    exclusive(roots=given["roots"], current=given["current"])
    if given["descendants"] and not (given["from"] or given["current"]):
        raise ValueError("--descendants requires either --from or --current")
    found = (await find_domain(esx, domain)).domain
    tree = await found.snapshots.tree()
    start = _start(tree, given)
    shown = _by_name(info for info in _chosen(tree, start, given) if _passes(info, given))
    console.tell_all(shown)
    if given["tree"]:
        for root in [start] if start is not None else _by_name(tree.roots):
            for line in _tree_lines(root):
                console.say(line)
        return ExitStatus.OK
    if given["name"]:
        for info in shown:
            console.say(info.name)
        return ExitStatus.OK
    head = ["Name", "Creation Time", "State"] + (["Parent"] if given["parent"] else [])
    rows = [
        [info.name, local_time(info.created), info.state_word]
        + ([info.parent or ""] if given["parent"] else [])
        for info in shown
    ]
    console.table(head, rows)
    return ExitStatus.OK


def _start(
    tree: aioesx.SnapshotTree, given: dict[str, bool | str | None]
) -> aioesx.SnapshotInfo | None:
    """Return the snapshot whose descendants are meant, or None for all."""
    if isinstance(given["from"], str):
        return snapshot_in(tree, given["from"])
    if given["current"]:
        if tree.current is None:
            raise errors.NoSuchSnapshotError("the domain has no current snapshot")
        return tree.current
    return None


def _chosen(
    tree: aioesx.SnapshotTree,
    start: aioesx.SnapshotInfo | None,
    given: dict[str, bool | str | None],
) -> _Infos:
    if start is not None:
        return start.descendants() if given["descendants"] else start.children
    return tree.roots if given["roots"] else tree


def _passes(info: aioesx.SnapshotInfo, given: dict[str, bool | str | None]) -> bool:
    """Hold a snapshot against the options that narrow the list."""
    was_active = info.state_word != "shutoff"
    pairs = (
        ("leaves", "no-leaves", not info.children),
        ("active", "inactive", was_active),
        ("internal", "external", True),
        ("no-metadata", "metadata", True),
    )
    wanted = [
        (given[yes.replace("-", "_")], given[no.replace("-", "_")], is_) for yes, no, is_ in pairs
    ]
    return all(yes == no or bool(yes) is is_ for yes, no, is_ in wanted)


def _by_name(infos: _Infos) -> list[aioesx.SnapshotInfo]:
    return sorted(infos, key=lambda info: info.name.lower())


def _tree_lines(
    info: aioesx.SnapshotInfo, head: str = "", below: str = "", last: bool = True
) -> Iterator[str]:
    """Draw a snapshot and what hangs on it; an empty line ends each branch."""
    yield head + info.name
    children = _by_name(info.children)
    if not children:
        if last:
            yield below
        return
    yield f"{below}  |"
    for child in children:
        final = child is children[-1]
        bar = "  " if final else "| "
        yield from _tree_lines(child, f"{below}  +- ", f"{below}  {bar}", final)
