"""TURN servers for publishers whose network lets no UDP through, as links (RFC 9725 section 4.6).

Credentials are made for one session, from a secret shared with the TURN server: coturn's
`use-auth-secret`, described in draft-uberti-behave-turn-rest-00.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

CREDENTIALS_LIVE_S = 3_600
"""Six times the longest session, which refreshes its allocation until its end."""


@dataclass(frozen=True, slots=True)
class TurnServers:
    """What publishers may relay through.

    Attributes:
        urls: each as `turn:host:port?transport=udp` or `turns:…` (RFC 7065).
        secret: shared with these servers; never sent.
    """

    urls: tuple[str, ...]
    secret: str

    def links(self, session_id: str, now_s: float) -> list[str]:
        """Make the links for one session.

        Args:
            session_id: stands in the user name, which the TURN server logs.
            now_s: seconds since 1970, as the TURN server's clock has them.
        """
        username = f"{int(now_s) + CREDENTIALS_LIVE_S}:{session_id}"
        # SHA-1 is what TURN servers compute; as an HMAC it is not broken.
        digest = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
        credential = base64.b64encode(digest).decode()
        return [
            f'<{url}>; rel="ice-server"; username="{username}"; '
            f'credential="{credential}"; credential-type="password"'
            for url in self.urls
        ]
