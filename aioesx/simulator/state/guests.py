"""Operating systems that a guest can have: the API's identifiers and the words of a VMX file.

The API says ``rhel7_64Guest`` where a VMX says ``rhel7-64``.
"""

from __future__ import annotations

from typing import Final

__all__ = ["GUEST_IDS", "guest_id", "guest_word"]

_SUFFIX: Final = "Guest"

_STEMS: Final = """
    dos win31 win95 win98 winMe winNT win2000Pro win2000Serv win2000AdvServ winXPHome winXPPro
    winXPPro64 winNetWeb winNetStandard winNetEnterprise winNetDatacenter winNetBusiness
    winNetStandard64 winNetEnterprise64 winLonghorn winLonghorn64 winNetDatacenter64 winVista
    winVista64 windows7 windows7_64 windows7Server64 windows8 windows8_64 windows8Server64
    windows9 windows9_64 windows9Server64 windows11_64 windows12_64 windowsHyperV
    windows2019srv_64 windows2019srvNext_64 windows2022srvNext_64 freebsd freebsd64 freebsd11
    freebsd11_64 freebsd12 freebsd12_64 freebsd13 freebsd13_64 freebsd14 freebsd14_64 freebsd15
    freebsd15_64 redhat rhel2 rhel3 rhel3_64 rhel4 rhel4_64 rhel5 rhel5_64 rhel6 rhel6_64 rhel7
    rhel7_64 rhel8_64 rhel9_64 rhel10_64 centos centos64 centos6 centos6_64 centos7 centos7_64
    centos8_64 centos9_64 oracleLinux oracleLinux64 oracleLinux6 oracleLinux6_64 oracleLinux7
    oracleLinux7_64 oracleLinux8_64 oracleLinux9_64 oracleLinux10_64 suse suse64 sles sles64
    sles10 sles10_64 sles11 sles11_64 sles12 sles12_64 sles15_64 sles16_64 nld9 oes sjds
    mandrake mandriva mandriva64 turboLinux turboLinux64 ubuntu ubuntu64 debian4 debian4_64
    debian5 debian5_64 debian6 debian6_64 debian7 debian7_64 debian8 debian8_64 debian9
    debian9_64 debian10 debian10_64 debian11 debian11_64 debian12 debian12_64 debian13
    debian13_64 asianux3 asianux3_64 asianux4 asianux4_64 asianux5_64 asianux7_64 asianux8_64
    asianux9_64 miraclelinux_64 pardus_64 opensuse opensuse64 fedora fedora64 coreos64
    vmwarePhoton64 other24xLinux other26xLinux otherLinux other3xLinux other4xLinux other5xLinux
    other6xLinux other7xLinux genericLinux other24xLinux64 other26xLinux64 other3xLinux64
    other4xLinux64 other5xLinux64 other6xLinux64 other7xLinux64 otherLinux64 solaris6 solaris7
    solaris8 solaris9 solaris10 solaris10_64 solaris11_64 fusionos_64 prolinux_64 kylinlinux_64
    flatcar_64 os2 eComStation eComStation2 netware4 netware5 netware6 openServer5 openServer6
    unixWare7 darwin darwin64 darwin10 darwin10_64 darwin11 darwin11_64 darwin12_64 darwin13_64
    darwin14_64 darwin15_64 darwin16_64 darwin17_64 darwin18_64 darwin19_64 darwin20_64
    darwin21_64 darwin22_64 darwin23_64 vmkernel vmkernel5 vmkernel6 vmkernel65 vmkernel7
    vmkernel8 vmkernel9 amazonlinux2_64 amazonlinux3_64 crxPod1 crxSys1 rockylinux_64
    almalinux_64 other otherGuest64
"""

GUEST_IDS: Final = tuple(stem if _SUFFIX in stem else f"{stem}{_SUFFIX}" for stem in _STEMS.split())
"""Every identifier that the API knows (vSphere API, ``VirtualMachineGuestOsIdentifier``)."""


def _plain(text: str) -> str:
    for dropped in ("guest", "-", "_", " "):
        text = text.lower().replace(dropped, "")
    return text.replace("server64", "srv64")


_BY_PLAIN: Final = {_plain(name): name for name in GUEST_IDS} | {
    "longhorn": "winLonghornGuest",
    "longhorn64": "winLonghorn64Guest",
}


def guest_id(word: str) -> str:
    """Return the identifier for what a VMX says; made up in their manner for a word of nobody's."""
    return _BY_PLAIN.get(_plain(word)) or word.replace("-64", "64") + _SUFFIX


def guest_word(identifier: str) -> str | None:
    """Return what a VMX says for an identifier; None for one that the API does not know."""
    if identifier not in GUEST_IDS:
        return None
    stem = identifier.replace(_SUFFIX, "", 1).lower().replace("winlonghorn", "longhorn")
    if not stem.endswith("64"):
        return stem
    return stem[:-2].rstrip("_").replace("server", "srv") + "-64"
