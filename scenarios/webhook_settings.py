"""Checks where escalations are told to, and with which secret they are signed."""

import base64
import binascii
from urllib.parse import urlsplit

from loopback import is_loopback

SECRET_PREFIX = "whsec_"
MIN_SECRET_BYTES, MAX_SECRET_BYTES = 24, 64
"""As the Standard Webhooks specification asks."""


def parse_webhook_url(value: str) -> str:
    """Return the address.

    Raises:
        ValueError: it is neither https nor http to this machine; it holds a user, a password or
            a fragment; it is not quoted, for its path may be a secret.
    """
    url = value.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("must be a URL") from None
    if not host or parts.scheme not in ("https", "http"):
        raise ValueError("must start with https://")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("must hold no user, password or fragment")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("must start with https://; http:// is for this machine only")
    return url


def parse_webhook_secret(value: str) -> bytes:
    """Return the key behind `whsec_` and base64 (Standard Webhooks).

    Raises:
        ValueError: it is not that, or not MIN_SECRET_BYTES to MAX_SECRET_BYTES long.
    """
    reason = f"must be {SECRET_PREFIX} and {MIN_SECRET_BYTES} to {MAX_SECRET_BYTES} bytes in base64"
    prefix, encoded = value[: len(SECRET_PREFIX)], value[len(SECRET_PREFIX) :]
    try:
        secret = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(reason) from None
    if prefix != SECRET_PREFIX or not MIN_SECRET_BYTES <= len(secret) <= MAX_SECRET_BYTES:
        raise ValueError(reason)
    return secret
