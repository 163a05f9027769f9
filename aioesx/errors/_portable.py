"""How errors travel to other processes: the same, whatever a program has loaded.

A library may change how a whole process pickles errors: `tblib`, which comes with Dask, has the
traceback and the context of each go along. One of them that cannot be pickled, a socket deep in a
context, would then cost its error; and what a context knows is nobody's business elsewhere.
"""

from __future__ import annotations

__all__ = ["dumps", "portable"]


def dumps(error: BaseException) -> bytes:
    """Pickle an error by its own way."""
    import copyreg  # these cost every program, and few pickle an error
    import io
    import pickle

    file = io.BytesIO()
    pickler = pickle.Pickler(file)
    pickler.dispatch_table = {
        cls: reducer
        for cls, reducer in copyreg.dispatch_table.items()
        if not (
            issubclass(cls, BaseException)
            and str(getattr(reducer, "__module__", "")).startswith("tblib")
        )
    }
    pickler.dump(error)
    return file.getvalue()


def portable(error: BaseException) -> BaseException:
    """Return an error that can be pickled: itself, or what it says.

    A foreign error may hold a socket, or want arguments that it does not keep.
    """
    import pickle

    try:
        pickle.loads(dumps(error))  # noqa: S301 - made in the line itself
    except Exception:
        return Exception(f"{type(error).__name__}: {error}")
    return error
