"""How a host's properties become libvirt's node info."""

from __future__ import annotations

from aioesx.host.values import NodeInfo, node_info

PROPERTIES = {
    "hardware.cpuInfo.hz": 2_394_999_999,
    "hardware.cpuInfo.numCpuCores": 16,
    "hardware.cpuInfo.numCpuPackages": 2,
    "hardware.cpuInfo.numCpuThreads": 32,
    "hardware.memorySize": 68_719_476_736 + 512,
    "hardware.numaInfo.numNodes": 2,
    "summary.hardware.cpuModel": "Intel(R) Xeon(R) CPU           E5-2630 v3 @ 2.40GHz",
}


def test_cores_are_counted_per_socket_and_threads_per_core() -> None:
    assert node_info(PROPERTIES) == NodeInfo(
        model="Intel Xeon CPU E5-2630 v3 @ 2.4",
        memory=67_108_864,
        cpus=16,
        mhz=2394,
        nodes=2,
        sockets=2,
        cores=8,
        threads=2,
    )


def test_what_the_host_does_not_tell_is_not_known() -> None:
    assert node_info({}) == NodeInfo(None, None, None, None, None, None, None, None)


def test_a_model_is_cut_between_characters() -> None:
    info = node_info({"summary.hardware.cpuModel": "x" * 30 + "\u00fc"})

    assert info.model == "x" * 30
