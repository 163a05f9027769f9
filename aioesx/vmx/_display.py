"""Remote display and graphics card: ``RemoteDisplay.vnc`` <-> `Graphics`, ``svga`` <-> `Video`."""

from __future__ import annotations

from typing import Final

from aioesx.definition import Graphics, Listen, Video
from aioesx.vmx._context import Reading, Writing, need_range, refuse
from aioesx.vmx._keys import flag, integer, text

__all__ = ["decode_graphics", "decode_video", "encode_graphics", "encode_video"]

VNC_ENABLED: Final = flag("RemoteDisplay.vnc.enabled")
VNC_PORT: Final = integer("RemoteDisplay.vnc.port", -1)
VNC_IP: Final = text("RemoteDisplay.vnc.ip")
VNC_KEYMAP: Final = text("RemoteDisplay.vnc.keymap")
VNC_PASSWORD: Final = text("RemoteDisplay.vnc.password")
VRAM: Final = integer("svga.vramSize", 4 * 1024 * 1024, 1)

_MAX_PORT: Final = 2**31 - 1
_MAX_VRAM_KIB: Final = 2**31
_DEFAULT_KIB: Final = 4096
_VRAM_GRAIN_KIB: Final = 64


def decode_graphics(reading: Reading) -> tuple[Graphics, ...]:
    """Read the remote display, if it is switched on."""
    if not reading.read(VNC_ENABLED):
        return ()
    port = reading.read(VNC_PORT)
    return (
        Graphics(
            port=port if port >= 0 else None,
            listen=(Listen(address=reading.read(VNC_IP)),),
            keymap=reading.read(VNC_KEYMAP),
            password=reading.read(VNC_PASSWORD),
        ),
    )


def encode_graphics(writing: Writing) -> None:
    """Add the remote display.

    Raises:
        UnsupportedError: it is not VNC, or there are two.
    """
    for number, graphics in enumerate(writing.definition.graphics, start=1):
        path = f"devices/graphics[{number}]"
        if graphics.type != "vnc":
            raise refuse(f"{path}/@type", f"VMware has no {graphics.type!r} display", graphics.type)
        if number > 1:
            raise refuse(path, "VMware has one remote display")
        addresses = [one.address for one in graphics.listen if one.type == "address"]
        writing.add(VNC_ENABLED, True)
        if graphics.port is not None:
            writing.add(VNC_PORT, need_range(f"{path}/@port", graphics.port, 0, _MAX_PORT))
        writing.maybe(VNC_IP, addresses[0] if addresses else None)
        writing.maybe(VNC_KEYMAP, graphics.keymap)
        writing.maybe(VNC_PASSWORD, graphics.password)


def decode_video(reading: Reading) -> tuple[Video, ...]:
    """Read the graphics card; VMX has bytes, libvirt KiB that are a power of two."""
    size = reading.read(VRAM)
    kib = -(-size // 1024) if size > 0 else _DEFAULT_KIB
    return (Video(vram_kib=1 << (kib - 1).bit_length()),)


def encode_video(writing: Writing) -> None:
    """Add the graphics card.

    Raises:
        UnsupportedError: it is not VMware's, has several heads, or there are two.
    """
    for number, video in enumerate(writing.definition.videos, start=1):
        path = f"devices/video[{number}]"
        if number > 1:
            raise refuse(path, "VMware has one graphics card")
        if video.type != "vmvga":
            raise refuse(f"{path}/model/@type", "the graphics card must be 'vmvga'", video.type)
        if video.heads is not None and video.heads > 1:
            raise refuse(f"{path}/model/@heads", "VMware's card has one head", video.heads)
        need_range(f"{path}/model/@vram", video.vram_kib, 1, _MAX_VRAM_KIB)
        kib = -(-video.vram_kib // _VRAM_GRAIN_KIB) * _VRAM_GRAIN_KIB
        writing.add(VRAM, kib * 1024)
