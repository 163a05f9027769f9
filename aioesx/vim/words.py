"""The base of enums: a light stand-in for `enum.StrEnum`, which is what type checkers see.

Creating a real one costs some hundred microseconds, and there are dozens of them.
"""

# ruff: noqa: ANN001, ANN201, ANN204 - type checkers read StrEnum instead of what is below

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import StrEnum as WireEnum

__all__ = ["WireEnum"]


if not TYPE_CHECKING:

    class _WireEnumType(type):
        """A light `enum.EnumType` for classes of words: creating one costs microseconds."""

        def __new__(mcs, name, bases, namespace):
            words = {
                key: value
                for key, value in namespace.items()
                if type(value) is str and key[0] != "_"
            }
            for key in words:
                del namespace[key]
            namespace.setdefault("__slots__", ())
            cls = super().__new__(mcs, name, bases, namespace)
            members = {}
            for key, value in words.items():
                member = str.__new__(cls, value)
                member._name_ = key
                members[key] = member
                type.__setattr__(cls, key, member)
            cls_words = {str(member): member for member in members.values()}
            type.__setattr__(cls, "__members__", members)
            type.__setattr__(cls, "_words", cls_words)
            return cls

        def __call__(cls, word):
            try:
                return cls._words[word]
            except (KeyError, TypeError):
                raise ValueError(f"{word!r} is not a valid {cls.__name__}") from None

        def __getitem__(cls, name):
            return cls.__members__[name]

        def __iter__(cls):
            return iter(cls.__members__.values())

        def __len__(cls):
            return len(cls.__members__)

        def __bool__(cls):
            return True

        def __contains__(cls, word):
            return word in cls._words

        def __setattr__(cls, name, value):
            raise AttributeError(f"{cls.__name__} is fixed")

    class WireEnum(str, metaclass=_WireEnumType):
        """Words of the VI API: a member is a `str`, equal to its word on the wire.

        Type checkers see `enum.StrEnum`. A word that a class does not know stays a plain `str`.
        """

        __slots__ = ("_name_",)

        @property
        def name(self):
            """Python name of the member."""
            return self._name_

        @property
        def value(self):
            """Word on the wire."""
            return str.__str__(self)

        def __repr__(self):
            return f"<{type(self).__name__}.{self._name_}: {str.__str__(self)!r}>"

        def __reduce__(self):
            return type(self), (str.__str__(self),)

        def __copy__(self):
            return self

        def __deepcopy__(self, memo):
            return self
