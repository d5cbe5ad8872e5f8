from analysis.labels import Emotion, Reason
from analysis.timeline import moments_from_emotions, moments_from_entries
from tests.analysis.sessions import entry


def test_a_moment_names_the_smoothed_expression_and_the_two_label_answer() -> None:
    (moment,) = moments_from_entries([entry(3.5, "neutral", happy_probability=0.2)])
    assert (moment.time_s, moment.emotion, moment.expression) == (3.5, Emotion.SAD, "neutral")
    assert moment.confidence == 0.8
    assert moment.shown == "neutral"


def test_an_uncertain_moment_shows_no_name() -> None:
    (moment,) = moments_from_entries([entry(0, "happy", uncertain=True)])
    assert moment.shown is None
    assert moment.expression == "happy"


def test_a_moment_without_an_expression_keeps_face_and_reason() -> None:
    (moment,) = moments_from_entries([entry(0, None, reason=Reason.TOO_DARK, face=True)])
    assert moment.emotion is Emotion.NO_FACE
    assert (moment.face, moment.reason) == (True, Reason.TOO_DARK)
    assert moment.confidence is None
    assert moment.shown is None


def test_bare_emotions_stand_a_second_apart_and_invent_nothing() -> None:
    happy, nobody = moments_from_emotions([Emotion.HAPPY, Emotion.NO_FACE])
    assert (happy.time_s, nobody.time_s) == (0.0, 1.0)
    assert (happy.shown, nobody.shown) == ("HAPPY", None)
    assert (happy.face, nobody.face) == (True, False)
    assert (happy.expression, happy.confidence, nobody.reason) == (None, None, None)
