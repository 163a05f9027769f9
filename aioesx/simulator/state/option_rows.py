"""Groups of settings that the API has as objects: Tools, flags, power buttons, start.

One table per object, a row per field; reading and writing go by the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator.state.numbers import INT, whole

if TYPE_CHECKING:
    from aioesx.simulator.state.config import Config

__all__ = ["BOOT", "FLAGS", "POWER_BUTTONS", "TOOLS", "OptionRow", "read_options"]


@dataclass(frozen=True, slots=True)
class OptionRow:
    """A field of an object and its setting.

    Attributes:
        name: of the field, as Python has it.
        key: of the setting.
        default: what counts without the setting; its type is the field's.
        words: what the field may say, with what the VMX says for it.
        least: smallest number.
        cold: whether the machine must be off for it.
    """

    name: str
    key: str
    default: bool | int | str
    words: dict[str, str] = field(default_factory=dict)
    least: int = 0
    cold: bool = False

    def read(self, config: Config) -> Any:
        """Return what a configuration says."""
        text = config.get(self.key)
        if isinstance(self.default, bool):
            return config.flag(self.key, self.default)
        if isinstance(self.default, int):
            number = whole(text, INT)
            return self.default if number is None else number
        return next((w for w, said in self.words.items() if said == text.lower()), self.default)

    def write(self, value: Any) -> str | None:
        """Return the setting for a value; None where the field cannot have it."""
        if isinstance(self.default, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(self.default, int):
            return str(value) if self.least <= value < INT else None
        return self.words.get(value)


def _same(*words: str) -> dict[str, str]:
    return {word: word.lower() for word in words}


_BUTTON: Final = {"soft": "soft", "hard": "hard", "preset": "default"}

# fmt: off
TOOLS: Final = (
    OptionRow("after_power_on",        "toolScripts.afterPowerOn",   True),
    OptionRow("after_resume",          "toolScripts.afterResume",    True),
    OptionRow("before_guest_standby",  "toolScripts.beforeSuspend",  True),
    OptionRow("before_guest_shutdown", "toolScripts.beforePowerOff", True),
    OptionRow("tools_upgrade_policy",  "tools.upgrade.policy",       "manual",
              _same("manual", "upgradeAtPowerCycle")),
    OptionRow("sync_time_with_host",   "tools.syncTime",             False),
)

FLAGS: Final = (
    OptionRow("disable_acceleration", "disable_acceleration",  False),
    OptionRow("enable_logging",       "logging",               True),
    OptionRow("ht_sharing",           "sched.cpu.htsharing",   "any",
              _same("any", "none", "internal")),
    OptionRow("disk_uuid_enabled",    "disk.EnableUUID",       False, cold=True),
    OptionRow("virtual_mmu_usage",    "monitor.virtual_mmu",   "automatic",
              {"automatic": "automatic", "on": "hardware", "off": "software"}, cold=True),
    OptionRow("virtual_exec_usage",   "monitor.virtual_exec",  "hvAuto",
              {"hvAuto": "automatic", "hvOn": "hardware", "hvOff": "software"}, cold=True),
    OptionRow("snapshot_power_off_behavior", "snapshot.action", "powerOff",
              {"powerOff": "keep", "revert": "autorevert", "prompt": "prompt",
               "take": "autocommit"}),
    OptionRow("cbrc_cache_enabled",   "sched.cbrc.enabled",    False, cold=True),
    OptionRow("vvtd_enabled",         "vvtd.enable",           False, cold=True),
    OptionRow("vbs_enabled",          "vbs.enabled",           False, cold=True),
)

POWER_BUTTONS: Final = (
    OptionRow("power_off_type", "powerType.powerOff", "soft", _BUTTON),
    OptionRow("suspend_type",   "powerType.suspend",  "hard", _BUTTON),
    OptionRow("reset_type",     "powerType.reset",    "soft", _BUTTON),
)

BOOT: Final = (
    OptionRow("boot_delay",              "bios.bootDelay",           0),
    OptionRow("enter_bios_setup",        "bios.forceSetupOnce",      False),
    OptionRow("efi_secure_boot_enabled", "uefi.secureBoot.enabled",  False, cold=True),
    OptionRow("boot_retry_enabled",      "bios.bootRetry.enabled",   False),
    OptionRow("boot_retry_delay",        "bios.bootRetry.delay",     10_000),
)
# fmt: on


def read_options(rows: tuple[OptionRow, ...], config: Config) -> dict[str, Any]:
    """Return every field of an object, by name."""
    return {row.name: row.read(config) for row in rows}
