"""Worker ids, and the secret of a session's URL that starts with one.

HAProxy reads the id from the path, so a request finds its worker without a look-up.
"""

import re
import secrets

SEPARATOR = "."
"""Stands in neither half: ids have none, and the base64url alphabet (RFC 4648) has none."""

WORKER_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")

SECRET_BYTES = 24

OFFER = "offer"
"""In a secret's place it names the worker itself: where a redirected offer goes."""


def check_worker_id(text: str) -> str:
    """Return a worker's id as it is.

    Raises:
        ValueError: it does not fit into a path or a HAProxy name.
    """
    if not WORKER_ID.fullmatch(text):
        raise ValueError("must be 1 to 16 lower-case letters, digits and dashes")
    return text


def new_secret(worker_id: str | None) -> str:
    """Make the secret of a session's URL; without workers it has no prefix."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret if worker_id is None else f"{worker_id}{SEPARATOR}{secret}"


def offer_path(whip_path: str, worker_id: str) -> str:
    """Return where one certain worker takes offers."""
    return f"{whip_path}/{worker_id}{SEPARATOR}{OFFER}"
