from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest

from tests.videos import FPS, Picture, write_audio, write_video
from vision.video import UnknownVideoError, Video, VideoError, open_video

RED, GREY = (220, 20, 20), (90, 90, 90)


def plain(colour: tuple[int, int, int] = GREY, height: int = 48, width: int = 64) -> Picture:
    return np.full((height, width, 3), colour, np.uint8)


def red_above() -> Picture:
    picture = plain()
    picture[:24] = RED
    return picture


def times(path: Path, interval_s: float = 1.0) -> list[float]:
    with open_video(path) as video:
        return [picture.media_time_s for picture in video.pictures(interval_s)]


@pytest.mark.parametrize(
    ("interval_s", "expected"),
    [(1.0, [0, 1, 2]), (0.5, [0, 0.5, 1, 1.5, 2]), (0.75, [0, 0.8, 1.5, 2.3]), (60, [0])],
)
def test_each_interval_gives_its_first_frame(
    tmp_path: Path, interval_s: float, expected: list[float]
) -> None:
    path = write_video(tmp_path / "clip.mp4", [plain()] * 24)
    assert times(path, interval_s) == pytest.approx(expected)


def test_more_pictures_than_frames_are_not_made_up(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mp4", [plain()] * 5)
    assert times(path, 0.001) == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])


def test_frames_come_as_rgb_with_the_length_of_the_video(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mp4", [red_above()] * FPS)
    with open_video(path) as video:
        assert video.duration_s == pytest.approx(1.0, abs=0.1)
        (picture,) = video.pictures(1.0)
    assert picture.image.shape == (48, 64, 3)
    assert picture.image[10, 30] == pytest.approx(RED, abs=12)
    assert picture.image[40, 30] == pytest.approx(GREY, abs=12)


def test_a_video_taken_sideways_comes_out_upright(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mp4", [red_above()] * 3, rotation_deg=90)
    with open_video(path) as video:
        (picture,) = video.pictures(1.0)
    assert picture.image.shape == (64, 48, 3)
    assert picture.image[30, 10] == pytest.approx(RED, abs=12)


def test_a_stream_without_times_gets_them_from_its_rate(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.h264", [plain()] * 15, format="h264")
    assert times(path) == pytest.approx([0, 1])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"some text\n" * 50,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nclip.ts\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile clip.mp4\n",
    ],
)
def test_what_is_no_video_is_refused_and_play_lists_are_not_followed(
    tmp_path: Path, content: bytes
) -> None:
    write_video(tmp_path / "clip.mp4", [plain()] * 3)
    path = tmp_path / "list.ffconcat"
    path.write_bytes(content)
    with pytest.raises(UnknownVideoError), open_video(path):
        pass


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_video(tmp_path / "missing.mp4"):
        pass


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "sound.mp4")
    with pytest.raises(VideoError, match="no video"), open_video(path):
        pass


def test_a_phones_tiled_picture_is_refused_instead_of_read_in_part(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(64))
    with pytest.raises(VideoError, match="HEIF"), open_video(path):
        pass


def test_frames_over_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_video(tmp_path / "clip.mp4", [plain()])
    monkeypatch.setattr("vision.video.MAX_PIXELS", 48 * 64 - 1)
    with pytest.raises(VideoError, match="megapixels"), open_video(path):
        pass


def test_a_file_that_is_cut_off_is_told_after_what_can_be_read(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (48, 64, 3), np.uint8) for _ in range(6 * FPS)]
    path = write_video(tmp_path / "clip.webm", noise, "libvpx")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    seen: list[float] = []
    with open_video(path) as video, pytest.raises(VideoError, match="cut off|damaged"):
        seen.extend(picture.media_time_s for picture in video.pictures(1.0))
    assert seen[:2] == [0, 1]
    assert len(seen) < 6


@dataclass
class StubFrame:
    """What of a frame is looked at before its pixels."""

    pts: int
    time_base: Fraction = Fraction(1)
    width: int = 2
    height: int = 2
    rotation: int = 0

    def to_ndarray(self, format: str) -> Picture:
        return plain(height=2, width=2)


@dataclass
class StubPacket:
    frames: list[StubFrame]
    is_corrupt: bool = False

    def decode(self) -> list[StubFrame]:
        if not self.frames:
            raise av.error.InvalidDataError(1, "damaged")
        return self.frames


@dataclass
class StubStream:
    """Stands for the container as well."""

    packets: list[StubPacket]
    guessed_rate: Fraction = Fraction(1)
    duration: int | None = None
    time_base: Fraction = Fraction(1)

    def demux(self, stream: object) -> list[StubPacket]:
        return self.packets


def stub_video(packets: list[StubPacket]) -> Video:
    stream: Any = StubStream(packets)
    return Video(cast(av.container.InputContainer, stream), stream)


def packets_at(*times_s: int) -> list[StubPacket]:
    return [StubPacket([StubFrame(time_s)]) for time_s in times_s]


def test_time_counts_from_the_first_frame() -> None:
    pictures = stub_video(packets_at(100, 101, 105)).pictures(1.0)
    assert [picture.media_time_s for picture in pictures] == [0, 1, 5]


def test_a_clock_that_goes_back_is_told() -> None:
    pictures = stub_video(packets_at(100, 101, 50)).pictures(1.0)
    assert [next(pictures).media_time_s, next(pictures).media_time_s] == [0, 1]
    with pytest.raises(VideoError, match="goes back at 1"):
        next(pictures)


def test_a_damaged_packet_is_passed_over_and_told_at_the_end() -> None:
    pictures = stub_video([*packets_at(0), StubPacket([]), *packets_at(2)]).pictures(1.0)
    assert [next(pictures).media_time_s, next(pictures).media_time_s] == [0, 2]
    with pytest.raises(VideoError, match="passed over: 1"):
        next(pictures)


def test_without_a_single_frame_there_is_an_error() -> None:
    with pytest.raises(VideoError, match="none of its frames"):
        next(stub_video([StubPacket([])]).pictures(1.0))
