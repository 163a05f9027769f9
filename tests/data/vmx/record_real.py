"""Record what the lenient reading makes of ``real/*.vmx``, for test_real_files.py.

    python tests/data/vmx/record_real.py

Beside each file NAME.vmx come NAME.xml, the document, and NAME.txt, its warnings. A person reads
the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aioesx.definition import format_domain_xml
from aioesx.vmx import parse_domain

REAL: Final = Path(__file__).parent / "real"


def main() -> None:
    """Record all."""
    for file in sorted(REAL.glob("*.vmx")):
        warnings: list[str] = []
        definition = parse_domain(
            file.read_bytes(),
            datastores={"ds": "/vmfs/volumes/ds"},
            directory="[ds] vm",
            lenient=True,
            on_warning=lambda warning, into=warnings: into.append(f"{warning}\n"),  # type: ignore[misc]
        )
        file.with_suffix(".xml").write_text(format_domain_xml(definition), encoding="utf-8")
        file.with_suffix(".txt").write_text("".join(warnings), encoding="utf-8")


if __name__ == "__main__":
    main()
