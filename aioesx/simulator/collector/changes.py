"""What has changed between two looks at an object, as property changes.

With partial updates a change inside a data object is reported by its own path, and
items with keys are added and removed one by one; otherwise the property that the
filter names is reported as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.simulator.properties.view import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["between"]

_OP = vim.PropertyChangeOp
_DEEPEST = 12


def between(
    old: Mapping[str, Any], new: Mapping[str, Any], *, partial: bool
) -> list[vim.PropertyChange]:
    """Return the changes that lead from `old` to `new`."""
    changes = []
    for path, value in new.items():
        if path not in old:
            changes.append(vim.PropertyChange(name=path, op=_OP.ASSIGN, val=value))
        elif old[path] != value:
            if partial:
                changes.extend(_inside(path, old[path], value, 0))
            else:
                changes.append(vim.PropertyChange(name=path, op=_OP.ASSIGN, val=value))
    changes.extend(vim.PropertyChange(name=path, op=_OP.ASSIGN) for path in old if path not in new)
    return changes


def _inside(path: str, old: Any, new: Any, depth: int) -> Iterator[vim.PropertyChange]:
    """Yield the changes of one value by their own paths, as far as it can be taken apart."""
    if isinstance(new, vim.DataObject) and type(old) is type(new) and depth < _DEEPEST:
        for name, field in type(new).wire_fields.items():
            before, after = getattr(old, name), getattr(new, name)
            if before != after:
                inner = f"{path}.{field.wire}"
                if field.many:
                    before, after = vim.array(field.type, before), vim.array(field.type, after)
                    yield from _items(inner, before, after)
                elif after is None:
                    yield vim.PropertyChange(name=inner, op=_OP.INDIRECT_REMOVE)
                elif isinstance(after, vim.DataObject):
                    yield from _inside(inner, before, after, depth + 1)
                else:
                    yield vim.PropertyChange(
                        name=inner, op=_OP.ASSIGN, val=typed(after, field.type)
                    )
    elif isinstance(new, list):
        yield from _items(path, old, new)
    else:
        yield vim.PropertyChange(name=path, op=_OP.ASSIGN, val=new)


def _items(path: str, old: Any, new: Any) -> Iterator[vim.PropertyChange]:
    """Yield the changes of a list: by key if its items have keys, else as a whole."""
    before, after = _keyed(old), _keyed(new)
    if before is None or after is None:
        yield vim.PropertyChange(name=path, op=_OP.ASSIGN, val=new)
        return
    for key, item in after.items():
        if key not in before:
            yield vim.PropertyChange(name=f"{path}[{key}]", op=_OP.ADD, val=item)
        elif before[key] != item:
            yield vim.PropertyChange(name=f"{path}[{key}]", op=_OP.ASSIGN, val=item)
    for key in before:
        if key not in after:
            yield vim.PropertyChange(name=f"{path}[{key}]", op=_OP.REMOVE)


def _keyed(items: Any) -> dict[str, Any] | None:
    """Return the items by their key as it stands in a path, or None if they have no keys."""
    found: dict[str, Any] = {}
    for item in items:
        key = getattr(item, "key", None)
        if isinstance(item, vim.ManagedObjectReference) or key is None:
            return None
        found[str(key) if isinstance(key, int) else f'"{key}"'] = item
    return found if len(found) == len(items) else None
