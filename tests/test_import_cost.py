"""A program pays for what it uses: what is loaded when, and by whom.

What it costs in seconds is measured by `make bench` and told in docs/performance.md.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest
from support.run import run

from aioesx.simulator import Simulator, presets

USE_ALL = "for name in aioesx.__all__: getattr(aioesx, name)"
"""One use of each name of the face."""

UNUSED = (
    "aioesx.cli", "aioesx.definition", "aioesx.vmx", "aioesx.simulator", "aioesx.vim._host",
    "aioesx.domain.documents", "httpx", "lxml", "python_socks", "keyring", "starlette", "uvicorn",
    "trustme", "cryptography", "pytest", "trio",
)  # fmt: skip
"""What no name of the face loads: documents, proxies, httpx, the simulator, the command."""

CLIENT = ("aioesx._session", "aioesx._transport", "aioesx.domain", "aioesx.connection")


def loaded_by(statements: str) -> frozenset[str]:
    """Return the modules that a new interpreter has after the statements."""
    outcome = run([sys.executable, "-c", f"import sys\n{statements}\nprint(*sys.modules)"])
    assert outcome.status == 0, outcome.stderr
    return frozenset(outcome.stdout.split())


@pytest.fixture(scope="module")
def used() -> frozenset[str]:
    """What one use of each name loads."""
    return loaded_by(f"import aioesx\n{USE_ALL}")


def test_the_import_alone_loads_nothing_of_others_and_next_to_nothing_of_ours() -> None:
    loaded = loaded_by("import aioesx") - loaded_by("")

    assert {name for name in loaded if name.startswith("aioesx")} == {"aioesx", "aioesx._version"}
    assert {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names == {"aioesx"}


@pytest.mark.parametrize("name", [name for name in UNUSED if name.startswith("aioesx")])
def test_what_shall_not_be_loaded_exists(name: str) -> None:
    assert find_spec(name)


@pytest.mark.parametrize("name", UNUSED)
def test_using_every_name_does_not_load(name: str, used: frozenset[str]) -> None:
    assert name not in used


@pytest.mark.parametrize("name", ["errors", "AuthRequest", "Event", "vim"])
def test_a_name_of_the_ground_loads_no_client(name: str) -> None:
    assert not loaded_by(f"import aioesx\naioesx.{name}") & {"aioesx.connection", "aioesx.domain"}


@pytest.mark.parametrize("name", [*CLIENT, *UNUSED[1:], "rich", "textual", "yaml", "anyio"])
def test_the_command_begins_without(name: str, command: frozenset[str]) -> None:
    assert name not in command


LIST = ("web01", "db01", "build01", "console01", "win01")

NOT_FOR_A_LIST = (
    "rich", "click.shell_completion", "prompt_toolkit", "httpx", "httpcore", "lxml", "textual",
    "yaml", "starlette", "uvicorn", "trustme", "cryptography", "python_socks", "trio",
    "aioesx.simulator", "aioesx.definition", "aioesx.vmx", "aioesx.disk", "aioesx.storage",
    "aioesx.network", "aioesx.host", "aioesx.inventory", "aioesx.domain.documents",
    "aioesx.domain.devices", "aioesx.domain.migration", "aioesx.domain.snapshots",
    "aioesx.vim._host", "aioesx.vim._devices", "aioesx.vim._faults", "aioesx.vim._events",
    "aioesx.vim._methods_storage", "aioesx.vim._methods_host", "aioesx.vim._methods_guest",
    "aioesx.domain.hardware", "aioesx.domain.inside", "aioesx.domain.keyboard", "aioesx.fleet",
    "aioesx.watch", "aioesx._session.redact", "wsproto", "distributed",
    "h11", "aioesx._server.tasks.job",
)  # fmt: skip
"""What neither our own script nor the command needs for the table of machines."""


@pytest.fixture(scope="module")
def listing() -> tuple[frozenset[str], str]:
    """What `aioesx list --all` has loaded when it ends, and what it printed."""
    with Simulator(presets.small_host(), username="root", password="secret", tls=True) as host:
        words = ["-c", f"{host.uri}?cacert={host.ca_file}", "list", "--all"]
        code = (
            f"import sys; sys.argv = ['aioesx', *{words!r}]\nfrom aioesx.cli.main import main\n"
            "try: main()\nexcept SystemExit: print('LOADED', *sys.modules)"
        )
        outcome = run([sys.executable, "-c", code], env={"AIOESX_PASSWORD": "secret"})
    assert outcome.status == 0, outcome.stderr
    table, _, loaded = outcome.stdout.partition("LOADED")
    return frozenset(loaded.split()), table


@pytest.mark.parametrize("name", NOT_FOR_A_LIST)
def test_a_list_is_printed_without(name: str, listing: tuple[frozenset[str], str]) -> None:
    loaded, _ = listing

    assert "aioesx.domain.domains" in loaded, "a list was made"
    assert name not in loaded


def test_the_list_that_was_made_is_whole(listing: tuple[frozenset[str], str]) -> None:
    _, table = listing

    assert {name for name in LIST if name in table} == set(LIST)


@pytest.mark.parametrize("name", NOT_FOR_A_LIST)
def test_what_a_list_shall_not_load_exists(name: str) -> None:
    assert find_spec(name)


@pytest.fixture(scope="module")
def command() -> frozenset[str]:
    """What `aioesx --version` has loaded when it ends."""
    return loaded_by(
        "import sys; sys.argv = ['aioesx', '--version']\nfrom aioesx.cli.main import main\n"
        "try: main()\nexcept SystemExit: print()"
    )


def test_what_is_lazy_is_there_when_asked_for() -> None:
    from aioesx import domain

    assert domain.Edit.__module__ == "aioesx.domain.documents.edit"
    with pytest.raises(AttributeError, match=r"'aioesx\.domain' has no attribute 'Toaster'"):
        _ = domain.Toaster  # type: ignore[attr-defined]
