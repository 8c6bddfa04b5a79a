"""A study of another tool comes in whole, is known again, and follows the tool where nobody changed it here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.desk.copies import differences, state_of
from tests.desk.studies import OTHER, TURNS, MadeStudy, coding, guid, text_of, walking, with_words
from workbench.coding.codebook import code_at, codebook, move_code, rename_code
from workbench.coding.codings import adjust, codings_in, remove_coding
from workbench.coding.memos import memos, memos_on
from workbench.coding.merging import merge_codes
from workbench.coding.themes import themes
from workbench.desk.importing.studies.names import WithoutNames
from workbench.desk.importing.studies.study import take_in_study
from workbench.desk.merging.merge import merge
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.governance.pseudonyms import Pseudonyms
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.project.identity import Alias
from workbench.rows import live, table_of
from workbench.sources.beside import take_away
from workbench.sources.cases import attributes_of, case_labels, case_named
from workbench.sources.coders import coder_names
from workbench.sources.documents import (
    Added,
    Document,
    WordsChangedError,
    document_named,
    remove_document,
    segments_of,
    words_at,
)
from workbench.sources.drafts import DraftTurn
from workbench.sources.readings import reading_states
from workbench.text import Span


def bring(project: Project, study: Any, **how: Any) -> Added:
    with project.change(f"Import {study.name}") as session:
        return take_in_study(session, study, **how)


def quotes(project: Project, name: str = "Interview 7") -> list[tuple[str, str, str]]:
    with project.read() as session:
        key = document_named(session, name)
        return [
            (words_at(session, key, Span(one.start, one.end)), one.code, one.coder) for one in codings_in(session, key)
        ]


def rows(project: Project) -> dict[str, int]:
    with project.read() as session:
        names = session.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {
            name: session.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in names
            if name not in {"change", "entry", "payload", "sqlite_sequence"} and not name.startswith("segment_text")
        }


QUOTES = [
    ("with Shanaz’s brother", "Company/Family", "ana"),
    ("It is dark.", "Dark", "ana"),
    ("Not alone.", "Company", "ana"),
    ("The lamps are out.", "Dark", "ben"),
]


def test_everything_of_a_study_comes_in(project: Project) -> None:
    added = bring(project, walking())
    assert added.outcome == "added"
    assert quotes(project) == QUOTES
    assert quotes(project, "Interview 8") == [("bus", "Bus", "ana")]
    counts = added.counts
    assert (counts["documents"], counts["codes"], counts["codings"], counts["cases"]) == (2, 4, 5, 2)
    assert (counts["themes"], counts["memos"], counts["values"]) == (1, 8, 3)
    with project.read() as session:
        assert [(line.path, line.colour, line.definition) for line in codebook(session)][:2] == [
            ("Dark", 7, "Light, or none"),
            ("Company", 2, ""),
        ]
        people = {label: key for key, label in case_labels(session).items()}
        assert attributes_of(session) == {people["Shanaz"]: {"Age": "16", "Sex": "f"}, people["Tom"]: {"Age": "17"}}
        (theme,) = themes(session)
        assert (theme.name, theme.statement, set(theme.codes)) == (
            "Getting about",
            "How people get about",
            {"Dark", "Bus"},
        )
        lines = segments_of(session, document_named(session, "Interview 7"))
        assert [(line.speaker, line.role, line.case) for line in lines[:2]] == [
            ("Interviewer", "interviewer", ""),
            ("Shanaz", "participant", "Shanaz"),
        ]
        coders = {name: key for key, name in coder_names(session).items()}
        assert {"ana", "ben"} <= coders.keys()
        document = document_named(session, "Interview 7")
        assert reading_states(session, coders["ben"]) == {document: "begun"}
        dark = next(one for one in codings_in(session, document) if one.coder == "ben")
        assert (dark.created, dark.origin) == ("2024-03-01T10:00:00.000Z", "import")
        assert [one.text for one in memos_on(session, "coding", dark.id)] == ["The lamps again, says Shanaz."]
        written = {(one.about, one.kind, one.text, one.coder, one.start, one.end) for one in memos(session)}
        assert ("document", "note", "Ask about lamps.", "ben", 0, 20) in written
        assert ("code", "memo", "Dark is not only night.", "ana", None, None) in written
        assert {one.text for one in memos(session) if one.about == "theme"} == {"A theme to be."}
    assert [left.what for left in added.left_out] == ["a picture"]


def test_the_same_study_again_is_found(project: Project) -> None:
    bring(project, walking())
    before = rows(project)
    again = bring(project, walking())
    assert (again.outcome, dict(again.counts)) == ("found", {})
    assert rows(project) == before


def test_a_study_is_known_by_names_and_words_where_its_keys_are_new(project: Project) -> None:
    bring(project, walking())
    before = rows(project)
    study = walking()
    other = {key: guid(number + 5000) for key, number in _all_keys().items()}
    again = bring(project, _with_keys(study, other))
    assert (again.outcome, dict(again.counts)) == ("found", {})
    assert not any("not in it any more" in note for note in again.notes)
    assert rows(project)["memo"] == before["memo"]


def _all_keys() -> dict[str, int]:
    return {guid(number): number for number in (1, 2, 11, 12, 13, 14, 21, 22, 31, 32, 41, *range(101, 106))}


def _with_keys(study: MadeStudy, other: dict[str, str]) -> MadeStudy:
    return replace(
        study,
        codes=[replace(one, key=other[one.key], parent=other.get(one.parent, "")) for one in study.codes],
        attributes=[replace(one, key=other[one.key]) for one in study.attributes],
        cases=[
            replace(one, key=other[one.key], values={other[key]: value for key, value in one.values.items()})
            for one in study.cases
        ],
        sets=[replace(one, key=other[one.key], codes=tuple(other[key] for key in one.codes)) for one in study.sets],
        memos=[replace(one, key=other.get(one.key, one.key)) for one in study.memos],
        held=[
            replace(
                one,
                key=other[one.key],
                codings=[each._replace(key=other[each.key], code=other[each.code]) for each in one.codings],
                memos=tuple(replace(each, key=other[each.key]) for each in one.memos),
            )
            for one in study.held
        ],
    )


def test_one_import_is_one_change_and_undo_takes_it_back_and_redo_brings_it(project: Project) -> None:
    before = rows(project)
    bring(project, walking())
    done = project.undo()
    assert done is not None
    assert done.name == "Import Walking"
    assert {name: count for name, count in rows(project).items() if not name.startswith("gone_")} == before
    project.redo()
    assert quotes(project) == QUOTES
    project.undo()
    assert bring(project, walking()).counts["codings"] == 5
    assert quotes(project) == QUOTES


def test_what_the_tool_changed_is_followed(project: Project) -> None:
    bring(project, walking())
    study = walking()
    study.codes = [
        replace(study.codes[0], name="Darkness", definition="No light"),
        study.codes[1],
        replace(study.codes[2], parent=""),
        study.codes[3],
    ]
    study.cases = [replace(study.cases[0], values={guid(21): "17", guid(22): "f"}), study.cases[1]]
    first = study.held[0]
    moved = coding(101, 14, TURNS, "🙂 It is dark.")
    study.held[0] = replace(first, codings=[moved, *first.codings[1:], coding(106, 14, TURNS, "by the path", "ben")])
    added = bring(project, study)
    assert quotes(project) == [
        ("with Shanaz’s brother", "Family", "ana"),
        ("by the path", "Bus", "ben"),
        ("🙂 It is dark.", "Bus", "ana"),
        ("Not alone.", "Company", "ana"),
        ("The lamps are out.", "Darkness", "ben"),
    ]
    assert (added.counts["codings"], added.counts["codings changed"], added.counts["values changed"]) == (1, 1, 1)
    with project.read() as session:
        people = {label: key for key, label in case_labels(session).items()}
        assert attributes_of(session)[people["Shanaz"]]["Age"] == "17"
        assert next(line.definition for line in codebook(session) if line.name == "Darkness") == "No light"


def test_what_was_changed_here_stays_and_is_reported(project: Project) -> None:
    bring(project, walking())
    with project.change("By hand") as session:
        key = document_named(session, "Interview 7")
        here = {one.code + one.coder: one for one in codings_in(session, key)}
        adjust(session, here["Darkana"].id, Span(here["Darkana"].start, here["Darkana"].end - 1))
        remove_coding(session, here["Companyana"].id)
        rename_code(session, code_at(session, "Dark"), "No light")
        move_code(session, code_at(session, "Bus"), parent=code_at(session, "Company"))
    again = bring(project, walking())
    assert again.outcome == "found"
    assert [left.what for left in again.left_out if "changed here" in left.why] == [
        "its name",
        "its place in the codebook",
        "where it begins",
    ]
    assert "1 coding that was removed here stays out." in again.notes
    assert quotes(project) == [
        ("with Shanaz’s brother", "Company/Family", "ana"),
        ("It is dark", "No light", "ana"),
        ("The lamps are out.", "No light", "ben"),
    ]


def test_codings_of_a_code_that_was_merged_here_stay_with_what_took_it_over(project: Project) -> None:
    bring(project, walking())
    with project.change("Merge") as session:
        merge_codes(session, code_at(session, "Company"), [code_at(session, "Dark")])
    again = bring(project, walking())
    assert again.outcome == "found"
    with project.read() as session:
        assert [line.path for line in codebook(session)] == ["Company", "Company/Family", "Bus"]


def test_what_the_tool_has_no_more_stays_and_is_said(project: Project) -> None:
    bring(project, walking())
    study = walking()
    study.held[0] = replace(study.held[0], codings=study.held[0].codings[1:], memos=())
    again = bring(project, study)
    assert again.outcome == "found"
    assert "1 coding that came from it before is not in it any more: it stays here." in again.notes
    assert quotes(project) == QUOTES


CHANGED = (TURNS[0], DraftTurn("Shanaz", "On foot, by the path. 🙂 It is quite dark."), *TURNS[2:])


def test_changed_words_are_asked_about_then_amended_with_their_codings(project: Project) -> None:
    bring(project, walking())
    study = with_words(
        walking(),
        0,
        CHANGED,
        [coding(103, 11, CHANGED, "The lamps are out.", "ben"), coding(107, 14, CHANGED, "by the path")],
    )
    before = rows(project)
    with pytest.raises(
        WordsChangedError, match="Interview 7 is in the project with other words: 1 passage would change"
    ) as told:
        bring(project, study)
    assert told.value.asks == "amend"
    assert rows(project) == before
    added = bring(project, study, amend=True)
    assert added.counts["documents"] == 1
    assert ("The lamps are out.", "Dark", "ben") in quotes(project)
    assert ("by the path", "Bus", "ana") in quotes(project)
    assert ("It is quite dark.", "Dark", "ana") in quotes(project)
    assert bring(project, study).outcome == "found"


def test_changed_words_as_another_document(project: Project) -> None:
    bring(project, walking())
    study = with_words(walking(), 0, CHANGED, [coding(103, 11, CHANGED, "The lamps are out.", "ben")])
    bring(project, study, as_new=True)
    assert quotes(project) == QUOTES
    assert quotes(project, "Interview 7 (2)") == [("The lamps are out.", "Dark", "ben")]
    assert bring(project, study).outcome == "found"


def test_a_document_that_was_removed_comes_back_with_its_codings(project: Project) -> None:
    bring(project, walking())
    with project.change("Remove") as session:
        remove_document(session, document_named(session, "Interview 7"))
    added = bring(project, walking())
    assert added.counts["documents"] == 1
    assert quotes(project) == QUOTES


def test_names_are_taken_out_and_codings_keep_to_their_words(project: Project) -> None:
    names = Pseudonyms()
    names.take_out("Shanaz", "person")
    bring(project, WithoutNames(walking(), names), names_out=True)
    assert quotes(project) == [
        ("with [Name 1]’s brother", "Company/Family", "ana"),
        *QUOTES[1:],
    ]
    with project.read() as session:
        assert {"[Name 1]", "Tom"} == set(case_labels(session).values())
        assert all(session.execute(sa.select(table_of(Document).c.names_out)).scalars())
        assert {one.text for one in memos(session) if one.about == "coding"} == {
            "The lamps again, says [Name 1].",
            "She whispers this.",
            "On the bus.",
        }
    project.rewrite()
    assert b"Shanaz" not in project.path.read_bytes()
    assert bring(project, WithoutNames(walking(), names), names_out=True).outcome == "found"


def test_somebody_who_withdrew_is_not_brought_back(project: Project) -> None:
    bring(project, walking())
    withdraw(project, "Shanaz")
    before = rows(project)
    added = bring(project, walking())
    with project.read() as session:
        assert set(case_labels(session).values()) == {"Tom"}
        assert not session.execute(sa.text("SELECT count(*) FROM segment WHERE text LIKE '%lamps%'")).scalar()
    assert any(left.where == "Shanaz" and left.what == "a person" for left in added.left_out)
    assert any(left.what == "the document" for left in added.left_out)
    after = rows(project)
    assert (after["coding"], after["segment"], after["cases"]) == (before["coding"], before["segment"], before["cases"])


def test_a_person_and_a_code_that_are_there_already_are_those(project: Project) -> None:
    with project.change("Before") as session:
        from workbench.coding.codebook import add_code

        case_named(session, "Tom")
        add_code(session, "dark", definition="Ours")
    bring(project, walking())
    with project.read() as session:
        assert sorted(case_labels(session).values()) == ["Shanaz", "Tom"]
        dark = next(line for line in codebook(session) if line.path == "dark")
        assert (dark.definition, dark.codings) == ("Ours", 2)


def test_two_documents_of_one_name_and_two_codes_of_one_name_stay_two(project: Project) -> None:
    study = walking()
    study.held[1] = replace(study.held[1], draft=replace(study.held[1].draft, name="Interview 7"))
    study.codes = [*study.codes[:3], replace(study.codes[3], name="DARK")]
    bring(project, study)
    assert quotes(project, "Interview 7 (2)") == [("bus", "DARK (2)", "ana")]
    assert bring(project, study).outcome == "found"


def test_what_cannot_lie_on_the_text_is_reported_one_by_one(project: Project) -> None:
    study = walking()
    end = len(text_of(OTHER))
    wrong = [
        study.held[1].codings[0]._replace(key=guid(200), start=end - 1, end=end + 5),
        study.held[1].codings[0]._replace(key=guid(201), start=4, end=4),
        study.held[1].codings[0]._replace(key=guid(202), code=guid(999)),
        study.held[1].codings[0]._replace(key=guid(203), start=-3, end=2),
        study.held[1].codings[0]._replace(key=guid(204)),
    ]
    study.held[1] = replace(study.held[1], codings=[*study.held[1].codings, *wrong])
    added = bring(project, study)
    assert quotes(project, "Interview 8") == [("bus", "Bus", "ana")]
    assert [left.why for left in added.left_out if left.what == "a coding"] == [
        f"it is outside the text, which ends at {end}",
        "there are no words in it",
        "its code is not in the codebook",
        f"it is outside the text, which ends at {end}",
    ]
    assert any("the same code on the same words" in note for note in added.notes)


def test_keys_that_are_no_guids_mean_something_within_their_study_alone(project: Project) -> None:
    plain = {key: str(number) for key, number in _all_keys().items()}
    mine = replace(_with_keys(walking(), plain), tool="QualCoder 3.6", name="mine")
    bring(project, mine)
    assert bring(project, mine).outcome == "found"
    theirs = replace(mine, codes=[replace(one, name=f"Their {one.name}") for one in mine.codes])
    added = bring(project, theirs)
    assert added.counts["codes"] == 4
    with project.read() as session:
        assert {"Dark", "Their Dark"} <= {line.path for line in codebook(session)}


def test_aliases_of_one_import_are_the_same_in_every_copy(project: Project) -> None:
    bring(project, walking())
    with project.read() as session:
        table = table_of(Alias)
        kept = session.execute(sa.select(table.c.tab, table.c.alias, table.c.guid)).all()
    project.undo()
    bring(project, walking())
    with project.read() as session:
        assert set(session.execute(sa.select(table.c.tab, table.c.alias, table.c.guid)).all()) == set(kept)


def test_a_document_that_is_here_under_another_name_is_that_one(project: Project) -> None:
    bring(project, walking())
    study = walking()
    first, *rest = study.held
    other = replace(first, key=guid(901), draft=replace(first.draft, name="Shanaz, transcript"))
    added = bring(project, replace(study, name="Another", held=[other, *rest]))
    assert not added.counts.get("documents")
    assert not added.counts.get("codings")
    assert "Shanaz, transcript is in the project as Interview 7, with the same words: it is that one." in added.notes


def test_codings_stay_where_the_tool_says_of_the_same_words_that_others_speak_them(project: Project) -> None:
    study = walking()
    bring(project, study)
    first, *rest = study.held
    turns = tuple(
        replace(one, speaker="Shanaz B" if one.speaker == "Shanaz" else one.speaker) for one in first.draft.turns
    )
    draft = replace(first.draft, turns=turns, roles={"Interviewer": "interviewer", "Shanaz B": "participant"}, cases={})
    added = bring(project, replace(study, held=[replace(first, draft=draft), *rest]))
    assert added.counts["documents with other speakers"] == 1
    assert quotes(project) == QUOTES
    assert [left.what for left in added.left_out] == ["a picture"]


def test_what_lies_beside_a_text_in_the_tool_does_here_unless_somebody_took_it_away(project: Project) -> None:
    study = walking()
    first, second = study.held
    laid = replace(study, held=[first, replace(second, beside=first.key, beside_as="field notes")])
    bring(project, laid)

    def beside_as() -> list[tuple[str, int | None]]:
        with project.read() as session:
            return [(row.beside_as, row.beside_id) for row in session.execute(live(Document)).scalars()]

    assert beside_as() == [("", None), ("field notes", 1)]
    assert bring(project, laid).outcome == "found"
    with project.change("Take away") as session:
        take_away(session, 2)
    bring(project, laid)
    assert beside_as() == [("", None), ("", None)]


def test_copies_that_each_brought_it_in_come_to_the_same(project: Project, tmp_path: Path) -> None:
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        bring(project, walking())
        bring(theirs, walking())
        with theirs.change("By hand") as session:
            rename_code(session, code_at(session, "Dark"), "No light")
        merge(project, theirs.path)
        assert quotes(project) == [(words, code.replace("Dark", "No light"), who) for words, code, who in QUOTES]
        counts = rows(project)
        assert (counts["document"], counts["coding"], counts["memo"], counts["code"], counts["alias"]) == (
            2,
            5,
            8,
            4,
            11,
        )
        assert counts["theme_code"] == 2
        merge(theirs, project.path)
        assert not differences(state_of(project), state_of(theirs))
        again = bring(project, walking())
        assert again.outcome == "found"
        assert any(left.what == "its name" and "changed here" in left.why for left in again.left_out)
