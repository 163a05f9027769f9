"""Data objects of the area ``guest``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime


class GuestAuthentication(DynamicData):
    """Guest authentication. Since API 5.0."""

    interactive_session: bool = element("interactiveSession", "xsd:boolean")


class NamePasswordAuthentication(GuestAuthentication):
    """Name password authentication. Since API 5.0."""

    username: str = element("username", "xsd:string")
    password: str = element("password", "xsd:string", secret=True)


class SAMLTokenAuthentication(GuestAuthentication):
    """Saml token authentication. Since API 6.0."""

    token: str = element("token", "xsd:string", secret=True)
    username: str | None = element("username", "xsd:string", default=None)


class SSPIAuthentication(GuestAuthentication):
    """Sspi authentication. Since API 5.0."""

    sspi_token: str = element("sspiToken", "xsd:string", secret=True)


class TicketedSessionAuthentication(GuestAuthentication):
    """Ticketed session authentication. Since API 5.0."""

    ticket: str = element("ticket", "xsd:string", secret=True)


class GuestProgramSpec(DynamicData):
    """A program to start in a guest. Since API 5.0.

    Attributes:
        arguments: In a POSIX guest a shell reads them.
        env_variables: NAME=VALUE; these are all that the program has, if there are any.
    """

    program_path: str = element("programPath", "xsd:string")
    arguments: str = element("arguments", "xsd:string")
    working_directory: str | None = element("workingDirectory", "xsd:string", default=None)
    env_variables: list[str] = element("envVariables", "xsd:string", default_factory=list, secret=True)


class GuestWindowsProgramSpec(GuestProgramSpec):
    """The same in a Windows guest. Since API 5.0."""

    start_minimized: bool = element("startMinimized", "xsd:boolean")


class GuestProcessInfo(DynamicData):
    """A process of a guest; of one that was started by the API the end is kept for five minutes.
    Since API 5.0.
    """

    name: str = element("name", "xsd:string")
    pid: int = element("pid", "xsd:long")
    owner: str = element("owner", "xsd:string")
    cmd_line: str = element("cmdLine", "xsd:string")
    start_time: datetime = element("startTime", "xsd:dateTime")
    end_time: datetime | None = element("endTime", "xsd:dateTime", default=None)
    exit_code: int | None = element("exitCode", "xsd:int", default=None)


class GuestFileAttributes(DynamicData):
    """Of a file in a guest. Since API 5.0."""

    modification_time: datetime | None = element("modificationTime", "xsd:dateTime", default=None)
    access_time: datetime | None = element("accessTime", "xsd:dateTime", default=None)
    symlink_target: str | None = element("symlinkTarget", "xsd:string", default=None)


class GuestPosixFileAttributes(GuestFileAttributes):
    """Guest posix file attributes. Since API 5.0.

    Attributes:
        permissions: As of chmod.
    """

    owner_id: int | None = element("ownerId", "xsd:int", default=None)
    group_id: int | None = element("groupId", "xsd:int", default=None)
    permissions: int | None = element("permissions", "xsd:long", default=None)


class GuestWindowsFileAttributes(GuestFileAttributes):
    """Guest windows file attributes. Since API 5.0."""

    hidden: bool | None = element("hidden", "xsd:boolean", default=None)
    read_only: bool | None = element("readOnly", "xsd:boolean", default=None)
    create_time: datetime | None = element("createTime", "xsd:dateTime", default=None)


class GuestFileInfo(DynamicData):
    """A file of a guest. Since API 5.0.

    Attributes:
        path: Its name, in a listing of a directory.
        type: directory, file or symlink.
    """

    path: str = element("path", "xsd:string")
    type: str = element("type", "xsd:string")
    size: int = element("size", "xsd:long")
    attributes: GuestFileAttributes = element("attributes", "GuestFileAttributes")


class GuestListFileInfo(DynamicData):
    """A page of a directory. Since API 5.0.

    Attributes:
        remaining: How many more there are.
    """

    files: list[GuestFileInfo] = element("files", "GuestFileInfo", default_factory=list)
    remaining: int = element("remaining", "xsd:int")


class FileTransferInformation(DynamicData):
    """Where a file of a guest is fetched from, once. Since API 5.0.

    Attributes:
        url: Its host may be *, which is the server; holds a token.
    """

    attributes: GuestFileAttributes = element("attributes", "GuestFileAttributes")
    size: int = element("size", "xsd:long")
    url: str = element("url", "xsd:string", secret=True)
