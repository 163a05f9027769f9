"""What is written is read as it was: for generated values of every class, both directions.

The XSD, through lxml, judges every request of the same values.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from aioesx import vim
from aioesx._soap import decode_request, decode_response, encode_request, encode_response
from aioesx.vim.base import DataObject, Field
from aioesx.vim.tables import types_by_name

XSD = Path(__file__).resolve().parents[2] / "wsdl" / "vim-types.xsd"

TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
    ),
    max_size=8,
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "xsd:string": TEXT,
    "xsd:anyURI": st.just("urn:x"),
    "xsd:boolean": st.booleans(),
    "xsd:byte": st.integers(-(1 << 7), (1 << 7) - 1),
    "xsd:short": st.integers(-(1 << 15), (1 << 15) - 1),
    "xsd:int": st.integers(-(1 << 31), (1 << 31) - 1),
    "xsd:long": st.integers(-(1 << 63), (1 << 63) - 1),
    "xsd:float": st.floats(width=32, allow_nan=False),
    "xsd:double": st.floats(allow_nan=False),
    "xsd:dateTime": st.datetimes(
        datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES | st.just(UTC)
    ),
    "xsd:base64Binary": st.binary(max_size=8),
}
REFERENCES = st.builds(vim.ManagedObjectReference, TEXT.filter(bool), TEXT)
ANYTHING = st.one_of(
    TEXT,
    st.booleans(),
    SCALARS["xsd:long"],
    SCALARS["xsd:dateTime"],
    REFERENCES,
    st.sampled_from(list(vim.VirtualMachinePowerState)),
    st.lists(SCALARS["xsd:int"], max_size=2).map(lambda items: vim.array("xsd:int", items)),
    st.lists(REFERENCES, max_size=2).map(lambda items: vim.array("ManagedObjectReference", items)),
)
DEPTH = 2


@cache
def subclasses(cls: type[DataObject]) -> list[type[DataObject]]:
    """Return a class and those below it that ``wsdl/`` has."""
    below = [found for one in cls.__subclasses__() if one.wire_known for found in subclasses(one)]
    return [cls, *below]


@cache
def values_of(cls: type[DataObject], depth: int) -> st.SearchStrategy[Any]:
    """Return values of exactly this class."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in cls.wire_fields.items():
        needed = field.required
        if needed or depth > 0:
            one = held_by(field, depth - 1)
            if field.many:
                fields[name] = st.lists(one, min_size=1 if needed else 0, max_size=2)
            else:
                fields[name] = one if needed else st.none() | one
    return st.fixed_dictionaries(fields).map(lambda values: cls(**values))


def held_by(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Return values for a field, now and then of a class below the declared one."""
    if field.type in SCALARS:
        return SCALARS[field.type]
    if field.type == "xsd:anyType":
        return ANYTHING
    if field.type == "ManagedObjectReference":
        return REFERENCES
    cls = types_by_name(field.type)
    assert cls is not None
    if not issubclass(cls, DataObject):
        words: Any = cls
        return st.sampled_from(list(words))
    classes = subclasses(cls) if depth > 0 else [cls]
    return st.deferred(lambda: st.sampled_from(classes).flatmap(lambda one: values_of(one, depth)))


def load_all() -> list[type[DataObject]]:
    loaded = (getattr(vim, name) for name in vim.__all__)
    classes = (one for one in loaded if isinstance(one, type) and issubclass(one, DataObject))
    return sorted(
        (one for one in classes if one not in (DataObject, vim.Method)),
        key=lambda one: one.__name__,
    )


ALL = load_all()
METHODS = [one for one in ALL if issubclass(one, vim.Method)]
VALUES = [one for one in ALL if not issubclass(one, vim.Method)]
GROUPS = 8

QUICK = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD))


def carried(value: Any) -> Any:
    """Send a value there and back in a property."""
    content = vim.ObjectContent(
        obj=vim.Ref("T", "1"), prop_set=[vim.DynamicProperty(name="p", val=value)]
    )
    back = decode_response(
        encode_response(vim.RetrieveProperties, [content]), vim.RetrieveProperties
    )
    return back[0].prop_set[0].val


@pytest.mark.parametrize("module", sorted({cls.__module__ for cls in VALUES}))
def test_the_least_value_of_every_class_comes_back(module: str) -> None:
    values = [least(cls) for cls in VALUES if cls.__module__ == module]

    assert [carried(value) for value in values] == values


def least(cls: type[Any]) -> Any:
    """Make a value with what is required and nothing else."""
    values: dict[str, Any] = {}
    for name, field in cls.wire_fields.items():
        if field.required:
            one = least_of(field)
            values[name] = [one] if field.many else one
    return cls(**values)


def least_of(field: Field) -> Any:
    plain = {
        "xsd:boolean": True,
        "xsd:dateTime": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "xsd:base64Binary": b"x",
        "xsd:float": 0.5,
        "xsd:double": 0.5,
        "ManagedObjectReference": vim.Ref("T", "1"),
    }
    if field.type in plain:
        return plain[field.type]
    if field.type.startswith("xsd:"):
        return "x" if field.type in ("xsd:string", "xsd:anyURI", "xsd:anyType") else 1
    cls: Any = types_by_name(field.type)
    return least(cls) if issubclass(cls, DataObject) else next(iter(cls))


@pytest.mark.parametrize("group", range(GROUPS))
def test_generated_values_of_every_class_come_back(group: int) -> None:
    classes = VALUES[group::GROUPS]

    @settings(QUICK, max_examples=60)
    @given(st.sampled_from(classes).flatmap(lambda cls: values_of(cls, DEPTH)))
    def comes_back(value: DataObject) -> None:
        assert carried(value) == value

    comes_back()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
def test_generated_calls_of_every_method_come_back_and_are_valid(
    method: type[vim.Method[Any]], schema: etree.XMLSchema
) -> None:
    @settings(QUICK, max_examples=4)
    @given(values_of(method, DEPTH))
    def comes_back(call: vim.Method[Any]) -> None:
        body = encode_request(call)
        assert decode_request(body) == call
        request = etree.fromstring(body)[0][0]
        assert schema.validate(request), schema.error_log.last_error

    comes_back()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
def test_the_least_call_of_every_method_is_valid(
    method: type[vim.Method[Any]], schema: etree.XMLSchema
) -> None:
    request = etree.fromstring(encode_request(least(method)))[0][0]

    assert schema.validate(request), schema.error_log.last_error


def test_unknown_values_come_back_whole() -> None:
    value = vim.Unknown(
        "Brand", [("a", "1"), ("b", 2), ("c", vim.Ref("T", "3")), ("d", vim.Unknown("", text=""))]
    )
    elsewhere = vim.Unknown("{urn:other}thing", text="<x>")
    newer = vim.VirtualDevice.wire_subtype("VirtualQuantum")(key=9)

    assert carried(value).fields[:3] == value.fields[:3]
    assert carried(elsewhere) == elsewhere
    assert carried(vim.array("VirtualDevice", [newer]))[0].wire_name == "VirtualQuantum"
