"""Quotes that leave: their risk in every way out, what the register keeps, and what copies make of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.books import tables_in
from tests.study import TURNS, Study, add_study, code_turn
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, prefer
from workbench.desk.briefs.brief import write_brief
from workbench.desk.door.at_the_door import ask_for_transcript, ask_second_reader, at_the_door, said_of
from workbench.desk.merging.merge import merge
from workbench.desk.tables.declared import make_table
from workbench.desk.take_out import take_out
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.governance.audiences import add_audience
from workbench.governance.mosaic import NAME, named_before, quoted
from workbench.governance.quote_risk import SECOND_READER
from workbench.governance.sign_offs import QUESTIONS, agree, sign_offs
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.rows import amend
from workbench.sources.documents import Segment
from workbench.text import Span

ANSWERS = dict.fromkeys(QUESTIONS, "no")


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public")
        brief = add_brief(session, "Ways home", decision_asked="Mend the lamps.")
        option = add_option(session, brief, "Mend the lamps")
        prefer(session, option)
        for coding in made.codings:
            cite(session, brief, "quote", coding, option_id=option)
        amend(session, Segment, made.segments[2], text=TURNS[2].replace("My brother", "Our Maisie"))
    return made


def ways_out(project: Project, folder: Path) -> dict[str, str]:
    """Everything that prints the named passage for the public, as text."""
    found = {}
    for name in ("quotes", "codings"):
        found[name] = str(make_table(project, name, audience="public").rows)
    take_out(project, folder / "a.xlsx", audience="public")
    book = openpyxl.load_workbook(folder / "a.xlsx")
    found["workbook"] = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    brief = write_brief(project, "Mend the lamps", folder / "a.html", audience="public")
    booklet = take_out(project, folder / "q.html", audience="public", paper="quotes")
    found |= {name: taken.path.read_text("utf-8") for name, taken in (("a.html", brief), ("q.html", booklet))}
    return found


def where(found: dict[str, str], words: str) -> set[str]:
    return {name for name, text in found.items() if words in text}


def test_a_quote_that_may_name_somebody_waits_in_every_way_out(project: Project, study: Study, tmp_path: Path) -> None:
    before = ways_out(project, tmp_path)
    assert where(before, "Maisie") == set()
    assert where(before, "underpass after four") == set(before)
    taken = take_out(project, tmp_path / "b.xlsx", audience="public")
    assert f"1 quote held back: {SECOND_READER}" in taken.left_out
    with project.read() as session:
        found = at_the_door(session, "public")
    assert [one.says for one in found] == ["second reader", *["goes through"] * 4]
    with project.change("Ask") as session:
        assert ask_second_reader(session, found) == 1
        assert ask_second_reader(session, at_the_door(session, "public")) == 0
    path = project.path
    project.close()
    with open_file(path, coder="ben") as second:
        with second.change("Agree") as session:
            [line] = sign_offs(session)
            assert "a name" in line.risk
            agree(session, line.id, ANSWERS)
        after = ways_out(second, tmp_path)
        assert where(after, "Maisie") == set(after)
        with second.read() as session:
            said = said_of(session, study.document, line.span, "public")
    assert (said.says, said.asked is not None) == ("goes through", True)
    assert said.reasons.endswith("a second reader agreed.")


def test_the_register_says_what_was_in_a_file(project: Project, study: Study, tmp_path: Path) -> None:
    write_brief(project, "Mend the lamps", tmp_path / "brief-draft.html", audience="public")
    take_out(project, tmp_path / "quotes.csv", table="quotes")
    table = make_table(project, "exports-quotes")
    inside = [(row[3], row[4], row[5]) for row in table.rows]
    assert inside.count(("brief-draft.html", "public", "Group C.txt")) == 4
    assert inside.count(("quotes.csv", "internal", "Group C.txt")) == 5
    spans = {(row[6], row[7]) for row in table.rows if row[3] == "quotes.csv"}
    starts = [sum(len(text) + 1 for text in TURNS[:turn]) for turn in (0, 1, 2, 6, 7)]
    assert spans == {(start, start + len(TURNS[turn])) for start, turn in zip(starts, (0, 1, 2, 6, 7), strict=True)}
    assert not any(words in str(table.rows) for words in ("underpass", "Maisie", "lamps"))
    assert make_table(project, "exports-quotes", audience="public").rows == ()


def test_looking_takes_nothing_out(project: Project, study: Study) -> None:
    with project.read() as session:
        at_the_door(session, "public")
        said_of(session, study.document, Span(0, 10), "public")
        make_table(project, "quotes", audience="public")
        assert quoted(session) == []


def test_names_go_where_five_quotes_of_one_person_would_stand(project: Project, study: Study, tmp_path: Path) -> None:
    with project.change("More") as session:
        for segment in study.segments:
            amend(session, Segment, segment, case_id=study.cases[0])
        for turn in (3, 4, 5):
            code_turn(session, study, study.dark, turn)
    taken = take_out(project, tmp_path / "a.xlsx", audience="public", sheets=["quotes"])
    rows = tables_in(tmp_path / "a.xlsx")["Quotes"]
    assert {row["Who"] for row in rows} == {"name left off"}
    assert {row["From"] for row in rows} == {"transcript"}
    assert any("Names are left off beside" in one for one in taken.left_out)
    with project.read() as session:
        assert named_before(session, "public") == {}


def test_the_register_and_second_readers_merge(project: Project, study: Study, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.workbench"
    backup(project, theirs)
    take_out(project, tmp_path / "ours.csv", table="quotes", audience="public")
    with project.change("Ask") as session:
        ask_second_reader(session, at_the_door(session, "public"))
    with open_file(theirs, coder="ben") as other:
        take_out(other, tmp_path / "theirs.csv", table="quotes", audience="public")
        with other.change("Ask") as session:
            ask_for_transcript(session, "Group C.txt", "public")
    merge(project, theirs)
    with project.read() as session:
        names = {one.name for one in quoted(session)}
        asked = {(one.who, one.state) for one in sign_offs(session)}
        before = named_before(session, "public")
    assert names == {"ours.csv", "theirs.csv"}
    assert asked == {("amina", "waiting"), ("ben", "waiting")}
    assert len(before[study.cases[0]]) == 1


def test_a_withdrawal_takes_places_and_questions_along(project: Project, study: Study, tmp_path: Path) -> None:
    take_out(project, tmp_path / "quotes.csv", table="quotes")
    with project.change("Ask") as session:
        ask_second_reader(session, at_the_door(session, "public"))
    withdraw(project, "P3")
    with project.read() as session:
        assert sign_offs(session) == []
        left = quoted(session)
    assert len(left) == 4
    assert all(NAME in one.descriptors for one in left)
