"""The sending profiles as a picture: labels against cost, and labels against bitrate."""

from collections import defaultdict
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.sending_figures import Observations, cost_figures, label_figures
from training.sending_stream import Profile


def draw(seen: Observations, path: Path) -> None:
    """Write a PNG of two plots."""
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    by_bitrate, by_cost = figure.subplots(1, 2, sharey=True)
    for name, profiles in _series(seen).items():
        _plot(by_bitrate, name, seen, profiles, [p.bitrate_kbps for p in profiles])
        costs = [cost_figures(seen.costs[p]).decode_ms_per_s for p in profiles]
        _plot(by_cost, name, seen, profiles, costs)
    floor = label_figures(seen.floor).change
    for axes in (by_bitrate, by_cost):
        if floor is not None:
            axes.axhline(floor, color="grey", linestyle=":", label="camera, 67 ms earlier")
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    by_bitrate.set_xlabel("bitrate, kbit/s")
    by_bitrate.set_ylabel("mean change of the seven probabilities")
    by_cost.set_xlabel("decoding, CPU ms a second")
    by_cost.legend(fontsize="small")
    figure.savefig(path, dpi=120)


def _series(seen: Observations) -> dict[str, list[Profile]]:
    """Return the profiles of each size and frame rate, the lowest bitrate first."""
    series: dict[str, list[Profile]] = defaultdict(list)
    for profile in sorted(seen.encoded):
        series[f"{profile.width_px}x{profile.height_px}, {profile.fps} fps"].append(profile)
    return series


def _plot(
    axes: Axes, name: str, seen: Observations, profiles: list[Profile], x: list[int] | list[float]
) -> None:
    figures = [label_figures(seen.encoded[profile]) for profile in profiles]
    axes.errorbar(
        x,
        [f.change or 0.0 for f in figures],
        yerr=[f.change_95 or 0.0 for f in figures],
        marker="o",
        capsize=2,
        label=name,
    )
