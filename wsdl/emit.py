"""Write Python source from the records of `schema`; knows the Python side, not XSD."""

from __future__ import annotations

import keyword
import re
import textwrap
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from wsdl import faces
from wsdl.faces import BUILTINS, MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wsdl.schema import DataType, EnumType, Member, Operation, Schema

__all__ = ["enum_member", "modules", "snake"]

WIDTH: Final = 96
REFERENCE: Final = "ManagedObjectReference"

SCALARS: Final[Mapping[str, str]] = {
    "xsd:string": "str",
    "xsd:anyURI": "str",
    "xsd:boolean": "bool",
    "xsd:byte": "int",
    "xsd:short": "int",
    "xsd:int": "int",
    "xsd:long": "int",
    "xsd:float": "float",
    "xsd:double": "float",
    "xsd:dateTime": "datetime",
    "xsd:base64Binary": "bytes",
    "xsd:anyType": "Any",
}


LINTERS: Final = """# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports"""

_PLURAL = re.compile(r"(?<=[A-Z])s(?=[A-Z]|$)")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(wire: str) -> str:
    """Turn a wire name into a Python name: ``numCPUs`` into ``num_cpus``."""
    name = _WORD.sub("_", _PLURAL.sub("\0", wire.lstrip("_"))).replace("\0", "s").lower()
    return f"{name}_" if keyword.iskeyword(name) else name


def enum_member(word: str) -> str:
    """Turn a wire word into the name of an enum member: ``poweredOn`` into ``POWERED_ON``."""
    name = re.sub(r"\W", "_", snake(word)).strip("_").upper()
    return f"_{name}" if name[0].isdigit() else name


def modules(schema: Schema) -> dict[str, str]:
    """Return the text of every generated module of ``aioesx/vim``, by file name."""
    home = _homes(schema)
    areas: dict[str, list[DataType]] = defaultdict(list)
    for data in _bases_first(schema.types):
        areas[data.area].append(data)
    texts = {
        f"_{area}.py": _types_module(area, types, schema, home) for area, types in areas.items()
    }
    texts["_enums.py"] = _enums_module(schema)
    calls: dict[str, list[Operation]] = defaultdict(list)
    for one in schema.operations.values():
        calls[one.area].append(one)
    texts |= {
        f"_methods_{area}.py": _methods_module(area, methods, schema, home)
        for area, methods in calls.items()
    }
    texts |= faces.modules(schema, home)
    return {name: _unformatted(text) for name, text in sorted(texts.items())}


def _unformatted(text: str) -> str:
    """Keep the formatter away, whose layout differs from one version to the next."""
    head, imports, rest = text.partition("from __future__ import annotations\n")
    return f"{head}{LINTERS}\n\n{imports}{rest}"


def _homes(schema: Schema) -> dict[str, str]:
    """Tell for every generated class which module has it."""
    home = {data.name: f"_{data.area}" for data in schema.types.values()}
    home |= dict.fromkeys(schema.enums, "_enums")
    for name, one in schema.operations.items():
        if name in home:
            raise ValueError(f"{name} is a type and a method")
        home[name] = f"_methods_{one.area}"
    return home


def _bases_first(types: Mapping[str, DataType]) -> Iterator[DataType]:
    done: set[str] = set()
    for data in types.values():
        chain = []
        while data.name not in done:
            done.add(data.name)
            chain.append(data)
            if not data.base:
                break
            data = types[data.base]
        yield from reversed(chain)


def _docstring(text: str, indent: str = "    ") -> list[str]:
    text = text.replace("\\", "\\\\")
    if len(text) + len(indent) + 6 <= WIDTH:
        return [f'{indent}"""{text}"""']
    lines = textwrap.wrap(text, WIDTH - len(indent))
    return [f'{indent}"""{lines[0]}', *(f"{indent}{line}" for line in lines[1:]), f'{indent}"""']


def _hint(member: Member, schema: Schema) -> str:
    plain = SCALARS.get(member.type, member.type)
    item = f"{plain} | str" if member.type in schema.enums else plain
    if member.many:
        return f"list[{item}]"
    return f"{item} | None" if member.optional and plain != "Any" else item


def _field_lines(member: Member, schema: Schema) -> list[str]:
    arguments = [f'"{member.name}"', f'"{member.type}"']
    if member.many:
        arguments.append("default_factory=list")
        if not member.optional:
            arguments.append("required=True")
    elif member.optional:
        arguments.append("default=None")
    if member.secret:
        arguments.append("secret=True")
    line = f"    {snake(member.name)}: {_hint(member, schema)} = element({', '.join(arguments)})"
    return [line]


def _note(member: Member) -> str:
    """Say in one line what the types of the field cannot."""
    said = [member.doc.rstrip(".")] if member.doc else []
    if member.ref:
        said.append(f"refers to {member.ref}")
    if member.key:
        said.append(f"key of a {member.key}")
    if member.since:
        said.append(f"since API {member.since}")
    return "; ".join(said)


def _class_doc(lead: str, since: str, members: Iterable[Member], title: str) -> list[str]:
    notes = [(snake(member.name), _note(member)) for member in members]
    notes = [(name, note) for name, note in notes if note]
    first = lead + (f" Since API {since}." if since else "")
    if not notes:
        return _docstring(first)
    lines = _docstring(first)
    if lines[-1].strip() == '"""':
        lines.pop()
    else:
        lines[-1] = lines[-1].removesuffix('"""')
    lines += ["", f"    {title}:"]
    for name, note in notes:
        lines += textwrap.wrap(
            f"{name}: {note}.".replace("\\", "\\\\"),
            WIDTH,
            initial_indent=" " * 8,
            subsequent_indent=" " * 12,
        )
    return [*lines, '    """']


