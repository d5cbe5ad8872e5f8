from pathlib import Path

import numpy as np
import pytest

from tests.training.tables import made_up_faces, write_pixels, write_table
from training.face_degrade import FAMILIES
from training.face_limits import main

FACE = np.random.default_rng(2).integers(0, 256, (288, 288, 3)).astype(np.uint8)


def test_every_step_of_a_degradation_makes_it_worse() -> None:
    rng = np.random.default_rng(0)

    def degraded(measurement: str) -> list[np.ndarray]:
        return [degrade(FACE, rng) for degrade in FAMILIES[measurement].values()]

    sizes = [len(image) for image in degraded("face_size_px")]
    spreads = [float(image.std()) for image in degraded("sharpness")]
    dark = [float(image.mean()) for image in degraded("brightness")]
    bright = [float(image.mean()) for image in degraded("picture_brightness")]
    heights = [len(image) for image in degraded("inside_share")]
    for falling in (sizes, spreads, dark, heights):
        assert falling == sorted(falling, reverse=True)
    assert bright == sorted(bright)


@pytest.mark.parametrize("network", ["on", "off"])
def test_a_table_is_printed_for_every_measurement(
    network: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces = made_up_faces(70)
    write_table(tmp_path, faces)
    write_pixels(tmp_path, faces)
    main(["--data", str(tmp_path), "--network", network])
    printed = capsys.readouterr().out
    for name in ("score", "yaw_deg", "pitch_deg", *FAMILIES):
        assert f"{name}: range, share read right, faces" in printed
