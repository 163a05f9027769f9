"""``aioesx simulate``: simulated hosts behind sockets, until somebody ends them.

What is said on standard output is for programs first: a connection URI in the first line,
then, where there are several hosts, their inventory as TOML, with remarks for people as
its comments.
"""

from __future__ import annotations

import dataclasses
import errno
import ipaddress
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread

from aioesx.cli.called import called
from aioesx.cli.console import Console
from aioesx.cli.credentials import stated_password
from aioesx.cli.status import ExitStatus
from aioesx.errors import DocumentError
from aioesx.simulator import Simulator, Site, make_farm, presets
from aioesx.simulator.farm import host_profile_for, vcenter_profile_for
from aioesx.simulator.profile import PROFILES, Profile
from aioesx.simulator.rules import load_rules
from aioesx.simulator.service import Tls
from aioesx.simulator.sockets import is_loopback

__all__ = ["PASSWORD_VARIABLE", "Simulation", "simulate"]

PASSWORD_VARIABLE = "AIOESX_SIMULATOR_PASSWORD"  # noqa: S105 - its name, not its value

_LOOPBACK: Final = "127.0.0.1"
_HOSTS_OF_A_VCENTER: Final = 2
_MACHINES: Final = 5
_MACHINES_IN_A_FARM: Final = 10

_ADVICE: Final = {
    errno.EADDRINUSE: "; --port 0 takes any free one",
    errno.EADDRNOTAVAIL: "; this system has to be given the address first (ifconfig lo0 alias)",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Simulation:
    """What is simulated.

    Attributes:
        port: where to listen, at every address; 0 for any free port.
        listen: address to listen at instead of loopback, or None.
        tls: HTTPS or HTTP.
        legacy_tls: HTTPS as it was spoken before 2015.
        machines: how many each host has; None for the usual number.
        profile: name of the product, or None.
        farm: how many hosts, or None for a host alone.
        vcenter: whether a vCenter manages them.
        site: TOML file that describes it all, or None.
        password_file: holds root's password, or None.
        faults: TOML file with fault rules, or None.
        inventory: where to write what there is and how it is reached, or None.
    """

    port: int = 0
    listen: str | None = None
    tls: bool = True
    legacy_tls: bool = False
    machines: int | None = None
    profile: str | None = None
    farm: int | None = None
    vcenter: bool = False
    site: Path | None = None
    password_file: Path | None = None
    faults: Path | None = None
    inventory: Path | None = None


_FLAGS: Final[dict[str, Callable[[Simulation], bool]]] = {
    "--listen": lambda s: s.listen is not None,
    "--site": lambda s: s.site is not None,
    "--farm": lambda s: s.farm is not None,
    "--machines": lambda s: s.machines is not None,
    "--profile": lambda s: s.profile is not None,
    "--vcenter": lambda s: s.vcenter,
    "--legacy-tls": lambda s: s.legacy_tls,
    "--no-tls": lambda s: not s.tls,
}

_CONTRADICTIONS: Final = (
    ("--site", "--farm", "the file tells which hosts there are"),
    ("--site", "--machines", "the file tells which machines there are"),
    ("--site", "--profile", "the file tells what each host is"),
    ("--site", "--vcenter", "the file tells whether there is one"),
    ("--site", "--legacy-tls", "the file tells what each host speaks"),
    ("--site", "--no-tls", "the file tells what each host speaks"),
    ("--listen", "--site", "the file tells where each host listens"),
    ("--listen", "--farm", "each host has an address of its own"),
    ("--listen", "--vcenter", "each host has an address of its own"),
    ("--legacy-tls", "--no-tls", "the one is old TLS, the other none"),
)


def _check(simulation: Simulation) -> None:
    """Refuse what contradicts itself.

    Raises:
        ValueError: names the options.
    """
    for one, other, reason in _CONTRADICTIONS:
        if _FLAGS[one](simulation) and _FLAGS[other](simulation):
            raise ValueError(f"{one} and {other} contradict each other: {reason}")
    if simulation.listen is not None and not _is_address(simulation.listen):
        raise ValueError(
            f"--listen: {simulation.listen!r} is no IP address; 0.0.0.0 is every address of this"
            " machine"
        )
    profile = _profile(simulation)
    if profile is None:
        return
    if simulation.listen is not None and profile.is_vcenter:
        raise ValueError("--listen: a vCenter's hosts have an address of their own each")
    if simulation.vcenter and vcenter_profile_for(profile) is None:
        raise ValueError(f"--vcenter: no vCenter manages {profile.name}")
    if simulation.legacy_tls and not profile.old_tls:
        old = ", ".join(name for name, item in PROFILES.items() if item.old_tls)
        raise ValueError(f"--legacy-tls: {profile.name} is too new for it; it is for {old}")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _profile(simulation: Simulation) -> Profile | None:
    if simulation.profile is None:
        return None
    try:
        return PROFILES[simulation.profile]
    except KeyError:
        known = ", ".join(PROFILES)
        raise ValueError(f"--profile: {simulation.profile!r} is none of {known}") from None


def _make(simulation: Simulation, password: str | None) -> Simulator | Site:
    """Return what is to be started.

    Raises:
        DocumentError: a file says what cannot be, or cannot be read.
    """
    profile = _profile(simulation)
    tls: Tls = "legacy" if simulation.legacy_tls else simulation.tls
    port = simulation.port
    if simulation.site is not None:
        return Site.load(simulation.site, password=password, port=port or None)
    managed = simulation.vcenter or (profile is not None and profile.is_vcenter)
    if simulation.farm is None and not managed:
        host = presets.small_host(machines=simulation.machines or _MACHINES, profile=profile)
        address = simulation.listen or _LOOPBACK
        return Simulator(host, password=password, tls=tls, address=address, port=port, exposed=True)
    return make_farm(
        simulation.farm or _HOSTS_OF_A_VCENTER,
        machines=simulation.machines or _MACHINES_IN_A_FARM,
        profile=host_profile_for(profile) if profile is not None else None,
        vcenter=vcenter_profile_for(profile) if managed else None,
        password=password,
        tls=tls,
        port=port,
    )


async def simulate(simulation: Simulation, console: Console) -> ExitStatus:
    """Serve until SIGINT, SIGTERM or SIGHUP; the first line printed is the URI.

    Raises:
        ValueError: the options contradict each other.
        DocumentError: a file says what cannot be, or cannot be read.
    """
    _check(simulation)
    stated = await stated_password(simulation.password_file, os.environ, PASSWORD_VARIABLE)
    running = await anyio.to_thread.run_sync(_prepare, simulation, stated)
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM, signal.SIGHUP) as signals:
        try:
            await anyio.to_thread.run_sync(running.start)
        except OSError as error:
            console.complain(_unable(error))
            return ExitStatus.FAILED
        try:
            generated = running.password_made_up
            _warn_of_strangers(simulation, running, console)
            if simulation.inventory is not None:
                _write_inventory(running, simulation.inventory, generated=generated)
            if await _say(_announcement(running, generated=generated), console):
                async for _ in signals:
                    break
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(running.stop)
    return ExitStatus.OK


