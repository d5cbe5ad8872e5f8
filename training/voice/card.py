"""Write the figures of the voice model's card: ``python -m training.voice.card``.

They come from `models/voice.json` and go into `models/VOICE.md`.
"""

from typing import Any

from analysis.voice_classifier import load_metadata
from training.card_parts import table, write_parts
from vision.model_file import MODELS_DIR

CARD_FILE = "VOICE.md"
COMMAND = "python -m training.voice.card"

STATE_TEXTS = {
    "unknown": "nothing",
    "calibrated": "6 neutral clips, none of them the one that is read",
    "neutral_first": "all that came before in a session that begins with 5 neutral clips",
    "any_order": "all that came before in a session in random order",
    "angry_first": "all that came before in a session that begins with 10 angry clips",
    "all_heard": "all their clips, unlabelled",
}


def main() -> None:
    write_parts(MODELS_DIR / CARD_FILE, parts(load_metadata(MODELS_DIR)), COMMAND)


def parts(metadata: dict[str, Any]) -> dict[str, str]:
    """Return what is made anew, by its name, as Markdown."""
    return {"figures": figures(metadata)}


def figures(metadata: dict[str, Any]) -> str:
    """Say all figures in tables of Markdown."""
    report = metadata["leave_one_speaker_out"]
    parts = [
        f"Trained on {metadata['trained_on']}; variants of the clips that were learnt from: "
        f"{', '.join(report['variants'])}. Five emotions, figures on the clips as "
        f"`{report['reported_variant']}`:",
        _states(report["states"]),
        "Recall by emotion, and how sure a reading is against how often it is right:",
        _recalls(report["states"]),
        _confidence(report["states"]["calibrated"]["by_confidence"]),
        "What each kind of EmoDB is shown as, after 6 neutral clips:",
        _read_as(report["states"]["calibrated"]["read_as"]),
        "EmoDB's own seven kinds, as published work measures them:",
        _seven(report["seven_classes"]),
        "UAR of the five emotions by what happened to the sound:",
        _variants(report["variants"]),
    ]
    if "energy" in metadata:
        parts += [_energy(metadata["energy"])]
    if "streams" in metadata:
        parts += [_streams(metadata["streams"])]
    return "\n\n".join(parts)


def _states(states: dict[str, Any]) -> str:
    rows = [
        (STATE_TEXTS[name], _with_interval(state), f"{state['ece']:.3f}")
        for name, state in states.items()
    ]
    return table(("known of the speaker", "UAR (95 % interval)", "ECE"), rows)


def _recalls(states: dict[str, Any]) -> str:
    names = list(states["unknown"]["recall"])
    rows = [
        (name, *(f"{states[state]['recall'][name]:.2f}" for state in ("unknown", "calibrated")))
        for name in names
    ]
    return table(("", "speaker unknown", "after 6 neutral clips"), rows)


def _confidence(steps: list[dict[str, float]]) -> str:
    rows = [
        (
            f"{step['confidence']:.1f}",
            f"{step['share']:.2f}",
            f"{step['accuracy']:.2f}",
            f"{step['accuracy_below']:.2f}",
        )
        for step in steps
    ]
    return table(("confidence from", "share of clips", "right", "right below it"), rows)


def _read_as(kinds: dict[str, dict[str, float]]) -> str:
    labels = list(next(iter(kinds.values())))
    rows = [(kind, *(f"{shown[label]:.2f}" for label in labels)) for kind, shown in kinds.items()]
    return table(("", *labels), rows)


def _seven(methods: dict[str, Any]) -> str:
    rows = [(name.replace("_", " "), _with_interval(found)) for name, found in methods.items()]
    return table(("", "UAR (95 % interval)"), rows)


def _variants(variants: dict[str, dict[str, float]]) -> str:
    rows = [
        (name, f"{uar['unknown']:.3f}", f"{uar['calibrated']:.3f}")
        for name, uar in variants.items()
    ]
    return table(("", "speaker unknown", "after 6 neutral clips"), rows)


def _energy(found: dict[str, Any]) -> str:
    """Say how well `energy_level` parts kinds that stand in for levels."""
    names = list(found["states"]["unknown"]["recall"])
    rows = [
        (
            STATE_TEXTS[name],
            f"{state['uar']:.3f}",
            *(f"{state['recall'][level]:.2f}" for level in names),
            f"{state['uar_with_limits_of_others']:.3f}",
        )
        for name, state in found["states"].items()
    ]
    head = ("known of the speaker", "UAR", *names, "UAR, limits chosen on other speakers")
    moved = ", ".join(f"{gain}: {share:.0%}" for gain, share in found["moved_by_gain"].items())
    return (
        "`energy_level` (`python -m training.voice.energy`): anger, fear and happiness stand in "
        "for high, neutral and disgust for medium, sadness and boredom for low. Nine in ten of "
        "EmoDB's files peak within 1.1 dB of full scale, so these figures are without loudness.\n\n"
        f"{table(head, rows)}\n\n"
        f"Levels that a gain moves when the speaker was calibrated with it, loudness included: "
        f"{moved}."
    )


def _streams(found: dict[str, Any]) -> str:
    """Say how well whole sessions are read."""
    path = found["path"]
    rows = [
        (
            name,
            str(way["readings"]),
            f"{way['window_alone']['uar']:.3f}",
            f"{way['window_alone']['ece']:.3f}",
            f"{way['shown']['share_named']:.2f}",
            f"{way['shown']['right_of_named']:.2f}",
            f"{way['shown']['ece_of_named']:.3f}",
            f"{way['changes_a_minute']['window_alone']:.1f}",
            f"{way['changes_a_minute']['shown']:.1f}",
        )
        for name, way in found["ways"].items()
    ]
    head = (
        *("session", "readings", "UAR", "ECE", "shown named", "right of these", "ECE of these"),
        *("changes a minute, windows", "shown"),
    )
    return (
        "Whole sessions of speakers who were not trained on (`python -m training.voice.streams`): "
        "turns of up to four clips of one emotion with pauses between, in random order, through "
        f"Opus in packets of {path['packet_ms']} ms, {path['jitter_ms']} ms of jitter and "
        f"{path['loss']:.0%} loss, the jitter buffer and the reader as the server has it. UAR and "
        "ECE are of each window alone; what is shown is smoothed over windows. A window counts for "
        "the turn that it overlaps most, also where it reaches into another. Changes of the label "
        "within a turn are counted with `uncertain` as a label: of each window alone, and as "
        f"shown.\n\n{table(head, rows)}"
    )


def _with_interval(found: dict[str, Any]) -> str:
    low, high = found["uar_interval"]
    return f"{found['uar']:.3f} ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    main()
