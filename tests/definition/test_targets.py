"""Disk names count in letters; UUIDs and MAC addresses are read as libvirt reads them."""

from __future__ import annotations

from uuid import UUID

import pytest

from aioesx.definition.scalars import parse_mac, parse_uuid
from aioesx.definition.targets import target_index, target_name


@pytest.mark.parametrize(
    ("index", "name"), [(0, "sda"), (25, "sdz"), (26, "sdaa"), (701, "sdzz"), (702, "sdaaa")]
)
def test_names_count_in_letters(index: int, name: str) -> None:
    assert target_name("scsi", index) == name
    assert target_index(name) == index


@pytest.mark.parametrize(
    "name", ["", "sd", "sdA", "foo", "sd1", "sdaaaaaaa", "nvme0n0", "nvme0n16"]
)
def test_other_names_have_no_number(name: str) -> None:
    assert target_index(name) is None


@pytest.mark.parametrize(
    "text",
    [
        "564d9befacd9b4e0c8f0aea8b9103515",
        "564d9bef-acd9-b4e0-c8f0-aea8b9103515",
        " 56 4D 9b ef ac d9 b4 e0-c8 f0 ae a8 b9 10 35 15\n",
    ],
)
def test_a_uuid_is_sixteen_pairs(text: str) -> None:
    assert parse_uuid(text) == UUID("564d9bef-acd9-b4e0-c8f0-aea8b9103515")


@pytest.mark.parametrize(
    "text", ["", "x", "5-64d9befacd9b4e0c8f0aea8b9103515", "00" * 17, "\u0660" * 32]
)
def test_other_texts_are_no_uuid(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse_uuid(text)


@pytest.mark.parametrize("text", ["00:0C:29:aB:1:2", " 00:0c:29:ab:01:02", "0:c:29:ab:1:2\tx"])
def test_a_mac_address_is_six_groups(text: str) -> None:
    assert parse_mac(text) == "00:0c:29:ab:01:02"


@pytest.mark.parametrize(
    "text", ["", "00:0c:29", "00:0c:29:01:02:03:04", "00-0c-29-01-02-03", "g:1:1:1:1:1"]
)
def test_other_texts_are_no_mac_address(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse_mac(text)
