"""Transcripts from OpenDocument, web pages, rich text, PDF and tables of turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.made import open_sheet, open_text, pdf, row
from workbench.errors import WorkbenchError
from workbench.exchange.archives import ArchiveIsBrokenError, ArchiveIsUnsafeError, PartIsBrokenError
from workbench.exchange.encoding import FileIsEmptyError
from workbench.exchange.readers import LiesBesideError, Options, recognise
from workbench.exchange.sheet_extent import SheetIsTooWideError
from workbench.exchange.transcripts.labels import SpeakersAreUnclearError, convention
from workbench.exchange.transcripts.pdf_pages import PdfIsBrokenError, PdfIsLockedError, PdfIsScannedError
from workbench.exchange.transcripts.plain_texts import parse
from workbench.exchange.transcripts.rich_texts import RichTextIsBrokenError
from workbench.exchange.transcripts.turn_tables import NoColumnOfWordsError
from workbench.sources.drafts import DraftDocument, DraftSurvey

TALK = ("Interviewer: How do you get home?", "Kez: On foot.", "Interviewer: And after dark?", "Kez: Not alone.")
SAID = [("Interviewer", "How do you get home?"), ("Kez", "On foot."), ("Interviewer", "And after dark?"), ("Kez", "Not alone.")]  # fmt: skip


def read(folder: Path, name: str, data: bytes | str, options: Options | None = None) -> DraftDocument:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    told = options or Options()
    draft = recognise(path, as_=told.as_).read(path, told)
    assert isinstance(draft, DraftDocument)
    return draft


def said(draft: DraftDocument) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in draft.turns]


def p(*lines: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in lines)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.odt", open_text(p(*TALK))),
        ("a.html", "<html><head><style>p {}</style><title>T</title><body>" + "".join(f"<p>{one}" for one in TALK)),
        ("a.rtf", r"{\rtf1\ansi\ansicpg1252 " + "\\par ".join(TALK) + "}"),
        ("a.pdf", pdf([TALK])),
        ("a.csv", "Speaker,Text\n" + "".join(f'{who},"{words}"\n' for who, words in SAID)),
        ("wrong.txt", pdf([TALK])),
        ("wrong.docx", open_text(p(*TALK))),
    ],
)
def test_every_kind_tells_who_said_what(tmp_path: Path, name: str, data: bytes | str) -> None:
    draft = read(tmp_path, name, data)
    assert said(draft) == SAID
    assert draft.roles == {"Interviewer": "interviewer", "Kez": "participant"}


def test_an_open_text_as_it_is_seen(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h>Walking</text:h>"
        "<text:p>Kez: I  walk<text:s text:c='2'/>there<text:line-break/>and<text:tab/>back.<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>By the river.</text:p></text:note-body></text:note></text:p>"
        "<text:list><text:list-item><text:p>Ola: Me too.</text:p></text:list-item>"
        "</text:list><text:p><text:hidden-text>secret</text:hidden-text>Shown.<office:annotation><dc:creator>Ann"
        "</dc:creator><text:p>Ask.</text:p></office:annotation></text:p>"
        "<text:p>Kez: Yes.</text:p>"
        "<text:section text:display='none'><text:p>hidden</text:p></text:section>"
    )
    draft = read(tmp_path, "a.odt", open_text(body))
    assert [(turn.kind, turn.speaker, turn.text) for turn in draft.turns] == [
        ("heading", None, "Walking"),
        ("turn", "Kez", "I walk  there"),
        ("paragraph", "Kez", "and back."),
        ("turn", "Ola", "Me too."),
        ("paragraph", "Ola", "Shown."),
        ("turn", "Kez", "Yes."),
        ("note", None, "By the river."),
    ]
    assert [(one.turn, one.author, one.text) for one in draft.comments] == [(4, "Ann", "Ask.")]
    assert any("1 deletions are out" in note for note in draft.notes)
    assert {left.what for left in draft.left_out} == {"hidden passages (2)"}


def test_names_in_bold_on_lines_of_their_own(tmp_path: Path) -> None:
    styles = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    body = "".join(
        f'<text:p><text:span text:style-name="B">{who}</text:span></text:p><text:p>{words}</text:p>'
        for who, words in SAID
    )
    assert said(read(tmp_path, "a.odt", open_text(body, styles=styles))) == SAID
    page = "".join(f"<p><b>{who}</b></p><p>{words}</p>" for who, words in SAID)
    assert said(read(tmp_path, "a.html", page)) == SAID


def test_a_table_of_turns_in_an_open_text_and_a_web_page(tmp_path: Path) -> None:
    cells = [f"<td>{who}</td><td>{words}</td>" for who, words in SAID]
    page = f"<nav>Menu</nav><table>{''.join(f'<tr>{one}</tr>' for one in cells)}</table><img src=x><footer>(c)</footer>"
    draft = read(tmp_path, "a.html", page)
    assert said(draft) == SAID
    assert {left.what for left in draft.left_out} == {"pictures (1)", "menus, footers and asides (2)"}
    rows = "".join(
        f"<table:table-row><table:table-cell>{p(who)}</table:table-cell><table:table-cell>{p(words)}"
        "</table:table-cell></table:table-row>"
        for who, words in SAID
    )
    assert said(read(tmp_path, "b.odt", open_text(f"<table:table>{rows}</table:table>"))) == SAID


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{cells}</table>"


def test_of_a_table_of_turns_numbers_are_left_out_and_remarks_are_nobodys_words(tmp_path: Path) -> None:
    rows = [(str(at), who, words, "looks away" if at == 2 else "") for at, (who, words) in enumerate(SAID, 1)]
    draft = read(tmp_path, "talk.html", table(("Line", "Speaker", "Text", "Notes"), *rows))
    assert [(turn.kind, *one) for turn, one in zip(draft.turns, said(draft), strict=True)] == [
        ("turn", *SAID[0]),
        ("turn", *SAID[1]),
        ("note", None, "looks away"),
        ("turn", *SAID[2]),
        ("turn", *SAID[3]),
    ]
    assert "a column of numbers" in [one.what for one in draft.left_out]


def test_questions_in_bold_are_the_interviewers_where_nobody_is_named(tmp_path: Path) -> None:
    asked = [
        f"<p><b>{question}</b></p><p>{answer}</p><p>And so on.</p>"
        for question, answer in (("Why walk?", "It is near."), ("And at night?", "Never."), ("Why not?", "The path."))
    ]
    draft = read(tmp_path, "talk.html", "<h1>Walk 3</h1><p>By the canal.</p>" + "".join(asked))
    assert draft.roles == {"Interviewer": "interviewer", "Participant": "participant"}
    assert said(draft)[:5] == [
        (None, "Walk 3"),
        (None, "By the canal."),
        ("Interviewer", "Why walk?"),
        ("Participant", "It is near."),
        ("Participant", "And so on."),
    ]
    assert any("bold paragraphs were taken for the interviewer's" in note for note in draft.notes)


def test_what_is_bold_and_asks_nothing_is_nobodys(tmp_path: Path) -> None:
    parts = "".join(f"<p><b>{head}.</b></p><p>Some words of it.</p>" for head in ("Weather", "The market", "Who came"))
    assert read(tmp_path, "notes.html", parts).roles == {}


def test_what_a_browser_does_not_show_is_not_there(tmp_path: Path) -> None:
    page = "<p>Seen &amp; <b>kept</b>&nbsp;here<script>var a='no'</script><p hidden>no<p style='display: none'>no</p><pre>a\n b</pre>"
    assert [turn.text for turn in read(tmp_path, "a.htm", page).turns] == ["Seen & kept here", "a", "b"]


def test_elements_end_where_a_browser_ends_them(tmp_path: Path) -> None:
    """Also a program closed at once, as in XHTML, and what is left open in a menu."""
    page = "<?xml version='1.0'?><title/><script src='a'/><p>One <!-- no --> two<p>Three<nav><div>Menu</nav><p>Four</p>tail"
    assert [turn.text for turn in read(tmp_path, "a.xhtml", page).turns] == ["One two", "Three", "Four", "tail"]


def test_a_page_that_is_a_form_from_end_to_end_comes_in_without_its_boxes(tmp_path: Path) -> None:
    page = (
        "<form><input value=x>"
        + "".join(f"<p>{one}" for one in TALK)
        + "<textarea>typed</textarea><button>Send</button></form>"
    )
    draft = read(tmp_path, "a.html", page)
    assert said(draft) == SAID
    assert [left.what for left in draft.left_out] == ["buttons and boxes to fill in (2)"]


def test_what_a_page_hides_is_counted(tmp_path: Path) -> None:
    page = f"<p>{TALK[0]}<p hidden>no<p>{TALK[1]} <span style='display:none'>no <b>no</b></span>Yes.<div hidden> </div>"
    draft = read(tmp_path, "a.html", page)
    assert said(draft) == [SAID[0], ("Kez", "On foot. Yes.")]
    assert [left.what for left in draft.left_out] == ["hidden passages (2)"]


NOTED_BY_WORD = (
    "<p>Interviewer: How do you get <del>from</del><ins>home</ins>?<o:p></o:p></p>"
    '<p>Kez: On foot.<a style=\'mso-comment-reference:A_1\'></a><a class=msocomanchor href="#_msocom_1" name="_msoanchor_1">[A1]</a>'
    '<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a></p><p>Interviewer: And after dark?</p><p>Kez: Not alone.</p>'
    '<div style=\'mso-element:footnote-list\'><hr><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> By the river.</p></div></div>'
    '<div style=\'mso-element:comment-list\'><div id="_com_1"><span style=\'mso-comment-author:"Ann"\'><a name="_msocom_1"></a>'
    '<p class=MsoCommentText><a href="#_msoanchor_1" class=msocomoff>[A1]</a>Ask<o:p></o:p></p><p>again.</p></span></div></div>'
)
NOTED_BY_DOCS = (
    "<p><span>Interviewer:</span><span>&nbsp;How do you get home?</span></p><p><span>Kez:</span><span>&nbsp;On foot.</span>"
    '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p>'
    "<p>Interviewer: And after dark?</p><p>Kez: Not alone.</p>"
    '<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;By the river.</span></p></div>'
    '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Ask</span></p><p>again.</p></div>'
)


@pytest.mark.parametrize(("page", "author"), [(NOTED_BY_WORD, "Ann"), (NOTED_BY_DOCS, "somebody")])
def test_comments_and_footnotes_of_a_saved_page_are_nobodys_words(tmp_path: Path, page: str, author: str) -> None:
    draft = read(tmp_path, "a.htm", f"<html>{page}")
    assert said(draft) == [*SAID, (None, "By the river.")]
    assert [(draft.turns[one.turn].text, one.author, one.text) for one in draft.comments] == [
        ("On foot.", author, "Ask again.")
    ]
    assert not draft.left_out


@pytest.mark.parametrize(
    "turn",
    ["<p><b>{0}</b> <span>0:0{1}</span></p><p>{2}</p>", "<div>{0}</div><div>00:00:0{1}</div><div>{2}</div>",
     "<div><span>{0}</span><span>0:0{1}</span></div><div>{2}</div>"],
)  # fmt: skip
def test_a_page_of_names_and_times_above_what_was_said_has_speakers(tmp_path: Path, turn: str) -> None:
    page = "".join(turn.format(who, number, words) for number, (who, words) in enumerate(SAID))
    draft = read(tmp_path, "a.html", page)
    assert said(draft) == SAID
    assert [one.at_ms for one in draft.turns] == [0, 1000, 2000, 3000]


def test_the_encoding_that_a_page_says_it_is_in_is_taken(tmp_path: Path) -> None:
    page = "<meta http-equiv=Content-Type content='text/html; charset={0}'><p>Interviewer: {1}?<p>Kez: No."
    latin = read(tmp_path, "a.html", page.format("iso-8859-1", "Café “open”").encode("cp1252"))
    assert latin.turns[0].text == "Café “open”?"
    assert latin.notes == ("Read as iso-8859-1.",)
    polish = read(tmp_path, "b.html", page.format("windows-1250", "Żółć").encode("cp1250"))
    assert polish.turns[0].text == "Żółć?"


def test_words_that_xml_takes_as_they_stand_are_words(tmp_path: Path) -> None:
    page = "<?xml version='1.0'?><html><body><p>Interviewer: How?</p><p>Kez: <![CDATA[By <foot> & bus]]>.</p><![CDATA[ left open"
    assert read(tmp_path, "a.xhtml", page).turns[1].text == "By <foot> & bus."


LINES = (
    ("Interviewer: How do you get home from the college in the after-", "noon, say on a Tuesday?",
     "Kez: On foot, by the path behind the shops, unless it rains."),
    ("Interviewer: And after dark, when the lamps behind the shops are", "out?",
     "Kez: Not alone. I go with Jo, and we meet at the caf\xe9 that is well-"),
    ("Lit? No. It is not lit at all, and that is what I keep on telling", "them.", "Interviewer: Whom do you tell?"),
)  # fmt: skip


@pytest.mark.parametrize("numbered", ["", "before", "alone"])
def test_pages_of_a_pdf_lose_what_stands_on_each(tmp_path: Path, numbered: str) -> None:
    pages = []
    for number, lines in enumerate(LINES):
        marks = [str(3 * number + place) for place in (1, 2, 3)]
        counted = list(lines)
        if numbered == "before":
            counted = [f"{mark} {line}" for mark, line in zip(marks, lines, strict=True)]
        elif numbered == "alone":
            counted = [part for pair in zip(marks, lines, strict=True) for part in pair]
        pages.append(["Interview 7, confidential", *counted, f"Page {number + 1} of 3"])
    draft = read(tmp_path, "a.pdf", pdf(pages))
    assert said(draft) == [
        ("Interviewer", "How do you get home from the college in the afternoon, say on a Tuesday?"),
        ("Kez", "On foot, by the path behind the shops, unless it rains."),
        ("Interviewer", "And after dark, when the lamps behind the shops are out?"),
        ("Kez", "Not alone. I go with Jo, and we meet at the café that is well- Lit? No. It is not lit at all, and that is"
         " what I keep on telling them."),
        ("Interviewer", "Whom do you tell?"),
    ]  # fmt: skip
    gone = {"“Interview #, confidential” (3 times)", "“Page # of #” (3 times)"}
    assert {left.what for left in draft.left_out} == gone | ({"line numbers (9)"} if numbered else set())


def test_pages_that_are_all_alike_keep_their_words(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.pdf", pdf([["Kez: I walk.", "Ola: So do I."]] * 3))
    assert said(draft)[:2] == [("Kez", "I walk."), ("Ola", "So do I.")]
    assert len(draft.turns) == 6


def test_numbers_that_somebody_says_stay(tmp_path: Path) -> None:
    lines = ["Kez: I was", "17 when it", "began.", "Ola: Yes.", "Kez: It was"]
    draft = read(tmp_path, "a.pdf", pdf([lines, ["2019, I think.", "Ola: In 2019.", "12"]]))
    assert "17 when it" in " ".join(turn.text for turn in draft.turns)
    assert "2019, I think." in " ".join(turn.text for turn in draft.turns)
    assert [left.what for left in draft.left_out] == ["page numbers (1)"]


def test_rich_text_says_what_it_leaves_out(tmp_path: Path) -> None:
    written = (
        r"{\rtf1\ansi\ansicpg1250 Kez: \'8ekola {\footnote{\pard below\par}}{\pict 00ff}.\par Ola: \u8211? so.\par"
        r" Kez: Yes.}"
    )
    draft = read(tmp_path, "a.rtf", written)
    assert draft.turns[0].text.startswith("Žkola")
    assert draft.turns[1].text == "– so."
    assert {left.what for left in draft.left_out} == {"pictures or objects (1)", "footnotes (1)"}


def test_times_in_a_table_of_turns(tmp_path: Path) -> None:
    table = (
        "start\tend\tspeaker\ttext\tmood\n0\t7680\tKez\tI walk.\tcalm\n7680\t9000\tKez\tAlone.\t\n9000\t9500\tOla\t\t\n"
    )
    draft = read(tmp_path, "a.tsv", table)
    assert [(one.speaker, one.kind, one.text, one.at_ms, one.until_ms) for one in draft.turns] == [
        ("Kez", "turn", "I walk.", 0, 7680),
        ("Kez", "paragraph", "Alone.", 7680, 9000),
    ]
    assert [(left.where, left.what) for left in draft.left_out] == [("the table", "mood"), ("line 4", "a row")]
    seconds = read(tmp_path, "b.csv", "name,start time,text\nKez,1.5,I walk.\nOla,0:03,Yes.\n")
    assert [one.at_ms for one in seconds.turns] == [1500, 3000]


def test_a_sheet_of_turns(tmp_path: Path) -> None:
    rows = row("Speaker", "Text") + "".join(row(*one) for one in SAID)
    assert said(read(tmp_path, "a.ods", open_sheet(rows), Options(as_="transcript"))) == SAID
    with pytest.raises(NoColumnOfWordsError, match="“age”"):
        read(tmp_path, "b.ods", open_sheet(row("id", "age") + row("1", "16")), Options(as_="transcript"))


def test_a_survey_as_an_open_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    rows = (
        row("id", "why", "age")
        + row("P1", "It is dark.", "16")
        + row("P2", "No bus.", "17", more=' table:visibility="collapse"')
    )
    path.write_bytes(open_sheet(rows))
    draft = recognise(path, as_="survey").read(path, Options(as_="survey"))
    assert isinstance(draft, DraftSurvey)
    assert draft.cases == ("P1", "P2")
    assert any("hidden on the sheet" in note for note in draft.notes)


def test_speakers_as_somebody_says(tmp_path: Path) -> None:
    lines = "12:03 <Kez>\nI walk.\n13:00 <ola>\nYes.\n14:00 <Ola>\nNo: never.\n"
    draft = parse(lines, name="a.txt", markdown=False, speakers="TIME <NAME>")
    assert [(one.speaker, one.text, one.at_ms) for one in draft.turns] == [
        ("Kez", "I walk.", 723_000), ("ola", "Yes.", 780_000), ("ola", "No: never.", 840_000),
    ]  # fmt: skip
    alone = parse("KEZ\nI walk.\nand talk to you\nOLA\nYes.\n", name="a.txt", markdown=False, speakers="NAME")
    assert [one.speaker for one in alone.turns] == ["KEZ", "KEZ", "OLA"]
    marks = parse(
        "Q1 How far?\nA2 I walk a mile.\nI go home.\nThe way is dark.\n",
        name="a.txt",
        markdown=False,
        speakers="NAME …",
    )
    assert [one.speaker for one in marks.turns] == ["Q1", "A2", "A2", "A2"]
    assert [one.text for one in marks.turns][:2] == ["How far?", "I walk a mile."]
    other = parse("\n".join(TALK), name="a.txt", markdown=False, speakers="[NAME]")
    assert [one.speaker for one in other.turns] == [who for who, _ in SAID]
    assert any("the usual ways were tried" in note for note in other.notes)
    for wrong in ("", " ", "SOMEBODY:", "NAME NAME"):
        with pytest.raises(SpeakersAreUnclearError):
            convention(wrong)


@pytest.mark.parametrize(
    ("name", "data", "error", "says"),
    [
        ("a.odt", open_text(p(" ")), FileIsEmptyError, "no words"),
        ("a.odt", open_text(p("words"), manifest="<m><encryption-data/></m>"), ArchiveIsUnsafeError, "password"),
        ("a.odt", open_text(p("words"))[:-30], ArchiveIsBrokenError, "damaged"),
        ("a.odt", open_text("<text:p>"), PartIsBrokenError, "cannot be read"),
        ("a.odt", open_text("<text:section>" * 200 + p("deep") + "</text:section>" * 200), PartIsBrokenError, "deeply"),
        ("a.odt", open_text("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"), WorkbenchError, "cannot be read"),
        ("a.html", "<script>words</script>", FileIsEmptyError, "no words"),
        ("a.rtf", "{\\rtf1 }", FileIsEmptyError, "no words"),
        ("a.rtf", "{\\rtf1 {\\shp{\\*\\shpinst{\\shptxt words}}}}", FileIsEmptyError, "save it as .docx"),
        ("a.pdf", pdf([[]]), PdfIsScannedError, "holds no words"),
        ("a.pdf", pdf([TALK])[:60], PdfIsBrokenError, "damaged"),
        ("a.pdf", b"%PDF-1.7\n", PdfIsBrokenError, "damaged"),
        (
            "a.pdf",
            pdf([TALK], extra="/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "a" * 32 + ") /U (" + "b" * 32 + ") /P -4 >> /ID [(x) (x)] "),
            PdfIsLockedError,
            "password",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes | str, error: type[WorkbenchError], says: str
) -> None:
    with pytest.raises(error, match=says) as reason:
        read(tmp_path, name, data)
    assert str(reason.value).startswith("a.")


def test_a_sheet_whose_cells_repeat_without_end_is_refused(tmp_path: Path) -> None:
    wide = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    with pytest.raises(SheetIsTooWideError, match="too far apart"):
        read(tmp_path, "a.ods", open_sheet(wide), Options(as_="survey"))


@pytest.mark.parametrize("written", ["Kez: Yes.", "\\u99999999999? Kez", "}}}}} words", "\\ansicpg99999 words"])
def test_broken_rich_text_is_refused_or_read(tmp_path: Path, written: str) -> None:
    try:
        assert read(tmp_path, "a.rtf", f"{{\\rtf1 {written}").has_words
    except (RichTextIsBrokenError, FileIsEmptyError) as reason:
        said = str(reason)
        assert said.startswith("a.rtf")


@pytest.mark.parametrize(
    "name", ["~$interview.docx", "~WRL0003.tmp", ".~lock.a.odt#", "Thumbs.db", "desktop.ini", ".DS_Store"]
)
def test_what_programs_leave_in_a_folder_lies_beside_the_texts(tmp_path: Path, name: str) -> None:
    with pytest.raises(LiesBesideError, match="what a program keeps for itself"):
        read(tmp_path, name, b"\x05Ann" + bytes(60))
