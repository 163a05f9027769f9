"""The list of versions that a server speaks."""

from __future__ import annotations

import pytest

from aioesx._soap import parse_service_versions
from aioesx.errors import ProtocolError

DOCUMENT = """<?xml version="1.0" encoding="UTF-8" ?>
<namespaces version="1.0">
 <namespace><name>urn:vim2</name><version>2.0</version></namespace>
 <namespace>
  <name>urn:vim25</name>
  <version>uA046D008</version>
  <priorVersions><version>8.0.2.0</version><version>6.5</version><version> 2.5 </version></priorVersions>
 </namespace>
</namespaces>
"""  # noqa: E501 - as servers write it


def test_the_versions_of_the_api_come_newest_first() -> None:
    found = parse_service_versions(DOCUMENT.encode())

    assert found == ("urn:vim25", "uA046D008", ("8.0.2.0", "6.5", "2.5"))


def test_a_server_of_another_api_is_refused() -> None:
    with pytest.raises(ProtocolError, match="urn:vim25"):
        parse_service_versions(DOCUMENT.replace("urn:vim25", "urn:vim99").encode())
