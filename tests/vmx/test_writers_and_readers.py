"""What a writer accepts, its own reader takes: whatever a definition may say, in each field.

`define` writes a VMX file that `dumpxml` then reads, and what that prints can be defined again.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final
from uuid import UUID

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from aioesx.definition import (
    CharacterDevice,
    Controller,
    Cpu,
    Disk,
    DistributedPort,
    DomainDefinition,
    DriveAddress,
    Filesystem,
    Graphics,
    Interface,
    Listen,
    Topology,
    Tpm,
    Video,
    format_domain_xml,
    parse_domain_xml,
)
from aioesx.definition.snapshot import SnapshotDefinition, format_snapshot_xml, parse_snapshot_xml
from aioesx.errors import DocumentError
from aioesx.vmx import DIALECTS, Dialect, format_domain, parse_domain

DATASTORES: Final = {"ds": "/vmfs/volumes/ds", "win": "C:\\VMs"}

odd_texts = st.sampled_from(
    ["", "a", "a b", "ü", "x/y", "x\\y", '"', "%", "|", "100%", "a\nb", "\t", "0", "-1", "auto",
     "emptyBackingString", "auto detect", "[ds] a", "/dev/sr0", "::1", "a:b", "#", "x" * 300]
)  # fmt: skip
paths = st.sampled_from(
    ["[ds] a.vmdk", "[ds] d/a.iso", "[win] d/a.vmdk", "/a.vmdk", "/vmfs/volumes/ds/a.vmdk",
     "/vmfs/volumes/gone/a.vmdk", "/vmfs/devices/cdrom/x", "[gone] a.vmdk", "a.vmdk", "[ds] a.flp",
     "[ds]", "[ds] ", "[ds] .iso", "D:\\a.iso", "[win] x/../a.vmdk", "[ds] a;b.vmdk"]
)  # fmt: skip
numbers = st.sampled_from([-1, 0, 1, 2, 3, 4, 5, 7, 15, 16, 63, 4096, 10**6, 2**31, 2**63, 2**70])
uuids = st.builds(UUID, int=st.sampled_from([0, 1, 2**128 - 1]))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


disks = st.builds(
    Disk,
    target=st.sampled_from(
        ["sda", "sdb", "sdh", "sdp", "sdae", "sdbh", "hda", "hdd", "fda", "fdb", "nvme0n1",
         "nvme3n15", "vda", "sda1"]
    ),
    bus=st.sampled_from(["scsi", "sata", "ide", "fdc", "nvme", "virtio", "usb"]),
    type=st.sampled_from(["file", "block", "dir", "network"]),
    device=st.sampled_from(["disk", "cdrom", "lun", "floppy"]),
    source=maybe(paths | odd_texts),
    startup_policy=st.sampled_from([None, "optional", "mandatory"]),
    driver=st.sampled_from([None, "lsilogic", "auto"]),
    cache=st.sampled_from([None, "default", "writethrough", "none"]),
    readonly=st.booleans(),
    transient=st.booleans(),
    address=maybe(
        st.builds(DriveAddress, st.integers(0, 3), st.integers(0, 1), st.integers(0, 16))
    ),
)  # fmt: skip
ports = st.builds(
    DistributedPort,
    switch_id=uuids,
    port_id=maybe(numbers),
    portgroup_id=maybe(odd_texts),
    connection_id=maybe(numbers),
)
interfaces = st.builds(
    Interface,
    mac=st.sampled_from(["00:0c:29:00:00:01", "00:50:56:00:00:01", "52:54:00:00:00:01",
                         "00:00:00:00:00:00", "x", "00:0C:29:AA:BB:CC"]),
    type=st.sampled_from(["bridge", "user", "null", "vds", "network"]),
    mac_type=st.sampled_from([None, "static", "generated", "odd"]),
    mac_check=st.sampled_from([None, True, False]),
    source=maybe(odd_texts),
    target=maybe(odd_texts),
    model=st.sampled_from([None, "e1000", "vmxnet2", "VMXNET3", "virtio"]),
    port=maybe(ports),
)  # fmt: skip
characters = st.builds(
    CharacterDevice,
    port=st.integers(0, 4),
    type=st.sampled_from(["dev", "file", "pipe", "tcp", "pty", "null"]),
    path=maybe(paths | odd_texts),
    mode=st.sampled_from([None, "bind", "connect"]),
    host=st.sampled_from(
        [None, "", "h", "192.0.2.1", "::1", "[::1]", "a b", "h:1", "h/x", "u@h", "ü"]
    ),
    service=st.sampled_from(
        [None, "", "0", "1", "80", "http", "70000", "10" * 9, " 5", "-1", "x y"]
    ),
    protocol=st.sampled_from([None, "raw", "telnet", "telnets", "tls", "odd"]),
)  # fmt: skip
cpus = st.builds(
    Cpu,
    mode=st.sampled_from([None, "custom", "host-model"]),
    topology=maybe(
        st.builds(
            Topology,
            sockets=st.integers(0, 4),
            cores=st.integers(0, 4),
            threads=st.integers(1, 2),
            clusters=st.sampled_from([None, 1, 2]),
        )
    ),
)


def tuples(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=most).map(tuple)


FIELDS: Final[dict[str, st.SearchStrategy[Any]]] = {
    "name": maybe(odd_texts),
    "uuid": uuids,
    "memory_kib": numbers,
    "current_memory_kib": numbers,
    "id": maybe(numbers),
    "hardware_uuid": maybe(uuids),
    "generation_id": maybe(uuids),
    "description": maybe(odd_texts),
    "min_guarantee_kib": numbers,
    "vcpus": numbers,
    "vcpus_current": maybe(numbers),
    "cpuset": maybe(tuples(st.integers(-1, 20_000), 4)),
    "shares": maybe(numbers),
    "os_type": st.sampled_from(["hvm", "xen"]),
    "arch": st.sampled_from(["i686", "x86_64", "aarch64"]),
    "firmware": st.sampled_from([None, "efi", "bios", "odd"]),
    "smbios": st.sampled_from([None, "host", "sysinfo", "emulate", "odd"]),
    "secure_boot": st.booleans(),
    "nvram": maybe(paths),
    "cpu": maybe(cpus),
    "disks": tuples(disks, 3),
    "controllers": tuples(
        st.builds(
            Controller,
            type=st.sampled_from(["scsi", "sata", "ide", "usb"]),
            index=st.integers(0, 5),
            model=st.sampled_from([None, "lsilogic", "VMPVSCSI", "pvscsi", "auto", "odd"]),
        )
    ),
    "filesystems": tuples(
        st.builds(
            Filesystem,
            source=maybe(odd_texts),
            target=odd_texts,
            type=st.sampled_from(["mount", "block"]),
            readonly=st.booleans(),
        )
    ),
    "interfaces": tuples(interfaces, 3),
    "serials": tuples(characters, 3),
    "parallels": tuples(characters),
    "graphics": tuples(
        st.builds(
            Graphics,
            type=st.sampled_from(["vnc", "spice"]),
            port=maybe(numbers),
            listen=tuples(
                st.builds(
                    Listen,
                    type=st.sampled_from(["address", "network", "none"]),
                    address=maybe(odd_texts),
                )
            ),
            keymap=maybe(odd_texts),
            password=maybe(odd_texts),
        ),
        2,
    ),
    "videos": tuples(
        st.builds(
            Video,
            type=st.sampled_from(["vmvga", "vga"]),
            vram_kib=numbers,
            heads=st.sampled_from([None, 1, 2]),
        )
    ),
    "tpm": maybe(st.builds(Tpm, model=st.sampled_from(["tpm-crb", "tpm-tis"]))),
    "datacenter_path": maybe(odd_texts),
    "moref": maybe(odd_texts),
}

BARE: Final = DomainDefinition(name="t", uuid=UUID(int=1), memory_kib=4096, current_memory_kib=4096)


@st.composite
def definitions(draw: st.DrawFn) -> DomainDefinition:
    """Draw a definition with one to four fields that say something odd."""
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=4, unique=True))
    return dataclasses.replace(BARE, **{name: draw(FIELDS[name]) for name in names})


def test_every_field_is_drawn() -> None:
    assert set(FIELDS) == {field.name for field in dataclasses.fields(DomainDefinition)}


def read(vmx: str, dialect: Dialect) -> DomainDefinition:
    return parse_domain(vmx.encode(), datastores=DATASTORES, directory="[ds] d", dialect=dialect)


def write(definition: DomainDefinition, hardware: int, dialect: Dialect) -> str:
    return format_domain(
        definition, hardware_version=hardware, datastores=DATASTORES, dialect=dialect
    )


thoroughly = settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@thoroughly
@given(definitions(), st.sampled_from([4, 10, 13, 14, 20]), st.sampled_from(DIALECTS))
def test_what_the_vmx_writer_accepts_the_reader_takes(
    definition: DomainDefinition, hardware: int, dialect: Dialect
) -> None:
    try:
        vmx = write(definition, hardware, dialect)
    except DocumentError:
        assume(False)

    there = read(vmx, dialect)
    assume(not any(disk.device == "lun" and disk.source is None for disk in there.disks))  # no XML
    again = parse_domain_xml(format_domain_xml(there, secure=True, inactive=True))

    assert emptied(read(write(again, hardware, dialect), dialect)) == emptied(there)


def emptied(definition: DomainDefinition) -> DomainDefinition:
    """Say of every drive without a medium what libvirt's XML can say of it: that it is a file's."""
    disks = [
        dataclasses.replace(disk, type="file") if disk.source is None else disk
        for disk in definition.disks
    ]
    return dataclasses.replace(definition, disks=tuple(disks))


@thoroughly
@given(
    st.builds(
        SnapshotDefinition,
        name=maybe(odd_texts),
        description=maybe(odd_texts),
        state=st.sampled_from([None, "running", "shutoff"]),
        parent=maybe(odd_texts),
        domain_uuid=maybe(uuids),
    )
)
def test_what_the_snapshot_writer_writes_the_reader_takes(snapshot: SnapshotDefinition) -> None:
    wish = parse_snapshot_xml(format_snapshot_xml(snapshot))

    assert (wish.name or "") == (snapshot.name or "")
    assert (wish.description or "") == (snapshot.description or "")
