"""Readiness sheets as a workbook: one for each respondent, filled without macros, protected nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from workbench.briefs.statements import DONT_KNOW, LEVELS, STATEMENTS, WORDING, WORDS, level_words, theme_of
from workbench.exchange.readiness.words import (
    DAY,
    EVIDENCE_HEADING,
    LEVEL,
    NUMBER,
    POST,
    RESPONDENT,
    STATEMENT,
    THEME,
)
from workbench.exchange.workbook.sheets import Column, Cover, Sheet
from workbench.exchange.workbook.writing import workbook

_ROOM = 34.0
"""The least height of a row to be filled in, in points: two lines."""


@dataclass(frozen=True, slots=True)
class Form:
    """One respondent's sheet: who fills it, in which round, and its number."""

    respondent: str
    round: int
    number: str


def readiness_workbook(name: str, purpose: str, by: str, forms: Sequence[Form]) -> bytes:
    """The workbook with a sheet for each respondent. `by` is a day in words, or empty."""
    from openpyxl import load_workbook

    title = f"Ready to share data? {name}"
    made = workbook(
        _cover(title, purpose, by, forms), [_sheet(name, purpose, by, one) for one in forms], title=title, heading=name
    )
    book = load_workbook(BytesIO(made))
    for one in forms:
        _fillable(book[RESPONDENT[one.respondent]])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cover(title: str, purpose: str, by: str, forms: Sequence[Form]) -> Cover:
    who = " and ".join(RESPONDENT[one.respondent] for one in forms)
    asked = (
        f"What it is for: {purpose}" if purpose else "",
        f"By when it is wanted: {by}" if by else "",
    )
    filling = (
        f"The sheets {who} hold the same {len(STATEMENTS)} statements. The first is for somebody who manages the work, the"
        " second for somebody who works with the data. Each fills in their own, without looking at the other's.",
        f"For each statement choose a level in the column “{LEVEL}”: click on the cell, then on the arrow beside it, or"
        " press Alt and the arrow down. You can also type the level.",
        "Say above the table what your post is, such as data manager, and not your name.",
        f"“{DONT_KNOW.capitalize()}” is a good answer: it shows what to find out.",
        f"From the level “{LEVELS[2]}” on, say in the next column what shows it: the title and date of a document, or where"
        " it can be seen. Name no person whom the data are about.",
        "Save the workbook and send it back as it is. Leave the line with the number in it: by it the sheet is known again.",
    )
    levels = tuple(f"{level_words(level)}: {said}" for level, said in enumerate(_LEVELS_SAID))
    after = (
        "The answers are read by rule and give no score. A statement on information governance that is not yet at"
        f" “{LEVELS[3]}” for both of you says what has to come first. Nobody makes a league table of it.",
    )
    parts = (("What is asked for", tuple(one for one in asked if one)), ("How to fill it in", filling))
    return Cover(title, (*(one for one in parts if one[1]), ("The levels", levels), ("What comes of it", after)))


_LEVELS_SAID = (
    "nothing has been done.",
    "people have spoken about it; nothing is written.",
    "it is written down; it is not done yet, or not every time.",
    "it is done, every time.",
    "it is done, and somebody who does not do it has checked.",
)


def _sheet(name: str, purpose: str, by: str, form: Form) -> Sheet:
    columns = (Column(THEME, 26), Column(STATEMENT, 62), Column(LEVEL, 30), Column(EVIDENCE_HEADING, 56))
    rows = [(theme_of(one), f"{one} {WORDS[one][1]}", "", "") for one in STATEMENTS]
    about = f"The data: {name}." + (f" What they are for: {purpose.rstrip('.')}." if purpose else "")
    return Sheet(
        RESPONDENT[form.respondent],
        f"Ready to share data? The {form.respondent}'s sheet",
        columns,
        rows,
        above=(
            about,
            f"They are wanted by {by}. This is round {form.round}." if by else f"This is round {form.round}.",
            f"Choose a level in the column “{LEVEL}” for each statement; “{DONT_KNOW}” is one of them.",
            f"{NUMBER}{WORDING}.{form.number}",
            POST,
            DAY,
        ),
    )


def _fillable(page: Any) -> None:
    """Empty the cells that are to be filled in, and give the levels as a list to choose from."""
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = [*(level_words(level) for level in range(len(LEVELS))), DONT_KNOW]
    listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showDropDown=False)
    listed.errorTitle, listed.error = "Not one of the levels", f"Choose one from the list: {'; '.join(choices)}."
    listed.promptTitle, listed.prompt = LEVEL, f"Choose a level from the list, or {DONT_KNOW}."
    listed.showErrorMessage = listed.showInputMessage = True
    page.add_data_validation(listed)
    head = next(row for row in range(1, page.max_row + 1) if page.cell(row, 2).value == STATEMENT)
    for row in range(1, page.max_row + 1):
        label = page.cell(row, 1)
        if label.value in {POST, DAY}:
            label.font = copy(page.cell(head, 1).font)
            page.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
            page.cell(row, 2).font = copy(page.cell(head + 1, 2).font)
        if row > head:
            page.cell(row, 3).value = page.cell(row, 4).value = None
            page.cell(row, 3).number_format = page.cell(row, 4).number_format = "@"
            page.row_dimensions[row].height = max(_ROOM, page.row_dimensions[row].height or 0)
            listed.add(page.cell(row, 3).coordinate)
