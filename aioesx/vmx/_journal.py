"""What one conversion cannot take over as it stands: reasons to refuse the file, or warnings.

The readers say what is wrong and what is done instead, and go on; whether that is a reason or a
warning, the mode decides, here. So a refused file tells all its reasons at once, and a lenient
reading tells everything that it left out or changed.
"""

from __future__ import annotations

import dataclasses
import inspect
import logging
import re
from collections.abc import Callable
from typing import Final

from aioesx.errors import DocumentError
from aioesx.errors._documents import all_of

__all__ = ["Journal", "OnWarning", "VmxWarning", "is_secret", "quoted"]

_log = logging.getLogger("aioesx.vmx")

_MOST: Final = 1000
_LONGEST: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Keys whose values may hold a secret: passwords, keys of encryption, data of the guest.
_SECRET: Final = re.compile(
    r"passw|passphrase|secret|token|credential|\A(?:encryption|guestinfo|datafilekey|cryptostate)"
    r"|vnc\.key\Z|keysafe|private"
)


@dataclasses.dataclass(frozen=True, slots=True)
class VmxWarning:
    """One thing of a VMX file that a conversion left out or changed.

    Attributes:
        message: what, and what is done instead, in one line; begins with the line.
        key: the VMX key, or None where no key is to be made out.
        line: where it stands, counted from 1; None for what is missing.
        value: the value as text; None where there is none, or it may hold a secret.
    """

    message: str
    key: str | None = None
    line: int | None = None
    value: str | None = None

    def __str__(self) -> str:
        """Return the message."""
        return self.message


OnWarning = Callable[[VmxWarning], object]
"""What is told of each thing that is left out or changed."""


def is_secret(key: str) -> bool:
    """Say whether a key's value may hold a secret, and so is never shown."""
    return _SECRET.search(key.lower()) is not None


def quoted(text: str) -> str:
    """Show a value as it stands in the file: backslashes single, control characters escaped."""
    shown = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text[:_LONGEST])
    return f'"{shown}"' + ("..." if len(text) > _LONGEST else "")


class Journal:
    """The reasons or the warnings of one conversion, in the order of reading.

    Attributes:
        lenient: whether what is wrong is a warning.
        told: keys that a warning or a reason names, in lower case.
    """

    def __init__(self, *, lenient: bool = False, on_warning: OnWarning | None = None) -> None:
        if inspect.iscoroutinefunction(on_warning):
            raise TypeError("on_warning= is called while the file is read: give a plain function")
        self.lenient = lenient
        self.told: set[str] = set()
        self._warn = on_warning
        self._reasons: list[DocumentError] = []
        self._warnings = 0

    def refuse(self, error: DocumentError, instead: str) -> None:
        """Note a reason to refuse the file; or, in a lenient reading, what is done instead."""
        if error.key is not None:
            self.told.add(error.key.lower())
        if self.lenient:
            message = f"{error}; {instead}"
            self._tell(VmxWarning(message, key=error.key, line=error.line, value=error.value))
        elif len(self._reasons) < _MOST:
            self._reasons.append(error)

    def remark(self, warning: VmxWarning, *, minor: bool = False) -> None:
        """Tell of something that is left out or changed in either mode.

        Args:
            warning: what.
            minor: whether the log is to call it information, where nobody asked for warnings.
        """
        if warning.key is not None:
            self.told.add(warning.key.lower())
        self._tell(warning, minor=minor and not self.lenient)

    @property
    def is_full(self) -> bool:
        """Whether so much was told that nobody reads on."""
        return self._warnings > _MOST

    def _tell(self, warning: VmxWarning, *, minor: bool = False) -> None:
        self._warnings += 1
        if self.is_full:
            if self._warnings > _MOST + 1:
                return
            warning = VmxWarning("more is left out or changed than is told here")
        if self._warn is not None:
            self._warn(warning)
        else:
            _log.log(logging.INFO if minor else logging.WARNING, "%s", warning)

    def give_up(self, error: DocumentError) -> DocumentError:
        """Return the error for a file that is not read in either mode, to be raised."""
        return all_of([*self._reasons, error])

    def settle(self) -> None:
        """Raise what there is to raise.

        Raises:
            DocumentError: the first reason, which tells of all.
        """
        if self._reasons:
            raise all_of(self._reasons)
