"""The 254 recorded conversions: what libvirt 9.0.0's own converter printed, byte for byte."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx import errors
from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.errors import DocumentError
from aioesx.vmx import format_domain, parse_domain

DATA: Final = Path(__file__).parent.parent / "data" / "vmx"
CASES: Final[list[dict[str, Any]]] = json.loads((DATA / "cases.json").read_text())["cases"]
QUIRKS: Final[dict[str, dict[str, Any]]] = json.loads((DATA / "quirks.json").read_text())["cases"]
ERRORS: Final[dict[str, Any]] = json.loads((DATA / "errors.json").read_text())

# What the recording was given instead of a host: any bare file lies in this directory, any
# datastore is mounted by its name, any disk was made for lsilogic.
DIRECTORY: Final = "[datastore] directory"
DATASTORES: Final = {"ds": "/vmfs/volumes/ds"}
MODEL: Final = "lsilogic"


def convert(case: dict[str, Any]) -> str:
    if case["direction"] == "xml2vmx":
        definition = parse_domain_xml(case["input"])
        return format_domain(
            definition,
            hardware_version=case["virtual_hw_version"],
            datastores=DATASTORES,
            scsi_models={disk.source or "": MODEL for disk in definition.disks},
        )
    params = dict(case.get("params", {}))
    inactive = params.pop("inactive", False)
    text = bytes.fromhex(case["input_hex"]) if "input_hex" in case else case["input"].encode()
    definition = parse_domain(text, directory=DIRECTORY, datastores=DATASTORES, **params)
    return format_domain_xml(definition, secure=True, inactive=inactive)


def select(**wanted: Any) -> list[Any]:
    """Give a test's parameters: the cases that have these values."""
    return [
        pytest.param(case, id=f"{case['direction']}-{case['name']}")
        for case in CASES
        if all(case[field] == value for field, value in wanted.items())
    ]


def mapped_error(case: dict[str, Any]) -> tuple[str, str]:
    """Return our class and where ours says it, from the table of libvirt's errors."""
    error = case["error"]
    rows = [ERRORS["by_case"][case["name"]]] if case["name"] in ERRORS["by_case"] else []
    found = [
        (cls, match.expand(where))
        for code, pattern, cls, where in rows or ERRORS["rows"]
        if code == error["code"] and (match := re.fullmatch(pattern, error["message"]))
    ]
    assert len(found) == 1, f"{len(found)} rows for {error}"
    return found[0]


def place(error: DocumentError) -> str:
    """Return what an error names, without the numbers of elements."""
    if isinstance(error, errors.VmxSyntaxError):
        return str(error.line)
    named = error.path if isinstance(error, errors.DomainXmlError) else error.key
    return re.sub(r"\[\d+\]", "", named or "")


def test_every_case_is_here() -> None:
    assert len(CASES) == 254


@pytest.mark.fault("V8")
@pytest.mark.parametrize("case", select(expect="pass", quirk=False))
def test_the_output_has_libvirts_bytes(case: dict[str, Any]) -> None:
    assert convert(case) == case["output"]


@pytest.mark.fault("V4")
@pytest.mark.parametrize("case", select(expect="fail", quirk=False))
def test_the_error_is_the_one_that_the_table_maps_libvirts_to(case: dict[str, Any]) -> None:
    with pytest.raises(DocumentError) as caught:
        convert(case)

    assert (type(caught.value).__name__, place(caught.value)) == mapped_error(case)


def test_every_row_of_the_error_table_is_used_and_names_a_class() -> None:
    messages = [
        (case["error"]["code"], case["error"]["message"]) for case in CASES if "error" in case
    ]
    rows = [*ERRORS["rows"], *ERRORS["by_case"].values()]

    unused = [
        row for row in rows if not any(row[0] == c and re.fullmatch(row[1], m) for c, m in messages)
    ]

    assert unused == []
    assert all(issubclass(getattr(errors, row[2]), DocumentError) for row in rows)


def test_every_quirk_has_a_choice() -> None:
    assert {case["name"] for case in CASES if case["quirk"]} == set(QUIRKS)


@pytest.mark.parametrize("case", select(quirk=True))
def test_a_quirk_goes_as_the_table_says(case: dict[str, Any]) -> None:
    choice = QUIRKS[case["name"]]
    if "error" in choice or case["expect"] == "fail":
        with pytest.raises(DocumentError) as caught:
            convert(case)
        expected = choice["error"] if "error" in choice else mapped_error(case)[1]
        assert place(caught.value) == expected
        return

    ours, libvirts = convert(case).split("\n"), case["output"].split("\n")

    changes = [line[2:] for line in difflib.ndiff(libvirts, ours) if line.startswith("+ ")]
    assert changes == choice.get("lines", [])
