import pytest

from webrtc.receive.payload import parse_h264, parse_vp8

VP8_FIRST_OF_KEY_FRAME = bytes([0x10, 0x10, 0x02, 0x00])
VP8_FIRST_OF_DELTA_FRAME = bytes([0x10, 0x11, 0x02, 0x00])
VP8_CONTINUATION = bytes([0x00, 0x10, 0x02, 0x00])


def test_vp8_key_frames_are_told_by_the_p_bit_of_the_first_packet() -> None:
    assert parse_vp8(VP8_FIRST_OF_KEY_FRAME).starts_key_frame
    assert not parse_vp8(VP8_FIRST_OF_DELTA_FRAME).starts_key_frame
    assert not parse_vp8(VP8_CONTINUATION).starts_key_frame


def test_vp8_data_is_what_follows_the_descriptor() -> None:
    assert parse_vp8(VP8_FIRST_OF_KEY_FRAME).data == VP8_FIRST_OF_KEY_FRAME[1:]


@pytest.mark.parametrize(
    ("payload", "is_key"),
    [
        (bytes([0x67, 1, 2]), True),  # SPS
        (bytes([0x65, 1, 2]), True),  # IDR slice
        (bytes([0x61, 1, 2]), False),  # other slice
        (bytes([0x78, 0, 2, 0x67, 1, 0, 2, 0x68, 1]), True),  # STAP-A of SPS and PPS
        (bytes([0x78, 0, 2, 0x09, 0x10, 0, 2, 0x67, 1, 0, 2, 0x68, 1]), True),  # AUD, SPS, PPS
        (bytes([0x78, 0, 2, 0x09, 0x30, 0, 2, 0x61, 1]), False),  # AUD, other slice
        (bytes([0x7C, 0x85, 1, 2]), True),  # first fragment of an IDR slice
        (bytes([0x7C, 0x05, 1, 2]), False),  # later fragment of an IDR slice
        (bytes([0x7C, 0x81, 1, 2]), False),  # first fragment of another slice
    ],
)
def test_h264_key_frames_start_with_parameter_sets_or_an_idr_slice(
    payload: bytes, is_key: bool
) -> None:
    assert parse_h264(payload).starts_key_frame is is_key


@pytest.mark.parametrize(
    ("payload", "is_preamble"),
    [
        (bytes([0x09, 0x10]), True),  # access unit delimiter
        (bytes([0x78, 0, 2, 0x09, 0x10, 0, 2, 0x06, 5]), True),  # STAP-A of delimiter and SEI
        (bytes([0x1C, 0x06, 1]), True),  # later fragment of a large SEI
        (bytes([0x78, 0, 2, 0x09, 0x10, 0, 2, 0x67, 1]), False),  # delimiter and SPS
        (bytes([0x68, 1]), False),  # PPS
        (bytes([0x7C, 0x05, 1]), False),  # later fragment of an IDR slice
    ],
)
def test_h264_delimiters_and_information_may_stand_before_a_key_frame(
    payload: bytes, is_preamble: bool
) -> None:
    assert parse_h264(payload).is_preamble is is_preamble


@pytest.mark.parametrize("payload", [b"", b"\x67", bytes([0x78, 0]), bytes([0x78, 9, 9, 1])])
def test_a_cut_off_h264_payload_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  aiortc's texts are its own
        parse_h264(payload)


def test_a_cut_off_vp8_descriptor_is_refused() -> None:
    with pytest.raises(ValueError):  # noqa: PT011  aiortc's texts are its own
        parse_vp8(bytes([0x80]))


def test_vp8_frames_above_the_base_layer_may_be_left_out() -> None:
    base, upper = (bytes([0x90, 0x20, layer << 6, 0x11, 0x02]) for layer in (0, 1))
    assert not parse_vp8(base).is_disposable
    assert parse_vp8(upper).is_disposable
    assert not parse_vp8(VP8_FIRST_OF_DELTA_FRAME).is_disposable


@pytest.mark.parametrize(("first_byte", "is_disposable"), [(0x61, False), (0x01, True)])
def test_h264_frames_that_none_refers_to_may_be_left_out(
    first_byte: int, is_disposable: bool
) -> None:
    assert parse_h264(bytes([first_byte, 1, 2])).is_disposable is is_disposable
