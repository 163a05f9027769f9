"""Imports httpx without its command line.

`httpx` imports its own command, and with it click, rich and pygments, wherever these are
installed: some 50 ms and three packages that no program of ours asked for. httpx copes with that
module being absent, so it is absent while httpx is imported; nothing else of httpx is touched.
This file does nothing where httpx was imported already.
"""

from __future__ import annotations

import sys

__all__: list[str] = []

_COMMAND = "httpx._main"

if "httpx" not in sys.modules:
    sys.modules[_COMMAND] = None  # type: ignore[assignment]  # None makes its import fail
    try:
        import httpx  # noqa: F401 - for those who import it after us
    finally:
        del sys.modules[_COMMAND]
