"""Write the pages, and parts of pages, that are made from what they tell of.

python docs/generate.py            writes what differs
python docs/generate.py --check    writes nothing; fails, and says why, if anything differs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from docs.pages import commands, coverage, fault_rows, readme, reference  # noqa: E402 - they lie beside this file

PAGES: Final[dict[str, Callable[[], str]]] = {
    "commands.md": commands.page,
    "coverage.md": coverage.page,
    "faults.md": fault_rows.page,
    "../README.md": readme.page,
    "reference.md": reference.page,
    "wire.md": fault_rows.page_of_the_wire,
}


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args(arguments).check
    stale = False
    for name, page in PAGES.items():
        path, text = HERE / name, page()
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale = True
        if check:
            sys.stderr.write(f"{name} is stale: run python docs/generate.py\n")
        else:
            path.write_text(text, "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
