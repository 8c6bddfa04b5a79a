"""Coded answers: free text with every code that people gave it, read from a folder, to measure suggestions on.

Two layouts are read. A table whose first column is the answer and every other column a code, marked where it was given
(`.csv`, `.ods`, `.xlsx`); and a folder of `QUESTION_themes.csv` with the row of `survey_short_columns.csv` and the themes
given to it, as in the Jupyter survey of 2015.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ANSWERS = "survey_short_columns.csv"
THEMES = "_themes.csv"
LEAST_OF_A_CODE = 5
"""A code given to fewer answers cannot be learned and measured too, and is left out; so are answers left without any,
unless every answer is wanted."""
LEAST_ANSWERS = 40
TABLES = (".csv", ".ods", ".xlsx")
_UNMARKED = {"", "0", "0.0", "false", "no", "nan"}


class NoCodedAnswersError(WorkbenchError):
    """There are no coded answers in that folder. Name one with tables of an answer and its codes a row."""


@dataclass(frozen=True, slots=True)
class Question:
    """Answers to one question: `marks` is true where a person gave the code of that column; a row an answer."""

    name: str
    texts: tuple[str, ...]
    codes: tuple[str, ...]
    marks: NDArray[np.bool_]


def questions(folder: Path, *, every_answer: bool = False) -> list[Question]:
    """Every question with enough coded answers in a folder, by name; raises NoCodedAnswersError where there is none.

    With `every_answer` those without a code stay too, and every code, however seldom it was given.
    """
    if not folder.is_dir():
        raise NoCodedAnswersError(f"There is no folder {folder}. Name one with coded answers.")
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.endswith(THEMES) and (folder / ANSWERS).is_file():
            rows = _themed(folder / ANSWERS, path)
        elif path.suffix in TABLES and path.name != ANSWERS and not path.name.startswith("."):
            rows = _marked(path)
        else:
            continue
        question = _question(path.name.removesuffix(THEMES).removesuffix(path.suffix), rows, every_answer=every_answer)
        if question is not None:
            found.append(question)
    if not found:
        raise NoCodedAnswersError
    return found


def _question(name: str, rows: Iterable[tuple[str, Sequence[str]]], *, every_answer: bool) -> Question | None:
    """Answers with words and at least one code that was given often enough; the same words twice count once."""
    import numpy as np

    given: dict[str, set[str]] = {}
    for text, codes in rows:
        if text.strip() and (codes or every_answer):
            given.setdefault(text.strip(), set()).update(codes)
    counted: dict[str, int] = {}
    for some in given.values():
        for code in some:
            counted[code] = counted.get(code, 0) + 1
    least = 1 if every_answer else LEAST_OF_A_CODE
    names = tuple(sorted(code for code, count in counted.items() if count >= least))
    kept = {text: some for text, some in given.items() if every_answer or some & set(names)}
    if len(kept) < LEAST_ANSWERS or (len(names) < 2 and not every_answer):
        return None
    marks = np.asarray([[code in some for code in names] for some in kept.values()], bool)
    return Question(name, tuple(kept), names, marks.reshape(len(kept), len(names)))


def _themed(answers: Path, themes: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """The answers of one question, those in several columns joined, and the themes of each."""
    question = themes.name.removesuffix(THEMES)
    with answers.open(encoding="utf-8", newline="") as file:
        said = list(csv.DictReader(file))
    columns = [name for name in said[0] if re.fullmatch(re.escape(question) + r"(_\d+)?", name)]
    with themes.open(encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file, delimiter=";"))[1:]:
            text = "\n".join(part for name in columns if (part := said[int(row[0])][name].strip()))
            yield text, [theme for theme in row[1].split(",") if theme]


def _marked(path: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """An answer a row, and the names of the columns in which it is marked."""
    header, *rows = _table(path)
    for row in rows:
        marked = [
            name for name, cell in zip(header[1:], row[1:], strict=False) if cell.strip().lower() not in _UNMARKED
        ]
        yield row[0], [name for name in marked if name.strip()]


def _table(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.reader(file) if row] or [[]]
    from workbench.exchange.spreadsheets import sheets_of

    return [cells for sheet in sheets_of(path)[:1] for _, cells in sheet.rows] or [[]]
