"""Transcripts: who speaks, when, and every word kept."""

from __future__ import annotations

import html
import re
import time
import unicodedata
from pathlib import Path

import pytest

from workbench.exchange.readers import Options, recognise
from workbench.exchange.transcripts.cues import TIME
from workbench.exchange.transcripts.plain_texts import READER, TranscriptMapIsWrongError, cleaned, parse
from workbench.sources.drafts import DraftDocument
from workbench.text import word_count


def spoken(draft: DraftDocument) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in draft.turns]


def text(written: str) -> DraftDocument:
    return parse(written, name="07.txt", markdown=False)


def markdown(written: str) -> DraftDocument:
    return parse(written, name="07.md", markdown=True)


def test_bold_names_entities_and_several_paragraphs_a_turn() -> None:
    draft = markdown(
        "**Ana Lee:** It&#39;s fine &amp; \\[laughter\\] good.\n\nMore *of* it.\n\n**Ben Ode**: \\[00:12:03.50\\] Yes.\n\n"
        "**Ana Lee:** No.\n"
    )
    assert spoken(draft) == [
        ("Ana Lee", "It's fine & [laughter] good."),
        ("Ana Lee", "More of it."),
        ("Ben Ode", "Yes."),
        ("Ana Lee", "No."),
    ]
    assert [turn.kind for turn in draft.turns] == ["turn", "paragraph", "turn", "turn"]
    assert draft.turns[2].at_ms == 723_500


def test_otter_with_a_header_that_names_the_interviewer() -> None:
    draft = markdown(
        "# Talk with Ben\n\n## Details\n\nInterviewer is Ana M Lee.\n\n## Transcript\n\nAna Lee  0:22  \nHi Ben.\n\n"
        "Ben Ode  1:02:07  \nHi.\n\nTranscribed by https://otter.ai\n"
    )
    assert draft.title == "Talk with Ben"
    assert draft.roles == {"Ana Lee": "interviewer", "Ben Ode": "participant"}
    assert [turn.at_ms for turn in draft.turns if turn.speaker] == [22_000, 3_727_000]
    assert [turn.kind for turn in draft.turns] == ["heading", "heading", "note", "heading", "turn", "turn", "note"]


def test_names_on_a_line_of_their_own_without_a_time() -> None:
    draft = markdown("## Transcript\n\nAna Lee  \nHi.\n\nBen Ode  \nHello.\n\nAna Lee  \nSo.\n\nBen Ode  \nYes.\n")
    assert spoken(draft)[1:] == [("Ana Lee", "Hi."), ("Ben Ode", "Hello."), ("Ana Lee", "So."), ("Ben Ode", "Yes.")]


def test_wrapped_lines_go_on_with_the_turn() -> None:
    draft = text(
        "Speaker 1:          this text is wrapped before it comes to the eightieth column of the\n"
        "                    page, and goes on\nSpeaker 2:          right\nadmin-1:  ok\nMax Bigman: hello\n"
    )
    assert spoken(draft) == [
        (
            "Speaker 1",
            "this text is wrapped before it comes to the eightieth column of the page, and goes on",
        ),
        ("Speaker 2", "right"),
        ("admin-1", "ok"),
        ("Max Bigman", "hello"),
    ]


@pytest.mark.parametrize(
    ("written", "speakers"),
    [
        ("Interviewer: hi\nAisha: hello\n", {"Interviewer": "interviewer", "Aisha": "participant"}),
        ("INTERVIEWER: hi\n\nP1: hello\n", {"INTERVIEWER": "interviewer", "P1": "participant"}),
        ("Q. Where?\nA. Here.\nQ. Why?\nA. Just so.\n", {"Q": "interviewer", "A": "participant"}),
        ("[id1] one\n[id2] two\n[id1] three\n", {"id1": "participant", "id2": "participant"}),
        ("[00:01] Ana: a\n[00:02] Ben: b\n[00:03] Ana: c\n", {"Ana": "participant", "Ben": "participant"}),
        ("Dana Boyd: I\n\nIan Low: so\n\nDB: fine\n\nDB: ok\n", {"Dana Boyd": "participant", "Ian Low": "participant"}),
        ("And then I said: no\nwe went home\n", {}),
        ("Monday: we went.\nTuesday: we stayed.\nMonday: again.\n", {}),
        ("The plan has two parts: this\n\nNote: one.\n\nNote: two.\n\nImportant: three.\n", {}),
        ("See https://example.org: it is there\n\nTime: 10:30\n", {}),
    ],
)
def test_who_speaks(written: str, speakers: dict[str, str]) -> None:
    assert text(written).roles == speakers


