"""The fixtures of `aioesx.pytest_plugin` in a stranger's tests: with pytest-asyncio, with anyio."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.run import Outcome, run

pytestmark = pytest.mark.peer("pytest-asyncio")

CONFTEST = 'pytest_plugins = ["aioesx.pytest_plugin"]\n'
FUNCTION = "asyncio_default_fixture_loop_scope = function"
BODY = """
async def test_start(esx_simulator, esx_connection):
    domain = await esx_connection.domains.lookup("db01")
    await domain.start()
    assert esx_simulator.domain_state("db01") == "poweredOn"

{mark}
async def test_a_host_of_its_own(esx_simulator, esx_connection):
    assert esx_simulator.domain_state("db01") == "poweredOff"
    assert (await esx_connection.domains.lookup("db01")).name == "db01"
    assert esx_simulator.open_sessions == 1
"""
WARNING_FREE = ("-W", "error", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:timeout")


def pytest_of_a_stranger(place: Path, mark: str, *settings: str) -> Outcome:
    """Run a stranger's tests in a directory of their own."""
    (place / "pytest.ini").write_text("[pytest]\n" + "".join(f"{line}\n" for line in settings))
    (place / "conftest.py").write_text(CONFTEST)
    code = f"import pytest\n\n{mark}{BODY.format(mark=mark)}"
    (place / "test_it.py").write_text(code)
    return run([sys.executable, "-m", "pytest", "-q", *WARNING_FREE, place])


@pytest.mark.parametrize(
    ("mark", "settings"),
    [
        ("@pytest.mark.asyncio", ["asyncio_mode = strict", FUNCTION]),
        ("", ["asyncio_mode = auto", FUNCTION]),
        ("@pytest.mark.asyncio(loop_scope='session')", ["asyncio_mode = strict", FUNCTION]),
        ("", ["asyncio_mode = auto", FUNCTION, "asyncio_default_test_loop_scope = module"]),
        ("@pytest.mark.anyio", ["addopts = -p no:asyncio"]),
        ("@pytest.mark.anyio", ["asyncio_mode = strict", FUNCTION]),
    ],
    ids=["strict", "auto", "session's loop", "module's loop", "anyio alone", "anyio beside it"],
)
def test_the_fixtures_work(tmp_path: Path, mark: str, settings: list[str]) -> None:
    outcome = pytest_of_a_stranger(tmp_path, mark, *settings)

    assert outcome.status == 0, outcome.stdout + outcome.stderr
    tests = 4 if "anyio" in mark else 2
    assert f"{tests} passed" in outcome.stdout


def test_a_test_of_no_plugin_is_told_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text("def test_it(esx_connection):\n    pass\n")
    shadow = tmp_path / "shadow"
    shadow.mkdir()
    (shadow / "pytest_asyncio.py").write_text("raise ImportError('not installed')\n")
    code = (
        f"import sys; sys.path.insert(0, {str(shadow)!r}); import pytest; "
        f"sys.exit(pytest.main(['-q', '-p', 'no:asyncio', {str(tmp_path / 'test_it.py')!r}]))"
    )

    outcome = run([sys.executable, "-c", code])

    assert outcome.status == 1
    assert "esx_connection needs a test marked by @pytest.mark.anyio" in outcome.stdout
