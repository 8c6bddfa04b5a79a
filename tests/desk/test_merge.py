"""Copies of a project united: what either did is kept, in whatever order, twice changes nothing, and undone it is gone."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from tests.desk.copies import differences, run, state_of
from workbench.coding import codebook, codings, themes
from workbench.desk.importing.following import follow
from workbench.desk.merging import sides as merge_sides
from workbench.desk.merging.conflicts import NotSettledHereError, conflicts, settle
from workbench.desk.merging.merge import (
    ChoicesAreUnreadableError,
    OtherProjectError,
    SameFileError,
    WithdrawnThereError,
    merge,
    read_choices,
)
from workbench.desk.suggesting.switching import off_in, switch_suggestions
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project import checkup, opening
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file
from workbench.project.history import changes
from workbench.sources.documents import add_document, amend_document
from workbench.sources.drafts import DraftDocument, DraftTurn
from workbench.text import Span

SPECIMENS = Path(__file__).parent.parent / "specimens" / "projects"
SAID = "We never go round by the river when the lamps are out, not since my cousin was followed there."


@pytest.mark.parametrize("seed", range(8))
def test_whatever_was_done_copies_come_to_the_same_in_any_order_and_twice(seed: int) -> None:
    assert run(seed, 50) > 2


def draft(words: str = SAID) -> DraftDocument:
    turns = (DraftTurn("Interviewer", "Which way do you go?"), DraftTurn("Kez", words), DraftTurn("Sam", "I drive."))
    roles = {"Interviewer": "interviewer", "Kez": "participant", "Sam": "participant"}
    return DraftDocument(name="one.md", kind="transcript", turns=turns, roles=roles)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Project, Project]]:
    """A project and a copy that somebody else works in."""
    with create(tmp_path / "ours.workbench", title="Study", coder="amina") as ours:
        with ours.change("Import") as session:
            add_document(session, draft())
        with ours.change("Codes") as session:
            codebook.ensure_code(session, "Dark")
        with open_file(backup(ours, tmp_path / "theirs.workbench"), coder="ben") as theirs:
            yield ours, theirs


def code_words(project: Project, words: str, code: str = "Dark") -> int:
    with project.change("Apply code") as session:
        text = "Which way do you go?\n" + SAID
        at = text.index(words)
        return codings.apply_code(session, codebook.code_at(session, code), 1, Span(at, at + len(words)))


def coded(project: Project) -> set[tuple[str, str, str]]:
    with project.read() as session:
        return {(one.code, one.coder, f"{one.start}-{one.end}") for one in codings.codings_in(session, 1)}


def test_both_keep_what_either_coded(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    code_words(ours, "the river")
    code_words(theirs, "the lamps are out")
    code_words(theirs, "the river")
    report = merge(ours, theirs.path)
    assert (report.new["coding"], report.conflicts) == (2, ())
    assert report.lines()[0] == "theirs.workbench: 2 changes taken in."
    assert coded(ours) == {("Dark", "amina", "42-51"), ("Dark", "ben", "57-74"), ("Dark", "ben", "42-51")}
    assert merge(ours, theirs.path).nothing_new
    merge(theirs, ours.path)
    assert not differences(state_of(ours), state_of(theirs))


def test_the_history_says_who_did_it_when_and_undo_takes_the_whole_merge_back(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    code_words(ours, "the river")
    before = state_of(ours)
    code_words(theirs, "the lamps are out")
    merge(ours, theirs.path)
    with ours.read() as session:
        named = [(one.name, one.who) for one in changes(session, limit=2)]
    assert named == [("Apply code", "ben"), ("Merge theirs.workbench", "amina")]
    after = state_of(ours)
    done = ours.undo()
    assert done is not None
    assert done.name == "Merge theirs.workbench"
    assert not differences(before, state_of(ours))
    ours.redo()
    assert not differences(after, state_of(ours))
    ours.undo()
    assert merge(ours, theirs.path).new["coding"] == 1
    assert ours.undo() is not None
    done = ours.undo()
    assert done is not None
    assert done.name == "Apply code"


def test_what_both_changed_is_listed_the_later_stands_and_a_choice_settles_it(
    both: tuple[Project, Project], tmp_path: Path
) -> None:
    ours, theirs = both
    for project, name in ((ours, "Unlit"), (theirs, "Lamps out")):
        with project.change("Rename code") as session:
            codebook.rename_code(session, codebook.code_at(session, "Dark"), name)
    tried = merge(ours, theirs.path, dry_run=True)
    (one,) = tried.conflicts
    assert (one.cell, one.ours, one.theirs, one.stands) == ("name", "“Unlit”", "“Lamps out”", "theirs")
    with ours.read() as session:
        assert [line.name for line in codebook.codebook(session)] == ["Unlit"]
    (tmp_path / "choices.yaml").write_text(yaml.safe_dump({one.name: "ours"}), encoding="utf-8")
    report = merge(ours, theirs.path, choices=read_choices(tmp_path / "choices.yaml"))
    assert report.conflicts[0].settled
    with ours.read() as session:
        assert [line.name for line in codebook.codebook(session)] == ["Unlit"]
        (kept,) = conflicts(session)
        assert conflicts(session, open_only=True) == []
    with ours.change("Settle") as session:
        settle(session, kept.id, "theirs")
    with ours.read() as session:
        assert [line.name for line in codebook.codebook(session)] == ["Lamps out"]


@pytest.mark.parametrize("written", ["x: maybe\n", "- x\n", "x: [1\n"])
def test_choices_that_are_none_are_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "choices.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(Exception, match=r"choices\.yaml") as raised:
        read_choices(tmp_path / "choices.yaml")
    assert (type(raised.value) is ChoicesAreUnreadableError) == ("maybe" in written)


def test_a_code_that_one_merged_and_the_other_used_goes_over(both: tuple[Project, Project]) -> None:
    from workbench.coding.merging import merge_codes

    ours, theirs = both
    with ours.change("Merge codes") as session:
        merge_codes(session, codebook.ensure_code(session, "Night"), [codebook.code_at(session, "Dark")])
    code_words(theirs, "the river")
    merge(ours, theirs.path)
    assert coded(ours) == {("Night", "ben", "42-51")}
    merge(theirs, ours.path)
    assert coded(theirs) == {("Night", "ben", "42-51")}


def test_codes_that_were_merged_into_each_other_leave_one(both: tuple[Project, Project]) -> None:
    from workbench.coding.merging import merge_codes

    ours, theirs = both
    with ours.change("Code") as session:
        codebook.ensure_code(session, "Night")
    merge(theirs, ours.path)
    code_words(ours, "the river", "Dark")
    code_words(theirs, "the lamps are out", "Night")
    for project, into, other in ((ours, "Night", "Dark"), (theirs, "Dark", "Night")):
        with project.change("Merge codes") as session:
            merge_codes(session, codebook.code_at(session, into), [codebook.code_at(session, other)])
    for project, copy in ((ours, theirs), (theirs, ours)):
        merge(project, copy.path)
        assert {(who, place) for _, who, place in coded(project)} == {("amina", "42-51"), ("ben", "57-74")}
        with project.read() as session:
            assert len(codebook.codebook(session)) == 1
    assert coded(ours) == coded(theirs)


def test_what_one_removed_and_the_other_worked_on_stays_and_is_listed(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    with ours.change("Theme") as session:
        theme = themes.add_theme(session, "Going round", codes=[1])
    merge(theirs, ours.path)
    with ours.change("Remove") as session:
        from workbench.rows import remove

        remove(session, themes.Theme, theme)
    with theirs.change("Amend theme") as session:
        themes.amend_theme(session, theme, statement="People go round.")
    (one,) = merge(ours, theirs.path).conflicts
    assert (one.cell, one.ours, one.theirs, one.stands) == ("whether it is there", "removed", "kept", "theirs")
    with ours.read() as session:
        assert [line.statement for line in themes.themes(session)] == ["People go round."]


def test_what_was_built_on_a_change_stands_though_the_change_is_taken_back_elsewhere(
    both: tuple[Project, Project],
) -> None:
    ours, theirs = both
    with ours.change("Rename code") as session:
        codebook.rename_code(session, codebook.code_at(session, "Dark"), "Unlit")
    merge(theirs, ours.path)
    with theirs.change("Rename code") as session:
        codebook.rename_code(session, codebook.code_at(session, "Unlit"), "Lamps out")
    ours.undo()
    for project, copy in ((ours, theirs), (theirs, ours)):
        merge(project, copy.path)
        with project.read() as session:
            assert [line.name for line in codebook.codebook(session)] == ["Lamps out"]


def test_codings_follow_words_that_the_other_copy_amended(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    code_words(ours, "the lamps are out")
    with theirs.change("Amend") as session:
        follow(session, amend_document(session, draft(SAID.replace("We never", "No, we really never"))))
    report = merge(ours, theirs.path)
    assert report.reworded == ("one.md",)
    with ours.read() as session:
        (line,) = codings.codings_in(session, 1)
        from workbench.sources.documents import words_at

        assert words_at(session, 1, Span(line.start, line.end)) == "the lamps are out"
    merge(theirs, ours.path)
    assert not differences(state_of(ours), state_of(theirs))


def test_words_that_both_amended_are_settled_by_bringing_in_the_right_file(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    for project, word in ((ours, "rarely"), (theirs, "hardly")):
        with project.change("Amend") as session:
            follow(session, amend_document(session, draft(SAID.replace("never", word))))
    (one,) = merge(ours, theirs.path).conflicts
    assert (one.cell, one.stands) == ("its words", "theirs")
    with pytest.raises(NotSettledHereError), ours.change("Settle") as session:
        settle(session, one.id, "ours")
    merge(theirs, ours.path)
    assert not differences(state_of(ours), state_of(theirs))


def test_who_withdrew_in_the_copy_is_deleted_here_too_once_that_is_confirmed(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    code_words(ours, "the lamps are out")
    withdraw(theirs, "Kez")
    with pytest.raises(WithdrawnThereError):
        merge(ours, theirs.path)
    assert merge(ours, theirs.path, dry_run=True).withdrawn == 1
    assert len(coded(ours)) == 1
    report = merge(ours, theirs.path, confirmed=True)
    assert report.withdrawn == 1
    path = ours.path
    ours.close()
    assert b"my cousin was followed" not in path.read_bytes()
    with open_file(path, coder="amina") as again, again.read() as session:
        assert codings.codings_in(session, 1) == []
        assert checkup.file_problems(session) == []


def test_who_withdrew_here_does_not_come_back_from_a_copy(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    code_words(theirs, "the lamps are out")
    withdraw(ours, "Kez")
    report = merge(ours, theirs.path)
    assert report.new.get("coding", 0) == 0
    with ours.read() as session:
        assert len(session.info["search"]("cousin", 5)) == 0
        assert checkup.file_problems(session) == []


def test_another_project_the_same_file_and_what_is_none_are_refused(
    both: tuple[Project, Project], tmp_path: Path
) -> None:
    ours, _ = both
    create(tmp_path / "other.workbench", title="Study", coder="ben").close()
    before = state_of(ours)
    with pytest.raises(OtherProjectError):
        merge(ours, tmp_path / "other.workbench")
    with pytest.raises(SameFileError):
        merge(ours, ours.path)
    (tmp_path / "letter.workbench").write_text("Dear Ben", encoding="utf-8")
    with pytest.raises(opening.NotAProjectError):
        merge(ours, tmp_path / "letter.workbench")
    with pytest.raises(opening.FileIsMissingError):
        merge(ours, tmp_path / "nowhere.workbench")
    cut = backup(ours, tmp_path / "cut.workbench")
    os.truncate(cut, cut.stat().st_size // 2)
    with pytest.raises(opening.FileIsDamagedError):
        merge(ours, cut)
    assert not differences(before, state_of(ours))


@pytest.mark.parametrize("specimen", sorted(SPECIMENS.glob("version_*.workbench")), ids=lambda path: path.stem)
def test_a_copy_of_an_earlier_version_is_brought_up_to_date_on_a_copy_of_its_own(
    tmp_path: Path, specimen: Path
) -> None:
    shutil.copy(specimen, tmp_path / "ours.workbench")
    shutil.copy(specimen, tmp_path / "theirs.workbench")
    before = (tmp_path / "theirs.workbench").read_bytes()
    with open_file(tmp_path / "ours.workbench", coder="ben") as ours:
        assert merge(ours, tmp_path / "theirs.workbench").nothing_new
    assert (tmp_path / "theirs.workbench").read_bytes() == before


@pytest.mark.parametrize("of_ours", [0, 1, 3], ids=["follows", "either", "takes in"])
@pytest.mark.parametrize("shared", [False, True], ids=["own folder", "shared folder"])
def test_copies_under_one_passphrase_open_with_the_projects_own_key(tmp_path: Path, of_ours: int, shared: bool) -> None:
    secret = {"passphrase": "long words", "shared_folder": shared}
    with create(tmp_path / "ours.workbench", title="Study", coder="amina", **secret) as ours:
        with ours.change("Import") as session:
            add_document(session, draft())
        with ours.change("Codes") as session:
            codebook.ensure_code(session, "Dark")
        with open_file(backup(ours, tmp_path / "theirs.workbench"), coder="ben", **secret) as theirs:
            code_words(theirs, "the lamps are out")
            for words in ("the river", "by the river", "my cousin")[:of_ours]:
                code_words(ours, words)
            assert merge(ours, theirs.path).new["coding"] == 1
            assert merge(theirs, ours.path).new["coding"] == of_ours
            assert not differences(state_of(ours), state_of(theirs))


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("of_ours", [0, 1, 3], ids=["follows", "either", "takes in"])
def test_killed_in_the_middle_it_leaves_the_project_as_it_was(
    both: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch, of_ours: int
) -> None:
    ours, theirs = both
    for words in ("the river", "by the river", "my cousin")[:of_ours]:
        code_words(ours, words)
    code_words(theirs, "the lamps are out")
    before, path = state_of(ours), ours.path
    ours.close()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            monkeypatch.setattr(merge_sides, "take_history", lambda _: os.kill(os.getpid(), signal.SIGKILL))
            merge(open_file(path, coder="amina"), theirs.path)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    with open_file(path, coder="amina") as again:
        assert not differences(before, state_of(again))
        assert merge(again, theirs.path).new["coding"] == 1


def test_suggestions_switched_off_in_a_copy_are_off_in_what_they_become(both: tuple[Project, Project]) -> None:
    ours, theirs = both
    switch_suggestions(theirs, on=False)
    theirs_off = off_in(theirs)
    assert theirs_off is not None
    assert off_in(ours) is None
    tried = merge(ours, theirs.path, dry_run=True)
    assert "ben switched them off" in "\n".join(tried.lines())
    assert off_in(ours) is None
    assert not merge(ours, theirs.path).nothing_new
    assert off_in(ours) == theirs_off
    assert merge(ours, theirs.path).nothing_new
    switch_suggestions(theirs, on=True)
    merge(ours, theirs.path)
    assert off_in(ours) == theirs_off, "on again is said here, by a person"
