"""Which version of the API is spoken: the newest that both sides know."""

from __future__ import annotations

import pytest

from aioesx._session.product import choose_api
from aioesx.vim._newest import NEWEST_API

NEWEST = ".".join(map(str, NEWEST_API))
NEXT = f"{NEWEST_API[0] + 1}.0.0.0"


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([NEXT, NEWEST, "8.0.3.0"], NEWEST),
        (["8.0.3.0", "8.0.2.0", "2.5"], "8.0.3.0"),
        (["9.0.0.0", "8.0.3.0"], "9.0.0.0"),
        (["uA046D008", "6.5", "6.0"], "6.5"),
        ([NEXT], "2.5"),
        (["uA046D008"], "2.5"),
        ([], "2.5"),
    ],
)
def test_the_newest_version_that_both_know_is_spoken(offered: list[str], chosen: str) -> None:
    assert choose_api(offered) == chosen
