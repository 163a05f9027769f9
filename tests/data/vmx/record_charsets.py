"""Record ICU's names and tables of the character sets of VMX files, for test_charsets.py.

    python tests/data/vmx/record_charsets.py > tests/data/vmx/charsets.json

It asks ICU's own program `uconv` (Debian: icu-devtools), which VMware's products share the tables
with. A table is what each byte from 0x80 on stands for, and each pair with one of some leading
bytes: first and last rows, symbols, vendors' rows, rows of a user's own characters. U+FFFD is
nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

UCONV: Final = "/usr/bin/uconv"
NOTHING: Final = "\N{REPLACEMENT CHARACTER}"

# ICU's converter of each name that VMware has, and the leading bytes to look at.
CONVERTERS: Final = {
    "UTF-8": "", "US-ASCII": "",
    **{f"ISO-8859-{n}": "" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15)},
    **{f"windows-{n}": "" for n in range(1250, 1259)},
    "ibm-874_P100-1995": "", "windows-874-2000": "",
    **{f"ibm-{n}" : "" for n in (437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863,
                                 864, 865, 866, 869)},
    "KOI8-R": "", "KOI8-U": "", "macintosh": "", "x-mac-cyrillic": "", "x-mac-greek": "",
    "x-mac-ce": "", "x-mac-turkish": "",
    "ibm-943_P15A-2003": "81 87 88 98 ea ed ee f0 f9 fa fc",
    "windows-936-2000": "81 a0 a1 a2 a6 aa af b0 d7 f8 fd",
    "windows-950-2000": "81 8d 8e a0 a1 a3 a4 c6 f9 fa fe",
    "windows-949-2000": "81 a1 a2 b0 bc c6 c8 c9 ca fd fe",
    "gb18030": "81 a1 a2 b0 fd",
    "GB2312": "a1 a4 b0 d7 f7",
    "EUC-KR": "a1 b0 c8 ca fd",
    "EUC-JP": "8e a1 a4 ad b0 f4 f9 fc",
}  # fmt: skip
TRAILS: Final = bytes([*range(0x40, 0x7F), *range(0x80, 0xFF)])


def uconv(name: str, sequences: list[bytes]) -> list[str]:
    """Convert each sequence by itself: a line each."""
    command = [UCONV, "-f", name, "-t", "utf-8", "--from-callback", "substitute"]
    text = subprocess.run(command, input=b"\n".join(sequences), capture_output=True, check=True)
    return [
        character if len(character) == 1 and character not in "\x1a" + NOTHING else NOTHING
        for character in text.stdout.decode().split("\n")
    ]


def names() -> dict[str, list[str]]:
    """Return every name of each converter."""
    text = subprocess.run([UCONV, "-l"], capture_output=True, check=True).stdout.decode()
    return {words[0]: words for line in text.splitlines() if (words := line.split())}


def main() -> None:
    """Print all."""
    listed = names()
    recorded: dict[str, Any] = {}
    for name, leads in CONVERTERS.items():
        of = next(words for words in listed.values() if name.lower() in map(str.lower, words))
        bytes_ = [bytes([byte]) for byte in range(0x80, 0x100)]
        recorded[name] = {
            "names": of,
            "bytes": "".join(uconv(name, bytes_)),
            "pairs": {
                lead: "".join(uconv(name, [bytes([int(lead, 16), trail]) for trail in TRAILS]))
                for lead in leads.split()
            },
        }
    json.dump(recorded, sys.stdout, ensure_ascii=True, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
