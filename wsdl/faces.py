"""Write the parts of `aioesx.vim` that hold no class: its ``__init__``, its index, its tables."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wsdl.schema import Managed, Property, Schema

__all__ = ["BUILTINS", "MARK", "modules"]

MARK: Final = "Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit."
HAND_WRITTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "base": ("DataObject", "Field", "ManagedObjectReference", "Method"),
    "loose": ("Array", "Typed", "Unknown", "array"),
    "tables": ("managed_bases", "property_type", "types_by_name"),
    "words": ("WireEnum",),
}
BUILTINS: Final = frozenset({"NotImplemented", "SystemError"})
"""Names on the wire that Python has too."""


def modules(schema: Schema, home: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each module, by file name.

    Args:
        schema: all that ``wsdl/`` says.
        home: name of the module of each class.
    """
    return {
        "__init__.py": _package(home),
        "_index.py": _index_module(home),
        "_newest.py": _newest_module(schema),
        "_properties.py": _properties_module(schema),
    }


def _wire_type(type_: str, *, many: bool) -> str:
    """Name a property's value as `xsi:type` does."""
    if not many:
        return type_
    plain = type_.removeprefix("xsd:")
    return f"ArrayOf{plain[0].upper()}{plain[1:]}"


def _index_module(home: Mapping[str, str]) -> str:
    """Names stand in one text for each module: a dict of them all costs more to import."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, module in home.items():
        found[module].append(name)
    lines = [
        '"""Which module has which class; a text of names is the quickest thing to import.',
        "",
        MARK,
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        "NAMES: Final[dict[str, str]] = {",
    ]
    for module, names in sorted(found.items()):
        lines.append(f'    "{module}": """')
        lines += textwrap.wrap(" ".join(sorted(names)), 96)
        lines.append('""",')
    return "\n".join([*lines, "}", ""])


def _newest_module(schema: Schema) -> str:
    versions = (re.findall(r"\d+", text) for text in _since(schema) if "u" not in text)
    newest = max(tuple(map(int, numbers)) for numbers in versions)
    return "\n".join(
        [
            '"""The newest version of the API that brought something described here.',
            "",
            MARK,
            '"""',
            "",
            "from __future__ import annotations",
            "",
            "from typing import Final",
            "",
            f"NEWEST_API: Final = {newest}",
            "",
        ]
    )


def _since(schema: Schema) -> Iterator[str]:
    """Give the version of everything that came later than 2.5."""
    for data in schema.types.values():
        yield from (data.since, *(member.since for member in data.members))
    for enum in schema.enums.values():
        yield enum.since
    for operation in schema.operations.values():
        yield from (operation.since, *(member.since for member in operation.parameters))
    for managed in schema.managed.values():
        yield from (managed.since, *(item.since for item in managed.properties))


def _properties_module(schema: Schema) -> str:
    lines = [
        '"""What managed types extend, and the declared types of their properties.',
        "",
        MARK,
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        "BASES: Final[dict[str, str]] = {",
    ]
    lines += [f'    "{one.name}": "{one.extends}",' for one in schema.managed.values()]
    lines += ["}", "", "PROPERTIES: Final[dict[str, dict[str, str]]] = {"]
    for one in schema.managed.values():
        lines.append(f'    "{one.name}": {{')
        lines += [
            f'        "{item.name}": "{_wire_type(item.type, many=item.many)}",'
            for item in _all_properties(one, schema.managed)
        ]
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


def _all_properties(one: Managed, managed: Mapping[str, Managed]) -> list[Property]:
    inherited = _all_properties(managed[one.extends], managed) if one.extends else []
    return [*inherited, *one.properties]


def _order(name: str) -> tuple[int, list[tuple[int, int | str]]]:
    """Constants, classes, functions; numbers inside a name by value: isort's order."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    parts = re.split(r"(\d+)", name)
    return kind, [(0, int(part)) if part.isdigit() else (1, part) for part in parts if part]


def _package(home: Mapping[str, str]) -> str:
    found: dict[str, list[str]] = defaultdict(list)
    for name, module in home.items():
        found[module].append(name)
    names = sorted(
        {*home, *itertools.chain(*HAND_WRITTEN.values()), "PROPERTIES", "Ref"}, key=_order
    )
    lines = [
        '"""The VI API as Python values: data objects, enums, faults, methods and property tables.',
        "",
        "Class names are wire names, field names are wire names in snake_case. A class is loaded",
        "when it is first looked at, so importing this package costs next to nothing; type",
        "checkers see all of it. No I/O and no XML here: `aioesx._soap` makes bytes of these",
        "values and reads them back.",
        "",
        MARK,
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from importlib import import_module",
        "from typing import TYPE_CHECKING, Any",
        "",
    ]
    for module, members in HAND_WRITTEN.items():
        lines.append(f"from aioesx.vim.{module} import {', '.join(members)}")
        if module == "base":
            lines.append("from aioesx.vim.base import ManagedObjectReference as Ref")
    lines += ["", "if TYPE_CHECKING:"]
    for module, names_there in sorted(found.items()):
        lines.append(f"    from aioesx.vim.{module} import (")
        lines += [
            f"        {name},"
            + ("  # noqa: A004 - its name on the wire" if name in BUILTINS else "")
            for name in sorted(names_there, key=_order)
        ]
        lines.append("    )")
    lines.append("    from aioesx.vim._properties import PROPERTIES")
    lines += ["", "__all__ = [", *(f'    "{name}",' for name in names), "]", "", ""]
    lines += [
        "def __dir__() -> list[str]:",
        "    return __all__",
        "",
        "",
        "if not TYPE_CHECKING:",
        "",
        "    def __getattr__(name: str) -> Any:",
        '        """Load the module that has the class, and keep the class here."""',
        '        if name == "PROPERTIES":',
        '            value = import_module("aioesx.vim._properties").PROPERTIES',
        "        elif (value := types_by_name(name)) is None:",
        '            raise AttributeError(f"aioesx.vim has no {name!r}")',
        "        globals()[name] = value",
        "        return value",
    ]
    return "\n".join([*lines, ""])
