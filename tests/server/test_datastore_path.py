"""Datastore paths: their parts, their URLs, names that fit."""

from __future__ import annotations

import pytest

from aioesx._server.files.path import DatastorePath, escape_item, folder_target


@pytest.mark.parametrize(
    ("text", "datastore", "directory", "path", "name"),
    [
        ("[datastore] directory/file", "datastore", "directory", "directory/file", "file"),
        ("[datastore] a/b/file", "datastore", "a/b", "a/b/file", "file"),
        ("[datastore] file", "datastore", "", "file", "file"),
        ("[datastore] directory/", "datastore", "directory", "directory/", ""),
        ("[datastore]", "datastore", "", "", ""),
        ("[data store (1)]  a b", "data store (1)", "", "a b", "a b"),
    ],
)
def test_a_path_has_parts(text: str, datastore: str, directory: str, path: str, name: str) -> None:
    parsed = DatastorePath.parse(text)

    assert (parsed.datastore, parsed.directory.path, parsed.path, parsed.name) == (
        datastore,
        directory,
        path,
        name,
    )


@pytest.mark.fault("V7")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "file",
        "[] x",
        "[ds x",
        "/vmfs/x",
        "[ds] ../x",
        "[ds] a/../../x",
        "[ds] /etc/passwd",
        "[ds] a\nb",
        "[ds] a\0b",
    ],
)
def test_what_is_no_path_or_leads_out_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="datastore"):
        DatastorePath.parse(text)


@pytest.mark.parametrize("text", ["[ds] a/b", "[ds] b", "[ds]"])
def test_a_path_is_written_as_it_was_read(text: str) -> None:
    assert str(DatastorePath.parse(text)) == text


@pytest.mark.parametrize(("text", "beside"), [("[ds] a/b/c", "[ds] a/b/x"), ("[ds] c", "[ds] x")])
def test_beside_a_file_in_the_root_is_the_root(text: str, beside: str) -> None:
    assert str(DatastorePath.parse(text).beside("x")) == beside


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
