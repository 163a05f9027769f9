"""Directories of a guest, page by page, and what one name in them stands for."""

from __future__ import annotations

import re
from typing import Final

from aioesx import vim
from aioesx.domain.inside.access import GuestAccess
from aioesx.domain.inside.values import GuestFile, GuestFileKind, file_of
from aioesx.errors import InvalidArgumentError, NotFoundError, ProtocolError

__all__ = ["entries", "nothing", "require_entry", "stat"]

_PAGE: Final = 500
_MOST: Final = 10_000_000
_DOTS: Final = frozenset({".", ".."})


async def entries(access: GuestAccess, path: str, pattern: str | None = None) -> list[GuestFile]:
    """Return what a directory holds, or the one file of a path.

    Args:
        access: the guest.
        path: the directory.
        pattern: a regular expression (Perl's) that names have to match in part.

    Raises:
        NotFoundError: there is none.
        ProtocolError: the pages do not end.
    """
    found: list[GuestFile] = []
    index = 0
    while True:
        page = await access.call(
            vim.ListFilesInGuest(
                this=access.managers.files,
                vm=access.ref,
                auth=access.auth,
                file_path=path,
                index=index,
                max_results=_PAGE,
                match_pattern=pattern,
            )
        )
        named = [(access.system.split(info.path)[1] or info.path, info) for info in page.files]
        found += [file_of(info, name) for name, info in named if name not in _DOTS]
        index += len(page.files)
        if not page.remaining:
            return found
        if not page.files or index > _MOST:
            raise ProtocolError(f"the guest's list of {path} does not end")


async def stat(access: GuestAccess, path: str) -> GuestFile | None:
    """Return what a path stands for; None if there is nothing.

    It is looked for in its directory: asked for the path itself, a guest would list a directory's
    entries, and follow a link.
    """
    directory, name = access.system.split(path)
    if not name:
        await entries(access, path, r"^\.$")  # it is there, if that can be listed
        return GuestFile(path, GuestFileKind.DIRECTORY, 0)
    try:
        alike = "(?i)" if access.system.windows else ""
        found = await entries(access, directory, f"{alike}^{re.escape(name)}$")
    except NotFoundError:
        return None
    if access.system.windows:
        return next((one for one in found if one.name.lower() == name.lower()), None)
    return next((one for one in found if one.name == name), None)


async def require_entry(access: GuestAccess, path: str) -> GuestFile:
    """Return what a path stands for.

    Raises:
        NotFoundError: nothing.
        InvalidArgumentError: it is no absolute path.
    """
    found = await stat(access, path)
    if found is None:
        raise nothing(access, path)
    if not access.system.split(path)[1]:
        raise InvalidArgumentError("InvalidArgument", f"{path} is the root")
    return found


def nothing(access: GuestAccess, path: str) -> NotFoundError:
    """Make the error of a path that stands for nothing."""
    return NotFoundError("FileNotFound", f"there is no {path} in the guest of '{access.name}'")
