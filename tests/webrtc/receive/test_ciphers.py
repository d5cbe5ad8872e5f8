from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiortc import RTCPeerConnection
from aiortc.rtcdtlstransport import SRTP_PROFILES
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from OpenSSL import SSL

from webrtc.receive.ciphers import accept_rsa

MAX_TURNS = 20
DATAGRAM_BYTES = 1500

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def publisher(key: Key) -> SSL.Connection:
    """The DTLS server's end, which every publisher that offers `actpass` gets."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "publisher")])
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder(
        name, name, key.public_key(), 1, now, now + timedelta(days=1)
    ).sign(key, hashes.SHA256())
    context = SSL.Context(SSL.DTLS_METHOD)
    context.use_certificate(certificate)
    context.use_privatekey(key)
    connection = SSL.Connection(context)
    connection.set_accept_state()
    return connection


def our_end(pc: RTCPeerConnection) -> SSL.Connection:
    (certificate,) = vars(pc)["_RTCPeerConnection__certificates"]
    connection = SSL.Connection(certificate._create_ssl_context(srtp_profiles=SRTP_PROFILES))
    connection.set_connect_state()
    return connection


def flights(connection: SSL.Connection) -> Iterator[bytes]:
    try:
        connection.do_handshake()
    except SSL.WantReadError:
        pass
    while True:
        try:
            yield connection.bio_read(DATAGRAM_BYTES)
        except SSL.WantReadError:
            return


def shake_hands(ours: SSL.Connection, theirs: SSL.Connection) -> str | None:
    for connection in (ours, theirs):
        connection.set_ciphertext_mtu(DATAGRAM_BYTES)
    for _ in range(MAX_TURNS):
        for sender, receiver in ((ours, theirs), (theirs, ours)):
            for datagram in flights(sender):
                receiver.bio_write(datagram)
        if ours.get_finished() and ours.get_peer_finished():
            break
    return ours.get_cipher_name()


async def test_a_publisher_with_an_rsa_certificate_gets_a_connection(
    rsa_key: rsa.RSAPrivateKey,
) -> None:
    pc = RTCPeerConnection()
    accept_rsa(pc)
    assert shake_hands(our_end(pc), publisher(rsa_key)) == "ECDHE-RSA-AES128-GCM-SHA256"
    await pc.close()


async def test_a_publisher_as_the_standard_wants_it_keeps_its_suite() -> None:
    pc = RTCPeerConnection()
    accept_rsa(pc)
    key = ec.generate_private_key(ec.SECP256R1())
    assert shake_hands(our_end(pc), publisher(key)) == "ECDHE-ECDSA-AES128-GCM-SHA256"
    await pc.close()


async def test_the_first_flight_fits_into_one_datagram() -> None:
    pc = RTCPeerConnection()
    accept_rsa(pc)
    ours = our_end(pc)
    ours.set_ciphertext_mtu(DATAGRAM_BYTES)
    assert len(list(flights(ours))) == 1
    await pc.close()


async def test_stock_aiortc_refuses_such_a_publisher(rsa_key: rsa.RSAPrivateKey) -> None:
    """Fails once aiortc accepts RSA itself: then webrtc/receive/ciphers.py can go."""
    pc = RTCPeerConnection()
    with pytest.raises(SSL.Error, match="no shared cipher"):
        shake_hands(our_end(pc), publisher(rsa_key))
    await pc.close()
