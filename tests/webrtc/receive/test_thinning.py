from webrtc.receive.assembler import RTP_VIDEO_TICKS_PER_S, EncodedFrame
from webrtc.receive.thinning import Thinner

WRAP = 1 << 32


def stream(fps: int, layers: tuple[int, ...], first_timestamp: int = 0) -> list[EncodedFrame]:
    """Two seconds of video whose frames take turns in the temporal layers."""
    return [
        EncodedFrame(
            codec="VP8",
            data=b"",
            rtp_timestamp=(first_timestamp + number * RTP_VIDEO_TICKS_PER_S // fps) % WRAP,
            is_key_frame=number == 0,
            arrival_s=number / fps,
            is_disposable=layers[number % len(layers)] > 0,
        )
        for number in range(2 * fps)
    ]


def decoded(frames: list[EncodedFrame]) -> list[int]:
    thinner = Thinner()
    return [number for number, frame in enumerate(frames) if thinner.wants(frame)]


def test_without_layers_all_is_decoded() -> None:
    assert decoded(stream(15, (0,))) == list(range(30))


def test_the_upper_layer_is_left_out_once_the_base_is_known_to_be_dense() -> None:
    assert decoded(stream(10, (0, 1))) == [0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18]


def test_three_layers_leave_a_quarter() -> None:
    assert decoded(stream(20, (0, 2, 1, 2)))[4:] == [4, 8, 12, 16, 20, 24, 28, 32, 36]


def test_a_thin_base_has_all_its_frames_decoded() -> None:
    assert decoded(stream(4, (0, 1))) == list(range(8))


def test_the_clock_may_wrap_around() -> None:
    frames = stream(10, (0, 1), first_timestamp=WRAP - RTP_VIDEO_TICKS_PER_S)
    assert decoded(frames) == decoded(stream(10, (0, 1)))
