"""The inventory of a site as TOML, for programs that are to find its hosts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aioesx.simulator.handle import Handle, SimulatedHost, SimulatedVCenter

__all__ = ["format_inventory"]


def format_inventory(
    hosts: Sequence[SimulatedHost],
    vcenter: SimulatedVCenter | None = None,
    *,
    with_password: bool = False,
) -> str:
    """Return the TOML document: what all have in common, the vCenter, then each host."""
    one = hosts[0]
    common = {
        "user": one.username,
        "password": one.password if with_password else "",
        "authority": next((host.ca_file for host in hosts if host.ca_file), ""),
    }
    blocks = ["\n".join(_lines(common))]
    if vcenter is not None:
        blocks.append("\n".join(["[vcenter]", *_lines(_facts(vcenter))]))
    for host in hosts:
        facts = {"name": host.name, **_facts(host)}
        if vcenter is not None:
            facts["path"] = vcenter.path_of(host.state)
        blocks.append("\n".join(["[[host]]", *_lines(facts)]))
    return "\n\n".join(blocks) + "\n"


def _facts(handle: Handle[Any]) -> dict[str, str]:
    return {
        "uri": handle.uri,
        "address": handle.address,
        "profile": handle.state.profile.name,
        "thumbprint": handle.thumbprint,
    }


def _lines(facts: Mapping[str, str]) -> Iterator[str]:
    for key, value in facts.items():
        if value:
            yield f"{key} = {_quoted(value)}"


def _quoted(text: str) -> str:
    """Return a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
