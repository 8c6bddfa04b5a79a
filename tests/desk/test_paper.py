"""Papers from a project: what stands on them, for whom, and what stays in the house."""

from __future__ import annotations

import doctest
import io
import os
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document as WordFile

from tests.study import TURNS, Study, add_study, code_turn, record_asked
from workbench.coding.codings import Coding
from workbench.coding.summaries import sum_up
from workbench.coding.themes import add_theme
from workbench.desk.door.leaving import EndingUnknownError, FileIsOpenError, FolderMissingError, Taken
from workbench.desk.paper import booklet, matrix, transcript, wanted
from workbench.desk.paper.writing import PAPERS, PaperNotAskedSoError, PaperUnknownError, write_paper
from workbench.desk.take_out import PaperNotNamedError, take_out
from workbench.governance.audiences import AudienceUnknownError, add_audience
from workbench.governance.departures import departures
from workbench.governance.flags import RECOGNISABLE, SAFEGUARDING, flag, say_in_other_words
from workbench.project.file import Project, create
from workbench.rows import add, amend
from workbench.sources.beside import set_language
from workbench.sources.cases import Case
from workbench.sources.consent import set_consent
from workbench.sources.documents import NoSuchDocumentError, Segment
from workbench.sources.readings import finish_reading
from workbench.sources.speakers import Speaker
from workbench.text import Span
from workbench.triangulation.displays.displays import add_display, display_named, displays
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import write_note

NAMES = [kind.name for kind in PAPERS]
ENDINGS = ["docx", "html"]


@pytest.fixture
def study(project: Project, request: Any) -> Study:
    with project.change("Study") as session:
        made = add_study(session, consent=getattr(request, "param", "given"))
        add_audience(session, "public")
        record_asked(session, made)
    return made


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.skipped += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.said.append(data)


def read(path: Path) -> str:
    """All that a paper says, on one line."""
    if path.suffix == ".docx":
        document = WordFile(str(path))
        parts = [one.text for one in document.element.body.iter() if one.tag.endswith("}t") and one.text]
        return " ".join(" ".join(parts).split())
    page = Text()
    page.feed(path.read_text(encoding="utf-8"))
    return " ".join(" ".join(page.said).split())


def printed(project: Project, folder: Path, name: str, ending: str = "html", **asked: Any) -> tuple[str, Taken]:
    if name == "display":
        asked["display"] = everybodys_words(project)
    taken = write_paper(project, folder / f"{name}.{ending}", name, **asked)
    return read(taken.path), taken


def everybodys_words(project: Project) -> str:
    """A display of the words under each code, with what we make of each row together."""
    title = "Everybody's words"
    with project.change("Display") as session:
        if title not in {line.title for line in displays(session)}:
            add_display(session, "quotes", title, {"quotes": 10})
        shown = draw(session, display_named(session, title).id)
        for row in shown.rows:
            write_note(session, shown, row.about, "They go round.")
    return title


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_transcript_has_every_turn_under_its_number(
    project: Project, study: Study, tmp_path: Path, ending: str
) -> None:
    said, taken = printed(project, tmp_path, "transcript", ending)
    at = -1
    for number, text in enumerate(TURNS, 1):
        found = said.index(f"{number} P{number}", at + 1)
        assert text in said[found : found + 200]
        at = found
    assert "For the team only" in said
    assert "Dark and unlit" not in said
    assert (taken.quotes, taken.withheld, taken.left_out) == (8, 0, ())


@pytest.mark.parametrize("ending", ENDINGS)
def test_codings_stand_in_the_margin_when_they_are_wanted(
    project: Project, study: Study, tmp_path: Path, ending: str
) -> None:
    with project.change("A part, against") as session:
        key = code_turn(session, study, study.police, 3)
        row = session.get(Coding, key)
        assert row is not None
        amend(session, Coding, key, start=row.start + 6, end=row.start + 30, direction="against")
    said, _ = printed(project, tmp_path, "transcript", ending, codes=True, documents=["Group C.txt"])
    assert said.count("Dark and unlit") == 4
    assert "− Police not there: “fine, I walk it …”, against" in said
    assert "Journeys/Dark" not in said


