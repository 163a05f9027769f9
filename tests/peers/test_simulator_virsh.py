"""libvirt's virsh takes the simulator for an ESX host: every command that its ESX driver knows.

The table below names each command once, with what ESX would have said: status 0, or the
driver's own refusal (found in its source, before or without any call). Commands run in order,
on one host, each in a virsh of its own; the test prints commands and results.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from support.virsh import Virsh

from aioesx.simulator import HostState, Options, Simulator, presets

pytestmark = pytest.mark.peer("virsh")

_POOL: Final = "iqn.2016-04.com.example:storage.lun1"
_LUN: Final = "naa.6000eb39a6c4d6420000000000000010"

FILES: Final = {
    "domain.xml": """<domain type='vmware'><name>new01</name>
        <uuid>11111111-2222-3333-4444-555555555555</uuid>
        <memory unit='KiB'>524288</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
        <devices><disk type='file' device='disk'><source file='[datastore1] db01/new.vmdk'/>
        <target dev='sda' bus='scsi'/></disk>
        <interface type='bridge'><source bridge='VM Network'/><model type='e1000'/></interface>
        </devices></domain>""",
    "machine.vmx": 'config.version = "8"\nvirtualHW.version = "13"\ndisplayName = "n"\n'
    'scsi0.present = "true"\nscsi0.virtualDev = "lsilogic"\nscsi0:0.present = "true"\n'
    'scsi0:0.fileName = "/vmfs/volumes/datastore1/db01/db01.vmdk"\n',
    "volume.xml": """<volume><name>db01/new.vmdk</name><capacity unit='MiB'>10</capacity>
        <target><format type='vmdk'/></target></volume>""",
    "copy.xml": """<volume><name>db01/copy.vmdk</name><capacity unit='MiB'>10</capacity>
        <target><format type='vmdk'/></target></volume>""",
    "network.xml": """<network><name>vSwitchT</name><forward dev='vmnic1' mode='bridge'>
        <interface dev='vmnic1'/></forward><portgroup name='pgT'/></network>""",
    "snapshot.xml": "<domainsnapshot><name>s3</name></domainsnapshot>",
}


class Row(NamedTuple):
    """One command, and what must stand in its output, or why the driver refuses it."""

    command: str
    shows: str = ""
    refusal: str = ""


# fmt: off
ROWS: Final = (
    # --- the connection and the host
    Row("uri", "esx://root@127.0.0.1"),
    Row("version", "Running hypervisor: ESX 6.5.0"),
    Row("hostname", "esx-sim.localdomain"),
    Row("nodeinfo", "CPU socket(s):       2"),
    Row("capabilities", "<arch name='x86_64'>"),
    Row("freecell", "Total: "),
    Row("sysinfo", refusal="not supported by the connection driver"),
    Row("maxvcpus", refusal="not supported by the connection driver"),
    # --- looking at domains
    Row("list --all", "console01"),
    Row("list", "web01"),
    Row("list --inactive", "db01"),
    Row("list --all --autostart"),
    Row("list --all --no-autostart", "web01"),
    Row("list --all --with-snapshot"),
    Row("list --all --state-paused", "build01"),
    Row("domid web01", "1"),
    Row("domname 1", "web01"),
    Row("domuuid web01", "-"),
    Row("dominfo web01", "State:          running"),
    Row("domstate build01", "paused"),
    Row("domblklist web01", "[datastore1] web01/web01.vmdk"),
    Row("domiflist web01", "VM Network"),
    Row("domhostname web01", "web01"),
    Row("domhostname win01", refusal="missing VMware Tools"),
    Row("domifaddr web01 --source agent", "198.51.100."),
    Row("domifaddr web01", refusal="IP address data source"),
    Row("dumpxml web01", "<vmware:moref>1</vmware:moref>"),
    Row("dumpxml db01 --inactive --security-info", "<name>db01</name>"),
    Row("vcpucount db01 --maximum --live", "128"),
    Row("vcpucount db01 --current --live", "128"),
    Row("schedinfo db01", "limit          : -1"),
    Row("memtune db01 --live", refusal="unsupported flags"),
    Row("screenshot web01 {tmp}/web01.png", "Screenshot saved"),
    Row("screenshot db01 {tmp}/db01.png", refusal="not powered on"),
    Row("vncdisplay web01", refusal="Failed to get VNC port"),
    Row("domdisplay web01", refusal=""),
    Row("dommemstat web01", refusal="not supported by the connection driver"),
    Row("domstats web01", refusal="not supported by the connection driver"),
    Row("domxml-from-native vmware-vmx {tmp}/machine.vmx", "[datastore1] db01/db01.vmdk"),
    Row("domxml-to-native vmware-vmx --xml {tmp}/domain.xml", 'displayName = "new01"'),
    # --- power
    Row("start db01", "Domain 'db01' started"),
    Row("start db01", refusal="already active"),
    Row("suspend db01", "suspended"),
    Row("resume db01", "resumed"),
    Row("reboot db01", "is being rebooted"),
    Row("reboot win01", refusal="VMware Tools is not running"),
    Row("destroy db01", "destroyed"),
    Row("destroy build01", refusal="not powered on"),
    Row("shutdown web01", "is being shutdown"),
    Row("reset win01", refusal="not supported by the connection driver"),
    # --- configuration
    Row("autostart db01", "marked as autostarted"),
    Row("list --all --autostart", "db01"),
    Row("autostart db01 --disable", "unmarked"),
    Row("schedinfo db01 --set shares=2000", "shares         : 2000"),
    Row("schedinfo db01 --set reservation=500", "reservation    : 500"),
    Row("schedinfo db01 --set limit=3000", "limit          : 3000"),
    Row("setmaxmem db01 4194304"),
    Row("setmem db01 2097152"),
    Row("setmem db01 2097152 --config", refusal="unsupported flags"),
    Row("setvcpus db01 2"),
    Row("setvcpus db01 999", refusal="greater than"),
    Row("dominfo db01", "CPU(s):         2"),
    Row("memtune db01 --min-guarantee 524288"),
    Row("desc db01 words", refusal=""),
    # --- snapshots
    Row("snapshot-create-as db01 s1 first", "s1 created"),
    Row("snapshot-create-as db01 s2 second --disk-only", "s2 created"),
    Row("snapshot-create db01 {tmp}/snapshot.xml", "s3 created"),
    Row("snapshot-create-as db01 s1", refusal="already exists"),
    Row("snapshot-list db01 --tree", "+- s2"),
    Row("snapshot-list db01 --roots", "s1"),
    Row("snapshot-list db01 --leaves", "s3"),
    Row("snapshot-list db01 --from s1 --descendants", "s3"),
    Row("snapshot-current db01 --name", "s3"),
    Row("snapshot-info db01 s2", "Parent:         s1"),
    Row("snapshot-dumpxml db01 s2", "<description>second</description>"),
    Row("snapshot-parent db01 s2", "s1"),
    Row("snapshot-parent db01 s1", refusal="has no parent"),
    Row("snapshot-revert db01 s1"),
    Row("snapshot-current db01 --name", "s1"),
    Row("snapshot-delete db01 s3", "deleted"),
    Row("snapshot-delete db01 s1 --children", "deleted"),
    Row("snapshot-list db01"),
    # --- storage
    Row("pool-list --all", _POOL),
    Row("pool-list --details", "500.00 GiB"),
    Row("pool-info datastore1", "Capacity:       500.00 GiB"),
    Row(f"pool-info {_POOL}", "running"),
    Row("pool-uuid datastore1", "-"),
    Row("pool-name nosuch", refusal="failed to get pool"),
    Row("pool-dumpxml datastore1", "<format type='vmfs'/>"),
    Row("pool-dumpxml nfs1", "<dir path='/export/nfs1'/>"),
    Row(f"pool-dumpxml {_POOL}", "<host name='192.0.2.60' port='3260'/>"),
    Row("pool-refresh datastore1", "refreshed"),
    Row(f"pool-refresh {_POOL}", "refreshed"),
    Row("pool-autostart datastore1", "marked as autostarted"),
    Row("pool-autostart datastore1 --disable", refusal="Cannot deactivate"),
    Row("vol-list datastore1 --details", "16.00 GiB"),
    Row(f"vol-list {_POOL}", _LUN),
    Row("vol-dumpxml --pool datastore1 db01/db01.vmdk", "<format type='vmdk'/>"),
    Row(f"vol-dumpxml --pool {_POOL} {_LUN}", "<capacity unit='bytes'>107374182400"),
    Row("vol-info --pool datastore1 db01/db01.vmdk", "64.00 GiB"),
    Row("vol-path --pool datastore1 db01/db01.vmdk", "[datastore1] db01/db01.vmdk"),
    Row("vol-key --pool datastore1 db01/db01.vmdk", "6000c29"),
    Row("vol-name @[datastore1] db01/db01.vmdk", "db01/db01.vmdk"),
    Row("vol-pool @[datastore1] db01/db01.vmdk", "datastore1"),
    Row("vol-create datastore1 {tmp}/volume.xml", "created"),
    Row("vol-create datastore1 {tmp}/volume.xml", refusal="already exists"),
    Row("vol-create-as datastore1 db01/as.vmdk 10M --allocation 10M --format vmdk", "created"),
    Row("vol-clone db01/as.vmdk db01/twin.vmdk --pool datastore1", "cloned"),
    Row("vol-delete db01/twin.vmdk --pool datastore1", "deleted"),
    Row("vol-delete db01/as.vmdk --pool datastore1", "deleted"),
    Row("vol-create-from datastore1 {tmp}/copy.xml --inputpool datastore1 db01/new.vmdk",
        "created from"),
    Row("vol-wipe --pool datastore1 db01/copy.vmdk", "wiped"),
    Row("vol-delete --pool datastore1 db01/copy.vmdk", "deleted"),
    Row("vol-delete @[datastore1] web01/none.vmdk", refusal="storage vol"),
    Row("vol-download --pool datastore1 db01/new.vmdk {tmp}/x", refusal="not supported"),
    # --- networks and interfaces
    Row("net-list --all", "vSwitch0"),
    Row("net-info vSwitch0", "Active:         yes"),
    Row("net-uuid vSwitch0", "-"),
    Row("net-name nosuch", refusal="failed to get network"),
    Row("net-dumpxml vSwitch0", "<portgroup name='DMZ'>"),
    Row("net-define {tmp}/network.xml", "defined"),
    Row("net-define {tmp}/network.xml", refusal="editing existing ones is not supported"),
    Row("net-dumpxml vSwitchT", "<interface dev='vmnic1'/>"),
    Row("net-autostart vSwitchT", "marked as autostarted"),
    Row("net-undefine vSwitchT", "undefined"),
    Row("net-undefine vSwitch0", refusal="Cannot undefine HostVirtualSwitch"),
    Row("iface-list"),
    Row("iface-name 00:1b:21:3a:4b:00", "vmnic0"),
    Row("iface-mac vmnic0", refusal="failed to get interface"),
    Row("iface-dumpxml 00:1b:21:3a:4b:00", "<interface type='ethernet' name='vmnic0'>"),
    # --- domains come and go
    Row("define {tmp}/domain.xml", "Domain 'new01' defined"),
    Row("define {tmp}/domain.xml", refusal="already exists"),
    Row("start new01", "started"),
    Row("undefine new01", refusal="not suspended or powered off"),
    Row("destroy new01", "destroyed"),
    Row("undefine new01", "has been undefined"),
    Row("dominfo new01", refusal="failed to get domain"),
)
# fmt: on


@pytest.fixture
def simulated() -> HostState:
    options = Options(task_seconds=0.01, tools_seconds=0.0)
    return presets.small_host(options=options)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def words_of(command: str, folder: Path) -> list[str]:
    """Split a command; what follows ``@`` is one word."""
    plain, _, rest = command.replace("{tmp}", str(folder)).partition("@")
    return [*plain.split(), *([rest] if rest else [])]


def result_of(row: Row, status: int, output: str) -> str:
    """Return what is wrong with a result; empty when nothing is."""
    if status < 0:
        return f"virsh was ended by signal {-status}"
    if row.shows and row.shows not in output:
        return f"expected {row.shows!r}"
    refused = row.refusal or not row.shows
    if status != 0 and not (refused and row.refusal.lower() in output.lower()):
        return "expected status 0"
    if status == 0 and row.refusal:
        return f"expected the refusal {row.refusal!r}"
    if "simulator has a fault" in output:
        return "a fault of the simulator's own"
    return ""


@pytest.mark.timeout(240)
def test_every_command_of_the_driver(
    simulator: Simulator, virsh: Virsh, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, wrong = [], []
    for row in ROWS:
        outcome = virsh(f"{simulator.uri}?no_verify=1", *words_of(row.command, files))
        output = outcome.stdout + outcome.stderr
        problem = result_of(row, outcome.status, output)
        told = "driver refuses" if outcome.status else "ok"
        command = re.sub(r"\{tmp\}/", "", row.command)
        lines.append(f"{command:70} {problem or told}")
        if problem:
            wrong.append(f"virsh {row.command}: {problem}\n{output}")
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201  # the table is what this test is for
    assert not wrong, "\n".join(wrong)
    assert simulator.open_sessions == 0


@pytest.mark.parametrize(
    ("question", "label"), [("auto_answer=1", "Append"), ("auto_answer=0", "")]
)
def test_a_question_is_answered_by_virsh_only_if_told_to(
    simulator: Simulator, virsh: Virsh, question: str, label: str
) -> None:
    outcome = virsh(f"{simulator.uri}?no_verify=1&{question}", "start", "console01")

    assert (outcome.status == 0) == bool(label)
    assert simulator.answers == ([("console01", label)] if label else [])
    assert "Append" in outcome.stderr or label
