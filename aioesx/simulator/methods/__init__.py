"""What the host does when it is called: one handler per method, by wire name.

Importing this package fills the table, and that of the properties. A handler runs under
the host's lock and returns the method's result; it raises `Refused` for a fault.
"""

from aioesx.simulator.methods import (
    authorization,
    autostart,
    browser,
    collector,
    files,
    history,
    host,
    machines,
    network,
    power,
    service,
    snapshots,
    tasks,
    upkeep,
    views,
    virtual_disks,
)
from aioesx.simulator.methods.table import HANDLERS, Call, Handler
from aioesx.simulator.properties import machines as machine_properties
from aioesx.simulator.properties import managers

__all__ = [
    "HANDLERS",
    "Call",
    "Handler",
    "authorization",
    "autostart",
    "browser",
    "collector",
    "files",
    "history",
    "host",
    "machine_properties",
    "machines",
    "managers",
    "network",
    "power",
    "service",
    "snapshots",
    "tasks",
    "upkeep",
    "views",
    "virtual_disks",
]
