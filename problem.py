"""The one exception that any room raises to refuse an HTTP request.

Leaf module: webrtc and api both import it, and neither imports the other.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Problem(Exception):
    """An answer in the 4xx or 5xx range, as problem details (RFC 9457).

    Attributes:
        status: HTTP status code.
        title: what kind of problem it is.
        detail: what is wrong with this very request, for whoever sent it to read.
        headers: to add to the answer, such as `Retry-After` or `WWW-Authenticate`.
        members: to add to the body (RFC 9457, section 3.2), such as a `code`.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str | None = None,
        headers: Mapping[str, str] = NOTHING,
        members: Mapping[str, Any] = NOTHING,
    ) -> None:
        self.status = status
        self.title = title
        self.detail = detail
        self.headers = headers
        self.members = members
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The most precise words there are."""
        return self.detail or self.title
