"""Bulk reads by the property collector: whole lists in one call, page by page.

What came, what is not set and what the host would not show are three things. `Properties` keeps
them apart: whoever looks at a hidden one gets the error that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from aioesx import vim
from aioesx._server import traversal
from aioesx._session.session import Session
from aioesx.errors import EsxError, FaultError, NotSupportedError, ProtocolError, fault_error
from aioesx.vim.fitting import misfits, usual_classes

__all__ = [
    "ObjectProperties",
    "Properties",
    "hidden_error",
    "misfit_error",
    "read_many",
    "read_one",
    "read_specs",
    "read_types",
]

_MOST_OBJECTS: Final = 1_000_000
_PAGES: Final = (4, 1)  # API version from which on large answers come in pages

# Both go past a constructor written in Python, for each row of a read.
_new_dict: Callable[[type[Any]], Any] = dict.__new__
_new_tuple: Callable[[type[Any], Any], Any] = tuple.__new__


class Properties(dict[str, Any]):
    """What came of one managed object, by property path; one that is not set is absent.

    One that the host hides, since the user lacks a privilege, is not taken for unset: to look at
    it by ``[]``, `get` or `require` raises the error that names property and privilege.

    Attributes:
        ref: the object.
        missing: property path to the fault (a ``vim.MethodFault``) that hid it, or to the
            ProtocolError that says that its value is none of the property's type.
    """

    __slots__ = ("missing", "ref")

    def __init__(
        self,
        ref: vim.ManagedObjectReference,
        came: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        missing: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(came)
        self.ref = ref
        self.missing: Mapping[str, Any] = {} if missing is None else missing
        self._judge()

    def _judge(self) -> None:
        """Hide each value that its property cannot have behind an error that says so.

        Nothing that a server says may be a TypeError of ours, nor spoil the other rows.
        """
        ref = self.ref
        if odd := misfits(ref.type, self):
            errors = {path: misfit_error(ref, path, self[path]) for path in odd}
            self.missing = {**self.missing, **errors}
            for path in odd:
                del self[path]

    def __missing__(self, path: str) -> Any:
        self._refuse(path)
        raise KeyError(path)

    def get(self, path: str, default: Any = None) -> Any:
        """Return a property's value, or `default` if it is not set.

        Raises:
            NotPermittedError: the host hides it; a FaultError of another class, if not for want
                of a privilege.
        """
        if self.missing and path not in self:
            self._refuse(path)
        return super().get(path, default)

    def require(self, path: str) -> Any:
        """Return a property's value.

        Raises:
            NotSupportedError: it is not set.
            NotPermittedError: the host hides it; see `get`.
        """
        value = self.get(path)
        if value is None:
            raise NotSupportedError("", f"the host does not tell '{path}' of {self.ref}")
        return value

    def if_shown(self, path: str) -> Any:
        """Return a property's value, or None even if it is hidden.

        For what is looked at by the way, and of which nothing is told to anybody.
        """
        return super().get(path)

    def problems(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return why some paths cannot be looked at, a sentence for each that cannot."""
        if not self.missing:
            return ()
        found = []
        for path in paths:
            try:
                self.get(path)
            except EsxError as error:
                found.append(str(error))
        return tuple(found)

    def _refuse(self, path: str) -> None:
        """Raise if the host hides a property, or the whole that it belongs to."""
        for hidden, fault in self.missing.items():
            if path == hidden or path.startswith((f"{hidden}.", f"{hidden}[")):
                raise fault if isinstance(fault, EsxError) else hidden_error(self.ref, path, fault)


def _properties_of(content: vim.ObjectContent, missing: Mapping[str, Any]) -> Properties:
    """Make `Properties` of a row that the collector returned, with as little work as can be."""
    made: Properties = _new_dict(Properties)
    made.ref = ref = content.obj
    made.missing = missing
    usual = usual_classes(ref.type)
    sure = True
    for entry in content.prop_set:
        path = entry.name
        made[path] = value = entry.val
        if usual.get(path) is not type(value):
            sure = False
    if not sure:
        made._judge()
    return made


def misfit_error(ref: vim.ManagedObjectReference, path: str, value: Any) -> ProtocolError:
    """Make the error of a value that its property cannot have (`aioesx.vim.fitting`)."""
    kind = getattr(value, "type_name", None) or type(value).__name__
    return ProtocolError(f"'{path}' of {ref} cannot be of the type {kind}", path=path)


class ObjectProperties(NamedTuple):
    """What was read of one managed object.

    Attributes:
        ref: the object.
        values: property path to value; unset properties are absent, and looking at a hidden one
            raises the error that says so (`Properties`).
        missing: property path to the fault (a ``vim.MethodFault``) that hid it.
    """

    ref: vim.ManagedObjectReference
    values: Properties
    missing: dict[str, Any]

    @classmethod
    def of(cls, content: vim.ObjectContent) -> ObjectProperties:
        """Make it of what the collector returned."""
        ref, missing = content.obj, {}
        if content.missing_set:
            missing = {entry.path: entry.fault.fault for entry in content.missing_set}
        values = _properties_of(content, missing)
        made: ObjectProperties = _new_tuple(cls, (ref, values, missing))
        return made


def hidden_error(ref: vim.ManagedObjectReference, path: str, fault: Any) -> FaultError:
    """Make the error that tells why a property is not shown, and what right is lacking."""
    lineage: Iterable[str] = (getattr(fault, "type_name", ""),)
    if isinstance(fault, vim.MethodFault):
        lineage = fault.wire_lineage()
    message = f"the host does not show '{path}' of {ref}"
    if isinstance(fault, vim.NoPermission) and fault.privilege_id:
        message += f" without the privilege {fault.privilege_id}"
    return fault_error(lineage, message, fault)


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


async def read_types(
    session: Session, wanted: Iterable[tuple[Sequence[vim.ObjectSpec], str, Sequence[str]]]
) -> list[ObjectProperties]:
    """Read properties of all objects of several types, in one call per page.

    Args:
        session: where.
        wanted: for each type where to begin, the type, and the property paths.
    """
    specs = [
        vim.PropertyFilterSpec(
            prop_set=[traversal.property_spec(type_, paths)], object_set=list(objects)
        )
        for objects, type_, paths in wanted
    ]
    return [ObjectProperties.of(content) for content in await read_specs(session, specs)]


async def read_one(
    session: Session, ref: vim.ManagedObjectReference, paths: Sequence[str]
) -> Properties:
    """Read properties of one object.

    Raises:
        NotFoundError: the object does not exist.
    """
    found = await read_many(session, [traversal.object_spec(ref)], {ref.type: paths})
    return found[0].values if found else Properties(ref)
