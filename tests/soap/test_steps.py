"""Answers in steps: the same values and errors as at once, and nothing that outlasts a step."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Generator
from typing import Any, Final

import pytest

from aioesx import vim
from aioesx._soap import decode_response, decode_steps, encode_response
from aioesx.errors import ProtocolError

HEAD: Final = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body>'
    '<RetrievePropertiesResponse xmlns="urn:vim25">'
)
END: Final = "</RetrievePropertiesResponse></e:Body></e:Envelope>"
ROW: Final = '<returnval><obj type="T">1</obj><propSet><name>n</name>{}</propSet></returnval>'
REFERENCE = vim.ManagedObjectReference("VirtualMachine", "16")


def large(count: int = 4000, *, plain: bool = False) -> bytes:
    """Return an answer of more than half a megabyte."""
    value = 7 if plain else vim.Array("xsd:int", [1, 2, 3])
    properties = [vim.DynamicProperty(name="n" * 100, val=value)]
    row = vim.ObjectContent(obj=REFERENCE, prop_set=properties)
    result = vim.RetrieveResult(objects=[row] * count)
    return encode_response(vim.RetrievePropertiesEx, result)


def taken(steps: Generator[None, None, Any]) -> tuple[int, Any]:
    """Return how often it stopped, and the result; the collector runs at every stop."""
    stops = 0
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return stops, done.value
        stops += 1
        assert gc.isenabled()


@pytest.mark.parametrize("plain", [True, False], ids=["plain rows", "by the tree"])
def test_steps_give_what_one_reading_gives(plain: bool) -> None:
    body = large(plain=plain)

    stops, result = taken(decode_steps(body, vim.RetrievePropertiesEx, seconds=0))

    assert stops >= len(body) / (1 << (18 if plain else 14))
    assert result == decode_response(body, vim.RetrievePropertiesEx)


def test_within_its_time_a_reading_does_not_stop() -> None:
    stops, _ = taken(decode_steps(large(), vim.RetrievePropertiesEx, seconds=60))

    assert stops == 0


def test_whoever_does_not_go_on_leaves_the_collector_running() -> None:
    steps = decode_steps(large(), vim.RetrievePropertiesEx, seconds=0)
    next(steps)
    next(steps)
    steps.close()

    assert gc.isenabled()


def test_an_error_in_a_later_step_leaves_the_collector_running() -> None:
    body = large()[:-1000]

    with pytest.raises(ProtocolError, match="not well-formed"):
        taken(decode_steps(body, vim.RetrievePropertiesEx, seconds=0))
    assert gc.isenabled()


def answer(*values: str) -> bytes:
    """Return an answer with an object for each value."""
    return "".join([HEAD, *map(ROW.format, values), END]).encode()


def array(kind: str, *items: str) -> str:
    """Return a value that is an array."""
    return f'<val xsi:type="ArrayOf{kind}">{"".join(items)}</val>'


@pytest.mark.parametrize(
    ("kind", "item", "value"),
    [
        ("Int", "<int>{}</int>", lambda number: number),
        ("AnyType", '<anyType xsi:type="xsd:string">{}</anyType>', str),
        ("AnyType", '<anyType xsi:type="ArrayOfInt"><int>{}</int></anyType>', lambda n: [n]),
        ("ManagedObjectReference", '<ManagedObjectReference type="T">{}</ManagedObjectReference>',
         lambda number: ("T", str(number))),
        ("Unheard", "<Unheard>{}</Unheard>", lambda n: vim.Unknown("Unheard", [], str(n))),
    ],
    ids=["int", "any", "lists", "reference", "unheard"],
)  # fmt: skip
def test_a_large_array_is_read_while_it_comes(kind: str, item: str, value: Any) -> None:
    items = [item.format(number) for number in range(20_000)]
    body = answer(array("Int", "<int>1</int>"), array(kind, *items), array("Int", "<int>2</int>"))

    stops, found = taken(decode_steps(body, vim.RetrieveProperties, seconds=0))

    assert stops >= len(body) / (1 << 14)
    assert [row.prop_set[0].val for row in found] == [[1], [value(n) for n in range(20_000)], [2]]
    assert found[1].prop_set[0].val.item_type.removeprefix("xsd:").lower() == kind.lower()


@pytest.mark.parametrize("number", [0, 3, 700, 15_000, 19_999])
def test_what_is_wrong_in_a_large_array_is_told_by_its_path(number: int) -> None:
    items = [f"<int>{n if n != number else 'x'}</int>" for n in range(20_000)]

    with pytest.raises(ProtocolError) as caught:
        decode_response(answer(array("Int", *items)), vim.RetrieveProperties)

    assert caught.value.path == f"RetrievePropertiesResponse/returnval[0]/propSet/val/int[{number}]"


def test_a_large_array_of_a_field_that_nobody_knows_is_passed_over() -> None:
    items = "<int>not a number</int>" * 20_000
    beside = f'<new xsi:type="ArrayOfInt">{items}</new>'
    body = answer("<val xsi:type='xsd:int'>1</val>").replace(
        b"<propSet>", beside.encode() + b"<propSet>"
    )

    found = decode_response(body, vim.RetrieveProperties)

    assert found[0].prop_set[0].val == 1


def test_a_tree_that_is_read_while_it_comes_is_let_go() -> None:
    """Ten megabytes of a value: neither the elements nor anything else is kept of what was read."""
    items = "<int>7</int>" * 800_000
    tracemalloc.start()
    try:
        found = decode_response(answer(array("Int", items)), vim.RetrieveProperties)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(found[0].prop_set[0].val) == 800_000
    assert peak < 4 * len(items)
