"""What `Domains` does with documents: `define`, `convert_from_native`, `convert_to_native`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from aioesx._lazy import lazy_module
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx.domain.domain import Domain

if TYPE_CHECKING:
    from aioesx.domain.documents import convert, define
    from aioesx.vmx import Dialect
else:
    convert = lazy_module("aioesx.domain.documents.convert")
    define = lazy_module("aioesx.domain.documents.define")

__all__ = ["Definitions"]


class Definitions:
    """The part of `Domains` that makes domains of documents."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    async def define(
        self,
        xml: str | bytes,
        *,
        overwrite: bool = False,
        validate: bool = False,
        hardware_version: int | None = None,
        dialect: Dialect = "9.0",
        **options: Unpack[TaskOptions],
    ) -> Domain:
        """Make a domain of an XML document: its VMX file beside its first disk, registered.

        Everything is checked and converted before the first change. If it fails or is
        cancelled after that, the file is taken away again, unless the host has registered the
        domain; clearing up may take some seconds.

        Args:
            xml: the document. Its disks are not made: they must be there.
            overwrite: write over a VMX file of the same name that belongs to no domain.
            validate: refuse elements that libvirt does not know.
            hardware_version: version of the virtual hardware; else the one that libvirt writes
                for this host.
            dialect: ``"9.0"`` to write what libvirt 9.0 writes, ``"latest"`` for the newest.
            **options: see `TaskOptions`.

        Raises:
            DocumentError: the document is malformed, or cannot be said in VMX; names the
                element.
            AlreadyExistsError: the name, the UUID or the file is in use.
            EsxError: it failed later on; the message ends with what is left on the host.

        Source: libvirt, esxDomainDefineXMLFlags; vSphere API, Folder.RegisterVM_Task.
        """
        how = define.DefineOptions(overwrite, validate, hardware_version, dialect)
        done = await define.define(self._server, xml, how, **options)
        definition = done.definition
        return Domain(self._server, done.ref, definition.name or "", definition.uuid)

    async def convert_from_native(
        self, vmx: str | bytes, *, dialect: Dialect = "9.0", timeout: float | None = None
    ) -> str:
        """Convert a VMX file to domain XML, with this host's datastores; one call.

        Files that the VMX names without a path get the directory ``[?] ?``, as libvirt has it.

        Raises:
            DocumentError: it is malformed, or libvirt has no word for a part of it.

        Source: libvirt, esxConnectDomainXMLFromNative.
        """
        return await convert.from_native(self._server, vmx, dialect=dialect, timeout=timeout)

    async def convert_to_native(
        self,
        xml: str | bytes,
        *,
        hardware_version: int | None = None,
        dialect: Dialect = "9.0",
        timeout: float | None = None,
    ) -> str:
        """Convert a domain XML to a VMX file, with this host's datastores and disk images.

        One call, and a search for each directory with disks whose controller has the model
        ``auto``.

        Args:
            xml: the document.
            hardware_version: version of the virtual hardware; else the one that libvirt writes
                for this host.
            dialect: as for `define`.
            timeout: seconds in all.

        Raises:
            DocumentError: it is malformed, or VMX has no word for a part of it.

        Source: libvirt, esxConnectDomainXMLToNative.
        """
        return await convert.to_native(
            self._server, xml, hardware_version=hardware_version, dialect=dialect, timeout=timeout
        )
