"""The same bytes give the same values as pyVmomi's reader finds in them, field by field."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from benchmarks.bench_wire import READS as MEASURED
from benchmarks.readers import RawReader
from support.vcsim import Vcsim

from aioesx import vim
from aioesx._soap import decode_response
from aioesx.vim.base import DataObject

pytestmark = pytest.mark.peer("pyvmomi", "vcsim")

MACHINE = "name config runtime summary guest datastore network layoutEx resourceConfig parent"
HOST = "name config summary hardware runtime capability configManager vm datastore network"
READS = [
    ("esx", "VirtualMachine", f"{MACHINE} environmentBrowser recentTask"),
    ("vpx", "VirtualMachine", MACHINE),
    ("esx", "HostSystem", HOST),
    ("vpx", "HostSystem", HOST),
    ("esx", "Datastore", "name info summary host capability browser"),
    ("vpx", "Datastore", "name info summary host capability"),
    ("vpx", "ComputeResource", "name summary host resourcePool network"),
    ("vpx", "ResourcePool", "name config runtime summary owner"),
    ("vpx", "Folder", "name childType childEntity overallStatus effectiveRole"),
    ("vpx", "Datacenter", "name vmFolder hostFolder datastore network"),
    *[
        (model, "VirtualMachine", " ".join(paths.split(",")))
        for model in ("esx", "vpx")
        for paths in MEASURED
    ],
]


def differences(ours: Any, theirs: Any, support: Any, path: str = "") -> list[str]:
    """Return what differs, with its path."""
    if isinstance(theirs, support.DataObject):
        found = [] if type(ours).__name__ == type(theirs)._wsdlName else [f"{path}: type"]
        names = {field.wire: field.name for field in type(ours).wire_fields.values()}
        for info in theirs._GetPropertyList():
            if info.name in ("dynamicType", "dynamicProperty", "msg"):
                continue
            mine, other = getattr(ours, names[info.name]), getattr(theirs, info.name)
            if mine is None and not info.flags & support.F_OPTIONAL and not other:
                continue  # absent, though the newest schema wants it: pyVmomi makes up a zero
            found += differences(mine, other, support, f"{path}/{info.name}")
        return found
    if isinstance(theirs, list):
        found = [] if len(ours or []) == len(theirs) else [f"{path}: length"]
        for index, pair in enumerate(zip(ours or [], theirs, strict=False)):
            found += differences(*pair, support, f"{path}[{index}]")
        return found
    if isinstance(theirs, support.ManagedObject):
        same = ours == vim.Ref(type(theirs)._wsdlName, theirs._moId)
    else:
        # pyVmomi leaves out what is empty; we keep an empty text, and make unset of an empty enum.
        same = ours == theirs or (theirs in (None, "") and ours in (None, ""))
    return [] if same else [f"{path}: {ours!r} is not {theirs!r}"]


@pytest.mark.parametrize(("model", "type_", "paths"), READS, ids=lambda value: value.split()[0])
def test_values_equal_pyvmomis_field_by_field(
    vcsim: Callable[..., Vcsim],
    pyvmomi: Callable[..., AbstractContextManager[Any]],
    model: str,
    type_: str,
    paths: str,
) -> None:
    adapter: Any = importlib.import_module("pyVmomi.SoapAdapter")
    support: Any = importlib.import_module("pyVmomi.VmomiSupport")
    server = vcsim(model=model, tls=False, vms=4)
    raw = RawReader(f"http://{server.username}:{server.password}@127.0.0.1:{server.port}/sdk")
    body = raw.read(paths.split(), type_)
    raw.close()

    with pyvmomi(server.url) as service:
        result = support.GetVmodlType("vmodl.query.PropertyCollector.RetrieveResult")
        theirs = adapter.SoapResponseDeserializer(service._stub).Deserialize(body, result)
    ours = decode_response(body, vim.RetrievePropertiesEx)

    assert isinstance(ours, DataObject)
    assert len(theirs.objects) >= 1
    assert differences(ours, theirs, support) == []
