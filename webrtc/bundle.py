"""Transport attributes of bundle-only sections in offers. Pure.

Symptom: offers of `max-bundle` are refused. Cause: RFC 8829 section 5.2.1 leaves out of
`a=bundle-only` sections what the section that the BUNDLE group names first says for all of them;
aiortc 1.16 asks each section for its own. Remove when aiortc takes them from there.
"""

from collections.abc import Sequence

BUNDLE_ONLY = "a=bundle-only"

SHARED = ("a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:", "a=rtcp-mux")
"""Of those that the whole transport shares (RFC 8859), the ones that are asked for here."""


def with_shared_transport(sdp: str) -> str:
    """Give bundle-only sections what they lack and the first section of their group says.

    Each section may grow by as much as the first one says: bound their number before.
    """
    if BUNDLE_ONLY not in sdp:
        return sdp
    session, *sections = _sections(sdp.splitlines())
    shared = _shared_lines(_first_mid(session), sections)
    lines = [line for section in sections for line in _completed(section, shared)]
    return "\r\n".join([*session, *lines]) + "\r\n"


def _sections(lines: Sequence[str]) -> list[list[str]]:
    """Return the session's lines and each media section's."""
    sections: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("m="):
            sections.append([])
        sections[-1].append(line)
    return sections


def _first_mid(session: Sequence[str]) -> str | None:
    """Return the mid that the BUNDLE group names first."""
    for line in session:
        if line.startswith("a=group:BUNDLE "):
            return next(iter(line.split()[1:]), None)
    return None


def _shared_lines(mid: str | None, sections: Sequence[Sequence[str]]) -> list[str]:
    """Return what the first section of the BUNDLE group says for all of it."""
    for section in sections:
        if f"a=mid:{mid}" in section:
            return [line for line in section if line.startswith(SHARED)]
    return []


def _completed(section: Sequence[str], shared: Sequence[str]) -> list[str]:
    if BUNDLE_ONLY not in section:
        return list(section)
    lacking = tuple(name for name in SHARED if not any(own.startswith(name) for own in section))
    return [*section, *(line for line in shared if line.startswith(lacking))]
