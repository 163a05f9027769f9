"""CIM's numbers of operating systems, by VMware's words for guests.

A descriptor tells both; hosts look at VMware's word, others have the number only. CIM knows few of
the newer systems: what it has no number for is "Linux (64 bits)" or "other".

Source: CIM_OperatingSystem.OSType, DMTF; numbers that vCenters and ovftool write.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["os_id"]

_64: Final = re.compile(r"_?64(?:Guest)?$")
_OTHER: Final = (1, 102)
_LINUX: Final = (36, 101)

# fmt: off
_IDS: Final = (  # the first beginning that fits counts: of 32 bits, of 64
    ("windows7Server",  (103, 103)), ("windows8Server",  (113, 113)),
    ("windows9Server",  (112, 112)), ("windows2019srv",  (112, 112)),
    ("windows7",        (105, 105)), ("windows8",        (114, 115)),
    ("windows",         (1, 1)),
    ("winLonghorn",     (76, 77)),   ("winVista",        (73, 74)),
    ("winNet",          (69, 70)),   ("winXP",           (67, 71)),
    ("win2000",         (58, 58)),   ("winNT",           (18, 18)),
    ("winMe",           (63, 63)),   ("win98",           (17, 17)),
    ("win95",           (16, 16)),   ("win31",           (15, 15)),
    ("dos",             (14, 14)),
    ("ubuntu",          (93, 94)),   ("debian",          (95, 96)),
    ("rhel",            (79, 80)),   ("centos",          (106, 107)),
    ("oracleLinux",     (108, 109)), ("sles",            (84, 85)),
    ("suse",            (82, 83)),   ("opensuse",        (82, 83)),
    ("oes",             (86, 86)),   ("nld9",            (87, 87)),
    ("sjds",            (88, 88)),   ("mandr",           (89, 90)),
    ("turboLinux",      (91, 92)),   ("other24xLinux",   (97, 98)),
    ("other26xLinux",   (99, 100)),
    ("freebsd",         (42, 78)),   ("solaris",         (29, 81)),
    ("darwin",          (2, 2)),     ("netware",         (21, 21)),
    ("openServer",      (26, 26)),   ("unixWare",        (25, 25)),
    ("eComStation",     (110, 110)), ("os2",             (12, 12)),
    ("vmkernel",        (104, 104)),
    *((word, _LINUX) for word in (
        "fedora", "coreos", "vmwarePhoton", "asianux", "amazonlinux", "rockylinux", "almalinux",
        "genericLinux", "redhat", "crxPod", "crxSys", "miraclelinux", "pardus",
    )),
)
# fmt: on
_BY_WORD: Final = re.compile("linux", re.IGNORECASE)


def os_id(guest: str) -> int:
    """Return the number of a guest's operating system; 1, "other", of one that is not known.

    >>> os_id("ubuntu64Guest")
    94
    """
    wide = _64.search(guest) is not None
    for beginning, ids in _IDS:
        if guest.startswith(beginning):
            return ids[wide]
    return (_LINUX if _BY_WORD.search(guest) else _OTHER)[wide]
