"""The local report's sentences in English."""

from analysis.labels import Reason
from analysis.local_texts import LocalTexts, Tone

ENGLISH = LocalTexts(
    names={
        "angry": "anger",
        "disgusted": "distaste",
        "fearful": "unease",
        "happy": "joy",
        "neutral": "a neutral expression",
        "sad": "sadness",
        "surprised": "surprise",
    },
    steady=(
        "From beginning to end, your face showed {name}.",
        "Your face showed the same thing throughout the session: {name}.",
    ),
    mostly=(
        "For most of the session, your face showed {name} ({share}% of the clear readings).",
        "What your face showed most was {name}: it was there in {share}% of the clear readings.",
    ),
    also=(
        "Another {share}% showed {name}.",
        "There was also {name} ({share}%).",
    ),
    mixed=(
        "Your face moved mainly between {first} ({first_share}%) and {second} ({second_share}%).",
        "Mostly, {first} ({first_share}%) and {second} ({second_share}%) took turns on your face.",
    ),
    changed_once=("Your expression changed only once.",),
    changed=(
        "Your expression changed {count} times, which is only natural while talking.",
        "In all, your expression changed {count} times.",
    ),
    lighter=(
        "Towards the end your expression was lighter than at the beginning.",
        "In the last part your expression was lighter than in the first.",
    ),
    more_serious=(
        "Towards the end your expression was more serious than at the beginning.",
        "In the last part your expression was more serious than in the first.",
    ),
    caution=(
        "A face does not always tell what is going on inside, so take this as a hint:"
        " only you know what may lie behind it.",
        "These are only hints: what a face shows may differ from what you feel,"
        " and only you know that.",
    ),
    whole_caution=(
        "Neither a face nor a voice nor words always tell what is going on inside, so take all"
        " this as hints: only you know what may lie behind them.",
        "These are only hints: what is seen and heard may differ from what you feel,"
        " and only you know that.",
    ),
    support={
        Tone.BRIGHT: (
            "Hold on to those moments of joy: they are yours, and you can come back to them"
            " whenever you need to. May today bring you a few more.",
            "It is lovely to see moments like these. Let yourself enjoy them and, if you feel like"
            " it, share them with somebody who will be glad with you.",
        ),
        Tone.LOW: (
            "If today is a hard day, be gentle with yourself: you need not solve everything at"
            " once, and taking time to talk is already a way of caring for yourself.",
            "Whatever you feel has its place. Go at your own pace and look for something small"
            " today that does you good: a walk, a song, a call.",
        ),
        Tone.TENSE: (
            "If something weighs on you, take a deep breath and give yourself time: putting it"
            " into words is already a way to begin letting it go.",
            "Talking about what stirs us is not always easy. Taking this time says a lot about"
            " your strength; now treat yourself to a quiet moment.",
        ),
        Tone.CALM: (
            "What you say matters, even when little of it shows on the outside. You took some time"
            " for yourself today, and that is worth a lot.",
            "Pausing to talk calmly is a way of caring for yourself, too. May the rest of the day"
            " bring you something to smile about.",
        ),
        Tone.MIXED: (
            "So many different expressions in such a short time are very human: there is no right"
            " way to feel. Keep what does you good, and give the rest time.",
            "There is room inside for many things at once, and each has its place. Be gentle with"
            " yourself: pausing to talk is already a good step.",
        ),
    },
    trusted_people=(
        "If sadness is often with you, you need not carry it alone: tell somebody you trust or"
        " look for professional help."
    ),
    unclear=(
        "Your face was well in view, but in more than half of the readings its expression was not"
        " clear enough to be given a name, and it is better not to force one."
    ),
    unseen=(
        "This time your face could be read for less than half of the session, so there is not"
        " enough to tell you anything honestly, and it is better not to make it up."
    ),
    few=(
        "This time there were hardly any clear readings of your face, and from so few it is better"
        " to draw no conclusions."
    ),
    face_unclear=(
        "This time there were too few readings of your face, so this speaks only of the rest."
    ),
    tips={
        Reason.TOO_DARK: "Next time, try more light from the front.",
        Reason.TOO_BRIGHT: "Next time, try a softer light, without a window behind you.",
        Reason.TOO_SMALL: "Next time, come a little closer to the camera.",
        Reason.BLURRED: "Next time, try to keep the camera still and in focus.",
        Reason.TURNED_AWAY: "Next time, try to face the camera.",
        Reason.CUT_OFF: "Next time, make sure that your whole face is in view.",
        Reason.NO_VIDEO: "Next time, check that the camera stays on: pictures stopped coming.",
    },
    general_tip="Next time, try to keep your face centred, with light from the front.",
    thanks=(
        "Even so, thank you for taking this time: pausing to talk about what matters to you is"
        " already a way of caring for yourself.",
        "All the same, the time you gave yourself is worth a lot, whether the camera saw it or"
        " not.",
    ),
    local_note=(
        "This text was made locally, only by counting the expressions on your face: it neither"
        " read nor interpreted what you said."
    ),
    whole_note=(
        "This text was made locally, only by counting automatic readings of what was seen and"
        " heard: it neither understood nor interpreted what you said."
    ),
)
