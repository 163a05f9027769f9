"""`format_extent` of both formats: what it refuses; what it writes is judged in tests/peers."""

from __future__ import annotations

import pytest

from aioesx.disk import cowd, sesparse


@pytest.mark.parametrize(
    ("sectors", "written", "reason"),
    [
        (0, {}, "1 to 4294967295 sectors, not 0"),
        (2**32, {}, "sectors, not 4294967296"),
        (8, {8: None}, "sector 8 is outside of the 8"),
        (8, {-1: None}, "sector -1 is outside"),
        (8, {0: b"x"}, "sector 0 has 1 bytes instead of 512"),
    ],
)
def test_cowd_refuses_what_it_cannot_hold(
    sectors: int, written: dict[int, bytes | None], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        cowd.format_extent(sectors, written)


@pytest.mark.parametrize(
    ("sectors", "written", "reason"),
    [
        (0, {}, "sectors, not 0"),
        (2**37 + 1, {}, "sectors, not 137438953473"),
        (9, {2: None}, "grain 2 is outside of the 2"),
        (8, {0: b"x"}, "grain 0 has 1 bytes instead of 4096"),
    ],
)
def test_sesparse_refuses_what_it_cannot_hold(
    sectors: int, written: dict[int, bytes | None], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        sesparse.format_extent(sectors, written)


def test_an_empty_extent_of_the_largest_disk_is_small() -> None:
    assert len(cowd.format_extent(cowd.MAX_SECTORS, {})) < 5 * 2**20
    assert len(sesparse.format_extent(4 * 2**40 // 512, {})) < 3 * 2**20
