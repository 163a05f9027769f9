"""Start every domain that is shut off, all at once, and answer what the host asks.

    python examples/start_everything.py 'esx://root@esx1.example.com/?no_verify=1'

The password is read from libvirt's auth file. A question gets its default answer, and is
shown; the failure of one domain leaves the others alone.
"""

from __future__ import annotations

import sys

import anyio

import aioesx


async def show_and_answer(question: aioesx.Question) -> aioesx.Choice | None:
    """Give the default answer, but say so."""
    answer = question.default
    print(f"asked: {question.text}", f"answered: {answer.label if answer else 'nothing'}", sep="\n")
    return answer


async def start(entry: aioesx.DomainSummary) -> None:
    try:
        await entry.domain.start(on_question=show_and_answer)
    except aioesx.EsxError as error:
        print(f"{entry.name}: {error}", file=sys.stderr)
    else:
        print(f"{entry.name} runs")


async def main(uri: str) -> None:
    async with aioesx.connect(uri) as esx, anyio.create_task_group() as tasks:
        for entry in await esx.domains.list(active=False):
            tasks.start_soon(start, entry)


if __name__ == "__main__":
    anyio.run(main, sys.argv[1])
