"""How many texts each key may have read in a time, and the headers that tell it."""

import math
import time
from typing import Protocol

from aiohttp import web
from limits import RateLimitItem, WindowStats

from api.auth import owner_of
from api.errors import ApiError

POLICY = "texts"

_QUOTA = web.RequestKey("quota", str)


class Rates(Protocol):
    """Counts in fixed windows: those of the room `cluster`."""

    async def take(self, rate: RateLimitItem, subject: str, cost: int) -> tuple[bool, WindowStats]:
        """Count a cost if it stays within the rate; tell whether it did, and what is left."""
        ...


class RateLimits:
    """Counts texts by key in fixed windows; a window begins with its first request.

    A fixed window makes one honest figure of the time until the whole quota is back, which
    is what the headers tell (draft-ietf-httpapi-ratelimit-headers-10).

    Args:
        rate: texts in a time.
        rates: the counters.
    """

    def __init__(self, rate: RateLimitItem, rates: Rates) -> None:
        self._rate = rate
        self._rates = rates
        self._policy = f'"{POLICY}";q={rate.amount};w={rate.get_expiry()}'

    async def charge(self, request: web.Request, texts: int) -> None:
        """Count texts against the quota of the request's key.

        What is refused here costs nothing, so a large batch can be sent again in parts.

        Raises:
            ApiError: 429 where the quota is spent, 413 where no quota will ever suffice.
        """
        allowed, remaining, reset_s = await self._take(request, texts)
        if texts > self._rate.amount:
            raise ApiError(413, f"at most {self._rate.amount} texts go in one request: the limit")
        if not allowed:
            raise ApiError(
                429,
                f"the limit is {self._rate}: {remaining} texts are left for {reset_s} s",
                {"Retry-After": str(reset_s)},
                {"retry_after_s": reset_s},
            )

    async def tell(self, request: web.Request) -> None:
        """Have the answer to a request that was charged nothing tell what is left, too."""
        if _QUOTA not in request:
            await self._take(request, 0)

    async def _take(self, request: web.Request, texts: int) -> tuple[bool, int, int]:
        """Count texts if they fit, and have the answer tell what is left.

        Returns:
            Whether they fit, the texts that are left, the seconds until all are back.
        """
        allowed, window = await self._rates.take(self._rate, owner_of(request), texts)
        reset_s = max(1, math.ceil(window.reset_time - time.time()))
        request[_QUOTA] = f'"{POLICY}";r={window.remaining};t={reset_s}'
        return allowed, window.remaining, reset_s

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """Signal handler: the answer to whatever was counted tells the policy and the rest."""
        quota = request.get(_QUOTA)
        if quota is not None:
            response.headers["RateLimit-Policy"] = self._policy
            response.headers["RateLimit"] = quota
