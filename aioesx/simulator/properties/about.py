"""Who the host says it is."""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx.simulator.properties.view import View

__all__ = ["about"]

about: Final = View(
    vim.AboutInfo,
    name=lambda host: host.profile.product,
    full_name=lambda host: host.profile.full_name,
    vendor="VMware, Inc.",
    version=lambda host: host.profile.version,
    build=lambda host: host.profile.build,
    locale_version="INTL",
    locale_build="000",
    os_type=lambda host: host.profile.os_type,
    product_line_id=lambda host: host.profile.product_line,
    api_type=lambda host: host.profile.api_type,
    api_version=lambda host: host.profile.api_version,
    license_product_name=lambda host: host.profile.license,
    license_product_version=lambda host: host.profile.version.rpartition(".")[0],
)
