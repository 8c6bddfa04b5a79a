"""What a change marks: after changes at random, what is kept says what comparing everything afresh says."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sqlalchemy as sa

from tests.effort import calls
from tests.study import add_study, code_turn, record_asked
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.merging import merge_codes
from workbench.coding.themes import Theme, ThemeCode
from workbench.desk.uniting import unite
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.errors import WorkbenchError
from workbench.governance.audiences import Agreement
from workbench.governance.flags import KINDS, PassageFlag, flag, lift
from workbench.indicators.datasets import Dataset
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.project.file import open_file
from workbench.rows import NotInProjectError, add, add_many, amend, bulk, live, remove, table_of
from workbench.sources.asked import Asked, Question
from workbench.sources.cases import Case
from workbench.sources.coders import Coder, current_coder
from workbench.sources.consent import set_consent
from workbench.sources.documents import Document, Segment
from workbench.text import Span
from workbench.triangulation import findings as module
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.finding_evidence import FindingEvidence
from workbench.triangulation.findings import (
    Finding,
    findings,
    look_again,
    remove_evidence,
    remove_finding,
    reword,
    standing,
    support,
    write_finding,
)
from workbench.triangulation.resting import Ground, read_ground


def study_with_findings(project: Any) -> Any:
    with project.change("Put a study in") as session:
        study = add_study(session)
        record_asked(session, study, 6)
        study.findings = [
            write_finding(
                session, strand=strand, source=source, statement=f"{source} {at}", evidence=[evidence], **more
            )
            for at, (strand, source, evidence, more) in enumerate(
                (
                    ("words", "interviews", Evidence("theme", study.theme), {}),
                    ("words", "interviews", Evidence("code", study.police), {"question_id": study.question}),
                    ("words", "group talk", Evidence("code", study.dark), {}),
                    ("words", "interviews", Evidence("coding", study.codings[0]), {}),
                    ("words", "interviews", Evidence("coding", study.codings[4]), {}),
                    ("numbers", "Active Lives", Evidence("observation", study.harlow), {}),
                    ("numbers", "Active Lives", Evidence("observation", study.england), {}),
                )
            )
        ]
    return study


def afresh(project: Any) -> list[Any]:
    with project.read() as session:
        ground: Ground[Any] = read_ground(session)
        return ground.read(session, module._lines)


def kept(project: Any) -> list[Any]:
    with project.read() as session:
        return findings(session)


def marks(project: Any) -> set[int]:
    with project.read() as session:
        return set(standing(session).marked)


def _any(session: Any, kind: Any, chance: random.Random, *, gone: bool = False) -> Any:
    rows = list(session.execute(sa.select(kind) if gone else live(kind)).scalars())
    if not rows:
        raise NotInProjectError
    return chance.choice(rows)


def _words(session: Any, study: Any, chance: random.Random) -> None:
    segment = _any(session, Segment, chance)
    amend(session, Segment, segment.id, text=segment.text.replace("the", "THE", 1))


def _speaker(session: Any, study: Any, chance: random.Random) -> None:
    amend(session, Segment, _any(session, Segment, chance).id, case_id=chance.choice([None, *study.cases[:3]]))


def _apply(session: Any, study: Any, chance: random.Random) -> None:
    code_turn(session, study, chance.choice([study.dark, study.police]), chance.randrange(8))


def _many(session: Any, study: Any, chance: random.Random) -> None:
    with bulk(session, Coding):
        starts = [row.start for row in session.execute(live(Segment)).scalars()]
        add_many(
            session,
            Coding,
            [
                {
                    "code_id": chance.choice([study.dark, study.police]), "coder_id": current_coder(session),
                    "document_id": study.document, "anchor": at, "start": at, "end": at + 9, "created": "2026",
                }
                for at in starts
            ],
        )  # fmt: skip


def _recode(session: Any, study: Any, chance: random.Random) -> None:
    coding = _any(session, Coding, chance)
    cells = chance.choice(
        [
            {"code_id": study.police},
            {"code_id": study.dark},
            {"end": coding.end - 1},
            {"direction": "against"},
            {"gone": True},
        ]
    )
    amend(session, Coding, coding.id, **cells)


def _code(session: Any, study: Any, chance: random.Random) -> None:
    code = _any(session, Code, chance, gone=True)
    choices = [{"name": f"Called {chance.random()}"}, {"gone": not code.gone}, {"position": 4}]
    if code.id != study.police:
        choices.append({"parent_id": study.police if code.id == study.dark else None})
    amend(session, Code, code.id, **chance.choice(choices))


def _means(session: Any, study: Any, chance: random.Random) -> None:
    cell = chance.choice(["definition", "include", "exclude", "example"])
    amend(session, Code, _any(session, Code, chance).id, **{cell: f"{chance.random()}"})


def _flag(session: Any, study: Any, chance: random.Random) -> None:
    rows = list(session.execute(live(PassageFlag)).scalars())
    if rows and chance.random() < 0.4:
        lift(session, chance.choice(rows).id)
    else:
        segment = _any(session, Segment, chance)
        flag(session, segment.document_id, Span(segment.start, segment.start + 9), chance.choice(KINDS))


def _doubted(session: Any, study: Any, chance: random.Random) -> None:
    rows = list(session.execute(live(Doubt)).scalars())
    if rows and chance.random() < 0.5:
        cells = chance.choice([{"answer": f"{chance.random()}"}, {"gone": True}, {"period": "2020"}])
        amend(session, Doubt, chance.choice(rows).id, **cells)
    else:
        area = chance.choice(["", "E92000001", "E07000073", "E07000066"])
        add(session, Doubt, indicator_id=study.indicator, area_code=area, kind=f"{chance.random()}", answer="So.")


def _merge(session: Any, study: Any, chance: random.Random) -> None:
    merge_codes(session, study.dark, [study.police])


def _theme(session: Any, study: Any, chance: random.Random) -> None:
    if chance.random() < 0.5:
        amend(session, Theme, study.theme, statement=f"Now {chance.random()}")
    else:
        add(session, ThemeCode, theme_id=study.theme, code_id=chance.choice([study.police, study.dark]))


def _ungather(session: Any, study: Any, chance: random.Random) -> None:
    remove(session, ThemeCode, _any(session, ThemeCode, chance).id)


def _consent(session: Any, study: Any, chance: random.Random) -> None:
    case = _any(session, Case, chance)
    set_consent(session, case.id, "verbatim", chance.choice(["given", "refused", "withdrawn"]))


def _person(session: Any, study: Any, chance: random.Random) -> None:
    case = _any(session, Case, chance, gone=True)
    amend(
        session,
        Case,
        case.id,
        **chance.choice([{"label": f"Q{chance.random()}"}, {"sampling": "random"}, {"gone": not case.gone}]),
    )


def _unite(session: Any, study: Any, chance: random.Random) -> None:
    one, other = (_any(session, Case, chance).id for _ in range(2))
    if one != other:
        unite(session, one, other)


def _asked(session: Any, study: Any, chance: random.Random) -> None:
    row = _any(session, Asked, chance, gone=True)
    amend(session, Asked, row.id, **chance.choice([{"state": "not asked"}, {"state": "asked"}, {"gone": not row.gone}]))


def _question(session: Any, study: Any, chance: random.Random) -> None:
    amend(session, Question, study.question, short=f"q{chance.random()}")


def _document(session: Any, study: Any, chance: random.Random) -> None:
    row = session.get(Document, study.document)
    amend(
        session,
        Document,
        study.document,
        **chance.choice([{"name": "Other.txt"}, {"kind": "question"}, {"gone": not row.gone}]),
    )


def _figure(session: Any, study: Any, chance: random.Random) -> None:
    row = _any(session, Observation, chance, gone=True)
    cells: list[dict[str, Any]] = [
        {"value": 50 + chance.random()}, {"gone": not row.gone}, {"status": "provisional"}, {"compared": ""},
        {"period_start": "2020-01-01"}, {"area_code": "E92000001"},
    ]  # fmt: skip
    amend(session, Observation, row.id, **chance.choice(cells))


def _measure(session: Any, study: Any, chance: random.Random) -> None:
    cells = [
        {"name": "Active"},
        {"unit": "per 100"},
        {"benchmark": ""},
        {"polarity": "low is good"},
        {"gone": True},
        {"gone": False},
    ]
    amend(session, Indicator, study.indicator, **chance.choice(cells))


def _set(session: Any, study: Any, chance: random.Random) -> None:
    shared = chance.random() < 0.5
    cells: dict[str, Any] = {"shared": shared, "gone": chance.random() < 0.2}
    if chance.random() < 0.5:
        ends = chance.choice(["2020-01-01", "2999-01-01"])
        cells["agreement_id"] = add(
            session, Agreement, reference=f"A{chance.random()}", ends_on=ends, purpose="research"
        )
    amend(session, Dataset, study.dataset, **cells)


def _agreement(session: Any, study: Any, chance: random.Random) -> None:
    amend(session, Agreement, _any(session, Agreement, chance).id, ends_on=chance.choice(["2020-01-01", "2999-01-01"]))


def _reworded(session: Any, study: Any, chance: random.Random) -> None:
    row = _any(session, Finding, chance)
    reword(
        session, row.id, **chance.choice([{"statement": "Else."}, {"prominence": "high"}, {"source": "survey answers"}])
    )


def _rests(session: Any, study: Any, chance: random.Random) -> None:
    row = _any(session, Finding, chance)
    things = [("theme", study.theme), ("code", study.dark), ("code", study.police), ("coding", study.codings[1])]
    kind, key = chance.choice(things) if row.strand == "words" else ("observation", study.england)
    if chance.random() < 0.5:
        support(session, row.id, Evidence(kind, key, chance.choice(["for", "against"])))
    else:
        one = _any(session, FindingEvidence, chance)
        remove_evidence(session, one.finding_id, Evidence(one.kind, one.thing_id, one.direction))


def _finding_gone(session: Any, study: Any, chance: random.Random) -> None:
    row = _any(session, Finding, chance, gone=True)
    if row.gone:
        amend(session, Finding, row.id, gone=False)
    else:
        remove_finding(session, row.id)


def _looked(session: Any, study: Any, chance: random.Random) -> None:
    look_again(session, _any(session, Finding, chance).id)


def _coder(session: Any, study: Any, chance: random.Random) -> None:
    amend(session, Coder, _any(session, Coder, chance).id, name=f"c{chance.random()}")


CHANGES = (
    _words, _speaker, _apply, _many, _recode, _recode, _code, _merge, _theme, _ungather, _consent, _person, _unite, _asked,
    _question, _document, _figure, _figure, _measure, _set, _agreement, _reworded, _rests, _finding_gone, _looked, _coder, _means,
    _flag, _doubted,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(16))
def test_after_changes_at_random_what_is_kept_says_what_everything_compared_afresh_says(
    project: Any, seed: int
) -> None:
    study, chance = study_with_findings(project), random.Random(seed)
    before, done = {line.id: line for line in kept(project)}, 0
    for step in range(30):
        how = chance.choice(CHANGES)
        try:
            if (turn := chance.random()) < 0.2 and done:
                project.undo()
                done -= 1
            elif turn < 0.3:
                project.redo()
            else:
                with project.change(how.__name__) as session:
                    how(session, study, chance)
                done += 1
        except (WorkbenchError, sa.exc.IntegrityError):
            continue
        if chance.random() < 0.3:
            continue  # several changes before anybody reads
        marked = marks(project)
        truth = afresh(project)
        other = {line.id for line in truth if before.get(line.id) != line}
        assert other <= marked, (seed, step, how.__name__, turn)
        assert kept(project) == truth, (seed, step, how.__name__, turn)
        before = {line.id: line for line in truth}


def marked_by(project: Any, change: Any) -> set[int]:
    """What one change marks, as places in the list of findings."""
    kept(project)
    with project.change("One change") as session:
        change(session)
    return marks(project)


def test_a_change_marks_just_what_rests_on_it(project: Any) -> None:
    study = study_with_findings(project)
    theme, police, dark, first, fifth, harlow, england = study.findings
    assert marked_by(project, lambda s: code_turn(s, study, study.dark, 5)) == {theme, dark}
    assert marked_by(project, lambda s: remove(s, Coding, study.codings[4])) == {police, fifth}
    assert marked_by(project, lambda s: amend(s, Theme, study.theme, statement="Other.")) == {theme}
    assert marked_by(project, lambda s: amend(s, Code, study.police, name="No police")) == {police}
    assert marked_by(project, lambda s: set_consent(s, study.cases[0], "verbatim", "withdrawn")) == {first}
    assert marked_by(project, lambda s: set_consent(s, study.cases[5], "verbatim", "withdrawn")) == set()
    assert marked_by(project, lambda s: amend(s, Observation, study.harlow, value=61.0)) == {harlow}
    assert marked_by(project, lambda s: amend(s, Observation, study.england, lower=60.0)) == {england}
    assert marked_by(project, lambda s: amend(s, Theme, study.theme, position=3)) == set()
    assert marked_by(project, lambda s: amend(s, Code, study.dark, definition="After six.")) == {theme, dark}
    assert marked_by(project, lambda s: amend(s, Code, study.dark, example="The path.")) == set()
    span = Span(0, 9)
    assert marked_by(project, lambda s: flag(s, study.document, span, "recognisable")) == {first}
    cells = {"indicator_id": study.indicator, "kind": "small count", "answer": "We say so."}
    assert marked_by(project, lambda s: add(s, Doubt, area_code="E07000073", **cells)) == {harlow}
    assert marked_by(project, lambda s: add(s, Doubt, **{**cells, "kind": "modelled"})) == {harlow, england}
    assert marked_by(project, lambda s: reword(s, dark, prominence="low")) == {dark}


def test_a_benchmark_marks_what_is_compared_with_it(project: Any) -> None:
    study = study_with_findings(project)
    with project.change("Ours, not the publisher's") as session:
        amend(session, Observation, study.harlow, compared="")
        look_again(session, study.findings[5])
    assert marked_by(project, lambda s: amend(s, Observation, study.england, value=60.0)) == set(study.findings[5:])
    assert [line.state for line in kept(project) if line.id in study.findings[5:]] == ["recheck", "recheck"]


def test_a_reader_of_the_same_file_sees_what_another_process_marks(project: Any) -> None:
    study = study_with_findings(project)
    other = open_file(project.path, coder="ben")
    try:
        assert other.read_only
        assert kept(other) == kept(project)
        with project.change("Revise") as session:
            amend(session, Observation, study.harlow, value=61.0)
        assert marks(other) == {study.findings[5]}
        assert [line.id for line in kept(other) if line.state == "recheck"] == [study.findings[5]]
        project.undo()
        assert kept(other) == afresh(other)
    finally:
        other.close()


def test_a_reading_begun_before_a_change_keeps_to_what_it_saw(project: Any) -> None:
    study = study_with_findings(project)
    with project.read() as early:
        seen = findings(early)
        with project.change("Revise") as session:
            amend(session, Observation, study.harlow, value=61.0)
        assert [line.state for line in kept(project) if line.id == study.findings[5]] == ["recheck"]
        assert findings(early) == seen
    assert kept(project) == afresh(project)


def test_a_withdrawal_is_compared_anew(project: Any) -> None:
    study = study_with_findings(project)
    kept(project)
    withdraw(project, "P1")
    assert kept(project) == afresh(project)
    assert {line.id for line in kept(project) if line.state == "recheck"} >= {study.findings[0], study.findings[3]}


def test_what_ten_thousand_findings_rest_on_is_marked_with_few_calls(project: Any) -> None:
    study = study_with_findings(project)
    with project.change("Many findings") as session:
        last = session.get(Finding, study.findings[-1])
        cells = {name: getattr(last, name) for name in ("strand", "source", "statement", "coder_id", "says", "stamp")}
        add_many(session, Finding, [{"id": 1000 + n, "number": 1000 + n, **cells} for n in range(10_000)])
        rows = [{"finding_id": 1000 + n, "kind": "observation", "thing_id": study.england} for n in range(10_000)]
        add_many(session, FindingEvidence, rows)
    kept(project)
    with project.change("Revise") as session:
        amend(session, Observation, study.harlow, value=61.0)
    with project.read() as session:
        assert calls(lambda: standing(session)) < 12_000
        assert standing(session).marked == {study.findings[5]}
        assert calls(lambda: findings(session)) < 12_000
    table = table_of(Finding)
    with project.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 10_007
