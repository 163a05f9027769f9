"""VMware's own client asks the simulator for tickets and types there: the same calls, its types."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from support.pyvmomi import pyvmomi

from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import ESXI_8_0

pytestmark = pytest.mark.peer("pyvmomi")


def test_tickets_and_keys() -> None:
    module: Any = importlib.import_module("pyVmomi")
    vim, vmodl = module.vim, module.vmodl
    state = presets.small_host(profile=ESXI_8_0)
    with (
        Simulator(state, username="root", password="secret") as simulator,
        pyvmomi(simulator.url) as service,
    ):
        machine = service.content.searchIndex.FindByDatastorePath(
            service.content.rootFolder.childEntity[0], "[datastore1] web01/web01.vmx"
        )
        web, mks = machine.AcquireTicket("webmks"), machine.AcquireMksTicket()
        delete = vim.vm.UsbScanCodeSpec.KeyEvent(
            usbHidCode=(0x4C << 16) | 7,
            modifiers=vim.vm.UsbScanCodeSpec.ModifierType(leftControl=True, leftAlt=True),
        )
        a = vim.vm.UsbScanCodeSpec.KeyEvent(usbHidCode=(0x04 << 16) | 7)
        typed = machine.PutUsbScanCodes(vim.vm.UsbScanCodeSpec(keyEvents=[a, delete]))
        ticket = service.content.sessionManager.AcquireCloneTicket()
        with pytest.raises(vmodl.fault.InvalidArgument, match="ticketType"):
            machine.AcquireTicket("nosuch")

        assert web.url == f"wss://127.0.0.1:{simulator.port}/ticket/{web.ticket}"
        assert [each.hashAlgorithm for each in web.certThumbprintList] == ["sha1", "sha256"]
        assert web.sslThumbprint == web.certThumbprintList[0].thumbprint
        assert (web.port, mks.port, web.cfgFile) == (simulator.port, 902, mks.cfgFile)
        assert typed == 2
        assert simulator.typed("web01") == "a<ctrl-alt-delete>"
        assert ticket.startswith("cst-")
