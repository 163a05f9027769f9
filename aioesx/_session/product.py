"""Which product answers, whether we can work with it, and which API version to speak."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Final

from aioesx import vim
from aioesx._soap.names import OLDEST_API
from aioesx.errors import ProtocolError, WrongProductError
from aioesx.vim._newest import NEWEST_API

__all__ = ["ProductInfo", "choose_api", "identify"]


# productLineId -> (scheme of our URIs, oldest version that libvirt and we work with)
_LINES: Final = {
    "gsx": ("gsx", (2, 0)),
    "esx": ("esx", (3, 5)),
    "embeddedEsx": ("esx", (3, 5)),
    "vpx": ("vpx", (2, 5)),
}
_NAMES: Final = {"gsx": "Server/GSX", "esx": "ESX(i)", "vpx": "vCenter/VPX"}
_API_TYPES: Final = ("HostAgent", "VirtualCenter")
_VERSION = re.compile(r"(\d{1,9})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?", re.ASCII)
_NUMERIC = re.compile(r"\d+(?:\.\d+)*", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class ProductInfo:
    """What the server says of itself.

    Attributes:
        line: ``"esx"``, ``"gsx"`` or ``"vpx"``: the scheme of its URIs.
        name: such as ``"VMware ESXi"``.
        full_name: with version and build.
        version: such as ``"6.5.0"``.
        build: build number as text.
        api_version: newest API version that the server speaks.
        number: the version as libvirt counts it, 1000000 * major + 1000 * minor + micro.
    """

    line: str
    name: str
    full_name: str
    version: str
    build: str
    api_version: str
    number: int


def identify(about: vim.AboutInfo, scheme: str, host: str) -> ProductInfo:
    """Check the server against the scheme of the URI.

    Raises:
        WrongProductError: another product, or one too old.
        ProtocolError: the answer names no product or version that makes sense.

    Source: libvirt, esxVI_Context_Connect.
    """
    if about.api_type not in _API_TYPES:
        raise ProtocolError(f"{host} has the unknown API type '{about.api_type}'")
    if about.product_line_id not in _LINES:
        raise WrongProductError(f"{host} is of the unknown product line '{about.product_line_id}'")
    line, oldest = _LINES[about.product_line_id]
    version = _version(about.version, host)
    if line != scheme:
        raise WrongProductError(
            f"expecting {host} to be a {_NAMES[scheme]} host but found a {_NAMES[line]} host;"
            f" use {line}://"
        )
    if version[: len(oldest)] < oldest:
        raise WrongProductError(
            f"minimum supported {_NAMES[line]} version is {'.'.join(map(str, oldest))}"
            f" but found version {about.version} on {host}"
        )
    major, minor, micro = version[:3]
    return ProductInfo(
        line=line,
        name=about.name,
        full_name=about.full_name,
        version=about.version,
        build=about.build,
        api_version=about.api_version,
        number=1_000_000 * major + 1000 * minor + micro,
    )


def _version(text: str, host: str) -> tuple[int, ...]:
    match = _VERSION.match(text)
    if match is None:
        raise ProtocolError(f"{host} has the unreadable version '{text}'")
    return tuple(int(part or 0) for part in match.groups())


def choose_api(offered: Iterable[str]) -> str:
    """Return the newest version of those that a server offers and `aioesx.vim` describes.

    Words that are no numbers (``uA046D008``) are passed over; without any that fits it is the
    oldest API, which every server speaks.
    """
    known = [
        (tuple(map(int, text.split("."))), text) for text in offered if _NUMERIC.fullmatch(text)
    ]
    return max((entry for entry in known if entry[0] <= NEWEST_API), default=((), OLDEST_API))[1]
