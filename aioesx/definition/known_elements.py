"""``--validate``: elements that libvirt's domain XML does not have, a misspelt ``<memmory>`` say.

libvirt's own schema has more to say; this is the part that saves a person's evening. Known to
the tables are the elements of all of libvirt's drivers, so that what the ESX driver ignores
(features, sound cards, ...) passes here, as it does there.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from aioesx.definition._reader import parse_element
from aioesx.errors import DomainXmlError

__all__ = ["require_known_elements"]

_KNOWN: Final[dict[str, frozenset[str]]] = {
    path: frozenset(words.split())
    for path, words in {
        "": """bootloader bootloader_args blkiotune clock cpu cputune currentMemory
            defaultiothread description devices features genid hwuuid idmap iothreadids iothreads
            keywrap launchSecurity maxMemory memory memoryBacking memtune metadata name numatune
            on_crash on_lockfailure on_poweroff on_reboot os perf pm resource seclabel sysinfo
            throttlegroups title uuid vcpu vcpus""",
        "os": """acpi bios boot bootmenu cmdline dtb firmware init initarg initdir initenv
            initgroup initrd inituser kernel loader nvram root smbios type""",
        "devices": """audio channel console controller crypto disk emulator filesystem graphics
            hostdev hub input interface iommu lease memballoon memory nvram panic parallel pstore
            redirdev redirfilter rng serial shmem smartcard sound tpm video vsock watchdog""",
        "devices/disk": """address alias auth backenddomain backingStore blockio boot diskSecret
            driver encryption geometry iotune mirror product readonly serial shareable source
            target throttlefilters transient vendor wwn""",
        "devices/interface": """acpi address alias backend backenddomain bandwidth boot coalesce
            downscript driver filterref guest ip link mac model mtu port portForward rom route
            script source target teaming tune virtualport vlan""",
        "devices/controller": "acpi address alias driver master model target",
        "devices/filesystem": """acpi address alias binary boot driver idmap readonly source
            space_hard_limit space_soft_limit target""",
    }.items()
}
_NUMBERED: Final = re.compile(r"\[[0-9]+\]")


def require_known_elements(xml: str | bytes) -> None:
    """Refuse a document with an element that libvirt does not know there.

    Args:
        xml: a document that `parse_domain_xml` has accepted.

    Raises:
        DomainXmlError: names the element.
    """
    _check(parse_element(xml), "")


def _check(element: etree._Element, path: str) -> None:
    known = _KNOWN.get(_NUMBERED.sub("", path))
    if known is None:
        return
    counts: dict[str, int] = {}
    for child in element:
        if not isinstance(child.tag, str) or child.tag.startswith("{"):
            continue  # comments, and other programs' namespaces
        counts[child.tag] = number = counts.get(child.tag, 0) + 1
        step = f"{child.tag}[{number}]" if path == "devices" else child.tag
        where = f"{path}/{step}" if path else step
        if child.tag not in known:
            raise DomainXmlError("libvirt knows no such element here", path=where)
        _check(child, where)
