"""The figures of the sending profiles, for JSON and for people."""

import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from training.sending_figures import (
    LabelFigures,
    Observation,
    Observations,
    Share,
    cheapest_as_good,
    cost_figures,
    label_figures,
)

FAR_PX = 100
"""Faces less wide than this belong to people far from the camera."""


def make_report(of_faces: Observations, of_portraits: Observations) -> dict[str, Any]:
    """Return all figures, rounded, ready for JSON."""
    costs = {profile: cost_figures(seen) for profile, seen in of_faces.costs.items()}
    labels = {
        profile: (label_figures(_near(seen)), label_figures(_far(seen)))
        for profile, seen in of_faces.encoded.items()
    }
    return {
        "made_on": datetime.now(UTC).date().isoformat(),
        "machine": platform.machine(),
        "versions": {name: version(name) for name in ("av", "mediapipe", "lightgbm")},
        "cheapest_as_good_as_the_best": cheapest_as_good(labels, costs).name,
        "faces": _rounded(_labels(of_faces)),
        "portraits": _rounded(_labels(of_portraits)),
        "costs": {p.name: _rounded(asdict(cost)) for p, cost in costs.items()},
    }


def table(seen: Observations) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [
        "| stream | found | happy/sad | 7 classes | agreement | far: found | far: agreement "
        "| change | far: change | decode ms/s | packets/s | kbit/s | fps | encode ms |",
        "|---" * 14 + "|",
    ]
    lines.append(_row("camera, 67 ms earlier", seen.floor))
    for (width, height), observations in seen.shrunk.items():
        lines.append(_row(f"{width}x{height} unencoded", observations))
    for profile, observations in seen.encoded.items():
        cost = cost_figures(seen.costs[profile])
        lines.append(
            f"{_row(profile.name, observations)} {cost.decode_ms_per_s:.1f} "
            f"| {cost.packets_per_s:.0f} | {cost.sent_kbps:.0f} | {cost.sent_fps:.1f} "
            f"| {cost.encode_ms_per_frame:.1f} |"
        )
    return lines


def _row(name: str, observations: Sequence[Observation]) -> str:
    figures, far = label_figures(observations), label_figures(_far(observations))
    shares = (
        figures.found,
        figures.happy_sad,
        figures.expression,
        figures.agreement,
        far.found,
        far.agreement,
    )
    changes = " | ".join(_change(item) for item in (figures, far))
    return f"| {name} | {' | '.join(map(_written, shares))} | {changes} |"


def _change(figures: LabelFigures) -> str:
    if figures.change is None or figures.change_95 is None:
        return ""
    return f"{figures.change:.3f} ± {figures.change_95:.3f}"


def _written(share: Share | None) -> str:
    return "" if share is None else f"{share.share:.2f} ({share.low:.2f}-{share.high:.2f})"


def _labels(seen: Observations) -> dict[str, Any]:
    shrunk = {f"{width}x{height}": items for (width, height), items in seen.shrunk.items()}
    encoded = {profile.name: items for profile, items in seen.encoded.items()}
    return {
        "camera_earlier": _groups(seen.floor),
        "unencoded": {name: _groups(items) for name, items in shrunk.items()},
        "encoded": {name: _groups(items) for name, items in encoded.items()},
    }


def _groups(observations: Sequence[Observation]) -> dict[str, Any]:
    return {
        "all": asdict(label_figures(observations)),
        "near": asdict(label_figures(_near(observations))),
        "far": asdict(label_figures(_far(observations))),
    }


def _far(observations: Sequence[Observation]) -> list[Observation]:
    return [item for item in observations if item.face_width_px < FAR_PX]


def _near(observations: Sequence[Observation]) -> list[Observation]:
    return [item for item in observations if item.face_width_px >= FAR_PX]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value
