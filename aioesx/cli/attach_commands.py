"""Commands that give a domain another device. Names, options and messages are virsh's.

What virsh's options describe becomes libvirt's XML of a device (`aioesx.cli.device_xml`), and the
library makes of that what a VMware machine has.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import aioesx
from aioesx.cli.affecting import (
    AFFECTS,
    PERSISTENT,
    PRINT_XML,
    affected,
    check_affects,
    failing,
)
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.devices import DEVICE
from aioesx.cli.sizes import SCALED
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]


async def attach_disk(
    esx: aioesx.Connection | None,
    console: Console,
    domain: str,
    print_xml: bool,
    size: int | None,
    **given: Any,
) -> ExitStatus:
    """Give a domain a disk whose image there is, a new one with --size, or a drive.

    The source is a path in a datastore, such as '[datastore1] web01/data.vmdk'; an empty one leaves
    it to the host to name a new disk. With --type cdrom or floppy it is the image of a medium, and
    an empty one stands for an empty drive.
    """
    exclusive(size=size is not None, print_xml=print_xml)
    flags = {name: bool(given[name]) for name in _AFFECT_NAMES}
    check_affects(**flags)
    from aioesx.cli.device_xml import disk_xml  # loads the documents

    xml = disk_xml(given)
    return await _attached(esx, console, domain, xml, print_xml, "disk", flags, create=size)


async def attach_interface(
    esx: aioesx.Connection | None, console: Console, domain: str, print_xml: bool, **given: Any
) -> ExitStatus:
    """Give a domain a network card.

    Of type bridge, the source is a port group: 'attach-interface web01 bridge "VM Network"'.
    """
    flags = {name: bool(given[name]) for name in _AFFECT_NAMES}
    check_affects(**flags)
    from aioesx.cli.device_xml import interface_xml  # likewise

    xml = interface_xml(given)
    return await _attached(esx, console, domain, xml, print_xml, "interface", flags)


async def _attached(
    esx: aioesx.Connection | None,
    console: Console,
    domain: str,
    xml: str,
    print_xml: bool,
    what: str,
    flags: dict[str, bool],
    create: int | None = None,
) -> ExitStatus:
    if print_xml or esx is None:
        console.document(xml)
        return ExitStatus.OK
    entry = await find_domain(esx, domain)
    flags.pop("current")
    with failing(f"Failed to attach {what}"):
        device = await entry.domain.attach(xml, create=create, **affected(entry, **flags))
    console.tell(dataclasses.asdict(device))
    console.remark(f"{what.capitalize()} attached successfully")
    return ExitStatus.OK


_AFFECT_NAMES: Final = ("persistent", "config", "live", "current")
_PASSED_ON: Final = "What libvirt's XML has; a VMware machine has nothing for it."


def _option(name: str, help_: str = _PASSED_ON) -> Word:
    return Word(name, help_, required=False)


COMMANDS: Final = (
    CommandRow(
        "attach-disk",
        attach_disk,
        (
            DOMAIN,
            Word("source", "'[datastore] path' of the image.", may_be_empty=True),
            Word("target", "Its name in the XML, such as sdb, which says where it is plugged in."),
            _option("targetbus", "scsi, sata, ide, nvme or fdc; else the target's name tells."),
            _option("driver"),
            _option("subdriver"),
            _option("iothread"),
            _option("cache"),
            _option("io"),
            _option("type", "disk, cdrom or floppy."),
            _option("mode", "readonly, of a CD-ROM drive; a disk's is refused, as is shareable."),
            _option("sourcetype", "file, block or network; else the source tells."),
            _option("serial"),
            _option("wwn"),
            _option("alias"),
            Flag("rawio", _PASSED_ON),
            _option("address", "Where it is plugged in, such as scsi:0.0.1."),
            Flag("multifunction", "With --address pci:...: of several functions."),
            PRINT_XML,
            _option("source-protocol"),
            _option("source-host-name"),
            _option("source-host-transport"),
            _option("source-host-socket"),
            PERSISTENT,
            *AFFECTS,
            Word(
                "size",
                "Make a new disk of this size, in KiB or with a unit; virsh has no such option.",
                *(False, False),
                type=SCALED,
            ),
        ),
        alone="print_xml",
        output=DEVICE,
        aliases={"shareable": "mode=shareable"},
    ),
    CommandRow(
        "attach-interface",
        attach_interface,
        (
            DOMAIN,
            Word("type", "bridge for a port group, network, ...: libvirt's words."),
            Word("source", "The port group."),
            _option("target"),
            _option("mac", "Hardware address; else the host makes one."),
            _option("script"),
            _option("model", "vmxnet3, e1000e, e1000, vmxnet2 or vlance."),
            _option("alias"),
            _option("inbound", "average,peak,burst,floor; to be printed only."),
            _option("outbound", "average,peak,burst; to be printed only."),
            PERSISTENT,
            *AFFECTS,
            PRINT_XML,
            Flag("managed", _PASSED_ON),
            _option("source-mode"),
        ),
        alone="print_xml",
        output=DEVICE,
    ),
)
