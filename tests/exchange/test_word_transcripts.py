"""Word documents: the words on the page and nothing else, speakers as in plain text, and guards."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.specimens.make_office import HERE, INTERVIEW, W, packed, par, run, table, word
from workbench.errors import WorkbenchError
from workbench.exchange import archives
from workbench.exchange.archives import ArchiveIsBrokenError, ArchiveIsUnsafeError, PartIsBrokenError
from workbench.exchange.readers import KindIsNotReadError, Options, recognise
from workbench.exchange.transcripts.word_transcripts import READER, DocumentHoldsNoWordsError
from workbench.exchange.zipped_tables import NotOneTableError
from workbench.sources.drafts import DraftComment, DraftDocument


def read(tmp_path: Path, data: bytes, name: str = "07.docx") -> DraftDocument:
    path = tmp_path / name
    path.write_bytes(data)
    return recognise(path).read(path, Options())


def spoken(draft: DraftDocument) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in draft.turns]


def words(tmp_path: Path, *paragraphs: str, **parts: str) -> list[str]:
    return [turn.text for turn in read(tmp_path, word("".join(paragraphs), **parts)).turns]


def test_the_kept_specimen_is_what_its_maker_makes() -> None:
    assert (HERE / "sources" / "interview.docx").read_bytes() == word(INTERVIEW)


def test_names_before_words_and_paragraphs_that_go_on() -> None:
    draft = READER.read(HERE / "sources" / "interview.docx", Options())
    assert draft.title == "Walking home: interview 12"
    assert spoken(draft) == [
        (None, "Walking home: interview 12"),
        (None, "Interviewer: Shirin"),
        ("Shirin", "How do you get home after college?"),
        ("Maya", "I walk with Jo if I can. Never on my own after dark."),
        ("Maya", "There is a path by the allotments, and nobody goes there."),
        ("Shirin", "And the bus?"),
        ("Maya", "It stops at six. My mum says “ring me”."),
    ]
    assert draft.roles == {"Shirin": "interviewer", "Maya": "participant"}
    assert [turn.kind for turn in draft.turns][:2] == ["heading", "note"]


def test_a_name_with_a_time_and_words_below_as_teams_writes_it(tmp_path: Path) -> None:
    lines = (("Shirin K", "0:03", "How do you get home?"), ("Maya", "0:08", "I walk."), ("Shirin K", "1:01:02", "Why?"))
    body = "".join(par(run(who, "b"), run(f"   {at}"), "<w:r><w:br/></w:r>", run(said)) for who, at, said in lines)
    draft = read(tmp_path, word(body))
    assert [(turn.speaker, turn.text, turn.at_ms) for turn in draft.turns] == [
        ("Shirin K", "How do you get home?", 3000),
        ("Maya", "I walk.", 8000),
        ("Shirin K", "Why?", 3_662_000),
    ]


def test_cues_in_a_document_as_teams_wrote_them_before(tmp_path: Path) -> None:
    cues = (("0:0:0.0 --> 0:0:5.420", "Shirin", "How do you"), ("0:0:5.420 --> 0:0:7.0", "Shirin", "get home?"))
    cues += (("0:0:8.0 --> 0:0:9.5", "Maya", "I walk."), ("0:0:20.0 --> 0:0:21.0", "Shirin", "Why?"))
    br = "<w:r><w:br/></w:r>"
    draft = read(tmp_path, word("".join(par(at, br, run(who), br, run(said)) for at, who, said in cues)))
    assert [(turn.speaker, turn.text, turn.at_ms) for turn in draft.turns] == [
        ("Shirin", "How do you get home?", 0),
        ("Maya", "I walk.", 8000),
        ("Shirin", "Why?", 20_000),
    ]


def test_a_name_and_a_tab_open_a_turn(tmp_path: Path) -> None:
    body = "".join(
        par(run(who), "<w:r><w:tab/></w:r>", run(said))
        for who, said in (("INT", "Why walk?"), ("Maya", "It is near."), ("INT", "And?"), ("Maya", "It is free."))
    )
    assert spoken(read(tmp_path, word(body)))[1] == ("Maya", "It is near.")


def test_bold_names_on_lines_of_their_own(tmp_path: Path) -> None:
    lines = (("Shirin", "How do you get home?"), ("Maya", "I walk."), ("Shirin", "Why?"), ("Maya", "It is near."))
    draft = read(tmp_path, word("".join(par(run(who, "b")) + par(said) for who, said in lines)))
    assert spoken(draft) == list(lines)
    plain = read(
        tmp_path, word(par(run("Method", "b")) + par("We asked.") + par(run("Results", "b")) + par("They said."))
    )
    assert plain.roles == {}


def test_a_table_of_speakers_and_words_is_turns_and_another_table_is_rows(tmp_path: Path) -> None:
    draft = read(
        tmp_path,
        word(
            table(("Age", "34"), ("Lives in", "Harlow"))
            + table(
                ("Time", "Speaker", "Text"),
                ("00:01", "INT", "Why do you walk home at night?"),
                ("00:09", "P1", "It is near.\nAnd it is free."),
                ("", "", "I like it."),
                ("00:20", "INT", "And when it rains?"),
            )
        ),
    )
    assert spoken(draft) == [
        (None, "Age | 34"),
        (None, "Lives in | Harlow"),
        ("INT", "Why do you walk home at night?"),
        ("P1", "It is near."),
        ("P1", "And it is free."),
        ("P1", "I like it."),
        ("INT", "And when it rains?"),
    ]
    assert [turn.at_ms for turn in draft.turns][2:4] == [1000, 9000]
    assert [left.what for left in draft.left_out] == ["Time | Speaker | Text"]


def test_tracked_changes_are_accepted_and_counted(tmp_path: Path) -> None:
    body = par(
        "I ",
        f"<w:ins>{run('never ')}</w:ins>",
        "<w:del><w:r><w:delText>sometimes </w:delText></w:r></w:del>",
        run("walk"),
        f"<w:moveFrom>{run(' gone')}</w:moveFrom><w:moveTo>{run(' there')}</w:moveTo>",
    )
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>" + par("line")
    draft = read(tmp_path, word(body + joined))
    assert [turn.text for turn in draft.turns] == ["I never walk there", "one line"]
    assert "2 insertions are in, 2 deletions are out" in draft.notes[0]


def test_what_stands_beside_the_text_is_left_out_and_said_and_comments_are_kept(tmp_path: Path) -> None:
    comments = f'<w:comment w:id="4" w:author="Ann">{par("Ask again.")}</w:comment>'
    draft = read(
        tmp_path,
        word(
            par("I walk home.", '<w:r><w:commentReference w:id="4"/></w:r>')
            + par(run("secret", "vanish"), run("shown"))
            + par("<w:r><w:drawing><a><blip/></a></w:drawing></w:r>"),
            comments=comments,
            header=par("Interview 7"),
            footer=par('<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'),
        ),
    )
    assert [turn.text for turn in draft.turns] == ["I walk home.", "shown"]
    assert draft.comments == (DraftComment(0, 0, 12, "Ann", "Ask again."),)
    assert [(left.where, left.what) for left in draft.left_out] == [
        ("the page headers and footers", "“Interview 7”, “1”"),
        ("the text", "hidden passages (1)"),
        ("the text", "pictures or charts (1)"),
    ]


def test_footnotes_stand_at_the_end_as_notes(tmp_path: Path) -> None:
    notes = f'<w:footnote w:id="0">{par("---")}</w:footnote><w:footnote w:id="2">{par("A bus stop.")}</w:footnote>'
    draft = read(
        tmp_path, word(par("I wait there", '<w:r><w:footnoteReference w:id="2"/></w:r>', run(".")), footnotes=notes)
    )
    assert [(turn.text, turn.kind) for turn in draft.turns] == [("I wait there.", "paragraph"), ("A bus stop.", "note")]
    assert "at the end" in draft.notes[0]


def test_letters_that_are_more_than_letters(tmp_path: Path) -> None:
    inside = (
        run("co\N{SOFT HYPHEN}op"),
        "<w:r><w:softHyphen/><w:noBreakHyphen/></w:r>",
        run("op\N{NO-BREAK SPACE}shop "),
        '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
        run(" struck", "strike"),
        f"<w:hyperlink>{run(' link')}</w:hyperlink><w:smartTag>{run(' Leeds')}</w:smartTag>",
    )
    assert words(tmp_path, par(*inside)) == ["coop-op shop ☺ struck link Leeds"]


def test_a_field_shows_its_result_and_not_its_code(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("the page")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert words(tmp_path, par("see ", field, run(" there"))) == ["see the page there"]


def test_a_field_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    begins = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert words(tmp_path, par("see ", begins), par("after")) == ["see", "after"]


def test_a_deleted_end_of_paragraph_before_one_with_a_footnote(tmp_path: Path) -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>"
    notes = f'<w:footnote w:id="2">{par("A bus stop.")}</w:footnote>'
    second = par("line", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    assert words(tmp_path, first, second, footnotes=notes) == ["one line", "A bus stop."]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{par('in the box')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert words(tmp_path, par("before", drawn), par("after")) == ["before", "in the box", "after"]


def test_strict_documents_and_a_mark_of_byte_order(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = word(par("Test"))
    parts = {one: zipfile.ZipFile(io.BytesIO(data)).read(one) for one in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    parts["word/document.xml"] = b"\xef\xbb\xbf" + parts["word/document.xml"].replace(W.encode(), strict.encode())
    del parts["word/styles.xml"]
    assert [turn.text for turn in read(tmp_path, packed(parts)).turns] == ["Test"]


def test_a_document_is_known_by_what_it_holds(tmp_path: Path) -> None:
    draft = read(tmp_path, word(INTERVIEW), "07.txt")
    assert draft.notes[0] == "It ends in .txt and is a Word document inside."
    with pytest.raises(KindIsNotReadError, match=r"ends in \.docx and is not a Word document inside"):
        read(tmp_path, b"just words")


def entity() -> bytes:
    data = word(par("&x;"))
    parts = {one: zipfile.ZipFile(io.BytesIO(data)).read(one) for one in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    said = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return packed({**parts, "word/document.xml": said + parts["word/document.xml"]})


def locked(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1024 + stream.encode("utf-16-le") + b"\0" * 512


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (entity(), ArchiveIsUnsafeError, "outside it"),
        (locked("EncryptedPackage"), KindIsNotReadError, "locked with a password"),
        (locked("WordDocument"), KindIsNotReadError, "old Word document"),
        (packed({"a.txt": "words"}), NotOneTableError, "Unpack it"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), ArchiveIsBrokenError, "damaged"),
        (word(par(" ")), DocumentHoldsNoWordsError, "no words"),
        (word(par("words"))[:-40], ArchiveIsBrokenError, "damaged"),
        (word("<w:p>"), PartIsBrokenError, "cannot be read"),
        (word("<w:ins>" * 200 + par("deep") + "</w:ins>" * 200), PartIsBrokenError, "too deeply"),
        (packed({"../evil": "x", "word/document.xml": "<x/>"}), ArchiveIsUnsafeError, "outside"),
    ],
    ids=["entity", "locked", "doc", "zip", "odt", "empty", "cut", "xml", "deep", "path"],
)
def test_what_is_no_document_is_refused_in_a_sentence(
    tmp_path: Path, data: bytes, error: type[WorkbenchError], says: str
) -> None:
    with pytest.raises(error, match=says) as reason:
        read(tmp_path, data)
    assert str(reason.value).startswith("07.docx")


def test_what_unpacks_to_far_more_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed({"[Content_Types].xml": "<a/>", "word/document.xml": b"\0" * (archives.SMALL + 1)})
    assert len(bomb) < 100_000
    with pytest.raises(ArchiveIsUnsafeError, match="unpacks to"):
        read(tmp_path, bomb)
    monkeypatch.setattr(archives, "MOST_UNPACKED", 10)
    with pytest.raises(ArchiveIsUnsafeError, match="would unpack"):
        read(tmp_path, word(par("words")))
    monkeypatch.setattr(archives, "MOST_PARTS", 2)
    with pytest.raises(ArchiveIsUnsafeError, match="parts"):
        read(tmp_path, word(par("words")))


def test_real_documents_have_the_words_that_are_on_their_pages(shared_data: Path) -> None:
    pages = {
        "mammoth_comments": "Ouch.",
        "mammoth_footnotes": "Ouch. A tachyon walks into a bar. Fin.",
        "mammoth_strict-format": "Test",
        "mammoth_strikethrough": "Today's Special: Salmon Sold out",
        "mammoth_tables": "Above Top left Top right Bottom left Bottom right Below",
        "mammoth_text-box": "Datum plane",
        "mammoth_utf8-bom": "This XML has a byte order mark.",
        "pydocx_doc-odd-even-hdrs": "First Page. Second Page.",
        "pydocx_par-hyperlinks": "No hyperlinks One awesome hyperlink. "
        "Three hyperlinks: the first one here, the second one, and the third.",
    }
    for name, page in pages.items():
        draft = READER.read(shared_data / "nasty" / "docx" / f"{name}.docx", Options())
        assert re.findall(r"\w+", " ".join(turn.text for turn in draft.turns)) == re.findall(r"\w+", page), name
