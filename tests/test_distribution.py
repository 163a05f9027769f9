"""What a stranger gets: an sdist and a wheel, what is in them, and what an installation can do."""

from __future__ import annotations

import email
import shutil
import sys
import sysconfig
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from support.judges import ROOT
from support.run import Outcome, run

from aioesx import _extras

pytestmark = pytest.mark.long

NOT_SOURCES = (".venv", ".peers", ".git", "*.egg-info", "build", "dist", ".*_cache", "__pycache__")
BUILD = "import os, sys; from setuptools import build_meta as b; print(b.build_{}(sys.argv[1]))"
VERSION = metadata.version("aioesx")
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "Makefile")


def build(what: str, sources: Path, into: Path) -> Path:
    """Build as a front end does, without the network: what builds is installed for the tests."""
    outcome = run([sys.executable, "-c", BUILD.format(what), into], cwd=sources, timeout=120)
    assert outcome.status == 0, outcome.stderr
    return into / outcome.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sources")
    shutil.copytree(ROOT, place / "aioesx", ignore=shutil.ignore_patterns(*NOT_SOURCES))
    return build("sdist", place / "aioesx", place)


@pytest.fixture(scope="module")
def unpacked(sdist: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(sdist.parent, filter="data")
    return sdist.parent / f"aioesx-{VERSION}"


@pytest.fixture(scope="module")
def wheel(unpacked: Path) -> Path:
    """The wheel that is built of the sdist, as pip does it."""
    return build("wheel", unpacked, unpacked.parent)


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_sdist_has_all_that_the_tests_and_generators_read(unpacked: Path) -> None:
    folders = ("aioesx", "tests", "wsdl", "docs", "examples", ".ci")
    wanted = {
        path.relative_to(ROOT)
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    missing = {path for path in wanted | {*map(Path, PAGES)} if not (unpacked / path).is_file()}

    assert missing == set()


def test_the_sdist_has_nothing_of_this_machine(unpacked: Path) -> None:
    odd = ("__pycache__", ".venv", ".peers", ".git", ".pytest_cache", ".mypy_cache")

    assert [path for path in unpacked.rglob("*") if path.name in odd] == []


def test_the_wheel_has_the_package_and_nothing_else(wheel: Path) -> None:
    info = f"aioesx-{VERSION}.dist-info"
    package = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "aioesx").rglob("*")
        if path.suffix in (".py", ".json", ".txt", ".html", ".css", ".js")
        or path.name == "py.typed"
    }

    manual = f"aioesx-{VERSION}.data/data/share/man/man1/aioesx.1"
    found = names_in(wheel)

    assert {name for name in found if not name.startswith(f"{info}/")} == package | {manual}
    assert {"aioesx/py.typed", "aioesx/cli/schemas/list.json"} <= found
    assert {f"{info}/METADATA", f"{info}/licenses/LICENSE", f"{info}/entry_points.txt"} <= found


def test_the_metadata_tells_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"aioesx-{VERSION}.dist-info/METADATA").decode()
    told = email.message_from_string(text)

    assert (told["Name"], told["Version"]) == ("aioesx", VERSION)
    assert told["License-Expression"] == "Apache-2.0"
    assert told["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in told.get_all("Classifier", [])
    assert {"cli", "simulator", "all"} <= set(told.get_all("Provides-Extra", []))
    assert str(told.get_payload()).lstrip().startswith("# aioesx")


class Installation:
    """The wheel in an environment of its own, with some of the packages that are here."""

    def __init__(self, wheel: Path, place: Path, without: tuple[str, ...] = ()) -> None:
        run([sys.executable, "-m", "venv", "--without-pip", place], timeout=120)
        self.bin = place / "bin"
        target = Path(run([self.bin / "python", "-c", _SITE]).stdout.strip())
        pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", self.bin / "python"]
        done = run([*pip, "install", "-q", "--no-deps", "--no-index", wheel], timeout=120)
        assert done.status == 0, done.stderr
        absent = {*without, "aioesx", "pip", "__editable__", "__pycache__"}
        for path in Path(sysconfig.get_path("purelib")).iterdir():
            name = path.name.partition(".")[0]
            there = path.suffix == ".pth" or (target / path.name).exists()
            if not (there or name in absent or "aioesx" in path.name):
                (target / path.name).symlink_to(path)

    def run(self, *words: str) -> Outcome:
        """Run a program of it, away from the sources."""
        return run([self.bin / words[0], *words[1:]], cwd=self.bin, env={"PYTHONPATH": ""})


_SITE = "import sysconfig; print(sysconfig.get_path('purelib'))"
_EXTRAS = tuple(
    name.replace("-", "_") for extra in ("cli", "simulator") for name in _extras.PACKAGES[extra]
)


@pytest.fixture(scope="module")
def full(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(wheel, tmp_path_factory.mktemp("full") / "env")


@pytest.fixture(scope="module")
def plain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """As `pip install aioesx` leaves it: no extra."""
    return Installation(wheel, tmp_path_factory.mktemp("plain") / "env", without=_EXTRAS)


@pytest.mark.parametrize("way", [("aioesx",), ("python", "-m", "aioesx")], ids=" ".join)
def test_the_command_of_the_wheel_runs(full: Installation, way: tuple[str, ...]) -> None:
    assert full.run(*way, "--version") == Outcome(0, f"aioesx {VERSION}\n", "")


def test_what_runs_is_what_was_installed(full: Installation) -> None:
    where = full.run("python", "-c", "import aioesx; print(aioesx.__file__, aioesx.__version__)")

    path, version = where.stdout.split()
    assert Path(path).is_relative_to(full.bin.parent)
    assert version == VERSION


def test_the_demo_of_the_wheel_runs(full: Installation) -> None:
    outcome = full.run("aioesx", "demo", "--pause", "0")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "Done." in outcome.stdout


@pytest.mark.parametrize("way", [("aioesx",), ("python", "-m", "aioesx")], ids=" ".join)
def test_a_plain_installation_says_which_extra_its_command_lacks(
    plain: Installation, way: tuple[str, ...]
) -> None:
    outcome = plain.run(*way, "--version")

    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr == (
        "error: the command aioesx needs the package click: pip install 'aioesx[cli]'\n"
    )


def test_a_plain_installation_says_which_extra_the_simulator_lacks(plain: Installation) -> None:
    outcome = plain.run("python", "-c", "import aioesx.simulator")

    assert outcome.stderr.splitlines()[-1].endswith(
        "aioesx.simulator needs the package cryptography: pip install 'aioesx[simulator]'"
    )


def test_a_plain_installation_has_the_whole_library(plain: Installation) -> None:
    code = (
        "import aioesx, aioesx.vmx, aioesx.definition\n"
        "print(*(name for name in aioesx.__all__ if getattr(aioesx, name, None) is None))\n"
        "print(aioesx.connect('esx://root@127.0.0.1/', password='x'))"
    )

    outcome = plain.run("python", "-W", "error", "-c", code)

    assert outcome.stdout == "\n<Connecting esx://root@127.0.0.1:443/>\n", outcome.stderr
