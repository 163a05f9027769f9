"""Manifests, ``NAME.mf``: digests of a package's files, a line each. No I/O.

SHA256(web01.ovf)= 0bd3...
SHA256(web01-disk1.vmdk)= 8c14...
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final

from aioesx.errors import OvfError
from aioesx.ovf._reader import shown
from aioesx.ovf.names import why_not

__all__ = ["MAX_MANIFEST", "FileDigest", "format_manifest", "parse_manifest"]

MAX_MANIFEST: Final = 4 * 2**20
"""Bytes of the largest manifest that is read."""

_MAX_LINE: Final = 2048
_LINE: Final = re.compile(r"([A-Za-z0-9-]{1,12})[ \t]*\((.*)\)[ \t]*=[ \t]*([0-9A-Fa-f]*)[ \t]*")
_ALGORITHMS: Final = {"SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}


@dataclasses.dataclass(frozen=True, slots=True)
class FileDigest:
    """What a file of a package has to be.

    Attributes:
        name: of the file.
        algorithm: ``"SHA1"``, ``"SHA256"`` or ``"SHA512"``.
        hex: the digest, in small letters.
    """

    name: str
    algorithm: str
    hex: str

    def new(self) -> Any:
        """Return what computes such a digest: an object of `hashlib`."""
        return hashlib.new(_ALGORITHMS[self.algorithm], usedforsecurity=False)


def parse_manifest(text: str | bytes) -> tuple[FileDigest, ...]:
    """Read a manifest; its lines may end as Windows' do, and empty ones are passed over.

    Raises:
        OvfError: a line is none of a manifest, or names a file again or outside of the package.
    """
    found: dict[str, FileDigest] = {}
    for number, line in enumerate(_text(text).split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        try:
            one = _digest(line)
        except ValueError as error:
            raise OvfError(f"line {number} of the manifest: {error}", line=number) from None
        if one.name in found:
            again = f"there is another one of {shown(one.name)}"
            raise OvfError(f"line {number} of the manifest: {again}", line=number)
        found[one.name] = one
    return tuple(found.values())


def _text(text: str | bytes) -> str:
    if len(text) > MAX_MANIFEST:
        raise OvfError(f"the manifest is longer than {MAX_MANIFEST} bytes")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise OvfError(f"the manifest is not UTF-8: {error.reason}") from None
    return text.removeprefix("\ufeff")


def _digest(line: str) -> FileDigest:
    match = _LINE.fullmatch(line) if len(line) <= _MAX_LINE else None
    if match is None:
        raise ValueError(f"expected ALGORITHM(FILE)= DIGEST, got {shown(line)}")
    algorithm, name, digest = match[1].upper().replace("-", ""), match[2], match[3].lower()
    if algorithm not in _ALGORITHMS:
        raise ValueError(f"the algorithm {shown(match[1])} is not known")
    if (why := why_not(name)) is not None:
        raise ValueError(f"no file of a package is called {shown(name)}: {why}")
    one = FileDigest(name, algorithm, digest)
    if len(digest) != 2 * one.new().digest_size:
        raise ValueError(f"{shown(digest)} is no digest of {algorithm}")
    return one


def format_manifest(digests: Iterable[FileDigest]) -> str:
    """Write a manifest."""
    return "".join(f"{one.algorithm}({one.name})= {one.hex}\n" for one in digests)