def test_directions_and_the_interviewer_are_kept_and_go_with_the_words_beside_them(
    project: Project, study: Study, tmp_path: Path
) -> None:
    end = sum(map(len, TURNS)) + len(TURNS)
    with project.change("An interviewer and a note") as session:
        voice = add(session, Speaker, document_id=study.document, label="Dr Smith", role="interviewer")
        for text, kind, who in (("Never came out?", "turn", voice), ("[the bell of St Mary's rings]", "note", None)):
            add(
                session, Segment, document_id=study.document, ordinal=100, start=end, end=end + len(text), kind=kind,
                speaker_id=who, text=text, words=3,
            )  # fmt: skip
            end += len(text) + 1
    inside, _ = printed(project, tmp_path, "transcript")
    assert "Dr Smith Never came out?" in inside
    assert "[the bell of St Mary's rings]" in inside
    outside, _ = printed(project, tmp_path, "transcript", audience="public")
    assert "interviewer Never came out?" in outside
    assert "Dr Smith" not in outside
    assert "Group C" not in outside
    assert "St Mary" not in outside
    assert "1 heading or note of the team is not printed" in outside
    with project.change("The last one refuses") as session:
        set_consent(session, study.cases[-1], "verbatim", "refused")
    inside, taken = printed(project, tmp_path, "transcript")
    assert "Never came out?" not in inside
    assert taken.left_out[0] == "3 passages are not printed: their speakers have not agreed to be quoted."


def test_the_interviewer_does_not_say_again_what_is_held_back(project: Project, study: Study, tmp_path: Path) -> None:
    end = sum(map(len, TURNS)) + len(TURNS)
    echo = "By the bins of the underpass?"
    with project.change("An interviewer, and a flag") as session:
        voice = add(session, Speaker, document_id=study.document, label="Interviewer", role="interviewer")
        add(
            session, Segment, document_id=study.document, ordinal=9, start=end, end=end + len(echo), speaker_id=voice,
            text=echo, words=5,
        )  # fmt: skip
    said, _ = printed(project, tmp_path, "transcript")
    assert echo in said
    with project.change("Hold back") as session:
        flag(session, study.document, Span(end - 10, end - 5), SAFEGUARDING)
    said, taken = printed(project, tmp_path, "transcript")
    assert echo not in said
    assert taken.left_out == ("2 passages are not printed: they are held back for safeguarding.",)


@pytest.mark.parametrize("ending", ENDINGS)
def test_quotes_stand_under_their_theme_with_the_evidence_against_at_its_end(
    project: Project, study: Study, tmp_path: Path, ending: str
) -> None:
    with project.change("Against, and by two") as session:
        against = code_turn(session, study, study.dark, 3)
        amend(session, Coding, against, direction="against")
    said, taken = printed(project, tmp_path, "quotes", ending)
    theme = said.index("Young people go round, not through.")
    apart = said.index("Evidence against it")
    rest = said.index("Police not there", said.index(TURNS[3]))
    assert (
        theme < said.index(TURNS[0]) < said.index(TURNS[6]) < apart < said.index(TURNS[3]) < rest < said.index(TURNS[2])
    )
    assert all(said.count(TURNS[turn]) == 1 for turn in (0, 1, 2, 3, 6, 7))
    assert "Codes that no theme gathers" in said
    assert "raised by 5 of the 8 we heard; who was asked is not recorded" in said
    assert "P1 · Group C.txt, turn 1 · Journeys/Dark and unlit" in said
    assert taken.quotes == 6


def test_a_passage_two_people_coded_alike_stands_once_and_dropped_themes_are_left_out(
    project: Project, study: Study, tmp_path: Path
) -> None:
    with project.change("Dropped") as session:
        add_theme(session, "All lies", statement="Nobody goes out.", codes=[study.police], state="dropped")
    from workbench.project.file import open_file

    project.close()
    with open_file(project.path, coder="ben") as again, again.change("Ben codes") as session:
        code_turn(session, study, study.dark, 0)
    with open_file(project.path, coder="amina") as again:
        said, _ = printed(again, tmp_path, "quotes")
    assert said.count(TURNS[0]) == 1
    assert "coded so by 2 people" in said
    assert "All lies" not in said
    assert "1 theme that was dropped is left out." in said


