"""govmomi's simulator and ours refuse the same changes with the same type of fault.

Only where vcsim follows hosts: it checks neither power states nor units, room or versions, and
lets a disk shrink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from support.device_table import DEVICES, make
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import VmomiSupport, failed, vim
from support.vcsim import vcsim

from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.peer("vcsim", "pyvmomi")


@pytest.fixture(scope="module", params=["vcsim", "simulator"])
def machine(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A machine with a disk, on either server."""
    if request.param == "vcsim":
        with vcsim(vms=1) as server, pyvmomi(server.url) as service:
            yield first_machine(service)
        return
    host = presets.small_host(options=Options(task_seconds=0.01))
    with Simulator(host, password="secret") as simulator, pyvmomi(simulator.url) as service:
        yield first_machine(service)


def first_machine(service: Any) -> Any:
    return service.RetrieveContent().rootFolder.childEntity[0].vmFolder.childEntity[0]


def build(name: str, fields: dict[str, Any]) -> Any:
    made = VmomiSupport.GetWsdlType("urn:vim25", name)()
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def disk_of(machine: Any) -> Any:
    kind = vim.vm.device.VirtualDisk
    return next(d for d in machine.config.hardware.device if isinstance(d, kind))


def entry(operation: str, device: Any, file: str | None = None) -> Any:
    change = vim.vm.device.VirtualDeviceSpec(operation=operation, device=device, fileOperation=file)
    return vim.vm.ConfigSpec(deviceChange=[change])


def second_of_a_name(machine: Any) -> Any:
    there = disk_of(machine)
    device = make(DEVICES["disk on scsi"], build)
    device.key, device.controllerKey = -1, there.controllerKey
    device.backing.fileName = there.backing.fileName
    return entry("add", device, "create")


def unknown_guest(machine: Any) -> Any:
    del machine
    return vim.vm.ConfigSpec(guestId="nobodysGuest")


def no_such_disk(machine: Any) -> Any:
    device = make(DEVICES["disk on scsi"], build)
    there = disk_of(machine)
    device.key, device.controllerKey = -1, there.controllerKey
    device.backing.fileName = there.backing.fileName.replace(".vmdk", "-none.vmdk")
    return entry("add", device)


REFUSED: Final[list[tuple[Callable[[Any], Any], str]]] = [
    (no_such_disk, "FileNotFound"),
    (second_of_a_name, "FileAlreadyExists"),
    (unknown_guest, "InvalidArgument"),
]


@pytest.mark.parametrize(("spec", "fault"), REFUSED)
def test_both_refuse_it_alike(machine: Any, spec: Callable[[Any], Any], fault: str) -> None:
    error = failed(machine.ReconfigVM_Task(spec(machine)))
    assert type(error).__name__.rpartition(".")[2] == fault
