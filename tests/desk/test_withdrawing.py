"""A withdrawal takes everything of one person and nothing of anybody else, in the file and beside it."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from workbench.coding.codebook import add_code, ensure_code
from workbench.coding.codings import Coding, apply_code
from workbench.coding.memos import memos, write_memo
from workbench.coding.summaries import begin_summary
from workbench.desk.begun_splits import Decided, keep_split
from workbench.desk.begun_texts import set_aside
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.take_out import take_out
from workbench.desk.withdrawal.unfinished import make_good
from workbench.desk.withdrawal.withdrawing import (
    NoSuchPersonError,
    NotHeardThereError,
    ScopeUnknownError,
    finish_purge,
    save_certificate,
    touched,
    withdraw,
)
from workbench.errors import WorkbenchError
from workbench.governance.consent import may
from workbench.governance.withdrawals import withdrawals
from workbench.project import backup, checkup
from workbench.project.file import Project, create, open_file
from workbench.project.purge import TracesMayRemainError, is_unfinished
from workbench.project.undo import UndoIsClosedError
from workbench.rows import table_of
from workbench.sources.asked import question_named, topic_guide
from workbench.sources.cases import Case, case_labels, set_attribute
from workbench.sources.consent import set_consent
from workbench.sources.documents import Segment, document_named, segments_of, words_at
from workbench.text import Span
from workbench.triangulation.findings import Evidence, findings, write_finding

KEZ = (
    "We never walk through the subway once the lamps are out.",
    "My cousin was followed by three lads from the leisure centre.",
    "Honestly the constable just laughed at us in the chip shop.",
)
OTHERS = ("I take the bus because it stops at the gate.", "It was fine before they moved the crossing.")
ANSWER = "Put the kiosk lights back by the marina."
WORDS = (*KEZ, ANSWER)


def material(folder: Path) -> list[Path]:
    group = folder / "group.md"
    group.write_text(
        f"**Interviewer:** How do you get home?\n\n**Kez:** {KEZ[0]}\n\n**Ola:** {OTHERS[0]}\n\n**Kez:** {KEZ[1]}\n\n"
        f"**Interviewer:** And you?\n\n**Ola:** {OTHERS[1]}\n",
        encoding="utf-8",
    )
    alone = folder / "alone.md"
    alone.write_text(f"**Interviewer:** And the police?\n\n**Kez:** {KEZ[2]}\n", encoding="utf-8")
    survey = folder / "survey.csv"
    survey.write_text(f'id,age,What would help?\nKez,16,"{ANSWER}"\nOla,17,"More buses in the evening."\n', "utf-8")
    (folder / "same.yaml").write_text("cases: {Kez: Kez}\n", "utf-8")
    (folder / "map.yaml").write_text('case: id\nopen: ["What would help?"]\nclosed: [age]\n', "utf-8")
    return [group, alone, survey]


def coded(project: Project) -> dict[str, int]:
    """A project with codings, notes, memos, suggestions and findings on Kez's words and on Ola's."""
    with project.change("Codes") as session:
        code = add_code(session, "Dark", definition="Places without light.")
        document = document_named(session, "group.md")
        lines = segments_of(session, document)
        kez, ola = lines[1], lines[2]
        mine = apply_code(session, code, document, Span(kez.start + 3, kez.end))
        both = apply_code(session, code, document, Span(kez.start + 10, ola.end - 5))
        theirs = apply_code(session, code, document, Span(lines[5].start, lines[5].end))
        write_memo(session, "Kez sounds tired here", about="coding", thing_id=mine)
        write_memo(
            session, "what a silence", about="document", thing_id=document, kind="note", span=Span(kez.start, kez.end)
        )
        write_memo(session, "kept", about="document", thing_id=document, kind="note", span=Span(ola.start, ola.end))
        alone = document_named(session, "alone.md")
        words = segments_of(session, alone)[1]
        apply_code(session, code, alone, Span(words.start, words.end))
        finding = write_finding(
            session,
            strand="words",
            source="interviews",
            statement="People keep away from dark places.",
            evidence=[Evidence("code", code), Evidence("coding", mine)],
            against="Not everybody.",
        )
    suggest(project, model="tfidf")
    return {"code": code, "both": both, "theirs": theirs, "finding": finding, "document": document}


@pytest.fixture(params=[None, "long words"], ids=["plain", "encrypted"])
def study(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Project, dict[str, int]]]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    (tmp_path / "project").mkdir()
    path = tmp_path / "project" / "study.workbench"
    files = material(tmp_path / "in")
    with create(path, title="Study", coder="amina", passphrase=request.param) as project:
        bring_in(project, files[:1])
        bring_in(project, files[1:2], map_=tmp_path / "in" / "same.yaml")
        bring_in(project, files[2:], as_="survey", map_=tmp_path / "in" / "map.yaml")
        yield project, coded(project)


def traces(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Every file in which a sentence, or a run of four words of it, still stands."""
    pieces = [run for sentence in words for run in runs(sentence)]
    found = []
    for path in folder.rglob("*"):
        if not path.is_file() or path.parent.name == "in":
            continue
        raw = path.read_bytes()
        for piece in pieces:
            for form in (piece, piece.lower()):
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    if form.encode(encoding) in raw:
                        found.append(f"{path.name}: {piece}")
                if zlib.compress(form.encode())[2:-4] in raw:
                    found.append(f"{path.name}: {piece}, compressed")
    return found


