"""Whole messages: SOAP 1.1 envelopes of requests, answers and faults, both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from aioesx import vim
from aioesx._soap.decode import Reader
from aioesx._soap.document import Document, check, collector_paused
from aioesx._soap.encode import UnsendableError, _Refused, escape, write_element, write_fields
from aioesx._soap.names import BODY, DETAIL, ENVELOPE, FAULT, SOAP, VIM, XSD, XSI
from aioesx._soap.plans import BrokenError, Plan, binding, plan_for
from aioesx._soap.rows import cut_rows
from aioesx.errors import FaultError, ProtocolError, fault_error
from aioesx.vim.tables import types_by_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from aioesx.vim.base import Field

__all__ = [
    "decode_request",
    "decode_response",
    "encode_fault",
    "encode_request",
    "encode_response",
]

R = TypeVar("R")

_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<soapenv:Envelope xmlns:soapenv="{SOAP}" xmlns:xsd="{XSD}" xmlns:xsi="{XSI}">\n'
    "<soapenv:Body>"
)
_TOO_DEEP = "nested deeper than this interpreter can read"
_CLOSE = "</soapenv:Body>\n</soapenv:Envelope>\n"


# --- writing ------------------------------------------------------------------------------------


def encode_request(method: vim.Method[Any]) -> bytes:
    """Return the envelope of a call.

    Raises:
        UnsendableError: a parameter cannot be written; the error names it.
    """
    name = method.wire_name
    parts = [_OPEN, f'<{name} xmlns="{VIM}">']
    try:
        write_fields(method, parts)
    except _Refused as refused:
        raise _unsendable(name, refused) from None
    except RecursionError:
        raise UnsendableError("nested too deep", field=name) from None
    parts += [f"</{name}>", _CLOSE]
    return "".join(parts).encode()


def encode_response(method: type[vim.Method[Any]], result: Any) -> bytes:
    """Return the envelope of a method's answer, as a host writes it.

    Raises:
        UnsendableError: the result is not what the method returns.
    """
    name = method.wire_name
    parts = [_OPEN, f'<{name}Response xmlns="{VIM}">']
    try:
        _write_result(method.wire_result, result, parts)
    except _Refused as refused:
        raise _unsendable(f"{name}Response", refused) from None
    except RecursionError:
        raise UnsendableError("nested too deep", field=f"{name}Response") from None
    parts += [f"</{name}Response>", _CLOSE]
    return "".join(parts).encode()


def _write_result(field: Field | None, result: Any, parts: list[str]) -> None:
    if field is None:
        if result is not None:
            raise _Refused("the method returns nothing")
        return
    if result is None and field.required and not field.many:
        raise _Refused("a result is required")
    items = ([] if result is None else [result]) if not field.many else result or []
    for item in items:
        write_element(field.wire, item, parts, declared=field.type)


def encode_fault(
    fault: vim.MethodFault | None, message: str, code: str = "ServerFaultCode"
) -> bytes:
    """Return the envelope of a fault, as a host writes it.

    Args:
        fault: goes into the detail; None leaves the detail out.
        message: for people.
        code: SOAP fault code.
    """
    parts = [_OPEN, "<soapenv:Fault>"]
    try:
        parts.append(f"<faultcode>{escape(code)}</faultcode>")
        parts.append(f"<faultstring>{escape(message)}</faultstring>")
        if fault is not None:
            name = fault.wire_name
            parts.append(f'<detail><{name}Fault xmlns="{VIM}" xsi:type="{name}">')
            write_fields(fault, parts)
            parts.append(f"</{name}Fault></detail>")
    except _Refused as refused:
        raise _unsendable("Fault", refused) from None
    except RecursionError:
        raise UnsendableError("nested too deep", field="Fault") from None
    parts += ["</soapenv:Fault>", _CLOSE]
    return "".join(parts).encode()


def _unsendable(root: str, refused: _Refused) -> UnsendableError:
    return UnsendableError(str(refused), field="/".join([root, *reversed(refused.steps)]))


# --- reading ------------------------------------------------------------------------------------


def decode_response(body: bytes | bytearray, method: type[vim.Method[R]] | vim.Method[R]) -> R:
    """Read the answer to a call.

    Raises:
        FaultError: the answer is a fault; its class is the nearest one for the fault's type.
        ProtocolError: it is no answer to this method, broken or hostile.
    """
    with collector_paused(len(body)):
        check(body)
        rows: list[vim.ObjectContent] = []
        if method.wire_result is not None and method.wire_result.type == "RetrieveResult":
            rows, body = cut_rows(body)
        return _Answer(Document(body), method, rows).read()


def _message(root: Element) -> Element:
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
    """Return the first message of a document that is still growing, or None before it begins."""
    body = next((child for child in root if child.tag == BODY), None)
    return body[0] if body is not None and len(body) else None


class _Answer(Generic[R]):
    """An answer while it is read: results are made, and elements let go, chunk by chunk.

    Args:
        document: what is to be parsed.
        method: what it answers.
        rows: the first objects of a `RetrieveResult`, read already.
    """

    def __init__(
        self,
        document: Document,
        method: type[vim.Method[R]] | vim.Method[R],
        rows: list[vim.ObjectContent],
    ) -> None:
        self._rows = rows
        self._document = document
        self._reader = Reader(document)
        self._field: Field | None = method.wire_result
        self._bound = binding(self._field.type if self._field else "xsd:anyType")
        self._name = f"{method.wire_name}Response"
        self._values: list[Any] = []
        self._plan: Plan | None = None

    def read(self) -> R:
        """Read it all."""
        root = None
        try:
            for root in self._document.chunks():
                message = _begun(root)
                if message is not None and message.tag == f"{{{VIM}}}{self._name}":
                    self._take(message, whole=False)
            if root is None:
                raise ProtocolError("not well-formed XML: it is empty")
            message = _message(root)
            if message.tag == FAULT:
                raise _fault(message, self._reader)
            if message.tag != f"{{{VIM}}}{self._name}":
                text = f"expected {self._name}, got {message.tag[:80]}"
                raise ProtocolError(text, path="Envelope/Body")
            self._take(message, whole=True)
        except BrokenError as broken:
            broken.steps.append(self._name)
            raise broken.as_protocol_error() from None
        except RecursionError:
            raise ProtocolError(_TOO_DEEP, path=self._name) from None
        return self._result()

    def _take(self, message: Element, *, whole: bool) -> None:
        """Read what is complete."""
        field = self._field
        if field is None:
            return
        tag = f"{{{VIM}}}{field.wire}"
        if field.many:
            children = message[:] if whole else message[:-1]
            for child in children:
                if child.tag == tag:
                    self._one(field, child, f"{field.wire}[{len(self._values)}]")
            del message[: len(children)]
            return
        found = [child for child in message if child.tag == tag]
        if len(found) > 1:
            raise ProtocolError(f"expected one result, got {len(found)}", path=self._name)
        for child in found:
            self._grow(field, child, whole=whole)

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
                    return
                self._values.append(self._plan.start())
                if self._rows:
                    self._reader.begin(self._values[0], "objects", self._rows)
            if self._plan is not None:
                self._reader.stream(self._values[0], self._plan, element, whole=whole)
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


def _move(message: Element, uri: str) -> None:
    """Have what is in a namespace be in that of the API, where all parameters are looked for."""
    inside = f"{{{uri}}}"
    for element in message.iter():
        if element.tag.startswith(inside):
            element.tag = f"{{{VIM}}}{element.tag.removeprefix(inside)}"


def decode_request(
    body: bytes | bytearray, more: Mapping[str, type[vim.Method[Any]]] | None = None
) -> vim.Method[Any]:
    """Read a call, as a server does.

    Args:
        body: the envelope.
        more: methods that no WSDL shows, by ``{namespace}name``.

    Raises:
        ProtocolError: it is no call of a method that ``wsdl/`` has, broken or hostile.
    """
    check(body)
    document = Document(body)
    message = _message(document.root())
    uri, _, name = message.tag.removeprefix("{").rpartition("}")
    cls = (more or {}).get(message.tag) or (types_by_name(name) if uri == VIM else None)
    if cls is None or not issubclass(cls, vim.Method):
        raise ProtocolError(f"no such method: {message.tag[:80]}", path="Envelope/Body")
    if uri != VIM:
        _move(message, uri)
    try:
        call: vim.Method[Any] = Reader(document, untyped_references=True).object(
            plan_for(cls), message
        )
    except BrokenError as broken:
        broken.steps.append(name)
        raise broken.as_protocol_error() from None
    except RecursionError:
        raise ProtocolError(_TOO_DEEP, path=name) from None
    return call
