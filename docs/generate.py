"""Write the pages, and parts of pages, that are made from what they tell of.

python docs/generate.py            writes what differs
python docs/generate.py --check    writes nothing; fails, and says why, if anything differs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from docs.pages import (  # noqa: E402 - they lie beside this file
    commands,
    coverage,
    exporter,
    fault_rows,
    man,
    readme,
    reference,
    reports,
    schemas,
    terminal,
    top,
)

PAGES: Final[dict[str, Callable[[], str]]] = {
    "aioesx.1": man.page,
    "commands.md": commands.page,
    "coverage.md": coverage.page,
    "exporter.md": exporter.page,
    "faults.md": fault_rows.page,
    "../README.md": readme.page,
    "output.md": schemas.page,
    "reference.md": reference.index,
    "reports.md": reports.page,
    "terminal.md": terminal.page,
    "top.md": top.page,
    "wire.md": fault_rows.page_of_the_wire,
}


SCHEMAS: Final = "../aioesx/cli/schemas"
"""Where the schemas of the package lie; each is a file of `schemas.files`, and no other."""


REFERENCE: Final = "reference"
"""Where the pages of the reference lie; each is one of `reference.pages`, and no other."""


def _reference() -> dict[str, Callable[[], str | None]]:
    """Return how the pages of the reference are made, and those that are left over: by nothing."""
    wanted = reference.pages()
    there = {path.name for path in (HERE / REFERENCE).glob("*.md")}
    return {f"{REFERENCE}/{name}": wanted.get(name, lambda: None) for name in {*wanted, *there}}


def _schemas() -> dict[str, Callable[[], str | None]]:
    """Return how the files of schemas are made, and those that are left over: by nothing."""
    wanted = schemas.files()
    there = {path.name for path in (HERE / SCHEMAS).glob("*.json")}
    return {f"{SCHEMAS}/{name}": partial(wanted.get, name) for name in {*wanted, *there}}


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args(arguments).check
    stale = False
    try:
        pages: dict[str, Callable[[], str | None]] = {**PAGES, **_reference(), **_schemas()}
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, page in sorted(pages.items()):
        path, text = HERE / name, page()
        if (path.read_text("utf-8") if path.is_file() else None) == text:
            continue
        stale = True
        if check:
            sys.stderr.write(f"{name} is stale: run python docs/generate.py\n")
        elif text is not None:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        else:
            path.unlink()
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
