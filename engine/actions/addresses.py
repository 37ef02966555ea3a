"""Which network addresses a call may be made to, so that no SOP opens the office's own network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_PUBLIC_6 = ip_network("2000::/3")
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments (RFC 6890)
            "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
            "2001::/23",  # protocol assignments, Teredo among them (RFC 2928)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
"""Not for calls, although the standard library (or an older one) takes them for global."""

_INTERNAL = tuple(
    map(
        ip_network,
        (
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",  # shared by customers of one carrier (RFC 6598)
            "127.0.0.0/8",
            "::1/128",
            "fc00::/7",
        ),
    )
)
"""Where a system of the office itself may lie. Link-local, where clouds keep secrets, is not."""

_NAT64 = ip_network("64:ff9b::/96")
_LOW_32_BITS = 0xFFFFFFFF


def may_be_reached(address: str, *, private: bool) -> bool:
    """Whether a call may go to `address`; `private`: its host may lie in a private network.

    An IPv6 address that carries an IPv4 one within (mapped, NAT64, 6to4) counts as what it
    carries, and only for hosts that may be private: nothing else has a reason to answer so.

    Source: IANA's registries of special-purpose addresses (RFC 6890).
    """
    found = ip_address(address)
    carried = _carried(found)
    if carried is not None:
        return private and _fits(carried, private=True)
    return _fits(found, private=private)


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & _LOW_32_BITS)
    return address.ipv4_mapped or address.sixtofour


def _fits(address: IPv4Address | IPv6Address, *, private: bool) -> bool:
    if any(address in network for network in _INTERNAL):
        return private
    return (
        address.is_global
        and not address.is_multicast
        and (address.version == 4 or address in _PUBLIC_6)  # noqa: PLR2004  # IPv4
        and not any(address in network for network in _NOT_PUBLIC)
    )
