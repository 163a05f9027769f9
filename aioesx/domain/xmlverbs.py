"""A domain's verbs about its definition: `xml`, `redefine`, `undefine`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim
from aioesx._lazy import lazy_module
from aioesx.domain.base import DomainBase

if TYPE_CHECKING:
    from aioesx.domain.documents import edit, read
    from aioesx.domain.documents.edit import Edit
    from aioesx.vmx import Dialect
else:
    edit = lazy_module("aioesx.domain.documents.edit")
    read = lazy_module("aioesx.domain.documents.read")

__all__ = ["XmlVerbs"]


class XmlVerbs(DomainBase):
    """What `Domain` says and does about its definition."""

    __slots__ = ()

    async def xml(
        self,
        *,
        inactive: bool = False,
        security_info: bool = False,
        migratable: bool = False,
        dialect: Dialect = "9.0",
        timeout: float | None = None,
    ) -> str:
        """Read the VMX file and return it as domain XML, in three calls.

        Args:
            inactive: without the id and whatever else a running domain has besides.
            security_info: with the password of the remote display.
            migratable: taken for libvirt's sake; this driver's XML is the same either way.
            dialect: ``"9.0"`` for what libvirt 9.0 prints, ``"latest"`` for the newest.
            timeout: seconds in all.

        Raises:
            NotFoundError: the VMX file is gone.
            DocumentError: libvirt has no word for a part of it.

        Source: libvirt, esxDomainGetXMLDesc.
        """
        del migratable
        return await read.read_xml(
            self._server,
            self.ref,
            security_info=security_info,
            inactive=inactive,
            dialect=dialect,
            timeout=timeout,
        )

    async def edit(self, *, dialect: Dialect = "9.0", timeout: float | None = None) -> Edit:
        """Read the definition in order to change it; the domain must be shut off.

        Raises:
            InvalidStateError: it is not.
            NotFoundError, DocumentError: as `xml`.
        """
        return await edit.Edit.begin(self._server, self.ref, dialect=dialect, timeout=timeout)

    async def redefine(
        self, xml: str | bytes, *, dialect: Dialect = "9.0", timeout: float | None = None
    ) -> bool:
        """Change the VMX file to what a changed XML says, and have the host read it.

        What the XML has no word for stays in the file as it is. libvirt cannot do this.

        Args:
            xml: what `edit` gives, and changes in it; the UUID stays. The XML of `xml` with
                ``security_info=True`` is the same but for SATA and NVMe disks.
            dialect: that of the XML.
            timeout: seconds in all.

        Returns:
            whether there was something to change.

        Raises:
            InvalidStateError: the domain is not shut off.
            AlreadyExistsError: another domain has the new name.
            DocumentError: the XML is malformed, or VMX has no word for a part of it.
            EsxError: it failed; the message ends with what is left.

        Source: vSphere API, ManagedEntity.Reload.
        """
        edit = await self.edit(dialect=dialect, timeout=timeout)
        change = await edit.plan(xml, timeout=timeout)
        if change is None:
            return False
        await edit.apply(change, timeout=timeout)
        return True

    async def undefine(self, *, timeout: float | None = None) -> None:
        """Take the domain out of the host's inventory; its files stay.

        Raises:
            InvalidStateError: it is neither shut off nor suspended.
            HostBusyError: a task is at work on it.

        Source: libvirt, esxDomainUndefine; vSphere API, VirtualMachine.UnregisterVM.
        """
        await self._server.session.call(vim.UnregisterVM(this=self.ref), timeout=timeout)
