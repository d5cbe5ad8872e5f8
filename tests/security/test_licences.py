"""Licences and versions of what the server installs."""

import re
from importlib import metadata
from pathlib import Path

import av

from tests.security.licences import licence, pinned

GPL = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public", re.IGNORECASE)
KNOWN_GPL_LIBRARIES = {"libx264", "libx265"}
"""In PyAV's wheel beside FFmpeg; docs/security.md says what follows."""

GPL_LIBRARIES = re.compile(r"^(libx26[45]|libxvid|libvidstab|librubberband|libfdk|libdvd)")

FIRST_FIXED = {
    "aiohttp": "3.14.3",
    "cryptography": "50.0.0",
    "idna": "3.15",
    "pillow": "12.3.0",
    "pyopenssl": "26.4.0",
    "requests": "2.33.0",
    "urllib3": "2.7.0",
}
"""Lowest versions without the advisories that docs/security.md lists."""


def test_every_package_tells_its_licence_and_none_is_under_the_gpl() -> None:
    licences = {name: licence(name) for name, _ in pinned()}
    assert len(licences) > 50
    assert [name for name, told in licences.items() if not told] == []
    assert {name: told for name, told in licences.items() if GPL.search(told)} == {}


def test_what_the_lock_names_is_what_is_installed() -> None:
    installed = {name: metadata.version(name) for name, _ in pinned()}
    assert installed == dict(pinned())


def test_no_library_under_the_gpl_comes_unnoticed_with_the_codecs() -> None:
    folder = Path(av.__file__).parent.parent / "av.libs"
    found = {match[0] for file in folder.iterdir() if (match := GPL_LIBRARIES.match(file.name))}
    assert found == KNOWN_GPL_LIBRARIES


def test_versions_are_above_those_with_known_advisories() -> None:
    versions = dict(pinned())
    for name, first in FIRST_FIXED.items():
        assert _numbers(versions[name]) >= _numbers(first), name


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
