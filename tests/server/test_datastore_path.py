"""Datastore paths on the wire: their URLs, names that fit."""

from __future__ import annotations

import pytest

from aioesx._server.files.path import escape_item, folder_target
from aioesx.datastore_path import DatastorePath


@pytest.mark.fault("D9")
@pytest.mark.parametrize(
    ("text", "datacenter", "target"),
    [
        (
            "[ds1] dir/file.vmx",
            "ha-datacenter",
            "/folder/dir%2Ffile.vmx?dcPath=ha-datacenter&dsName=ds1",
        ),
        ("[a b] ä+&?#%[x]", "a/b+c", "/folder/%C3%A4%2B%26%3F%23%25%5Bx%5D?dcPath=a%252Fb%252Bc"),
        ("[a b] x", "dc", "/folder/x?dcPath=dc&dsName=a%2520b"),
    ],
)
def test_the_url_keeps_every_character(text: str, datacenter: str, target: str) -> None:
    assert folder_target(DatastorePath.parse(text), datacenter).startswith(target)


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("normal", "normal"),
        ("~~~", "+fn5+"),
        ("~~~A", "+fn5+-A"),
        ("K%U/H\\Z", "K+JQ-25U+JQ-2fH+JQ-5cZ"),
        ('vvv<A"B"C>zzz', "vvv_A_B_C_zzz"),
        ("A Z[\\]^_B", "A Z+WyU-5c+XV4-_B"),
        ("標準語", "+5qiZ5rqW6Kqe"),
        ("a+b,c-d", "a+Kw-b,c-d"),
    ],
)
def test_a_file_name_is_made_of_any_name_as_libvirt_does(name: str, item: str) -> None:
    assert escape_item(name) == item
