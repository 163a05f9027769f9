"""Every error can be pickled and copied: class, text, fields, notes and cause come along."""

from __future__ import annotations

import copy
import copyreg
import inspect
import pickle
import ssl
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import pytest
import tblib.pickling_support  # type: ignore[import-untyped]
from support.run import run
from support.samples import error_classes, sample_errors

from aioesx import HostResult, errors

ERRORS: Final = sample_errors()
WAYS: Final[dict[str, Callable[[Any], Any]]] = {
    **{
        f"pickle{n}": lambda error, n=n: pickle.loads(pickle.dumps(error, n))  # type: ignore[misc]
        for n in range(2, pickle.HIGHEST_PROTOCOL + 1)
    },
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "copied": errors.copied,
}


def _all(error: BaseException | None) -> list[object]:
    """Return all that an error is, that of its causes included."""
    if error is None:
        return []
    notes = getattr(error, "__notes__", None)
    fields = {name: held for name, held in vars(error).items() if name != "__notes__"}
    own = [type(error), str(error), error.args, fields, notes, error.__suppress_context__]
    return [*own, *_all(error.__cause__)]


@pytest.fixture
def unchanged() -> Iterator[None]:
    """Have errors pickled as in a program without Dask, of which another test may have a part.

    What it makes of a foreign error, a cause, by pickle's own call is not ours to say.
    """
    with _reducers():
        for cls in [cls for cls in copyreg.dispatch_table if issubclass(cls, BaseException)]:
            del copyreg.dispatch_table[cls]
        yield


@contextmanager
def _reducers() -> Iterator[None]:
    """Put back how things are pickled."""
    before = dict(copyreg.dispatch_table)
    try:
        yield
    finally:
        copyreg.dispatch_table.clear()
        copyreg.dispatch_table.update(before)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ERRORS)
def test_it_is_the_same_afterwards(name: str, way: str) -> None:
    error = ERRORS[name]

    again = WAYS[way](error)

    assert again is not error
    assert _all(again) == _all(error)
    assert isinstance(again.__cause__, errors.HttpStatusError)


def test_every_class_is_tried() -> None:
    classes = {cls for cls in error_classes() if "[" not in cls.__name__}
    written = {
        cls
        for cls in vars(errors).values()
        if inspect.isclass(cls) and issubclass(cls, errors.EsxError)
    }

    assert written <= classes
    assert len(error_classes()) > len(classes) + 10, "those of failed tasks"


def test_all_are_read_by_a_program_that_has_loaded_nothing() -> None:
    code = (
        "import pickle, sys\n"
        f"for error in pickle.loads({pickle.dumps(list(ERRORS.values()))!r}):\n"
        "    print(type(error).__name__, error.kind, error.name)"
    )

    assert run([sys.executable, "-c", code]).stdout.splitlines() == [
        f"{name} domain web01" for name in ERRORS
    ]


@pytest.mark.parametrize("way", ["copy", "copied"])
def test_a_copy_can_be_told_more_alone(way: str) -> None:
    first = errors.HostBusyError("TaskInProgress", "Not now.")
    first.add_note("one")

    second = WAYS[way](first)
    second.add_note("two")
    second.about("domain", "web01")

    assert (first.__notes__, first.kind) == (["one"], None)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "cause",
    [ssl.SSLCertVerificationError(1, "self-signed certificate"), ValueError("x"), KeyError("a")],
)
def test_a_cause_of_the_standard_library_comes_along(cause: Exception) -> None:
    error = errors.TlsError("no")
    error.__cause__ = cause

    again = pickle.loads(pickle.dumps(error))

    assert (type(again.__cause__), str(again.__cause__)) == (type(cause), str(cause))


class _HoldsALine(Exception):
    def __init__(self, line: object, *, why: str) -> None:
        super().__init__(why)
        self.line = line


@pytest.mark.usefixtures("unchanged")
def test_a_cause_that_cannot_be_pickled_leaves_what_it_says() -> None:
    error = errors.ConnectionLostError("gone")
    error.__cause__ = _HoldsALine(sys.stdin, why="cut")

    again = pickle.loads(pickle.dumps(error))

    assert repr(again.__cause__) == "Exception('_HoldsALine: cut')"


@pytest.mark.usefixtures("unchanged")
def test_an_error_of_many_hosts_has_what_each_says() -> None:
    failed = {"esx1": ValueError("x"), "esx2": _HoldsALine(sys.stdin, why="cut")}

    again = pickle.loads(pickle.dumps(errors.FleetError("two", failed=failed, hosts=3)))

    assert {host: repr(error) for host, error in again.failed.items()} == {
        "esx1": "ValueError('x')",
        "esx2": "Exception('_HoldsALine: cut')",
    }


# --- where a library has changed how errors are pickled ------------------------------------------


@pytest.fixture
def changed() -> Iterator[None]:
    """Have errors pickled as in a program that has loaded Dask: with traceback and context."""
    with _reducers():
        tblib.pickling_support.install()
        yield


def _met(error: Exception) -> Exception:
    """Return an error as raised while one is handled that cannot be pickled."""
    error.__context__ = _HoldsALine(sys.stdin, why="nobody's business")
    return error


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("name", ERRORS)
def test_a_result_brings_its_error_as_ever(name: str) -> None:
    error = _met(errors.copied(ERRORS[name]))

    pickled = pickle.dumps(HostResult("esx1", error=error))

    assert b"nobody" not in pickled
    assert _all(pickle.loads(pickled).error) == _all(error)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("as_cause", [False, True], ids=["itself", "as cause"])
def test_a_result_brings_a_foreign_error_as_ever(as_cause: bool) -> None:
    foreign = _met(ConnectionResetError(104, "reset"))
    error: Exception = foreign
    if as_cause:
        error = errors.ConnectionLostError("gone")
        error.__cause__ = foreign

    assert _all(pickle.loads(pickle.dumps(HostResult("esx1", error=error))).error) == _all(error)


def _refuse(name: str) -> None:
    raise ERRORS[name]


@pytest.mark.parametrize("name", ["AmbiguousNameError", "TaskFailedError[InvalidStateError]"])
def test_a_process_pool_survives_it(name: str) -> None:
    with ProcessPoolExecutor(1) as pool, pytest.raises(type(ERRORS[name])) as caught:
        pool.submit(_refuse, name).result(timeout=30)

    assert caught.value.kind == "domain"
