"""Our speed, as ratios: each job of ours and a raw script doing the same work, alternated in one run.

A ratio is of processor seconds (user and system), the median over the pairs. Nothing here passes or fails:
machines differ, a ratio tells. The corpus is invented by a seeded generator, Zipf-like words in turns and answers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench.benchmark.corpus import SIZES, make_corpus, make_survey
from workbench.benchmark.ratios import Result
from workbench.errors import WorkbenchError

Say = Callable[[str], None]


class NoSuchSizeError(WorkbenchError):
    """The sizes are S, M and L."""


def run_benchmark(size: str, *, say: Say) -> list[Result]:
    """Every job at one size. Takes about a minute at S, some minutes at M, the better part of an hour at L."""
    if size not in SIZES:
        raise NoSuchSizeError
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as name:
        for result in _jobs(Path(name), size, say):
            say("  ".join(result.as_row()))
            results.append(result)
    return results


def _jobs(folder: Path, size: str, say: Say) -> Iterator[Result]:
    """The jobs: of a study that stands, of screens over it, of transcripts, a survey, another program's project and partners' files brought in."""
    from workbench.benchmark.analyses import analyses
    from workbench.benchmark.figures import partners
    from workbench.benchmark.judgements import judgements
    from workbench.benchmark.narrowing import narrowing
    from workbench.benchmark.openings import opening
    from workbench.benchmark.other_tools import other_tools
    from workbench.benchmark.places import places
    from workbench.benchmark.screens import keypress, start
    from workbench.benchmark.study import filled
    from workbench.benchmark.surveys import Surveys
    from workbench.benchmark.transcripts import Transcripts
    from workbench.benchmark.uniting import uniting
    from workbench.benchmark.words import words
    from workbench.benchmark.workbooks import workbooks

    yield start()
    say(f"Making a study of size {size} …")
    study = filled(folder, size)
    yield from analyses(study)
    yield from words(study)
    yield from keypress(study)
    yield from opening(study)
    yield from uniting(study, folder)
    yield from narrowing(study.project)
    yield from judgements(study)
    yield from workbooks(study, size)
    study.close()
    say(f"Making a corpus of size {size} …")
    transcripts = Transcripts(folder, make_corpus(folder, size), size)
    yield transcripts.importing()
    yield transcripts.importing_same_rows()
    yield transcripts.importing_once()
    transcripts.close()
    say(f"Making a survey of size {size} …")
    surveys = Surveys(folder, make_survey(folder, size), size)
    for one in (surveys.from_csv, surveys.from_csv_to_same_rows, surveys.from_xlsx, surveys.from_xlsx_to_same_rows):
        yield one()
    say(f"Making another program's project of size {size} …")
    yield from other_tools(folder, size)
    say(f"Making partners' files of size {size} …")
    yield from partners(folder, size)
    say(f"Making figures of size {size} …")
    yield from places(folder, size)
