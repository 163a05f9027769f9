"""Have all machines of a host leave that are off: qcow2 images, each proved, and libvirt's XML.

    python examples/leave_esx.py 'esx://root@esx1.example.com/?no_verify=1' /srv/out

What was broken off is gone on with by the same command; for many hosts, windows and an order see
`aioesx.jobs.ExportJob` in docs/export.md.
"""

import sys
from pathlib import Path

import anyio

import aioesx
from aioesx import export


def told(progress: aioesx.ExportProgress) -> None:
    """Write how far a disk is, where somebody looks on."""
    if progress.disk and sys.stderr.isatty():
        percent = 100 * progress.at // progress.capacity
        print(f"\r{progress.domain}: {progress.phase}, {percent} %", end="", file=sys.stderr)


async def leave(domain: aioesx.Domain, target: Path) -> bool:
    """Export a machine; tell whether it has left."""
    earlier = await export.status(target) if await anyio.Path(target).is_dir() else []
    if any(each.state == "done" for each in earlier):
        print(f"{domain.name} has left already")
        return True
    try:
        exported = await domain.export(target, on_progress=told)
    except aioesx.errors.ExportRefusedError as error:
        print(f"{domain.name} stays: {'; '.join(map(str, error.refusals))}")
        return False
    for disk in exported.disks:
        print(f"{domain.name}: {disk.path}, SHA-256 {disk.sha256}")
    if exported.next_step:
        print(f"  {exported.next_step}")
    return True


async def main() -> int:
    """Go through the machines, one after the other."""
    uri, target = sys.argv[1], Path(sys.argv[2] if len(sys.argv) > 2 else "out")
    async with aioesx.connect(uri) as esx:
        entries = await esx.domains.list(active=False, templates=False)
        left = [await leave(entry.domain, target / entry.name) for entry in entries]
    print(f"{sum(left)} of {len(left)} machines have left")
    return 0 if all(left) else 1


if __name__ == "__main__":
    sys.exit(anyio.run(main))
