"""What `Domain.configure` is told, checked, and made the change of a configuration. No I/O.

A row for each keyword: which API brought it, whether it can be changed while the machine runs,
what is a value of it, and what it is in the API's words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

from aioesx import vim
from aioesx._server.names import escape, unescape
from aioesx._words import one_of
from aioesx.domain.hardware.configuration import (
    TITLE_KEY,
    TOOLS_POLICIES,
    Firmware,
    Latency,
    configuration_of,
)
from aioesx.domain.hardware.current import Hardware
from aioesx.domain.hardware.plan import EDIT, Plan, change_of
from aioesx.domain.hardware.refusals import not_while_running
from aioesx.domain.hardware.select import find
from aioesx.errors import InvalidStateError, LookupFailedError, NotSupportedError

__all__ = ["Settings", "checked_settings", "configure_plan", "rename_plan"]

Settings = Mapping[str, Any]
"""The keywords that were given, by name."""

_MOST_DELAY: Final = 10_000.0
_MOST_SHARES: Final = 1_000_000
_MOST_NAME: Final = 80
_LEVELS: Final = ("low", "normal", "high")


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """A keyword.

    Attributes:
        check: returns the value that is meant, or raises ValueError.
        write: puts it into a spec.
        since: the API that brought it.
        off: it can be changed only while the machine is off.
    """

    check: Callable[[str, Any], Any]
    write: Callable[[vim.VirtualMachineConfigSpec, Hardware, Any], None]
    since: tuple[int, int] = (2, 5)
    off: bool = False


# --- what is a value -----------------------------------------------------------------------------


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{name} must be a text, not {value!r}")
    return value


def _line(name: str, value: Any) -> str:
    text = _text(name, value)
    if "\n" in text or "\r" in text:
        raise ValueError(f"{name} must be one line")
    return text


def _word(*words: str) -> Callable[[str, Any], str]:
    return lambda name, value: one_of(value, words, what=name)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be True or False, not {value!r}")  # noqa: TRY004
    return value


def _number(low: int) -> Callable[[str, Any], int]:
    def check(name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            least = "-1 (no limit) or more" if low < 0 else f"{low} or more"
            raise ValueError(f"{name} must be a number, {least}, not {value!r}")
        return value

    return check


def _kib(low: int) -> Callable[[str, Any], int]:
    """Round up to a MiB, as the host counts memory."""
    check = _number(low)

    def rounded(name: str, value: Any) -> int:
        kib = check(name, value)
        return kib if kib < 0 else -(-kib // 1024) * 1024

    return rounded


def _delay(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be seconds, not {value!r}")  # noqa: TRY004
    if not 0 <= value <= _MOST_DELAY:
        raise ValueError(f"{name} must be 0 to {_MOST_DELAY:g} seconds, not {value!r}")
    return float(value)


def _shares(name: str, value: Any) -> int | str:
    if isinstance(value, str):
        return one_of(value, _LEVELS, what=name)
    number = _number(0)(name, value)
    if number > _MOST_SHARES:
        raise ValueError(f"{name} must be {_MOST_SHARES} at most, not {value}")
    return number


def _limits(name: str, value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be a mapping of targets, not {value!r}")  # noqa: TRY004
    return {
        _line(name, target): _number(-1)(f"{name}[{target!r}]", limit)
        for target, limit in value.items()
    }


def _order(name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError(f"{name} must be a sequence of devices, not {value!r}")  # noqa: TRY004
    words = tuple(_line(name, word) for word in value)
    if len(set(words)) < len(words):
        raise ValueError(f"{name} names a device twice: {', '.join(words)}")
    return words


def _extra(name: str, value: Any) -> dict[str, str]:
    """Return settings as text; one that is to be taken away is empty."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be a mapping, not {value!r}")  # noqa: TRY004
    found = {}
    for key, entry in value.items():
        if not isinstance(key, str) or not key.strip() or "=" in key or "\n" in key:
            raise ValueError(f"{name} has no key {key!r}")
        if entry is not None and not isinstance(entry, str | int | float):
            raise ValueError(f"{name}[{key!r}] must be a text, a number or None, not {entry!r}")
        said = str(entry).upper() if isinstance(entry, bool) else str(entry)
        found[key] = "" if entry is None else said
    return found


# --- what it is in the API's words ---------------------------------------------------------------


def _set(field: str) -> Callable[[vim.VirtualMachineConfigSpec, Hardware, Any], None]:
    return lambda spec, _, value: setattr(spec, field, value)


def _boot(field: str) -> Callable[[vim.VirtualMachineConfigSpec, Hardware, Any], None]:
    def write(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: Any) -> None:
        setattr(_boot_of(spec), field, value)

    return write


