"""List the domains of a host, with what each may use: one read, whatever their number.

    python examples/list_domains.py 'esx://root@esx1.example.com/?no_verify=1'

The password is read from libvirt's auth file, or asked for.
"""

from __future__ import annotations

import getpass
import sys

import anyio

import aioesx


def ask(request: aioesx.AuthRequest) -> str:
    """Ask the person at the terminal; an empty user name means the default."""
    prompt = f"{request.prompt}: "
    return input(prompt) if request.asked == "username" else getpass.getpass(prompt)


async def main(uri: str) -> None:
    async with aioesx.connect(uri, auth=ask) as esx:
        for entry in await esx.domains.list():
            print(
                f"{entry.name:20} {entry.state.value:10}"
                f" {entry.vcpus or '?':>3} CPUs {(entry.max_memory or 0) // 1024:8} MiB"
            )


if __name__ == "__main__":
    anyio.run(main, sys.argv[1])
