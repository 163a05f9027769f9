"""`KnownVersions`: which version of the API is spoken with whom, for who comes later. No I/O."""

from __future__ import annotations

__all__ = ["KnownVersions"]


class KnownVersions:
    """Which version of the API is spoken with which host, so that it need not be asked again.

    Hand the same to every `connect` of a program that goes round many hosts: each then costs one
    request less than it would, the first one of a version excepted. It is a guess: what a host
    says of itself is held against it, and one that was upgraded meanwhile, or is another, is asked
    what it speaks, as without. It holds names of hosts and versions, no secrets; any number of
    connections, threads and event loops may share it, and it can be pickled.
    """

    __slots__ = ("_last", "_of_host", "_spoken")

    def __init__(self) -> None:
        self._spoken: dict[str, str] = {}
        self._of_host: dict[str, str] = {}
        self._last: str | None = None

    def __repr__(self) -> str:
        return f"<KnownVersions of {len(self._of_host)} hosts>"

    def guess(self, host: str) -> str | None:
        """Return what was spoken with a host, else with the last one of all; None if with none."""
        return self._of_host.get(host, self._last)

    def spoken_with(self, newest: str) -> str | None:
        """Return what is spoken with hosts whose newest version is `newest`; None if none is known.

        They all have the same list of versions: it comes with their software.
        """
        return self._spoken.get(newest)

    def learn(self, host: str, newest: str, spoken: str) -> None:
        """Take down what is spoken with a host, and with others of its kind.

        Args:
            host: ``host:port``.
            newest: the newest version that it has, as it says itself.
            spoken: what was chosen of its list.
        """
        self._spoken[newest] = self._of_host[host] = self._last = spoken
