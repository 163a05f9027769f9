"""Machines as VMX settings, drawn by hypothesis: libvirt can read them and XML can hold them."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from aioesx.vmx.syntax import escape_percent, escape_pipe

__all__ = ["DATASTORES", "machines", "plain", "texts"]

DATASTORES: Final = {"ds": "/vmfs/volumes/4980", "win": "C:\\VMs"}
"""Where the host of these machines has its datastores."""


XML_CHARACTERS: Final = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
HOSTILE: Final = st.sampled_from(list("\"'|%\\/\r\n\t#;=&<> é")) | XML_CHARACTERS
texts: Final = st.text(HOSTILE, min_size=1, max_size=20)
# What may stand in a VMX value: no quote, no line end.
plain: Final = st.text(
    st.sampled_from(list("'|%\\\t#;=&<> é")) | XML_CHARACTERS.filter(lambda c: c != '"'),
    min_size=1,
    max_size=20,
)
flags: Final = st.sampled_from(["true", "FALSE", "True", "false"])
uuids: Final = st.uuids().map(str) | st.uuids().map(lambda uuid: uuid.bytes.hex(" "))
macs: Final = st.builds(
    lambda prefix, rest: prefix + rest.hex(":"),
    st.sampled_from(["00:0c:29:", "00:50:56:", "52:54:00:"]),
    st.binary(min_size=3, max_size=3),
)


def optional(**values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """Draw some of these keys; ``__`` in a name stands for a dot."""
    keys = {name.replace("__", "."): value for name, value in values.items()}
    return st.fixed_dictionaries({}, optional=keys)


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(str)


general: Final = st.builds(
    lambda name, rest: {"displayName": name, **rest},
    texts.map(escape_pipe).map(escape_percent),
    optional(
        annotation=texts.map(escape_pipe),
        uuid__bios=uuids,
        vm__genid=numbers(-(2**63), 2**63 - 1),
        memsize=st.integers(1, 2**20).map(lambda n: str(4 * n)),
        sched__mem__max=numbers(-1, 2**22) | st.just("unlimited"),
        sched__mem__minsize=numbers(-1, 2**22),
        numvcpus=numbers(1, 8),
        cpuid__coresPerSocket=st.just("1"),
        sched__cpu__shares=st.sampled_from(["low", "NORMAL", "high", "0", "2", "262144"]),
        guestOS=st.sampled_from(["centos-64", "other", "windows9-64"]),
        smbios__reflecthost=flags,
        firmware=st.just("efi"),
        svga__vramSize=numbers(0, 2**28),
    ),
)
vnc: Final = optional(
    RemoteDisplay__vnc__enabled=st.just("true"),
    RemoteDisplay__vnc__port=numbers(-1, 65535),
    RemoteDisplay__vnc__ip=st.sampled_from(["0.0.0.0", "::1", "vnc.example"]),
    RemoteDisplay__vnc__keymap=plain,
    RemoteDisplay__vnc__password=plain,
)
files: Final = st.sampled_from(
    ["bare", "/vmfs/volumes/4980/dir/a", "/vmfs/volumes/ds/b", "C:\\VMs\\x\\c", "/abs/d"]
)
hard_disks: Final = st.builds(
    lambda name, rest: {"fileName": f"{name}.vmdk", **rest},
    files,
    optional(
        mode=st.sampled_from(["persistent", "independent-nonpersistent"]),
        writeThrough=flags,
        deviceType=st.just("disk"),
        startConnected=flags,
    ),
)
opticals: Final = st.one_of(
    files.map(lambda name: {"fileName": f"{name}.iso"}),
    st.just({"fileName": "emptyBackingString", "deviceType": "cdrom-image"}),
    st.just({"deviceType": "atapi-cdrom"}),
    st.just({"deviceType": "cdrom-raw", "fileName": "auto detect"}),
    st.just({"deviceType": "atapi-cdrom", "fileName": "/dev/cdrom"}),
    st.just({"clientDevice": "true"}),
    st.just({"present": "false", "mode": "rubbish"}),
)
floppies: Final = st.one_of(
    files.map(lambda name: {"fileType": "file", "fileName": f"{name}.flp"}),
    st.just({"fileType": "device", "fileName": "/dev/fd0"}),
    st.just({"fileType": "file"}),
)
networks: Final = st.one_of(
    st.builds(lambda name: {"connectionType": "bridged", "networkName": name}, plain),
    st.builds(
        lambda name, vnet: {"connectionType": "custom", "networkName": name, "vnet": vnet},
        plain,
        st.sampled_from(["vmnet1", "vnet3", "lab"]),
    ),
    st.just({"connectionType": "nat"}),
    st.just({}),
    st.builds(
        lambda uuid, group, port: {
            "dvs.switchId": uuid, "dvs.portgroupId": group, "dvs.portId": port,
            "dvs.connectionId": port,
        },
        uuids,
        plain,
        numbers(-1, 2**31),
    ),
)  # fmt: skip
cards: Final = st.builds(
    lambda network, rest: network | rest,
    networks,
    optional(
        addressType=st.sampled_from(["generated", "vpx", "static"]),
        address=macs,
        generatedAddress=macs.map(str.upper),
        checkMACAddress=flags,
        virtualDev=st.sampled_from(["vlance", "vmxnet", "VMXNET3", "e1000", "e1000e"]),
        features=st.sampled_from(["0", "15"]),
    ),
)
serials: Final = st.one_of(
    st.just({"fileName": "/dev/ttyS0"}),
    files.map(lambda name: {"fileType": "file", "fileName": name}),
    plain.map(lambda name: {"fileType": "pipe", "fileName": name}),
    st.builds(
        lambda scheme, host, end: {
            "fileType": "network",
            "fileName": f"{scheme}//{host}:42001",
            "network.endPoint": end,
        },
        st.sampled_from(["", "tcp:", "telnet:", "telnets:", "TCP6+SSL:"]),
        st.sampled_from(["h.example", "192.0.2.1", "[2001:db8::1]"]),
        st.sampled_from(["client", "server"]),
    ),
)
parallels: Final = files.map(lambda name: {"fileType": "file", "fileName": name})
folders: Final = st.builds(
    lambda host, guest, write: {
        "enabled": "true", "hostPath": host, "guestName": guest, "writeAccess": write,
    },
    plain, plain, flags,
)  # fmt: skip


def devices(
    names: list[str], keys: st.SearchStrategy[dict[str, str]], **more: str
) -> st.SearchStrategy[dict[str, str]]:
    """Draw the keys of some of these devices."""

    def join(found: dict[str, dict[str, str]]) -> dict[str, str]:
        return (more if found else {}) | {
            f"{device}.{key}": value
            for device, settings_ in found.items()
            for key, value in ({"present": "true"} | settings_).items()
        }

    return st.dictionaries(st.sampled_from(names), keys, max_size=3).map(join)


SCSI: Final = {f"scsi{index}.present": "true" for index in range(4)}
SATA: Final = {f"sata{index}.present": "true" for index in range(4)}
scsi_disks: Final = devices(
    [f"scsi{c}:{u}" for c in range(4) for u in (0, 6, 8, 15)], hard_disks, **SCSI
)
sata_disks: Final = devices(
    [f"sata{c}:{u}" for c in range(4) for u in (0, 5, 6, 29)], hard_disks | opticals, **SATA
)


@st.composite
def machines(draw: st.DrawFn) -> dict[str, str]:
    """Draw the settings of a machine that libvirt can read and XML can hold."""
    parts = [
        {"config.version": "8", "virtualHW.version": "10"},
        draw(general),
        draw(vnc),
        draw(scsi_disks | sata_disks),  # both would have the same names
        draw(devices(["ide0:0", "ide0:1", "ide1:0", "ide1:1"], hard_disks | opticals)),
        draw(devices(["floppy0", "floppy1"], floppies)),
        draw(devices([f"ethernet{n}" for n in (0, 1, 9, 12)], cards)),
        draw(devices([f"serial{n}" for n in range(4)], serials)),
        draw(devices([f"parallel{n}" for n in range(3)], parallels)),
        draw(
            devices(
                ["sharedFolder0", "sharedFolder2"],
                folders,
                **{"isolation.tools.hgfs.disable": "false", "sharedFolder.maxNum": "3"},
            )
        ),
    ]
    return {key: value for part in parts for key, value in part.items()}