def test_the_codebook_has_every_part_of_a_code(project: Project, study: Study, tmp_path: Path) -> None:
    from workbench.coding.codebook import amend_code

    words = {
        "definition": "=1+1 after dark",
        "include": "Lamps <b>",
        "exclude": "Day & noon",
        "example": "I run.",
        "safeguarding": "Tell the lead.",
    }
    with project.change("Define") as session:
        amend_code(session, study.dark, **words)
        for case in study.cases:
            amend(session, Case, case, sampling="everyone")
    for ending in ENDINGS:
        said, _ = printed(project, tmp_path, "codebook", ending)
        assert all(one in said for one in words.values())
        assert "Journeys/Dark and unlit · 4 passages, 4 people" in said
        assert "Serves The long way home" in said
        outside, taken = printed(project, tmp_path, "codebook", ending, audience="public")
        assert "4 passages" not in outside
        assert "2 numbers are withheld by us: they count fewer than 5 people" in outside
        assert taken.withheld == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_matrix_tells_read_from_unread_and_old_summaries_from_new(
    project: Project, study: Study, tmp_path: Path, ending: str
) -> None:
    said, _ = printed(project, tmp_path, "matrix", ending)
    assert "○ not all read yet" in said[said.index("P1") :]
    with project.change("Read, and sum up") as session:
        finish_reading(session, study.document)
        sum_up(session, study.cases[0], study.dark, "Goes round the underpass.")
        sum_up(session, study.cases[1], study.dark, "Takes the bus.")
        sum_up(session, study.cases[0], study.theme, "The long way, every day.", of="themes")
        amend(session, Coding, study.codings[1], created="2999-01-01T00:00:00.000Z")
    said, _ = printed(project, tmp_path, "matrix", ending)
    assert "The theme as a whole" in said
    assert "P1 The long way, every day. ■ 1 passage" in said
    assert "P1 Goes round the underpass. ■ 1 passage" in said
    assert "P2 Takes the bus. ▲ 1 passage, older than its passages" in said
    assert "P3 – " in said
    assert "P7 ● 1 passage" in said
    assert "Journeys › Dark and unlit" in said


def test_a_summary_does_not_tell_what_may_not_be_told(project: Project, study: Study, tmp_path: Path) -> None:
    with project.change("Sum up, and hold back") as session:
        sum_up(session, study.cases[0], study.dark, "Goes round the underpass.")
        sum_up(session, study.cases[1], study.dark, "Takes the bus.")
        sum_up(session, study.cases[6], study.dark, "The long way.")
        flag(session, study.document, Span(0, 4), SAFEGUARDING)
        set_consent(session, study.cases[1], "paraphrase", "refused")
    said, taken = printed(project, tmp_path, "matrix")
    assert "Goes round the underpass." not in said
    assert "Takes the bus." not in said
    assert "The long way." in said
    assert "2 summaries are not printed" in taken.left_out[0]
    outside, taken = printed(project, tmp_path, "matrix", audience="public")
    assert "P2" not in outside
    assert "1 person is left out: no consent is recorded to show them to public." in outside


@pytest.mark.parametrize("kind", [SAFEGUARDING, RECOGNISABLE])
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_held_back_words_are_on_no_paper(
    project: Project, study: Study, tmp_path: Path, kind: str, audience: str
) -> None:
    with project.change("Hold back") as session:
        key = flag(session, study.document, Span(3, 15), kind)
        say_in_other_words(session, key, "not before somebody agrees")
    for name in NAMES:
        for ending in ENDINGS:
            codes = name == "transcript"
            said, taken = printed(project, tmp_path, name, ending, audience=audience, codes=codes)
            whole = taken.path.read_bytes()
            if ending == "docx":
                with zipfile.ZipFile(io.BytesIO(whole)) as opened:
                    whole = b"".join(opened.read(one) for one in opened.namelist())
            assert b"underpass after four" not in whole, name
            assert b"just go round" not in whole, name
            assert b"before somebody agrees" not in whole, name
            if name in {"transcript", "quotes"}:
                assert "1 passage is not printed:" in said
                assert taken.withheld >= 1


