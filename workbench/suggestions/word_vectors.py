"""Word vectors: the fast model. A text is the mean of its tokens' vectors, 256 numbers each, whatever their order.

The vectors are those of WordLlama (l2_supercat, trained from the token vectors of Llama 2); its two files are read by
their path. A hundred times as fast as the better model, and it hears less: it does not know what a sentence denies.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.suggestions.embedding import Cancelled, Progress, SuggestingStoppedError, unit
from workbench.suggestions.pinned import PinnedFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors

WEIGHTS = PinnedFile(
    "wordllama",
    "weights/l2_supercat_256.safetensors",
    "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
)
WORDS = PinnedFile(
    "wordllama",
    "tokenizers/l2_supercat_tokenizer_config.json",
    "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",
)
TENSOR = "embedding.weight"
BATCH = 512


class WordVectors:
    """WordLlama's static vectors, 256 numbers a text."""

    name = f"WordLlama l2_supercat 256 ({WEIGHTS.sha256[:8]})"
    lasting = True

    def __init__(self, weights: Path, words: Path, note: str = "") -> None:
        from tokenizers import Tokenizer

        self.note = note
        self._rows = table_in(weights)
        self._tokenizer = Tokenizer.from_file(str(words))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def vectors(
        self, texts: Sequence[str], *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Vectors:
        """One row a text: the mean of its tokens' vectors, brought to length one; every token of it is read."""
        import numpy as np

        found = np.zeros((len(texts), self._rows.shape[1]), np.float32)
        for first in range(0, len(texts), BATCH):
            if cancelled is not None and cancelled():
                raise SuggestingStoppedError
            batch = list(texts[first : first + BATCH])
            read = [one.ids for one in self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)]
            filled = [at for at, ids in enumerate(read) if ids and batch[at].strip()]
            if filled:
                ids = np.concatenate([np.asarray(read[at], np.int64) for at in filled])
                starts = np.cumsum([0, *(len(read[at]) for at in filled[:-1])])
                found[[first + at for at in filled]] = np.add.reduceat(self._rows[ids], starts, axis=0)
            if progress is not None:
                progress("Reading", min(first + BATCH, len(texts)), len(texts))
        return unit(found)


def table_in(path: Path) -> NDArray[np.float32]:
    """The one table of a safetensors file: a head of JSON after its length, then the numbers, halves of four bytes.

    Source: the format's own description, https://github.com/huggingface/safetensors.
    """
    import numpy as np

    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        told = json.loads(file.read(size))[TENSOR]
        start, end = told["data_offsets"]
        file.seek(8 + size + start)
        raw = file.read(end - start)
    held = np.frombuffer(raw, {"F16": "<f2", "F32": "<f4"}[told["dtype"]])
    return held.reshape(told["shape"]).astype(np.float32)
