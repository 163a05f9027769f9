"""Answers to values: in steps of bounded length, results made and elements let go as they come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from aioesx._soap.decode import Reader
from aioesx._soap.document import Document, collector_paused, prune
from aioesx._soap.names import BODY, DETAIL, ENVELOPE, FAULT, VIM
from aioesx._soap.plans import REFERENCE, SCALAR, TEXT, BrokenError, Plan, binding
from aioesx._soap.rows import cut_rows
from aioesx.errors import FaultError, ProtocolError, fault_error

if TYPE_CHECKING:
    from collections.abc import Generator
    from xml.etree.ElementTree import Element

    from aioesx import vim
    from aioesx.vim.base import Field

__all__ = ["STEP_SECONDS", "TOO_DEEP", "decode_response", "decode_steps", "message_of"]

R = TypeVar("R")

STEP_SECONDS: Final = 0.05
"""How long a step of reading an answer lasts where its caller does not say."""

TOO_DEEP: Final = "nested deeper than this interpreter can read"
_MOST_OF_A_FAULT: Final = 2 << 20
_MOST_WAITS: Final = 64  # chunks, a megabyte in all


def decode_response(body: bytes | bytearray, method: type[vim.Method[R]] | vim.Method[R]) -> R:
    """Read the answer to a call, all at once.

    Raises:
        FaultError: the answer is a fault; its class is the nearest one for the fault's type.
        ProtocolError: it is no answer to this method, broken or hostile.
    """
    steps = _steps(body, method)
    with collector_paused(len(body)):
        try:
            while True:
                next(steps)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]  # R, as _Answer returns


def decode_steps(
    body: bytes | bytearray,
    method: type[vim.Method[R]] | vim.Method[R],
    *,
    seconds: float = STEP_SECONDS,
) -> Generator[None, None, R]:
    """Read the answer to a call in steps of bounded length: the result is what it returns.

    A caller that shares its thread gives the others a turn between the steps:
    ``result = yield from decode_steps(...)``, or `next` with a checkpoint after each. It stops
    between objects, so one object of many megabytes takes a longer step. Whoever does not go on
    leaves nothing behind.

    Args:
        body: the envelope; it must not change between the steps.
        method: what it answers.
        seconds: how long a step lasts, about.

    Raises:
        FaultError, ProtocolError: as `decode_response`.
    """
    steps = _steps(body, method)
    while True:
        end = time.perf_counter() + seconds
        with collector_paused(len(body)):
            try:
                next(steps)
                while time.perf_counter() < end:
                    next(steps)
            except StopIteration as done:
                return done.value  # type: ignore[no-any-return]  # R, as _Answer returns
        yield


def _steps(
    body: bytes | bytearray, method: type[vim.Method[R]] | vim.Method[R]
) -> Generator[None, None, R]:
    document = Document(body)
    yield
    rows: list[vim.ObjectContent] = []
    values: list[Any] = []
    wanted = method.wire_result.type if method.wire_result is not None else ""
    if wanted == "RetrieveResult":
        rows = yield from cut_rows(document)
    elif wanted == "PerfEntityMetricBase":
        from aioesx._soap.series import cut_series  # its expressions cost every program

        values += yield from cut_series(document)
    return (yield from _Answer(document, method, rows, values).read())


def message_of(root: Element) -> Element:
    """Return the one element in the envelope's one body."""
    if root.tag != ENVELOPE:
        raise ProtocolError(f"expected a SOAP 1.1 envelope, got {root.tag[:80]}")
    bodies = [child for child in root if child.tag == BODY]
    if len(bodies) != 1:
        raise ProtocolError(f"expected one Body, got {len(bodies)}", path="Envelope")
    if len(bodies[0]) != 1:
        raise ProtocolError(f"expected one message, got {len(bodies[0])}", path="Envelope/Body")
    return bodies[0][0]


def _begun(root: Element) -> Element | None:
    """Return the message of a document that is still growing, or None before it begins.

    Raises:
        ProtocolError: there are several, or it is no envelope: no need to wait for the end.
    """
    if root.tag != ENVELOPE:
        raise ProtocolError(f"expected a SOAP 1.1 envelope, got {root.tag[:80]}")
    last = root[-1] if len(root) else None
    if last is None or last.tag != BODY:
        if last is not None:
            prune(last)  # a header: nobody reads it
        return None
    return message_of(root) if len(last) else None