def test_words_said_in_other_words_are_printed_so_once_somebody_agreed(
    project: Project, study: Study, tmp_path: Path
) -> None:
    from workbench.governance.flags import agree
    from workbench.project.file import open_file

    with project.change("Hold back") as session:
        key = flag(session, study.document, Span(0, 26), RECOGNISABLE)
        say_in_other_words(session, key, "people take another way")
    project.close()
    with open_file(project.path, coder="ben") as again:
        with again.change("Agree") as session:
            agree(session, key)
        said, _ = printed(again, tmp_path, "transcript", codes=True)
    assert "[in other words: people take another way]" in said
    assert "(in other words)" in said
    assert "We just go round" not in said


@pytest.mark.parametrize("study", ["", "refused"], indirect=True)
def test_without_consent_nothing_said_leaves_the_house(project: Project, study: Study, tmp_path: Path) -> None:
    for name in NAMES:
        said, _ = printed(project, tmp_path, name, audience="public")
        assert not any(text[:20] in said for text in TURNS)
        assert "For the public" in said
    said, _ = printed(project, tmp_path, "transcript", audience="public")
    assert "Nothing of what was asked for may be printed for these readers." in said
    assert "8 passages are not printed:" in said


@pytest.mark.parametrize("study", [""], indirect=True)
def test_consent_that_is_not_recorded_is_said(project: Project, study: Study, tmp_path: Path) -> None:
    said, _ = printed(project, tmp_path, "transcript")
    assert "8 passages are of people whose consent is not recorded: keep the paper in the team." in said
    said, _ = printed(project, tmp_path, "quotes")
    assert said.count("consent not recorded") == 5


@pytest.mark.parametrize("study", ["refused"], indirect=True)
def test_the_sentence_counts_and_is_on_the_paper_and_told(project: Project, study: Study, tmp_path: Path) -> None:
    said, taken = printed(project, tmp_path, "quotes", "docx")
    sentence = "5 passages are not printed: their speakers have not agreed to be quoted."
    assert sentence in said
    assert sentence in taken.sentence
    with project.read() as session:
        (one,) = departures(session)
    assert (one.kind, one.name, one.audience, one.quotes, one.withheld) == ("paper", "quotes.docx", "internal", 0, 5)


def test_small_numbers_are_withheld_outside_the_team(project: Project, study: Study, tmp_path: Path) -> None:
    sampled, _ = printed(project, tmp_path, "quotes", audience="public")
    assert "Interviews and groups: Withheld by us" not in sampled
    with project.change("Everybody who lives there") as session:
        for case in study.cases:
            amend(session, Case, case, sampling="everyone")
    outside, taken = printed(project, tmp_path, "quotes", audience="public")
    assert "raised by" not in outside
    assert "Interviews and groups: Withheld by us: fewer than 5" in outside
    assert taken.withheld > 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_project_is_a_sentence(tmp_path: Path, name: str, ending: str) -> None:
    with create(tmp_path / "empty.workbench", title="Empty", coder="amina") as project:
        said, taken = printed(project, tmp_path, name, ending)
    assert "yet, so " in said
    assert taken.quotes == 0


def test_words_in_another_language_say_which(project: Project, study: Study, tmp_path: Path) -> None:
    for language, known in (("pl", True), ('x" onclick="y', False)):
        with project.change("In another language") as session:
            set_language(session, study.document, language)
        for name, places in (("transcript", 8), ("quotes", 5)):
            _, taken = printed(project, tmp_path, name)
            assert taken.path.read_text("utf-8").count(' lang="pl"') == (places if known else 0)
            assert "onclick" not in taken.path.read_text("utf-8")
            _, taken = printed(project, tmp_path, name, "docx")
            spoken = WordFile(str(taken.path)).element.body.iter("{*}lang")
            assert len(list(spoken)) == (places * (2 if name == "transcript" else 1) if known else 0)