def _boot_of(spec: vim.VirtualMachineConfigSpec) -> vim.VirtualMachineBootOptions:
    if spec.boot_options is None:
        spec.boot_options = vim.VirtualMachineBootOptions()
    return spec.boot_options


def _write_delay(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: float) -> None:
    _boot_of(spec).boot_delay = round(value * 1000)


def _write_order(
    spec: vim.VirtualMachineConfigSpec, hardware: Hardware, value: tuple[str, ...]
) -> None:
    order = [_bootable(hardware, word) for word in value]
    # An empty list is not sent: the bare base class is what takes an order away.
    _boot_of(spec).boot_order = order or [vim.VirtualMachineBootOptionsBootableDevice()]


def _bootable(hardware: Hardware, word: str) -> vim.VirtualMachineBootOptionsBootableDevice:
    if word == "cdrom":
        return vim.VirtualMachineBootOptionsBootableCdromDevice()
    if word == "floppy":
        return vim.VirtualMachineBootOptionsBootableFloppyDevice()
    device = find(hardware, word)
    if isinstance(device, vim.VirtualEthernetCard):
        return vim.VirtualMachineBootOptionsBootableEthernetDevice(device_key=device.key)
    if isinstance(device, vim.VirtualDisk):
        return vim.VirtualMachineBootOptionsBootableDiskDevice(device_key=device.key)
    raise LookupFailedError(
        f"'{word}' to boot from: a CD-ROM drive is 'cdrom', a floppy drive 'floppy'",
        kind="disk",
        name=word,
    )


