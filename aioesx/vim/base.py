"""What every value of the VI API is made of: data objects, their fields, methods, references.

A data object is a slotted class whose fields stand in a table, `DataObject.wire_fields`, with
their wire names and types. The table is all that a codec needs; this file knows nothing of XML,
and nothing of any single type: those are generated from ``wsdl/`` beside it.

An absent optional field is None and an absent list is empty. Neither takes room: a slot is
filled when somebody sets it (or first looks at a list).
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    NamedTuple,
    TypeVar,
    dataclass_transform,
)

from aioesx._hidden import without_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = [
    "DataObject",
    "Field",
    "ManagedObjectReference",
    "Method",
    "element",
    "result",
]

R = TypeVar("R", covariant=True)


class ManagedObjectReference(NamedTuple):
    """Names an object on the server by managed type and value."""

    type: str
    value: str

    def __repr__(self) -> str:
        return f"ManagedObjectReference(type={self.type!r}, value={without_session(self.value)!r})"

    def __str__(self) -> str:
        """Return ``"VirtualMachine:vm-1"``; without the key of a session, if it has one."""
        return f"{self.type}:{without_session(self.value)}"


class Field:
    """One field of a data object, one parameter of a method or one result.

    Attributes:
        name: Python name, such as ``"vm_path_name"``.
        wire: element name, such as ``"vmPathName"``.
        type: wire name of the declared type, such as ``"xsd:string"`` or ``"VirtualDevice"``.
        many: it is a list.
        required: an answer without it is broken, whatever product sent it.
        secret: it never shows in a repr.
    """

    __slots__ = ("many", "name", "required", "secret", "type", "wire")

    def __init__(self, wire: str, type_: str, *, many: bool, required: bool, secret: bool) -> None:
        self.name = wire
        self.wire = wire
        self.type = type_
        self.many = many
        self.required = required
        self.secret = secret

    def __repr__(self) -> str:
        return f"<field {self.wire}: {self.type}{'[]' if self.many else ''}>"


_REQUIRED: Any = object()
_REST: Final = "wire_rest"
_STAND_INS: dict[tuple[type, str], type[Any]] = {}


def element(
    wire: str,
    type_: str,
    *,
    default: Any = _REQUIRED,
    default_factory: Callable[[], list[Any]] | None = None,
    required: bool = False,
    secret: bool = False,
) -> Any:
    """Declare a field in the body of a `DataObject` class.

    Args:
        wire: element name.
        type_: wire name of the declared type.
        default: None for a field that may be absent.
        default_factory: ``list`` for a list.
        required: a list that has at least one item.
        secret: keep the value out of every repr.
    """
    many = default_factory is not None
    needed = required or (default is _REQUIRED and not many)
    return Field(wire, type_, many=many, required=needed, secret=secret)


def result(type_: str, *, many: bool = False, optional: bool = False) -> Field:
    """Declare what a method returns."""
    return Field("returnval", type_, many=many, required=not optional, secret=False)


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(element,))
class _DataObjectType(type):
    """Turns the fields of a class body into slots and into `DataObject.wire_fields`."""

    wire_name: str
    wire_fields: Mapping[str, Field]
    wire_required: frozenset[str]

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]
    ) -> _DataObjectType:
        own = {key: value for key, value in namespace.items() if type(value) is Field}
        for key, field in own.items():
            field.name = key
            if key != "wire_result":
                del namespace[key]
        own.pop("wire_result", None)
        namespace.setdefault("__slots__", tuple(own))
        namespace.setdefault("wire_name", name)
        cls = super().__new__(mcs, name, bases, namespace)
        if own:
            cls.wire_fields = {**cls.wire_fields, **own}
            cls.wire_required = cls.wire_required.union(
                [key for key, field in own.items() if field.required and not field.many]
            )
        return cls


class DataObject(metaclass=_DataObjectType):
    """A value of the VI API. Fields are keyword arguments; two are equal if all fields are.

    Class attributes:
        wire_name: name of the type on the wire.
        wire_fields: Python name to `Field`, base fields first, in schema order.
        wire_known: False for the stand-in of a type that ``wsdl/`` does not know.
        wire_rest: what a stand-in was sent besides its fields: wire name and value of each
            element, as in `Unknown.fields`; empty otherwise.
        wire_required: Python names of the fields that no constructor may leave out.
    """

    __slots__ = ()

    wire_name: ClassVar[str]
    wire_known: ClassVar[bool] = True
    wire_fields: ClassVar[Mapping[str, Field]] = {}
    wire_required: ClassVar[frozenset[str]] = frozenset()

    if TYPE_CHECKING:

        @property
        def wire_rest(self) -> Sequence[tuple[str, Any]]:
            """What a stand-in was sent besides its fields."""
            raise NotImplementedError

    else:

        def __init__(self, **values: Any) -> None:
            cls = type(self)
            if not values.keys() <= cls.wire_fields.keys():
                unknown = ", ".join(sorted(values.keys() - cls.wire_fields.keys()))
                raise TypeError(f"{cls.__name__} has no field {unknown}")
            if not values.keys() >= cls.wire_required:
                missing = ", ".join(sorted(cls.wire_required - values.keys()))
                raise TypeError(f"{cls.__name__} needs {missing}")
            for name, value in values.items():
                setattr(self, name, value)

        def __getattr__(self, name: str) -> Any:
            """Give the default of a field that nobody has set."""
            field = type(self).wire_fields.get(name)
            if name == _REST:
                return ()
            if field is None:
                raise AttributeError(f"{type(self).__name__} has no field {name!r}")
            if not field.many:
                if field.required:
                    raise AttributeError(f"{type(self).__name__} lacks {name!r}")
                return None
            empty: list[Any] = []
            setattr(self, name, empty)
            return empty

    @classmethod
    def wire_lineage(cls) -> tuple[str, ...]:
        """Return the wire names of this type and its bases, nearest first."""
        return tuple(
            base.wire_name
            for base in cls.__mro__
            if isinstance(base, _DataObjectType) and base is not DataObject
        )

    @classmethod
    def wire_subtype(cls, wire_name: str) -> type[Any]:
        """Make a class for values of a newer type that is known to extend this one.

        Its name on the wire is `wire_name`, its fields are those of this class, and
        `wire_known` is False.
        """
        made = _STAND_INS.get((cls, wire_name))
        if made is None:
            slots = (_REST,) if cls.wire_known else ()
            body = {"__module__": cls.__module__, "__slots__": slots, "wire_known": False}
            made = _DataObjectType(wire_name, (cls,), body)
            made = _STAND_INS.setdefault((cls, wire_name), made)
        return made

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name) for name in (*self.wire_fields, _REST)
        )

    __hash__ = None  # type: ignore[assignment]  # fields may change

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self._shown())
        return f"{type(self).__name__}({without_session(shown)})"

    def _shown(self) -> Iterator[tuple[str, Any]]:
        for name, field in self.wire_fields.items():
            value = getattr(self, name)
            if value is not None and value != [] and not field.secret:
                yield name, value
        if self.wire_rest:
            yield _REST, [wire for wire, _ in self.wire_rest]

    def __copy__(self) -> Any:
        return self.__replace__()

    def __replace__(self, **changes: Any) -> Any:
        """Return a copy with `changes`; the standard library's ``copy.replace`` calls it."""
        values = {name: getattr(self, name) for name in self.wire_fields}
        copied = type(self)(**{**values, **changes})
        if self.wire_rest:
            setattr(copied, _REST, list(self.wire_rest))
        return copied

    def __reduce__(self) -> tuple[Any, ...]:
        """Be pickled by type and fields; the class of a stand-in is made again, not looked up."""
        cls = type(self)
        made_of = (cls,) if cls.wire_known else (cls.__base__, cls.wire_name)
        return _blank, made_of, self.__getstate__()

    def __getstate__(self) -> dict[str, Any]:
        held = ((name, getattr(self, name, None)) for name in (*self.wire_fields, _REST))
        return {name: value for name, value in held if value is not None and value not in ([], ())}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)


def _blank(cls: type[DataObject], stand_in: str = "") -> DataObject:
    """Make a value without fields, for pickle and copy to fill."""
    return object.__new__(cls.wire_subtype(stand_in) if stand_in else cls)


if TYPE_CHECKING:

    class Method(DataObject, Generic[R]):
        """A call of a managed object's method: its parameters, `this` first.

        Class attributes:
            managed_type: the managed type that has the method.
            changes: it may change something on the host, so it is never sent twice.
            wire_result: what it returns, or None. `R` is the same for the type checker.
        """

        this: ManagedObjectReference
        managed_type: ClassVar[str]
        changes: ClassVar[bool]
        wire_result: ClassVar[Field | None]

else:

    class Method(DataObject):
        """A call of a managed object's method: its parameters, `this` first.

        Class attributes:
            managed_type: the managed type that has the method.
            changes: it may change something on the host, so it is never sent twice.
            wire_result: what it returns, or None.
        """

        __slots__ = ()
        managed_type = ""
        changes = True
        wire_result = None

        def __class_getitem__(cls, result_type: Any) -> type:
            """Take and forget the result's type; only type checkers read it."""
            return cls
