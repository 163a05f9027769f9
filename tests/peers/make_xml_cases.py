"""Writes tests/data/xml/cases.json: documents of our own, and what virsh makes of them.

    python tests/peers/make_xml_cases.py            # needs virsh; takes a minute or two

The documents are the same each time; so the file changes only with them or with libvirt.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.virsh import Virsh
from support.xml_inputs import DIRECTIONS, documents
from support.xml_judge import judged, make_host

from aioesx.simulator import Simulator

TARGET = Path(__file__).resolve().parents[1] / "data" / "xml" / "cases.json"
COUNTS = {"from-native": 140, "to-native": 140, "dumpxml": 60, "define": 60}


def main() -> None:
    cases: list[dict[str, Any]] = []
    with (
        tempfile.TemporaryDirectory() as directory,
        Simulator(make_host(), username="root", password="secret") as simulator,
    ):
        virsh = Virsh(Path(directory))
        for direction in DIRECTIONS:
            cases += [
                judged(document, simulator, virsh, Path(directory))
                for document in documents(direction, COUNTS[direction])
            ]
    TARGET.parent.mkdir(exist_ok=True)
    text = json.dumps({"judge": "virsh of libvirt 9.0.0", "cases": cases}, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")
    refused = sum("error" in case for case in cases)
    sys.stdout.write(f"{len(cases)} cases, {refused} of them refusals, in {TARGET}\n")


if __name__ == "__main__":
    main()
