"""Where a request comes from, as far as attempts are counted by it."""

from ipaddress import IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

ONE_HOUSEHOLD = 64
"""Whoever has one address of IPv6 has all that begin with the same 64 bits."""


def network_of(request: HttpRequest) -> str:
    """The address behind the trusted proxies, the network of one household in IPv6; empty where nobody can tell."""
    try:
        told = get_adapter().get_client_ip(request)
        address = ip_address(told)
    except (PermissionDenied, ValueError):
        return ""
    if address.version == 4:
        return str(address)
    return str(IPv6Network((address, ONE_HOUSEHOLD), strict=False).network_address)
