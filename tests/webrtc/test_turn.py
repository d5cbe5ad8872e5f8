from webrtc.turn import CREDENTIALS_LIVE_S, TurnServers

URLS = ("turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:5349")
NOW_S = 1_800_000_000.7


def test_each_server_has_a_link_with_credentials_of_this_session() -> None:
    links = TurnServers(URLS, "shared-secret").links("0123456789abcdef", NOW_S)
    assert len(links) == 2
    username = f"{1_800_000_000 + CREDENTIALS_LIVE_S}:0123456789abcdef"
    # printf 1800003600:0123456789abcdef | openssl dgst -sha1 -hmac shared-secret -binary | base64
    assert links[0] == (
        f'<{URLS[0]}>; rel="ice-server"; username="{username}"; '
        'credential="jwH6j0KRjet3s0r5jv8ejY6RrCk="; credential-type="password"'
    )


def test_no_link_holds_the_secret_and_sessions_differ() -> None:
    servers = TurnServers(URLS[:1], "shared-secret")
    first, second = servers.links("a" * 16, NOW_S), servers.links("b" * 16, NOW_S)
    assert "shared-secret" not in "".join(first)
    assert first != second
