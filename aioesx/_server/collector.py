"""Bulk reads by the property collector: whole lists in one call, page by page.

Returns plain mappings of property path to value. What the host would not show is kept beside
them, object by object, never dropped in silence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

from aioesx import vim
from aioesx._server import traversal
from aioesx._session.session import Session
from aioesx.errors import FaultError, ProtocolError

__all__ = ["ObjectProperties", "read_many", "read_one", "read_specs"]

_MOST_OBJECTS: Final = 1_000_000
_PAGES: Final = (4, 1)  # API version from which on large answers come in pages


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
    session: Session, specs: Sequence[vim.PropertyFilterSpec]
) -> list[vim.ObjectContent]:
    """Return the objects that the specs select, of all pages.

    A page's token belongs to its session: if that ends between two pages, all is read anew.
    """
    if not session.has_api(*_PAGES):
        collector = session.content.property_collector
        return await session.call(vim.RetrieveProperties(this=collector, spec_set=list(specs)))
    while True:
        generation = session.generation
        try:
            return await _read_pages(session, specs)
        except FaultError:
            if session.generation == generation:
                raise


async def _read_pages(
    session: Session, specs: Sequence[vim.PropertyFilterSpec]
) -> list[vim.ObjectContent]:
    collector = session.content.property_collector
    first = vim.RetrievePropertiesEx(
        this=collector, spec_set=list(specs), options=vim.RetrieveOptions()
    )
    page = await session.call(first)
    found: list[vim.ObjectContent] = []
    seen: set[vim.ManagedObjectReference] = set()
    while page is not None:
        found += page.objects
        if page.token is None:
            break
        before = len(seen)
        seen.update(content.obj for content in page.objects)
        if len(seen) == before or len(seen) > _MOST_OBJECTS:  # no new object, or ever new ones
            raise ProtocolError("the server's pages of properties do not end")
        more = vim.ContinueRetrievePropertiesEx(this=collector, token=page.token)
        page = await session.call(more)
    return found


async def read_many(
    session: Session, objects: Sequence[vim.ObjectSpec], paths: Mapping[str, Sequence[str]]
) -> list[ObjectProperties]:
    """Read properties of many objects, in one call per page.

    Args:
        session: where.
        objects: where to begin; see `Scope.objects`.
        paths: property paths by the type of the objects that have them.
    """
    spec = vim.PropertyFilterSpec(
        prop_set=[traversal.property_spec(type_, names) for type_, names in paths.items()],
        object_set=list(objects),
    )
    return [ObjectProperties.of(content) for content in await read_specs(session, [spec])]


async def read_one(
    session: Session, ref: vim.ManagedObjectReference, paths: Sequence[str]
) -> dict[str, Any]:
    """Read properties of one object; unset ones are absent.

    Raises:
        NotFoundError: the object does not exist.
    """
    found = await read_many(session, [traversal.object_spec(ref)], {ref.type: paths})
    return found[0].values if found else {}
