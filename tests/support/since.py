"""Which fields came with which API version, as the simulator's table, read from ``wsdl/types/``.

``python tests/support/since.py`` writes ``aioesx/simulator/_since.py`` anew. It imports
nothing of aioesx, so that it runs when the table is missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree import ElementTree

__all__ = ["TABLE", "text_of_table"]

ROOT: Final = Path(__file__).parents[2]
TABLE: Final = ROOT / "aioesx" / "simulator" / "_since.py"
_XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
_HEAD: Final = '''"""Which fields came with which API version, for types that answers hold.

Written from ``wsdl/types/`` by ``tests/support/since.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SINCE"]

# fmt: off
SINCE: Final[dict[str, str]] = {
'''


def since_of(element: ElementTree.Element) -> str:
    return next((v for k, v in element.attrib.items() if k.endswith("}since")), "")


def text_of_table() -> str:
    """Return the table's module: per type, fields with the version that brought them."""
    lines = [_HEAD]
    for path in sorted((ROOT / "wsdl" / "types").glob("*.xsd")):
        if path.stem in {"faults", "methods"}:
            continue
        for type_ in ElementTree.parse(path).getroot().iter(f"{_XSD}complexType"):
            newer = [
                f"{element.get('name')}:{since_of(element)}"
                for element in type_.iter(f"{_XSD}element")
                if since_of(element)
            ]
            name = type_.get("name") or ""
            if newer and not name.startswith("ArrayOf"):
                line = f'    "{name}": "{" ".join(newer)}",'
                excuse = "  # noqa: E501" if len(line) > 100 else ""
                lines.append(f"{line}{excuse}\n")
    return "".join([*lines, "}\n", "# fmt: on\n"])


if __name__ == "__main__":
    TABLE.write_text(text_of_table())
