"""Which settings of a machine a package tells, and what they are called there: tables. No I/O.

Source: what vCenters and ovftool write as ``vmw:Config``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from aioesx import vim
from aioesx.ovf import Setting

__all__ = ["CARD", "DISK", "MACHINE", "VIDEO", "extra_settings", "settings_of"]

Table = tuple[tuple[str, str], ...]

# fmt: off
MACHINE: Final[Table] = (
    # in the package                     in the configuration
    ("bootOptions.bootDelay",            "boot_options.boot_delay"),
    ("bootOptions.bootRetryDelay",       "boot_options.boot_retry_delay"),
    ("bootOptions.bootRetryEnabled",     "boot_options.boot_retry_enabled"),
    ("bootOptions.efiSecureBootEnabled", "boot_options.efi_secure_boot_enabled"),
    ("bootOptions.enterBIOSSetup",       "boot_options.enter_bios_setup"),
    ("cpuHotAddEnabled",                 "cpu_hot_add_enabled"),
    ("cpuHotRemoveEnabled",              "cpu_hot_remove_enabled"),
    ("firmware",                         "firmware"),
    ("flags.vbsEnabled",                 "flags.vbs_enabled"),
    ("flags.vvtdEnabled",                "flags.vvtd_enabled"),
    ("memoryHotAddEnabled",              "memory_hot_add_enabled"),
    ("nestedHVEnabled",                  "nested_hv_enabled"),
    ("powerOpInfo.powerOffType",         "default_power_ops.power_off_type"),
    ("powerOpInfo.resetType",            "default_power_ops.reset_type"),
    ("powerOpInfo.standbyAction",        "default_power_ops.standby_action"),
    ("powerOpInfo.suspendType",          "default_power_ops.suspend_type"),
    ("tools.afterPowerOn",               "tools.after_power_on"),
    ("tools.afterResume",                "tools.after_resume"),
    ("tools.beforeGuestReboot",          "tools.before_guest_reboot"),
    ("tools.beforeGuestShutdown",        "tools.before_guest_shutdown"),
    ("tools.beforeGuestStandby",         "tools.before_guest_standby"),
    ("tools.syncTimeWithHost",           "tools.sync_time_with_host"),
    ("tools.toolsUpgradePolicy",         "tools.tools_upgrade_policy"),
    ("virtualICH7MPresent",              "hardware.virtual_ich7_m_present"),
    ("virtualSMCPresent",                "hardware.virtual_smc_present"),
)
CARD: Final[Table] = (
    ("connectable.allowGuestControl",    "connectable.allow_guest_control"),
    ("slotInfo.pciSlotNumber",           "slot_info.pci_slot_number"),
    ("uptCompatibilityEnabled",          "upt_compatibility_enabled"),
    ("wakeOnLanEnabled",                 "wake_on_lan_enabled"),
)
DISK: Final[Table] = (
    ("backing.writeThrough",             "backing.write_through"),
)
CONTROLLER: Final[Table] = (
    ("slotInfo.pciSlotNumber",           "slot_info.pci_slot_number"),
)
VIDEO: Final[Table] = (
    ("enable3DSupport",                  "enable3_d_support"),
    ("graphicsMemorySizeInKB",           "graphics_memory_size_in_kb"),
    ("numDisplays",                      "num_displays"),
    ("use3dRenderer",                    "use3d_renderer"),
    ("useAutoDetect",                    "use_auto_detect"),
    ("videoRamSizeInKB",                 "video_ram_size_in_kb"),
)
# fmt: on

_EXTRAS: Final = re.compile(
    r"disk\.enableuuid|hpet0\.present|time\.synchronize\..*|isolation\.tools\..*"
    r"|keyboard\.typematicmindelay|vhv\.enable|mks\.enable3d|svga\.present|tools\.upgrade\.policy"
    r"|mce\.enable|monitor\.virtual_(?:exec|mmu)|monitor_control\..*|smbios\.reflecthost"
    r"|usb\.generic\..*|vmotion\.checkpointsvgasize|vmci0\.unrestricted",
    re.IGNORECASE,
)
"""Settings of a VMX file that are of the machine: not of the host, and never with a secret."""


def settings_of(thing: Any, table: Table) -> Iterator[Setting]:
    """Yield what a table finds at an object of the API."""
    for key, path in table:
        value = thing
        for part in path.split("."):
            value = getattr(value, part, None)
        if value is not None:
            yield Setting(key=key, value=_worded(value))


def extra_settings(options: Iterable[vim.OptionValue]) -> Iterator[Setting]:
    """Yield those settings of a VMX file that belong to a machine anywhere."""
    for option in options:
        if option.value not in (None, "") and _EXTRAS.fullmatch(option.key) is not None:
            yield Setting(key=option.key, value=_worded(option.value))


def _worded(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
