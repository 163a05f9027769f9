"""What came with which API version, as the simulator's tables, read from ``wsdl/``.

``python tests/support/since.py`` writes ``aioesx/simulator/_since.py`` anew. It imports
nothing of aioesx, so that it runs when the table is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

__all__ = ["TABLE", "text_of_table"]

ROOT: Final = Path(__file__).parents[2]
TABLE: Final = ROOT / "aioesx" / "simulator" / "_since.py"
_XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
_WSDL: Final = "{http://schemas.xmlsoap.org/wsdl/}"
_HEAD: Final = '''"""What came with which API version; what is not here was always there.

Written from ``wsdl/`` by ``tests/support/since.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FIELDS", "METHODS", "PROPERTIES", "TYPES"]

# fmt: off
'''
Rows = dict[str, list[str]]


def since_of(element: ElementTree.Element) -> str:
    """Return the version that brought something; empty for what was always there."""
    named = (v for k, v in element.attrib.items() if k == "since" or k.endswith("}since"))
    return next(named, "")


def _name(element: ElementTree.Element) -> str:
    return element.get("name", "")


def _newer(elements: Iterable[ElementTree.Element]) -> list[str]:
    return [f"{_name(e)}:{since}" for e in elements if (since := since_of(e))]


def _types() -> Iterator[ElementTree.Element]:
    for path in sorted((ROOT / "wsdl" / "types").glob("*.xsd")):
        if path.stem != "methods":
            for type_ in ElementTree.parse(path).getroot().iter(f"{_XSD}complexType"):
                if not _name(type_).startswith("ArrayOf"):
                    yield type_


def _by_version(elements: Iterable[ElementTree.Element]) -> Rows:
    rows: Rows = {}
    for element in elements:
        if since := since_of(element):
            rows.setdefault(since, []).append(_name(element))
    return {version: sorted(rows[version]) for version in sorted(rows)}


def _below(parents: Iterable[ElementTree.Element], tag: str) -> Rows:
    rows = {_name(parent): _newer(parent.iter(tag)) for parent in parents}
    return {name: newer for name, newer in rows.items() if newer}


def _parameters() -> Rows:
    """Return the newer parameters of each method."""
    root = ElementTree.parse(ROOT / "wsdl" / "types" / "methods.xsd").getroot()
    types = {_name(type_): type_ for type_ in root.findall(f"{_XSD}complexType")}
    rows = {}
    for method in root.findall(f"{_XSD}element"):
        type_ = types.get(method.get("type", "").rpartition(":")[2], method)
        rows[_name(method)] = _newer(type_.iter(f"{_XSD}element"))
    return {name: [f for f in newer if f] for name, newer in rows.items() if newer}


def _table(name: str, comment: str, rows: Rows) -> Iterator[str]:
    yield f"{name}: Final[dict[str, str]] = {{  # {comment}\n"
    for key, words in rows.items():
        line = f'    "{key}": "{" ".join(words)}",'
        yield f"{line}  # noqa: E501\n" if len(line) > 100 else f"{line}\n"
    yield "}\n"


def text_of_table() -> str:
    """Return the module's text."""
    ports = list(ElementTree.parse(ROOT / "wsdl" / "vim.wsdl").getroot().iter(f"{_WSDL}portType"))
    property_ = next(e.tag for port in ports for e in port if e.tag.endswith("}property"))
    fields = {**_below(_types(), f"{_XSD}element"), **_parameters()}
    methods = [operation for port in ports for operation in port.iter(f"{_WSDL}operation")]
    return "".join(
        [
            _HEAD,
            *_table("FIELDS", "type or method: its newer fields", fields),
            *_table("TYPES", "version: the types that it brought", _by_version(_types())),
            *_table("PROPERTIES", "managed type: its newer ones", _below(ports, property_)),
            *_table("METHODS", "version: the methods that it brought", _by_version(methods)),
            "# fmt: on\n",
        ]
    )


if __name__ == "__main__":
    TABLE.write_text(text_of_table())
