"""The corpus of the benchmark: invented, seeded, Zipf-like words in turns, and a survey of closed and open answers."""

from __future__ import annotations

import csv
import itertools
import random
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    transcripts: int
    words: int
    """Words in each transcript."""
    codes: int
    codings: int
    respondents: int
    """Rows of the survey, of 22 columns each."""
    records: int
    """Rows of a partner's records, of 7 columns each."""
    crimes: int
    """Rows of a year of street-level crime."""
    figures: int
    """Figures of indicators, most of every local authority by year and sex."""


SIZES = {
    "S": Size(30, 8_000, 60, 3_000, 1_000, 200_000, 20_000, 100_000),
    "M": Size(300, 8_000, 200, 50_000, 20_000, 2_000_000, 100_000, 300_000),
    "L": Size(3_000, 8_000, 500, 1_000_000, 200_000, 10_000_000, 200_000, 1_000_000),
}

_SYLLABLES_LISTED = "ba co de fi ga hu jo ka le mi no pra ri sto tu ve wi yo"
CLOSED = {
    "age": [str(age) for age in range(18, 80)],
    "gender": ["female", "male", "non-binary", "undisclosed"],
    "role": ["nurse", "teacher", "manager", "student", "carer", "volunteer"],
    "region": ["North", "South", "East", "West", "Centre"],
    "site": [f"site-{number:02}" for number in range(1, 21)],
    "tenure": [str(years) for years in range(36)],
    "education": ["primary", "secondary", "bachelor", "master", "doctorate"],
    "score": [f"{number / 10:.1f}" for number in range(100, 900)],
    "language": ["en", "es", "fr", "de", "pt"],
    "wave": ["w1", "w2", "w3"],
    "travel": ["bus", "train", "bicycle", "on foot", "by car"],
    **{f"q{number}": [str(mark) for mark in range(1, 6)] for number in range(1, 9)},
}
"""Closed questions and what may be answered."""
ATTRIBUTES = ("age", "gender", "role", "region", "site", "tenure", "education", "language", "wave", "travel")
"""What is known of the people of the transcripts."""
OPEN = ("open1", "open2")
COLUMNS = ("respondent", *CLOSED, *OPEN)
_SHEET_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>',
}
_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
    "</sheetData></worksheet>",
)


@dataclass(frozen=True, slots=True)
class SurveyFiles:
    """One survey as `.csv` and as `.xlsx`, with the map of its columns."""

    csv: Path
    xlsx: Path
    map: Path


class Words:
    """Words drawn as often as people say them: few very often, most hardly ever."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        syllables = _SYLLABLES_LISTED.split()
        self.vocabulary = ["".join(parts) for parts in itertools.product(syllables, repeat=3)]
        chance.shuffle(self.vocabulary)
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.vocabulary))))

    def drawn(self, count: int) -> list[str]:
        """So many words."""
        return self.chance.choices(self.vocabulary, cum_weights=self.weights, k=count)


def make_corpus(folder: Path, size: str, *, seed: int = 1) -> list[Path]:
    """Write transcripts of turns to a folder; the same seed writes the same words."""
    chance = random.Random(seed)  # noqa: S311
    words = Words(chance)
    paths = []
    for number in range(SIZES[size].transcripts):
        drawn = iter(words.drawn(SIZES[size].words))
        turns = []
        for turn in itertools.count():
            said = list(itertools.islice(drawn, chance.randint(8, 90)))
            if not said:
                break
            speaker = "Interviewer" if turn % 2 == 0 else f"Person {number:03d}"
            turns.append(f"**{speaker}:** {' '.join(said).capitalize()}.")
        path = folder / f"interview-{number:04d}.md"
        path.write_text("\n\n".join(turns) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def make_survey(folder: Path, size: str, *, seed: int = 1) -> SurveyFiles:
    """Write a survey of 22 columns: who answered, 19 closed questions, two open ones; the same seed, the same answers."""
    files = SurveyFiles(folder / "survey.csv", folder / "survey.xlsx", folder / "survey.yaml")
    listed = ", ".join(CLOSED)
    files.map.write_text(f"case: respondent\nclosed: [{listed}]\nopen: [{', '.join(OPEN)}]\n", encoding="utf-8")
    with files.csv.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(answers(SIZES[size].respondents, random.Random(seed)))  # noqa: S311
    with files.csv.open(newline="", encoding="utf-8") as file:
        write_sheet(files.xlsx, csv.reader(file))
    return files


def answers(rows: int, chance: random.Random) -> Iterator[list[str]]:
    """Rows of the survey: who answered, 19 closed answers, two open ones."""
    words = Words(chance)
    for number in range(1, rows + 1):
        closed = [chance.choice(choices) for choices in CLOSED.values()]
        said = (" ".join(words.drawn(chance.randint(7, 42))).capitalize() + "." for _ in OPEN)
        yield [f"R{number:06d}", *closed, *said]


def write_sheet(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """A workbook of one sheet: whole numbers as numbers, everything else as text in its cell."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, written in _SHEET_PARTS.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{written}')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET[0].encode())
            for number, row in enumerate(rows, 1):
                cells = "".join(
                    f"<c><v>{cell}</v></c>" if cell.isdigit() else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
                    for cell in row
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(_SHEET[1].encode())
