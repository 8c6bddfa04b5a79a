"""Displays at the door: for whom they leave, as a table, on paper; withdrawn, merged, undone."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.displays import add_people, guid_of
from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code
from workbench.coding.themes import Theme, add_theme, set_theme_codes
from workbench.desk.displays import at_the_door
from workbench.desk.door.door import door
from workbench.desk.mentions import mentions_of
from workbench.desk.merging.merge import merge
from workbench.desk.paper.display import DisplayNotNamedError
from workbench.desk.paper.writing import PaperNotAskedSoError, write_paper
from workbench.desk.tables.declared import TableNotAskedSoError, make_table, written
from workbench.desk.take_out import take_out
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.governance.audiences import add_audience
from workbench.governance.flags import flag
from workbench.governance.policies import Policy
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file
from workbench.rows import add, find
from workbench.sources.cases import Case, set_attribute
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey
from workbench.text import Span
from workbench.triangulation.displays.displays import (
    Built,
    NoSuchDisplayError,
    add_display,
    display_named,
    displays,
    rename_display,
)
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.follow_ups import build_from
from workbench.triangulation.displays.notes import NotMadeTogetherError, write_note
from workbench.triangulation.links import link, links


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("People") as session:
        made = add_people(session, consent="given")
        made.display = add_display(session, "statistics by themes", "By sex", {"by": "sex"})
        made.quotes = add_display(session, "quotes", "Quotes", {"by": "sex", "quotes": 3})
        link(session, made.theme, made.indicator)
    return made


def write_all(project: Project, key: int) -> None:
    with project.change("Together") as session:
        found = draw(session, key)
        for row in found.rows:
            write_note(session, found, row.about, f"What we make of {row.name}.", "expansion")


def texts(project: Project, key: int, audience: str) -> str:
    with project.read() as session:
        found = at_the_door(door(session, audience), draw(session, key))
    return "\n".join(bit.text for row in found.rows for cell in row.cells for bit in cell)


def test_the_team_sees_counts_and_words(project: Any, study: Any) -> None:
    said = texts(project, study.display, "internal")
    assert "said by 2 of the 4 asked" in said
    assert "“We just go round." in said or "“I get the bus home" in said


def test_outside_a_whole_sample_is_told_and_groups_of_four_are_not(project: Any, study: Any) -> None:
    with project.read() as session:
        found = at_the_door(door(session, "public"), draw(session, study.display))
        quotes = at_the_door(door(session, "public"), draw(session, study.quotes))
    assert found.head == ("Theme", "everybody", "In their words")
    assert [row.cells[1][0].text for row in found.rows] == [
        "said by 2 of the 6 asked, and by 2 who were not",
        "raised by 1 of the 8 we heard; who was asked is not recorded",
    ]
    assert "2 groups of people interviewed are left out: so few are in them." in found.remarks
    assert "go round" in texts(project, study.display, "public"), "of nobody's group, a quote may be told"
    assert quotes.head == ("Code", "everybody")
    assert any(bit.look == "quote" for bit in quotes.rows[0].cells[1])


def test_outside_a_small_group_is_told_in_a_band_or_not_at_all(project: Any, study: Any) -> None:
    """With 3 people to a description: two districts of two people have no column; with 4, two sexes of four are told."""
    with project.change("Audiences") as session:
        add_audience(session, "partners", people=3)
        add_audience(session, "board", people=4)
        key = add_display(session, "statistics by themes", "By place", {"by": "where they live"})
        types = add_display(session, "typology", "Types", {"by": "where they live", "mean_of": "score"})
        for case, colour in zip(study.cases, ("red",) * 4 + ("blue",) * 3 + ("green",), strict=True):
            set_attribute(session, case, "team", colour)
        teams = add_display(session, "statistics by themes", "By team", {"by": "team", "mean_of": "score"})
    with project.read() as session:
        place = at_the_door(door(session, "partners"), draw(session, key))
        team = at_the_door(door(session, "board"), draw(session, teams))
        typed = at_the_door(door(session, "partners"), draw(session, types))
    assert place.head == ("Theme", "Harlow", "In their words")
    assert place.rows[0].cells[1][0].text == "said by 2 of the 4 asked"
    assert [row.name for row in typed.rows] == ["Harlow"]
    assert team.head == ("Theme", "blue", "red", "In their words"), "one of green alone is not named"
    blue, red = (team.rows[0].cells[at] for at in (1, 2))
    assert blue[0].text == "a few; how many people are in this group is withheld by us"
    assert red[0].text == "said by 2 of the 4 asked"
    assert blue[0].piece is None
    assert blue[1].text == "withheld by us", "a mean would say of how many it is"
    assert any("less than a third" in one or "up to a third" in one for one in team.remarks)


def test_outside_answers_to_a_survey_go_by_the_policy_and_enter_the_register(project: Any, study: Any) -> None:
    with project.change("Survey") as session:
        add_audience(session, "public", rule=Policy(5, rounding=5))
        study_of_answers(session)
        key = add_display(session, "statistics by themes", "Pupils", {"by": "class", "heard_in": "survey: pupils"})
    with project.read() as session:
        at = door(session, "public")
        found = at_the_door(at, draw(session, key))
        left = next(one for one in at.leaving() if one.key == "survey: pupils: theme Dark")
    assert found.head[1:3] == ("7A", "7B")
    dark = next(row for row in found.rows if row.name == "Dark")
    assert [bit.text for bit in dark.cells[1]] == ["about 10 of about 15, rounded to 5"]
    assert ("people", "class", "7A") in left.numbers
    assert left.exact["people", "class", "7A"] == 9


def study_of_answers(session: Any) -> None:
    """Thirty pupils of two classes answered an open question; 9 of 16 and 6 of 14 speak of the dark."""
    survey = add(session, Survey, name="pupils", sampling="self-selected")
    theme = add_theme(session, "Dark", statement="It is dark.")
    code = add_code(session, "After dark")
    set_theme_codes(session, theme, [code])
    text = "It is dark there."
    length = 30 * (len(text) + 1) - 1
    document = add(session, Document, name="pupils: why", kind="question", survey_id=survey, length=length)
    for at in range(30):
        case = add(session, Case, label=f"R{at}", sampling="self-selected")
        set_attribute(session, case, "class", "7A" if at < 16 else "7B")
        start = at * (len(text) + 1)
        cells = {"start": start, "end": start + len(text), "text": text, "ordinal": at, "kind": "answer"}
        add(session, Segment, document_id=document, case_id=case, words=4, **cells)
        if at < 9 or at >= 24:
            apply_code(session, code, document, Span(start, start + len(text)))


def test_nobodys_words_without_consent(project: Any) -> None:
    with project.change("People") as session:
        add_people(session)
        key = add_display(session, "statistics by themes", "Everyone")
    assert "“" in texts(project, key, "internal")
    public = texts(project, key, "public")
    assert "“" not in public
    assert "their words are held back" in public


def test_a_held_back_quote_gives_way_to_the_next(project: Any, study: Any) -> None:
    with project.read() as session:
        first = at_the_door(door(session, "public"), draw(session, study.display))
    (quote,) = [bit for bit in first.rows[0].cells[-1] if bit.look == "quote"]
    start = int(quote.to.rpartition(":")[2])
    with project.change("Flag") as session:
        flag(session, study.document, Span(start, start + 10), "safeguarding", reason="Not to be shown.")
    with project.read() as session:
        second = at_the_door(door(session, "public"), draw(session, study.display))
    (other,) = [bit for bit in second.rows[0].cells[-1] if bit.look == "quote"]
    assert other.text != quote.text


def test_as_a_table_it_is_tidy(project: Any, study: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(written(make_table(project, "display", display="by SEX"), "csv"))))
    counts = [row for row in rows if row["what"] == "count"]
    assert [(row["row"], row["column"], row["people"], row["asked"], row["heard"]) for row in counts] == [
        ("The long way home", "female", "2", "4", "4"),
        ("The long way home", "male", "2", "2", "4"),
        ("Nobody came", "female", "1", "", "4"),
        ("Nobody came", "male", "0", "", "4"),
    ]
    assert {row["percent"] for row in counts} == {""}
    assert sum(row["what"] == "quote" for row in rows) == 2
    assert {row["display"] for row in make_rows(project, "display")} == {"By sex", "Quotes"}


def make_rows(project: Project, name: str, **asked: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(make_table(project, name, **asked), "csv"))))


def test_outside_it_leaves_only_when_it_is_written_together(project: Any, study: Any) -> None:
    with pytest.raises(NotMadeTogetherError, match="“The long way home”, “Nobody came”"):
        make_table(project, "display", display="By sex", audience="public")
    write_all(project, study.display)
    rows = make_rows(project, "display", display="By sex", audience="public")
    assert {row["column"] for row in rows if row["what"] == "count"} == {"everybody"}
    with pytest.raises(NoSuchDisplayError):
        make_table(project, "display", display="By shoe size")
    with pytest.raises(TableNotAskedSoError, match="These can: display"):
        make_table(project, "codes", display="By sex")


def test_the_list_of_displays_says_how_many_rows_are_written(project: Any, study: Any) -> None:
    write_all(project, study.quotes)
    rows = make_rows(project, "displays")
    assert [(row["display"], row["rows"], row["written"]) for row in rows] == [
        ("By sex", "2", "0"),
        ("Quotes", "2", "2"),
    ]


def test_links_and_people_with_both_kinds_are_tables(project: Any, study: Any) -> None:
    rows = make_rows(project, "links")
    harlow = next(row for row in rows if row["group"] == "Harlow")
    assert (harlow["cases"], harlow["asked"], harlow["heard"], harlow["value"]) == ("2", "4", "4", "60.3")
    public = make_rows(project, "links", audience="public")
    assert {row["cases"] for row in public} == {""}
    assert {row["group"] for row in public} == {"all areas"}, "two people of a district would be known by it"
    assert "3 groups of people interviewed are left out" in public[0]["note"]
    table = make_table(project, "both-kinds")
    assert table.rows == ()
    assert table.left_out[0] == "0 of 5 people have both: coded words and an answer that counts as a number."


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_on_paper_with_what_we_make_of_it(project: Any, study: Any, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"display{ending}"
    with pytest.raises(NotMadeTogetherError):
        write_paper(project, out, "display", display="By sex")
    assert not out.exists()
    write_all(project, study.display)
    taken = take_out(project, out, paper="display", display="By sex")
    assert taken.quotes == 2
    text = said_in(out)
    for wanted in (
        "What we make of The long way home.",
        "Each adds to the other.",
        "said by 2 of the 4 asked",
        "female",
    ):
        assert wanted in text
    with pytest.raises(DisplayNotNamedError, match="There are: By sex; Quotes"):
        write_paper(project, out, "display")
    with pytest.raises(PaperNotAskedSoError, match="Only a display"):
        write_paper(project, out, "codebook", display="By sex")


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_a_link_is_printed_as_a_drawing_with_its_table_and_warning(
    project: Any, study: Any, tmp_path: Path, ending: str
) -> None:
    with project.read() as session:
        (pair,) = links(session)
    out = tmp_path / f"link{ending}"
    write_paper(project, out, "display", display=pair.title)
    text = said_in(out)
    assert "said by 2 of the 4 asked" in text
    if ending == ".html":
        assert "need not hold of the people in them" in text
        assert '<svg class="plot"' in text
        assert "Harlow: said by 2 of the 4 asked; 60.3 %." in text
    public = tmp_path / f"public{ending}"
    write_paper(project, public, "display", display=pair.title, audience="public")
    assert "said by" not in said_in(public), "2 people of a district would be known by it"
    both = tmp_path / f"both{ending}"
    write_paper(project, both, "display", display="People with both kinds")
    assert both.is_file()


def said_in(out: Path) -> str:
    if out.suffix == ".html":
        return out.read_text("utf-8")
    from docx import Document

    return "\n".join(cell.text for table in Document(str(out)).tables for row in table.rows for cell in row.cells)


def test_a_wide_one_is_printed_in_parts_that_all_have_what_we_make_of_it(
    project: Any, study: Any, tmp_path: Path
) -> None:
    with project.change("Wide") as session:
        key = add_display(session, "statistics by themes", "Wide", {"by": "where they live"})
    write_all(project, key)
    out = tmp_path / "wide.docx"
    write_paper(project, out, "display", display="Wide")
    from docx import Document

    heads = [[cell.text for cell in table.rows[0].cells] for table in Document(str(out)).tables]
    assert heads == [
        ["Theme", "Basildon", "Colchester", "Harlow", "What we make of it together"],
        ["Theme", "In their words", "What we make of it together"],
    ]


def test_a_withdrawal_takes_words_out_of_displays_and_finds_the_name_in_what_was_written(
    project: Any, study: Any
) -> None:
    with project.change("Build") as session:
        built = build_from(session, study.theme, "Do you go the long way?", coding_id=study.codings[0])
        add_display(session, "building", "Made of P1's words")
        found = draw(session, study.display)
        write_note(session, found, found.rows[0].about, "P1 and others go round.")
    with project.read() as session:
        assert {one.where for one in mentions_of(session, "P1")} >= {"a display", "what was made of a display"}
    withdraw(project, "P1")
    with project.read() as session:
        assert find(session, Built, built).coding_id is None
        shown = draw(session, study.display)
        assert study.codings[0] not in {key for row in shown.rows for key in row.cells[3][0].candidates}  # type: ignore[union-attr]
        assert shown.rows[0].state == "recheck"
        assert "“female”: 1, 3 asked now, 2, 4 asked then." in shown.rows[0].cause
        key = display_named(session, "Made of P1's words").id
        at_the_door(door(session, "internal"), draw(session, key))


def test_copies_come_to_one_note_on_a_row_and_keep_both_displays(tmp_path: Path) -> None:
    with create(tmp_path / "ours.workbench", title="Study", coder="amina") as ours:
        with ours.change("People") as session:
            study = add_people(session)
            key = add_display(session, "statistics by themes", "By sex", {"by": "sex"})
            about = guid_of(session, Theme, study.theme)
        with open_file(backup(ours, tmp_path / "theirs.workbench"), coder="ben") as theirs:
            for project, said in ((ours, "Ours."), (theirs, "Theirs.")):
                with project.change("Together") as session:
                    write_note(session, draw(session, key), about, said)
            with theirs.change("Another") as session:
                rename_display(session, key, "By sex, as ben has it")
                add_display(session, "quotes", "Ben's quotes", {"codes": [], "by": "sex"})
        merge(ours, tmp_path / "theirs.workbench")
        with ours.read() as session:
            assert [line.title for line in displays(session)] == ["By sex, as ben has it", "Ben's quotes"]
            (row, _) = draw(session, key).rows
            assert row.together in ("Ours.", "Theirs.")
            assert row.state == "current"
            assert draw(session, display_named(session, "Ben's quotes").id).rows
