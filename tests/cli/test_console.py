"""virsh's table, and errors in one line."""

from __future__ import annotations

import io

from aioesx.cli.console import Console, format_table


def console(*, quiet: bool = False) -> tuple[Console, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Console(out, err, quiet), out, err


def test_a_table_is_as_wide_as_its_widest_cells() -> None:
    text = format_table(("Id", "Name", "State"), [("1", "web01", "running"), ("-", "db", "x")])

    assert text.splitlines() == [
        " Id   Name    State",
        "-----------------------",
        " 1    web01   running",
        " -    db      x",
    ]


def test_a_table_without_rows_has_its_head() -> None:
    assert format_table(("Id", "Name"), []) == " Id   Name\n------------\n"


def test_quiet_leaves_heads_and_confirmations_out() -> None:
    quiet, out, _ = console(quiet=True)

    quiet.table(("Id", "Name"), [("1", "web01")])
    quiet.remark("Domain 'web01' started")

    assert out.getvalue() == " 1   web01\n"


def test_a_complaint_is_one_line_on_standard_error() -> None:
    loud, out, err = console()

    loud.complain("first\nsecond")

    assert (out.getvalue(), err.getvalue()) == ("", "error: first second\n")
