"""Certificates that nobody signed, for tests of TLS."""

import subprocess
from pathlib import Path


def make_certificate(folder: Path, *addresses: str) -> Path:
    """Make a certificate for these addresses, with its key in the same file as HAProxy wants it."""
    key, chain, both = (folder / name for name in ("key.pem", "chain.pem", "both.pem"))
    names = ",".join(f"IP:{address}" for address in addresses)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-addext", f"subjectAltName={names}"),
            *("-keyout", str(key), "-out", str(chain)),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    both.write_text(chain.read_text() + key.read_text())
    return both
