"""Bytes to `aioesx.vim` values and back: SOAP 1.1, the schema, hostile input. No I/O."""

from aioesx._soap.answer import STEP_SECONDS, decode_response, decode_steps
from aioesx._soap.encode import UnsendableError
from aioesx._soap.envelope import (
    decode_request,
    encode_fault,
    encode_request,
    encode_response,
)
from aioesx._soap.names import OLDEST_API, SOAP, VIM, XSD, XSI
from aioesx._soap.versions import ServiceVersions, parse_service_versions

__all__ = [
    "OLDEST_API",
    "SOAP",
    "STEP_SECONDS",
    "VIM",
    "XSD",
    "XSI",
    "ServiceVersions",
    "UnsendableError",
    "decode_request",
    "decode_response",
    "decode_steps",
    "encode_fault",
    "encode_request",
    "encode_response",
    "parse_service_versions",
]
