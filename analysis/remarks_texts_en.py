"""The remarks' sentences in English."""

from analysis.remarks_texts import RemarkTexts
from analysis.tracker_readings import Source

ENGLISH = RemarkTexts(
    voices={
        "happy": "joy",
        "sad": "sadness",
        "angry": "anger",
        "anxious": "nervousness",
        "neutral": "an even tone",
    },
    words={
        "joy": "joy",
        "love": "affection",
        "surprise": "surprise",
        "sadness": "sadness",
        "anger": "anger",
        "fear": "fear",
    },
    sources={
        Source.FACE: "your face",
        Source.VOICE: "your voice",
        Source.GEMINI_LIVE: "the second opinion on your voice",
        Source.WORDS: "your words",
    },
    last_and=" and ",
    voice_steady=(
        "In your voice there was the same from beginning to end: {name}.",
        "Your voice sounded alike in all of its clear readings: {name}.",
    ),
    voice_mostly=(
        "In your voice there was mostly {name} ({share}% of its clear readings).",
        "What was heard most in your voice was {name}: {share}% of its clear readings.",
    ),
    voice_mixed=(
        "In your voice, {first} ({first_share}%) and {second} ({second_share}%) took turns.",
        "Your voice moved mainly between {first} ({first_share}%) and {second} ({second_share}%).",
    ),
    words_mostly=(
        "In your words there was mostly {name} ({count} of {total} sentences).",
        "The emotion found most often in what you said was {name}, in {count} of {total}"
        " sentences.",
    ),
    words_mixed=("In your words there were mostly {first} and {second}.",),
    words_plain=("In most of your sentences no clear emotion was found.",),
    agree=(
        "Where they could be compared, {sources} showed something alike most of the time"
        " ({share}%).",
    ),
    partly=(
        "Where they could be compared, {sources} showed something alike {share}% of the time;"
        " the rest of it, different things.",
    ),
    differ=(
        "Where they could be compared, {sources} showed different things most of the time, and"
        " something alike only {share}% of it: that is common, and it does not tell which is"
        " right.",
    ),
    earlier_one="As you asked for it to be remembered, there is one earlier conversation.",
    earlier=(
        "As you asked for them to be remembered, there are {count} earlier conversations.",
        "This conversation adds to {count} others that you asked to be remembered.",
    ),
    directions={
        "improving": "Until today, the tone of your words seemed to be getting better.",
        "stable": "Until today, the tone of your words stayed much the same.",
        "worsening": "Until today, the tone of your words seemed to be getting worse.",
    },
    brighter=("What you said today sounded brighter than usual.",),
    more_serious=("What you said today sounded more serious than usual.",),
    as_usual=("What you said today sounded much like other times.",),
    growing=(
        "Comparing the first ones with the latest, your emotions seem to move with more ease."
    ),
    self_harm=(
        "Among what you said there are words that sound as if you might hurt yourself. If that is"
        " so, do not stay alone with it: talk right now to somebody you trust or to a health"
        " professional and, in immediate danger, call the emergency services."
    ),
)