def runs(sentence: str) -> list[str]:
    words = re.findall(r"\w+", sentence)
    return [" ".join(words[at : at + 4]) for at in range(len(words) - 3) if " ".join(words[at : at + 4]) in sentence]


def test_a_trial_says_what_it_touches_and_changes_nothing(study: tuple[Project, dict[str, int]]) -> None:
    project, _ = study
    latest = project.latest_change()
    found = touched(project, "Kez")
    assert project.latest_change() == latest
    assert found.whole == ("alone.md",)
    assert set(found.parts) == {"group.md", "What would help?"}
    assert found.counts["person"] == 1
    assert found.counts["passage"] == 2 + 2 + 1
    assert found.counts["coding"] == 2
    assert found.codings == {"amina": 2}
    assert found.counts["memo"] == 2
    assert [one.name for one in found.judgements] == ["F1"]
    assert "Kez sounds tired" not in "\n".join(found.lines())
    with project.read() as session:
        assert len(segments_of(session, document_named(session, "alone.md"))) == 2
    assert project.undo() is not None


def test_nothing_of_the_person_is_left_anywhere(study: tuple[Project, dict[str, int]], tmp_path: Path) -> None:
    project, keys = study
    copied = backup.backup(project, backup.place_today(project.path))
    take_out(project, tmp_path / "project" / "out.csv", table="codings")
    (tmp_path / "project" / "out.csv").unlink()
    keep_split(project, 1, {1: Decided(WORDS[0])})
    set_aside(project, "Memo", WORDS[0])
    with project.read() as session:
        kez = next(key for key, label in case_labels(session).items() if label == "Kez")
    with project.change("Begin") as session:
        begin_summary(session, kez, ensure_code(session, "Half said"), WORDS[0])
    if project.key is None:
        assert traces(tmp_path, WORDS)
    done = withdraw(project, "Kez", asked_on="2026-03-14")
    assert traces(tmp_path, WORDS) == []
    save_certificate(project, done, tmp_path / "certificate.md")
    certificate = (tmp_path / "certificate.md").read_text(encoding="utf-8")
    assert "Kez" not in certificate
    assert "W-" in certificate
    assert not copied.exists() or copied.read_bytes() != b""
    with project.read() as session:
        assert checkup.file_problems(session) == []
        assert session.info["search"]('"subway"', 5, 0) == []
        case = table_of(Case)
        assert session.execute(sa.select(case.c.label)).scalars().all() == ["Ola"]
        assert words_at(session, keys["document"], span_of(session, keys["theirs"])) == OTHERS[1]
        assert words_at(session, keys["document"], span_of(session, keys["both"])) == OTHERS[0][:-5]
        assert [memo.text for memo in memos(session)] == ["kept"]
        (line,) = findings(session)
        assert line.state == "recheck"
        assert line.count is not None
        assert line.count.said == 1
        (entry,) = withdrawals(session)
        assert entry.asked_on == "2026-03-14"
        assert entry.counts["word"] == sum(len(re.findall(r"\w+", words)) for words in (*WORDS, "And the police?"))
        assert not is_unfinished(project)
    with pytest.raises(UndoIsClosedError):
        project.undo()
    (left,) = backup.copies_within_reach(project.path)
    with (
        open_file(left, coder="ben", passphrase=None if project.key is None else "long words") as fresh,
        fresh.read() as session,
    ):
        assert session.execute(sa.select(table_of(Case).c.label)).scalars().all() == ["Ola"]


