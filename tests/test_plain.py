"""`to_dict`: everything that the library gives becomes JSON, and loses nothing but secrets."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from support.hosts import connected
from support.samples import (
    SECRET,
    VALUE_CLASSES,
    data_classes,
    sample,
    sample_data,
    sample_errors,
)
from support.soapcall import ref

import aioesx
from aioesx import errors, to_dict, vim
from aioesx.simulator import Simulator

ERRORS: Final = sample_errors()
COPIES: Final[dict[str, Callable[[Any], Any]]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
MACHINE: Final = ref("VirtualMachine", "vm-42")


def as_json(value: Any) -> Any:
    """Return what a reader of the JSON text has."""
    return json.loads(json.dumps(to_dict(value), allow_nan=False))


# --- values of the face -------------------------------------------------------------------------


@pytest.mark.parametrize("sparse", [False, True], ids=["full", "sparse"])
@pytest.mark.parametrize("name", VALUE_CLASSES)
def test_a_value_becomes_json_with_all_its_fields(name: str, sparse: bool) -> None:
    cls = VALUE_CLASSES[name]
    fields = getattr(cls, "__dataclass_fields__", {})
    hidden = {field for field in fields if not fields[field].repr}
    expected = {
        field for field in fields or getattr(cls, "_fields", ()) if field[0] != "_"
    } - hidden

    assert as_json(sample(cls, sparse=sparse)).keys() == expected


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("name", VALUE_CLASSES)
def test_a_value_is_pickled_and_copied(name: str, way: str) -> None:
    value = sample(VALUE_CLASSES[name])

    assert COPIES[way](value) == value


def test_there_are_values_to_try() -> None:
    assert {"DomainSummary", "PendingQuestion", "SnapshotTree", "NodeInfo", "Bearer", "Disk",
            "VmxWarning", "RequestSent", "ProductInfo"} <= VALUE_CLASSES.keys()  # fmt: skip


def test_what_a_repr_hides_is_left_out() -> None:
    assert "password" not in as_json(sample(VALUE_CLASSES["Credentials"]))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (2**40, 2**40),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (Decimal("1.50"), "1.50"),
        (b"\x00\xff", "AP8="),
        (aioesx.DomainState.SHUTOFF, "shut off"),
        (vim.VirtualMachinePowerState.POWERED_ON, "poweredOn"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05+00:00"),
        (timedelta(minutes=1), 60.0),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (ip_address("fe80::1"), "fe80::1"),
        (Path("a/b"), "a/b"),
        (MACHINE, "VirtualMachine:vm-42"),
        ({MACHINE: 1, 2: (3,)}, {"VirtualMachine:vm-42": 1, "2": [3]}),
        ([frozenset({1})], [[1]]),
    ],
)
def test_what_becomes_of(value: object, expected: object) -> None:
    assert as_json(value) == expected


def test_words_are_plain_text() -> None:
    words = [aioesx.DomainState.RUNNING, vim.VirtualMachinePowerState.POWERED_ON]

    assert [type(word) for word in to_dict(words)] == [str, str]


@pytest.mark.parametrize("value", [object(), aioesx.DomainInfo, json, 1j])
def test_what_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="is no value: to_dict takes what coroutines return"):
        to_dict([value])


def test_what_holds_itself_ends() -> None:
    ring: list[Any] = []
    ring.append(ring)

    with pytest.raises(ValueError, match="nested deeper than 200 levels"):
        to_dict(ring)


# --- values of the API --------------------------------------------------------------------------


def test_every_value_of_the_api_becomes_json() -> None:
    lost = {}
    for cls in data_classes():
        value = as_json(sample_data(cls))
        expected = {name for name, field in cls.wire_fields.items() if not field.secret}
        if value.keys() != {"_type", *expected} or value["_type"] != cls.wire_name:
            lost[cls.__name__] = value

    assert lost == {}


def test_no_secret_of_the_api_is_in_it() -> None:
    with_secrets = [
        cls for cls in data_classes() if any(field.secret for field in cls.wire_fields.values())
    ]

    assert len(with_secrets) > 10
    assert SECRET not in json.dumps([to_dict(sample_data(cls)) for cls in with_secrets])


@pytest.mark.parametrize("way", COPIES)
def test_every_value_of_the_api_is_pickled_and_copied(way: str) -> None:
    values = [sample_data(cls) for cls in data_classes()]

    assert [value for value in values if COPIES[way](value) != value] == []


def test_what_is_not_set_is_not_there() -> None:
    assert to_dict(vim.Description(label="a", summary="")) == {
        "_type": "Description",
        "label": "a",
        "summary": "",
    }


def test_an_unknown_value_keeps_what_was_sent() -> None:
    value = vim.Unknown("Newer", [("a", "1"), ("b", MACHINE), ("a", vim.Unknown("", text="2"))])

    assert to_dict(value) == {
        "_type": "Newer",
        "a": ["1", {"_type": "", "_text": "2"}],
        "b": "VirtualMachine:vm-42",
    }
    assert pickle.loads(pickle.dumps(value)) == value


def test_a_newer_type_has_its_name_and_what_it_was_sent_besides() -> None:
    newer: Any = vim.Description.wire_subtype("NewerDescription")(label="a", summary="b")
    newer.wire_rest = [("colour", "red")]

    assert to_dict(newer) == {
        "_type": "NewerDescription", "label": "a", "summary": "b", "colour": "red",
    }  # fmt: skip


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_becomes_json(name: str) -> None:
    error = ERRORS[name]

    told = as_json(error)

    assert (told["error"], told["message"]) == (name, str(error))
    assert (told["kind"], told["name"], told["id"]) == (error.kind, "web01", "vm-42")
    assert told["cause"]["error"] == "HttpStatusError"
    assert told["cause"]["status"] == 503
    assert told["cause"]["cause"]["error"] == "ConnectionRefusedError"
    assert told["notes"] == ["seen on a Monday"]
    fields = {field for field in vars(error) if field[0] != "_"} - {"message"}
    assert fields <= told.keys()


def test_the_hosts_own_text_is_beside_ours() -> None:
    told = to_dict(errors.InvalidStateError("InvalidState", "Not now."))

    assert (told["message"], told["host_message"]) == ("Not now. (InvalidState)", "Not now.")


def test_a_refused_document_tells_all_reasons() -> None:
    from aioesx.errors._documents import all_of

    reasons = [errors.UnsupportedError(f"{key} is wrong", key=key, line=3) for key in "ab"]

    told = to_dict(all_of(reasons))

    assert told["reasons"] == ["a is wrong", "b is wrong"]
    assert (told["key"], told["line"], told["value"]) == ("a", 3, None)


# --- what a host gives --------------------------------------------------------------------------


@pytest.mark.anyio
async def test_what_a_host_tells_becomes_json(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        listed = await esx.domains.list()
        domain = listed[0].domain
        told = as_json(
            {
                "domains": listed,
                "info": await domain.info(),
                "host": await esx.host.info(),
                "content": esx.content,
                "product": esx.product,
                "all": await esx.domains.properties(["name", "summary", "config"]),
                "definition": await domain.definition(),
            }
        )

        assert [entry["name"] for entry in told["domains"]] == [entry.name for entry in listed]
        assert told["all"][str(domain.ref)]["values"]["config"]["name"] == domain.name
        assert told["content"]["_type"] == "ServiceContent"
        for thing in (esx, domain, domain.snapshots, esx.host, esx.domains):
            with pytest.raises(TypeError, match="is no value"):
                to_dict(thing)


def test_what_is_hidden_is_told_with_its_reason() -> None:
    hidden = vim.NoPermission(object=MACHINE, privilege_id="System.Read")
    values = aioesx.Properties(MACHINE, {"name": "a"}, {"config": hidden})

    told = as_json(values)

    assert told["name"] == "a"
    assert told["config"]["error"] == "NotPermittedError"
    assert "System.Read" in told["config"]["message"]
