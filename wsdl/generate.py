"""Write ``aioesx/vim/_*.py`` and its ``__init__.py`` from the XSD and WSDL files beside this one.

python wsdl/generate.py            writes what differs
python wsdl/generate.py --check    writes nothing; fails, and says why, if anything differs
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from wsdl import emit, schema  # noqa: E402 - the package that this file is in

TARGET: Final = HERE.parent / "aioesx" / "vim"


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args(arguments).check
    wanted = emit.modules(schema.load(HERE / "vim-types.xsd", HERE / "vim.wsdl"))
    stale = sorted(name for name, text in wanted.items() if _read(TARGET / name) != text)
    present = {path.name for path in TARGET.glob("_*.py") if path.name != "__init__.py"}
    surplus = sorted(present - wanted.keys())
    if check:
        for name in [*stale, *surplus]:
            sys.stderr.write(f"aioesx/vim/{name} is not what wsdl/ says: run wsdl/generate.py\n")
        return 1 if stale or surplus else 0
    for name in stale:
        _replace(TARGET / name, wanted[name])
    for name in surplus:
        (TARGET / name).unlink()
    return 0


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _replace(path: Path, text: str) -> None:
    """Write through a temporary file, so that nobody ever imports half a module."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as out:
        out.write(text)
    temporary = Path(out.name)
    temporary.chmod(0o644)
    temporary.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
