from collections.abc import Iterator
from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image

from analysis.face_reader import FaceReader
from benchmarks.sender.clip import encode_clip, encode_jpegs
from benchmarks.sender.profile import ANALYSIS_H264, ANALYSIS_VP8, Profile
from vision.model_file import MODELS_DIR, checked_model_path
from webrtc.receive.payload import PARSERS

DECODERS = {"VP8": "libvpx", "H264": "h264"}


@pytest.fixture(scope="module")
def reader() -> Iterator[FaceReader]:
    with FaceReader.load(checked_model_path(), MODELS_DIR) as reader:
        yield reader


@pytest.mark.parametrize("profile", [ANALYSIS_VP8, ANALYSIS_H264], ids=lambda p: p.codec)
def test_every_frame_of_a_clip_decodes_and_shows_a_readable_face(
    profile: Profile, reader: FaceReader
) -> None:
    clip = encode_clip(profile, seconds=1)
    decoder = av.CodecContext.create(DECODERS[profile.codec], "r")
    assert isinstance(decoder, av.VideoCodecContext)
    decoder.flags |= av.codec.context.Flags.low_delay
    decoder.thread_count = 1
    images = [image for data in clip.frames for image in decoder.decode(av.Packet(data))]
    assert len(images) == profile.fps
    for image in images:
        picture = image.to_ndarray(format="rgb24").astype(np.uint8)
        assert picture.shape == (profile.height_px, profile.width_px, 3)
        assert reader.read(picture).expression is not None


def test_only_the_first_vp8_frame_is_a_key_frame() -> None:
    frames = encode_clip(ANALYSIS_VP8, seconds=2).frames
    # RFC 7741 section 4.3: the P bit of the payload header is 0 in key frames.
    assert [not frame[0] & 1 for frame in frames] == [True] + [False] * (len(frames) - 1)


def test_an_h264_clip_begins_with_what_a_decoder_needs() -> None:
    first = encode_clip(ANALYSIS_H264, seconds=0.2).frames[0]
    nal = first[4:] if first.startswith(b"\0\0\0\1") else first[3:]
    assert PARSERS["H264"](nal).starts_key_frame


@pytest.mark.parametrize("profile", [ANALYSIS_VP8, ANALYSIS_H264], ids=lambda p: p.codec)
def test_a_clip_keeps_its_bitrate(profile: Profile) -> None:
    clip = encode_clip(profile)
    bits_a_second = sum(map(len, clip.frames)) * 8 * clip.fps / len(clip.frames)
    assert bits_a_second == pytest.approx(profile.bitrate_bps, rel=0.2)


def test_jpegs_have_the_profiles_size() -> None:
    jpegs = encode_jpegs(ANALYSIS_VP8, count=2)
    assert {Image.open(BytesIO(jpeg)).size for jpeg in jpegs} == {(320, 240)}
