"""Fleets: many hosts as easily as one.

`inventory` says which hosts there are, `selectors` which are meant, `run` has one function run at
all of them, `views` lists their things, `stream` tells what happens there. `job` is the work at one
host, `watch` oversees it; `gate` says who may begin, `keeper` has the connections, `rest` the hosts
that are dead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.fleet.current import current_host
    from aioesx.fleet.dry import DryRun, PlannedChange
    from aioesx.fleet.entries import HostEntry, PasswordSource
    from aioesx.fleet.fleet import ConnectOptions, Fleet, RunArguments
    from aioesx.fleet.inventory import Inventory, Targets
    from aioesx.fleet.repeatable import Repeatable
    from aioesx.fleet.rest import HostRest
    from aioesx.fleet.results import FleetEntry, FleetResults, HostResult
    from aioesx.fleet.run import FleetRun, HostStage
    from aioesx.fleet.selectors import Selection, parse_selection
    from aioesx.fleet.stream import FleetStream, HostDown, HostUp
    from aioesx.fleet.views import FleetView

__all__ = [
    "ConnectOptions",
    "DryRun",
    "Fleet",
    "FleetEntry",
    "FleetResults",
    "FleetRun",
    "FleetStream",
    "FleetView",
    "HostDown",
    "HostEntry",
    "HostRest",
    "HostResult",
    "HostStage",
    "HostUp",
    "Inventory",
    "PasswordSource",
    "PlannedChange",
    "Repeatable",
    "RunArguments",
    "Selection",
    "Targets",
    "current_host",
    "parse_selection",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.fleet.current": "current_host",
            "aioesx.fleet.dry": "DryRun PlannedChange",
            "aioesx.fleet.entries": "HostEntry PasswordSource",
            "aioesx.fleet.fleet": "ConnectOptions Fleet RunArguments",
            "aioesx.fleet.inventory": "Inventory Targets",
            "aioesx.fleet.repeatable": "Repeatable",
            "aioesx.fleet.rest": "HostRest",
            "aioesx.fleet.results": "FleetEntry FleetResults HostResult",
            "aioesx.fleet.run": "FleetRun HostStage",
            "aioesx.fleet.selectors": "Selection parse_selection",
            "aioesx.fleet.stream": "FleetStream HostDown HostUp",
            "aioesx.fleet.views": "FleetView",
        },
    )
