"""Which checks wait for `make long`: those of products that stand between others.

A host, its networks and its cards differ where the API got something new. The oldest and the newest
product of a kind, the free one and those around 5.0 and 6.0 show all of that.
"""

from __future__ import annotations

import re
from typing import Final

import pytest

_AREAS: Final = re.compile(r"(Host|Network|Interface)\w*\.")
_BETWEEN: Final = frozenset(
    ["esxi-5.5", "esxi-7.0", "vcenter-4.1", "vcenter-5.5", "vcenter-6.7"],
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them."""
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        product = params.get("product") or params.get("way", ("",))
        name = product[0] if isinstance(product, tuple) else getattr(product, "name", "")
        if name in _BETWEEN and _AREAS.match(str(params.get("name", ""))):
            item.add_marker(pytest.mark.long)
