"""DTLS with publishers whose certificate is an RSA one.

Symptom: GStreamer's webrtcbin gets no connection: "no shared cipher". Cause: aiortc 1.16 offers
cipher suites of ECDSA certificates only, which suffices for what RFC 8827 section 6.5 demands of
all, while GStreamer's certificates are RSA. Two suites for them are added, with forward secrecy and
authenticated encryption. Remove when aiortc offers such
(https://github.com/aiortc/aiortc/pull/1392).
"""

from aiortc import RTCPeerConnection
from aiortc.rtcdtlstransport import RTCCertificate, SRTPProtectionProfile
from OpenSSL import SSL

CIPHER_LIST = b":".join(
    (
        b"ECDHE-ECDSA-AES128-GCM-SHA256",
        b"ECDHE-RSA-AES128-GCM-SHA256",
        b"ECDHE-ECDSA-CHACHA20-POLY1305",
        b"ECDHE-RSA-CHACHA20-POLY1305",
        b"ECDHE-ECDSA-AES128-SHA",
        b"ECDHE-ECDSA-AES256-SHA",
    )
)
"""In the order of preference of aiortc; too long a list would need a second datagram, which
some publishers cannot read (https://github.com/aiortc/aiortc/pull/1011)."""


def accept_rsa(pc: RTCPeerConnection) -> None:
    """Let a connection that is not started yet shake hands with RSA certificates, too."""
    certificate: RTCCertificate
    (certificate,) = vars(pc)["_RTCPeerConnection__certificates"]
    create = certificate._create_ssl_context

    def create_ssl_context(srtp_profiles: list[SRTPProtectionProfile]) -> SSL.Context:
        context = create(srtp_profiles=srtp_profiles)
        context.set_cipher_list(CIPHER_LIST)
        return context

    vars(certificate)["_create_ssl_context"] = create_ssl_context
