"""Suggest in one call: what it reads, what it leaves out, what it writes, and what leaves."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.suggestions.conftest import BUS, EVERY, POLICE, put_codes, put_turns
from workbench.coding.codings import apply_code
from workbench.desk.suggesting.suggest import NoFolderError, TopicsIsNoNumberError, suggest
from workbench.desk.suggesting.switching import switch_suggestions
from workbench.desk.tables.suggestions import SUGGESTION_TABLES
from workbench.desk.tabular import Asking, finished
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.governance.audiences import add_audience, audience_named
from workbench.governance.departures import departures
from workbench.project.facts import remember
from workbench.project.file import Project, create, open_file
from workbench.project.history import changes
from workbench.rows import add, live
from workbench.sources.consent import Consent
from workbench.suggestions.embedding import SuggestingStoppedError
from workbench.suggestions.material import NOT_AGREED, NOT_ENGLISH, NOT_THEIRS, gather
from workbench.suggestions.open_ones import open_ones
from workbench.suggestions.review import queue, reject
from workbench.suggestions.runs import Run
from workbench.suggestions.switch import FACT, SuggestionsAreOffError
from workbench.suggestions.topics import topics, typical_passages
from workbench.text import Span

TURNS = [turn for at, said in enumerate(EVERY) for turn in (("Interviewer", "And the police?"), (f"P{at % 4}", said))]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def told(project: Project) -> Project:
    put_turns(project, TURNS)
    put_codes(project)
    return project


def words_read(project: Project) -> set[str]:
    with project.read() as session:
        return {one.text for one in gather(session).segments}


def consent(project: Project, label: str, state: str) -> None:
    with project.change("Consent") as session:
        case = next(one.case_id for one in gather(session).segments if one.text in dict_of(label))
        add(session, Consent, case_id=case, scope="machine", state=state)


def dict_of(label: str) -> set[str]:
    return {said for who, said in TURNS if who == label}


def table(project: Project, name: str, audience: str = "internal"):  # type: ignore[no-untyped-def]
    kind = next(one for one in SUGGESTION_TABLES if one.name == name)
    with project.read() as session:
        return finished(kind, kind.make(session, Asking(audience_named(session, audience))))


def test_one_call_fills_the_queue_and_the_topics(told: Project) -> None:
    heard: list[tuple[float, str]] = []
    report = suggest(told, topics=3, progress=lambda share, what: heard.append((share, what)))
    assert (report.topics, report.segments, report.codes) == (3, 18, 3)
    assert report.left_out == {NOT_THEIRS: 18}
    assert report.suggestions > 9
    assert "proposed for review" in report.sentence
    assert json.loads(json.dumps(report.as_json()))["seed"] == 42
    assert [share for share, _ in heard] == sorted(share for share, _ in heard)
    assert heard[-1][0] == 1.0
    with told.read() as session:
        lines = queue(session, begun_only=False)
        found = topics(session)
        assert len(lines) == report.suggestions
        assert {line.topic_id for line in lines} <= {one.id for one in found}
        assert [one.segments for one in found] == [6, 6, 6]
        assert found[0].cases == 4
        near = [one.closeness for one in typical_passages(session, found[0].id)]
        assert near == sorted(near, reverse=True)
        runs = session.execute(live(Run)).scalars().all()
        assert {run.kind for run in runs} == {"topics", "codes"}
        assert all(run.left_out == 18 and run.segments == 18 and run.content for run in runs)
        assert json.loads(runs[0].settings)["left_out"] == {NOT_THEIRS: 18}


def test_one_undo_takes_the_whole_run_back(told: Project) -> None:
    suggest(told, topics=3)
    assert told.undo().name == "Suggest codes"
    with told.read() as session:
        assert queue(session, status=None, begun_only=False) == []
        assert topics(session) == []


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_words_of_who_refused_are_not_read(told: Project, state: str) -> None:
    consent(told, "P1", state)
    report = suggest(told, topics=2)
    assert report.left_out[NOT_AGREED] == len(dict_of("P1"))
    assert not words_read(told) & dict_of("P1")


def test_where_consent_is_required_unknown_is_refused(tmp_path: Path) -> None:
    with create(tmp_path / "strict.workbench", title="S", coder="amina", consent="required") as strict:
        put_turns(strict, TURNS)
        assert words_read(strict) == set()
        assert "nothing that the machine may read" in suggest(strict).sentence


def test_other_languages_and_empty_projects(project: Project) -> None:
    assert suggest(project).suggestions == 0
    put_turns(project, [("P1", "Der Bus kommt nie.")], name="de.md", language="de")
    put_turns(project, [("P2", BUS[0])], name="gb.md", language="en-GB")
    report = suggest(project)
    assert report.left_out == {NOT_ENGLISH: 1}
    assert "too few" in report.sentence


def test_a_code_that_is_there_already_is_not_proposed(told: Project) -> None:
    suggest(told, topics=2)
    with told.read() as session:
        line = queue(session, begun_only=False)[0]
    with told.change("Code") as session:
        apply_code(session, line.code_id, line.document_id, Span(line.start + 4, line.start + 9))
    suggest(told, topics=2)
    with told.read() as session:
        again = queue(session, begun_only=False)
    assert (line.start, line.code_id) not in {(one.start, one.code_id) for one in again}


def test_one_code_alone_leaves_the_rest_as_it_was(told: Project) -> None:
    suggest(told, topics=3)
    with told.read() as session:
        before = [one for one in queue(session, begun_only=False) if one.code != "Police"]
        grouped = topics(session)
    report = suggest(told, code="Police")
    assert report.codes == 1
    with told.read() as session:
        after = queue(session, begun_only=False)
        assert [one.id for one in after if one.code != "Police"] == [one.id for one in before]
        assert topics(session) == grouped
        assert any(one.code == "Police" for one in after)


def test_scores_of_every_code_for_what_nobody_coded(told: Project, tmp_path: Path) -> None:
    with told.read() as session:
        first = gather(session).segments[0]
        code = gather(session).codes[0].id
    with told.change("Code") as session:
        apply_code(session, code, first.document_id, Span(first.start, first.start + 3))
        add(session, Consent, case_id=first.case_id, scope="verbatim", state="refused")
    out = tmp_path / "scores.csv"
    report = suggest(told, topics=2, rank=out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["document", "case", "start", "end", "text", "code", "score"]
    assert len(rows) == 17 * 3 == report.ranked
    assert all(0 <= float(row["score"]) <= 1 for row in rows)
    assert {row["text"] for row in rows if row["case"] == "P0"} == {""}
    police = [row for row in rows if row["code"] == "Police" and row["text"]]
    assert max(police, key=lambda row: float(row["score"]))["text"] in POLICE
    with told.read() as session:
        left = departures(session)
    assert [(one.name, one.audience, one.quotes, one.withheld) for one in left] == [("scores.csv", "internal", 13, 4)]


def test_counted_words_do_where_the_model_is_not_wanted(told: Project) -> None:
    report = suggest(told, model="tfidf", topics=2)
    assert report.choice
    assert report.sentence.startswith(report.choice)
    assert report.topics == 2


def test_stopping_changes_nothing_and_wrong_wishes_are_sentences(told: Project, tmp_path: Path) -> None:
    before = told.latest_change()
    with pytest.raises(SuggestingStoppedError):
        suggest(told, cancelled=lambda: True)
    with pytest.raises(TopicsIsNoNumberError):
        suggest(told, topics="many")
    with pytest.raises(NoFolderError):
        suggest(told, rank=tmp_path / "nowhere" / "scores.csv")
    assert told.latest_change() == before


def test_formula_like_words_are_neutral_in_the_file(project: Project, tmp_path: Path) -> None:
    put_turns(project, [("P1", "=HYPERLINK(1) the bus stop was moved without a word")])
    put_codes(project)
    suggest(project, rank=tmp_path / "s.csv")
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        assert {row["text"][0] for row in csv.DictReader(file)} == {"'"}


def test_tables_of_topics_and_suggestions(told: Project) -> None:
    suggest(told, topics=3)
    made = table(told, "suggestions")
    assert made.columns[:8] == ("document", "start", "end", "text", "code", "score", "status", "model")
    text = "\n".join(words for _, words in TURNS)
    assert all(text[row[1] : row[2]] == row[3] for row in made.rows)
    assert table(told, "topics").columns[:5] == ("topic", "label", "keywords", "segments", "cases")
    assert [row[0] for row in table(told, "topics").rows] == [1, 2, 3]
    with told.change("Audience") as session:
        add_audience(session, "police")
    police = table(told, "suggestions", "police")
    assert {row[3] for row in police.rows} == {None}
    assert police.withheld == len(police.rows)
    assert table(told, "topics", "police").withheld == 3


PROGRAM = """
import sys
from pathlib import Path
from tests.desk.test_suggest import TURNS
from tests.suggestions.conftest import put_codes, put_turns
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import create
from workbench.suggestions.open_ones import open_ones
from workbench.suggestions.review import queue, reject
from workbench.suggestions.topics import topics
with create(Path(sys.argv[1]), title="T", coder="amina") as project:
    put_turns(project, TURNS); put_codes(project); suggest(project)
    with project.read() as session:
        print([(q.start, q.end, q.code, q.score) for q in queue(session, begun_only=False)])
        print([(t.keywords, t.segments, t.cases) for t in topics(session)])
