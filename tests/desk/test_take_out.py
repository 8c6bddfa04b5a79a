from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.books import rows_of, tables_in
from tests.study import add_study, record_asked
from workbench.briefs.decisions import decide
from workbench.briefs.evidence import cite
from workbench.briefs.options import NoSuchOptionError, add_brief, add_option, amend_brief, prefer
from workbench.coding.themes import Theme
from workbench.desk.briefs.brief import brief_page, write_brief
from workbench.desk.door.leaving import EndingUnknownError, FileIsOpenError, FolderMissingError
from workbench.desk.tables.meeting import TABLES
from workbench.desk.take_out import NoSuchSheetError, TableNotNamedError, take_out
from workbench.governance.audiences import AudienceUnknownError, add_audience
from workbench.governance.departures import departures
from workbench.rows import add, amend
from workbench.sources.cases import Case
from workbench.sources.consent import Consent
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.topic_rows import add_row, conclude, place, rate
from workbench.triangulation.silence.threads import open_thread

UNDERPASS = "You don't go through the underpass after four"


@pytest.fixture
def study(project: Any, request: Any) -> Any:
    with project.change("Everything once") as session:
        made = add_study(session, consent=getattr(request, "param", ""))
        add_audience(session, "public")
        record_asked(session, made)
        words = write_finding(
            session, strand="words", source="interviews", statement="=They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme)], against="One walks it <b>daily</b>.", question_id=made.question,
        )  # fmt: skip
        numbers = write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer are active.", prominence="high",
            evidence=[Evidence("observation", made.harlow)], against="It counts adults, and all of the year.",
        )  # fmt: skip
        row = add_row(session, "Getting home")
        place(session, row, words)
        place(session, row, numbers)
        rate(session, row, "interviews", "Active Lives", meaning="same", confirmed="agreement")
        conclude(session, row, together="Evenings are when it happens.", fit="confirmation")
        open_thread(session, "Is it the lamps?", row_id=row)
        brief = add_brief(session, "Ways home", decision_asked="Agree to mend the lamps.", by_when="2026-06-30")
        amend_brief(session, brief, problem="People go round & lose time.")
        option = add_option(session, brief, "Mend the lamps", what="<script>alert(1)</script>", cost_low=1.0)
        prefer(session, option)
        cite(session, brief, "finding", words, option_id=option)
        cite(session, brief, "quote", made.codings[0], option_id=option)
        cite(session, brief, "figure", made.england)
        decide(session, brief, outcome="revise", reasons="Ask the lighting authority first.")
    return made


