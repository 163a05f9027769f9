"""An answer of a server that knows more than ``wsdl/`` never fails a batch.

pyVmomi makes the answers: types, fields and words that only it knows, by its own serializer.
"""

from __future__ import annotations

import datetime
import importlib
from typing import Any

import pytest

from aioesx import vim
from aioesx._soap import decode_response

pytestmark = pytest.mark.peer("pyvmomi")

ENVELOPE = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
    '<RetrievePropertiesResponse xmlns="urn:vim25">{}</RetrievePropertiesResponse>'
    "</soapenv:Body></soapenv:Envelope>"
)


WRAPPED = ("DataObject", "vmodl.LocalizedMethodFault")
"""Not values of their own: its serializer wraps what is in the second a second time."""


@pytest.fixture(scope="module")
def theirs() -> Any:
    """pyVmomi, with two types that are newer than any server."""
    package: Any = importlib.import_module("pyVmomi")
    support: Any = importlib.import_module("pyVmomi.VmomiSupport")
    support.CreateAndLoadDataType(
        "vim.vm.device.VirtualQuantum",
        "VirtualQuantum",
        "vim.vm.device.VirtualDevice",
        "vim.version.version1",
        [("qubits", "int", "vim.version.version1", 0)],
    )
    support.CreateAndLoadDataType(
        "vim.vm.Aura",
        "VirtualMachineAura",
        "vmodl.DynamicData",
        "vim.version.version1",
        [
            ("colour", "string", "vim.version.version1", 0),
            ("device", "vim.vm.device.VirtualDevice[]", "vim.version.version1", 0),
            ("vm", "vim.VirtualMachine", "vim.version.version1", 0),
        ],
    )
    return package


def answer(theirs: Any, *values: Any) -> bytes:
    """Write an answer that has these values as properties."""
    adapter: Any = importlib.import_module("pyVmomi.SoapAdapter")
    version = importlib.import_module("pyVmomi.VmomiSupport").newestVersions.GetName("vim")
    query = theirs.vmodl.query.PropertyCollector
    content = query.ObjectContent(
        obj=theirs.vim.VirtualMachine("vm-1"),
        propSet=[
            theirs.vmodl.DynamicProperty(name=f"p{number}", val=value)
            for number, value in enumerate(values)
        ],
    )
    info = theirs.VmomiSupport.Object(
        name="returnval", type=query.ObjectContent, version=version, flags=0
    )
    text: str = adapter.Serialize(content, info=info, version=version)
    return ENVELOPE.format(text).encode()


def read(body: bytes) -> list[Any]:
    found = decode_response(body, vim.RetrieveProperties)
    return [entry.val for entry in found[0].prop_set]


def test_types_that_we_do_not_know_are_kept_with_name_and_fields(theirs: Any) -> None:
    machine = theirs.vim.VirtualMachine("vm-1")
    quantum = theirs.vim.vm.device.VirtualQuantum(key=7, qubits=3)
    aura = theirs.vim.vm.Aura(colour="red", device=[quantum], vm=machine)

    known, unknown = read(answer(theirs, "web01", aura))

    assert known == "web01"
    assert isinstance(unknown, vim.Unknown)
    assert unknown.type_name == "VirtualMachineAura"
    assert unknown.get("colour") == "red"
    assert unknown.get("vm") == vim.Ref("VirtualMachine", "vm-1")
    assert unknown.get("device").type_name == "VirtualQuantum"


def test_a_device_of_tomorrow_does_not_hide_those_of_today(theirs: Any) -> None:
    devices = [
        theirs.vim.vm.device.VirtualE1000(key=4000, macAddress="00:0c:29:00:00:01"),
        theirs.vim.vm.device.VirtualQuantum(key=7, qubits=3),
    ]
    hardware = theirs.vim.vm.VirtualHardware(numCPU=1, memoryMB=4, device=devices)

    (found,) = read(answer(theirs, hardware))

    assert isinstance(found.device[0], vim.VirtualE1000)
    assert isinstance(found.device[1], vim.VirtualDevice)
    assert (found.device[1].wire_name, found.device[1].key) == ("VirtualQuantum", 7)


def test_a_field_and_a_word_of_tomorrow_do_no_harm(theirs: Any) -> None:
    body = (
        answer(theirs, theirs.vim.SharesInfo(shares=7, level="normal"))
        .replace(b"<shares>", b'<future xsi:type="xsd:int">1</future><shares>')
        .replace(b">normal<", b">generous<")
    )

    assert read(body) == [vim.SharesInfo(shares=7, level="generous")]


def test_no_type_of_pyvmomi_fails_a_batch(theirs: Any) -> None:
    """Every data type that it knows, most of which we do not, with its required fields."""
    support: Any = importlib.import_module("pyVmomi.VmomiSupport")
    names = sorted(name for space, name in support._wsdlDefMap if space == "urn:vim25")
    classes = [support.GetWsdlType("urn:vim25", name) for name in names]
    values = [
        _filled(support, cls)
        for cls in classes
        if issubclass(cls, support.DataObject) and cls.__name__ not in WRAPPED
    ]

    found = read(answer(theirs, *values))

    assert len(found) == len(values) > 2000
    assert sum(isinstance(value, vim.Unknown) for value in found) > 500


def _filled(support: Any, cls: Any, depth: int = 0) -> Any:
    """Make a value of one of pyVmomi's types, with what is required."""
    value = cls()
    for info in value._GetPropertyList():
        if not info.flags & support.F_OPTIONAL and depth < 10:
            setattr(value, info.name, _held(support, info.type, depth))
    return value


def _held(support: Any, cls: Any, depth: int) -> Any:
    if issubclass(cls, support.Array):
        return cls([_held(support, cls.Item, depth)])
    if issubclass(cls, support.DataObject):
        return _filled(support, cls, depth + 1)
    if issubclass(cls, support.ManagedObject):
        return cls("moref")
    if issubclass(cls, support.ManagedMethod):
        return support.GetVmodlType("vim.VirtualMachine").PowerOn
    plain = {bool: True, bytes: b"x", type: support.GetVmodlType("vim.VirtualMachine")}
    plain |= {datetime.datetime: datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC), object: "x"}
    if cls in plain:
        return plain[cls]
    return cls(b"x") if issubclass(cls, bytearray | bytes) else cls("1")
