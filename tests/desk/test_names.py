"""Names never reach the project, its cache, its backups or its history, and one found later leaves all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code, codings_in
from workbench.coding.memos import memos, write_memo
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.names.closed import closed_columns, leave_out_what_gives_away
from workbench.desk.names.found import (
    KEY,
    LEFT_IN,
    OtherKeyError,
    keep_key,
    leave_names_in,
    names_in,
    open_key,
    read_drafts,
    take_out_sure,
)
from workbench.desk.names.later import STAY, NameIsNowhereError, OnlyAnsweredError, places_of, standing, take_out_later
from workbench.desk.suggesting.suggest import suggest
from workbench.exchange.readers import Options
from workbench.governance.closed_answers import STAYS
from workbench.governance.name_patterns import Edits
from workbench.governance.pseudonyms import Pseudonyms
from workbench.project import backup, checkup
from workbench.project.file import Project, create, open_file
from workbench.rows import find, table_of
from workbench.sources.cases import attributes_of
from workbench.sources.documents import Document, Segment, document_named, segments_of, words_at
from workbench.sources.drafts import DraftDocument
from workbench.text import Span

TALK = """**Interviewer:** Who walks you home, Keziah?

**Keziah Thorncastle:** My sister Marigold does, from Basildon. Tell Keziah's mum on 07700 900123.

**Interviewer:** And at 14 Elm Street, CM20 1WG?

