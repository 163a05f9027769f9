"""docs/virsh.md: which names of virsh there are, and what differs; made of the tests' tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from support.every_name import DEFECTS, LINES, MORE, OWN_LINES, kind_of

from aioesx.cli.absent import ABSENT_COMMANDS

__all__ = ["PAGE", "page"]

PAGE: Final = Path(__file__).parents[2] / "docs" / "virsh.md"

_HEAD: Final = """\
# Every name of virsh's

Written by `PYTHONPATH=tests python -m support.every_name_page` from the tables of
tests/support/every_name.py and aioesx/cli/absent.py; do not edit. `tests/peers/test_every_name.py`
runs a line of each name that virsh 9.0 has by both, on hosts that are alike.

Of {all} names {absent} have no command here: libvirt's driver has nothing for them either, or virsh
falls short. Of the others {same} have the same bytes on standard output and the same outcome:
virsh's exit status is 0 or 1, ours tells kinds of failures apart (see the README). What aioesx
says on standard error where virsh says something is a table of its own,
tests/support/every_message.py.

## Names that differ
"""
_WORDS: Final = """

## Words and options

Words are dealt to options by virsh's rules: `--domain web01`, `--domain=web01` and `web01` are one,
nothing is abbreviated behind a command's name, no option is taken twice, a word with one dash is a
word, and all are behind `--`. A blank line ends what a command says, whatever came of it. Beyond
that:

| | virsh 9.0 | aioesx |
|---|---|---|
| `COMMAND -h` | unexpected data | its help |
| `-k`, `-K` with a number | ESX's driver refuses keep-alive | no difference |
| `-d NUM`, `-e CHAR` | debug records, the console's escape | no difference |
| `--debug` | takes a number | takes none: the log, and a traceback of an error |
| `--con URI` and other beginnings of options before the command | taken | refused |
| `-v`, `-V`, `--version`, `-h` | virsh's | aioesx's |
| a name that is not there, in a line of several | what stands before it is done | nothing is done |
"""


def page() -> str:
    """Return the page."""
    same = sum(kind_of(name) == "same" for name in LINES)
    absent = sum(name in ABSENT_COMMANDS for name in LINES)
    parts = [
        _HEAD.format(same=same, all=len(LINES), absent=absent),
        _table(("name", "why"), DEFECTS | OWN_LINES),
        "\n## Names that aioesx carries out and libvirt's driver does not\n",
        _table(("name", "what"), MORE),
        "\n## Names that neither carries out\n",
        _reasons(),
    ]
    return "\n".join(parts) + _WORDS


def _table(head: tuple[str, str], rows: Mapping[str, str]) -> str:
    lines = [f"| {head[0]} | {head[1]} |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {why} |" for name, why in sorted(rows.items()))])


def _reasons() -> str:
    by_reason: dict[str, list[str]] = {}
    for name, why in ABSENT_COMMANDS.items():
        by_reason.setdefault(why, []).append(name)
    lines = ["| names | why |", "|---|---|"]
    return "\n".join(
        [*lines, *(f"| {_listed(names)} | {why} |" for why, names in by_reason.items())]
    )


def _listed(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in sorted(names))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
