"""h11, which judges whatever is not plain: loaded when the first of it comes, or never.

To load it takes a thirtieth of a short command's time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx._lazy import late

if TYPE_CHECKING:
    import h11
else:
    h11 = late("h11")

__all__ = ["h11"]