def test_a_colon_in_what_somebody_says_makes_no_speaker() -> None:
    draft = text("Ana: Well.\nBen: And then I said: no.\nThen She said: never.\nAna: Why?\n")
    assert set(draft.roles) == {"Ana", "Ben"}


def test_header_lines_are_no_speakers_and_name_the_interviewer() -> None:
    draft = text(
        "Date: 3 March 2025\nInterviewer: Tom Lee\nPlace: Harlow\n\nTom Lee: So?\n\nYP07: Fine.\n\nTom Lee: Ok?\n"
    )
    assert draft.roles == {"Tom Lee": "interviewer", "YP07": "participant"}
    assert [turn.text for turn in draft.turns if turn.kind == "note"][1] == "Interviewer: Tom Lee"


def test_cues_join_into_paragraphs_at_pauses() -> None:
    draft = markdown(
        "00:00.000 --> 00:02.000\nHello,\n\n00:02.000 --> 00:04.000\neverybody.\n\n00:09.000 --> 00:11.000\nSo.\n"
    )
    assert [(turn.text, turn.at_ms) for turn in draft.turns] == [("Hello, everybody.", 0), ("So.", 9000)]
    one_line = text("[00:43.810 --> 00:47.850]  Hello.\n[00:58.350 --> 00:59.570]  Bye.\n")
    assert [turn.at_ms for turn in one_line.turns] == [43_810, 58_350]


def test_a_name_without_words_is_reported() -> None:
    draft = text("Ana: Hello.\n\nBen:\n\nAna: Are you there?\n\nBen: Yes.\n")
    assert [(left.where, left.what) for left in draft.left_out] == [("line 3", "Ben")]


def test_a_break_is_no_person() -> None:
    draft = markdown("**Ana:** One.\n\n**Break:** \\[28:13\\]\n\n**Ben:** Two.\n\n**Ana:** Three.\n")
    assert set(draft.roles) == {"Ana", "Ben"}
    assert ("note", 1_693_000) in [(turn.kind, turn.at_ms) for turn in draft.turns]


def test_control_characters_are_taken_out_and_reported() -> None:
    draft = text("Ana: red\x1b[31m alert\nBen: ok\nAna: yes\n")
    assert draft.turns[0].text == "red[31m alert"
    assert draft.left_out[0].what == "1 control characters"


def test_whatever_prints_nothing_goes_and_all_else_stays() -> None:
    for code in (*range(1, 0x2FF), 0x2019, 0x1F600, 0xD800):
        letter = chr(code)
        kept = "\n" if letter in "\n\r\f\x85" else letter
        silent = kept not in "\t\n" and unicodedata.category(kept) == "Cc"
        assert cleaned(f"a{letter}b £c é") == (f"a{'' if silent else kept}b £c é", int(silent)), code


def test_running_text_of_wrapped_lines_is_cut_into_paragraphs() -> None:
    draft = text("\n".join(["so we went on and on about the way to school and back again"] * 80))
    assert len(draft.turns) > 5
    assert draft.words == 80 * 14


@pytest.mark.parametrize(
    "written", ["_a " * 20_000, "**a " * 20_000, "# " + "#" * 20_000 + "x", "# a" + " " * 20_000 + "x", "\\[" * 20_000]
)
def test_strange_text_takes_no_longer_than_other_text(written: str) -> None:
    begun = time.process_time()
    markdown(written)
    assert time.process_time() - begun < 10


MARKS = (
    re.compile(rf"^\[?{TIME}\s*-->\s*{TIME}\]?", re.M),
    re.compile(rf"\\?\[{TIME}\\?\]"),
    re.compile(r"^\*\*[^*\n]{1,40}\*\*:?|^\*\*[^*\n]{1,40}:\*\*", re.M),
    re.compile(rf"^[A-Z][\w.-]+(?: [A-Z][\w.-]+){{1,3}} {{2}}(?:{TIME} {{2}})?$", re.M),
)


def words_without_marks(written: str) -> int:
    for mark in MARKS:
        written = mark.sub(" ", written)
    return word_count(html.unescape(written))


