"""Where files go: no name leads elsewhere, and no two names to one place. No I/O."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from aioesx.jobs.exporting.targets import expand


def test_a_relative_target_begins_at_the_jobs_file() -> None:
    assert expand("out/{host}/{domain}", Path("/etc"), host="one", domain="web 01") == Path(
        "/etc/out/one/web 01"
    )


def test_an_absolute_one_is_where_it_says() -> None:
    assert expand("/srv/{uuid}", Path("/etc"), uuid="5") == Path("/srv/5")


@given(st.text(), st.text())
def test_each_name_is_one_part_of_the_path_and_no_two_are_alike(one: str, other: str) -> None:
    first, second = (expand("/srv/{domain}", Path("/"), domain=name) for name in (one, other))

    assert first.parent == Path("/srv")
    assert first.name not in ("", ".", "..")
    assert (first == second) is (one == other)
