"""The transparency record and the statement for participants: filled from the ledger, marked elsewhere, naming nobody."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from tests.suggestions.test_blind_samples import answer_all, codes_of
from workbench.briefs.options import add_brief
from workbench.briefs.page import Paragraph
from workbench.desk.briefs.brief import brief_page
from workbench.desk.door.door import door
from workbench.desk.ethics.machine import machine
from workbench.desk.paper.for_participants import NO_COMPUTER, UNUSED
from workbench.desk.paper.transparency import MARK
from workbench.desk.paper.writing import write_paper
from workbench.desk.suggesting.blind import draw_sample
from workbench.desk.suggesting.machine_use import NO_MACHINE, machine_statement, use_of
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.take_out import take_out
from workbench.governance.audiences import add_audience
from workbench.project.file import Project
from workbench.suggestions.review import accept, queue, reject
from workbench.text import sentence_spans, word_count

TURNS = [(f"Kez{at % 6}", said) for at, said in enumerate(EVERY)]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def used(project: Project) -> Project:
    put_turns(project, TURNS)
    put_codes(project)
    suggest(project, topics=2)
    with project.change("Decide") as session:
        one, two, three = queue(session, begun_only=False)[:3]
        accept(session, one.id, looked_ms=900)
        accept(session, two.id, looked_ms=4000)
        reject(session, three.id)
        add_audience(session, "council")
    draw_sample(project, seed=1)
    answer_all(project, codes_of(project), wrong=3)
    return project


def told(project: Project, name: str, tmp_path: Path, audience: str = "internal") -> str:
    word, page = tmp_path / f"{name}.docx", tmp_path / f"{name}.html"
    write_paper(project, word, name, audience=audience)
    write_paper(project, page, name, audience=audience)
    document = docx.Document(str(word))
    parts = [one.text for one in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = " ".join(" ".join(parts).split())
    html = " ".join(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")).split())
    said = "2.3.4 Human decisions and review" if name == "transparency" else "What we did"
    assert said in text
    assert said in html
    return text


def test_the_record_says_what_the_ledger_knows_and_marks_the_rest(used: Project, tmp_path: Path) -> None:
    text = told(used, "transparency", tmp_path)
    assert "all-MiniLM-L6-v2 int8" in text
    assert "scikit-learn 1." in text
    assert "seed 42" in text
    assert "Of 3 suggestions that people decided about they accepted 2, changed 0 and rejected 1" in text
    assert "Of 2 taken whose time is known, 1 were decided in under two seconds" in text
    assert "Decided by amina" in text
    assert "It was run 1 time on" in text
    assert "15 passages of 6 people, drawn at random, were coded by 1 researcher without sight" in text
    assert "How much was accepted is not how often the tool is right" in text
    assert re.search(r"suggested the researcher gave \d+ of \d+: \d+ % \(\d+ to \d+\)", text)
    assert "The numbers of sections 2.2 to 2.5 were not checked" in text
    assert text.count(MARK) > 15
    for number in (
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "2.1.1",
        "2.1.2",
        "2.1.3",
        "2.1.4",
        "2.3.3",
        "2.3.4",
        "2.4.2.5",
        "2.5.1",
    ):
        assert f"{number} " in text


def test_nobody_is_in_either_paper(used: Project, tmp_path: Path) -> None:
    for name in ("transparency", "participants"):
        for audience in ("internal", "council"):
            text = told(used, name, tmp_path, audience)
            assert "Kez" not in text
            assert not [said for said in EVERY if said[:25] in text]
    assert "amina" not in told(used, "transparency", tmp_path, "council")
    outside = told(used, "transparency", tmp_path, "council")
    assert "Decided by 1 member of the team" in outside
    assert "How often it was right, by code" in told(used, "transparency", tmp_path)
    assert "amina" not in told(used, "participants", tmp_path)


def test_the_statement_is_plain_and_says_what_happened(used: Project, tmp_path: Path) -> None:
    text = told(used, "participants", tmp_path)
    assert "So far our team looked at 3 suggestions. They said yes to 2 and no to 1." in text
    assert "One of us read 15 parts without seeing what the program would suggest." in text
    assert re.search(r"That is about \d+ in 100", text)
    assert MARK in text
    body = text[text.index("You told us") :]
    sentences = [body[span.start : span.end] for span in sentence_spans(body)]
    lengths = [word_count(one) for one in sentences]
    assert sum(lengths) / len(lengths) < 12
    assert max(lengths) <= 32
    assert not re.findall(r"[A-Za-z]{13,}", body)


def test_where_no_machine_was_used_both_say_so(project: Project, tmp_path: Path) -> None:
    put_turns(project, TURNS)
    assert UNUSED in told(project, "participants", tmp_path)
    assert NO_COMPUTER in told(project, "participants", tmp_path)
    text = told(project, "transparency", tmp_path)
    assert "It was not used." in text
    assert "No suggestions were made in this project so far" in text


def test_before_anybody_read_blind_nothing_is_said_of_how_often_it_is_right(project: Project, tmp_path: Path) -> None:
    put_turns(project, TURNS)
    put_codes(project)
    suggest(project, topics=2)
    assert "Not measured yet" in told(project, "transparency", tmp_path)
    assert "We have not checked this yet." in told(project, "participants", tmp_path)
    assert " % (" not in told(project, "transparency", tmp_path)


@pytest.mark.parametrize("ran", [False, True])
def test_brief_workbook_and_ethics_pack_say_how_machines_helped_in_one_wording(
    project: Project, tmp_path: Path, ran: bool, request: pytest.FixtureRequest
) -> None:
    if ran:
        request.getfixturevalue("used")
    with project.change("A brief") as session:
        key = add_brief(session, "Light")
    with project.read() as session:
        said = machine_statement(use_of(session))
        pack = [one.text for one in machine(door(session, "internal")) if isinstance(one, Paragraph)]
    assert ("People accepted 2, chose another label for 0 and rejected 1" in said) if ran else said == NO_MACHINE
    page = brief_page(project, key)
    assert said in [one.text for part in page.sections for one in part.blocks if isinstance(one, Paragraph)]
    assert pack[0] == said
    book = take_out(project, tmp_path / "book.xlsx").path
    cells = [cell.value for sheet in openpyxl.load_workbook(book) for row in sheet.rows for cell in row]
    assert said in cells
