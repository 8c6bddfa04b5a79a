"""When people were heard, as far as sources say it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.exchange.transcripts.plain_texts import parse
from workbench.project.file import Project
from workbench.sources.cases import case_named, set_attribute
from workbench.sources.dates import Fieldwork, days_in, fieldwork
from workbench.sources.documents import add_document


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("At her table, a weekday morning in March 2026, after a shift.", [(date(2026, 3, 1), date(2026, 3, 31))]),
        ("Date: 3 April 2026", [(date(2026, 4, 3), date(2026, 4, 3))]),
        ("Date: 03/04/2026", [(date(2026, 4, 3), date(2026, 4, 3))]),
        ("interview 2026-04-03.md", [(date(2026, 4, 3), date(2026, 4, 3))]),
        ("She was born in May 1976.", []),
        ("31 February 2026", []),
        ("She may come in 2026.", []),
    ],
)
def test_days_in_words(text: str, days: list[tuple[date, date]]) -> None:
    assert days_in(text) == days


def test_the_opening_of_a_transcript_says_when(project: Project) -> None:
    with project.read() as session:
        assert fieldwork(session) is None
    with project.change("Import") as session:
        for name, opening in (("a.md", "A morning in March 2026."), ("b.md", "Date: 22 April 2026")):
            said = f"# Talk\n\n{opening}\n\n**Interviewer:** When was it?\n\n**Dawn:** In June 2019, I think.\n\n"
            add_document(session, parse(said + "**Interviewer:** Go on.\n", name=name, markdown=True))
    with project.read() as session:
        found = fieldwork(session)
    assert found == Fieldwork(date(2026, 3, 1), date(2026, 4, 22))
    assert found is not None
    assert found.said == "March to April 2026"


def test_a_record_of_the_day_counts_and_a_birthday_does_not(project: Project) -> None:
    with project.change("Record") as session:
        case = case_named(session, "P1")
        set_attribute(session, case, "date of birth", "1990-05-01", kind="date")
        set_attribute(session, case, "date of interview", "2025-10-02", kind="date")
        set_attribute(session, case_named(session, "P2"), "date of interview", "2026-01-09", kind="date")
    with project.read() as session:
        found = fieldwork(session)
    assert found is not None
    assert found.said == "October 2025 to January 2026"


def test_the_demonstration_says_when(project: Project) -> None:
    folder = Path(__file__).resolve().parents[2] / "projects" / "getting_about_safely"
    with project.change("Import") as session:
        for path in sorted(folder.glob("0*_*.md")):
            add_document(session, parse(path.read_text(encoding="utf-8"), name=path.name, markdown=True))
    with project.read() as session:
        found = fieldwork(session)
    assert found is not None
    assert found.first == date(2026, 3, 1)
