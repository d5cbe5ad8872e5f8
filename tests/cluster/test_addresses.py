import pytest

from cluster.addresses import client_address, parse_networks, quota_subject

TRUSTED = parse_networks("127.0.0.1,10.0.0.0/8,::1")


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "expected"),
    [
        ("198.51.100.7", [], "198.51.100.7"),
        ("198.51.100.7", ["203.0.113.9"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["192.0.2.1, 203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["192.0.2.1", "203.0.113.9, 10.1.2.3"], "203.0.113.9"),
        ("127.0.0.1", ["nonsense, 10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", ["10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("::ffff:127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("::1", ["2001:db8::5"], "2001:db8::5"),
        ("fe80::1%eth0", [], "fe80::1"),
        (None, ["203.0.113.9"], "203.0.113.9"),
        (None, [], None),
        ("127.0.0.1", [""], "127.0.0.1"),
    ],
)
def test_the_client_is_the_nearest_hop_that_no_trusted_proxy_is(
    peer: str | None, forwarded_for: list[str], expected: str | None
) -> None:
    assert client_address(peer, forwarded_for, TRUSTED) == expected


def test_without_trusted_proxies_the_header_counts_for_nothing() -> None:
    assert client_address("127.0.0.1", ["203.0.113.9"], ()) == "127.0.0.1"


def test_ipv6_clients_are_counted_by_network() -> None:
    assert quota_subject("2001:db8:1:2:3::4") == quota_subject("2001:db8:1:2:ffff::1")
    assert quota_subject("2001:db8:1:2::1") != quota_subject("2001:db8:1:3::1")
    assert quota_subject("198.51.100.7") == "198.51.100.7"


@pytest.mark.parametrize("value", ["somewhere", "10.0.0.1/8", "127.0.0.1,,x"])
def test_what_is_no_network_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="must be IP addresses"):
        parse_networks(value)
