"""The written analysis without a language model: sentences chosen by the session's figures.

Pure and deterministic: equal figures give an equal text, in every process. It is
never given the context, so it cannot claim to have understood it.
"""

from collections.abc import Mapping, Sequence

from analysis.fusion_families import Family, family_of
from analysis.labels import Emotion, Reason
from analysis.local_texts import LocalTexts, Tone
from analysis.local_texts_en import ENGLISH
from analysis.local_texts_es import SPANISH
from analysis.remarks import REMARK_TEXTS, tell_only_of_the_trend, weigh_heavily
from analysis.statistics import Shares, TimelineStatistics
from analysis.variants import Choice, Variants

# The thresholds below are choices of this product, not findings: below them a
# sentence would claim more than a face seen once a second can show.
MIN_READABLE_SHARE = 0.5
MAX_UNCERTAIN_SHARE = 0.5
MIN_NAMED_READINGS = 3
PREVAILING_SHARE = 0.6
MENTIONED_SHARE = 0.15
TREND_DIFFERENCE = 0.25
PERSISTENT_RUN_SHARE = 0.5

_TEXTS: Mapping[str, LocalTexts] = {"es": SPANISH, "en": ENGLISH}

_EXPRESSION_OF = {Emotion.HAPPY.value: "happy", Emotion.SAD.value: "sad"}

_TONE_OF = {
    Family.BRIGHT: Tone.BRIGHT,
    Family.LOW: Tone.LOW,
    Family.TENSE: Tone.TENSE,
    Family.CALM: Tone.CALM,
    Family.STARTLED: Tone.CALM,
}


def local_report(statistics: TimelineStatistics, language: str, remarks: Sequence[str] = ()) -> str:
    """Return two short paragraphs, a blank line between them.

    With too little to go by they say so and hold no reading.

    Args:
        statistics: of the face.
        language: "es" or "en".
        remarks: what else is known, in finished sentences of that language
            (analysis.remarks).
    """
    texts = _TEXTS[language]
    choice = Choice((statistics, *remarks) if remarks else statistics)
    if remarks:
        paragraphs = _of_the_whole(statistics, remarks, language, choice)
        note = texts.whole_note
    else:
        paragraphs = _of_the_face(statistics, texts, choice)
        note = texts.local_note
    return "\n\n".join((paragraphs[0], f"{paragraphs[1]} {note}"))


def _of_the_face(
    statistics: TimelineStatistics, texts: LocalTexts, choice: Choice
) -> tuple[str, str]:
    return _without_reading(statistics, texts, choice) or (
        _observation(_seen(statistics, texts, choice), texts.caution, choice),
        _support(statistics, texts, choice),
    )


def _of_the_whole(
    statistics: TimelineStatistics, remarks: Sequence[str], language: str, choice: Choice
) -> tuple[str, str]:
    texts, warning = _TEXTS[language], REMARK_TEXTS[language].self_harm
    told = [remark for remark in remarks if remark != warning]
    observation, support = _of_the_face(statistics, texts, choice)
    is_readable = _without_reading(statistics, texts, choice) is None
    if is_readable or not tell_only_of_the_trend(told, language):
        seen = _seen(statistics, texts, choice) if is_readable else [texts.face_unclear]
        observation = _observation([*seen, *told], texts.whole_caution, choice)
        if not is_readable:
            tone = Tone.LOW if weigh_heavily(told, language) else Tone.CALM
            support = choice(texts.support[tone])
    if warning in remarks:
        return observation, warning
    if weigh_heavily(told, language) and texts.trusted_people not in support:
        return observation, f"{support} {texts.trusted_people}"
    return observation, support


def _without_reading(
    statistics: TimelineStatistics, texts: LocalTexts, choice: Choice
) -> tuple[str, str] | None:
    if statistics.readable_share < MIN_READABLE_SHARE:
        return f"{texts.unseen} {_tip(statistics.reasons, texts)}", choice(texts.thanks)
    if statistics.whole.uncertain_share > MAX_UNCERTAIN_SHARE:
        return texts.unclear, choice(texts.support[Tone.CALM])
    if statistics.whole.named_readings < MIN_NAMED_READINGS:
        return texts.few, choice(texts.thanks)
    return None


