"""terminal.md, as far as it is made: the table of the keys of config.toml, from their rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from aioesx.cli.config import DEFAULTS, HOST
from aioesx.uri import PARAMETERS

__all__ = ["page"]

_PAGE: Final = Path(__file__).resolve().parents[1] / "terminal.md"
_HEAD: Final = "| Key | of `[defaults]` | of a host | Value |\n|---|---|---|---|\n"


def page() -> str:
    """Return the whole page."""
    before, _, rest = _PAGE.read_text("utf-8").partition(_HEAD)
    behind = rest.partition("\n\n")[2]
    return f"{before}{_HEAD}{''.join(_rows())}\n{behind}"


def _rows() -> Iterator[str]:
    """Yield a line for each key that is no parameter of a URI; README has those."""
    parameters = {row.name for row in PARAMETERS}
    usual = {row.name: row.meaning for row in DEFAULTS}
    own = {row.name: row.meaning for row in HOST if row.name not in parameters}
    for name, meaning in (own | usual).items():
        marks = ("yes" if name in table else "" for table in (usual, own))
        yield f"| `{name}` | {' | '.join(marks)} | {meaning} |\n"