class _Answer(Generic[R]):
    """An answer while it is read: results are made, and elements let go, chunk by chunk.

    Args:
        document: what is to be parsed.
        method: what it answers.
        rows: the first objects of a `RetrieveResult`, read already.
        values: the first of several results, read already.
    """

    def __init__(
        self,
        document: Document,
        method: type[vim.Method[R]] | vim.Method[R],
        rows: list[vim.ObjectContent],
        values: list[Any],
    ) -> None:
        self._rows = rows
        self._document = document
        self._reader = Reader(document)
        self._field: Field | None = method.wire_result
        self._bound = binding(self._field.type if self._field else "xsd:anyType")
        self._name = f"{method.wire_name}Response"
        self._tag = f"{{{VIM}}}{self._name}"
        self._values = values
        self._plan: Plan | None = None
        self._waits = 0
        self._awaited: Element | None = None

    def read(self) -> Generator[None, None, R]:
        """Read it all, a chunk in each step."""
        root = None
        try:
            yield from self._document.prepared()
            for root in self._document.chunks():
                message = _begun(root)
                if message is None:
                    self._wait(None)
                elif self._is_ours(message):
                    self._take(message, whole=False)
                    if len(message):
                        self._reader.read_ahead(message[-1])
                yield
            if root is None:
                raise ProtocolError("not well-formed XML: it is empty")
            message = message_of(root)
            if not self._is_ours(message):
                self._document.check_rest(root)
                raise _fault(message, self._reader)
            self._take(message, whole=True)
            self._document.check_rest(root)
        except BrokenError as broken:
            broken.steps.append(self._name)
            raise broken.as_protocol_error() from None
        except RecursionError:
            raise ProtocolError(TOO_DEEP, path=self._name) from None
        return self._result()

    def _is_ours(self, message: Element) -> bool:
        """Tell an answer from a fault; refuse anything else, as soon as its name has come."""
        if message.tag == self._tag:
            return True
        if message.tag != FAULT:
            text = f"expected {self._name}, got {message.tag[:80]}"
            raise ProtocolError(text, path="Envelope/Body")
        if len(self._document.body) > _MOST_OF_A_FAULT:
            raise ProtocolError(f"a fault of more than {_MOST_OF_A_FAULT} bytes")
        return False

    def _take(self, message: Element, *, whole: bool) -> None:
        """Read what is complete, and let it go."""
        field = self._field
        tag = f"{{{VIM}}}{field.wire}" if field is not None else None
        if field is not None and not field.many and len(message) == 1 and message[0].tag == tag:
            self._grow(field, message[0], whole=whole)  # as it is, nearly always
            return
        children = message[:] if whole else message[:-1]
        strange = [child for child in children if child.tag != tag]
        self._reader.pass_over(strange)
        if not whole and len(message) and message[-1].tag != tag:
            self._wait(message[-1])
        if field is None or field.many:
            if field is not None:
                for child in children:
                    if child.tag == tag:
                        self._one(field, child, f"{field.wire}[{len(self._values)}]")
            del message[: len(children)]
            if children:
                self._document.let_go()
            return
        if strange:
            message[:] = [child for child in message if child not in strange]
        found = [child for child in message if child.tag == tag]
        if len(found) > 1:
            raise ProtocolError(f"expected one result, got {len(found)}", path=self._name)
        for child in found:
            self._grow(field, child, whole=whole)

    def _wait(self, element: Element | None) -> None:
        """Wait for the end of what nobody reads, not too long and not keeping it."""
        self._waits = self._waits + 1 if element is self._awaited else 0
        self._awaited = element
        if self._waits > _MOST_WAITS:
            raise ProtocolError("very much beside the result", path=self._name)
        if element is not None:
            prune(element)

    def _one(self, field: Field, element: Element, step: str) -> None:
        try:
            self._values.append(self._reader.result(self._bound, element))
        except BrokenError as broken:
            broken.steps.append(step)
            raise

    def _grow(self, field: Field, element: Element, *, whole: bool) -> None:
        """Read the only result; the children of an object while they come."""
        try:
            if not self._values:
                self._plan = self._reader.plan(self._bound, element)
                if self._plan is None:
                    if whole:
                        self._values.append(self._reader.result(self._bound, element))
                    elif self._bound.kind in (REFERENCE, SCALAR, TEXT):
                        self._wait(element)
                    return
                self._values.append(self._plan.start())
                if self._rows:
                    self._reader.begin(self._values[0], "objects", self._rows)
            plan, value = self._plan, self._values[0]
            if plan is not None and self._reader.stream(value, plan, element, whole=whole):
                self._document.let_go()
        except BrokenError as broken:
            broken.steps.append(field.wire)
            raise

    def _result(self) -> R:
        field = self._field
        result: Any = None
        if field is not None and field.many:
            result = self._values
        elif self._values:
            result = self._values[0]
        elif field is not None and field.required:
            raise ProtocolError("the result is missing", path=self._name)
        return result  # type: ignore[no-any-return]  # R is what wire_result describes


def _fault(message: Element, reader: Reader) -> FaultError | ProtocolError:
    text = (message.findtext("faultstring") or "").strip()
    detail = message.find(DETAIL)
    if message.find("faultcode") is None and not text and detail is None:
        return ProtocolError("a fault that says nothing", path="Envelope/Body/Fault")
    if detail is None or not len(detail):
        return fault_error((), text)
    try:
        fault = reader.fault(detail[0])
    except BrokenError as broken:
        broken.steps += [DETAIL, "Fault"]
        return broken.as_protocol_error()
    return fault_error(fault.wire_lineage(), text, fault)
