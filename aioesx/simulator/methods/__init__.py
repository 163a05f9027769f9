"""What the host does when it is called: one handler per method, by wire name.

Importing this package fills the table, and that of the properties. A handler runs under
the host's lock and returns the method's result; it raises `Refused` for a fault.
"""

from aioesx.simulator.methods import (
    arrivals,
    authorization,
    autostart,
    browser,
    collector,
    files,
    guest,
    history,
    host,
    keyboard,
    leases,
    machines,
    network,
    packages,
    perf,
    power,
    service,
    snapshots,
    tasks,
    tickets,
    tracking,
    upkeep,
    views,
    virtual_disks,
)
from aioesx.simulator.methods.table import HANDLERS, Call, Handler
from aioesx.simulator.properties import leases as lease_properties
from aioesx.simulator.properties import machines as machine_properties
from aioesx.simulator.properties import managers

__all__ = [
    "HANDLERS",
    "Call",
    "Handler",
    "arrivals",
    "authorization",
    "autostart",
    "browser",
    "collector",
    "files",
    "guest",
    "history",
    "host",
    "keyboard",
    "lease_properties",
    "leases",
    "machine_properties",
    "machines",
    "managers",
    "network",
    "packages",
    "perf",
    "power",
    "service",
    "snapshots",
    "tasks",
    "tickets",
    "tracking",
    "upkeep",
    "views",
    "virtual_disks",
]