@pytest.mark.parametrize("module", [wanted, matrix])
def test_the_examples_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_words_stay_words(project: Project, study: Study, tmp_path: Path, ending: str) -> None:
    nasty = "</td><script>alert(1)</script> =cmd|'/c calc'!A0 😀 سلام \u202e"
    with project.change("Nasty") as session:
        amend(session, Segment, study.segments[0], text=nasty, end=len(nasty))
        amend(session, Coding, study.codings[0], end=len(nasty))
        amend(session, Case, study.cases[0], label="=P<1>")
    for name in NAMES:
        said, taken = printed(project, tmp_path, name, ending)
        if name in {"transcript", "quotes"}:
            assert "</td><script>alert(1)</script> =cmd|'/c calc'!A0 😀 سلام" in said
        if name in {"transcript", "matrix"}:
            assert "'=P<1>" in said
        if ending == "html":
            assert "<script" not in taken.path.read_text("utf-8")


def test_refusals_are_plain_and_leave_no_file(project: Project, study: Study, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(
        PaperUnknownError, match="Did you mean quotes\\? There are: transcript, quotes, codebook, matrix, "
    ):
        write_paper(project, tmp_path / "a.docx", "quote")
    with pytest.raises(EndingUnknownError, match=r"\.docx or \.html"):
        write_paper(project, tmp_path / "a.pdf", "quotes")
    with pytest.raises(PaperNotAskedSoError, match="Only a transcript"):
        write_paper(project, tmp_path / "a.docx", "codebook", documents=["Group C.txt"])
    with pytest.raises(NoSuchDocumentError, match=r"There are: Group C\.txt"):
        write_paper(project, tmp_path / "a.docx", "transcript", documents=["Group D.txt"])
    with pytest.raises(AudienceUnknownError):
        write_paper(project, tmp_path / "a.docx", "quotes", audience="martians")
    with pytest.raises(FolderMissingError):
        write_paper(project, tmp_path / "no" / "a.docx", "quotes")
    with pytest.raises(FileIsOpenError):
        write_paper(project, tmp_path / f"{'a' * 300}.docx", "quotes")
    with pytest.raises(PaperNotNamedError, match="codebook"):
        take_out(project, tmp_path / "a.docx")
    with pytest.raises(PaperNotAskedSoError):
        take_out(project, tmp_path / "a.docx", paper="quotes", table="codes")
    with pytest.raises(PaperNotAskedSoError):
        take_out(project, tmp_path / "a.csv", table="codes", codes=True)
    assert sorted(tmp_path.iterdir()) == before
    with project.read() as session:
        assert departures(session) == []


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="nothing is locked to who may do all")
def test_a_folder_that_may_not_be_written_to(project: Project, study: Study, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(FileIsOpenError):
        write_paper(project, locked / "a.docx", "quotes")


def test_a_file_open_elsewhere_is_not_entered_as_gone(
    project: Project, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_elsewhere(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", open_elsewhere)
    with pytest.raises(FileIsOpenError, match="open in another program"):
        write_paper(project, tmp_path / "a.docx", "quotes")
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".docx"] == []
    with project.read() as session:
        assert departures(session) == []


def test_what_is_too_large_for_paper_is_said(
    project: Project, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcript, "MOST_WORDS", 10)
    monkeypatch.setattr(booklet, "MOST_QUOTES", 2)
    monkeypatch.setattr(matrix, "MOST_CELLS", 2)
    for name, error, words in (
        ("transcript", transcript.TooManyWordsError, "--document"),
        ("quotes", booklet.TooManyQuotesError, "--table quotes"),
        ("matrix", matrix.MatrixTooLargeError, "--table framework"),
    ):
        with pytest.raises(error, match=words):
            write_paper(project, tmp_path / "a.docx", name)


def test_it_can_be_stopped_and_says_how_far_it_is(project: Project, study: Study, tmp_path: Path) -> None:
    heard: list[float] = []
    for name in NAMES:
        shown = everybodys_words(project) if name == "display" else None
        heard.clear()
        write_paper(project, tmp_path / "a.docx", name, progress=lambda done, _: heard.append(done), display=shown)
        assert heard == sorted(heard)
        assert 0 <= heard[0] < heard[-1] <= 1

    class StopError(Exception):
        pass

    def stop(done: float, note: str) -> None:
        if done > 0.4:
            raise StopError

    with pytest.raises(StopError):
        write_paper(project, tmp_path / "b.docx", "quotes", progress=stop)
    assert not (tmp_path / "b.docx").exists()
