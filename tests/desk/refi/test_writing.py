"""The project as REFI-QDA: valid, the same at every export, with everything that has a place in it."""

import zipfile

import pytest
import sqlalchemy as sa

from tests.desk.refi.opened import NAMESPACE, opened
from workbench.coding import codebook, codings, memos, themes
from workbench.desk.door.leaving import FolderMissingError
from workbench.desk.door.sentences import NamesSomebodyError
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.refi.stays import CARRIED, STAYS, what_stays
from workbench.desk.refi.writing import PositionsUnknownError, stays_behind, write_qdpx
from workbench.exchange.refi.headed import CODE, VARIABLE, parts_of
from workbench.governance.audiences import add_audience
from workbench.governance.departures import departures
from workbench.project.file import create
from workbench.project.identity import Alias
from workbench.project.schema import NUMBERS
from workbench.rows import add, find, table_of
from workbench.sources.cases import Attribute, set_attribute
from workbench.sources.coders import coder_named
from workbench.sources.consent import Consent
from workbench.sources.documents import add_document
from workbench.sources.drafts import DraftDocument, DraftTurn
from workbench.text import Span

HOSTILE = (
    DraftTurn("Q", "Where do you walk?", 0, until_ms=2_500),
    DraftTurn("Kez", "Round.\nQ: Not there?\nKez: no 😀 lamps", 2_500),
    DraftTurn("Kez", "And then home: late.", kind="paragraph"),
    DraftTurn(None, "The door opens: laughter", kind="note"),
    DraftTurn("Sam: the other", ": & <b>\r\n\ttabs", 3_600_000),
)


def put_in(project):
    """A project with one of everything that the format has a place for."""
    with project.change("Put in") as session:
        roles = {"Q": "interviewer", "Kez": "participant", "Sam: the other": "participant"}
        added = add_document(
            session, DraftDocument("07.md", "transcript", HOSTILE, title="Kez & Sam", roles=roles, recording="07.m4a")
        )
        document = added.document_id
        dark = codebook.add_code(
            session, "Dark <places>", definition="Where lamps are off.\n\nInclude: not a heading", include="paths"
        )
        below = codebook.add_code(session, "Underpass", parent=dark, example="“It is dark.”", safeguarding="Tell")
        ben = coder_named(session, "ben")
        text = "\n".join(turn.text for turn in HOSTILE)
        span = Span(text.index("no 😀"), text.index("And") + 3)
        one = codings.apply_code(session, dark, document, span)
        codings.apply_code(session, dark, document, span, coder=ben, direction="against")
        codings.apply_code(session, below, document, Span(text.index("tabs"), len(text)))
        codebook.retire_code(session, below)
        theme = themes.add_theme(session, "The long way", statement="People go round.", codes=[dark, below])
        case = next(key for key, label in _cases(session).items() if label.endswith("Kez"))
        set_attribute(session, case, "age", "17", kind="number", question="How old are you?")
        set_attribute(session, case, "about", "likes: <walks>")
        for about, thing, kind in (
            ("project", None, "journal"),
            ("document", document, "memo"),
            ("code", dark, "memo"),
            ("coding", one, "memo"),
            ("theme", theme, "memo"),
            ("case", case, "memo"),
        ):
            memos.write_memo(session, f"on {about}\n& more", about=about, thing_id=thing, kind=kind)
        memos.write_memo(session, "a pencil", about="document", thing_id=document, kind="note", span=span)
    return text, span


def _cases(session):
    from workbench.sources.cases import case_labels

    return case_labels(session)


def _agrees(session, case):
    add(session, Consent, case_id=case, scope="verbatim", state="given")
    add(session, Consent, case_id=case, scope="audience", audience="school", state="given")