def book(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


USUAL = [
    "Side by side",
    "Convergence",
    "Findings",
    "Quotes",
    "People by theme",
    "Figures by area",
    "Themes by group",
    "Figures",
]


def test_the_workbook_has_its_usual_sheets(project: Any, study: Any, tmp_path: Path) -> None:
    taken = take_out(project, tmp_path / "evidence.xlsx")
    made = book(taken.path)
    assert made.sheetnames == ["Cover", "Contents", "Notes", *USUAL]
    assert rows_of(made["Side by side"])[0]["What people say"] == "F1: =They go round."
    assert "For the team only" in str(made["Cover"]["A"][5].value)
    assert made.properties.creator == project.title
    figures = {row["Area"]: row for row in rows_of(made["Figures"])}
    harlow = figures["Harlow"]
    assert (harlow["Value, in its unit"], harlow["Lower limit (95%)"], harlow["Upper limit (95%)"]) == (
        60.3,
        56.1,
        64.4,
    )
    assert harlow["First day"].date() == date(2024, 11, 1)
    assert harlow["Cited by"] == "F2"
    assert {row["Note"] for row in rows_of(made["Quotes"])} == {"consent not recorded"}
    assert (taken.quotes, taken.figures) == (5, 2)


def test_words_without_consent_stay_in_the_house(project: Any, study: Any, tmp_path: Path) -> None:
    taken = take_out(project, tmp_path / "evidence.xlsx", audience="public")
    every = " ".join(
        str(cell) for sheet in book(taken.path) for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert UNDERPASS not in every
    assert "keys in my hand" not in every
    assert "quotes held back" in taken.sentence
    page = write_brief(project, "O2", tmp_path / "brief.html", audience="public").path.read_text(encoding="utf-8")
    assert UNDERPASS not in page
    assert "One cited quote is not shown" in page
    assert "For the public" in page


@pytest.mark.parametrize("study", ["given"], indirect=True)
def test_the_number_of_a_sample_is_told_and_that_of_everybody_in_a_group_is_not(
    project: Any, study: Any, tmp_path: Path
) -> None:
    def said(name: str, audience: str = "internal") -> str:
        path = take_out(project, tmp_path / name, audience=audience).path
        return str(tables_in(path)["Side by side"][0]["How many people"])

    assert "4 of 8 people asked" in said("s.xlsx", "public")
    with project.change("Everybody who lives there") as session:
        for case in study.cases:
            amend(session, Case, case, sampling="everyone")
    inside, outside = said("a.xlsx"), said("b.xlsx", "public")
    assert "4 of 8 people asked" in inside
    assert "4" not in outside
    assert "withheld by us" in outside
    with project.read() as session:
        columns, rows = TABLES["findings"](session, "public")
    assert rows[0][columns.index("cases")].startswith("Withheld by us: fewer than 5")


def test_refused_words_are_nowhere(project: Any, study: Any, tmp_path: Path) -> None:
    with project.change("All refuse") as session:
        for case in study.cases:
            add(session, Consent, case_id=case, scope="verbatim", state="refused")
    taken = take_out(project, tmp_path / "evidence.xlsx")
    assert taken.quotes == 0
    assert rows_of(book(taken.path)["Quotes"])[0]["Code"] == "No passage may be shown to these readers."


def test_some_sheets(project: Any, study: Any, tmp_path: Path) -> None:
    taken = take_out(project, tmp_path / "evidence.xlsx", sheets=["side-by-side"])
    assert book(taken.path).sheetnames == ["Cover", "Contents", "Notes", "Side by side"]
    with pytest.raises(NoSuchSheetError, match=r"There are: Side by side, Convergence, .*Checklist, Provenance\."):
        take_out(project, tmp_path / "evidence.xlsx", sheets=["Pictures"])


def test_refusals_are_plain_and_leave_no_file(project: Any, study: Any, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for name, error in (
        ("a.pptx", EndingUnknownError),
        ("a.csv", TableNotNamedError),
        ("no/a.xlsx", FolderMissingError),
    ):
        with pytest.raises(error):
            take_out(project, tmp_path / name)
    with pytest.raises(AudienceUnknownError):
        take_out(project, tmp_path / "a.xlsx", audience="martians")
    with pytest.raises(NoSuchOptionError, match="O2 Mend the lamps"):
        write_brief(project, "O7", tmp_path / "a.html")
    with pytest.raises(EndingUnknownError):
        write_brief(project, "O2", tmp_path / "a.pdf")
    assert sorted(tmp_path.iterdir()) == before
    with project.read() as session:
        assert departures(session) == []


def test_a_file_that_cannot_be_written_is_not_entered_as_gone(
    project: Any, study: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_elsewhere(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", open_elsewhere)
    with pytest.raises(FileIsOpenError, match="open in another program"):
        take_out(project, tmp_path / "evidence.xlsx")
    assert [one.name for one in tmp_path.iterdir() if "evidence" in one.name] == []
    with project.read() as session:
        assert departures(session) == []


def test_what_leaves_is_entered_with_its_hash_and_counts(project: Any, study: Any, tmp_path: Path) -> None:
    import hashlib

    out = tmp_path / "brief.html"
    write_brief(project, "O2", out)
    with project.read() as session:
        (one,) = departures(session)
    assert (one.kind, one.name, one.audience, one.who) == ("brief", "brief.html", "internal", "amina")
    assert one.content == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (one.quotes, one.figures) == (1, 2)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src"}:
                self.targets.append(value or "")


def test_the_page_stands_alone_and_every_citation_leads_both_ways(project: Any, study: Any, tmp_path: Path) -> None:
    text = write_brief(project, "O2", tmp_path / "brief.html").path.read_text(encoding="utf-8")
    page = Links()
    page.feed(text)
    assert len(page.ids) == len(set(page.ids))
    assert all(target.startswith("#") and target[1:] in page.ids for target in page.targets)
    cited = [one for one in page.ids if one.startswith("c-")]
    assert cited
    assert all(f"#{one}" in page.targets and f"#e-{one.split('-')[1]}" in page.targets for one in cited)
    assert not page.tags & {"script", "img", "link", "iframe"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "http" not in re.sub(r"http-equiv", "", text).replace("https://", "")
    assert text.index("Agree to mend the lamps.") < text.index("People go round &amp; lose time.")
    assert "30 June 2026" in text


def test_the_page_says_what_a_reader_must_know(project: Any, study: Any) -> None:
    with project.change("Reword the theme") as session:
        amend(session, Theme, study.theme, statement="They run.")
    page = brief_page(project, 1)
    sections = {section.name: section for section in page.sections}
    assert list(sections) == ["decision", "problem", "known", "heard", "choice", "minds", "provenance"]
    further = {section.name: section for section in page.further}
    assert list(further) == ["evidence", "options", "decisions", "rules"]
    (table,) = further["options"].blocks
    assert sections["choice"].blocks[0].columns == table.columns
    assert table.columns == ("", "O1 Business as usual", "O2 Mend the lamps")
    assert table.marked == 2
    assert "changed after it was cited" in sections["decision"].blocks[-1].text
    minds = " ".join(item.text for item in sections["minds"].blocks[0].items)
    assert "One walks it <b>daily</b>." in minds
    assert "Is it the lamps?" in minds
    assert "No program suggested a label" in str(sections["provenance"])
    assert {entry.kind for entry in page.annex} == {"finding", "quote", "figure"}
    quote = next(entry for entry in page.annex if entry.kind == "quote")
    assert quote.quote.startswith("We just go round.")


def test_markdown_says_the_same_and_keeps_text_text(project: Any, study: Any, tmp_path: Path) -> None:
    text = write_brief(project, "O2", tmp_path / "brief.md").path.read_text(encoding="utf-8")
    assert text.startswith("**For the team only**")
    assert "\\<script\\>" in text
    for target in set(re.findall(r"\]\(#([^)]+)\)", text)):
        assert text.count(f'<a id="{target}"></a>') == 1
    for line in text.splitlines():
        if line.startswith(("| ★", "|  |")):
            assert line.count("|") == 4


def test_every_table_has_its_columns_and_is_square(project: Any, study: Any, tmp_path: Path) -> None:
    take_out(project, tmp_path / "evidence.xlsx")
    starts = {
        "findings": ("finding", "strand", "statement", "prominence", "cases", "asked", "state"),
        "convergence": ("row", "a", "b", "proposed", "confirmed", "silence", "rater"),
        "options": ("option", "title", "status", "preferred"),
        "joint-display": ("row",),
        "decisions": ("brief", "option", "outcome"),
    }
    with project.read() as session:
        for name, make in TABLES.items():
            for audience in ("internal", "public"):
                columns, rows = make(session, audience)
                assert columns[: len(starts[name])] == starts[name]
                assert all(len(row) == len(columns) for row in rows)
            assert TABLES[name](session, "internal")[1]
        _, rows = TABLES["convergence"](session, "internal")
    assert rows[0][:7] == ("Getting home", "Active Lives", "interviews", "agreement", "agreement", "", "amina")


def test_a_table_leaves_as_a_file_and_is_entered(project: Any, study: Any, tmp_path: Path) -> None:
    taken = take_out(project, tmp_path / "findings.csv", table="findings")
    lines = taken.path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("finding,strand,statement,prominence,cases,asked,state")
    assert len(lines) == 3
    assert "'=They go round." in lines[1]
    with project.read() as session:
        assert [(one.kind, one.name) for one in departures(session)] == [("table", "findings.csv")]
