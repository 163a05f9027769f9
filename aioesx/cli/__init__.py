"""The ``aioesx`` command: virsh's verbs, options and output, for one host.

`main` declares the commands, `run` opens the connection and turns errors into lines and exit
statuses, the other files are commands by area: coroutines that talk to what they are handed.
"""

from __future__ import annotations
