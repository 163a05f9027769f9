"""Machines of a configuration spec: how one is made, with nothing left of it where that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods import reconfigure
from aioesx.simulator.state.traces import Traces
from aioesx.vmx.syntax import Settings, escape_pipe, format_vmx

if TYPE_CHECKING:
    from aioesx import vim
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath

__all__ = ["make_machine"]


def make_machine(
    host: HostState, spec: vim.VirtualMachineConfigSpec, place: DatastorePath
) -> tuple[Machine, Traces]:
    """Make a machine whose VMX file is to be at `place`; return it, and what was made for it.

    Raises:
        Refused: there is something already, or the host does not take the spec.
    """
    store = host.datastore(place.datastore)
    if store.exists(place.path):
        raise faults.file_already_exists(str(place))
    traces, machine = Traces(host), None
    try:
        blank = _blank(host.profile.hardware_version, spec.name or "")
        store.put_text(place.path, format_vmx(blank))
        machine = host.register(place)
        reconfigure.plan(machine, spec).apply()
    except Refused:
        if machine is not None:
            host.unregister(machine)
        traces.look()
        traces.remove()
        raise
    traces.look()
    return machine, traces


def _blank(hardware_version: int, name: str) -> Settings:
    return Settings(
        {
            ".encoding": "UTF-8",
            "config.version": "8",
            "virtualHW.version": str(hardware_version),
            "displayName": escape_pipe(name),
            "guestOS": "other",
            "memsize": "32",
            "numvcpus": "1",
        }
    )
