"""docs/virsh.md says what the tables say that the tests use."""

from __future__ import annotations

from support.every_name_page import PAGE, page


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text("utf-8") == page()
