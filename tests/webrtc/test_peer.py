from aiortc.sdp import SessionDescription

from webrtc.peer import AUDIO_PACKET_MS, with_long_audio_packets

ANSWER = (
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n"
    "a=rtpmap:111 opus/48000/2\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n"
)


def test_only_the_audio_section_asks_for_long_packets() -> None:
    line = f"a=ptime:{AUDIO_PACKET_MS}\r\n"
    assert with_long_audio_packets(ANSWER) == ANSWER.replace("m=video", line + "m=video")


def test_audio_may_be_last() -> None:
    head, audio, video = ANSWER.partition("m=audio")[0], *ANSWER.split("m=")[1:]
    asked = with_long_audio_packets(head + "m=" + video + "m=" + audio)
    assert asked.endswith(f"opus/48000/2\r\na=ptime:{AUDIO_PACKET_MS}\r\n")
    assert [media.kind for media in SessionDescription.parse(asked).media] == ["video", "audio"]


def test_an_answer_without_audio_stays_as_it_is() -> None:
    silent = ANSWER.partition("m=audio")[0] + "m=" + ANSWER.split("m=")[2]
    assert with_long_audio_packets(silent) == silent
