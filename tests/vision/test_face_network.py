from pathlib import Path

import numpy as np
import pytest

from vision.face_network import NETWORK_FEATURE_NAMES, FaceNetwork, FaceNetworkError
from vision.model_file import MODELS_DIR

CROPS = np.random.default_rng(5).integers(0, 256, (3, 48, 48)).astype(np.uint8)


@pytest.fixture(scope="module")
def network() -> FaceNetwork:
    return FaceNetwork.load(MODELS_DIR / "face_network.onnx")


def test_features_are_log_probabilities_of_two_label_sets(network: FaceNetwork) -> None:
    features = network.features(CROPS)
    assert features.shape == (3, len(NETWORK_FEATURE_NAMES))
    for part in (features[:, :8], features[:, 8:]):
        np.testing.assert_allclose(np.exp(part).sum(axis=1), 1, rtol=1e-5)


def test_the_mirror_image_says_the_same(network: FaceNetwork) -> None:
    mirrored = network.features(CROPS[:, :, ::-1])
    np.testing.assert_allclose(mirrored, network.features(CROPS), atol=1e-4)


def test_brightness_and_contrast_do_not_matter(network: FaceNetwork) -> None:
    pale = (CROPS // 2 * 2) // 2 + 60
    dark = CROPS // 2 * 2
    np.testing.assert_allclose(
        network.features(pale.astype(np.uint8)), network.features(dark), atol=1e-3
    )


def test_one_crop_gets_what_it_gets_among_many(network: FaceNetwork) -> None:
    np.testing.assert_allclose(
        network.features(CROPS[1:2])[0], network.features(CROPS)[1], atol=1e-4
    )


@pytest.mark.parametrize("content", [b"", b"junk"])
def test_a_file_that_is_no_network_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "network.onnx"
    path.write_bytes(content)
    with pytest.raises(FaceNetworkError):
        FaceNetwork.load(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FaceNetwork.load(tmp_path / "absent.onnx")


def test_the_file_is_as_small_as_eight_bits_make_it() -> None:
    assert (MODELS_DIR / "face_network.onnx").stat().st_size <= 1_500_000
