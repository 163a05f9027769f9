"""What converting VMX must know: of the host, in one read; of disk images, in a search.

Nothing is remembered: datastores come and go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_specs
from aioesx._server.server import Server
from aioesx._server.traversal import from_host, property_spec
from aioesx.datastore_path import DatastorePath
from aioesx.errors import NotFoundError, TaskFailedError, UnsupportedError
from aioesx.vmx import ARCHITECTURES, hardware_version_for, scsi_model_for

__all__ = ["HostFacts", "product_hardware_version", "read_host_facts", "read_scsi_models"]

_DATASTORE_PATHS: Final = ("summary.name", "summary.url", "host", "browser")
_CPU_PATH: Final = "hardware.cpuFeature"
_EXTENDED_LEVEL: Final = 0x80000001 - 2**32  # CPUID leaf as the signed number of the wire
_LONG_MODE_BIT: Final = 29


@dataclasses.dataclass(frozen=True, slots=True)
class HostFacts:
    """The host as a conversion sees it.

    Attributes:
        datastores: mount path by name, in the host's order; those that are not mounted on this
            host are left out.
        browsers: what searches a datastore, by the datastore's name.
        architectures: what the processors can run.
    """

    datastores: Mapping[str, str]
    browsers: Mapping[str, vim.ManagedObjectReference]
    architectures: tuple[str, ...]


async def read_host_facts(server: Server, *, timeout: float | None = None) -> HostFacts:
    """Read all datastores and the processors' features, in one call.

    Source: libvirt, esxVI_LookupDatastoreList, esxVI_LookupDatastoreHostMount and
    esxSupportsLongMode, which take one call for each datastore.
    """
    host = server.place.host
    spec = vim.PropertyFilterSpec(
        prop_set=[
            property_spec("Datastore", _DATASTORE_PATHS),
            property_spec("HostSystem", (_CPU_PATH,)),
        ],
        object_set=[vim.ObjectSpec(obj=host, skip=False, select_set=[*from_host("Datastore")])],
    )
    datastores: dict[str, str] = {}
    browsers: dict[str, vim.ManagedObjectReference] = {}
    architectures: tuple[str, ...] = ARCHITECTURES
    for content in await read_specs(server.session, [spec], timeout=timeout):
        entry = ObjectProperties.of(content)
        if entry.ref.type == host.type:
            architectures = _architectures(entry.values.get(_CPU_PATH) or ())
            continue
        name, mount = entry.values.get("summary.name"), _mount(entry.values, host)
        if name is not None and mount:
            datastores.setdefault(name, mount)
            if "browser" in entry.values:
                browsers.setdefault(name, entry.values["browser"])
    return HostFacts(datastores, browsers, architectures)


def _mount(values: Mapping[str, Any], host: vim.ManagedObjectReference) -> str | None:
    """Return where this host has a datastore; a server may tell that in its URL only."""
    for mount in values.get("host") or ():
        if mount.key == host:
            path: str = mount.mount_info.path or values.get("summary.url") or ""
            return path.removeprefix("ds://")
    return None


def _architectures(features: Iterable[vim.HostCpuIdInfo]) -> tuple[str, ...]:
    """Look for long mode in register EDX: 32 bits as text, the highest first, ``:`` between.

    A host that tells nothing about its processors is not taken for an old one.
    """
    for feature in features:
        if feature.level == _EXTENDED_LEVEL:
            bits = (feature.edx or "").replace(":", "")
            long_mode = len(bits) > _LONG_MODE_BIT and bits[-1 - _LONG_MODE_BIT] == "1"
            return ARCHITECTURES if long_mode else ARCHITECTURES[:1]
    return ARCHITECTURES


def product_hardware_version(server: Server) -> int:
    """Return the virtual hardware version that libvirt writes for this host."""
    product = server.session.product
    return hardware_version_for(product.line, product.version)


async def read_scsi_models(
    server: Server,
    facts: HostFacts,
    sources: Iterable[str],
    *,
    timeout: float | None = None,
) -> dict[str, str]:
    """Find out which SCSI controller disk images were made for, one search for each directory.

    Args:
        server: the connection.
        facts: the host's datastores.
        sources: datastore paths of ``.vmdk`` files.
        timeout: seconds for each search.

    Returns:
        libvirt's model by source.

    Raises:
        UnsupportedError: an image is not there, or was made for a controller that libvirt has
            no word for.

    Source: libvirt, esxAutodetectSCSIControllerModel.
    """
    found: dict[str, str] = {}
    groups: dict[DatastorePath, dict[str, str]] = {}
    for source in sources:
        path = _parsed(source)
        groups.setdefault(path.directory, {})[path.name] = source
    for directory, names in groups.items():
        types = await _controller_types(server, facts, directory, names, timeout)
        for name, source in names.items():
            if name not in types:
                raise _about(source, f"{source!r} does not exist, so its SCSI model is not known")
            model = scsi_model_for(types[name])
            if model is None:
                raise _about(source, f"{source!r} was made for an unknown kind of controller")
            found[source] = model
    return found


async def _controller_types(
    server: Server,
    facts: HostFacts,
    directory: DatastorePath,
    names: Mapping[str, str],
    timeout: float | None,
) -> dict[str, str]:
    """Search one directory; returns ``controllerType`` by file name."""
    browser = facts.browsers.get(directory.datastore)
    if browser is None:
        source = next(iter(names.values()))
        raise _about(source, f"the datastore {directory.datastore!r} is not known")
    spec = vim.HostDatastoreBrowserSearchSpec(
        query=[
            vim.VmDiskFileQuery(
                details=vim.VmDiskFileQueryFlags(
                    disk_type=True, capacity_kb=True, hardware_version=True, controller_type=True
                )
            )
        ],
        details=vim.FileQueryFlags(file_type=True, file_size=False, modification=False),
        match_pattern=list(names),
    )
    search = vim.SearchDatastore_Task(this=browser, datastore_path=str(directory), search_spec=spec)
    try:
        results = await server.tasks.run(search, timeout=timeout)
    except TaskFailedError as error:
        if isinstance(error, NotFoundError):
            return {}
        raise
    return {
        file.path: file.controller_type or ""
        for file in results.file
        if isinstance(file, vim.VmDiskFileInfo)
    }


def _parsed(source: str) -> DatastorePath:
    try:
        return DatastorePath.parse(source)
    except ValueError as error:
        raise _about(source, str(error)) from None


def _about(source: str, reason: str) -> UnsupportedError:
    path = "devices/disk/source/@file"
    return UnsupportedError(f"{path}: {reason}", key=path, value=source)
