"""Descriptors as a host reads them: the package, or the fault that tells what is wrong with it."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.errors import OvfError
from aioesx.ovf import parse_ovf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aioesx.ovf import Envelope, Property

__all__ = [
    "localized",
    "parsed",
    "products",
    "properties",
    "read",
    "sizes_of",
    "warned",
]

_PASSED_OVER: Final = re.compile(r"line ([0-9]+): (\S+)")
_UNKNOWN: Final = -1
"""Bytes of what nobody knows the size of."""


def localized(fault: vim.MethodFault, text: str) -> vim.LocalizedMethodFault:
    """Return a fault as it stands in a result."""
    return vim.LocalizedMethodFault(fault=fault, localized_message=text)


def read(text: str) -> Envelope | vim.LocalizedMethodFault:
    """Return what a descriptor says; or why it says nothing."""
    try:
        return parse_ovf(text)
    except OvfError as error:
        line = error.line or 0
        if text.lstrip().startswith("<"):
            return localized(vim.OvfInvalidPackage(line_number=line), str(error))
        fault = vim.OvfXmlFormat(line_number=line, description=str(error))
        return localized(fault, str(error))


def warned(envelope: Envelope) -> list[vim.LocalizedMethodFault]:
    """Return warnings for what was passed over."""
    return [_warning(text) for text in envelope.warnings]


def _warning(text: str) -> vim.LocalizedMethodFault:
    match = _PASSED_OVER.match(text)
    line, name = (int(match[1]), match[2]) if match is not None else (0, "")
    return localized(vim.OvfUnsupportedSection(line_number=line, name=name, info=text), text)


def parsed(text: str) -> vim.OvfParseDescriptorResult:
    """Return what a client is told of a descriptor before it is used."""
    envelope = read(text)
    if isinstance(envelope, vim.LocalizedMethodFault):
        return vim.OvfParseDescriptorResult(
            annotation="",
            default_entity_name="",
            virtual_app=False,
            default_deployment_option="",
            error=[envelope],
        )
    system, (download, thick, thin) = envelope.system, sizes_of(envelope)
    return vim.OvfParseDescriptorResult(
        eula=list(system.eulas),
        network=[
            vim.OvfNetworkInfo(name=one.name, description=one.description)
            for one in envelope.networks
        ],
        property=list(properties(envelope)),
        product_info=next(iter(products(envelope)), None),
        annotation=system.annotation,
        default_entity_name=system.name or system.id,
        virtual_app=False,
        deployment_option=[
            vim.OvfDeploymentOption(key=one.id, label=one.label, description=one.description)
            for one in envelope.configurations
        ],
        default_deployment_option=envelope.configuration or "",
        warning=warned(envelope),
        approximate_download_size=download,
        approximate_flat_deployment_size=thick,
        approximate_sparse_deployment_size=thin,
    )


def sizes_of(envelope: Envelope) -> tuple[int, int, int]:
    """Return how many bytes come, and how many the disks take: thick and thin; -1 is unknown."""
    files, thin = [file.size for file in envelope.files], list[int | None]()
    for disk in envelope.disks:
        thin.append(0 if disk.file is None else disk.populated_size)
    return _total(files), sum(disk.capacity for disk in envelope.disks), _total(thin)


def _total(sizes: list[int | None]) -> int:
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else _UNKNOWN


def products(envelope: Envelope) -> Iterator[vim.VAppProductInfo]:
    """Yield the software in the machine."""
    for key, one in enumerate(envelope.system.products):
        yield vim.VAppProductInfo(
            key=key,
            class_id=one.class_,
            instance_id=one.instance,
            name=one.name,
            vendor=one.vendor,
            version=one.version,
            full_version=one.full_version,
            vendor_url=one.vendor_url,
            product_url=one.product_url,
            app_url=one.app_url,
        )


def properties(
    envelope: Envelope,
    configuration: str | None = None,
    values: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[vim.VAppPropertyInfo]:
    """Yield what the software wants to be told, with the defaults of a configuration.

    Args:
        envelope: the package.
        configuration: which one.
        values: what it is told, by full keys.
    """
    key = 0
    for product in envelope.system.products:
        for one in product.properties:
            default = _default(one, configuration)
            facts: dict[str, Any] = {"default_value": default} if default is not None else {}
            if (value := values.get(product.full_key(one.key))) is not None:
                facts["value"] = value
            yield vim.VAppPropertyInfo(
                key=key,
                class_id=product.class_,
                instance_id=product.instance,
                id=one.key,
                category=one.category,
                label=one.label,
                type="password" if one.password else one.type,
                user_configurable=one.user_configurable,
                description=one.description,
                **facts,
            )
            key += 1


def _default(one: Property, configuration: str | None) -> str | None:
    own = (value.value for value in one.values if value.configuration == configuration)
    return next(own, one.value)
