"""How a text model is trained: the numbers, and the learning rate over time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers of a training run.

    Attributes:
        epochs: passes over the corpora, each as often as its share says; a last one may be a part.
        batch: texts a step.
        max_tokens: where longer texts are cut, special tokens included.
        learning_rate: the greatest, of the encoder's last layer.
        head_learning_rate: the greatest, of all that is not pretrained.
        layer_decay: a layer's learning rate as a share of that of the layer above.
        weight_decay: of AdamW, on matrices.
        warm_up: share of the steps in which the learning rate rises.
        average_decay: of the moving average of the weights, which is what is kept.
        steps_to_checkpoint: between two checkpoints.
        seed: of everything random.
    """

    epochs: float = 3.0
    batch: int = 64
    max_tokens: int = 96
    learning_rate: float = 1.5e-4
    head_learning_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: float = 0.08
    average_decay: float = 0.998
    steps_to_checkpoint: int = 100
    seed: int = 0


def learning_rate_share(step: int, n_steps: int, warm_up: float) -> float:
    """Return the share of the greatest learning rate: up in a line, then down in a line to 0.

    Args:
        step: steps done.
        n_steps: of the whole run.
        warm_up: share of the steps in which it rises.
    """
    rising = warm_up * n_steps
    if step < rising:
        return (step + 1) / (rising + 1)
    return max(0.0, (n_steps - step) / (n_steps - rising))


def average_share(step: int, decay: float) -> float:
    """Return how much of the moving average is replaced by the weights after a step.

    Early in a run the average is short, so that it does not remember where it began.
    """
    return max(1 - decay, 9 / (step + 10))
