"""Tell what a host is, what its room is used for, and fetch a log: a file, whole or not at all.

    python examples/whole_host.py 'esx://root@esx1.example.com/?no_verify=1'

The password is read from libvirt's auth file.
"""

from __future__ import annotations

import io
import sys

import anyio

import aioesx

GIB = 1024**3


async def main(uri: str) -> None:
    async with aioesx.connect(uri) as esx:
        print(f"{esx.product.name} {esx.product.version} at {await esx.host.hostname()}")
        for network in await esx.networks.list():
            print(f"switch {network.name}: {', '.join(network.uplinks or ()) or 'no uplink'}")
        for pool in await esx.storage.space():
            if pool.used is None or pool.capacity is None:
                print(f"pool {pool.name}: nobody can get at it")
                continue
            print(f"pool {pool.name}: {pool.used // GIB} of {pool.capacity // GIB} GiB")
            for domain in pool.domains[:3]:
                print(f"  {domain.name} takes {domain.used // GIB} GiB")
        for grown in await esx.storage.snapshots():
            print(f"snapshot {grown.name} of {grown.domain}, {grown.created:%Y-%m-%d}")
        logs = await esx.files.list("[datastore1]", pattern="*.log", recursive=True)
        for entry in logs[:1]:
            text = io.BytesIO()
            done = await esx.files.download(entry.path, text)
            print(f"{entry.path}: {done.bytes} bytes, SHA-256 {done.sha256}")


if __name__ == "__main__":
    anyio.run(main, sys.argv[1])
