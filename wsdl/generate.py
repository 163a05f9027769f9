"""Write the modules that are made from the XSD and WSDL files beside this one.

They are ``aioesx/vim/_*.py``, its ``__init__.py``, two tables of the simulator,
``aioesx/simulator/_since.py`` and ``_references.py``, and one of what a log must not show,
``aioesx/_session/_secrets.py``.

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
ROOT: Final = HERE.parent
sys.path.insert(0, str(ROOT))

from wsdl import emit, references, schema, secrets, since  # noqa: E402 - the package that this file is in

VIM: Final = ROOT / "aioesx" / "vim"
SIMULATOR: Final = ROOT / "aioesx" / "simulator"
SESSION: Final = ROOT / "aioesx" / "_session"


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args(arguments).check
    contract = schema.load(HERE / "vim-types.xsd", HERE / "vim.wsdl")
    wanted = {VIM / name: text for name, text in emit.modules(contract).items()}
    wanted[SIMULATOR / "_since.py"] = since.module(contract)
    wanted[SIMULATOR / "_references.py"] = references.module(contract)
    wanted[SESSION / "_secrets.py"] = secrets.module(contract)
    stale = sorted(path for path, text in wanted.items() if _read(path) != text)
    present = {path for path in VIM.glob("_*.py") if path.name != "__init__.py"}
    surplus = sorted(present - wanted.keys())
    if check:
        for path in [*stale, *surplus]:
            name = path.relative_to(ROOT)
            sys.stderr.write(f"{name} is not what wsdl/ says: run wsdl/generate.py\n")
        return 1 if stale or surplus else 0
    for path in stale:
        _replace(path, wanted[path])
    for path in surplus:
        path.unlink()
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
