"""What every test has: two event loops, a clean environment, no network but loopback, judges."""

from __future__ import annotations

import itertools
import os
import signal
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest
import trustme
from hypothesis import HealthCheck, settings
from support import canary, guard, judges
from support.hasty import Hasty
from support.pyvmomi import pyvmomi as connect_pyvmomi
from support.schema import valid_requests
from support.vcsim import Vcsim
from support.vcsim import vcsim as run_vcsim
from support.virsh import Virsh

from aioesx._session import seconds

if TYPE_CHECKING:
    import aioesx
    from aioesx.simulator import HostState, Line, Simulator

guard.install()

# How quickly examples come says how busy the machine is, and nothing of us.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

_KEPT: Final = frozenset({"AIOESX_REQUIRE_PEERS", "AIOESX_FUZZ_SECONDS"})
_FOREIGN_PREFIXES: Final = ("AIOESX_", "LIBVIRT_", "VIRSH_", "SSL_CERT_", "GOVMOMI_", "VCSIM_")
_FOREIGN_NAMES: Final = frozenset(
    {"CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSLKEYLOGFILE", "XDG_RUNTIME_DIR", "NETRC"}
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--in-process",
        action="store_true",
        help="connect the client's suite to the simulator by ASGI, without a socket",
    )
    parser.addoption(
        "--profile",
        metavar="NAME",
        help="the product that simulated hosts are where a test does not say which",
    )
    parser.addoption(
        "--cancellations",
        metavar="COUNT",
        type=int,
        default=20,
        help="how often a fleet's run is cancelled somewhere",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(judges)
    config.pluginmanager.register(canary)
    if name := config.getoption("--profile"):
        _simulate(name)
    _let_programs_hear_of_signals()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave trio's turn of what is the same in any event loop to the long tests."""
    for item in items:
        if item.get_closest_marker("one_loop") and "trio" in _backend_of(item):
            item.add_marker("long")


def _backend_of(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("anyio_backend", "")) if callspec is not None else ""


def _let_programs_hear_of_signals() -> None:
    """Have programs that tests start hear of signals, also where a shell's `&` or nohup has us not.

    What is ignored stays so in every program below; what is handled, if only by nothing, does not.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def _simulate(name: str) -> None:
    from aioesx.simulator import presets  # a broken simulator breaks its tests only
    from aioesx.simulator.profile import PROFILES  # likewise

    hosts = {key: profile for key, profile in PROFILES.items() if not profile.is_vcenter}
    if name not in hosts:
        raise pytest.UsageError(f"--profile {name}: there are {', '.join(hosts)}")
    presets.DEFAULT_PROFILE = hosts[name]


# --- event loops ---------------------------------------------------------------------------------


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Run each async test on both event loops."""
    backend: str = request.param
    return backend


# --- time --------------------------------------------------------------------------------------


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Hasty:
    """Open connections with other bounds and pauses than the usual ones."""
    return lambda **changes: monkeypatch.setattr(seconds, "USUAL", seconds.current(**changes))


# --- the world outside ---------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail a test that reached for another machine, even where the refusal was swallowed."""
    guard.forbidden.clear()
    yield
    assert guard.forbidden == [], "tests reach loopback only"


def _is_foreign(name: str) -> bool:
    upper = name.upper()
    if upper in _KEPT:
        return False
    return (
        upper.startswith(_FOREIGN_PREFIXES) or upper.endswith("_PROXY") or upper in _FOREIGN_NAMES
    )


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory, and no variable that would change what aioesx or libvirt do."""
    for name in filter(_is_foreign, list(os.environ)):
        monkeypatch.delenv(name)
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    return home


@pytest.fixture(autouse=True)
def _requests_fit_the_schema(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold every request against the contract, which server and client could both misread."""
    with valid_requests(monkeypatch):
        yield


# --- certificates --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority that nobody outside the tests trusts."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PEM file of the authority's certificate."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def certificate(authority: trustme.CA) -> trustme.LeafCert:
    """A certificate of the authority for this machine's loopback."""
    return authority.issue_cert("localhost", "127.0.0.1", "::1")


@pytest.fixture(scope="session")
def certificate_files(
    certificate: trustme.LeafCert, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """PEM files of that certificate, with its chain, and of its key."""
    directory = tmp_path_factory.mktemp("certificate")
    chain, key = directory / "chain.pem", directory / "key.pem"
    chain.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    certificate.private_key_pem.write_to_path(str(key))
    return chain, key


@pytest.fixture(scope="session")
def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """TLS for a test's own server on loopback."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


# --- hosts ---------------------------------------------------------------------------------------


@pytest.fixture
def simulated() -> HostState:
    """The host that the next fixtures serve; a file whose tests want another overrides it."""
    from aioesx.simulator import presets  # a broken simulator breaks its tests only

    return presets.small_host(machines=5)


@pytest.fixture
def simulator(simulated: HostState) -> Iterator[Simulator]:
    """It with TLS on loopback, user root, password "secret"; in its own thread."""
    from aioesx.simulator import Simulator  # likewise

    with Simulator(simulated, username="root", password="secret") as simulator:
        yield simulator


@pytest.fixture
def plain(simulated: HostState) -> Iterator[Simulator]:
    """It without TLS, so that a line can be put in front."""
    from aioesx.simulator import Simulator  # likewise

    with Simulator(simulated, username="root", password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
def line(plain: Simulator) -> Iterator[Line]:
    """What can be cut in front of `plain`."""
    from aioesx.simulator import Line  # likewise

    with Line("127.0.0.1", plain.port) as line:
        yield line


@pytest.fixture
async def esx(
    simulator: Simulator, request: pytest.FixtureRequest
) -> AsyncIterator[aioesx.Connection]:
    """A connection to `simulator`: over TLS, or with ``--in-process`` without a socket."""
    from support.hosts import connected  # likewise

    in_process = request.config.getoption("--in-process")
    transport = httpx.ASGITransport(simulator.asgi) if in_process else None
    async with connected(simulator, transport=transport) as esx:
        yield esx


# --- judges --------------------------------------------------------------------------------------


@pytest.fixture
def virsh(tmp_path: Path) -> Virsh:
    """`virsh(uri, "list", "--all")`: libvirt's client, with a password and a time limit."""
    return Virsh(tmp_path)


@pytest.fixture
def vcsim() -> Iterator[Callable[..., Vcsim]]:
    """`vcsim(model="esx", tls=True, vms=2)`: starts one; all end with the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(run_vcsim(**options))


@pytest.fixture
def pyvmomi() -> Callable[..., AbstractContextManager[Any]]:
    """`with pyvmomi(url) as service`: VMware's own client; blocking, so call it in a thread."""
    return connect_pyvmomi
