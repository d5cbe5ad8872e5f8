from benchmarks.sender.clip import Clip
from benchmarks.sender.track import ClipTrack

CLIP = Clip("VP8", 90, (b"key", b"one", b"two"))


async def take(track: ClipTrack, count: int) -> list[tuple[bytes, int | None]]:
    packets = [await track.recv() for _ in range(count)]
    return [(bytes(packet), packet.pts) for packet in packets]


async def test_a_clip_is_repeated_while_time_goes_on() -> None:
    track = ClipTrack(CLIP, lambda media_time_s: None)
    track.play()
    assert await take(track, 4) == [(b"key", 0), (b"one", 1000), (b"two", 2000), (b"key", 3000)]


async def test_a_key_frame_request_goes_back_to_the_key_frame() -> None:
    track = ClipTrack(CLIP, lambda media_time_s: None)
    track.play()
    await take(track, 2)
    track.force_key_frame()
    assert await take(track, 2) == [(b"key", 2000), (b"one", 3000)]


async def test_a_frame_counts_as_sent_when_the_next_is_asked_for() -> None:
    sent: list[float] = []
    track = ClipTrack(CLIP, sent.append)
    track.play()
    await take(track, 1)
    assert sent == []
    await take(track, 2)
    assert sent == [0, 1 / 90]
    assert track.frames_sent == 2