def _prepare(simulation: Simulation, password: str | None) -> Simulator | Site:
    """Make the hosts, with what is to go wrong there.

    Raises:
        DocumentError: a file says what cannot be, or cannot be read.
    """
    try:
        running = _make(simulation, password)
        if simulation.faults is not None:
            running.add_faults(load_rules(simulation.faults))
    except OSError as error:
        raise DocumentError(f"cannot read {error.filename}: {error.strerror}") from None
    return running


def _warn_of_strangers(simulation: Simulation, running: Simulator | Site, console: Console) -> None:
    """Say who can reach it, where that is more than this machine."""
    address = simulation.listen
    if address is None or is_loopback(address) or not isinstance(running, Simulator):
        return
    at = f"[{address}]" if ":" in address else address
    lines = "" if running.ca_file else "; the password is not encrypted on the way"
    console.warn(
        f"whoever reaches {at}:{running.port} may talk to this host; it is made for tests, and"
        f" nothing but its password keeps strangers out{lines}"
    )


def _unable(error: OSError) -> str:
    where = f" on {error.filename}" if error.filename else ""
    reason = error.strerror or str(error)
    return f"cannot listen{where}: {reason}{_ADVICE.get(error.errno or 0, '')}"


def _write_inventory(running: Simulator | Site, path: Path, *, generated: bool) -> None:
    """Write the inventory, for its owner's eyes only.

    Raises:
        DocumentError: the file cannot be written.
    """
    try:
        with open(path, "w", encoding="utf-8", opener=_private) as file:
            file.write(running.inventory_toml(with_password=generated))
    except OSError as error:
        raise DocumentError(f"cannot write {path}: {error.strerror}") from None


def _private(path: str, flags: int) -> int:
    """Open a file that only its owner may read, from now on and before anything is in it."""
    descriptor = os.open(path, flags, 0o600)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.fchmod(descriptor, 0o600)
    return descriptor


def _unverified(uri: str) -> str:
    return f"{uri}{'&' if '?' in uri else '?'}no_verify=1"


def _announcement(running: Simulator | Site, *, generated: bool) -> str:
    """Return what is said: the URI first, for programs; then what a person needs."""
    uri = _unverified(running.uri) if running.ca_file else running.uri
    if isinstance(running, Site):
        inventory = running.inventory_toml(with_password=generated)
        return f"{uri}\n{inventory}\n# try: {_trial(uri)}\n# Ctrl-C ends it.\n"
    lines = [uri, "user:      root"]
    if generated:
        lines.append(f"password:  {running.password}")
    if running.ca_file:
        lines.append(f"authority: {running.ca_file} (cacert= instead of no_verify=1)")
    return "\n".join([*lines, f"try:       {_trial(uri)}", "Ctrl-C ends it.\n"])


def _trial(uri: str) -> str:
    return f"{called()} -c '{uri}' list --all"


async def _say(text: str, console: Console) -> bool:
    """Print; tell whether somebody has the URI now.

    A reader that stops to read keeps nobody from being interrupted.
    """
    first, _, rest = text.partition("\n")
    console.say(first)
    await console.flush()
    if not console.is_read:
        return False
    console.needs_reader = False  # who has read the first line may close the pipe
    console.put(rest)
    return True
