"""Answers in steps: the same values and errors as at once, and nothing that outlasts a step."""

from __future__ import annotations

import gc
from collections.abc import Generator
from typing import Any

import pytest

from aioesx import vim
from aioesx._soap import decode_response, decode_steps, encode_response
from aioesx.errors import ProtocolError

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
