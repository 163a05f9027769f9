"""What a vCenter does when it is called: importing this file fills the table of its handlers."""

from __future__ import annotations

from aioesx.simulator.vcenter import (
    clone,
    files,
    folders,
    hosts,
    imports,
    migration,
    pools,
    relocation,
    service,
    templates,
)
from aioesx.simulator.vcenter.dispatch import OWN, perform

__all__ = [
    "OWN",
    "clone",
    "files",
    "folders",
    "hosts",
    "imports",
    "migration",
    "perform",
    "pools",
    "relocation",
    "service",
    "templates",
]
