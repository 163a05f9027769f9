"""The worst documents that fit into a body, and what reading one takes, in a process of its own.

A recipe makes a document only where it is read. What a document is to be held against depends on
what becomes of it: one that is refused is hostile and may take `HOSTILE_MIB` in all; one that is
taken may take `TIMES` its bytes. The body itself, which is there before anybody reads it, is not
counted.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["DOCUMENTS", "HOSTILE_MIB", "TIMES", "Figures", "measure"]

HOSTILE_MIB: Final = 64
TIMES: Final = 14
_LITTLE_MIB: Final = 16  # what an interpreter takes for tables and code, whatever it reads
_MIB: Final = 1 << 20
_BODY: Final = 64 * _MIB - 2000

_HEAD: Final = (
    b'<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    b' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_OPEN: Final = _HEAD + b"<soapenv:Body>"
_CLOSE: Final = b"</soapenv:Body></soapenv:Envelope>"


@dataclass(frozen=True)
class Figures:
    """What reading one document took.

    Attributes:
        name: of the document.
        mib: size of the document.
        peak_mib: how much more memory there was at the most than before reading.
        seconds: of processor time.
        longest: the longest step in it, of processor time; what cannot stop is one step.
        outcome: ``"taken"``, or the error.
    """

    name: str
    mib: float
    peak_mib: float
    seconds: float
    longest: float
    outcome: str

    @property
    def bound_mib(self) -> float:
        """How much it may take."""
        if self.outcome == "taken":
            return max(TIMES * self.mib, _LITTLE_MIB)
        return HOSTILE_MIB


# --- answers ------------------------------------------------------------------------------------


def _envelope(inside: bytes) -> bytes:
    return _OPEN + inside + _CLOSE


def _result(inside: bytes) -> bytes:
    name = b"RetrievePropertiesResponse"
    return _envelope(b"<" + name + b' xmlns="urn:vim25">' + inside + b"</" + name + b">")


def _row(value: bytes) -> bytes:
    return (
        b'<returnval><obj type="VirtualMachine">16</obj><propSet><name>config</name>'
        + value
        + b"</propSet></returnval>"
    )


def _value(inside: bytes, kind: bytes = b"ArrayOfAnyType") -> bytes:
    return _result(_row(b'<val xsi:type="' + kind + b'">' + inside + b"</val>"))


def _fill(piece: bytes, size: int = _BODY) -> bytes:
    return piece * (size // len(piece))


def _most(piece: bytes, elements: int = 1) -> bytes:
    """Return about as many elements as there may be in all."""
    return piece * (1_950_000 // elements)


def _numbered(form: bytes, size: int = _BODY) -> bytes:
    return b"".join([form % number for number in range(size // len(form % 9_999_999))])


def _nested(opening: bytes, closing: bytes, times: int) -> bytes:
    return opening * times + closing * times


def _entities() -> bytes:
    chain = b"".join(b'<!ENTITY a%d "&a%d;">' % (n, n - 1) for n in range(1, 60_000))
    return b'<!DOCTYPE a [<!ENTITY a0 "x">' + chain + b"]>" + _result(_row(b"<val>&a59999;</val>"))


_OBJECT: Final = (
    b'<VirtualDevice xsi:type="VirtualDisk"><key>2000</key><deviceInfo><label>Hard disk 1</label>'
    b"<summary>16,777,216 KB</summary></deviceInfo><controllerKey>1000</controllerKey>"
    b"<unitNumber>0</unitNumber><capacityInKB>16777216</capacityInKB></VirtualDevice>"
)
_PLAIN: Final = (
    b'<objects><obj type="VirtualMachine">16</obj><propSet><name>name</name>'
    b'<val xsi:type="xsd:string">web01</val></propSet></objects>'
)

_ANSWERS: Final[dict[str, Callable[[], bytes]]] = {
    # hostile
    "entities in UTF-16": lambda: _entities().decode().encode("utf-16"),
    "a chain of 60,000 entities": _entities,
    "elements never closed": lambda: _OPEN + _fill(b"<a>"),
    "elements never closed, in a value": lambda: (
        _OPEN + b'<RetrievePropertiesResponse xmlns="urn:vim25"><returnval>' + _fill(b"<a>")
    ),
    "nested, of another answer": lambda: _envelope(_nested(b"<a>", b"</a>", 9_000_000)),
    "nested in a value": lambda: _value(_nested(b"<anyType>", b"</anyType>", 3_000_000)),
    "nested 190 deep, again and again": lambda: _value(_most(_nested(b"<a>", b"</a>", 190), 190)),
    "<b/> beside the result": lambda: _result(_fill(b"<b/>")),
    "<b/> beside the result, as many as there may be": lambda: _result(_most(b"<b/>")),
    "<b/> in a value": lambda: _value(_most(b"<b/>")),
    "<b c=''/> in a value": lambda: _value(_fill(b"<b c=''/>", 890_000)),
    "<b type=''/> in a value": lambda: _value(_most(b"<b type=''/>")),
    "<b/> with a text behind it, in a value": lambda: _value(_most(b"<b/>xy")),
    "lists in a list": lambda: _value(
        _most(b"<a xsi:type='ArrayOfInt'><int>1</int><int>2</int></a>", 3)
    ),
    "<b>x</b> in the header": lambda: (
        _HEAD
        + b"<soapenv:Header>"
        + _most(b"<b>x</b>")
        + b"</soapenv:Header><soapenv:Body/></soapenv:Envelope>"
    ),
    "<b/> in a fault": lambda: _envelope(b"<soapenv:Fault>" + _fill(b"<b/>") + b"</soapenv:Fault>"),
    "<b c=''/> in a fault of 2 MB": lambda: _envelope(
        b"<soapenv:Fault>" + _fill(b"<b c=''/>", 2_000_000) + b"</soapenv:Fault>"
    ),
    "elements, each of another name": lambda: _result(_numbered(b"<b%d/>", 19_000_000)),
    "attributes, each of another name": lambda: _result(_numbered(b"<b c%d=''/>")),
    "attributes, as many as there may be": lambda: _result(_numbered(b"<b c%d=''/>", 740_000)),
    "prefixes, each another one": lambda: _result(_numbered(b"<b xmlns:c%d='u'/>", 45_000_000)),
    "types, each another one": lambda: _value(_numbered(b"<b xsi:type='C%d'>1</b>", 48_000_000)),
    "types with long names": lambda: _value(
        _numbered(b"<b xsi:type='Cabcdefghijklmnopqrst%d'>1</b>", 48_000_000)
    ),
    "a prefix bound anew in each element": lambda: _result(
        _numbered(b"<b xmlns='u%d'/>", 45_000_000)
    ),
    "a prefix bound anew, of one name": lambda: _result(b"<b xmlns='u'/><b xmlns='v'/>" * 970_000),
    "one tag": lambda: _result(b"<" + _fill(b"x") + b"/>"),
    "one tag of attributes": lambda: _result(b"<b" + _numbered(b" c%d=''") + b"/>"),
    "one text": lambda: _value(_fill(b"x"), b"xsd:string"),
    "one text, in sections": lambda: _value(_fill(b"<![CDATA[x]]>"), b"xsd:string"),
    "one comment": lambda: _result(b"<!--" + _fill(b"x") + b"-->"),
    "one comment without end": lambda: _result(b"<!--" + _fill(b"-")),
    # beyond what a host sends, but no more than it may
    "empty comments": lambda: _result(_fill(b"<!---->")),
    "instructions": lambda: _result(_fill(b"<?a?>")),
    "references of characters": lambda: _value(_fill(b"&#65;", 9_000_000), b"xsd:string"),
    "<b c=''/> in a value, 0.25 MiB": lambda: _value(_fill(b"<b c=''/>", 260_000)),
    "<b/> in a value, 0.25 MiB": lambda: _value(_fill(b"<b/>", 260_000)),
    "what nobody knows, in a value": lambda: _value(
        _fill(
            b"<device xsi:type='VirtualUnheard'><key xsi:type='xsd:int'>2000</key>"
            b"<label xsi:type='xsd:string'>Unheard of 1</label></device>",
            48 * _MIB,
        )
    ),
    # what hosts send, as much as there may be of it
    "rows of a list": lambda: _envelope(
        b'<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>'
        + _fill(_PLAIN)
        + b"</returnval></RetrievePropertiesExResponse>"
    ),
    "devices, in a value each": lambda: _result(
        _fill(_row(b'<val xsi:type="ArrayOfVirtualDevice">' + _OBJECT * 20 + b"</val>"), 48 * _MIB)
    ),
    "devices, in one value": lambda: _value(_fill(_OBJECT, 48 * _MIB), b"ArrayOfVirtualDevice"),
    "numbers, in one value": lambda: _value(_fill(b"<int>1</int>", 22_000_000), b"ArrayOfInt"),
    "other numbers, in one value": lambda: _value(
        _numbered(b"<long>%d</long>", 24 * _MIB), b"ArrayOfLong"
    ),
    "texts of 9 MB": lambda: _result(
        _row(b'<val xsi:type="xsd:string">' + b"x" * 9_000_000 + b"</val>") * 7
    ),
    "a text of 9 MB beyond Latin-1": lambda: _value(_fill("€".encode(), 9_000_000), b"xsd:string"),
}

_REQUESTS: Final[dict[str, Callable[[], bytes]]] = {
    "request: <b/>": lambda: _call(_fill(b"<b/>", 8_000_000)),
    "request: <b c=''/>": lambda: _call(_fill(b"<b c=''/>", 8_000_000)),
    "request: nested": lambda: _call(_nested(b"<a>", b"</a>", 1_000_000)),
    "request: numbered attributes": lambda: _call(_numbered(b"<b c%d=''/>", 8_000_000)),
}


def _call(inside: bytes) -> bytes:
    return _envelope(b'<CurrentTime xmlns="urn:vim25">' + inside + b"</CurrentTime>")


# --- documents of people ------------------------------------------------------------------------


def _domain(inside: bytes) -> bytes:
    head = b"<domain type='vmware'><name>a</name><memory>4096</memory>"
    return head + b"<os><type>hvm</type></os>" + inside + b"</domain>"


_DOMAIN: Final = 4 * _MIB - 2000

_DOMAINS: Final[dict[str, Callable[[], bytes]]] = {
    "domain: entities in UTF-16": lambda: _entities().decode().encode("utf-16"),
    "domain: <b/>": lambda: _domain(_fill(b"<b/>", _DOMAIN)),
    "domain: <b/>, as many as there may be": lambda: _domain(b"<b/>" * 62_000),
    "domain: <b>xyz</b>, as many as there may be": lambda: _domain(b"<b>xyz</b>" * 62_000),
    "domain: disks": lambda: _domain(b"<devices>" + b"<disk/>" * 62_000 + b"</devices>"),
    "domain: nested": lambda: _domain(_nested(b"<a>", b"</a>", 90_000)),
    "domain: attributes, as many as there may be": lambda: _domain(
        b"".join(b"<b c%d=''/>" % n for n in range(31_000))
    ),
    "domain: one tag of attributes": lambda: _domain(b"<b" + _numbered(b" c%d=''", 45_000) + b"/>"),
    "domain: tags of many attributes": lambda: _domain(
        _fill(b"<b" + b"".join(b" c%d=''" % n for n in range(5_000)) + b"/>", _DOMAIN)
    ),
    "domain: attributes, each of another name": lambda: _domain(
        b"".join(b"<b c%d='' d%d='' e%d=''/>" % (n, n, n) for n in range(99_000))
    ),
    "domain: namespaces": lambda: _domain(_numbered(b"<b xmlns:c%d='u'/>", _DOMAIN)),
    "domain: one text": lambda: _domain(
        b"<description>" + _fill(b"x", _DOMAIN) + b"</description>"
    ),
    "domain: comments": lambda: _domain(_fill(b"<!---->", 1_300_000)),
}

_GROUPS: Final = {"answer": _ANSWERS, "request": _REQUESTS, "domain": _DOMAINS}

DOCUMENTS: Final = tuple(name for group in _GROUPS.values() for name in group)
"""What each document is called."""


# --- measuring ----------------------------------------------------------------------------------


def measure(name: str) -> Figures:
    """Read a document in a fresh interpreter, the one that this one is."""
    ran = subprocess.run(
        [sys.executable, __file__, name],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MALLOC_MMAP_THRESHOLD_": "131072"},  # and so goes back at once
    )
    if ran.returncode != 0:
        raise AssertionError(f"{name}: exit status {ran.returncode}: {ran.stderr[-2000:]}")
    return Figures(**json.loads(ran.stdout))


def _resident(what: str) -> float:
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if what in line)


def _read_answer(body: bytes) -> tuple[float, Any]:
    from aioesx import vim
    from aioesx._soap import decode_steps

    extended = body.startswith(_OPEN + b"<RetrievePropertiesEx")
    method = vim.RetrievePropertiesEx if extended else vim.RetrieveProperties
    steps: Any = decode_steps(body, method)
    longest = 0.0
    while True:
        begin = time.thread_time()
        try:
            next(steps)
        except StopIteration as done:
            return max(longest, time.thread_time() - begin), done.value
        except Exception as error:
            longest = max(longest, time.thread_time() - begin)
            error.args = (longest, *error.args)
            raise
        longest = max(longest, time.thread_time() - begin)


def _read_request(body: bytes) -> tuple[float, Any]:
    from aioesx._soap import decode_request

    return 0.0, decode_request(body)


def _read_domain(body: bytes) -> tuple[float, Any]:
    from aioesx.definition import parse_domain_xml

    return 0.0, parse_domain_xml(body)


_READERS: Final = {"answer": _read_answer, "request": _read_request, "domain": _read_domain}


def _main(name: str) -> None:
    from aioesx.errors import EsxError

    kind, recipe = next((kind, group[name]) for kind, group in _GROUPS.items() if name in group)
    read = _READERS[kind]
    with contextlib.suppress(EsxError):
        read(b"<a/>")  # what it takes once: modules, tables
    body = recipe()
    ctypes.CDLL(None).malloc_trim(0)  # what was freed before counts if it is taken again
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, begin, longest = _resident("VmRSS"), time.thread_time(), 0.0
    outcome, result = "taken", None
    try:
        longest, result = read(body)
    except EsxError as error:
        if isinstance(error.args[0], float):
            longest, *error.args = error.args  # type: ignore[assignment]
        outcome = f"{type(error).__name__}: {error}"
    seconds = time.thread_time() - begin
    peak = _resident("VmHWM") - before
    del result
    figures = Figures(name, len(body) / _MIB, peak, seconds, longest or seconds, outcome[:100])
    sys.stdout.write(json.dumps(asdict(figures)))


if __name__ == "__main__":
    _main(sys.argv[1])
