"""Bulk reads by the property collector: whole lists in one call, page by page.

Returns plain mappings of property path to value. What the host would not show is kept beside
them, object by object, never dropped in silence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from aioesx import vim
from aioesx._server import traversal
from aioesx._session.session import Session
from aioesx.errors import ProtocolError

__all__ = ["ObjectProperties", "read_many", "read_one", "read_specs"]


@dataclasses.dataclass(frozen=True, slots=True)
class ObjectProperties:
    """What was read of one managed object.

    Attributes:
        ref: the object.
        values: property path to value; unset properties are absent.
        missing: property path to the fault (a ``vim.MethodFault``) that hid it.
    """

    ref: vim.ManagedObjectReference
    values: dict[str, Any]
    missing: dict[str, Any]

    @classmethod
    def of(cls, content: vim.ObjectContent) -> ObjectProperties:
        """Make it of what the collector returned."""
        return cls(
            content.obj,
            {entry.name: entry.val for entry in content.prop_set},
            {entry.path: entry.fault.fault for entry in content.missing_set},
        )


async def read_specs(
    session: Session, specs: Sequence[vim.PropertyFilterSpec], *, timeout: float | None = None
) -> list[vim.ObjectContent]:
    """Return the objects that the specs select, of all pages."""
    collector = session.content.property_collector
    if not session.has_api(4, 1):
        old = vim.RetrieveProperties(this=collector, spec_set=list(specs))
        return await session.call(old, timeout=timeout)
    first = vim.RetrievePropertiesEx(
        this=collector, spec_set=list(specs), options=vim.RetrieveOptions()
    )
    page = await session.call(first, timeout=timeout)
    found: list[vim.ObjectContent] = []
    seen: set[vim.ManagedObjectReference] = set()
    while page is not None:
        found += page.objects
        if page.token is None:
            break
        before = len(seen)
        seen.update(content.obj for content in page.objects)
        if len(seen) == before:  # a page that brings no new object
            raise ProtocolError("the server's pages of properties do not end")
        more = vim.ContinueRetrievePropertiesEx(this=collector, token=page.token)
        page = await session.call(more, timeout=timeout)
    return found


async def read_many(
    session: Session,
    root: vim.ManagedObjectReference,
    type_: str,
    paths: Sequence[str],
    *,
    selection: Sequence[vim.SelectionSpec] = (),
    timeout: float | None = None,
) -> list[ObjectProperties]:
    """Read properties of every object of a type that `selection` reaches from `root`."""
    spec = vim.PropertyFilterSpec(
        prop_set=[traversal.property_spec(type_, paths)],
        object_set=[traversal.object_spec(root, selection)],
    )
    return [
        ObjectProperties.of(content)
        for content in await read_specs(session, [spec], timeout=timeout)
    ]


async def read_one(
    session: Session,
    ref: vim.ManagedObjectReference,
    paths: Sequence[str],
    *,
    timeout: float | None = None,
) -> dict[str, Any]:
    """Read properties of one object; unset ones are absent.

    Raises:
        NotFoundError: the object does not exist.
    """
    found = await read_many(session, ref, ref.type, paths, timeout=timeout)
    return found[0].values if found else {}