def span_of(session: Any, coding: int) -> Span:
    table = table_of(Coding)
    row = session.execute(sa.select(table).where(table.c.id == coding)).one()
    return Span(row.start, row.end)


def test_what_was_withdrawn_is_not_brought_in_again(study: tuple[Project, dict[str, int]], tmp_path: Path) -> None:
    project, _ = study
    withdraw(project, "Kez")
    folder = tmp_path / "in"
    alone, group = bring_in(project, [folder / "alone.md", folder / "group.md"], amend=True)
    (survey,) = bring_in(project, [folder / "survey.csv"], as_="survey", map_=folder / "map.yaml", amend=True)
    assert alone.outcome == "refused"
    assert "withdraw" in alone.why
    assert any("withdrew" in left.why for left in group.left_out)
    assert any("withdrew" in left.why for left in survey.left_out)
    assert traces(tmp_path, WORDS) == []


def test_one_document_only(study: tuple[Project, dict[str, int]], tmp_path: Path) -> None:
    project, _ = study
    done = withdraw(project, "Kez", document="alone.md")
    assert done.touched.whole == ("alone.md",)
    assert traces(tmp_path, KEZ[2:]) == []
    with project.read() as session:
        assert any(KEZ[0] == line.text for line in segments_of(session, document_named(session, "group.md")))
    path = tmp_path / "in" / "other.md"
    path.write_text("**Interviewer:** And?\n\n**Ife:** Nothing.\n", encoding="utf-8")
    bring_in(project, [path])
    with pytest.raises(NotHeardThereError):
        touched(project, "Ola", document="other.md")


def test_a_question_of_the_topic_guide_that_was_put_to_them_stays(project: Project, tmp_path: Path) -> None:
    asked, said = "Does anything change for you when it gets dark?", "The kiosk by the marina shuts at five sharp."
    path = tmp_path / "alone.md"
    path.write_text(f"**Interviewer:** {asked}\n\n**Kez:** {said}\n", encoding="utf-8")
    bring_in(project, [path])
    with project.change("Guide") as session:
        question_named(session, "dark", text=asked)
        question_named(session, "kiosk", text=f"Somebody told us: {said}", position=1)
        write_memo(session, f"I asked: {asked}", about="project")
    withdraw(project, "Kez")
    with project.read() as session:
        assert [one.text for one in topic_guide(session)] == [asked, "Somebody told us: [words taken back]."]
        assert [one.text for one in memos(session)] == ["I asked: [words taken back]?"]


def test_consent_in_one_scope(study: tuple[Project, dict[str, int]]) -> None:
    project, _ = study
    with project.change("Audience") as session:
        from workbench.governance.audiences import add_audience

        add_audience(session, "police")
        kez = session.execute(sa.select(table_of(Case).c.id).where(table_of(Case).c.label == "Kez")).scalar_one()
        for scope, audience in (("verbatim", ""), ("audience", "police")):
            set_consent(session, kez, scope, "given", audience=audience)
    done = withdraw(project, "Kez", scope="police")
    assert done.entry.counts == {}
    with project.read() as session:
        assert may(session, [kez]).allowed
        assert not may(session, [kez], to="police").allowed
    with pytest.raises(ScopeUnknownError, match="verbatim, paraphrase, machine, police"):
        touched(project, "Kez", scope="fire")
    with pytest.raises(NoSuchPersonError, match="Kez"):
        touched(project, "Kezz")


