"""H.264 of any profile from publishers that send nothing else. Pure.

Symptom: IP cameras, and FFmpeg's `-c copy` of main or high profile, find no codec here. Cause:
aiortc 1.16 matches the two baseline profiles only, which are what it can encode; this server
never encodes, and its decoder reads them all. FFmpeg 8.0 also writes seven digits for constrained
baseline ("422000b"). A stand-in goes to aiortc, and the answer names what was offered, as RFC 6184
section 8.2.2 asks. Remove when aiortc matches all profiles for what it only receives.
"""

import re
from collections.abc import Mapping

STAND_IN = "42e01f"
"""Constrained baseline, level 3.1: what aiortc knows."""

_PROFILE = re.compile(
    r"(?m)^(a=fmtp:(\d{1,3}) (?:[^\r\n]*;)?\s*profile-level-id=)([0-9A-Za-z]{1,8})"
)


def offered_profiles(sdp: str) -> Mapping[str, str]:
    """Return the profile-level-id of each payload type that names one."""
    return {match[2]: match[3] for match in _PROFILE.finditer(sdp)}


def with_stand_ins(sdp: str) -> str:
    """Name the profile that aiortc knows in place of every other."""
    return _PROFILE.sub(rf"\g<1>{STAND_IN}", sdp)


def with_profiles(sdp: str, profiles: Mapping[str, str]) -> str:
    """Name the given profile for each payload type that is among them."""
    return _PROFILE.sub(lambda match: match[1] + profiles.get(match[2], match[3]), sdp)
