"""A fact that two rooms need is written down once, in the room below both."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from typing import Final

import pytest
from support.source import modules

import aioesx
from aioesx._opening import Options

CLIENT: Final = re.compile(r"aioesx\.(?!simulator|vim)")
COMMAND: Final = re.compile(r"aioesx\.cli\.")
ANYBODY: Final = re.compile(r"aioesx\.(?!vim\._(?!newest))")

FACTS: Final = [
    # owner                       who else might write it down, and how it is written
    ("aioesx.datastore_path",     ANYBODY, re.escape(r"\[([^\[\]]+)\]")),
    ("aioesx.units",              ANYBODY, r"\"kmgtpe"),
    ("aioesx._whole_file",        ANYBODY, r"\.resolve\((strict|\))|realpath"),
    ("aioesx._trees",             ANYBODY, r"(MAX|MOST)_(DESCRIPTOR|XML)\w*: Final = \d"),
    ("aioesx.definition.targets", ANYBODY, r"(?i)(host|reserved)\w*: Final = 7$"),
    ("aioesx.vim._newest",        ANYBODY, r"NEWEST_API\w*: Final"),
    ("aioesx._soap.names",        ANYBODY, r"OLDEST_?\w*: Final = \""),
    ("aioesx._server.hostfacts",  CLIENT,  r"hardware\.cpuFeature\""),
    ("aioesx._server.hostfacts",  CLIENT,  r"maxSupportedVcpus"),
    ("aioesx.cli.places",         COMMAND, r"Path\.home\(\)|\"XDG_[A-Z]+_HOME"),
    ("aioesx.cli.credentials",    COMMAND, r"pass --password-file, or"),
    ("aioesx.cli.doctor.host_steps", COMMAND, r"frozenset\(\{.*503"),
    ("aioesx.cli.certificate_facts", COMMAND, r"SHA-256 \{"),
    ("aioesx.cli.access",         COMMAND, r"\.password_command\b"),
    ("aioesx.domain.effects",     CLIENT,  r"has one configuration: what changes"),
    ("aioesx._server.machines",   CLIENT,  r"server\.scope\.objects\(_?MACHINE"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "rooms", "form"), FACTS)
def test_a_fact_is_written_down_once(owner: str, rooms: re.Pattern[str], form: str) -> None:
    owners = [
        module.name
        for module in modules()
        if rooms.match(module.name)
        and re.search(form, module.path.read_text("utf-8"), re.MULTILINE)
    ]

    assert owners == [owner]


def test_connect_has_the_defaults_of_its_options() -> None:
    stated = {
        name: each.default
        for name, each in inspect.signature(aioesx.connect).parameters.items()
        if name != "uri"
    }

    assert stated == {each.name: each.default for each in dataclasses.fields(Options)}


_ANY_DIGIT: Final = ("isdigit", "isdecimal", "isnumeric")


def test_digits_are_ascii_digits() -> None:
    """Python's own idea of a digit takes those of every script; what is read by it is then sent."""
    strange = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(ast.parse(module.path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in _ANY_DIGIT)
        or (isinstance(node, ast.Call) and _takes_any_digit(node))
    ]
    assert [name.partition(":")[0] for name in strange] == OWNERS_OF_DIGITS, strange


OWNERS_OF_DIGITS: Final = ["aioesx._transport.tunnel", "aioesx.units"]  # of bytes; the rule


def _takes_any_digit(call: ast.Call) -> bool:
    """Tell whether a call makes an expression of text with a digit of any script."""
    function = call.func
    if not isinstance(function, ast.Attribute) or ast.unparse(function.value) != "re":
        return False
    parts = [node for argument in call.args for node in ast.walk(argument)]
    text = "".join(
        node.value
        for node in parts
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return r"\d" in text and not any(
        isinstance(node, ast.Attribute) and node.attr == "ASCII" for node in parts
    )


PARSERS: Final = re.compile(
    r"\b(?:\w*[Pp]arser(?:Create)?|fromstring|parseString|parse|iterparse|XMLPullParser|XML|make_parser)\("
)
READERS: Final = {
    # what makes a parser of XML       how it looks at a document before
    "aioesx._xml":                     "expat.ParserCreate(",  # the guard itself, for the prolog
    "aioesx._soap.document":           "check(body)",
    "aioesx._soap.rows":               "body was checked",     # one tag of a checked body
    "aioesx._trees":                   "check(data",
}  # fmt: skip
LIBRARIES: Final = ("lxml", "xml.etree", "xml.dom", "xml.sax", "xml.parsers", "pyexpat")
WRITERS: Final = ("xml.sax.saxutils",)


def test_every_parser_of_xml_stands_behind_the_one_guard() -> None:
    """Whoever reads XML goes through one of four modules, and each of them asks `_xml.check`."""
    makers = {
        module.name: module.path.read_text("utf-8")
        for module in modules()
        if any(
            found.target.startswith(LIBRARIES) and not found.target.startswith(WRITERS)
            for found in module.imports()
            if not found.typing_only
        )
        and PARSERS.search(module.path.read_text("utf-8"))
    }

    assert {name: READERS[name] for name in makers} == READERS
    assert all(READERS[name] in text for name, text in makers.items())


@pytest.mark.parametrize(
    "line",
    ["etree.fromstring(x)", "ET.XMLParser(target=t)", "expat.ParserCreate()", "minidom.parse(x)",
     "etree.XML(x)", "ET.iterparse(x)", "parseString(x)"],
)  # fmt: skip
def test_a_parser_is_seen(line: str) -> None:
    assert PARSERS.search(line)
