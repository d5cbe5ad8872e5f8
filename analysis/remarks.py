"""Plain sentences on voice, words, agreement and trajectory, for the written analysis.

Pure and deterministic: they count readings, name no cause and make no diagnosis.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.earlier import EarlierTalks
from analysis.fusion import Fusion
from analysis.labels import UNCERTAIN, VoiceReading
from analysis.remarks_texts import RemarkTexts
from analysis.remarks_texts_en import ENGLISH
from analysis.remarks_texts_es import SPANISH
from analysis.tracker import TrendState
from analysis.tracker_remarks import trend_remarks
from analysis.tracker_trend import Trend
from analysis.variants import Choice
from analysis.words import Words

# The thresholds below are choices of this product, not findings: below them a sentence would
# claim more than so few readings can show.
MIN_NAMED_SHARE = 0.5
"""Of the session's time that any source names something in, and of the voice's readings."""
MIN_VOICE_READINGS = 3
MIN_CAPTIONS = 3
MIN_COMPARED_S = 10.0
PREVAILING_SHARE = 0.6
AGREE_SHARE = 0.75
DIFFER_SHARE = 0.4
MIN_EARLIER_MESSAGES = 5
VALENCE_DIFFERENCE = 0.2
"""Half the band "neutral" of a sentiment (text/conversation/constants.py)."""

REMARK_TEXTS: Mapping[str, RemarkTexts] = {"es": SPANISH, "en": ENGLISH}


@dataclass(frozen=True, slots=True)
class TalkFigures:
    """What remarks are made from.

    Attributes:
        voice: the local readings, in order of time.
        words: the captions that could be read, likewise.
        fusion: of all sources.
        earlier: None without memory, or where it is empty.
    """

    voice: tuple[VoiceReading, ...]
    words: tuple[Words, ...]
    fusion: Fusion
    earlier: EarlierTalks | None


def talk_remarks(figures: TalkFigures, language: str) -> tuple[str, ...]:
    """Tell of voice, words, their agreement with the face, and earlier conversations.

    A session of which under half could be read by any source is told nothing of; only words
    that may speak of self-harm are never passed over.

    Args:
        figures: of one session.
        language: "es" or "en".
    """
    texts, choice = REMARK_TEXTS[language], Choice(figures)
    remarks = [texts.self_harm] if any(w.speaks_of_self_harm for w in figures.words) else []
    if figures.fusion.named_share >= MIN_NAMED_SHARE:
        remarks += _voice(figures.voice, texts, choice)
        remarks += _words(figures.words, texts, choice)
        remarks += _agreement(figures.fusion, texts, choice)
        remarks += _trajectory(figures, texts, choice)
    return tuple(remarks)


def weigh_heavily(remarks: Iterable[str], language: str) -> bool:
    """Whether remarks tell of something so lasting that people are to be pointed to."""
    trend = _of_trend(Trend.PERSISTENT_NEGATIVE, language)
    return not {*trend, REMARK_TEXTS[language].directions["worsening"]}.isdisjoint(remarks)


def tell_only_of_the_trend(remarks: Iterable[str], language: str) -> bool:
    told = {remark for trend in Trend for remark in _of_trend(trend, language)}
    return told.issuperset(remarks)


def _of_trend(trend: Trend, language: str) -> tuple[str, ...]:
    state = TrendState(trend, escalate=False, since_s=0.0, sources=(), time_s=0.0)
    return trend_remarks(state, language)


def _voice(readings: Sequence[VoiceReading], texts: RemarkTexts, choice: Choice) -> list[str]:
    named = Counter(r.emotion for r in readings if r.emotion != UNCERTAIN)
    if named.total() < max(MIN_VOICE_READINGS, MIN_NAMED_SHARE * len(readings)):
        return []
    (first, first_count), *others = named.most_common(2)
    name, share = texts.voices[first], _percent(first_count / named.total())
    if not others:
        return [choice(texts.voice_steady).format(name=name)]
    if first_count >= PREVAILING_SHARE * named.total():
        return [choice(texts.voice_mostly).format(name=name, share=share)]
    second, second_count = others[0]
    return [
        choice(texts.voice_mixed).format(
            first=name,
            first_share=share,
            second=texts.voices[second],
            second_share=_percent(second_count / named.total()),
        )
    ]


def _words(words: Sequence[Words], texts: RemarkTexts, choice: Choice) -> list[str]:
    if len(words) < MIN_CAPTIONS:
        return []
    felt = Counter(said.felt for said in words if said.felt is not None)
    if felt.total() < len(words) / 2:
        return [choice(texts.words_plain)]
    (first, count), *others = felt.most_common(2)
    if others and others[0][1] == count:
        names = {"first": texts.words[first], "second": texts.words[others[0][0]]}
        return [choice(texts.words_mixed).format(**names)]
    name = texts.words[first]
    return [choice(texts.words_mostly).format(name=name, count=count, total=len(words))]


def _agreement(fusion: Fusion, texts: RemarkTexts, choice: Choice) -> list[str]:
    share = fusion.agreement_share
    if share is None or fusion.compared_s < MIN_COMPARED_S:
        return []
    variants = texts.partly
    if share >= AGREE_SHARE:
        variants = texts.agree
    elif share <= DIFFER_SHARE:
        variants = texts.differ
    *sources, last = (texts.sources[source] for source in fusion.compared)
    listed = ", ".join(sources) + texts.last_and + last
    return [choice(variants).format(sources=listed, share=_percent(share))]


def _trajectory(figures: TalkFigures, texts: RemarkTexts, choice: Choice) -> list[str]:
    earlier = figures.earlier
    if earlier is None:
        return []
    remarks = [texts.earlier_one]
    if earlier.sittings > 1:
        remarks = [choice(texts.earlier).format(count=earlier.sittings)]
    if earlier.direction is not None:
        remarks.append(texts.directions[earlier.direction])
    if earlier.messages >= MIN_EARLIER_MESSAGES:
        remarks += _today(figures.words, earlier.valence, texts, choice)
    # Of growth only a gain is told, and none beside words that get worse: a loss would weigh on
    # whoever reads it alone, and be chance in up to one of twenty histories (GROWTH_Z of text/).
    if earlier.growth == "growing" and earlier.direction != "worsening":
        remarks.append(texts.growing)
    return remarks


def _today(
    words: Sequence[Words], usual_valence: float, texts: RemarkTexts, choice: Choice
) -> list[str]:
    if len(words) < MIN_CAPTIONS:
        return []
    difference = sum(said.valence for said in words) / len(words) - usual_valence
    if abs(difference) < VALENCE_DIFFERENCE:
        return [choice(texts.as_usual)]
    return [choice(texts.brighter if difference > 0 else texts.more_serious)]


def _percent(share: float) -> int:
    return round(100 * share)
