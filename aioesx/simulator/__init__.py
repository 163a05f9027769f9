"""An ESX host in the process, that libvirt, pyVmomi and aioesx take for a real one.

    from aioesx.simulator import Simulator, presets

    async with Simulator(presets.small_host(), password="secret") as simulator:
        async with aioesx.connect(simulator.uri, password="secret", cacert=simulator.ca_file):
            ...

It keeps real state, asks the questions that ESX asks, checks what ESX checks, and
listens nowhere but on loopback unless told to.
"""

from __future__ import annotations

from aioesx import _extras

_extras.require("simulator", "aioesx.simulator")

from aioesx.simulator import presets
from aioesx.simulator.clock import Clock, ManualClock
from aioesx.simulator.farm import make_farm
from aioesx.simulator.line import Line, Trouble
from aioesx.simulator.rules import FaultRule
from aioesx.simulator.simulator import Simulator
from aioesx.simulator.site import Site
from aioesx.simulator.state.extents import FileContent, Pattern
from aioesx.simulator.state.host import HostState, Options
from aioesx.simulator.state.world import World
from aioesx.simulator.vcenter import VCenter

__all__ = [
    "Clock",
    "FaultRule",
    "FileContent",
    "HostState",
    "Line",
    "ManualClock",
    "Options",
    "Pattern",
    "Simulator",
    "Site",
    "Trouble",
    "VCenter",
    "World",
    "make_farm",
    "presets",
]
