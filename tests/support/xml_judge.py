"""What libvirt makes of a document: virsh on a simulated host, its output and its refusals.

The host has the datastores and disk images that `support.xml_inputs` speaks of; `DATASTORES`
and `MODELS` say the same to a test without a host.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from support.virsh import Virsh
from support.xml_inputs import Document

from aioesx.simulator import Simulator, presets
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.paths import parse

__all__ = ["DATASTORES", "MODELS", "flags_of", "judged", "make_host", "place_of", "power_of"]

DATASTORES: Final = {
    "datastore1": "/vmfs/volumes/5e8f0100-4f565931-0010-000c29a1b2c1",
    "nfs1": "/vmfs/volumes/5e8f0200-4f565931-0020-000c29a1b2c2",
    "local-storage": "/vmfs/volumes/498076b2-02796c1a-ef5b-000ae484a6a3",
    "odd-name": "/vmfs/volumes/odd-name",
}
_IMAGES: Final = {
    "[datastore1] images/buslogic.vmdk": ("buslogic", "buslogic"),
    "[datastore1] images/lsilogic.vmdk": ("lsilogic", "lsilogic"),
    "[datastore1] images/lsisas.vmdk": ("lsisas1068", "lsisas1068"),
    "[datastore1] images/pvscsi.vmdk": ("pvscsi", "vmpvscsi"),
    "[local-storage] Fedora11/Fedora11.vmdk": ("buslogic", "buslogic"),
    "[odd-name] root.vmdk": ("pvscsi", "vmpvscsi"),
}
MODELS: Final = {path: model for path, (_, model) in _IMAGES.items()} | {
    "[datastore1] web01/web01.vmdk": "lsilogic"
}
"""What each disk image was made for."""


def make_host() -> HostState:
    """Return the simulated host."""
    host = presets.small_host(machines=5)
    for name in ("local-storage", "odd-name"):
        uuid = DATASTORES[name].rpartition("/")[2]
        host.datastores[uuid] = Datastore(
            moid=uuid,
            name=name,
            kind="VMFS",
            mount=DATASTORES[name],
            capacity=2**40,
            host=host,
            uuid=uuid,
        )
    for path, (adapter, _) in _IMAGES.items():
        place = parse(path)
        store = host.datastore(place.datastore)
        store.make_folder(place.folder.path, parents=True, exist_ok=True)
        store.make_disk(place.path, Disk(1024**2, thin=True, adapter=adapter))
    return host


_POWERS: Final = ("poweredOff", "poweredOn", "suspended")
_FLAGS: Final = ((), ("--inactive",), ("--security-info",), ("--security-info", "--inactive"))


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def power_of(name: str) -> str:
    """Return the power state that the machine of a ``dumpxml`` document has."""
    return _POWERS[_number(name) % 3]


def flags_of(name: str) -> tuple[str, ...]:
    """Return the options of a ``dumpxml`` document."""
    return _FLAGS[_number(name) % 4]


def place_of(name: str) -> str:
    """Return where the VMX file of a ``dumpxml`` document lies."""
    return f"[{('datastore1', 'odd-name')[_number(name) % 2]}] cases/{name}/file.vmx"


def judged(document: Document, simulator: Simulator, virsh: Virsh, files: Path) -> dict[str, Any]:
    """Return a document with what libvirt makes of it: ``output``, or ``error``."""
    uri = f"{simulator.uri}?no_verify=1"
    path = files / f"{document.name}.txt"
    path.write_bytes(document.text.encode())
    case = {"name": document.name, "direction": document.direction, "input": document.text}
    if document.direction in ("from-native", "to-native"):
        return case | _said(virsh, uri, f"domxml-{document.direction}", "vmware-vmx", str(path))
    if document.direction == "dumpxml":
        moid = simulator.change(lambda host: _register(host, document).moid)
        try:
            name = f"case {_number(document.name)}"
            return (
                case
                | {"moref": moid}
                | _said(virsh, uri, "dumpxml", name, *flags_of(document.name))
            )
        finally:
            simulator.change(lambda host: host.unregister(host.machines[moid]))
    found = re.search("<uuid>(.*)</uuid>", document.text)
    assert found is not None
    result = _said(virsh, uri, "define", str(path))
    if "error" in result:
        return case | result
    machine = simulator.change(lambda host: _by_uuid(host, UUID(found[1])))
    dump = _said(virsh, uri, "dumpxml", found[1])
    place, text = simulator.change(lambda host: _forget(host, machine))
    return case | {
        "place": place,
        "output": text,
        "dump": dump.get("output", ""),
        "moref": machine.moid,
    }


def _said(virsh: Virsh, uri: str, *words: str) -> dict[str, str]:
    outcome = virsh(uri, *words)
    if outcome.status == 0:
        return {"output": outcome.stdout.removesuffix("\n")}
    assert outcome.status == 1, (words, outcome)
    return {"error": outcome.stderr.strip().splitlines()[-1].removeprefix("error: ")}


def _register(host: HostState, document: Document) -> Machine:
    place = parse(place_of(document.name))
    host.datastore(place.datastore).put_text(place.path, document.text)
    machine = host.register(place)
    machine.power = power_of(document.name)
    return machine


def _by_uuid(host: HostState, uuid: UUID) -> Machine:
    return next(m for m in host.machines.values() if m.config.uuid == str(uuid))


def _forget(host: HostState, machine: Machine) -> tuple[str, str]:
    """Take a machine and its file away; returns the file's place and text."""
    store = host.datastore(machine.place.datastore)
    content = store.file(machine.place.path).content
    text = content.read(0, content.size).decode()
    host.unregister(machine)
    store.delete(machine.place.path)
    return str(machine.place), text
