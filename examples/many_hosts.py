"""Which domains of a fleet run, host by host as they answer; what failed, and why.

    python examples/many_hosts.py inventory.toml 'tag:prod and not esx3'

The inventory says which hosts there are and where their passwords are to be had (docs/fleet.md).
"""

from __future__ import annotations

import sys

import anyio

import aioesx


async def running(esx: aioesx.Connection) -> list[str]:
    return [entry.name for entry in await esx.domains.list(active=True)]


async def main(inventory: str, select: str = "all") -> int:
    failed = 0
    async with (
        aioesx.Fleet(inventory) as fleet,
        fleet.run(running, select=select, timeout=60) as results,
    ):
        async for result in results:
            if result.ok:
                print(f"{result.host}: {', '.join(result.unwrap()) or 'nothing runs'}")
            else:
                failed += 1
                print(f"{result.host}: {result.error}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(anyio.run(main, sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "all"))
