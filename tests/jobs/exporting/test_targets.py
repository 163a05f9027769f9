"""Where files go: no name leads elsewhere, and no two names to one place. No I/O."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx.jobs.exporting.targets import expand, file_name

NAMES = [
    ("web01", "web01"),
    ("web 01 #1 ü", "web 01 #1 ü"),
    ("a/b", "a%2fb"),
    ("..", "%2e."),
    (".hidden", "%2ehidden"),
    ("50%", "50%25"),
    ("a\nb\x00", "a%0ab%00"),
    ("C:\\x", "C:%5cx"),
]


@pytest.mark.parametrize(("name", "written"), NAMES)
def test_a_name_is_one_part_of_a_path(name: str, written: str) -> None:
    assert file_name(name) == written


def test_a_relative_target_begins_at_the_jobs_file() -> None:
    found = expand("out/{host}/{domain}", Path("/etc"), host="vc/esx1", domain="../../root")

    assert found == Path("/etc/out/vc%2fesx1/%2e.%2f..%2froot")


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_two_names_are_written_alike(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) is (one == other)
    assert "/" not in file_name(one)
    assert file_name(one) not in (".", "..")
