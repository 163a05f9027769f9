"""Which SCSI controller disk images were made for: libvirt's model ``auto``."""

from __future__ import annotations

from collections.abc import Iterable

from aioesx._server.files.browse import find_disks
from aioesx._server.files.mounts import Mounts
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.errors import UnsupportedError
from aioesx.vmx import scsi_model_for

__all__ = ["read_scsi_models"]


async def read_scsi_models(
    server: Server, mounts: Mounts, sources: Iterable[str]
) -> dict[str, str]:
    """Ask the host for each image's controller, one search for each directory.

    Args:
        server: the connection.
        mounts: the host's datastores.
        sources: datastore paths of ``.vmdk`` files.

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
        browser = mounts.browsers.get(directory.datastore)
        if browser is None:
            source = next(iter(names.values()))
            raise _about(source, f"the datastore {directory.datastore!r} is not known")
        disks = await find_disks(server, browser, directory, names)
        types = {disk.path: disk.controller_type or "" for disk in disks}
        found |= {source: _model(source, types.get(name)) for name, source in names.items()}
    return found


def _model(source: str, controller_type: str | None) -> str:
    if controller_type is None:
        raise _about(source, f"{source!r} does not exist, so its SCSI model is not known")
    model = scsi_model_for(controller_type)
    if model is None:
        raise _about(source, f"{source!r} was made for an unknown kind of controller")
    return model


def _parsed(source: str) -> DatastorePath:
    try:
        return DatastorePath.parse(source)
    except ValueError as error:
        raise _about(source, str(error)) from None


def _about(source: str, reason: str) -> UnsupportedError:
    path = "devices/disk/source/@file"
    return UnsupportedError(f"{path}: {reason}", key=path, value=source)