**Keziah Thorncastle:** Old Bramblewick lives there, ask Bramblewick. Everybody knows Bramblewick by the lamps.
"""
NAMES = ("Keziah", "Thorncastle", "Marigold", "07700 900123", "Elm Street", "CM20 1WG", "Basildon")


def material(folder: Path) -> list[Path]:
    folder.mkdir()
    (folder / "keziah_talk.md").write_text(TALK, encoding="utf-8")
    (folder / "survey.csv").write_text("id,said\nR1,Marigold from Basildon told me so.\nR2,It is dark.\n", "utf-8")
    (folder / "map.yaml").write_text("case: id\nopen: [said]\n", "utf-8")
    return [folder / "keziah_talk.md", folder / "survey.csv"]


def names_anywhere(folder: Path, names: tuple[str, ...]) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and path.parent.name != "in":
            raw = path.read_bytes().lower()
            for name in names:
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    if name.lower().encode(encoding) in raw:
                        found.append(f"{path.name}: {name}")
    return found


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("passphrase", [None, "long words"])
def test_names_never_reach_the_project(kept: Path, passphrase: str | None) -> None:
    talk, survey = material(kept / "in")
    path = kept / "study.workbench"
    with create(path, title="Study", coder="amina", passphrase=passphrase) as project:
        key = open_key(project, kept / "a.names", "other words")
        drafts = read_drafts({talk: Options()})
        unsure = take_out_sure(key, names_in(drafts, key))
        assert {one.text for one in unsure} <= {"Bramblewick"}
        assert key.pairs["keziah"].shown == key.pairs["keziah thorncastle"].shown
        keep_key(project, key, kept / "a.names", "other words")
        keziah, marigold = key.pairs["keziah thorncastle"].shown, key.pairs["marigold"].shown
        (report,) = bring_in(project, [talk], names=key)
        bring_in(project, [survey], as_="survey", map_=kept / "in" / "map.yaml", names=key)
        assert report.outcome == "imported"
        suggest(project, model="tfidf")
        backup.backup(project, backup.place_today(path))
        assert names_anywhere(kept, NAMES) == []
        with project.read() as session:
            document = document_named(session, f"{keziah} talk.md")
            texts = [line.text for line in segments_of(session, document)]
            assert texts[1] == f"My sister {marigold} does, from [Place 1]. Tell {keziah}'s mum on [Phone 1]."
            assert find(session, Document, document).names_out
        (again,) = bring_in(project, [talk], names=open_key(project, kept / "a.names", "other words"))
        assert "nothing changed" in again.notes[-1]


def test_a_name_found_later_leaves_everything(kept: Path) -> None:
    talk, _ = material(kept / "in")
    path = kept / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        bring_in(project, [talk])
        with project.change("Ask Bramblewick again") as session:
            document = document_named(session, talk.name)
            line = segments_of(session, document)[3]
            at = line.start + line.text.index("Everybody")
            code = add_code(session, "Known", definition="What Bramblewick is known for.")
            after = apply_code(session, code, document, Span(at, line.end))
            inside = apply_code(session, code, document, Span(line.start + 4, line.start + 21))
            before = words_at(session, document, Span(at, line.end))
            write_memo(session, "bramblewick again", about="project")
        with project.change("Amend") as session:
            write_memo(session, "x", about="project")
        project.undo()
        backup.backup(project, backup.place_today(path))
        assert names_anywhere(kept, ("Bramblewick",))
        key = open_key(project, kept / "a.names", "other words")
        assert places_of(project, "Bramblewick", "person") == {"passages": 1, "codes": 1, "memos": 1}
        key.take_out("Bramblewick", "person")
        keep_key(project, key, kept / "a.names", "other words")
        done = take_out_later(project, key, ["Bramblewick"])
        assert done["passages"] == 1
        assert names_anywhere(kept, ("Bramblewick",)) == []
        with project.read() as session:
            assert checkup.file_problems(session) == []
            assert [memo.text for memo in memos(session)] == ["[Name 1] again"]
            spans = {one.id: Span(one.start, one.end) for one in codings_in(session, document)}
            assert words_at(session, document, spans[after]) == before.replace("Bramblewick", "[Name 1]")
            assert words_at(session, document, spans[inside]).endswith("[Name 1] lives")
        with pytest.raises(NameIsNowhereError):
            take_out_later(project, key, ["Bramblewick"])


def test_the_key_of_another_project_is_refused(project: Project, tmp_path: Path) -> None:
    leave_names_in(project)
    assert project.meta[KEY] == LEFT_IN
    key = open_key(project, tmp_path / "a.names", "x")
    keep_key(project, key, tmp_path / "a.names", "x")
    other = Pseudonyms()
    keep_key(project, other, tmp_path / "b.names", "x")
    with pytest.raises(OtherKeyError):
        open_key(project, tmp_path / "a.names", "x")
    path = project.path
    project.close()
    with open_file(path, coder="ben") as again:
        assert again.meta[KEY] == other.id


@pytest.mark.parametrize(
    ("place", "ends", "now"),
    [(0, False, 0), (4, False, 4), (6, False, 4), (6, True, 12), (9, True, 12), (20, False, 23)],
)
def test_where_a_position_goes(place: int, ends: bool, now: int) -> None:
    assert Edits(((4, 9, 8),)).moved(place, ends=ends) == now


def test_a_word_of_a_name_is_taken_apart_only_where_it_names_somebody(tmp_path: Path) -> None:
    talk = tmp_path / "Interview Shanaz Begum_2.md"
    talk.write_text(
        "**Interviewer:** What do you play on that games console at that time?\n\n"
        "**Kez:** A game. We play Game Time Heroes every time, it is a good game. Shanaz Begum gave it me.\n\n"
        "**Interviewer:** And Begum's sister? Is Elmira Willowmere there? Willowmere, I mean.\n\n"
        "**Kez:** A good time was had. I mean it, that was all of the time we had for a game or two.\n",
        "utf-8",
    )
    found = {one.text: one for one in names_in(read_drafts({talk: Options()}), Pseudonyms())}
    assert found["Begum"].sure
    assert found["Begum"].count == 1
    assert "Willowmere" in found
    assert {"game", "Game", "time", "Time", "good", "play"}.isdisjoint(found)
    key = Pseudonyms()
    take_out_sure(key, found.values())
    assert "Begum" not in key.applied(read_drafts({talk: Options()})[0]).name


def test_small_letters_say_nothing_where_a_machine_wrote_none_large(tmp_path: Path) -> None:
    talk = tmp_path / "a.txt"
    words = "interviewer: who was it\n\nkez: shanaz begum told me and then begum rang again so that was that\n\n"
    talk.write_text(words * 3, "utf-8")
    found = {one.text: one for one in names_in(read_drafts({talk: Options()}), Pseudonyms())}
    assert "shanaz" in found or "shanaz begum" in found


def walk(folder: Path, gp: str) -> tuple[Path, Path]:
    folder.mkdir()
    people = "".join(
        f"R{n},{['Basildon', 'Thurrock'][n % 2]},{gp},{'It is dark in Basildon.' if n < 2 else 'No bus.'}\n"
        for n in range(6)
    )
    (folder / "walk.csv").write_text(f"id,town,gp,why\n{people}", "utf-8")
    (folder / "walk.yaml").write_text(
        "case: id\nopen: [why]\nclosed: [town, gp]\nkinds: {town: choice, gp: choice}\n", "utf-8"
    )
    return folder / "walk.csv", folder / "walk.yaml"


def test_a_place_found_later_leaves_the_words_and_stays_in_closed_answers(kept: Path) -> None:
    survey, told = walk(kept / "in", "Vange")
    with create(kept / "study.workbench", title="Study", coder="amina") as project:
        bring_in(project, [survey], as_="survey", map_=told)
        key = open_key(project, kept / "a.names", "other words")
        key.take_out("Basildon", "place")
        keep_key(project, key, kept / "a.names", "other words")
        assert places_of(project, "Basildon", "place") == {"passages": 2, STAY: 3}
        assert take_out_later(project, key, ["Basildon"]) == {"passages": 2, STAY: 3}
        with project.read() as session:
            assert sorted(one["town"] for one in attributes_of(session).values()) == ["Basildon"] * 3 + ["Thurrock"] * 3
            texts = list(session.execute(sa.select(table_of(Segment).c.text)).scalars())
            assert texts.count("It is dark in [Place 1].") == 2
        key.take_out("Thurrock", "place")
        with pytest.raises(OnlyAnsweredError):
            take_out_later(project, key, ["Thurrock"])


def test_names_known_since_are_found_in_what_came_in_before_and_leave_it_together(kept: Path) -> None:
    talk, _ = material(kept / "in")
    with create(kept / "study.workbench", title="Study", coder="amina") as project:
        bring_in(project, [talk])
        key = open_key(project, kept / "a.names", "other words")
        for name, kind in (
            ("Bramblewick", "person"),
            ("Marigold", "person"),
            ("Basildon", "place"),
            ("Nobody", "person"),
        ):
            key.take_out(name, kind)
        keep_key(project, key, kept / "a.names", "other words")
        stand = standing(project, key, key.names())
        assert stand == {"Bramblewick": 1, "Marigold": 1, "Basildon": 1}
        assert take_out_later(project, key, ["Bramblewick", "Marigold"]) == {"passages": 2}
        assert take_out_later(project, key, ["Basildon"]) == {"passages": 1}
        assert standing(project, key, key.names()) == {}
        assert names_anywhere(kept, ("Bramblewick", "Marigold", "Basildon")) == []


def test_a_closed_column_of_people_is_left_out_unless_somebody_keeps_it(kept: Path) -> None:
    survey, told = walk(kept / "in", "Kelly Moss")
    drafts = read_drafts({survey: Options("survey", told)})
    key = Pseudonyms()
    key.take_out("Basildon", "place")
    leave_out_what_gives_away(drafts, key)
    town, gp = closed_columns(drafts, key)
    assert "stays as it is, with answers that are taken out of the words: Basildon (3)." in town.sentence
    assert gp.sentence == "The column “gp” (6 closed answers) is left out whole: its answers look like people's names."
    key.columns["gp"] = STAYS
    leave_out_what_gives_away(drafts, key)
    assert [one.why_out for one in closed_columns(drafts, key)] == ["", ""]
    key.take_out("Kelly Moss", "person")
    assert [one.why_out for one in closed_columns(drafts, key)] == ["", ""]
    key.columns.clear()
    assert closed_columns(drafts, key)[1].sentence.endswith("somebody away stands in it: Kelly Moss (6).")


def test_what_the_model_alone_takes_for_a_person_is_asked_about_where_it_is_a_closed_answer(kept: Path) -> None:
    survey, told = walk(kept / "in", "Jupyter")
    survey.write_text(
        survey.read_text("utf-8").replace("No bus.", "Then Jupyter told Kelly that Keziah Thorn left."), "utf-8"
    )
    found = {one.text: one.sure for one in names_in(read_drafts({survey: Options("survey", told)}), Pseudonyms())}
    assert not found["Jupyter"]
    assert found["Kelly"]


def test_somebody_of_a_chat_who_is_called_by_a_telephone_number_is_called_so_no_more(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        "03/03/2026, 10:02 - Sam Reed: How do you get there?\n"
        "03/03/2026, 10:03 - +44 7700 900123: The bus.\n"
        "03/03/2026, 10:04 - Sam Reed: And home?\n"
        "03/03/2026, 10:05 - +44 7700 900123: Ask 07700 900123.\n",
        "utf-8",
    )
    key = Pseudonyms()
    drafts = read_drafts({chat: Options()})
    take_out_sure(key, names_in(drafts, key))
    (draft,) = (key.applied(one) for one in drafts)
    assert isinstance(draft, DraftDocument)
    assert len(draft.roles) == 2
    assert set(draft.roles) == {"Name 1", "Phone 2"}
    assert "900123" not in str(draft)
