import pytest
from aiortc import RTCRtpTransceiver

from webrtc.receive import self_test
from webrtc.receive.self_test import UnsupportedLibraryError, check_libraries


def test_the_installed_libraries_are_the_supported_ones() -> None:
    check_libraries()


def test_another_release_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(self_test.SUPPORTED, "aioice", "0.12")
    with pytest.raises(UnsupportedLibraryError, match=r"aioice 0\.13.*needs 0\.12"):
        check_libraries()


def test_a_transceiver_that_keeps_its_own_receiver_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = RTCRtpTransceiver.__dict__["receiver"]
    first: dict[int, object] = {}
    kept = property(lambda self: first.setdefault(id(self), own.fget(self)))
    monkeypatch.setattr(RTCRtpTransceiver, "receiver", kept)
    with pytest.raises(UnsupportedLibraryError, match="keeps its own receiver"):
        check_libraries()
