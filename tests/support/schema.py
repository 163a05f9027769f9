"""Every request that a test's client sends is held against ``wsdl/vim-types.xsd``, by lxml."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree

from aioesx import vim
from aioesx._session import client
from aioesx._soap import encode_request

_XSD: Final = Path(__file__).resolve().parents[2] / "wsdl" / "vim-types.xsd"


@functools.cache
def schema() -> etree.XMLSchema:
    """The schema, read at the first request of a test process."""
    return etree.XMLSchema(etree.parse(_XSD))


@contextmanager
def valid_requests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail at the end if a request did not fit the schema."""
    misfits: list[str] = []

    def checked(method: vim.Method[Any]) -> bytes:
        body = encode_request(method)
        if not schema().validate(etree.fromstring(body)[0][0]):
            misfits.append(f"{method.wire_name}: {schema().error_log.last_error}")
        return body

    monkeypatch.setattr(client, "encode_request", checked)
    yield
    assert misfits == [], "requests fit wsdl/vim-types.xsd"
