from typing import Any

from benchmarks.interop.outcome import Exchange, Heard, answered_codecs, outcome_of

ANSWER = "\r\n".join(
    [
        "v=0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 0",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:111 opus/48000/2",
        "m=video 9 UDP/TLS/RTP/SAVPF 102 96",
        "a=rtpmap:96 VP8/90000",
        "a=rtpmap:102 H264/90000",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "",
    ]
)


def label(at_s: float, reason: str | None = None) -> Heard:
    expression = None if reason else {"name": "happy"}
    return Heard(at_s, {"type": "label", "expression": expression, "reason": reason})


def ending(reason: str = "completed") -> list[Heard]:
    report = {"type": "report", "privacy": {"audio_analysed_s": 8.1}}
    return [Heard(20.0, report), Heard(20.0, {"type": "ended", "reason": reason})]


def exchange(**fields: Any) -> Exchange:
    known: dict[str, Any] = {"offered_at_s": 10.0, "offer": "v=0\r\n", "answer": ANSWER}
    return Exchange(**known | fields)


def test_the_codec_is_the_one_that_the_answer_prefers() -> None:
    assert answered_codecs(ANSWER) == ("opus", "H264")


def test_a_refused_section_has_no_codec() -> None:
    assert answered_codecs(ANSWER.replace("m=video 9", "m=video 0")) == ("opus",)


def test_the_first_label_is_timed_from_the_offer() -> None:
    assert outcome_of(exchange(), [label(10.25), label(11.0)]).first_label_s == 0.25
    assert outcome_of(exchange(), []).first_label_s is None


def test_only_candidates_that_the_server_took_count_as_trickled() -> None:
    offer = "v=0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n"
    outcome = outcome_of(exchange(offer=offer, fragments=[(2, 204), (3, 428)]), [])
    assert (outcome.offered_candidates, outcome.trickled_candidates) == (1, 2)


def test_who_shows_a_face_passes_with_labels_of_it_only() -> None:
    faces = [label(11.0 + n) for n in range(3)]
    empty = [label(11.0 + n, "no_face") for n in range(3)]
    assert outcome_of(exchange(), faces + ending()).passed(shows_face=True)
    assert not outcome_of(exchange(), empty + ending()).passed(shows_face=True)
    assert outcome_of(exchange(), empty + ending()).passed(shows_face=False)
    assert outcome_of(exchange(), empty).reasons == {"no_face": 3}


def test_nobody_passes_without_the_report_or_the_regular_end() -> None:
    faces = [label(11.0 + n) for n in range(3)]
    assert not outcome_of(exchange(), faces).passed(shows_face=True)
    assert not outcome_of(exchange(), faces + ending()[1:]).passed(shows_face=True)
    lost = faces + ending("connection_lost")
    assert not outcome_of(exchange(), lost).passed(shows_face=True)
