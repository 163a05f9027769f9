"""Data objects of the area ``customization``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from aioesx.vim._core import OptionValue
    from aioesx.vim._enums import (
        CustomizationLicenseDataMode,
        CustomizationNetBIOSMode,
        CustomizationSysprepRebootOption,
    )


class CustomizationAdapterMapping(DynamicData):
    """Customization adapter mapping."""

    mac_address: str | None = element("macAddress", "xsd:string", default=None)
    adapter: CustomizationIPSettings = element("adapter", "CustomizationIPSettings")


class CustomizationGlobalIPSettings(DynamicData):
    """Customization global ip settings."""

    dns_suffix_list: list[str] = element("dnsSuffixList", "xsd:string", default_factory=list)
    dns_server_list: list[str] = element("dnsServerList", "xsd:string", default_factory=list)


class CustomizationGuiRunOnce(DynamicData):
    """Customization gui run once."""

    command_list: list[str] = element("commandList", "xsd:string", default_factory=list, required=True)


class CustomizationGuiUnattended(DynamicData):
    """Customization gui unattended."""

    password: CustomizationPassword | None = element("password", "CustomizationPassword", default=None)
    time_zone: int = element("timeZone", "xsd:int")
    auto_logon: bool = element("autoLogon", "xsd:boolean")
    auto_logon_count: int = element("autoLogonCount", "xsd:int")


class CustomizationIPSettings(DynamicData):
    """Customization ip settings.

    Attributes:
        ip_v6_spec: since API 4.0.
    """

    ip: CustomizationIpGenerator = element("ip", "CustomizationIpGenerator")
    subnet_mask: str | None = element("subnetMask", "xsd:string", default=None)
    gateway: list[str] = element("gateway", "xsd:string", default_factory=list)
    ip_v6_spec: CustomizationIPSettingsIpV6AddressSpec | None = element("ipV6Spec", "CustomizationIPSettingsIpV6AddressSpec", default=None)
    dns_server_list: list[str] = element("dnsServerList", "xsd:string", default_factory=list)
    dns_domain: str | None = element("dnsDomain", "xsd:string", default=None)
    primary_wins: str | None = element("primaryWINS", "xsd:string", default=None)
    secondary_wins: str | None = element("secondaryWINS", "xsd:string", default=None)
    net_bios: CustomizationNetBIOSMode | str | None = element("netBIOS", "CustomizationNetBIOSMode", default=None)


class CustomizationIPSettingsIpV6AddressSpec(DynamicData):
    """Customization ip settings ip v6 address spec. Since API 4.0."""

    ip: list[CustomizationIpV6Generator] = element("ip", "CustomizationIpV6Generator", default_factory=list, required=True)
    gateway: list[str] = element("gateway", "xsd:string", default_factory=list)


class CustomizationIdentification(DynamicData):
    """Customization identification.

    Attributes:
        domain_ou: since API 8.0.2.0.
    """

    join_workgroup: str | None = element("joinWorkgroup", "xsd:string", default=None)
    join_domain: str | None = element("joinDomain", "xsd:string", default=None)
    domain_admin: str | None = element("domainAdmin", "xsd:string", default=None)
    domain_admin_password: CustomizationPassword | None = element("domainAdminPassword", "CustomizationPassword", default=None)
    domain_ou: str | None = element("domainOU", "xsd:string", default=None)


class CustomizationIdentitySettings(DynamicData):
    """Customization identity settings."""


class CustomizationIpGenerator(DynamicData):
    """Customization ip generator."""


class CustomizationIpV6Generator(DynamicData):
    """Customization ip v6 generator. Since API 4.0."""


class CustomizationLicenseFilePrintData(DynamicData):
    """Customization license file print data."""

    auto_mode: CustomizationLicenseDataMode | str = element("autoMode", "CustomizationLicenseDataMode")
    auto_users: int | None = element("autoUsers", "xsd:int", default=None)


class CustomizationLinuxFlexPrep(CustomizationIdentitySettings):
    """Customization linux flex prep. Since API 9.1.0.0."""


class CustomizationLinuxPrep(CustomizationIdentitySettings):
    """Customization linux prep.

    Attributes:
        time_zone: since API 4.0.
        hw_clock_utc: since API 4.0.
        script_text: since API 7.0.0.0.
        compatible_customization_method: since API 8.0.3.0.
        reset_password: since API 9.1.0.0.
        password: since API 9.1.0.0.
        extra_config: since API 9.1.0.0.
    """

    host_name: CustomizationName = element("hostName", "CustomizationName")
    domain: str = element("domain", "xsd:string")
    time_zone: str | None = element("timeZone", "xsd:string", default=None)
    hw_clock_utc: bool | None = element("hwClockUTC", "xsd:boolean", default=None)
    script_text: str | None = element("scriptText", "xsd:string", default=None)
    compatible_customization_method: str | None = element("compatibleCustomizationMethod", "xsd:string", default=None)
    reset_password: bool | None = element("resetPassword", "xsd:boolean", default=None)
    password: CustomizationPassword | None = element("password", "CustomizationPassword", default=None)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)


class CustomizationName(DynamicData):
    """Customization name."""


class CustomizationOptions(DynamicData):
    """Customization options."""


class CustomizationPassword(DynamicData):
    """Customization password."""

    value: str = element("value", "xsd:string", secret=True)
    plain_text: bool = element("plainText", "xsd:boolean")


class CustomizationPrefixName(CustomizationName):
    """Customization prefix name."""

    base: str = element("base", "xsd:string")


class CustomizationSpec(DynamicData):
    """Customization spec."""

    options: CustomizationOptions | None = element("options", "CustomizationOptions", default=None)
    identity: CustomizationIdentitySettings = element("identity", "CustomizationIdentitySettings")
    global_ip_settings: CustomizationGlobalIPSettings = element("globalIPSettings", "CustomizationGlobalIPSettings")
    nic_setting_map: list[CustomizationAdapterMapping] = element("nicSettingMap", "CustomizationAdapterMapping", default_factory=list)
    encryption_key: list[int] = element("encryptionKey", "xsd:byte", default_factory=list)


class CustomizationStatelessIpV6Generator(CustomizationIpV6Generator):
    """Customization stateless ip v6 generator. Since API 4.0."""


class CustomizationSysprep(CustomizationIdentitySettings):
    """Customization sysprep.

    Attributes:
        script_text: since API 9.1.0.0.
        reset_password: since API 9.1.0.0.
        extra_config: since API 9.1.0.0.
    """

    gui_unattended: CustomizationGuiUnattended = element("guiUnattended", "CustomizationGuiUnattended")
    user_data: CustomizationUserData = element("userData", "CustomizationUserData")
    gui_run_once: CustomizationGuiRunOnce | None = element("guiRunOnce", "CustomizationGuiRunOnce", default=None)
    identification: CustomizationIdentification = element("identification", "CustomizationIdentification")
    license_file_print_data: CustomizationLicenseFilePrintData | None = element("licenseFilePrintData", "CustomizationLicenseFilePrintData", default=None)
    script_text: str | None = element("scriptText", "xsd:string", default=None)
    reset_password: bool | None = element("resetPassword", "xsd:boolean", default=None)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)


class CustomizationSysprepText(CustomizationIdentitySettings):
    """Customization sysprep text."""

    value: str = element("value", "xsd:string")


class CustomizationUnknownIpGenerator(CustomizationIpGenerator):
    """Customization unknown ip generator."""


class CustomizationUnknownIpV6Generator(CustomizationIpV6Generator):
    """Customization unknown ip v6 generator. Since API 4.0."""


class CustomizationUnknownName(CustomizationName):
    """Customization unknown name."""


class CustomizationUserData(DynamicData):
    """Customization user data."""

    full_name: str = element("fullName", "xsd:string")
    org_name: str = element("orgName", "xsd:string")
    computer_name: CustomizationName = element("computerName", "CustomizationName")
    product_id: str = element("productId", "xsd:string")


class CustomizationVirtualMachineName(CustomizationName):
    """Customization virtual machine name."""


class CustomizationWinOptions(CustomizationOptions):
    """Customization win options."""

    change_sid: bool = element("changeSID", "xsd:boolean")
    delete_accounts: bool = element("deleteAccounts", "xsd:boolean")
    reboot: CustomizationSysprepRebootOption | str | None = element("reboot", "CustomizationSysprepRebootOption", default=None)


class CustomizationWindowsFlexPrep(CustomizationIdentitySettings):
    """Customization windows flex prep. Since API 9.1.0.0."""


class CustomizationAutoIpV6Generator(CustomizationIpV6Generator):
    """Customization auto ip v6 generator. Since API 4.0."""


class CustomizationCloudinitPrep(CustomizationIdentitySettings):
    """Customization cloudinit prep. Since API 7.0.3.0."""

    metadata: str = element("metadata", "xsd:string")
    userdata: str | None = element("userdata", "xsd:string", default=None)


class CustomizationCustomIpGenerator(CustomizationIpGenerator):
    """Customization custom ip generator."""

    argument: str | None = element("argument", "xsd:string", default=None)


class CustomizationCustomIpV6Generator(CustomizationIpV6Generator):
    """Customization custom ip v6 generator. Since API 4.0."""

    argument: str | None = element("argument", "xsd:string", default=None)


class CustomizationCustomName(CustomizationName):
    """Customization custom name."""

    argument: str | None = element("argument", "xsd:string", default=None)


class CustomizationDhcpIpGenerator(CustomizationIpGenerator):
    """Customization dhcp ip generator."""


class CustomizationDhcpIpV6Generator(CustomizationIpV6Generator):
    """Customization dhcp ip v6 generator. Since API 4.0."""


class CustomizationDisableIpV4(CustomizationIpGenerator):
    """Customization disable ip v4. Since API 9.1.0.0."""


class CustomizationFixedIp(CustomizationIpGenerator):
    """Customization fixed ip."""

    ip_address: str = element("ipAddress", "xsd:string")


class CustomizationFixedIpV6(CustomizationIpV6Generator):
    """Customization fixed ip v6. Since API 4.0."""

    ip_address: str = element("ipAddress", "xsd:string")
    subnet_mask: int = element("subnetMask", "xsd:int")


class CustomizationFixedName(CustomizationName):
    """Customization fixed name."""

    name: str = element("name", "xsd:string")


class CustomizationLinuxOptions(CustomizationOptions):
    """Customization linux options."""
