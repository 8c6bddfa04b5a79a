"""Subtitles: cues joined into turns with their times, each word once, and nothing dropped in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.effort import calls
from tests.specimens.make_office import HERE
from workbench.errors import WorkbenchError
from workbench.exchange.encoding import FileIsEmptyError
from workbench.exchange.readers import Options, recognise
from workbench.exchange.transcripts.plain_texts import READER as PLAIN
from workbench.exchange.transcripts.subtitles import READER, HeaderIsMissingError, SubtitlesHoldNoCuesError, parse
from workbench.sources.drafts import DraftDocument


def web(*cues: str, head: str = "WEBVTT") -> DraftDocument:
    return parse("\n\n".join((head, *cues)), name="07.vtt", web=True)


def at(second: float, words: str, length: float = 2) -> str:
    def stamp(moment: float) -> str:
        return f"{int(moment) // 60:02}:{moment % 60:06.3f}"

    return f"{stamp(second)} --> {stamp(second + length)}\n{words}"


def spoken(draft: DraftDocument) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in draft.turns]


def test_voices_become_turns_that_keep_their_time() -> None:
    draft = READER.read(HERE / "sources" / "interview.vtt", Options())
    assert [(turn.speaker, turn.text, turn.at_ms, turn.kind) for turn in draft.turns] == [
        ("Shirin", "How do you get home after college?", 3000, "turn"),
        ("Maya", "I walk with Jo if I can. Never on my own after dark.", 6000, "turn"),
        ("Shirin", "And the bus?", 70_000, "turn"),
    ]
    assert [(left.where, left.what) for left in draft.left_out] == [("line 3", "NOTE exported for the study")]


def test_both_kinds_of_subtitles_give_the_same_turns() -> None:
    from_web = READER.read(HERE / "sources" / "interview.vtt", Options())
    from_rip = READER.read(HERE / "sources" / "interview.srt", Options())
    assert from_web.turns == from_rip.turns


@pytest.mark.parametrize(
    ("cues", "turns"),
    [
        (("<v.loud Joe>Hey!</v>",), [("Joe", "Hey!")]),
        (("<v Joe>Hee!</v> Hee!",), [("Joe", "Hee!"), (None, "Hee!")]),
        (("<v Joe>Yes.</v>\n<v Ann>No.</v>",), [("Joe", "Yes."), ("Ann", "No.")]),
        (("<v Fish &amp; Chips>Hi &lt;3",), [("Fish & Chips", "Hi <3")]),
        (("<v>An apple tree!",), [(None, "An apple tree!")]),
        (("Ann: Yes.\nBen: No.", "Ann: Why?"), [("Ann", "Yes."), ("Ben", "No."), ("Ann", "Why?")]),
        (("INT: Yes?", "so we", "Maya: No.", "INT: Why?"), [("INT", "Yes? so we"), ("Maya", "No."), ("INT", "Why?")]),
        ((">> Why?", "Because. >> I see."), [(None, "Why? Because."), (None, "I see.")]),
        ((">> ANN: Why?", ">> BEN: Because.", ">> ANN: Oh."), [("ANN", "Why?"), ("BEN", "Because."), ("ANN", "Oh.")]),
        (("- Why?\n- Because.",), [(None, "Why?"), (None, "Because.")]),
        (("Ann Lee\nWhy?", "Ben\nBecause", "Ben\nI can."), [("Ann Lee", "Why?"), ("Ben", "Because I can.")]),
        (("<i>so</i> <c.yellow>it</c> <00:01.000>was{\\an8} <laughs>",), [(None, "so it was <laughs>")]),
    ],
)
def test_who_speaks(cues: tuple[str, ...], turns: list[tuple[str | None, str]]) -> None:
    assert spoken(web(*(at(number * 2, words) for number, words in enumerate(cues)))) == turns


def test_rolling_captions_give_each_word_once() -> None:
    draft = web(
        at(0, " \nso I go", 2),
        at(2, "so I go\n ", 0.01),
        at(2.01, "so I go\nby the path", 2),
        at(4, "by the path\nand then home", 2),
    )
    assert spoken(draft) == [(None, "so I go by the path and then home")]
    assert "The captions roll" in draft.notes[0]
    assert "(3 times)" in draft.notes[0]


def test_captions_that_grow_word_by_word() -> None:
    draft = web(at(0, "so"), at(1, "so I"), at(2, "so I go"), at(3, "and then"))
    assert spoken(draft) == [(None, "so I go and then")]


def test_somebody_who_says_the_same_twice_is_not_cut_short() -> None:
    draft = web(at(0, "Yes."), at(2, "Yes."), at(4, "I walk."), at(6, "By the path."), at(8, "It is near."))
    assert spoken(draft) == [(None, "Yes. Yes. I walk. By the path. It is near.")]
    assert not any("roll" in note for note in draft.notes)


def test_a_pause_begins_a_paragraph() -> None:
    draft = web(at(0, "I walk."), at(2.5, "It is near."), at(6.5, "And free."), at(20, "and then"), at(30, "home"))
    assert [(turn.text, turn.at_ms) for turn in draft.turns] == [
        ("I walk. It is near.", 0),
        ("And free.", 6500),
        ("and then", 20_000),
        ("home", 30_000),
    ]


def test_times_of_every_form() -> None:
    text = "1\n0:0:1.5 --> 0:0:2\nA\n\n2\n123:00:00,25 --> 123:00:01,5 X1:1 X2:2\nB\n"
    assert [turn.at_ms for turn in parse(text, name="07.srt", web=False).turns] == [1500, 442_800_250]


def test_cues_out_of_order_come_by_their_times() -> None:
    draft = web(at(8, "home."), at(0, "I"), at(2, "walk"))
    assert " ".join(turn.text for turn in draft.turns) == "I walk home."
    assert "order of their times" in draft.notes[0]


def test_what_has_no_time_keeps_its_words_and_what_has_no_words_is_said() -> None:
    draft = web(at(0, "one"), "two", "00:03.000 --> 00:0x.000\nthree", "00:04.000 --> 00:05.000\n", at(5, "four"))
    assert " ".join(turn.text for turn in draft.turns) == "one two three four"
    assert [(left.where, left.why) for left in draft.left_out] == [
        ("line 8", "the time cannot be read; its words are kept"),
        ("line 11", "no words follow it"),
    ]
    assert "2 pieces have no time" in draft.notes[0]


def test_srt_without_empty_lines_and_with_one_inside_a_cue() -> None:
    text = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\nI walk\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nhome\r\n\r\nby bus.\r\n"
    )
    draft = parse(text.replace("\r\n", "\n"), name="07.srt", web=False)
    assert spoken(draft) == [(None, "I walk home by bus.")]


def test_what_describes_the_file_is_left_out_and_said() -> None:
    draft = web(
        "STYLE\n::cue { color: red }", "REGION\nid:fred", at(0, "I walk."), head="WEBVTT - ours\nKind: captions"
    )
    assert [left.what for left in draft.left_out] == [
        "ours Kind: captions",
        "STYLE ::cue { color: red }",
        "REGION id:fred",
    ]
    assert spoken(draft) == [(None, "I walk.")]


def test_a_tag_that_is_never_closed_is_reported() -> None:
    draft = web(at(0, "I walk."), at(2, "<v It is near"))
    assert spoken(draft) == [(None, "I walk.")]
    assert (draft.left_out[0].where, draft.left_out[0].what) == ("line 6", "<v It is near")


@pytest.mark.parametrize("written", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be"])
def test_encodings_and_line_ends(tmp_path: Path, written: str) -> None:
    path = tmp_path / "07.srt"
    path.write_bytes("1\r\n00:00:01,000 --> 00:00:02,000\r\nthe café wasn’t open\r\n".encode(written))
    assert spoken(recognise(path).read(path, Options())) == [(None, "the café wasn’t open")]


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("07.vtt", "00:01.000 --> 00:02.000\nwords", HeaderIsMissingError),
        ("07.vtt", "\nWEBVTT\n\n00:01.000 --> 00:02.000\nwords", HeaderIsMissingError),
        ("07.vtt", "WEBVTTX\n\n00:01.000 --> 00:02.000\nwords", HeaderIsMissingError),
        ("07.vtt", "WEBVTT", SubtitlesHoldNoCuesError),
        ("07.srt", "just words", SubtitlesHoldNoCuesError),
        ("07.srt", "1\n00:00:01,000 --> 00:00:02,000\n--\n", FileIsEmptyError),
        ("07.srt", "", FileIsEmptyError),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, text: str, error: type[WorkbenchError]) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(error, match=re.escape(name)):
        recognise(path).read(path, Options())


def test_webvtt_is_known_by_its_first_word(tmp_path: Path) -> None:
    path = tmp_path / "07.txt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Maya>I walk.\n")
    assert spoken(recognise(path).read(path, Options())) == [("Maya", "I walk.")]


@pytest.mark.parametrize("name", ["2023_goodboy", "2025_keitai"])
def test_real_twins_give_the_same_words(shared_data: Path, name: str) -> None:
    folder = shared_data / "transcripts" / "hitsave"
    drafts = [
        reader.read(folder / f"{name}.{suffix}", Options())
        for reader, suffix in ((READER, "vtt"), (READER, "srt"), (PLAIN, "txt"))
    ]
    from_web, from_rip, from_plain = (" ".join(turn.text for turn in draft.turns).split() for draft in drafts)
    assert from_web == from_rip == from_plain
    assert drafts[0].turns == drafts[1].turns
    assert drafts[0].words == {"2023_goodboy": 6534, "2025_keitai": 14_986}[name]


def test_a_long_recording_takes_time_by_its_length() -> None:
    def effort(cues: int) -> int:
        text = "WEBVTT\n\n" + "\n\n".join(
            at(number * 3, f"<v S{number % 7}>words that go on and on") for number in range(cues)
        )
        return calls(lambda: parse(text, name="07.vtt", web=True))

    assert effort(4000) < 4.2 * effort(1000)