def _tip(reasons: Mapping[Reason, int], texts: LocalTexts) -> str:
    if not reasons:
        return texts.general_tip
    return texts.tips.get(max(reasons, key=reasons.__getitem__), texts.general_tip)


def _seen(statistics: TimelineStatistics, texts: LocalTexts, choice: Choice) -> list[str]:
    return [
        *_prevailing(_by_expression(statistics.whole), texts, choice),
        *_changes(len(statistics.changes), texts, choice),
        *_trend(statistics, texts, choice),
    ]


def _observation(sentences: Sequence[str], caution: Variants, choice: Choice) -> str:
    return " ".join((*sentences, choice(caution)))


def _prevailing(shares: Mapping[str, float], texts: LocalTexts, choice: Choice) -> list[str]:
    ranked = sorted(shares, key=lambda name: -shares[name])
    if len(ranked) == 1:
        return [choice(texts.steady).format(name=texts.names[ranked[0]])]
    if shares[ranked[0]] >= PREVAILING_SHARE:
        opening, others = _prevails(ranked[0], shares, texts, choice), ranked[1:2]
    else:
        opening, others = _mixed(ranked[0], ranked[1], shares, texts, choice), ranked[2:3]
    return [opening] + [
        choice(texts.also).format(name=texts.names[name], share=_percent(shares[name]))
        for name in others
        if shares[name] >= MENTIONED_SHARE
    ]


def _prevails(name: str, shares: Mapping[str, float], texts: LocalTexts, choice: Choice) -> str:
    return choice(texts.mostly).format(name=texts.names[name], share=_percent(shares[name]))


def _mixed(
    first: str, second: str, shares: Mapping[str, float], texts: LocalTexts, choice: Choice
) -> str:
    return choice(texts.mixed).format(
        first=texts.names[first],
        first_share=_percent(shares[first]),
        second=texts.names[second],
        second_share=_percent(shares[second]),
    )


def _changes(count: int, texts: LocalTexts, choice: Choice) -> list[str]:
    if count == 0:
        return []
    if count == 1:
        return [choice(texts.changed_once)]
    return [choice(texts.changed).format(count=count)]


def _trend(statistics: TimelineStatistics, texts: LocalTexts, choice: Choice) -> list[str]:
    first, last = statistics.first_third, statistics.last_third
    if min(first.named_readings, last.named_readings) < MIN_NAMED_READINGS:
        return []
    difference = _lightness(last) - _lightness(first)
    if difference >= TREND_DIFFERENCE:
        return [choice(texts.lighter)]
    if difference <= -TREND_DIFFERENCE:
        return [choice(texts.more_serious)]
    return []


def _support(statistics: TimelineStatistics, texts: LocalTexts, choice: Choice) -> str:
    support = choice(texts.support[_tone(statistics.whole)])
    return f"{support} {texts.trusted_people}" if _persistent_sadness(statistics) else support


def _by_expression(shares: Shares) -> dict[str, float]:
    return {_EXPRESSION_OF.get(name, name): share for name, share in shares.named_shares.items()}


def _by_tone(shares: Shares) -> dict[Tone, float]:
    totals = dict.fromkeys(Tone, 0.0)
    for name, share in _by_expression(shares).items():
        totals[_TONE_OF[family_of(name)]] += share
    return totals


def _tone(shares: Shares) -> Tone:
    totals = _by_tone(shares)
    strongest = max(totals, key=totals.__getitem__)
    return strongest if totals[strongest] >= PREVAILING_SHARE else Tone.MIXED


def _lightness(shares: Shares) -> float:
    """Return -1 (only low or tense expressions) to 1 (only bright ones)."""
    totals = _by_tone(shares)
    return totals[Tone.BRIGHT] - totals[Tone.LOW] - totals[Tone.TENSE]


def _persistent_sadness(statistics: TimelineStatistics) -> bool:
    if _by_expression(statistics.whole).get("sad", 0.0) >= PREVAILING_SHARE:
        return True
    if statistics.longest_expression_runs:
        run = statistics.longest_expression_runs.get("sad")
    else:
        run = statistics.longest_emotion_runs.get(Emotion.SAD.value)
    return run is not None and run.duration_s >= PERSISTENT_RUN_SHARE * statistics.duration_s


def _percent(share: float) -> int:
    return round(100 * share)
