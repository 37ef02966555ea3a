"""Which addresses a call may go to."""

import pytest

from engine.actions.addresses import may_be_reached

PUBLIC = ("93.184.215.14", "8.8.8.8", "2606:2800:220:1::248", "2400:cb00::1")

INTERNAL = (
    "10.0.0.1",
    "172.16.3.4",
    "172.31.255.255",
    "192.168.1.1",
    "127.0.0.1",
    "127.9.9.9",
    "100.64.0.1",
    "::1",
    "fd00::5",
    "fc00::1",
    # what carries such an address, or a public one, within
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::c0a8:0101",
    "64:ff9b::808:808",
    "2002:0a00:0001::",
    "2002:0808:0808::1",
)

NEVER = {
    "unspecified": "0.0.0.0",  # noqa: S104
    "this network": "0.1.2.3",
    "link-local, where clouds keep secrets": "169.254.169.254",
    "multicast": "224.0.0.1",
    "multicast that is global": "239.1.1.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "protocol assignments": "192.0.0.9",
    "documentation": "203.0.113.9",
    "benchmarks": "198.18.0.1",
    "relay of 6to4": "192.88.99.1",
    "unspecified 6": "::",
    "link-local 6": "fe80::1",
    "link-local 6 of an interface": "fe80::1%eth0",
    "site-local": "fec0::1",
    "multicast 6": "ff02::1",
    "multicast 6 that is global": "ff0e::1",
    "IPv4-compatible": "::10.0.0.1",
    "NAT64 of the local network": "64:ff9b:1::a00:1",
    "NAT64 of link-local": "64:ff9b::a9fe:a9fe",
    "mapped link-local": "::ffff:169.254.169.254",
    "mapped unspecified": "::ffff:0.0.0.0",
    "6to4 of link-local": "2002:a9fe:a9fe::1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "ORCHID": "2001:20::1",
    "documentation 6": "2001:db8::1",
    "documentation 6, the newer": "3fff::1",
    "discard": "100::1",
    "outside of what is given out": "4000::1",
}


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("private", [True, False])
def test_a_public_address_may_be_reached(address: str, *, private: bool) -> None:
    assert may_be_reached(address, private=private)


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_only_for_hosts_that_may_be_private(address: str) -> None:
    assert not may_be_reached(address, private=False)
    assert may_be_reached(address, private=True)


@pytest.mark.parametrize("address", NEVER.values(), ids=NEVER.keys())
@pytest.mark.parametrize("private", [True, False])
def test_no_host_may_lie_at_such_an_address(address: str, *, private: bool) -> None:
    assert not may_be_reached(address, private=private)
