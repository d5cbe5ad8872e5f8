"""An SDP offer, read and refused before it reaches aiortc. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiortc.codecs import CODECS
from aiortc.rtcicetransport import RTCIceCandidate
from aiortc.rtcpeerconnection import find_common_codecs
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.sdp import MediaDescription, SessionDescription, candidate_from_sdp

from problem import Problem
from webrtc.bundle import with_shared_transport
from webrtc.h264_profiles import offered_profiles, with_stand_ins

MAX_MEDIA_SECTIONS = 4
MAX_LINES = 1_000
"""Twice what a browser with all codecs and a hundred candidates writes."""
MAX_FEEDBACK = 30_000
"""Lines of feedback times codecs: aiortc goes through all codecs at each such line."""
MAX_CANDIDATES = 50
ICE_UFRAG = re.compile(r"[!-9;-~]{4,256}")
ICE_PASSWORD = re.compile(r"[!-~]{22,256}")
"""Lengths as RFC 8839 section 5.4 has them; the letters more freely, but no colon in a ufrag,
at which STUN's USERNAME is split. Every check carries the ufrag, so it may not be of any length."""

# What aiortc 1.16's parser raises on broken text: it asserts, indexes, splits and
# converts without checks. Remove when aiortc raises one error of its own.
PARSE_ERRORS = (
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    StopIteration,
    TypeError,
    ValueError,
)


OPUS = "audio/opus"
READ_CODECS = {"audio": "opus", "video": "H264, VP8"}
RECVONLY_AUDIO = "recvonly audio"
INACTIVE = ("inactive audio", "inactive video")


