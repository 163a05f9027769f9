"""Names and texts that a VMX file cannot hold as they are, by every way into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.simulator import ManualClock, Simulator
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio

NAMES = ['a"b', "a|b", "two\nlines", "|22", "\u00fc\U0001f600"]
DB01 = ref("VirtualMachine", "2")
FOLDER, POOL = ref("Folder", "ha-folder-vm"), ref("ResourcePool", "ha-root-pool")


def rename(name: str) -> vim.Method[Any]:
    return vim.Rename_Task(this=DB01, new_name=name)


def reconfigure(name: str) -> vim.Method[Any]:
    return vim.ReconfigVM_Task(this=DB01, spec=vim.VirtualMachineConfigSpec(name=name))


def create(name: str) -> vim.Method[Any]:
    files = vim.VirtualMachineFileInfo(vm_path_name="[datastore1] new/new.vmx")
    spec = vim.VirtualMachineConfigSpec(name=name, files=files)
    return vim.CreateVM_Task(this=FOLDER, config=spec, pool=POOL)


def register(name: str) -> vim.Method[Any]:
    path = "[datastore1] db01/db01.vmx"
    return vim.RegisterVM_Task(this=FOLDER, path=path, name=name, as_template=False, pool=POOL)


@pytest.mark.parametrize("way", [rename, reconfigure, create, register])
@pytest.mark.parametrize("name", NAMES)
async def test_a_machine_has_any_name(
    call: Caller, clock: ManualClock, simulator: Simulator, way: Any, name: str
) -> None:
    if way is register:
        await call(vim.UnregisterVM(this=DB01))

    task = await call(way(name))
    clock.advance(30)

    info: vim.TaskInfo = (await call.read(task, "info"))["info"]
    assert info.error is None
    machine = info.result if info.result is not None else DB01
    assert (await call.read(machine, "name")) == {"name": name}
    found = simulator.state.machines[machine.value]
    simulator.state.reread(found)
    assert found.name == name, "the file says the same"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('a"b', 'a"b'),
        ("two\nlines", "two\nlines"),
        ("a|b", "a|b"),
        (True, "TRUE"),
        (7, "7"),
        (vim.Typed("xsd:long", 7), "7"),
    ],
)
async def test_an_extra_setting_comes_back(
    call: Caller, clock: ManualClock, value: Any, shown: str
) -> None:
    await set_extra(call, clock, "guestinfo.x", value)
    extra = (await call.read(DB01, "config.extraConfig"))["config.extraConfig"]
    assert {item.key: item.value for item in extra}["guestinfo.x"] == shown


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("guestinfo.x", vim.Unknown("Nothing", [("a", "b")])),
        ("guestinfo.x", vim.array("xsd:string", ["a"])),
        ("guestinfo.x", vim.Description(label="a", summary="b")),
        ("guestinfo.x", DB01),
        ("no key", "x"),
        ("", "x"),
    ],
)
async def test_a_setting_that_no_file_can_hold_is_refused(
    call: Caller, clock: ManualClock, key: str, value: Any
) -> None:
    fault = await set_extra(call, clock, key, value)
    assert isinstance(fault, vim.InvalidArgument)


async def set_extra(call: Caller, clock: ManualClock, key: str, value: Any) -> Any:
    option = vim.OptionValue(key=key, value=value)
    spec = vim.VirtualMachineConfigSpec(extra_config=[option])
    task = await call(vim.ReconfigVM_Task(this=DB01, spec=spec))
    clock.advance(30)
    info: vim.TaskInfo = (await call.read(task, "info"))["info"]
    return info.error.fault if info.error is not None else None


# --- character sets ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "codec", "name"),
    [
        ("windows-1252", "cp1252", "B\u00fcro"),
        ("GBK", "gbk", "\u529e\u516c\u5ba4"),
        ("UTF-8", "utf-8", "B\u00fcro"),
        ("windows-1251", "cp1251", "\u043e\u0444\u0438\u0441"),
    ],
)
async def test_a_file_and_its_encoding_are_in_step(
    tmp_path: Path, encoding: str, codec: str, name: str
) -> None:
    """The file is written in UTF-8, whatever it was read in; it says so, too."""
    text = f'.encoding = "{encoding}"\nconfig.version = "8"\ndisplayName = "{name}"\n'
    (tmp_path / "old.vmx").write_bytes(text.encode(codec))
    document = '[[host]]\nname = "a"\n[[machine]]\nhost = "a"\nvmx = "old.vmx"\n'
    (tmp_path / "site.toml").write_text(document)

    site = Site.load(tmp_path / "site.toml", password="secret")

    host = site.hosts["a"].state
    machine = host.find(name)
    content = host.datastore(machine.place.datastore).file(machine.place.path).content
    written = content.read(0, content.size).decode()
    assert f'displayName = "{name}"' in written
    assert '.encoding = "UTF-8"' in written
    host.reread(machine)
    machine.change({"memsize": "64"})
    assert machine.name == name
