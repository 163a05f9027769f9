"""Names, UUIDs and ids as a host writes them."""

from __future__ import annotations

from uuid import UUID

import pytest

from aioesx import vim
from aioesx._server.names import unescape
from aioesx.domain.identity import domain_id, domain_state, domain_uuid
from aioesx.domain.values import DomainState
from aioesx.errors import ProtocolError

TEXT = "99f84c02-2edf-5be7-bad3-8c89cc33c91b"


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("web01", "web01"),
        ("a%2fb", "a/b"),
        ("a%5cb", "a\\b"),
        ("100%25", "100%"),
        ("%252f", "%2f"),
        ("m\u00fcller", "m\u00fcller"),
    ],
)
def test_the_hosts_escapes_are_undone(wire: str, name: str) -> None:
    assert unescape(wire) == name


@pytest.mark.parametrize(("value", "number"), [("16", 16), ("vm-42", 42)])
def test_an_id_is_the_number_in_the_reference(value: str, number: int) -> None:
    assert domain_id(vim.ManagedObjectReference("VirtualMachine", value)) == number


@pytest.mark.parametrize("value", ["", "0", "vm-0", "vm-", "machine-1", "-3", "vm-1x"])
def test_a_reference_without_a_positive_number_is_refused_by_name(value: str) -> None:
    with pytest.raises(ProtocolError, match=repr(value)):
        domain_id(vim.ManagedObjectReference("VirtualMachine", value))


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.upper(), "99 f8 4c 02 2e df 5b e7-ba d3 8c 89 cc 33 c9 1b"]
)
def test_a_uuid_is_read_however_it_is_written(text: str) -> None:
    assert domain_uuid({"config.uuid": text}) == UUID(TEXT)


@pytest.mark.parametrize("values", [{}, {"config.uuid": str(UUID(int=0))}], ids=["unset", "nil"])
def test_zeros_are_no_uuid(values: dict[str, str]) -> None:
    assert domain_uuid(values) is None


def test_a_text_that_is_no_uuid_is_refused() -> None:
    with pytest.raises(ProtocolError, match="'nonsense'"):
        domain_uuid({"config.uuid": "nonsense"})


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("poweredOn", DomainState.RUNNING),
        ("poweredOff", DomainState.SHUTOFF),
        ("suspended", DomainState.PAUSED),
        ("somethingNew", DomainState.NOSTATE),
    ],
)
def test_power_states_become_libvirts_states(word: str, state: DomainState) -> None:
    assert domain_state({"runtime.powerState": word}) is state


def test_a_suspended_domain_counts_as_active() -> None:
    assert DomainState.PAUSED.is_active
    assert not DomainState.SHUTOFF.is_active
