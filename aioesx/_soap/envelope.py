"""Whole messages: SOAP 1.1 envelopes of requests, answers and faults, both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from aioesx import vim
from aioesx._soap.answer import TOO_DEEP, message_of
from aioesx._soap.decode import Reader
from aioesx._soap.document import Document
from aioesx._soap.encode import (
    Parts,
    UnsendableError,
    _Refused,
    escape,
    write_element,
    write_fields,
)
from aioesx._soap.names import SOAP, VIM, XSD, XSI
from aioesx._soap.plans import BrokenError, plan_for
from aioesx.errors import ProtocolError
from aioesx.vim.tables import types_by_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from aioesx.vim.base import Field

__all__ = [
    "decode_request",
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
_CLOSE = "</soapenv:Body>\n</soapenv:Envelope>\n"


# --- writing ------------------------------------------------------------------------------------


def encode_request(method: vim.Method[Any]) -> bytes:
    """Return the envelope of a call.

    Raises:
        UnsendableError: a parameter cannot be written; the error names it.
    """
    name = method.wire_name
    parts = Parts([_OPEN, f'<{name} xmlns="{VIM}">'])
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
    document = Document(body)
    message = message_of(document.root())
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
        raise ProtocolError(TOO_DEEP, path=name) from None
    return call