def test_everything_with_a_place_is_in_it(project, tmp_path):
    text, span = put_in(project)
    taken = write_qdpx(project, tmp_path / "out.qdpx")
    found = opened(tmp_path / "out.qdpx")
    source = found.sources["07.md"]
    assert [turn.words for turn in source.turns] == [turn.text for turn in HOSTILE]
    assert [turn.kind for turn in source.turns] == [turn.kind for turn in HOSTILE]
    assert [turn.role for turn in source.turns] == ["interviewer", "participant", "participant", "", "participant"]
    assert [(turn.at_ms, turn.until_ms) for turn in source.turns][:2] == [(0, 2_500), (2_500, None)]
    assert source.text.splitlines()[0] == "Q: Where do you walk?"
    coded = text[span.start : span.end]
    assert source.codings == [
        ("Dark <places>", "amina", coded, span.start, span.end, ("on coding\n& more",)),
        ("Dark <places>", "ben", coded, span.start, span.end, ("These words speak against the code.",)),
        ("Underpass", "amina", "tabs", len(text) - 4, len(text), ()),
    ]
    assert source.passages == [("a pencil", span.start, span.end)]
    assert source.notes == ["on document\n& more"]
    assert source.description == "Title: Kez & Sam\n\nRecording: 07.m4a"
    kez = next(name for name in found.turns_of if name.endswith("Kez"))
    assert found.turns_of[kez] == [HOSTILE[1].text, HOSTILE[2].text]
    dark, below = found.all("Code")
    assert parts_of(dark.findtext(NAMESPACE + "Description"), CODE) == (
        "Where lamps are off.\n\nInclude: not a heading",
        {"Include": "paths"},
    )
    assert parts_of(below.findtext(NAMESPACE + "Description"), CODE)[1]["State"] == "retired"
    assert below in list(dark)
    types = {one.get("name"): one.get("typeOfVariable") for one in found.all("Variable")}
    assert types == {"age": "Integer", "about": "Text"}
    age = found.all("Variable")[0].findtext(NAMESPACE + "Description")
    assert parts_of(age, VARIABLE) == ("How old are you?", {"Kind": "number"})
    theme = found.all("Set")[0]
    assert [one.get("targetGUID") for one in theme.findall(NAMESPACE + "MemberCode")] == list(found.codes)
    assert len(found.notes) == 8
    assert len(found.all("Link")) == 2
    assert [found.notes[one.get("targetGUID")] for one in found.root.findall(NAMESPACE + "NoteRef")] == [
        "on project\n& more"
    ]
    assert taken.quotes == 3
    with project.read() as session:
        assert departures(session)[0].kind == "project"


def test_it_validates_against_the_schema_of_the_standard(project, tmp_path, shared_data):
    etree = pytest.importorskip("lxml.etree")
    put_in(project)
    schema = etree.XMLSchema(etree.parse(shared_data / "refi" / "schema" / "Project.xsd"))
    with project.change("Agree") as session:
        add_audience(session, "school")
        for key in _cases(session):
            _agrees(session, key)
    for audience in ("internal", "school"):
        write_qdpx(project, tmp_path / "out.qdpx", audience=audience)
        with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
            schema.assertValid(etree.fromstring(archive.read("project.qde")))


def test_an_empty_project_is_written_without_empty_elements(project, tmp_path, shared_data):
    etree = pytest.importorskip("lxml.etree")
    write_qdpx(project, tmp_path / "out.qdpx")
    found = opened(tmp_path / "out.qdpx")
    assert not list(found.root) or found.users
    schema = etree.XMLSchema(etree.parse(shared_data / "refi" / "schema" / "Project.xsd"))
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))


def test_guids_are_the_same_in_every_export_and_those_of_another_tool_go_back(project, tmp_path):
    put_in(project)
    with project.change("Name") as session:
        guid = find(session, codebook.Code, 1).guid
        theirs = "0A0B0C0D-0000-4000-8000-00000000000F"
        add(session, Alias, tab="code", row_guid=guid, alias=f"{{{theirs}}}", source="NVivo 12")
        coding = session.execute(sa.select(table_of(codings.Coding).c.guid)).scalars().first()
        add(session, Alias, tab="coding", row_guid=coding, alias=theirs.replace("000F", "0010"), source="NVivo 12")
        add(
            session, Alias, tab="theme", row_guid=find(session, themes.Theme, 1).guid, alias="set:1", source="QualCoder"
        )
    write_qdpx(project, tmp_path / "one.qdpx")
    write_qdpx(project, tmp_path / "two.qdpx")
    one, two = opened(tmp_path / "one.qdpx"), opened(tmp_path / "two.qdpx")
    assert one.guids == two.guids
    assert theirs.lower() in one.codes
    assert theirs.lower().replace("000f", "0010") in {each.get("guid") for each in one.all("Coding")}
    assert (tmp_path / "one.qdpx").read_bytes() == (tmp_path / "two.qdpx").read_bytes()


