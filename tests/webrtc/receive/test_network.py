import pytest

from webrtc.receive.network import Network, PortsExhaustedError, UdpPorts, choose_addresses


def test_ports_come_back_last() -> None:
    ports = UdpPorts(4000, 4002)
    assert [ports.take(), ports.take()] == [4000, 4001]
    ports.give_back(4000)
    assert [ports.take(), ports.take()] == [4002, 4000]
    with pytest.raises(PortsExhaustedError):
        ports.take()


def test_an_announced_address_stands_for_those_of_its_version_and_hides_the_others() -> None:
    network = Network(("10.0.0.5", "fd00::5"), announced_address="203.0.113.9")
    assert network.announced("10.0.0.5") == "203.0.113.9"
    assert network.announced("fd00::5") is None


def test_without_one_the_bound_addresses_are_announced() -> None:
    assert Network(("10.0.0.5",)).announced("10.0.0.5") == "10.0.0.5"


def test_interfaces_are_chosen_by_name_or_address_and_once_each() -> None:
    assert choose_addresses(["127.0.0.1", "lo"], include_loopback=False)[0] == "127.0.0.1"
    assert choose_addresses(["lo"], include_loopback=False).count("127.0.0.1") == 1


def test_an_interface_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="'wan7'.*there are .*lo"):
        choose_addresses(["wan7"], include_loopback=True)


def test_loopback_is_offered_only_where_it_is_asked_for_or_all_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = choose_addresses([], include_loopback=True)
    assert "127.0.0.1" in everything
    outer = set(everything) - {"127.0.0.1"}
    expected = outer or {"127.0.0.1"}
    assert set(choose_addresses([], include_loopback=False)) == expected
