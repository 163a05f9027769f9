"""What clients of older API versions see, and the table behind it."""

from __future__ import annotations

import pytest
from support.since import TABLE, text_of_table
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx._soap import encode_request


def test_the_table_is_that_of_the_schema() -> None:
    assert TABLE.read_text() == text_of_table(), "run python tests/support/since.py"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("action", "known"),
    [("", False), ('"urn:vim25/2.5"', False), ('"urn:vim25/6.5"', True), ("urn:vim25/9.9", True)],
)
async def test_old_clients_see_old_fields_only(call: Caller, action: str, known: bool) -> None:
    call.action = action
    session = ref("SessionManager", "ha-sessionmgr")
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="SessionManager", path_set=["currentSession"])],
        object_set=[vim.ObjectSpec(obj=session)],
    )
    collector = ref("PropertyCollector", "ha-property-collector")
    request = vim.RetrieveProperties(this=collector, spec_set=[spec])
    answer = await call.post(encode_request(request))
    assert (b"<callCount>" in answer.content) == known
    assert b"<userName>root</userName>" in answer.content
