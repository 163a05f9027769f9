"""Datastore paths: their form and their parts."""

from __future__ import annotations

import pytest

from aioesx.datastore_path import DatastorePath, split_datastore_path


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


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[ds] a/b", ("ds", "a/b")),
        ("[ds]", ("ds", "")),
        ("[ds]a", ("ds", "a")),
        ("[ds] ../a", ("ds", "../a")),
        ("/vmfs/volumes/ds/a", None),
        ("[a]b] c", ("a", "b] c")),
    ],
)
def test_the_form_is_split_whatever_the_path(text: str, parts: tuple[str, str] | None) -> None:
    assert split_datastore_path(text) == parts
