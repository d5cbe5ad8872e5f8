"""ICE candidates that come after the offer, as WHIP's PATCH carries them. Pure."""

from dataclasses import dataclass

from aiortc.rtcicetransport import RTCIceCandidate

from webrtc.offer import MAX_CANDIDATES, parse_candidate, usable_candidates


@dataclass(frozen=True, slots=True)
class TrickleFragment:
    """A parsed `application/trickle-ice-sdpfrag` body (RFC 8840 section 9).

    Attributes:
        ice_ufrag: user fragment of the ICE generation that it belongs to, if named.
        candidates: the usable ones among its candidates.
    """

    ice_ufrag: str | None
    candidates: tuple[RTCIceCandidate, ...]


def parse_fragment(text: str) -> TrickleFragment:
    """Read a fragment; lines of no interest are passed over.

    Raises:
        ValueError: a line is no SDP line, a candidate is malformed, or there are more
            than MAX_CANDIDATES.
    """
    ice_ufrag = None
    candidates = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if len(line) < 2 or line[1] != "=":
            raise ValueError(f"not an SDP line: {line[:80]!r}")
        if line.startswith("a=ice-ufrag:"):
            ice_ufrag = line.removeprefix("a=ice-ufrag:")
        elif line.startswith("a=candidate:"):
            candidates.append(parse_candidate(line.removeprefix("a=candidate:")))
    if not text.strip():
        raise ValueError("the fragment is empty")
    if len(candidates) > MAX_CANDIDATES:
        raise ValueError(f"more than {MAX_CANDIDATES} candidates")
    return TrickleFragment(ice_ufrag, usable_candidates(candidates))
