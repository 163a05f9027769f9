"""Samples of performance counters, read without a tree: an answer to QueryPerf in its csv form.

An answer about a host with its machines is hundreds of counters, each with a number or some. One
expression matches all of one thing as a whole, and only what says the same to every XML parser: no
comment, no CDATA, no ``&``, no attribute but those that are spelled out here, namespaces as the
answer's own elements declare them. The first thing that is anything else ends the cutting, and the
rest of the document goes the usual way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx._soap.density import MAX_ELEMENTS
from aioesx._soap.names import XSI
from aioesx.vim.base import ManagedObjectReference

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from aioesx._soap.document import Document

__all__ = ["cut_series"]

_HEAD: Final = re.compile(
    rb"(?:<\?xml [^<>?]*\?>)?\s*<(?:\w+:)?Envelope([^<>]*)>\s*<(?:\w+:)?Body([^<>]*)>\s*"
    rb'<QueryPerfResponse xmlns="urn:vim25"( [^<>]*)?>\s*(?=<returnval )'
)
_XSI: Final = f'xmlns:xsi="{XSI}"'.encode()
_TEXT: Final = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_SERIES: Final = (
    r"<value(?: xsi:type=\"PerfMetricSeriesCSV\")?+><id><counterId>{0}[0-9]{{1,9}}+{1}</counterId>"
    rf"(?:<instance>{{0}}{_TEXT}{{1}}</instance>|<instance ?/>)</id>"
    rf"<value>{{0}}{_TEXT}{{1}}</value></value>"
)
_ONE: Final = re.compile(_SERIES.format("(", ")"))
_ALL: Final = re.compile(f"(?:{_SERIES.format('', '')})*+")
_THING: Final = re.compile(
    r'<returnval xsi:type="PerfEntityMetricCSV">'
    rf'<entity type="([\w.-]*+)">({_TEXT})</entity>'
    rf"<sampleInfoCSV>({_TEXT})</sampleInfoCSV>"
)
_END: Final = "</returnval>"
_CLOSE: Final = "</value></value>"
_NUMBERS: Final = re.compile(r"[0-9,-]*+")
_WINDOW: Final = 1 << 18
_ELEMENTS: Final = 5  # of one counter; a thing has no more besides

_new_tuple: Callable[[type[ManagedObjectReference], Any], ManagedObjectReference] = tuple.__new__
_new: Callable[[type[Any]], Any] = object.__new__


def cut_series(document: Document) -> Generator[None, None, list[vim.PerfEntityMetricBase]]:
    """Return the plain things that an answer begins with, and take them off the document.

    It goes by windows of whole things, and stops after each.
    """
    body = document.body
    head = _HEAD.match(body)
    if head is None or not _is_plain(head):
        return []
    found: list[vim.PerfEntityMetricBase] = []
    cutter = _Cutter()
    start = head.end()
    elements = 0
    while (end := body.rfind(_END.encode(), start, start + _WINDOW)) >= 0:
        try:
            text = body[start : end + len(_END)].decode()
        except UnicodeDecodeError:
            break
        read = 0
        while (match := _THING.match(text, read)) is not None:
            last = text.find(_END, match.end())
            values = cutter.cut(text[match.end() : last])
            if values is None:
                break
            elements += _ELEMENTS * (len(values) + 1)
            if elements > MAX_ELEMENTS:
                break
            found.append(_thing(match, values))
            read = last + len(_END)
        if read < len(text):
            start += len(text[:read].encode())
            break
        start = end + len(_END)
        yield
    if found:
        document.body = head[0] + body[start:]
    return found


def _is_plain(head: re.Match[bytes]) -> bool:
    """Tell whether ``xsi`` means what it is written for in types, all through the answer."""
    declared = b"".join(part or b"" for part in head.groups())
    return declared.count(b"xmlns:xsi") == 1 and _XSI in declared and b"'" not in declared


def _thing(match: re.Match[str], values: list[vim.PerfMetricSeriesCSV]) -> vim.PerfEntityMetricCSV:
    managed, ref, samples = match.groups()
    thing: vim.PerfEntityMetricCSV = _new(vim.PerfEntityMetricCSV)
    thing.entity = _new_tuple(ManagedObjectReference, (managed, ref))
    thing.sample_info_csv = samples
    thing.value = values
    return thing


class _Cutter:
    """Reads the counters of one thing after the other.

    Most things of an answer have the same counters in the same order: the text before each number
    is then what it was in the thing before, and is compared with that only. What a number belongs
    to is one value for all things.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], vim.PerfMetricId] = {}
        self._before: list[tuple[str, int, vim.PerfMetricId]] = []

    def cut(self, series: str) -> list[vim.PerfMetricSeriesCSV] | None:
        """Return what the counters of a thing say; None where one is not plain."""
        pieces = series.split(_CLOSE)
        last = pieces.pop()
        values = self._as_before(pieces) if last == "" else None
        return self._read(series) if values is None else values

    def _as_before(self, pieces: list[str]) -> list[vim.PerfMetricSeriesCSV] | None:
        before = self._before
        if len(pieces) != len(before):
            return None
        values, texts = [], []
        for piece, (start, length, id_) in zip(pieces, before, strict=True):
            if not piece.startswith(start):
                return None
            one: vim.PerfMetricSeriesCSV = _new(vim.PerfMetricSeriesCSV)
            one.id = id_
            one.value = text = piece[length:]
            values.append(one)
            texts.append(text)
        return values if _NUMBERS.fullmatch(",".join(texts)) is not None else None

    def _read(self, series: str) -> list[vim.PerfMetricSeriesCSV] | None:
        """Read all of it, and keep what stands before each number."""
        if _ALL.fullmatch(series) is None:
            return None
        self._before, values = [], []
        for match in _ONE.finditer(series):
            key, instance, text = match.groups("")
            id_ = self._ids.get((key, instance))
            if id_ is None:
                id_ = vim.PerfMetricId(counter_id=int(key), instance=instance)
                self._ids[key, instance] = id_
            one: vim.PerfMetricSeriesCSV = _new(vim.PerfMetricSeriesCSV)
            one.id = id_
            one.value = text
            values.append(one)
            start = series[match.start() : match.start(3)]
            self._before.append((start, len(start), id_))
        return values