def test_positions_in_utf_16_are_those_of_the_same_words(project, tmp_path):
    put_in(project)
    write_qdpx(project, tmp_path / "one.qdpx")
    write_qdpx(project, tmp_path / "two.qdpx", positions="utf-16")
    one, two = opened(tmp_path / "one.qdpx"), opened(tmp_path / "two.qdpx", utf16=True)
    assert one.sources == two.sources
    starts = [[each.get("startPosition") for each in found.all("PlainTextSelection")] for found in (one, two)]
    assert starts[0] != starts[1]
    with pytest.raises(PositionsUnknownError, match="utf-16 for NVivo"):
        write_qdpx(project, tmp_path / "three.qdpx", positions="bytes")
    with pytest.raises(FolderMissingError):
        write_qdpx(project, tmp_path / "not there" / "three.qdpx")
    assert sorted(path.name for path in tmp_path.glob("*.qdpx")) == ["one.qdpx", "two.qdpx"]


def test_every_table_leaves_or_is_said_to_stay():
    named = [name for _, _, names in STAYS for name in names]
    assert sorted([*CARRIED, *named]) == sorted(NUMBERS)


def test_what_stays_is_counted(project):
    put_in(project)
    with project.read() as session:
        stays = dict(what_stays(session))
    assert stays["change in the history"] == 1
    assert "findings" not in stays
    assert stays_behind(project).startswith("These have no place in the format and stay in the project: ")


def test_outside_the_team_only_what_may_be_shown_leaves(project, tmp_path):
    put_in(project)
    with project.change("Consent") as session:
        add_audience(session, "school")
        for key, label in _cases(session).items():
            if label.endswith("Kez"):
                _agrees(session, key)
    taken = write_qdpx(project, tmp_path / "out.qdpx", audience="school")
    found = opened(tmp_path / "out.qdpx")
    assert "07.md" not in found.sources
    said = next(iter(found.sources.values()))
    assert "tabs" not in said.text
    assert "laughter" not in said.text
    assert "[Words that are not shown here.]" in said.text
    assert HOSTILE[1].text in said.text
    assert [coding[2] for coding in said.codings] == [said.codings[0][2]] * 2
    assert said.codings[0][2].startswith("no 😀")
    assert sorted(found.users.values()) == ["coder 1", "coder 2"]
    assert set(found.notes.values()) == {"These words speak against the code."}
    assert all(one.get("creationDateTime", "").endswith("T00:00:00.000Z") for one in found.all("Note"))
    assert [name for name in found.turns_of if not name.endswith("Kez")] == []
    assert taken.withheld
    with project.read() as session:
        left = departures(session)[0]
        assert (left.audience, left.kind) == ("school", "project")
        quoted = session.execute(sa.text("SELECT count(*) FROM quoted WHERE departure_id = :key"), {"key": left.id})
        assert quoted.scalar() == 2


def test_a_sentence_that_names_somebody_stops_the_file(project, tmp_path):
    put_in(project)
    with project.change("Name") as session:
        add_audience(session, "school")
        codebook.amend_code(session, 1, definition="What Sam: the other said of the dark underpass that night")
    with pytest.raises(NamesSomebodyError, match="Nothing was written"):
        write_qdpx(project, tmp_path / "out.qdpx", audience="school")
    assert list(tmp_path.glob("*.qdpx")) == []
    write_qdpx(project, tmp_path / "out.qdpx")


