"""The key that opens the text APIs where the operator has set none."""

import os
import secrets
import sys

from config import Config

GENERATED_KEY_BYTES = 24
SHARED_KEY = "EMOCHAT_SHARED_KEY"
"""By this variable a parent tells its workers the key that it made: theirs must be one."""


def generate_key(config: Config) -> str | None:
    """Return a key where the operator has set none; workers share one."""
    if config.api_keys:
        return None
    return os.environ.get(SHARED_KEY) or secrets.token_urlsafe(GENERATED_KEY_BYTES)


def share_key(key: str | None) -> None:
    """Print the key, and let processes that are started from now on have it too."""
    tell_key(key)
    if key is not None:
        os.environ[SHARED_KEY] = key


def tell_key(key: str | None, url: str | None = None) -> None:
    """Print the generated key, not log it: a log is kept. A URL's fragment stays in the browser."""
    if key is None or SHARED_KEY in os.environ:
        return
    where = f"open {url}/#key={key}\n" if url is not None else ""
    sys.stdout.write(f"key of /v1 and /v2 until the next start: {key}\n{where}")
    sys.stdout.flush()