def _spaced(name: str) -> str:
    return _WORD.sub(" ", name.removesuffix("_Task")).lower()


def _class_lines(data: DataType, schema: Schema) -> list[str]:
    lines = [f"class {data.name}({data.base or 'DataObject'}):{_excuse(data)}"]
    lead = data.doc or f"{_spaced(data.name).capitalize()}."
    lines += _class_doc(lead, data.since, data.members, "Attributes")
    if data.members:
        lines.append("")
    for member in data.members:
        lines += _field_lines(member, schema)
    return lines


def _excuse(data: DataType) -> str:
    """Tell the linter why a class has the name that it has."""
    if data.name in BUILTINS:
        return "  # noqa: A001 - its name on the wire"
    if data.base.endswith("Error") and not data.name.endswith("Error"):
        return "  # noqa: N818 - its name on the wire"
    return ""


def _imports(names: Iterable[str], home: Mapping[str, str], own: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        if name in home and home[name] != own:
            found[home[name]].append(name)
    return dict(sorted(found.items()))


def _import_lines(found: Mapping[str, list[str]], indent: str = "") -> list[str]:
    lines = []
    for module, names in found.items():
        one = f"{indent}from aioesx.vim.{module} import {', '.join(names)}"
        if len(one) <= WIDTH + 4:
            lines.append(one)
        else:
            lines.append(f"{indent}from aioesx.vim.{module} import (")
            lines += [f"{indent}    {name}," for name in names]
            lines.append(f"{indent})")
    return lines


def _head(
    doc: str,
    members: Iterable[Member],
    runtime: Iterable[str],
    base: list[str],
    home: Mapping[str, str],
    own: str,
) -> list[str]:
    """Docstring and imports; what only annotations name is imported for type checkers only."""
    members = list(members)
    used = {member.type for member in members}
    needed = _imports(runtime, home, own)
    for_checkers = _imports(used - set(runtime), home, own)
    checking = []
    if "xsd:dateTime" in used:
        checking += ["    from datetime import datetime"]
    if "xsd:anyType" in used:
        checking += ["    from typing import Any"]
    if checking:
        checking.append("")
    if REFERENCE in used:
        for_checkers = (
            {"base": [REFERENCE], **for_checkers} if "base" not in for_checkers else for_checkers
        )
    checking += _import_lines(dict(sorted(for_checkers.items())), "    ")
    lines = [f'"""{doc}', "", MARK, '"""', "", "from __future__ import annotations", ""]
    if checking:
        lines += ["from typing import TYPE_CHECKING", ""]
    lines += _import_lines(dict(sorted({**needed, "base": sorted(base)}.items())))
    if checking:
        while checking[-1] == "":
            checking.pop()
        lines += ["", "if TYPE_CHECKING:", *checking]
    return [*lines, ""]


def _types_module(area: str, types: list[DataType], schema: Schema, home: Mapping[str, str]) -> str:
    members = [member for data in types for member in data.members]
    bases = {data.base for data in types if data.base}
    base = ["element"] if members else []
    if any(not data.base for data in types):
        base.append("DataObject")
    lines = _head(f"Data objects of the area ``{area}``.", members, bases, base, home, f"_{area}")
    for data in types:
        lines += ["", *_class_lines(data, schema), ""]
    return "\n".join(lines).rstrip() + "\n"


def _enums_module(schema: Schema) -> str:
    lines = [
        '"""Words of the VI API.',
        "",
        MARK,
        '"""',
        "",
        "from __future__ import annotations",
        "",
    ]
    lines += ["from aioesx.vim.words import WireEnum", ""]
    for enum in schema.enums.values():
        lines += ["", *_enum_lines(enum), ""]
    return "\n".join(lines).rstrip() + "\n"


def _enum_lines(enum: EnumType) -> list[str]:
    lead = enum.doc or f"{_spaced(enum.name).capitalize()}."
    lines = [f"class {enum.name}(WireEnum):"]
    lines += _docstring(lead + (f" Since API {enum.since}." if enum.since else ""))
    lines.append("")
    for word, doc in enum.words:
        lines.append(f'    {enum_member(word)} = "{word}"' + (f"  # {doc}" if doc else ""))
    return lines


def _methods_module(
    area: str, operations: list[Operation], schema: Schema, home: Mapping[str, str]
) -> str:
    members = [member for one in operations for member in one.parameters]
    members += [one.result for one in operations if one.result]
    base = ["Method", "element"]
    if any(one.result for one in operations):
        base.append("result")
    doc = f"Methods of managed objects, of the area ``{area}``."
    lines = _head(doc, members, (), base, home, f"_methods_{area}")
    for one in operations:
        lines += ["", *_method_lines(one, schema), ""]
    return "\n".join(lines).rstrip() + "\n"


def _method_lines(one: Operation, schema: Schema) -> list[str]:
    returned = _hint(one.result, schema) if one.result else "None"
    lines = [f'class {one.name}(Method["{returned}"]):']
    lead = one.doc or f"{_spaced(one.name).capitalize()}."
    if one.faults:
        lead = f"{lead} Faults: {', '.join(one.faults)}."
    parameters = [member for member in one.parameters if member.name != "_this"]
    lines += _class_doc(lead, one.since, parameters, "Parameters")
    lines += ["", f'    managed_type = "{one.managed}"', f"    changes = {one.changes}"]
    if one.result:
        extra = ", many=True" if one.result.many else ""
        extra += ", optional=True" if one.result.optional else ""
        lines.append(f'    wire_result = result("{one.result.type}"{extra})')
    for member in one.parameters:
        lines += _field_lines(member, schema)
    return lines
