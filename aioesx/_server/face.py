"""What every coroutine of the face has in common: known keywords, and one time in all.

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> DomainInfo: ...

``timeout=`` stands in the signature for those who read and check it, and is taken here: one scope
bounds the whole, and nobody below is handed a time. ``DEFAULT`` is the connection's time for a
call or for a task, None is no bound (the host's silence still is one), and 0 or less
fails before anything is sent. A coroutine of the face that another one calls belongs to it, unless
it is given a time of its own.

Whatever error leaves a coroutine says which thing it is about (`thing`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from functools import partial
from inspect import CO_VARKEYWORDS, cleandoc
from operator import attrgetter
from typing import Any, Final, Literal, TypeVar, cast, get_args

import anyio

from aioesx._server.tasks.runner import OnCancel, TaskOptions
from aioesx._server.thing import Thing, thing_among
from aioesx._session.operation import Operation, at_work, begin_work, end_work
from aioesx._session.seconds import DEFAULT, Seconds
from aioesx._session.session import Session
from aioesx._words import nearest, one_of
from aioesx.errors import EsxError, TransportTimeout

__all__ = ["Kind", "bounded", "known_keywords", "operation"]

C = TypeVar("C", bound=Callable[..., Coroutine[Any, Any, Any]])
F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")

Kind = Literal["call", "task", "endless"]
"""How long a coroutine may take where its caller names no time: a row of `_USUAL`."""

_USUAL: Final[dict[Kind, tuple[Callable[[Seconds], float | None], str]]] = {
    "call": (attrgetter("call"), "``timeout=`` (30)"),
    "task": (attrgetter("task"), "``task_timeout=`` (900)"),
    "endless": (attrgetter("endless"), "``task_timeout=`` (None)"),
}
"""Where the time is, and what `connect` calls it."""

_TIMES: Final = (
    "``timeout=`` is seconds in all: the connection's {} by default. None is no bound but the"
    " host's silence (60 s in which nothing is heard of it), and 0 or less fails before anything is"
    " sent."
)
"""What every docstring ends with."""


def operation(kind: Kind) -> Callable[[C], C]:
    """Make a method of an object with a `Server` a coroutine of the face."""
    usual, named = _USUAL[kind]

    def decorate(function: C) -> C:
        allowed = _keywords(function)
        name = function.__qualname__

        @functools.wraps(function)
        async def coroutine(
            self: Any, *args: Any, timeout: float | None = DEFAULT, **options: Any
        ) -> Any:
            if options and not options.keys() <= allowed:
                raise _unexpected(name, options.keys() - allowed, allowed)
            if "on_cancel" in options:
                one_of(options["on_cancel"], get_args(OnCancel), what="value of on_cancel")
            try:
                outer = at_work()
                if timeout is DEFAULT and outer is not None and not outer.gathers:
                    with outer.helped():
                        return await function(self, *args, **options)
                session: Session = self._server.session
                seconds = usual(session.seconds) if timeout is DEFAULT else timeout
                work = function(self, *args, **options)
                naming = partial(_name, self, args, options)
                return await bounded(f"{session.where}: {name}", seconds, work, naming)
            except EsxError as error:
                if error.kind is None and (thing := _thing(self, args, options)) is not None:
                    error.about(*thing)
                raise

        coroutine.__doc__ = f"{cleandoc(function.__doc__ or '')}\n\n{_TIMES.format(named)}"
        return cast("C", coroutine)

    return decorate


def _thing(self: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Thing | None:
    """Return what a coroutine of the face is about: its object, or one that it is handed."""
    thing: Thing | None = getattr(self, "_thing", None)
    return thing or thing_among((*args, *options.values()))


def _name(self: Any, args: tuple[Any, ...], options: dict[str, Any]) -> str | None:
    thing = _thing(self, args, options)
    return thing.name if thing is not None else None


def known_keywords(**gone: str) -> Callable[[F], F]:
    """Make a plain function name the keyword that was probably meant.

    Args:
        gone: keywords that it once took, and what to do now.
    """

    def decorate(function: F) -> F:
        allowed = _keywords(function)

        @functools.wraps(function)
        def checked(*args: Any, **options: Any) -> Any:
            if not options.keys() <= allowed:
                strange = options.keys() - allowed
                for name in strange & gone.keys():
                    raise TypeError(f"{function.__name__}() takes no {name}: {gone[name]}")
                raise _unexpected(function.__qualname__, strange, allowed)
            return function(*args, **options)

        return cast("F", checked)

    return decorate


async def bounded(
    what: str,
    seconds: float | None,
    work: Coroutine[Any, Any, R],
    naming: Callable[[], str | None] | None = None,
) -> R:
    """Await `work` as one operation, within `seconds`; None is no bound.

    Raises:
        TransportTimeout: nothing was sent.
        TaskTimeoutError: a task goes on.
        OutcomeUnknownError: a change was sent, and its answer did not come in time.
    """
    if seconds is not None and not seconds > 0:  # NaN, too
        work.close()
        raise TransportTimeout(f"{what}: there is no time ({seconds:g} s), nothing was sent")
    running = Operation(what, seconds, at_work())
    running.naming = naming
    token = begin_work(running)
    try:
        if seconds is None:
            return await work
        with anyio.CancelScope(deadline=running.deadline):
            return await work
    finally:
        end_work(token)
    if running.results:
        return cast("R", running.results[0])
    raise running.error()


def _keywords(function: Callable[..., Any]) -> frozenset[str]:
    """Return the keywords that a method takes; its ``**options`` are `TaskOptions`."""
    code = function.__code__
    named = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    more = TaskOptions.__annotations__ if code.co_flags & CO_VARKEYWORDS else ()
    return frozenset({*named, *more} - {"self"})


def _unexpected(name: str, strange: set[str], allowed: frozenset[str]) -> TypeError:
    word = min(strange)
    meant = nearest(word, sorted(allowed))
    hint = f". Did you mean {meant!r}?" if meant else f"; it takes {', '.join(sorted(allowed))}"
    return TypeError(f"{name}() got an unexpected keyword argument {word!r}{hint}")
