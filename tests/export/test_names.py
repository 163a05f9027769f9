"""What files are called: any domain has files, no two domains share one, none leads elsewhere."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aioesx.export.before.names import disk_files, file_stem, other_files


@pytest.mark.parametrize(
    "name", ["web01", "web 01", "büro #2 (50%)", "日本語", "a,b;c=d&e'f", "v1.2"]
)
def test_a_name_that_a_file_may_have_stays(name: str) -> None:
    assert file_stem(name) == name


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a/b", "a_b~"),
        ("..", "__~"),
        ("../../etc/passwd", "___.._etc_passwd~"),
        (".hidden", "_hidden~"),
        ("-rf", "_rf~"),
        ("~root", "_root~"),
        ("json:{}", "json_{}~"),
        ("two\nlines\0", "two_lines_~"),
        ("ends. ", "ends__~"),
        ("", "domain~"),
        (" ", "_~"),
        ("C:\\con", "C__con~"),
        ("ü" * 200, "ü" * 90),
    ],
)
def test_what_cannot_stand_is_replaced_and_told_apart(name: str, begins: str) -> None:
    assert file_stem(name).startswith(begins)


@settings(max_examples=40)
@given(st.text(max_size=400))
def test_every_name_makes_files_that_lie_in_the_directory(name: str) -> None:
    stem = file_stem(name)

    last = disk_files(stem, "qcow2", 120)[-1:]
    for file in other_files(stem, "qcow2", last):
        part = f"{file}.part"
        assert len(part.encode()) <= 255
        assert PurePosixPath("/target", part).parent == PurePosixPath("/target")
        assert PureWindowsPath("C:\\target", part).parent == PureWindowsPath("C:\\target")
        assert PurePosixPath(part).name == part
        assert part[0] not in ".-~"
        assert not any(unicodedata.category(each) in ("Cc", "Cs") for each in part)


@settings(max_examples=40)
@given(st.lists(st.text("ab/:._~0", max_size=6), unique=True, max_size=20))
def test_two_names_never_share_a_file(names: list[str]) -> None:
    assert len({file_stem(name) for name in names}) == len(names)


def test_a_name_that_looks_as_if_it_were_told_apart_is_told_apart() -> None:
    assert file_stem(file_stem("a/b")) != file_stem("a/b")


def test_a_package_takes_the_variables_of_the_firmware_along() -> None:
    assert "w.nvram" in other_files("w", "ovf", ("w-disk1.vmdk",), nvram=True)
    assert "w.nvram" not in other_files("w", "qcow2", ("w.qcow2",), nvram=True)


@pytest.mark.parametrize(
    ("kind", "disks", "files"),
    [
        ("qcow2", 1, ("w.qcow2", "w.xml", "w.export.json")),
        ("raw", 2, ("w-disk1.raw", "w-disk2.raw", "w.xml", "w.export.json")),
        ("ovf", 1, ("w-disk1.vmdk", "w.ovf", "w.mf", "w.export.json")),
        ("ova", 2, ("w.ova", "w.export.json")),
        ("qcow2", 0, ("w.xml", "w.export.json")),
    ],
)
def test_each_format_has_its_files(kind: Any, disks: int, files: tuple[str, ...]) -> None:
    assert other_files("w", kind, disk_files("w", kind, disks)) == files
