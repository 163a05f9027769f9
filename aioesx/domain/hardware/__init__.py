"""Devices while a machine runs, and its configuration.

`select` finds the device that is meant, `attaching` and `altering` plan a change of what `current`
holds, `places` chooses where it goes, `refusals` says what cannot be; none of them does I/O.
`surroundings` asks the host, and `change` carries plans out.
"""

from __future__ import annotations
