"""The ways in which recorders, meetings, chats and typists mark who speaks, as their files have them."""

from __future__ import annotations

import pytest

from workbench.exchange.transcripts.plain_texts import parse
from workbench.exchange.transcripts.subtitles import READER
from workbench.sources.drafts import DraftDocument

ASKED = ("How do you get to college?", "Mostly the bus. It is late.", "And walking home?", "Not past the underpass.")
SAM, KEZ = "Sam Reed", "Kez"


def spoken(draft: DraftDocument) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in draft.turns if turn.speaker]


def lines(how: str, *, between: str = "\n\n") -> str:
    """The conversation, each turn in one way, with NAME, TIME and WORDS where they stand."""
    turns = zip((SAM, KEZ, SAM, KEZ), ("00:00:01", "00:00:06", "00:00:12", "00:00:15"), ASKED, strict=True)
    return between.join(
        how.replace("NAME", name).replace("TIME", time).replace("WORDS", words) for name, time, words in turns
    )


@pytest.mark.parametrize(
    "how",
    [
        "TIME NAME\nWORDS",
        "[TIME.120] - NAME\nWORDS",
        "NAME  TIME\nWORDS",
        "NAME TIME\nWORDS",
        "NAME (TIME):\nWORDS",
        "[TIME] NAME: WORDS",
        "NAME: [TIME] WORDS",
        "[NAME] TIME\nWORDS",
        "TIME\n\nNAME: WORDS",
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_names_with_times_are_found_however_they_are_written(how: str, between: str) -> None:
    draft = parse(lines(how, between=between), name="talk.txt", markdown=False)
    assert spoken(draft) == [(SAM, ASKED[0]), (KEZ, ASKED[1]), (SAM, ASKED[2]), (KEZ, ASKED[3])]
    assert [turn.at_ms // 1000 for turn in draft.turns if turn.at_ms is not None] == [1, 6, 12, 15]


@pytest.mark.parametrize(
    ("how", "guessed"),
    [
        ("NAME\nWORDS", "names that stand alone on a line"),
        ("NAME – WORDS", "names before a dash"),
    ],
)
def test_names_without_a_colon_are_guessed_and_said_to_be(how: str, guessed: str) -> None:
    draft = parse(lines(how), name="talk.txt", markdown=False)
    assert spoken(draft) == [(SAM, ASKED[0]), (KEZ, ASKED[1]), (SAM, ASKED[2]), (KEZ, ASKED[3])]
    assert any(guessed in note for note in draft.notes)


def test_letters_in_capitals_before_a_gap_are_speakers() -> None:
    text = "\n".join(f"{who}    {words}" for who, words in zip(("INT", "P3") * 2, ASKED, strict=True))
    draft = parse(text, name="talk.txt", markdown=False)
    assert draft.roles == {"INT": "interviewer", "P3": "participant"}
    assert spoken(draft)[1] == ("P3", ASKED[1])


@pytest.mark.parametrize(
    "text",
    [
        "[00:01] So how is it\n[00:04] Yeah\n[00:05] Mostly the bus\n[00:07] Yeah\n[00:09] Okay\n[00:11] And late\n",
        "Yeah.\n\nWe went to the market.\n\nOkay\n\nA man - tall - stood there.\n\nYeah\n\nIt rained all day.\n\nOkay\n\nSo.\n",
        "Buses\n\nBasildon 10:30\nLaindon 10:45\nBasildon 11:30\nLaindon 11:45\n\nThey were late.\n",
        "Basildon - a town.\n\nIt has a market, and estates.\n\nHarlow - a town.\n\nIt is new.\n\nBoth are far off.\n",
    ],
)
def test_short_words_and_dashes_in_running_text_are_nobodys_names(text: str) -> None:
    assert spoken(parse(text, name="notes.txt", markdown=False)) == []


@pytest.mark.parametrize(
    ("labels", "role"),
    [(("I", "R1"), "interviewer"), (("I", "P"), "interviewer"), (("I", "R"), "participant")],
)
def test_an_i_asks_where_the_others_are_numbered_or_take_part(labels: tuple[str, str], role: str) -> None:
    text = "\n\n".join(f"{who}: {words}" for who, words in zip(labels * 2, ASKED, strict=True))
    assert parse(text, name="talk.txt", markdown=False).roles["I"] == role


@pytest.mark.parametrize(
    "how",
    [
        "03/03/2026, 10:02 - NAME: WORDS",
        "3/3/26, 10:02\u202fAM - NAME: WORDS",
        "03.03.26, 10:02 - NAME: WORDS",
        "\u200e[03/03/2026, 10:02:14] NAME: \u200eWORDS",
        "10:02:11 From NAME to Everyone: WORDS",
        "10:02:11\t From  NAME : WORDS",
        "10:02:11 From NAME to Everyone:\n\tWORDS",
    ],
)
def test_messages_of_a_chat_are_turns(how: str) -> None:
    draft = parse(lines(how, between="\n"), name="chat.txt", markdown=False)
    assert spoken(draft) == [(SAM, ASKED[0]), (KEZ, ASKED[1]), (SAM, ASKED[2]), (KEZ, ASKED[3])]
    assert any(note.startswith("A chat of 4 messages") for note in draft.notes)


def test_of_a_chat_what_holds_no_words_is_counted_and_the_program_is_nobody() -> None:
    chat = (
        "03/03/2026, 10:00 - Messages and calls are end-to-end encrypted.\n"
        "03/03/2026, 10:02 - Sam Reed: How do you get there?\n"
        "03/03/2026, 10:03 - +44 7700 900123: The bus,\nor I walk. <This message was edited>\n"
        "03/03/2026, 10:04 - +44 7700 900123: <Media omitted>\n"
        "03/03/2026, 10:04 - +44 7700 900123: IMG-20260303-WA0001.jpg (file attached)\nthis stop\n"
        "04/03/2026, 09:00 - Sam Reed: This message was deleted\n"
    )
    draft = parse(chat, name="chat.txt", markdown=False)
    assert [(turn.speaker, turn.kind, turn.text) for turn in draft.turns] == [
        (None, "note", "Messages and calls are end-to-end encrypted."),
        ("Sam Reed", "turn", "How do you get there?"),
        ("+44 7700 900123", "turn", "The bus,"),
        ("+44 7700 900123", "paragraph", "or I walk."),
        ("+44 7700 900123", "paragraph", "this stop"),
    ]
    assert [one.what for one in draft.left_out] == ["pictures, recordings and files (2)", "deleted messages (1)"]
    assert "A chat of 4 messages from 03/03/2026 to 04/03/2026: when each was sent is not kept." in draft.notes


def test_a_name_without_its_time_is_still_a_name_where_names_stand_above_the_words() -> None:
    text = (
        f"Sam Reed  0:01\n{ASKED[0]}\n\nKez  0:06\n{ASKED[1]}\n\nSam Reed\n{ASKED[2]}\n\nKez\n\nKez  0:15\n{ASKED[3]}\n"
    )
    draft = parse(text, name="talk.txt", markdown=False)
    assert spoken(draft) == [(SAM, ASKED[0]), (KEZ, ASKED[1]), (SAM, ASKED[2]), (SAM, "Kez"), (KEZ, ASKED[3])]


@pytest.mark.parametrize(
    ("how", "left"),
    [
        ("{n} NAME: WORDS", "numbers before names (4)"),
        ("{n}. NAME: WORDS\n   and so on", "numbers before names (4)"),
        ("{n}  NAME: WORDS\n{m}  and so on", "line numbers (8)"),
    ],
)
def test_numbers_that_count_turns_or_lines_make_nobody_another_person(how: str, left: str) -> None:
    turns = enumerate(zip((SAM, KEZ, SAM, KEZ), ASKED, strict=True))
    text = "\n".join(
        how.format(n=2 * at + 1, m=2 * at + 2).replace("NAME", name).replace("WORDS", words)
        for at, (name, words) in turns
    )
    draft = parse(text, name="talk.txt", markdown=False)
    assert list(draft.roles) == [SAM, KEZ]
    assert [one.what for one in draft.left_out] == [left]
    assert not any(character.isdigit() for turn in draft.turns for character in turn.text)


def test_numbers_in_a_list_that_somebody_wrote_stay() -> None:
    text = "Sam: What matters?\n\nKez: Three things.\n1 lights\n2 buses\n3 people\n\nSam: And?\n\nKez: No more.\n"
    draft = parse(text, name="talk.txt", markdown=False)
    assert "1 lights" in " ".join(turn.text for turn in draft.turns)
    assert draft.left_out == ()


def test_a_table_of_tabs_with_two_times_keeps_the_first() -> None:
    turns = zip((SAM, KEZ), ("00:00:01.000", "00:00:04.000"), ASKED, strict=False)
    text = "\n".join(f"{name}\t{time}\t00:00:09.000\t{words}" for name, time, words in [*turns] * 2)
    draft = parse(text, name="talk.txt", markdown=False)
    assert [(turn.speaker, turn.at_ms, turn.text) for turn in draft.turns[:2]] == [
        (SAM, 1000, ASKED[0]),
        (KEZ, 4000, ASKED[1]),
    ]


def test_one_dated_line_makes_no_chat() -> None:
    draft = parse("03/03/2026, 10:02 - Sam Reed: I noted this.\n\nIt rained.\n", name="notes.txt", markdown=False)
    assert not any("chat" in note for note in draft.notes)


def test_subtitles_of_youtube_have_a_comma_for_an_arrow(tmp_path) -> None:
    from workbench.exchange.readers import Options, recognise

    path = tmp_path / "talk.sbv"
    path.write_text("0:00:00.599,0:00:04.160\nHow do you get\nto college?\n\n0:00:09.160,0:00:12.000\nThe bus.\n")
    assert recognise(path) is READER
    draft = READER.read(path, Options())
    assert [(turn.at_ms, turn.text) for turn in draft.turns] == [
        (599, "How do you get to college?"),
        (9160, "The bus."),
    ]
