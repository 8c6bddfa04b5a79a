"""The codebook out as a file of its own and in again: equal, and what differs is said."""

import pytest

from workbench.coding import codebook, themes
from workbench.coding.frames import read_frame
from workbench.desk.door.sentences import NamesSomebodyError
from workbench.desk.for_others import CodebookNotAskedSoError, ProjectNotAskedSoError
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.refi.codebook_out import NoCodebookYetError, write_codebook
from workbench.desk.take_out import take_out
from workbench.governance.audiences import add_audience
from workbench.governance.departures import departures
from workbench.project.file import create
from workbench.sources.cases import case_named

ENDINGS = (".qdc", ".csv", ".xlsx", ".yaml")
HOSTILE = "=1+1\n\nInclude: no\n- list: “yes” & <b>\t#"


def put_in(project, *, retired=True):
    with project.change("Put in") as session:
        top = codebook.add_code(session, "Getting/about", definition=HOSTILE, include="-5", exclude="@x", example="no")
        codebook.add_code(session, "Bus", parent=top, definition="x", safeguarding="Tell.", colour=7)
        other = codebook.add_code(session, "Train", parent=top)
        if retired:
            codebook.retire_code(session, other)
        themes.add_theme(session, "Way", statement="State: none", codes=[top])


def _book(project, *but):
    with project.read() as session:
        return [
            tuple(
                getattr(line, cell)
                for cell in ("path", "definition", "include", "exclude", "example", "safeguarding", "colour", "state")
                if cell not in but
            )
            for line in codebook.codebook(session)
        ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_codebook_comes_back_as_it_was(project, tmp_path, ending):
    put_in(project, retired=ending != ".yaml")
    out = tmp_path / f"book{ending}"
    write_codebook(project, out)
    with create(tmp_path / "other.workbench", title="Other", coder="ben") as other:
        (report,) = bring_in(other, [out], as_="codes")
        assert (report.outcome, report.counts.get("codes")) == ("imported", 3)
        but = ("colour",) if ending == ".yaml" else ()
        assert _book(other, *but) == _book(project, *but)
        assert not report.left_out
        if ending == ".qdc":
            with other.read() as session:
                assert [(one.name, one.statement, one.codes) for one in themes.themes(session)] == [
                    ("Way", "State: none", ("Getting\\/about",))
                ]
        (again,) = bring_in(other, [out], as_="codes")
        assert not again.counts.get("codes")
        assert any("nothing changed" in note for note in again.notes)


def test_what_says_otherwise_here_stays_and_is_said(project, tmp_path):
    put_in(project)
    write_codebook(project, tmp_path / "book.csv")
    with create(tmp_path / "other.workbench", title="Other", coder="ben") as other:
        with other.change("Own") as session:
            top = codebook.add_code(session, "getting/About", definition="Something else", include="-5")
            codebook.add_code(session, "Train", parent=top)
        (report,) = bring_in(other, [tmp_path / "book.csv"])
        assert report.counts["codes"] == 1
        told = {(one.where, one.what): one.why for one in report.left_out}
        assert told.keys() == {
            ("code “getting\\/About”", "its definition"),
            ("code “getting\\/About/Train”", "whether it is offered"),
        }
        assert "“Something else” here, “=1+1 Include: no" in told["code “getting\\/About”", "its definition"]
        with other.read() as session:
            line = codebook.codebook(session)[0]
        assert (line.definition, line.exclude, line.example) == ("Something else", "@x", "no")


def test_another_name_with_the_same_guid_is_the_same_code(project, tmp_path):
    put_in(project)
    write_codebook(project, tmp_path / "book.qdc")
    with project.change("Rename") as session:
        codebook.rename_code(session, 2, "Coach")
    (report,) = bring_in(project, [tmp_path / "book.qdc"])
    assert not report.counts.get("codes")
    with project.read() as session:
        assert [line.name for line in codebook.codebook(session)] == ["Getting/about", "Coach", "Train"]


def test_a_frame_that_is_complete_can_be_started_from(project, tmp_path):
    with project.change("Put in") as session:
        said = {"definition": "d", "include": "i", "exclude": "e", "example": "x"}
        codebook.add_code(session, "Bus", **said)
    taken = write_codebook(project, tmp_path / "frame.yaml")
    assert "no question in the topic guide" in taken.sentence
    with project.change("Ask") as session:
        from workbench.sources.asked import question_named

        question_named(session, "journeys", text="How do you get home?", position=0)
    taken = write_codebook(project, tmp_path / "frame.yaml")
    assert "once every code" not in taken.sentence
    assert read_frame(tmp_path / "frame.yaml").codes[0].include == "i"


def test_outside_the_team_it_goes_through_the_door(project, tmp_path):
    put_in(project)
    with project.change("Name") as session:
        add_audience(session, "school")
        case_named(session, "Ellis Marlowe")
    write_codebook(project, tmp_path / "book.csv", audience="school")
    assert "Tell." not in (tmp_path / "book.csv").read_text(encoding="utf-8")
    with project.read() as session:
        assert (departures(session)[0].audience, departures(session)[0].kind) == ("school", "codebook")
    with project.change("Say a name") as session:
        codebook.amend_code(session, 2, definition="What Ellis Marlowe said of the bus that night")
    for ending in ENDINGS:
        with pytest.raises(NamesSomebodyError, match="Nothing was written"):
            write_codebook(project, tmp_path / f"new{ending}", audience="school")
        assert not (tmp_path / f"new{ending}").exists()


def test_asked_wrongly_it_says_what_to_do(project, tmp_path):
    with pytest.raises(NoCodebookYetError):
        write_codebook(project, tmp_path / "book.qdc")
    put_in(project)
    with pytest.raises(CodebookNotAskedSoError, match="--codebook without"):
        take_out(project, tmp_path / "book.csv", codebook=True, table="codes")
    with pytest.raises(ProjectNotAskedSoError, match=r"end book\.csv in \.qdpx"):
        take_out(project, tmp_path / "book.csv", positions="utf-16", table="codes")
    assert take_out(project, tmp_path / "book.xlsx", codebook=True).kind == "codebook"