def _codings_by_document(session):
    """Every coding as (code, coder, words, start, end), by the document's name."""
    chosen = sa.text(
        'SELECT d.name, c.name, w.name, k.start, k."end", d.id FROM coding k JOIN document d ON d.id = k.document_id'
        " JOIN code c ON c.id = k.code_id JOIN coder w ON w.id = k.coder_id"
    )
    found = {}
    from workbench.sources.documents import paragraphs_of

    for name, code, coder, start, end, key in session.execute(chosen):
        text = "\n".join(paragraphs_of(session, key))
        found.setdefault(name, []).append((code, coder, text[start:end], start, end))
    return found


def test_characters_that_the_format_cannot_hold_are_counted_and_said(project, tmp_path):
    with project.change("Put in") as session:
        turns = (DraftTurn("Kez", "So\f so."),)
        document = add_document(session, DraftDocument("a.md", "transcript", turns, roles={"Kez": "participant"}))
        codebook.add_code(session, "Dark", definition="a page\fand a bell\a")
        set_attribute(session, next(iter(_cases(session))), "says", "form\x0b feed")
        memos.write_memo(session, "in a file of its own\f", about="document", thing_id=document.document_id)
    taken = write_qdpx(project, tmp_path / "out.qdpx")
    found = opened(tmp_path / "out.qdpx")
    assert sum("\ufffd" in "".join(one.itertext()) for one in found.root) == 2
    assert any(one.startswith("3 characters in names, codes and memos cannot be written") for one in taken.left_out)
    assert "So\f so." in found.sources["a.md"].text
    write_qdpx(project, tmp_path / "two.qdpx")


def test_words_changed_elsewhere_are_read_by_their_labels_and_that_is_said(project, tmp_path):
    put_in(project)
    write_qdpx(project, tmp_path / "out.qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {name: data.replace(b"Where do you walk?", b"Where do you go?") for name, data in parts.items()}
    with zipfile.ZipFile(tmp_path / "new.qdpx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with create(tmp_path / "other.workbench", title="Other", coder="ben") as other:
        (report,) = bring_in(other, [tmp_path / "new.qdpx"])
        assert any(note.startswith("The words of 1 document were changed elsewhere") for note in report.notes)
        assert not any("Where the turns of this document lie" in one for one in report.notes)
        with other.read() as session:
            said = session.execute(sa.text("SELECT text FROM memo")).scalars().all()
        assert not any("Where the turns" in text for text in said)


def test_answers_of_a_survey_are_said_to_be_that(project, tmp_path):
    with project.change("Put in") as session:
        turns = (DraftTurn("P1", "By bus.", kind="answer"), DraftTurn("P2", "On foot.", kind="answer"))
        added = add_document(
            session, DraftDocument("home", "question", turns, roles=dict.fromkeys(("P1", "P2"), "participant"))
        )
        assert added.document_id
    write_qdpx(project, tmp_path / "out.qdpx")
    with create(tmp_path / "other.workbench", title="Other", coder="ben") as other:
        (report,) = bring_in(other, [tmp_path / "out.qdpx"])
    assert any(note.startswith("1 document holds answers to a survey’s open question.") for note in report.notes)


def test_attributes_are_kept_whatever_they_say(project, tmp_path):
    with project.change("Put in") as session:
        turns = (DraftTurn("Kez", "So."),)
        add_document(session, DraftDocument("a.md", "transcript", turns, roles={"Kez": "participant"}))
        key = next(iter(_cases(session)))
        set_attribute(session, key, "day", "2025-02-30", kind="date")
        set_attribute(session, key, "n", "007", kind="number")
        set_attribute(session, key, "m", "1e5", kind="number")
    write_qdpx(project, tmp_path / "out.qdpx")
    values = [value for one in opened(tmp_path / "out.qdpx").all("VariableValue") for value in list(one)[1:]]
    assert {value.tag.removeprefix(NAMESPACE): value.text for value in values if value.text == "007"} == {
        "IntegerValue": "007"
    }
    assert sorted(value.text for value in values) == ["007", "1e5", "2025-02-30"]
    assert Attribute.__tablename__ in CARRIED
