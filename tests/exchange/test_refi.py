"""REFI-QDA projects as they are met: what they hold comes in, what has no place is told, one entry a thing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.exchange.refi_files import (
    CODES,
    HEAD,
    guid,
    inline_source,
    project,
    qdpx,
    selection,
    text_source,
)
from tests.exchange.test_refi_positions import counted, spans_of, text_with
from workbench.coding.study_drafts import Study, StudyDocument
from workbench.errors import WorkbenchError
from workbench.exchange.archives import ArchiveIsBrokenError, ArchiveIsUnsafeError, PartIsBrokenError
from workbench.exchange.readers import KindIsNotReadError, Options, recognise
from workbench.exchange.refi.positions import ways
from workbench.exchange.refi.study import RefiStudy

TALK = "Interviewer: How do you get home?\n\nShanaz: On foot, by the path. It is dark.\nI go with my brother.\n\nInterviewer: And after six?\n\nShanaz: Not alone. The lamps are out.\n"


def at(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def read(tmp_path: Path, data: bytes, name: str = "a.qdpx") -> tuple[RefiStudy, list[StudyDocument]]:
    path = tmp_path / name
    path.write_bytes(data)
    study = recognise(path).read(path, Options())
    assert isinstance(study, Study)
    return study, list(study.documents())


def quotes(document: StudyDocument) -> list[str]:
    text = "\n".join(turn.text for turn in document.draft.turns)
    return [text[one.start : one.end] for one in document.codings]


def one_text(text: str, *inside: str, **more: str) -> str:
    return project(text_source(101, "Interview 7", "internal://T1.txt", "".join(inside)), **more)


def test_a_transcript_with_labels_is_turns_and_its_positions_follow(tmp_path: Path) -> None:
    xml = one_text(
        TALK,
        selection(201, *at(TALK, "It is dark."), 11, "It is dark."),
        selection(202, *at(TALK, "dark.\nI go with"), 12, "dark. I go with", user=2),
        selection(203, *at(TALK, "Shanaz: Not alone."), 11, "Shanaz: Not alone."),
        selection(204, *at(TALK, "Interviewer: And"), 12),
    )
    study, (document,) = read(tmp_path, qdpx(xml, {"sources/T1.txt": TALK.encode()}))
    assert document.draft.roles == {"Interviewer": "interviewer", "Shanaz": "participant"}
    assert [(turn.speaker, turn.kind, turn.text) for turn in document.draft.turns] == [
        ("Interviewer", "turn", "How do you get home?"),
        ("Shanaz", "turn", "On foot, by the path. It is dark."),
        ("Shanaz", "paragraph", "I go with my brother."),
        ("Interviewer", "turn", "And after six?"),
        ("Shanaz", "turn", "Not alone. The lamps are out."),
    ]
    assert quotes(document) == ["It is dark.", "dark.\nI go with", "Not alone.", "And"]
    first = document.codings[0]
    assert (first.coder, document.codings[1].coder, first.created) == ("ana", "ben", "2024-03-01T10:00:00.000Z")
    assert first.key == guid(701).lower()
    assert [(code.name, code.parent, code.colour, code.codable) for code in study.codes] == [
        ("Dark", "", "#FF0000", True),
        ("Lamps", guid(11).lower(), "", True),
        ("Bus", "", "#0f0", False),
    ]
    assert (study.name, study.tool, study.codes[0].definition) == ("Walking", "NVivo 14", "Light, or none")
    assert any("Labels say who speaks in 1 document" in note for note in study.notes)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("marked", [False, True])
def test_the_same_text_in_each_way_of_counting_gives_the_same_quotes(tmp_path: Path, end: str, marked: bool) -> None:
    text = text_with(end, 21)
    spans = spans_of(text, 22, 30)
    expected = [text[a:b].replace("\r\n", "\n") for a, b in spans]
    for way in ways(text, marked=marked):
        inside = [
            selection(200 + n, counted(text, a, way), counted(text, b, way), 11, text[a:b][:20])
            for n, (a, b) in enumerate(spans)
        ]
        data = (b"\xef\xbb\xbf" if marked else b"") + text.encode()
        study, (document,) = read(tmp_path, qdpx(one_text(text, *inside), {"Sources/t1.TXT": data}))
        assert quotes(document) == expected
        assert any(f"counted {way}" in note for note in study.notes), study.notes


@pytest.mark.parametrize("path", ["internal://T1.txt", "internal:/T1.txt", "relative:///T1.txt", "absolute:///C:/x/T1.txt",
                                  "T1.txt", "sources/T1.txt", "internal://t1%2Etxt"])  # fmt: skip
@pytest.mark.parametrize("inner", ["project.qde", "Project.qde", "Mein Projekt.qde"])
def test_names_folders_and_paths_as_programs_write_them(tmp_path: Path, path: str, inner: str) -> None:
    xml = project(text_source(101, "Interview 7", path, selection(201, *at(TALK, "The lamps are out."), 11)))
    _, (document,) = read(
        tmp_path, qdpx(xml, {"Sources/": b"", "Sources/.root": b"", "Sources/T1.txt": TALK.encode()}, inner)
    )
    assert quotes(document) == ["The lamps are out."]


def test_a_bare_project_finds_its_texts_in_the_folder_beside(tmp_path: Path) -> None:
    (tmp_path / "Sources").mkdir()
    (tmp_path / "Sources" / "T1.txt").write_text(TALK)
    _, (document,) = read(tmp_path, one_text(TALK, selection(201, *at(TALK, "dark"), 11)).encode(), "p.qde")
    assert quotes(document) == ["dark"]


def test_prefixes_and_other_namespaces_are_no_matter(tmp_path: Path) -> None:
    xml = project(inline_source(101, "Interview 7", TALK, selection(201, *at(TALK, "dark"), 11)))
    import re

    prefixed = (
        re.sub(r"<(/?)([A-Z])", r"<\1q:\2", xml).replace("xmlns=", "xmlns:q=").replace("project:1.0", "project:0:4")
    )
    _, (document,) = read(tmp_path, qdpx(prefixed))
    assert quotes(document) == ["dark"]
    _, (document,) = read(tmp_path, qdpx(xml.replace("utf-8", "utf-16").encode("utf-16")))
    assert quotes(document) == ["dark"]


def test_a_case_that_is_all_of_a_document_is_who_takes_part(tmp_path: Path) -> None:
    before = (
        f'<Variables><Variable guid="{guid(21)}" name="Age" typeOfVariable="Integer"/><Variable guid="{guid(22)}" name="Moved"'
        ' typeOfVariable="Boolean"/></Variables>'
        f'<Cases><Case guid="{guid(31)}" name="P1"><Description>Quiet</Description><VariableValue><VariableRef'
        f' targetGUID="{guid(21)}"/><IntegerValue>16</IntegerValue></VariableValue><VariableValue><VariableRef'
        f' targetGUID="{guid(22)}"/><BooleanValue>true</BooleanValue></VariableValue><SourceRef targetGUID="{guid(101)}"/>'
        f'<SourceRef targetGUID="{guid(102)}"/></Case></Cases>'
    )
    sources = inline_source(101, "A", TALK) + inline_source(102, "B", "I walk home.\nIt is fine.\n")
    study, (labelled, plain) = read(tmp_path, qdpx(project(sources, before=before)))
    assert labelled.draft.cases == {"Shanaz": "P1"}
    assert plain.draft.cases == {"P1": "P1"}
    assert [(turn.speaker, turn.kind) for turn in plain.draft.turns] == [("P1", "turn"), ("P1", "paragraph")]
    (case,) = study.cases
    assert case.values == {guid(21).lower(): "16", guid(22).lower(): "yes"}
    assert [(memo.about, memo.text) for memo in study.memos] == [("case", "Quiet")]


def test_parts_of_a_document_are_peoples(tmp_path: Path) -> None:
    text = "We all walk. Not me, I cycle.\nAnd I take the bus, says she.\n"
    cases = "".join(
        f'<Case guid="{guid(30 + n)}" name="{name}"><SelectionRef targetGUID="{guid(200 + n)}"/></Case>'
        for n, name in enumerate(("Tom", "Ada"), 1)
    )
    inside = selection(201, *at(text, "Not me, I cycle.")) + selection(202, *at(text, "And I take the bus, says she."))
    inside += selection(203, *at(text, "walk. Not"), 11)
    study, (document,) = read(
        tmp_path, qdpx(project(inline_source(101, "A", text, inside), before=f"<Cases>{cases}</Cases>"))
    )
    assert [(turn.speaker, turn.text) for turn in document.draft.turns] == [
        (None, "We all walk."),
        ("Tom", "Not me, I cycle."),
        ("Ada", "And I take the bus, says she."),
    ]
    assert quotes(document) == ["walk.\nNot"]
    assert not document.left_out
    assert not study.left_out


def test_values_on_documents_are_their_persons(tmp_path: Path) -> None:
    before = f'<Variables><Variable guid="{guid(21)}" name="Age" typeOfVariable="Integer"/></Variables>'
    value = f'<VariableValue><VariableRef targetGUID="{guid(21)}"/><IntegerValue>16</IntegerValue></VariableValue>'
    study, (document,) = read(tmp_path, qdpx(project(inline_source(101, "R 12", "I walk.", value), before=before)))
    assert [(case.label, dict(case.values)) for case in study.cases] == [("R 12", {guid(21).lower(): "16"})]
    assert document.draft.cases == {"R 12": "R 12"}
    assert any("each is kept as the document of one person" in note for note in study.notes)


def test_notes_become_memos_on_what_refers_to_them(tmp_path: Path) -> None:
    codes = CODES.replace("Light, or none</Description>", f'Light</Description><NoteRef targetGUID="{guid(41)}"/>')
    inside = selection(201, *at(TALK, "dark"), 11, inside="<Description>Said quietly</Description>")
    inside += selection(202, *at(TALK, "my brother"), 0, inside="<Description>Who is he?</Description>")
    inside += selection(203, *at(TALK, "the path"), 0, name="the path")
    inside += f'<NoteRef targetGUID="{guid(42)}"/>'
    notes = (
        f'<Notes><Note guid="{guid(41)}" name="On dark" creatingUser="{guid(2)}" creationDateTime="2024-01-01T00:00:00Z">'
        "<PlainTextContent>Not only night.</PlainTextContent></Note>"
        f'<Note guid="{guid(42)}" name="Field" plainTextPath="internal://N.txt"/>'
        f'<Note guid="{guid(43)}" name="Plan"><PlainTextContent>Ask more.</PlainTextContent></Note>'
        f'<Note guid="{guid(44)}" name="Diary"><PlainTextContent>I was tired of the dark.</PlainTextContent>'
        f"{selection(301, 6, 11, 11)}</Note>"
        f'<Note guid="{guid(45)}" name="Lost" plainTextPath="internal://gone.txt"/></Notes>'
    )
    xml = project(text_source(101, "A", "internal://T.txt", inside), after=notes, codes=codes)
    study, (document, diary) = read(
        tmp_path, qdpx(xml, {"sources/T.txt": TALK.encode(), "sources/N.txt": b"It rained."})
    )
    written = [(memo.about, memo.kind, memo.text) for memo in document.memos]
    assert written == [
        ("coding", "memo", "Said quietly"),
        ("document", "note", "Who is he?"),
        ("document", "memo", "Field\n\nIt rained."),
    ]
    assert [(memo.about, memo.text, memo.coder) for memo in study.memos] == [
        ("code", "On dark\n\nNot only night.", "ben"),
        ("project", "Plan\n\nAsk more.", ""),
    ]
    assert (diary.draft.name, diary.draft.kind, quotes(diary)) == ("Diary", "notes", ["tired"])
    assert [left.what for left in document.left_out] == ["a selection"]
    assert [left.what for left in study.left_out] == ["the note “Lost”"]


def test_pages_pictures_and_recordings(tmp_path: Path) -> None:
    words = "It is dark on the path. The lamps are out."
    area = (
        f'<PDFSelection guid="{guid(201)}" name="x" page="2" firstX="0" firstY="0" secondX="9" secondY="9">{{}}'
        f'<Coding guid="{guid(701)}"><CodeRef targetGUID="{guid(11)}"/></Coding></PDFSelection>'
    )
    said = f'<Representation guid="{guid(91)}"><PlainTextContent>The lamps are out.</PlainTextContent></Representation>'
    page = (
        f'<PDFSource guid="{guid(101)}" name="Report.pdf" path="internal://r.pdf">{area.format(said)}'
        f"{area.format('').replace(guid(201), guid(202)).replace(guid(701), guid(702))}"
        f'<Representation guid="{guid(92)}" plainTextPath="internal://R.txt">{selection(203, *at(words, "dark"), 12)}'
        "</Representation></PDFSource>"
    )
    picture = (
        f'<PictureSource guid="{guid(102)}" name="Path.jpg" path="internal://p.jpg"><TextDescription guid="{guid(93)}">'
        "<PlainTextContent>A path, unlit.</PlainTextContent></TextDescription></PictureSource>"
    )
    moments = "".join(
        f'<SyncPoint guid="{guid(400 + n)}" timeStamp="{ms}" position="{place}"/>'
        for n, (ms, place) in enumerate(((0, 0), (2500, 35), (9000, TALK.index("Interviewer: And"))))
    )
    audio = (
        f'<AudioSource guid="{guid(103)}" name="Talk.m4a" path="relative:///t.m4a"><Transcript guid="{guid(94)}" name="Talk"'
        f' plainTextPath="internal://T.txt">{moments}<TranscriptSelection guid="{guid(205)}" fromSyncPoint="{guid(401)}"'
        f' toSyncPoint="{guid(402)}"><Coding guid="{guid(705)}"><CodeRef targetGUID="{guid(13)}"/></Coding>'
        "</TranscriptSelection></Transcript></AudioSource>"
    )
    texts = {"sources/R.txt": words.encode(), "sources/T.txt": TALK.encode()}
    study, (report, path, talk) = read(tmp_path, qdpx(project(page + picture + audio), texts))
    assert sorted(quotes(report)) == ["The lamps are out.", "dark"]
    assert (report.key, path.draft.kind, path.draft.turns[0].text) == (guid(101).lower(), "notes", "A path, unlit.")
    assert [turn.at_ms for turn in talk.draft.turns] == [0, 2500, None, 9000, None]
    assert quotes(talk) == ["On foot, by the path. It is dark.\nI go with my brother."]
    assert [(left.where, left.what) for left in study.left_out] == [
        ("Report.pdf", "1 coding on a part of page 2"),
        ("Path.jpg", "the picture"),
        ("Talk.m4a", "the recording"),
    ]


def test_sets_links_and_drawings(tmp_path: Path) -> None:
    after = (
        f'<Links><Link guid="{guid(51)}" name="is a" direction="OneWay" originGUID="{guid(12)}" targetGUID="{guid(11)}"/>'
        f'<Link guid="{guid(52)}" direction="Associative" originGUID="{guid(201)}" targetGUID="{guid(202)}"/></Links>'
        f'<Sets><Set guid="{guid(61)}" name="Night"><Description>After dark</Description><MemberCode targetGUID="{guid(11)}"/>'
        f'<MemberSource targetGUID="{guid(101)}"/></Set></Sets>'
        f'<Graphs><Graph guid="{guid(71)}" name="Map"><Vertex guid="{guid(72)}" firstX="1" firstY="1"/></Graph></Graphs>'
    )
    inside = selection(201, *at(TALK, "dark"), 11) + selection(202, *at(TALK, "lamps"), 12)
    study, (document,) = read(tmp_path, qdpx(project(inline_source(101, "A", TALK, inside), after=after)))
    assert [(memo.about, memo.text) for memo in document.memos] == [("document", "In the set “Night”: After dark")]
    assert [(one.name, one.statement, one.codes) for one in study.sets] == [
        ("Night", "After dark", (guid(11).lower(),))
    ]
    assert [(memo.about, memo.key, memo.text) for memo in study.memos] == [
        ("code", guid(12).lower(), "Linked to the code “Dark”: is a")
    ]
    assert [left.what for left in study.left_out] == [
        "the drawing “Map”, 1 thing and 0 lines",
        "a link from “dark” in A to “lamps” in A",
    ]


def test_what_is_wrong_with_positions_and_unknown_things_is_told_one_by_one(tmp_path: Path) -> None:
    end = len(TALK)
    inside = (
        selection(201, 5, 5, 11)
        + selection(202, end - 3, end + 9, 11)
        + selection(203, -4, 2, 11)
        + selection(204, *at(TALK, "dark"), 11).replace('startPosition="', 'startPosition="x')
        + selection(205, *at(TALK, "brother"), 11)
        + selection(206, *at(TALK, "lamps"), 99)
        + "<Smell guid='1'><CodeRef targetGUID='2'/><Deep><Deeper/></Deep></Smell>"
    )
    study, (document,) = read(tmp_path, qdpx(project(inline_source(101, "A", TALK, inside) + "<OdourSource/>")))
    assert quotes(document) == ["brother", "lamps"]
    assert [left.what for left in document.left_out] == ["a coding"] * 4
    assert {left.what for left in study.left_out} == {"1 element “Smell”", "1 element “OdourSource”"}


def test_texts_that_are_missing_are_told_with_what_lay_on_them(tmp_path: Path) -> None:
    study, documents = read(tmp_path, qdpx(one_text(TALK, selection(201, 0, 4, 11), selection(202, 5, 9, 12))))
    assert not documents
    (left,) = study.left_out
    assert (left.where, left.what) == ("Interview 7", "the document, with 2 codings")
    assert "Export the project again" in left.why


def test_the_standards_own_sample(tmp_path: Path, shared_data: Path) -> None:
    for name in ("skyloom_TestProject.qdpx", "skyloom_Project.qde"):
        study, documents = read(tmp_path, (shared_data / "refi" / "samples" / name).read_bytes(), name)
        assert (len(study.codes), len(study.sets), documents) == (14, 4, [])
        assert study.tool.startswith("ATLAS.ti 8.4.0")
        told = [re.findall(r"(\d+) (codings?|documents?) ?", left.what) for left in study.left_out]
        assert sum(int(number) for some in told for number, what in some if what.startswith("coding")) == 14
        assert sum(int(number) for some in told for number, what in some if what.startswith("document")) == 23
        assert [note for note in study.notes if note.startswith("Named in it as users")] == [
            "Named in it as users, by whom nothing came in: ATLAS.ti, Sebastian Petrausch."
        ]
        assert any(left.what.startswith("the drawing “Netzwerk”, 3 things and 2 lines") for left in study.left_out)
        assert {memo.text.split("\n")[0] for memo in study.memos} == {"Research Plan", "My favorite Coke ad"}


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        (f"<!DOCTYPE x [<!ENTITY a '{'b' * 50}'><!ENTITY c '&a;&a;&a;'>]>{project('')}", ArchiveIsUnsafeError),
        (f"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>{project('')}", ArchiveIsUnsafeError),
        ("<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes/></CodeBook>", KindIsNotReadError),
        (project("")[:-20], PartIsBrokenError),
        ("not xml at all", PartIsBrokenError),
        ("", PartIsBrokenError),
        (HEAD + "<CodeBook><Codes>" + "<Code guid='1' name='a'>" * 400 + "</Code>" * 400 + "</Codes></CodeBook></Project>", PartIsBrokenError),
        (HEAD + "<CodeBook><Codes>" + "<Code guid='1' name='a'/>" * 20_001 + "</Codes></CodeBook></Project>", ArchiveIsUnsafeError),
        (project("").replace("utf-8", "klingon"), PartIsBrokenError),
    ],
    ids=["laughs", "external", "codebook", "cut", "text", "empty", "deep", "many", "encoding"],
)  # fmt: skip
def test_hostile_projects_get_a_sentence(tmp_path: Path, xml: str, kind: type[WorkbenchError]) -> None:
    with pytest.raises(kind) as told:
        read(tmp_path, qdpx(xml))
    assert str(told.value).startswith("a.qdpx")
    assert "bring that in" in str(told.value)


def test_hostile_archives_get_a_sentence(tmp_path: Path) -> None:
    import io
    import zipfile

    whole = qdpx(one_text(TALK), {"sources/T1.txt": TALK.encode() * 200})
    with pytest.raises(ArchiveIsBrokenError):
        read(tmp_path, whole[: len(whole) // 2])
    with pytest.raises(ArchiveIsUnsafeError, match="unpacks to 64 MB"):
        read(tmp_path, qdpx(one_text(TALK), {"sources/T1.txt": bytes(64 * 1024 * 1024)}))
    with pytest.raises(WorkbenchError, match="holds no project"):
        read(tmp_path, qdpx("x", name="readme.txt"))
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as zipped:
        zipped.writestr("project.qde", one_text(TALK))
        with pytest.warns(UserWarning, match="Duplicate"):
            zipped.writestr("project.qde", project(""))
    with pytest.raises(ArchiveIsUnsafeError, match="two parts of it have one name"):
        read(tmp_path, twice.getvalue())
    (tmp_path / "secret.txt").write_text("secret")
    _, documents = read(tmp_path, qdpx(project(text_source(101, "A", "relative:///../secret.txt"))))
    assert not documents
    _, (document,) = read(
        tmp_path, qdpx(one_text(TALK, selection(201, *at(TALK, "dark"), 11)), {"../../T1.txt": TALK.encode()})
    )
    assert quotes(document) == ["dark"]


def test_a_ring_of_codes_and_a_code_twice(tmp_path: Path) -> None:
    codes = CODES.replace(f'guid="{guid(13)}"', f'guid="{guid(11)}"')
    study, _ = read(tmp_path, qdpx(project("", codes=codes)))
    assert [code.name for code in study.codes] == ["Dark", "Lamps"]
    assert any("Bus" in left.where + left.what for left in study.left_out)


def test_a_voice_that_is_called_as_a_case_is_that_case_and_one_of_a_general_name_is_not(tmp_path: Path) -> None:
    cases = "".join(
        f'<Case guid="{guid(30 + n)}" name="{name}"><SourceRef targetGUID="{guid(102)}"/></Case>'
        for n, name in enumerate(("shanaz", "Participant"), 1)
    )
    plain = "Participant: I walk.\n\nParticipant: It is far.\n\nTom: I drive.\n\nTom: Always.\n"
    sources = inline_source(101, "A", TALK) + inline_source(103, "B", plain)
    _, (named, general) = read(tmp_path, qdpx(project(sources, before=f"<Cases>{cases}</Cases>")))
    assert named.draft.cases == {"Shanaz": "shanaz"}
    assert general.draft.cases == {}


def test_a_case_of_many_documents_is_said(tmp_path: Path) -> None:
    references = "".join(f'<SourceRef targetGUID="{guid(100 + n)}"/>' for n in range(3))
    before = f'<Cases><Case guid="{guid(31)}" name="Harlow">{references}</Case></Cases>'
    sources = "".join(inline_source(100 + n, f"A{n}", "I walk.") for n in range(3))
    study, _ = read(tmp_path, qdpx(project(sources, before=before)))
    assert any(note.startswith("“Harlow” is one case of 3 documents") for note in study.notes)


def test_two_cases_of_one_document_stay_apart_where_nothing_tells_them_apart(tmp_path: Path) -> None:
    cases = "".join(
        f'<Case guid="{guid(30 + n)}" name="{name}"><SourceRef targetGUID="{guid(101)}"/></Case>'
        for n, name in enumerate(("Ada", "Tom"), 1)
    )
    study, (document,) = read(
        tmp_path, qdpx(project(inline_source(101, "A", "We walk."), before=f"<Cases>{cases}</Cases>"))
    )
    assert document.draft.roles == {}
    assert [left.what for left in document.draft.left_out] == [
        "that it belongs to the case “Ada”",
        "that it belongs to the case “Tom”",
    ]
    more = cases.replace("</Case>", f'<SourceRef targetGUID="{guid(102)}"/></Case>', 1)
    sources = inline_source(101, "A", "We walk.") + inline_source(102, "B", "I walk.")
    study, (first, second) = read(tmp_path, qdpx(project(sources, before=f"<Cases>{more}</Cases>")))
    assert (first.draft.cases, second.draft.cases) == ({"Tom": "Tom"}, {"Ada": "Ada"})
    del study


def test_a_coding_on_a_whole_document_lies_on_all_its_words_and_times_are_told_in_utc(tmp_path: Path) -> None:
    inside = (
        f'<Coding guid="{guid(701)}" creatingUser="{guid(2)}" creationDateTime="2024-03-01T10:00:00+01:00"><CodeRef'
        f' targetGUID="{guid(11)}"/></Coding>'
    )
    study, (document,) = read(tmp_path, qdpx(project(inline_source(101, "A", TALK, inside))))
    (coding,) = document.codings
    assert quotes(document)[0].startswith("How do you get home?\nOn foot")
    assert (coding.coder, coding.created) == ("ben", "2024-03-01T09:00:00.000Z")
    assert "1 coding lay on a document as a whole: here all of its words have it." in study.notes


@pytest.mark.parametrize("before", ["<Project name='", "<Project><Description>"])
def test_one_endless_piece_is_refused_before_it_fills_the_memory(tmp_path: Path, before: str) -> None:
    path = tmp_path / "a.qde"
    path.write_text(before + "a" * (66 * 1024 * 1024))
    with pytest.raises(ArchiveIsUnsafeError, match="longer than 64 MB"):
        RefiStudy(path)
