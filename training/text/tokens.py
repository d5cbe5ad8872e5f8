"""Texts as padded tokens."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Tokens = list[NDArray[np.int64]]


def tokenised(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> Tokens:
    """Return the tokens of each text, special ones included, cut to `max_tokens`."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    encodings = tokenizer.encode_batch_fast(list(texts))
    return [np.array(encoding.ids, np.int64) for encoding in encodings]
