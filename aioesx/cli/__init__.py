"""The ``aioesx`` command: virsh's verbs, options and output.

`program` reads a command line by the rows that `catalog` knows of, `run` carries out what was read
and turns errors into lines and exit statuses, `link` opens the connection. The files that end in
``_commands`` are commands by area: coroutines that talk to what they are handed.
"""

from __future__ import annotations
