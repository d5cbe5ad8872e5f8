"""What remarks on voice, words, agreement and trajectory are made of in every language."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.tracker_readings import Source
from analysis.variants import Variants


@dataclass(frozen=True, slots=True)
class RemarkTexts:
    """The sentences of one language.

    They tell what was read, never what somebody feels, name no cause and make no diagnosis.

    Attributes:
        voices: names of the five voice emotions, to stand after "there was".
        words: names of the six categories of words, likewise.
        sources: whose readings they are, to stand in a list.
        last_and: joins the last two of a list.
        voice_steady: the voice sounded one way: {name}.
        voice_mostly: one way prevailed: {name}, {share} in percent.
        voice_mixed: none did: {first}, {first_share}, {second}, {second_share}.
        words_mostly: one emotion was found most often: {name}, {count} of {total} captions.
        words_mixed: two were found equally often: {first}, {second}.
        words_plain: hardly any was found.
        agree: the sources agreed mostly: {sources}, {share} in percent.
        partly: they agreed in part: likewise.
        differ: they did not: likewise.
        earlier_one: there is one earlier conversation.
        earlier: there are more: {count}.
        directions: where the words of the earlier conversations were heading.
        brighter: what was said today was more pleasant than usual.
        more_serious: it was less pleasant.
        as_usual: it was neither.
        growing: the way with emotions changed for the better over all conversations.
        self_harm: something that was said may speak of self-harm.
    """

    voices: Mapping[str, str]
    words: Mapping[str, str]
    sources: Mapping[Source, str]
    last_and: str
    voice_steady: Variants
    voice_mostly: Variants
    voice_mixed: Variants
    words_mostly: Variants
    words_mixed: Variants
    words_plain: Variants
    agree: Variants
    partly: Variants
    differ: Variants
    earlier_one: str
    earlier: Variants
    directions: Mapping[str, str]
    brighter: Variants
    more_serious: Variants
    as_usual: Variants
    growing: str
    self_harm: str
