"""The offer of a publisher by WHIP, and its answer."""

import re

import aiohttp

_CANDIDATE_LINES = re.compile(r"a=(candidate:.*|end-of-candidates)\r\n")


def without_candidates(sdp: str) -> str:
    """Leave candidates out: the server learns our address from our checks, as with pages."""
    return _CANDIDATE_LINES.sub("", sdp)


async def post_offer(http: aiohttp.ClientSession, url: str, offer: str) -> tuple[str, str]:
    """Return the server's answer and the URL of the session.

    Args:
        http: for the request.
        url: of the server, without a slash at its end.
        offer: SDP.

    Raises:
        RuntimeError: the server refused.
    """
    headers = {"Content-Type": "application/sdp"}
    async with http.post(url + "/whip", data=offer, headers=headers) as response:
        answer = await response.text()
        if response.status != 201:
            raise RuntimeError(f"no session at {url}: {response.status} {answer}")
        return answer, url + response.headers["Location"]