def _allocate(
    what: str, field: str, unit: int = 1
) -> Callable[[vim.VirtualMachineConfigSpec, Hardware, Any], None]:
    """Write one of an allocation's numbers; `unit` is ours in one of the host's."""

    def write(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: int) -> None:
        if getattr(spec, what) is None:
            setattr(spec, what, vim.ResourceAllocationInfo())
        setattr(getattr(spec, what), field, value if value < 0 else -(-value // unit))

    return write


def _allocate_shares(
    what: str,
) -> Callable[[vim.VirtualMachineConfigSpec, Hardware, Any], None]:
    def write(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: int | str) -> None:
        if getattr(spec, what) is None:
            setattr(spec, what, vim.ResourceAllocationInfo())
        getattr(spec, what).shares = vim.SharesInfo(
            shares=value if isinstance(value, int) else 0,
            level=vim.SharesLevel.CUSTOM if isinstance(value, int) else vim.SharesLevel(value),
        )

    return write


def _write_limits(
    spec: vim.VirtualMachineConfigSpec, hardware: Hardware, value: dict[str, int]
) -> None:
    for target, limit in value.items():
        device = find(hardware, target)
        if not isinstance(device, vim.VirtualDisk):
            raise LookupFailedError(f"disk '{target}'", kind="disk", name=target)
        now = device.storage_io_allocation or vim.StorageIOAllocationInfo()
        changed = device.__replace__(storage_io_allocation=now.__replace__(limit=limit))
        spec.device_change.append(change_of(EDIT, changed))


def _write_extra(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: dict[str, str]) -> None:
    spec.extra_config += [vim.OptionValue(key=key, value=text) for key, text in value.items()]


def _write_title(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: str) -> None:
    spec.extra_config.append(vim.OptionValue(key=TITLE_KEY, value=value))


def _write_latency(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: str) -> None:
    level = vim.LatencySensitivitySensitivityLevel(value)
    spec.latency_sensitivity = vim.LatencySensitivity(level=level)


def _write_tools(spec: vim.VirtualMachineConfigSpec, _: Hardware, value: str) -> None:
    spec.tools = vim.ToolsConfigInfo(tools_upgrade_policy=TOOLS_POLICIES[value])


# fmt: off
_ROWS: Final[dict[str, _Row]] = {
    "description":           _Row(_text, _set("annotation")),
    "title":                 _Row(_line, _write_title),
    "guest_id":              _Row(_line, _set("guest_id"), off=True),
    "firmware":              _Row(_word(*get_args(Firmware)), _set("firmware"), (5, 0), off=True),
    "secure_boot":           _Row(_flag, _boot("efi_secure_boot_enabled"), (6, 5), off=True),
    "boot_order":            _Row(_order, _write_order, (5, 0)),
    "boot_delay":            _Row(_delay, _write_delay),
    "enter_setup":           _Row(_flag, _boot("enter_bios_setup")),
    "cpu_reservation":       _Row(_number(0), _allocate("cpu_allocation", "reservation")),
    "cpu_limit":             _Row(_number(-1), _allocate("cpu_allocation", "limit")),
    "cpu_shares":            _Row(_shares, _allocate_shares("cpu_allocation")),
    "memory_reservation":    _Row(_kib(0), _allocate("memory_allocation", "reservation", 1024)),
    "memory_limit":          _Row(_kib(-1), _allocate("memory_allocation", "limit", 1024)),
    "memory_shares":         _Row(_shares, _allocate_shares("memory_allocation")),
    "disk_limits":           _Row(_limits, _write_limits, (4, 1)),
    "nested_virtualization": _Row(_flag, _set("nested_hv_enabled"), (5, 1), off=True),
    "latency":               _Row(_word(*get_args(Latency)), _write_latency, (5, 1)),
    "tools_upgrade":         _Row(_word(*TOOLS_POLICIES), _write_tools),
    "cpu_hot_add":           _Row(_flag, _set("cpu_hot_add_enabled"), (4, 0), off=True),
    "memory_hot_add":        _Row(_flag, _set("memory_hot_add_enabled"), (4, 0), off=True),
    "extra_config":          _Row(_extra, _write_extra),
}
# fmt: on


def checked_settings(
    given: Mapping[str, Any], has_api: Callable[[int, int], bool]
) -> dict[str, Any]:
    """Return the keywords that were given, checked; one that is None was not.

    Raises:
        ValueError: a value is none of its keyword, or nothing was given.
        NotSupportedError: the server's API is too old for it.
    """
    found = {}
    for name, value in given.items():
        if value is None:
            continue
        row = _ROWS[name]
        if not has_api(*row.since):
            since = ".".join(map(str, row.since))
            raise NotSupportedError(
                "NotSupported", f"{name}: the server's API is older than {since}, which brought it"
            )
        found[name] = row.check(name, value)
    if not found:
        raise ValueError(f"nothing to configure: give one of {', '.join(_ROWS)}")
    return found


def configure_plan(hardware: Hardware, settings: Settings) -> Plan:
    """Return the change that sets what was given.

    Args:
        hardware: the machine.
        settings: of `checked_settings`.

    Raises:
        InvalidStateError: one can be changed only while the machine is off, and it is not.
        LookupFailedError: a device is named that the machine does not have.
        ValueError: a limit is below what is reserved.
    """
    cold = [name for name in settings if _ROWS[name].off]
    if cold and hardware.running:
        raise not_while_running(hardware, f"{', '.join(cold)} can only be changed")
    if cold and hardware.state.is_active:
        message = f"domain '{hardware.name}' is suspended: {', '.join(cold)} can only be changed"
        raise InvalidStateError("InvalidPowerState", f"{message} while it is off")
    _require_room(hardware, settings)
    spec = vim.VirtualMachineConfigSpec()
    for name, value in settings.items():
        _ROWS[name].write(spec, hardware, value)
    return Plan(
        f"{', '.join(settings)} of domain '{hardware.name}' were set",
        tuple(spec.device_change),
        lambda now: _is_set(now, settings),
        settings=spec,
    )


def _require_room(hardware: Hardware, settings: Settings) -> None:
    """Refuse a limit below a reservation, whichever of them is given."""
    now = configuration_of(hardware)
    for what in ("cpu", "memory"):
        names = f"{what}_reservation", f"{what}_limit"
        if not settings.keys() & set(names):
            continue
        reserved, limit = (settings.get(name, getattr(now, name)) for name in names)
        if limit not in (None, -1) and reserved is not None and limit < reserved:
            raise ValueError(f"{names[1]} of {limit} is below {names[0]} of {reserved}")


def _is_set(hardware: Hardware, settings: Settings) -> bool:
    """Tell whether a machine is configured as was asked, where its answer was lost."""
    now = configuration_of(hardware)
    return all(_is(getattr(now, name), value) for name, value in settings.items())


def _is(now: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return all((now.get(key) or "") == (value or "") for key, value in wanted.items())
    if isinstance(wanted, tuple):  # MAC addresses may be typed in capitals, or with dashes
        return [word.lower() for word in now or ()] == [
            word.lower().replace("-", ":") for word in wanted
        ]
    if isinstance(wanted, str) and isinstance(now, int):
        return True  # shares by level: the host makes the number
    return bool(now == wanted)


def rename_plan(hardware: Hardware, name: str) -> Plan | None:
    """Return the change of the domain's name; None if it has it.

    Raises:
        ValueError: it is no name.
    """
    if not name.strip() or len(name) > _MOST_NAME or not name.isprintable():
        raise ValueError(f"{name!r} is no name of a domain: 1 to {_MOST_NAME} characters are one")
    if unescape(hardware.config.name) == name:
        return None
    return Plan(
        f"domain '{hardware.name}' was renamed to '{name}'",
        (),
        lambda now: unescape(now.config.name) == name,
        settings=vim.VirtualMachineConfigSpec(name=escape(name)),
    )