"""


def test_the_same_seed_gives_the_same_result_in_two_processes(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    said = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / f"{turn}.workbench")],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for turn in "ab"
    ]
    assert said[0] == said[1]
    assert "Buses" in said[0]


def test_switched_off_nothing_is_read_or_shown_and_coding_goes_on(told: Project) -> None:
    suggest(told, topics=2, model="fast")
    with told.read() as session:
        line = queue(session, begun_only=False)[0]
        decided = queue(session, begun_only=False)[1]
    with told.change("Reject") as session:
        reject(session, decided.id)
    said = switch_suggestions(told, on=False)
    assert said.startswith("Suggestions are off in this project: amina switched them off on ")
    assert switch_suggestions(told, on=False) == said
    with pytest.raises(SuggestionsAreOffError, match="amina switched them off"):
        suggest(told, model="fast")
    with told.change("Code") as session:
        apply_code(session, line.code_id, line.document_id, Span(line.start, line.end))
    with told.read() as session:
        assert queue(session, begun_only=False) == []
        assert open_ones(session) == []
        assert [one.id for one in queue(session, status="rejected", begun_only=False)] == [decided.id]
        assert [one.name for one in changes(session, limit=2)] == ["Code", "Switch suggestions off"]
    assert switch_suggestions(told, on=True) == "Suggestions are on again in this project."
    with told.read() as session:
        assert line.id in {one.id for one in queue(session, begun_only=False)}


def test_a_switch_that_nobody_can_read_is_off(told: Project) -> None:
    remember(told, FACT, "whatever", why="Switch suggestions off")
    with pytest.raises(SuggestionsAreOffError, match="somebody switched them off"):
        suggest(told)


def test_the_choice_of_the_model_is_said_and_the_fast_one_fills_the_queue(told: Project) -> None:
    report = suggest(told, topics=3)
    assert report.sentence.startswith("Read with the better model; the fast one would be done sooner and find less.")
    fast = suggest(told, topics=3, model="fast")
    assert fast.sentence.startswith("Read with the fast model, as you asked")
    assert fast.suggestions
    assert fast.model.startswith("WordLlama")


def test_words_withdrawn_while_they_were_read_leave_nothing_in_the_cache(told: Project, tmp_path: Path) -> None:
    def withdraw_once(share: float, what: str) -> None:
        if not told_once:
            told_once.append(what)
            withdraw(told, "P1")

    told_once: list[str] = []
    suggest(told, topics=2, model="fast", progress=withdraw_once)
    assert told_once
    assert list((tmp_path / "cache").rglob("*.vectors")) == []
    assert list((tmp_path / "cache").rglob("*.arrays")) == []


KILLED = """
import sys
from pathlib import Path
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import open_file
with open_file(Path(sys.argv[1]), coder="amina") as project:
    suggest(project, model="better")
"""


def test_a_run_that_is_killed_leaves_the_project_as_it_was_and_keeps_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "killed.workbench"
    with create(path, title="T", coder="amina") as project:
        put_turns(project, [(f"P{at % 9}", f"{EVERY[at % 18]} That was in week {at}.") for at in range(1_500)])
        put_codes(project)
        before = project.latest_change()
    run = subprocess.Popen([sys.executable, "-c", KILLED, str(path)])
    for _ in range(1_200):
        if list((tmp_path / "cache").rglob("*.vectors")):
            break
        time.sleep(0.05)
    run.kill()
    run.wait()
    assert list((tmp_path / "cache").rglob("*.vectors"))
    with open_file(path, coder="amina") as project:
        assert project.latest_change() == before
        with project.read() as session:
            assert session.execute(live(Run)).scalars().all() == []
        assert suggest(project, model="fast", topics=3).suggestions
