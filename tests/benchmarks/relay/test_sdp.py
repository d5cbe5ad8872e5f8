"""What the relay changes in WHIP's texts."""

import pytest

from benchmarks.relay.sdp import Address, server_address, with_candidate, without_candidates

RELAY = Address("127.0.0.1", 9)
LAN = "a=candidate:1 1 udp 2130706431 10.0.0.7 4001 typ host"
LOOPBACK = "a=candidate:2 1 udp 2130706431 127.0.0.1 4002 typ host"
OTHERS = (
    "a=candidate:3 1 udp 2130706431 fe80::1 4003 typ host",
    "a=candidate:4 1 udp 1694498815 203.0.113.9 4004 typ srflx raddr 10.0.0.7 rport 4001",
    "a=candidate:5 1 tcp 1518280447 10.0.0.7 9 typ host tcptype active",
)


def answer(*candidates: str) -> str:
    lines = ["v=0", "m=video 4001 UDP/TLS/RTP/SAVPF 96", "a=ice-ufrag:abcd", *candidates]
    return "".join(f"{line}\r\n" for line in [*lines, "a=end-of-candidates", "a=mid:0"])


def test_an_offer_keeps_all_but_its_candidates() -> None:
    assert without_candidates(answer(LAN, *OTHERS)) == answer().replace(
        "a=end-of-candidates\r\n", ""
    )


def test_the_server_is_reached_over_loopback_if_it_is_there() -> None:
    assert server_address(answer(*OTHERS, LAN, LOOPBACK)) == Address("127.0.0.1", 4002)
    assert server_address(answer(*OTHERS, LAN)) == Address("10.0.0.7", 4001)


def test_an_answer_without_a_usable_candidate_is_refused() -> None:
    with pytest.raises(ValueError, match="no IPv4 host candidate"):
        server_address(answer(*OTHERS))


def test_the_browser_learns_of_the_relay_and_of_nothing_else() -> None:
    moved = with_candidate(answer(LAN, LOOPBACK, *OTHERS), Address("127.0.0.1", 4002), RELAY)
    assert moved == answer("a=candidate:2 1 udp 2130706431 127.0.0.1 9 typ host")


def test_every_bundled_section_names_the_relay() -> None:
    twice = answer(LOOPBACK) + answer(LOOPBACK)
    moved = with_candidate(twice, Address("127.0.0.1", 4002), RELAY)
    assert moved.count("127.0.0.1 9 typ host") == 2
    assert "4002" not in moved