def test_every_real_transcript_keeps_its_words(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0.90 to 1.02 of the words, once times and labels are off both sides."""
    files = sorted(path for path in (shared_data / "transcripts").rglob("*") if path.suffix in {".md", ".txt"})
    files = [path for path in files if path.name != "LABELS.md"]
    assert len(files) >= 25
    lines = []
    for path in files:
        draft = recognise(path).read(path, Options())
        words_in = words_without_marks(path.read_text(encoding="utf-8"))
        turns = sum(turn.kind == "turn" for turn in draft.turns)
        share = draft.words / words_in
        lines.append(
            f"{path.name:36} {draft.kind:10} speakers {len(draft.roles)} turns {turns:4} passages {len(draft.turns):4}"
            f" words {words_in:6} {draft.words:6} {share:.3f} left out {len(draft.left_out)}"
        )
        assert 0.90 <= share <= 1.02, lines[-1]
        assert draft.roles or path.name in {
            "2023_goodboy.txt",
            "2023_urbina_cues_in_md.md",
            "2025_keitai.txt",
            "LICENSE.md",
            "README.md",
        }, path.name
    with capsys.disabled():
        print("\n" + "\n".join(lines))


@pytest.mark.parametrize(
    ("map_", "says"),
    [
        ("roles: {Ben: cheese}", r"map\.yaml: “cheese” is no role\. Roles are participant, interviewer"),
        ("roles: [Ben]", "`roles` has to be a list of `label: role`"),
        ("cases: {Ben: }", "`cases` has to be a list of `label: case`"),
        ("roles: {Ben: supporter}\ncaces: {Ben: P1}", "no “caces”"),
    ],
)
def test_a_map_of_speakers_that_is_wrong_says_where(tmp_path: Path, map_: str, says: str) -> None:
    (tmp_path / "map.yaml").write_text(map_)
    (tmp_path / "07.md").write_text("Ann: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: No.\n")
    with pytest.raises(TranscriptMapIsWrongError, match=says):
        READER.read(tmp_path / "07.md", Options(map_path=tmp_path / "map.yaml"))


def test_a_map_may_name_somebody_who_does_not_speak_here(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("roles: {Zed: interviewer}\ncases: {Ben: P1, Kit: P2}")
    (tmp_path / "07.md").write_text("Ann: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: No.\n")
    draft = READER.read(tmp_path / "07.md", Options(map_path=tmp_path / "map.yaml"))
    assert draft.cases == {"Ben": "P1"}
    assert draft.notes[-1] == "The map names Zed, Kit: nobody of that name speaks here."


def test_a_line_that_names_the_interviewer_is_no_turn() -> None:
    draft = text("Interviewer: Ann\n\nAnn: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: No.\n")
    assert draft.roles == {"Ann": "interviewer", "Ben": "participant"}
    assert spoken(draft)[0] == (None, "Interviewer: Ann")


def test_a_name_in_brackets_with_a_time_as_zoom_keeps_captions() -> None:
    draft = text("[Ann Lee] 12:00:03\nWhy?\n\n[Ben] 12:00:09\nSo.\n\n[Ann Lee] 12:01:00\nAnd?\n")
    assert [(turn.speaker, turn.text, turn.at_ms) for turn in draft.turns][:2] == [
        ("Ann Lee", "Why?", 43_203_000),
        ("Ben", "So.", 43_209_000),
    ]


def test_a_passage_that_nobody_could_read_in_one_piece_is_cut_at_sentences() -> None:
    draft = text("Kez: " + "We went round by the long road. " * 2000 + "\n\nOla: Yes.\n\nKez: No.\n\nOla: So.")
    long = [turn for turn in draft.turns if turn.speaker == "Kez"]
    assert [turn.kind for turn in long] == ["turn", "paragraph", "paragraph", "paragraph", "turn"]
    assert all(turn.text.endswith("road.") and len(turn.text) <= 20_000 for turn in long[:-1])
    assert " ".join(turn.text for turn in long[:-1]) == ("We went round by the long road. " * 2000).strip()
    assert any("is cut into 4" in note for note in draft.notes)
    assert "".join(turn.text for turn in text("x" * 50_000).turns) == "x" * 50_000


def test_texts_by_their_longer_endings_are_read_as_by_the_short_ones(tmp_path: Path) -> None:
    (tmp_path / "a.text").write_text("Sam: Where?\n\nKez: **Here**.\n\nSam: When?\n", "utf-8")
    (tmp_path / "a.markdown").write_text("Sam: Where?\n\nKez: **Here**.\n\nSam: When?\n", "utf-8")
    texts = [recognise(path).read(path, Options()).turns[1].text for path in sorted(tmp_path.iterdir())]
    assert texts == ["Here.", "**Here**."]
