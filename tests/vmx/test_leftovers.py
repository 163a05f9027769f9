"""Whatever stands in a file: each key has an effect, is named by a warning, or says nothing.

The files are those of ``real/``, with lines of one another and values changed, drawn anew.
"""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx.errors import DocumentError
from aioesx.vmx import Settings, VmxWarning, parse_domain, parse_vmx
from aioesx.vmx._leftovers import is_meaningless, says_the_default

DATA: Final = Path(__file__).parent.parent / "data" / "vmx"
FILES: Final = sorted((DATA / "real").glob("*.vmx"))
SECONDS: Final = float(os.environ.get("AIOESX_FUZZ_SECONDS", "4")) / 2
SEED: Final = int(os.environ.get("AIOESX_FUZZ_SEED", "13"))
TRUE: Final = ("true", "yes", "1", "on", "t", "y")

# Values that are read, and say what a machine without the key is taken for, by pattern of the key.
SAYS_THE_SAME: Final = {
    "numvcpus": {"1"}, "cpuid.corespersocket": {"1", "0", "-1", "unlimited"},
    "sched.cpu.affinity": {"all"},
    "memsize": {"32"}, "sched.mem.minsize": {"0", "-1"}, "sched.mem.max": {"0", "-1"},
    "config.version": {"8"}, "virtualhw.version": {"4"},
    "remotedisplay.vnc.enabled": {"false"}, "svga.vramsize": {"4194304"},
    "scsi0:0.devicetype": {"scsi-harddisk", "disk", "cdrom-image"},
    "sata0:0.devicetype": {"scsi-harddisk", "disk", "cdrom-image", "ata-harddisk", "rawdisk"},
    "nvme0:0.devicetype": {"scsi-harddisk", "disk", "ata-harddisk", "rawdisk"},
    "ide0:0.devicetype": {"ata-harddisk", "disk", "cdrom-image"},
    "ethernet0.connectiontype": {"bridged"},
    "serial0.filetype": {"device"}, "serial0.network.endpoint": {"server"},
    "sharedfolder0.writeaccess": {"false"},
}  # fmt: skip


def convert(settings: Settings) -> tuple[Any, list[VmxWarning]]:
    warnings: list[VmxWarning] = []
    definition = parse_domain(
        settings,
        datastores={"ds": "/vmfs/volumes/ds"},
        directory="[ds] vm",
        lenient=True,
        on_warning=warnings.append,
    )
    return definition, warnings


def unaccounted(settings: Settings) -> list[str]:
    """Return the keys of which nobody can say what became of them."""
    definition, warnings = convert(settings)
    named = {warning.key.lower() for warning in warnings if warning.key is not None}
    gone = {
        warning.key.lower().partition(".")[0]
        for warning in warnings
        if warning.key is not None and "left out" in warning.message
    }
    found: list[str] = []
    for key in settings:
        lower = key.lower()
        device = lower.partition(".")[0]
        present = settings.get(f"{device}.present", "true").strip().lower()
        if (
            lower in named
            or device in gone
            or device.partition(":")[0] in gone
            or present not in TRUE
            or is_meaningless(key)
            or says_the_default(key, settings[key])
        ):
            continue
        without = settings.changed({key: None})
        if convert(without) == (definition, warnings) and not is_default(lower, settings[key]):
            found.append(f'{key} = "{settings[key]}"')
    return found


def is_default(key: str, value: str) -> bool:
    if key == "guestos":  # says no more than how many bits the processor has
        return not value.lower().endswith("-64")
    shape = re.sub(r"\d+", "0", key)
    return value.strip().lower() in SAYS_THE_SAME.get(shape, ())


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_every_key_of_a_real_file_is_accounted_for(file: Path) -> None:
    settings = parse_vmx(file.read_bytes(), lenient=True, on_warning=lambda _: None)

    assert unaccounted(settings) == []


@pytest.mark.timeout(60 + 4 * SECONDS)
def test_every_key_of_a_drawn_file_is_accounted_for() -> None:
    rng = random.Random(SEED)
    parsed = [parse_vmx(f.read_bytes(), lenient=True, on_warning=lambda _: None) for f in FILES]
    lines = [item for settings in parsed for item in settings.items()]
    values = sorted({value for _, value in lines})
    deadline, drawn = time.monotonic() + SECONDS, 0
    while time.monotonic() < deadline:
        pairs = list(rng.choice(parsed).items()) + rng.sample(lines, 5)
        for _ in range(3):
            at = rng.randrange(len(pairs))
            pairs[at] = (pairs[at][0], rng.choice(values))
        settings = Settings(rng.sample(pairs, len(pairs) * 3 // 4))
        try:
            missing = unaccounted(settings)
        except DocumentError:
            continue
        drawn += 1
        assert missing == [], dict(settings)

    assert drawn > 5
