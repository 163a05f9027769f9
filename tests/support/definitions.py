"""A domain to define, and what a simulated host holds before and after."""

from __future__ import annotations

from typing import Any

from aioesx.simulator import Simulator

__all__ = ["DISK", "PLACE", "UUID", "document", "held"]

UUID = "11223344-5566-7788-99aa-bbccddeeff00"
PLACE = "db01/new.vmx"
DISK = (
    "<disk type='file' device='disk'><source file='[datastore1] db01/db01.vmdk'/>"
    "<target dev='sda' bus='scsi'/></disk>"
)


def document(
    *, name: str = "new", uuid: str = UUID, memory: int = 1048576, devices: str = DISK
) -> str:
    return (
        f"<domain type='vmware'><name>{name}</name><uuid>{uuid}</uuid><memory>{memory}</memory>"
        f"<os><type>hvm</type></os><devices>{devices}</devices></domain>"
    )


def held(simulator: Simulator) -> dict[str, Any]:
    """What the host has: machines by name, and all files with their contents."""

    def look(host: Any) -> dict[str, Any]:
        files = {
            f"[{store.name}] {path}": file.content.read(0, 4096)
            for store in host.datastores.values()
            for path, file in store.files.items()
        }
        return {"machines": sorted(m.name for m in host.machines.values()), "files": files}

    state: dict[str, Any] = simulator.change(look)
    return state
