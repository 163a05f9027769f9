"""Disks of packages that others made: empty ones, shared files, ones that no device has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support import packages
from support.hosts import connected
from support.small_disks import MIB
from support.two_hosts import disks_of

import aioesx
from aioesx._server.moving import Copied, ImportOptions
from aioesx.errors import ExportRefusedError, LeaseError
from aioesx.export.arrival.import_package import import_package
from aioesx.export.copying_disks import lease_to_disk
from aioesx.simulator import Simulator, presets
from aioesx.simulator.methods import arrivals
from aioesx.simulator.packages import specs
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

_ENVELOPE: Final = """<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
 xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
 xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
 xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
<References>{files}</References><DiskSection><Info/>{disks}</DiskSection>
<DeploymentOptionSection><Info/>
<Configuration ovf:id="small"><Label>S</Label><Description>s</Description></Configuration>
<Configuration ovf:id="large"><Label>L</Label><Description>l</Description></Configuration>
</DeploymentOptionSection>
<VirtualSystem ovf:id="box"><Info/><VirtualHardwareSection><Info/>
<System><vssd:ElementName>V</vssd:ElementName><vssd:InstanceID>0</vssd:InstanceID>
<vssd:VirtualSystemType>vmx-13</vssd:VirtualSystemType></System>
<Item><rasd:ElementName>c</rasd:ElementName><rasd:InstanceID>1</rasd:InstanceID>
<rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>1</rasd:VirtualQuantity></Item>
<Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:ElementName>m</rasd:ElementName>
<rasd:InstanceID>2</rasd:InstanceID><rasd:ResourceType>4</rasd:ResourceType>
<rasd:VirtualQuantity>64</rasd:VirtualQuantity></Item>
<Item><rasd:Address>0</rasd:Address><rasd:ElementName>s</rasd:ElementName>
<rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceSubType>lsilogic</rasd:ResourceSubType>
<rasd:ResourceType>6</rasd:ResourceType></Item>{items}
</VirtualHardwareSection></VirtualSystem></Envelope>
"""
_FORMAT: Final = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"


def _content(mark: str) -> bytes:
    return (mark.encode() * 64 * 1024).ljust(2 * MIB, b"\0")


def _package(
    where: Path, disks: dict[str, str | None], items: list[tuple[str, str]], size: int = 2 * MIB
) -> Path:
    """Lay a package down.

    Args:
        where: its directory.
        disks: the file of each disk, by id; None for an empty one.
        items: the disk of each device, and the configuration that has it.
        size: what empty disks, and those whose file is ``"huge"``, say that they have.
    """
    names = list(dict.fromkeys(name for name in disks.values() if name))
    for name in names:
        (where / f"{name}.vmdk").write_bytes(packages.stream_of(_content(name)))
    files = "".join(f'<File ovf:id="{one}" ovf:href="{one}.vmdk"/>' for one in names)
    section = "".join(
        f'<Disk ovf:diskId="{disk}" ovf:format="{_FORMAT}"'
        f' ovf:capacity="{size if file in (None, "huge") else 2 * MIB}"'
        + (f' ovf:fileRef="{file}"/>' if file else "/>")
        for disk, file in disks.items()
    )
    devices = "".join(
        (f'<Item ovf:configuration="{configuration}">' if configuration else "<Item>")
        + f"<rasd:AddressOnParent>{unit}</rasd:AddressOnParent>"
        "<rasd:ElementName>d</rasd:ElementName>"
        f"<rasd:HostResource>ovf:/disk/{disk}</rasd:HostResource>"
        f"<rasd:InstanceID>{10 + unit}</rasd:InstanceID><rasd:Parent>3</rasd:Parent>"
        "<rasd:ResourceType>17</rasd:ResourceType></Item>"
        for unit, (disk, configuration) in enumerate(items)
    )
    path = where / "box.ovf"
    path.write_text(_ENVELOPE.format(files=files, disks=section, items=devices))
    return path


@pytest.fixture
def simulated() -> Any:
    return presets.empty_host(profile=PROFILES["esxi-8.0"])


@pytest.fixture
def host(simulated: Any) -> Iterator[Simulator]:
    with Simulator(simulated, username="root", password="secret") as simulator:
        yield simulator


@pytest.fixture
async def there(host: Simulator) -> AsyncIterator[aioesx.Connection]:
    async with connected(host) as esx:
        yield esx


async def _imported(path: Path, there: aioesx.Connection, **more: Any) -> Copied:
    options = ImportOptions(datastore="datastore1", **more)
    return await import_package(path, there._server, options)


_EMPTY: Final = bytes(2 * MIB)


@pytest.mark.parametrize(
    ("disks", "items", "arrived"),
    [
        ({"a": None, "b": "one"}, "ab", ["", "one"]),
        ({"a": "one", "b": None, "c": "two"}, "abc", ["one", "", "two"]),
        ({"a": None}, "a", [""]),
        ({"a": "one"}, "aa", ["one", "one"]),  # two devices of one disk
        ({"a": "one", "b": "two", "c": "one"}, "abc", ["one", "two", "one"]),  # of one file
        ({"a": "one", "b": "two"}, "ba", ["two", "one"]),
    ],
)
async def test_each_disk_gets_the_file_that_its_device_has(
    host: Simulator, there: aioesx.Connection, tmp_path: Path,
    disks: dict[str, str | None], items: str, arrived: list[str],
) -> None:  # fmt: skip
    path = _package(tmp_path, disks, [(one, "") for one in items])

    made = await _imported(path, there)

    wanted = [_content(one) if one else _EMPTY for one in arrived]
    assert disks_of(host, "box") == wanted
    assert [one.plan.file for one in made.disks] == [f"{one}.vmdk" for one in arrived if one]


async def test_disks_are_proved_by_a_lease_where_an_empty_one_is_beside_them(
    host: Simulator, there: aioesx.Connection, tmp_path: Path
) -> None:
    path = _package(tmp_path, {"a": None, "b": "one", "c": "one"}, [(x, "") for x in "abc"])

    await _imported(path, there)

    assert host.call_count["ExportVm"] == 1
    assert disks_of(host, "box") == [_EMPTY, _content("one"), _content("one")]


async def test_a_disk_that_the_host_calls_otherwise_later_is_proved_all_the_same(
    host: Simulator, there: aioesx.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aioesx.export.arrival import reading_back

    proved: list[str] = []

    async def noted(source: Any, *args: Any, **more: Any) -> None:
        proved.append(source.file.name)
        await lease_to_disk(source, *args, **more)

    def place(builder: Any, item: Any) -> tuple[int, int, str]:
        key, unit, _ = _place(builder, item)
        return key, unit, f"/box/disk-{unit}"

    _place = specs._Builder._place
    monkeypatch.setattr(specs._Builder, "_place", place)
    monkeypatch.setattr(reading_back, "lease_to_disk", noted)
    path = _package(tmp_path, {"a": "one", "b": "two"}, [("a", ""), ("b", "")])

    await _imported(path, there)

    assert len(proved) == 2
    assert disks_of(host, "box") == [_content("one"), _content("two")]


@pytest.mark.parametrize("configuration", ["large", None])
@pytest.mark.parametrize("thin", [True, False])
async def test_a_disk_that_no_device_has_is_passed_over_with_a_warning(
    host: Simulator, there: aioesx.Connection, tmp_path: Path,
    configuration: str | None, thin: bool,
) -> None:  # fmt: skip
    items = [("a", ""), *([("b", configuration)] if configuration else [])]
    size = 2**50  # there is no room for it, and none is needed
    path = _package(tmp_path, {"a": "one", "b": "huge"}, items, size)

    made = await _imported(path, there, thin=thin)

    assert disks_of(host, "box") == [_content("one")]
    told = [str(one) for one in made.warnings if one.kind == "disk"]
    assert len(told) == 1
    assert "huge.vmdk" in told[0]


async def test_warnings_are_told_before_the_host_begins(
    host: Simulator, there: aioesx.Connection, tmp_path: Path
) -> None:
    told: list[tuple[str, int]] = []

    def hear(warning: aioesx.Obstacle) -> None:
        told.append((warning.kind, host.call_count["ImportVApp"]))

    path = _package(tmp_path, {"a": "one", "b": "two"}, [("a", "")])

    await there.domains.import_from(path, datastore="datastore1", on_warning=hear)

    assert ("disk", 0) in told
    assert ("ovf", 0) in told  # it has no manifest
    assert not any(begun for _, begun in told)


@pytest.mark.parametrize("profile", ["esxi-6.5", "esxi-8.0"])  # leases have no place, and one
async def test_the_firmwares_variables_arrive_whatever_the_lease_has_a_place_for(
    tmp_path: Path, profile: str
) -> None:
    path = _package(tmp_path, {"a": "one"}, [("a", "")])
    (tmp_path / "of it.nvram").write_bytes(b"variables")
    text = path.read_text().replace(
        "</References>", '<File ovf:id="nv" ovf:href="of it.nvram"/></References>'
    )
    config = (
        '<vmw:ExtraConfig xmlns:vmw="http://www.vmware.com/schema/ovf" ovf:required="false"'
        ' vmw:key="nvram" vmw:value="ovf:/file/nv"/></VirtualHardwareSection>'
    )
    path.write_text(text.replace("</VirtualHardwareSection>", config))
    state = presets.empty_host(profile=PROFILES[profile])

    with Simulator(state, username="root", password="secret") as simulator:
        async with connected(simulator) as there:
            await _imported(path, there)
        data = simulator.change(
            lambda host: host.datastore("datastore1").file("box/box.nvram").content.read(0, 99)
        )

    assert bytes(data) == b"variables"


async def test_room_is_needed_for_each_device_and_for_empty_disks(
    there: aioesx.Connection, tmp_path: Path
) -> None:
    path = _package(tmp_path, {"a": None, "b": "one"}, [("a", ""), ("b", "")], 2**50)

    with pytest.raises(ExportRefusedError) as refused:
        await _imported(path, there, thin=False)

    assert [one.kind for one in refused.value.refusals] == ["space"]


async def test_a_lease_that_calls_disks_by_other_names_gets_none_by_guess(
    there: aioesx.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter("xyz")
    monkeypatch.setattr(arrivals, "slot_of", lambda *_: next(names))
    path = _package(tmp_path, {"a": None, "b": "one"}, [("a", ""), ("b", "")])

    with pytest.raises(LeaseError, match="VirtualLsiLogicController0:1"):
        await _imported(path, there)


async def test_values_of_properties_are_not_shown() -> None:
    options = ImportOptions(properties={"password": "hunter2"})

    assert "hunter2" not in repr(options)
