"""An offer as text, with what an attacker would change as arguments."""

from collections.abc import Iterable

UFRAG, PASSWORD = "abcd1234", "abcdefghijklmnopqrstuvwx"


def offer_text(
    candidates: Iterable[tuple[str, int]] = (), *, ufrag: str = UFRAG, password: str = PASSWORD
) -> str:
    """Return an offer of video and a data channel that names addresses as host candidates."""
    fingerprint = ":".join(["AB"] * 32)
    common = [
        "c=IN IP4 0.0.0.0",
        f"a=ice-ufrag:{ufrag}",
        f"a=ice-pwd:{password}",
        f"a=fingerprint:sha-256 {fingerprint}",
        "a=setup:actpass",
    ]
    named = [
        f"a=candidate:{number} 1 udp {2_130_706_431 - number} {host} {port} typ host"
        for number, (host, port) in enumerate(candidates)
    ]
    lines = [
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0 1",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        *common,
        *named,
        "a=mid:0",
        "a=sendonly",
        "a=rtcp-mux",
        "a=rtpmap:96 VP8/90000",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        *common,
        "a=mid:1",
        "a=sctp-port:5000",
        "a=max-message-size:262144",
    ]
    return "\r\n".join(lines) + "\r\n"
