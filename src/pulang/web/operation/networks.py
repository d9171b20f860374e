"""Addresses and networks of proxies. Knows no Django, so that settings can be read without it."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Networks = tuple[IPv4Network | IPv6Network, ...]


def networks(text: str) -> Networks:
    """Read addresses and networks separated by commas. Raises ``ValueError``."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def client_of(peer: str, claimed: Mapping[str, str], known: Networks) -> str:
    """The last in the line of proxies that is not one of ours; the peer's own where none is, or it is no address."""
    line = [part.strip() for part in claimed.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    found = next((address for address in reversed(line) if not is_among(address, known)), peer)
    return found if _is_address(found) else peer


def is_among(address: str, known: Networks) -> bool:
    """Whether an address lies in one of these networks."""
    return _is_address(address) and any(ip_address(address) in network for network in known)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
