"""The newest version of the API that brought something described here.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import Final

NEWEST_API: Final = (9, 1, 0, 0)
