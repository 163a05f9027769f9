"""Which fields are secret, by their type, and the elements that hold such a type.

Written from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = ["HOLDERS", "SECRETS"]

# fmt: off
SECRETS: Final[dict[str, str]] = {  # type: its secret fields
    "CustomizationPassword": "value",
    "FileTransferInformation": "url",
    "GuestProgramSpec": "envVariables",
    "GuestWindowsProgramSpec": "envVariables",
    "HostAccountSpec": "password",
    "HostConnectSpec": "password vimAccountPassword",
    "HostGatewaySpec": "hostAuthParams",
    "HostInternetScsiHbaAuthenticationProperties": "chapSecret mutualChapSecret",
    "HostIpmiInfo": "password",
    "HostNasVolumeSpec": "password",
    "HostPosixAccountSpec": "password",
    "HttpNfcLeaseDeviceUrl": "url",
    "NamePasswordAuthentication": "password",
    "OvfCreateImportSpecParams": "propertyMapping",
    "SAMLTokenAuthentication": "token",
    "SSPIAuthentication": "sspiToken",
    "ServiceLocatorNamePassword": "password",
    "ServiceLocatorSAMLCredential": "token",
    "SessionManagerGenericServiceTicket": "id",
    "TicketedSessionAuthentication": "ticket",
    "UsbScanCodeSpec": "keyEvents",
    "UsbScanCodeSpecKeyEvent": "usbHidCode",
    "UserSession": "key",
    "VAppPropertyInfo": "defaultValue value",
    "VirtualMachineMksTicket": "ticket",
    "VirtualMachineTicket": "ticket url",
}
HOLDERS: Final[dict[str, str]] = {  # type: the elements whose declared type it is
    "CustomizationPassword": "CustomizationPassword domainAdminPassword password",
    "FileTransferInformation": "FileTransferInformation InitiateFileTransferFromGuestResponse",
    "GuestProgramSpec": "GuestProgramSpec spec",
    "GuestWindowsProgramSpec": "GuestWindowsProgramSpec",
    "HostAccountSpec": "HostAccountSpec spec",
    "HostConnectSpec": "HostConnectSpec cnxSpec",
    "HostGatewaySpec": "HostGatewaySpec hostGateway",
    "HostInternetScsiHbaAuthenticationProperties": "HostInternetScsiHbaAuthenticationProperties authenticationProperties",  # noqa: E501
    "HostIpmiInfo": "HostIpmiInfo ipmi",
    "HostNasVolumeSpec": "HostNasVolumeSpec spec",
    "HostPosixAccountSpec": "HostPosixAccountSpec",
    "HttpNfcLeaseDeviceUrl": "HttpNfcLeaseDeviceUrl deviceUrl",
    "NamePasswordAuthentication": "NamePasswordAuthentication",
    "OvfCreateImportSpecParams": "OvfCreateImportSpecParams cisp",
    "SAMLTokenAuthentication": "SAMLTokenAuthentication",
    "SSPIAuthentication": "SSPIAuthentication",
    "ServiceLocatorNamePassword": "ServiceLocatorNamePassword",
    "ServiceLocatorSAMLCredential": "ServiceLocatorSAMLCredential",
    "SessionManagerGenericServiceTicket": "AcquireGenericServiceTicketResponse SessionManagerGenericServiceTicket",  # noqa: E501
    "TicketedSessionAuthentication": "TicketedSessionAuthentication",
    "UsbScanCodeSpec": "UsbScanCodeSpec spec",
    "UsbScanCodeSpecKeyEvent": "UsbScanCodeSpecKeyEvent keyEvents",
    "UserSession": "CloneSessionResponse LoginResponse UserSession",
    "VAppPropertyInfo": "VAppPropertyInfo info property",
    "VirtualMachineMksTicket": "AcquireMksTicketResponse VirtualMachineMksTicket",
    "VirtualMachineTicket": "AcquireTicketResponse VirtualMachineTicket",
}
# fmt: on