def test_a_label_goes_from_the_names_of_changes(study: tuple[Project, dict[str, int]]) -> None:
    project, _ = study
    with project.change("Consent of Kez") as session:
        kez = session.execute(sa.select(table_of(Case).c.id).where(table_of(Case).c.label == "Kez")).scalar_one()
        set_attribute(session, kez, "age band", "16 to 17")
    withdraw(project, "Kez")
    with project.read() as session:
        names = list(session.execute(sa.text("SELECT name FROM change")).scalars())
    assert "Consent of somebody" in names
    assert not any("Kez" in name for name in names)


def test_killed_between_the_rows_and_the_backups_it_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        group, alone, _ = material(tmp_path / "in")
        bring_in(project, [group])
        bring_in(project, [alone], map_=tmp_path / "in" / "same.yaml")
        coded(project)
        backup.backup(project, backup.place_today(path))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], check=False, cwd=Path(__file__).resolve().parents[2], timeout=120
    )
    assert killed.returncode == -9
    with open_file(path, coder="amina") as project:
        assert is_unfinished(project)
        assert make_good(project)
        assert not is_unfinished(project)
        assert not make_good(project)
        assert traces(tmp_path, KEZ) == []
    assert finish_purge.__doc__


def test_while_somebody_reads_it_is_not_said_to_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        bring_in(project, material(tmp_path / "in")[:1])
        project._connection.execute("PRAGMA busy_timeout = 50")
        with project.read() as session:
            session.execute(sa.text("SELECT count(*) FROM segment")).scalar()
            with pytest.raises(TracesMayRemainError, match="open it once more"):
                withdraw(project, "Kez")
        assert is_unfinished(project)
    with open_file(path, coder="amina") as project:
        assert make_good(project)
        assert traces(tmp_path, KEZ) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from workbench.desk.withdrawal import withdrawing
from workbench.project.file import Project, open_file

def die(project):
    os.kill(os.getpid(), signal.SIGKILL)

Project.rewrite = die
withdrawing.withdraw(open_file(Path(sys.argv[1]), coder="amina"), "Kez")
"""


@pytest.mark.parametrize("seed", range(12))
def test_everybody_elses_codings_cover_the_words_they_covered(project: Project, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    people = ["Kez", "Ola", "Ife", "Interviewer"]
    turns = [
        (
            chance.choice(people),
            " ".join(
                chance.choices(["we", "go", "round", "by", "night", "the", "lamp", "bus"], k=chance.randint(1, 9))
            ),
        )
        for _ in range(30)
    ]
    turns.append(("Kez", "the end"))
    turns.append(("Ola", "yes"))
    path = tmp_path / "talk.md"
    path.write_text(
        "\n\n".join(f"**{who}:** {number} {said}" for number, (who, said) in enumerate(turns)), encoding="utf-8"
    )
    bring_in(project, [path])
    with project.change("Code") as session:
        code = add_code(session, "A", definition="x")
        document = document_named(session, "talk.md")
        lines = segments_of(session, document)
        length = lines[-1].end
        for _ in range(40):
            start = chance.randrange(length - 1)
            with suppress(WorkbenchError):
                apply_code(session, code, document, Span(start, min(length, start + chance.randint(1, 60))))
        before = covered(session, document, lines)
    withdraw(project, "Kez")
    with project.read() as session:
        after = covered(session, document, segments_of(session, document))
        assert checkup.file_problems(session) == []
        segment = table_of(Segment)
        assert session.execute(sa.select(sa.func.count()).where(segment.c.text.like("%the end%"))).scalar() == 0
    assert after == {key: words for key, words in before.items() if words}


def covered(session: Any, document: int, lines: list[Any]) -> dict[int, list[str]]:
    """For every coding, the words of others than Kez that it covers, passage by passage."""
    table = table_of(Coding)
    found = {}
    for row in session.execute(sa.select(table).where(table.c.document_id == document, table.c.gone.is_(False))):
        pieces = [
            line.text[max(0, row.start - line.start) : max(0, row.end - line.start)]
            for line in lines
            if line.start < row.end and line.end > row.start and line.case != "Kez"
        ]
        found[row.id] = [piece for piece in pieces if piece]
    return found
