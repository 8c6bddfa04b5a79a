"""Our speed, as ratios: each job of ours and a raw script doing the same work, alternated in one run.

A ratio is of processor seconds (user and system), the median over the pairs. Nothing here passes or fails:
machines differ, a ratio tells. The corpus is invented by a seeded generator, Zipf-like words in turns and answers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from workbench.benchmark.corpus import SIZES, make_corpus, make_survey
from workbench.benchmark.ratios import Result
from workbench.errors import WorkbenchError

Say = Callable[[str], None]


class NoSuchSizeError(WorkbenchError):
    """The sizes are S, M and L."""


def run_benchmark(size: str, *, say: Say) -> list[Result]:
    """Every job at one size. Takes about a minute at S, some minutes at M, the better part of an hour at L."""
    from workbench.benchmark.narrowing import narrowing
    from workbench.benchmark.screens import keypress, start
    from workbench.benchmark.surveys import Surveys
    from workbench.benchmark.transcripts import Transcripts
    from workbench.benchmark.uniting import uniting

    if size not in SIZES:
        raise NoSuchSizeError
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as name:
        folder = Path(name)

        def tell(result: Result) -> None:
            say("  ".join(result.as_row()))
            results.append(result)

        say(f"Making a corpus of size {size} …")
        transcripts = Transcripts(folder, make_corpus(folder, size), size)
        tell(transcripts.importing())
        tell(transcripts.importing_once())
        tell(start())
        tell(transcripts.coding_saved())
        for job in (transcripts.searching, transcripts.searching_by_letters, transcripts.quoting):
            tell(job())
        tell(uniting(transcripts, folder))
        tell(narrowing(transcripts.project))
        tell(keypress(transcripts.project, transcripts.raw, transcripts.document, transcripts.codes[-1], size))
        transcripts.close()
        say(f"Making a survey of size {size} …")
        surveys = Surveys(folder, make_survey(folder, size), size)
        for one in (surveys.from_csv, surveys.from_csv_with_index, surveys.from_xlsx, surveys.from_xlsx_with_index):
            tell(one())
    return results
