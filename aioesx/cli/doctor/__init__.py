"""`aioesx doctor`: what keeps a connection from working, found step by step; and versions.

Nothing here is imported by another command, but for `versions`.
"""

from __future__ import annotations

from aioesx.cli.doctor.versions import versions

__all__ = ["versions"]
