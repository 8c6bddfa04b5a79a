"""Where codings of other tools come to lie when the file does not say it plainly; what nothing shows is told."""

from pathlib import Path

from tests.exchange.refi_files import guid, project, qdpx, selection
from tests.exchange.test_refi import TALK, at, one_text, quotes, read
from tests.specimens.make_office import par, table, word

FORMATTED = word(par("How do you get home? 🙂") + par("On foot, by the path.") + table(["Age", "17"]))
ITS_WORDS = "How do you get home? 🙂\nOn foot, by the path.\nAge | 17"


def formatted(*inside: str) -> bytes:
    source = (
        f'<TextSource guid="{guid(101)}" name="Talk" richTextPath="internal://T.docx">{"".join(inside)}</TextSource>'
    )
    return qdpx(project(source), {"sources/T.docx": FORMATTED})


def test_ends_on_the_last_character_give_the_whole_words(tmp_path: Path) -> None:
    said = ["On foot", "It is dark", "I go with my brother", "The lamps are out"]
    inside = [selection(200 + n, at(TALK, one)[0], at(TALK, one)[1] - 1, 11) for n, one in enumerate(said)]
    study, (document,) = read(tmp_path, qdpx(one_text(TALK, *inside), {"sources/T1.txt": TALK.encode()}))
    assert quotes(document) == said
    assert any("to the last character’s own place" in note for note in study.notes)


def test_a_formatted_text_is_read_and_codings_are_placed_where_names_quote_its_words(tmp_path: Path) -> None:
    start, end = at(ITS_WORDS, "On foot")
    data = formatted(selection(201, start + 1, end + 1, 11, "On foot"), selection(202, 0, 3, 12, "How"))
    study, (document,) = read(tmp_path, data)
    assert "\n".join(turn.text for turn in document.draft.turns) == ITS_WORDS
    assert quotes(document) == ["On foot", "How"]
    assert not study.left_out
    assert any("only the formatted text is in the file" in note for note in study.notes)


def test_codings_of_a_formatted_text_that_nothing_places_are_told_one_by_one(tmp_path: Path) -> None:
    _, (document,) = read(tmp_path, formatted(selection(201, 0, 3, 11), selection(202, 4, 6, 12)))
    assert not document.codings
    assert [one.what for one in document.left_out] == ["a coding", "a coding"]
    assert {one.why for one in document.left_out} == {
        "its text is there in its formatted form alone, and nothing shows how places in that are counted"
    }


def test_documents_of_a_set_and_users_of_whom_nothing_comes_in_are_told(tmp_path: Path) -> None:
    sets = (
        f'<Sets><Set guid="{guid(61)}" name="First round"><MemberSource targetGUID="{guid(101)}"/><MemberSource'
        f' targetGUID="{guid(102)}"/></Set></Sets>'
    )
    xml = one_text(TALK, selection(201, *at(TALK, "It is dark"), 11), after=sets)
    study, (document,) = read(tmp_path, qdpx(xml, {"sources/T1.txt": TALK.encode()}))
    assert [memo.text for memo in document.memos] == ["In the set “First round”"]
    assert [(one.where, one.what) for one in study.left_out] == [("set “First round”", "1 document in it")]
    assert "Named in it as users, by whom nothing came in: ben." in study.notes


def test_a_coded_stretch_of_a_recording_lies_on_the_words_between_its_moments(tmp_path: Path) -> None:
    places = [(0, 0), (2500, TALK.index("Shanaz: On")), (9000, TALK.index("Interviewer: And"))]
    syncs = "".join(
        f'<SyncPoint guid="{guid(400 + n)}" timeStamp="{ms}" position="{place}"/>'
        for n, (ms, place) in enumerate(places)
    )
    stretches = "".join(
        f'<AudioSelection guid="{guid(200 + n)}" begin="{begin}" end="{end}"><Coding guid="{guid(700 + n)}">'
        f'<CodeRef targetGUID="{guid(11)}"/></Coding></AudioSelection>'
        for n, (begin, end) in enumerate([(3000, 8000), (9500, 9900)])
    )
    source = (
        f'<AudioSource guid="{guid(103)}" name="Talk.m4a" path="relative:///t.m4a"><Transcript guid="{guid(94)}" name="Talk"'
        f' plainTextPath="internal://T.txt">{syncs}</Transcript>{stretches}</AudioSource>'
    )
    study, (talk,) = read(tmp_path, qdpx(project(source), {"sources/T.txt": TALK.encode()}))
    assert quotes(talk) == ["On foot, by the path. It is dark.\nI go with my brother."]
    assert [one.what for one in study.left_out] == [
        "1 coding on 9500 to 9900 milliseconds of the recording",
        "the recording",
    ]
    assert "1 coding on a stretch of a recording lies on the words between the nearest moments of its transcript." in (
        study.notes
    )