@dataclass(frozen=True, slots=True)
class OfferedMedia:
    """An audio or video section of an offer.

    Attributes:
        sends: the publisher sends what is read here: video, or Opus.
        plays: the publisher would play Opus that is sent to it.
    """

    kind: str
    sends: bool
    plays: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A publisher's offer that this server can answer.

    Attributes:
        sdp: the text for aiortc, without candidates.
        media: its audio and video sections, in their order.
        has_data_channel: there is an application section.
        candidates: usable remote candidates that the offer named.
        ice_ufrag: the publisher's ICE user fragment, which names its ICE generation.
        h264_profiles: what the answer is to name by payload type, where `sdp` has stand-ins.
    """

    sdp: str
    media: tuple[OfferedMedia, ...]
    has_data_channel: bool
    candidates: tuple[RTCIceCandidate, ...]
    ice_ufrag: str
    h264_profiles: Mapping[str, str]


def parse_offer(text: str) -> Offer:
    """Read an offer.

    Raises:
        Problem: 400 if it is no valid SDP, 422 if it is valid but not what a WHIP
            publisher may send here (RFC 9725 section 4.4).
    """
    _require_bounded(text.splitlines())
    text = with_shared_transport(text)
    description = _parse(text)
    profiles: Mapping[str, str] = {}
    if _lacks_video_codec(description):
        profiles, text = offered_profiles(text), with_stand_ins(text)
        description = _parse(text)
    media = description.media
    _require_sections(media)
    for section in media:
        _require_usable(section)
    _require_bundle(description)
    offered = tuple(_offered(section) for section in media if section.kind != "application")
    if not any(section.sends for section in offered):
        raise _unsupported_codec("audio")
    return Offer(
        sdp=_without_candidates(text, [section.rtp.muxId for section in media]),
        media=offered,
        has_data_channel=any(s.kind == "application" for s in media),
        candidates=usable_candidates(c for s in media for c in s.ice_candidates),
        ice_ufrag=_ice_ufrag(media[0]),
        h264_profiles=profiles,
    )


def usable_candidates(candidates: Iterable[RTCIceCandidate]) -> tuple[RTCIceCandidate, ...]:
    """Keep the candidates that can help to connect.

    TCP candidates cannot pair. `.local` names (mDNS) would cost a second of multicast
    look-up each; their owner's own checks reach us anyway, as peer-reflexive ones.
    """
    usable = [
        c
        for c in candidates
        if c.protocol.lower() == "udp" and not c.ip.endswith(".local") and c.component == 1
    ]
    return tuple(usable[:MAX_CANDIDATES])


def parse_candidate(line: str) -> RTCIceCandidate:
    """Read the value of an `a=candidate:` line.

    Raises:
        ValueError: it is not one.
    """
    try:
        return candidate_from_sdp(line)
    except PARSE_ERRORS as error:
        raise ValueError(f"not an ICE candidate: {line[:80]!r}") from error


def _parse(text: str) -> SessionDescription:
    if not text.startswith("v=0"):
        raise Problem(400, "Invalid SDP", "the offer does not start with v=0")
    try:
        description = SessionDescription.parse(text)
    except PARSE_ERRORS as error:
        raise Problem(400, "Invalid SDP", "the offer could not be parsed as SDP") from error
    if not description.media:
        raise Problem(400, "Invalid SDP", "the offer has no media section")
    return description


def _require_bounded(lines: Sequence[str]) -> None:
    """Refuse what would hold the event loop, before any of it is read."""
    if len(lines) > MAX_LINES:
        raise Problem(422, "Unsupported offer", f"more than {MAX_LINES} lines")
    if _count(lines, "m=") > MAX_MEDIA_SECTIONS:
        raise Problem(422, "Unsupported offer", f"more than {MAX_MEDIA_SECTIONS} media sections")
    if _count(lines, "a=rtcp-fb:") * _count(lines, "a=rtpmap:") > MAX_FEEDBACK:
        raise Problem(422, "Unsupported offer", "too many codecs with too much RTCP feedback")


def _count(lines: Sequence[str], start: str) -> int:
    return sum(line.startswith(start) for line in lines)


def _require_sections(media: list[MediaDescription]) -> None:
    kinds = Counter(_purpose(section) for section in media)
    for kind, count in kinds.items():
        if kind not in ("audio", "video", "application", RECVONLY_AUDIO, *INACTIVE):
            raise Problem(422, "Unsupported offer", f"a media section of kind {kind!r}")
        if count > 1:
            raise Problem(422, "Unsupported offer", f"more than one {kind} section")
    if not kinds["audio"] and not kinds["video"]:
        raise Problem(
            422, "Unsupported offer", "neither an audio nor a video section in which media is sent"
        )


def _purpose(section: MediaDescription) -> str:
    """Return the section's kind; to play the server's reply, or nothing, is a kind of its own."""
    purpose = f"{section.direction} {section.kind}"
    return purpose if purpose in (RECVONLY_AUDIO, *INACTIVE) else section.kind


def _offered(section: MediaDescription) -> OfferedMedia:
    direction = section.direction or "sendrecv"
    is_audio = section.kind == "audio"
    has_opus = is_audio and any(c.mimeType.lower() == OPUS for c in _common_codecs(section))
    return OfferedMedia(
        kind=section.kind,
        sends=direction in ("sendonly", "sendrecv") and (has_opus or not is_audio),
        plays=direction in ("recvonly", "sendrecv") and has_opus,
    )


def _require_usable(section: MediaDescription) -> None:
    kind = section.kind
    if section.ice is None or not section.ice.usernameFragment or not section.ice.password:
        raise Problem(400, "Invalid SDP", f"the {kind} section has no ICE credentials")
    if not ICE_UFRAG.fullmatch(section.ice.usernameFragment) or not ICE_PASSWORD.fullmatch(
        section.ice.password
    ):
        raise Problem(400, "Invalid SDP", f"the {kind} section has malformed ICE credentials")
    if section.dtls is None or not section.dtls.fingerprints:
        raise Problem(400, "Invalid SDP", f"the {kind} section has no DTLS setup and fingerprint")
    if kind == "application":
        if section.profile not in ("UDP/DTLS/SCTP", "DTLS/SCTP") or section.sctp_port is None:
            raise Problem(422, "Unsupported offer", "the application section is no data channel")
        return
    if not section.rtcp_mux:
        raise Problem(422, "Unsupported offer", f"the {kind} section does not offer rtcp-mux")
    if section.direction not in ("sendonly", "sendrecv", None) and _purpose(section) == kind:
        raise Problem(
            422, "Unsupported offer", f"the {kind} section is {section.direction}, not sendonly"
        )
    if not _common_codecs(section):
        raise _unsupported_codec(kind)


def _ice_ufrag(section: MediaDescription) -> str:
    assert section.ice is not None
    assert section.ice.usernameFragment is not None
    return section.ice.usernameFragment


def _lacks_video_codec(description: SessionDescription) -> bool:
    return any(s.kind == "video" and not _common_codecs(s) for s in description.media)


def _common_codecs(section: MediaDescription) -> list[RTCRtpCodecParameters]:
    try:
        return find_common_codecs(CODECS[section.kind], section.rtp.codecs)
    except PARSE_ERRORS as error:
        raise Problem(400, "Invalid SDP", f"the {section.kind} codecs are malformed") from error


def _unsupported_codec(kind: str) -> Problem:
    detail = f"no supported {kind} codec; supported: {READ_CODECS[kind]}"
    return Problem(422, "Unsupported codec", detail)


def _require_bundle(description: SessionDescription) -> None:
    mids = [section.rtp.muxId for section in description.media]
    if len(mids) == 1:
        return
    bundled = {item for g in description.group if g.semantic == "BUNDLE" for item in g.items}
    if not all(mids) or len(set(mids)) != len(mids):
        raise Problem(422, "Unsupported offer", "every media section needs a mid of its own")
    if not bundled.issuperset(mids):
        raise Problem(422, "Unsupported offer", "all media sections must be in one BUNDLE group")


def _without_candidates(text: str, mids: list[str]) -> str:
    """Return the offer as aiortc gets along with it.

    Candidates go a way of their own, and `end-of-candidates` would make aioice give up
    when none of them is usable, though the publisher's own checks would connect.
    FFmpeg 8.0 names mids in its BUNDLE group that it has no section for, on which
    aiortc 1.16 fails with an AttributeError; only those that exist are kept.
    """
    lines = []
    for line in text.splitlines():
        if line.startswith(("a=candidate:", "a=end-of-candidates")):
            continue
        if line.startswith("a=group:BUNDLE"):
            line = " ".join(["a=group:BUNDLE", *filter(None, mids)])
        lines.append(line)
    return "\r\n".join(lines) + "\r\n"
