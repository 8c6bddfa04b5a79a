"""The protocol: six steps from findings to what they say together, where each stands in numbers, and what to do next.

Farmer, Robinson, Elliott and Eyles (2006), Developing and implementing a triangulation protocol for qualitative health
research: sorting, convergence coding, convergence assessment, completeness assessment, researcher comparison, feedback.
Every number is counted from the project as it stands, so the work can be left and taken up at any point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from workbench.triangulation.findings import FindingLine, findings
from workbench.triangulation.protocol.assessments import AssessmentLine, Tally, assessments, tally
from workbench.triangulation.protocol.completeness import Completeness, completeness
from workbench.triangulation.protocol.feedback import FeedbackLine, feedback
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow, Meeting, matrix
from workbench.triangulation.protocol.rater_agreement import RaterAgreement, rater_agreements
from workbench.triangulation.unfinished import unfinished

NAMES = (
    "Sort findings into topics",
    "Judge each two sources, each person alone",
    "Read the whole",
    "See what each source adds",
    "Compare what two people judged, and settle",
    "Ask those it is about",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how much of it is done, in numbers, and what to do next. `to` is where that is done."""

    number: int
    name: str
    done: int
    of: int
    stands: str
    next: str = ""
    to: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing of it is left to do now."""
        return not self.next


@dataclass(frozen=True, slots=True)
class Place:
    """Two sources in a topic: where something is to be done."""

    row: MatrixRow
    meeting: Meeting

    @property
    def to(self) -> str:
        """Where it leads: `row:3:interviews:police records`."""
        return f"row:{self.row.id}:{self.meeting.a}:{self.meeting.b}"

    @property
    def words(self) -> str:
        """As people name it."""
        return f"{self.row.title}: {self.meeting.a} and {self.meeting.b}"


@dataclass(frozen=True, slots=True)
class Protocol:
    """The six steps with everything that their page shows."""

    steps: tuple[Step, ...]
    matrix: Matrix
    unplaced: tuple[FindingLine, ...]
    unfinished: tuple[FindingLine, ...]
    to_judge: tuple[Place, ...]
    """Pairs that this coder has not judged, those where both sides speak first."""
    differing: tuple[Place, ...]
    """Pairs judged differently on which nothing is settled."""
    dissent: tuple[Place, ...]
    """Pairs of which a judgement is not what stands, settled or not."""
    tally: Tally
    assessments: tuple[AssessmentLine, ...]
    questions: tuple[str, ...]
    """The research questions that topics are sorted under."""
    completeness: Completeness
    agreements: tuple[RaterAgreement, ...]
    no_agreement: str
    """Why no agreement is shown; empty where it is."""
    feedback: tuple[FeedbackLine, ...]

    @property
    def next(self) -> Step | None:
        """The first step of which something is left to do."""
        return next((step for step in self.steps if not step.whole), None)


def protocol(session: Session) -> Protocol:
    """Where the protocol stands for the coder who has the project open."""
    of, lines = matrix(session), findings(session)
    placed = {line.id for row in of.rows for cell in row.cells.values() for line in cell.findings}
    unplaced = [line for line in lines if line.id not in placed]
    places = [Place(row, one) for row in of.rows for one in row.meetings.values() if _is_pair(row, one)]
    to_judge = [one for one in places if one.meeting.mine is None or not one.meeting.mine.is_in]
    to_judge.sort(key=lambda one: _one_sided(one.meeting))
    agreements, no_agreement = rater_agreements(session, of)
    written, remarks = assessments(session, of), feedback(session)
    questions = tuple(dict.fromkeys(row.about for row in of.rows if row.about))
    differing = [one for one in places if one.meeting.unsettled]
    share = completeness(of)
    steps = (
        _sorting(lines, unplaced, unfinished(lines)),
        _judging(places, to_judge),
        _assessing("whole", written, questions, places),
        _assessing("completeness", written, questions, places),
        _comparing(places, differing),
        _asking(remarks),
    )
    return Protocol(
        steps=steps,
        matrix=of,
        unplaced=tuple(unplaced),
        unfinished=tuple(unfinished(lines)),
        to_judge=tuple(to_judge),
        differing=tuple(differing),
        dissent=tuple(one for one in places if one.meeting.dissent),
        tally=tally(of.rows),
        assessments=tuple(written),
        questions=questions,
        completeness=share,
        agreements=tuple(agreements),
        no_agreement=no_agreement,
        feedback=tuple(remarks),
    )


def _is_pair(row: MatrixRow, meeting: Meeting) -> bool:
    """Whether two sources are to be judged: both speak, or somebody judged them; in a topic of one source any two."""
    if meeting.proposal is None:
        return False
    return meeting.matters or not any(one.matters for one in row.meetings.values())


def _one_sided(meeting: Meeting) -> bool:
    return meeting.proposal is not None and meeting.proposal.value == "silence"


def _sorting(lines: Sequence[FindingLine], unplaced: Sequence[FindingLine], lacking: Sequence[FindingLine]) -> Step:
    stands = f"{len(lines) - len(unplaced)} of {_of(len(lines), 'finding')} in a topic"
    stands += f"; {len(lacking)} unfinished, without the strongest evidence against" if lacking else ""
    again = [one for one in lines if one.state == "recheck"]
    stands += f"; {len(again)} to look at again" if again else ""
    todo, to = "", ""
    if not lines:
        todo = "Write a finding, from what people said or from a figure (n)."
    elif lacking:
        todo = f"Write down what speaks most against {lacking[0].name}."
        to = f"finding:{lacking[0].id}"
    elif unplaced:
        todo, to = f"Put {unplaced[0].name} in a topic (m).", f"finding:{unplaced[0].id}"
    elif again:
        todo, to = f"Look again at {again[0].name}: {again[0].why}", f"finding:{again[0].id}"
    return Step(1, NAMES[0], len(lines) - len(unplaced), len(lines), stands, todo, to)


def _judging(places: Sequence[Place], to_judge: Sequence[Place]) -> Step:
    mine = len(places) - len(to_judge)
    both = sum(len(one.meeting.judged) + one.meeting.others_hidden >= 2 for one in places)
    alone = sum(len(one.meeting.judged) + one.meeting.others_hidden == 1 for one in places)
    again = [one for one in places if one.meeting.mine is not None and one.meeting.mine.state == "recheck"]
    stands = f"you judged {mine} of {_of(len(places), 'pair')}; {both} judged by two people, {alone} by one only"
    stands += f"; {len(again)} of yours to look at again" if again else ""
    if not places:
        return Step(
            2, NAMES[1], 0, 0, "no two sources meet in a topic yet", "Put findings of two sources in one topic."
        )
    if to_judge:
        return Step(2, NAMES[1], both, len(places), stands, f"Judge {to_judge[0].words}.", to_judge[0].to)
    if again:
        return Step(
            2, NAMES[1], both, len(places), stands, f"Look again at how you judged {again[0].words}.", again[0].to
        )
    left = len(places) - both
    todo = f"{_of(left, 'pair')} wait for a second person, who opens the project under their own name." if left else ""
    return Step(2, NAMES[1], both, len(places), stands, todo)


def _assessing(kind: str, written: Sequence[AssessmentLine], questions: Sequence[str], places: Sequence[Place]) -> Step:
    """Step 3 or 4: of the project, and of each research question."""
    number = 3 if kind == "whole" else 4
    wanted = ["", *questions]
    there = {one.about: one for one in written if one.kind == kind}
    hidden = any(one.row.hidden for one in places)
    done = sum(about in there for about in wanted)
    again = [one for one in there.values() if one.state == "recheck"]
    asked = f" and {_of(len(questions), 'question')}" if questions else ""
    stands = f"{done} of {len(wanted)} written: the project{asked}"
    stands += f"; {len(again)} to look at again" if again else ""
    missing = [about for about in wanted if about not in there]
    todo, to = "", ""
    if hidden:
        todo = "Judge what others have judged first; then this opens."
    elif again:
        todo, to = f"Look again at {_named(again[0].about)}: {again[0].cause}", f"assess:{kind}:{again[0].about}"
    elif missing and any(one.meeting.judged for one in places):
        todo, to = f"Write what you make of {_named(missing[0])} (s).", f"assess:{kind}:{missing[0]}"
    elif missing:
        todo = "Judge first; then there is a whole to read."
    return Step(number, NAMES[number - 1], done, len(wanted), stands, todo, to)


def _named(about: str) -> str:
    return f"“{about}”" if about else "the whole project"


def _comparing(places: Sequence[Place], differing: Sequence[Place]) -> Step:
    both = [one for one in places if len(one.meeting.judged) >= 2]
    settled = [one for one in both if one.meeting.consensus is not None]
    alike = sum(not one.meeting.differs for one in both)
    stands = f"{alike} of {_of(len(both), 'pair')} judged alike; {len(settled)} settled, {len(differing)} not"
    again = [one for one in settled if one.meeting.consensus and one.meeting.consensus.state == "recheck"]
    stands += f", {len(again)} to look at again" if again else ""
    todo, to = "", ""
    if differing:
        todo, to = f"Talk through {differing[0].words}, or leave both standing.", differing[0].to
    elif again:
        todo, to = f"Look again at what was settled on {again[0].words}.", again[0].to
    elif not both:
        todo = "Two people judge first, each alone."
    return Step(5, NAMES[4], len(both) - len(differing), len(both), stands, todo, to)


def _asking(remarks: Sequence[FeedbackLine]) -> Step:
    answered = sum(bool(one.changed) for one in remarks)
    stands = f"{_of(len(remarks), 'remark')}, {answered} with what was changed"
    waiting = next((one for one in remarks if not one.changed), None)
    todo, to = "", ""
    if not remarks:
        todo, to = "Show the results to those they are about, and note what they say (f).", "feedback:new"
    elif waiting is not None:
        todo, to = f"Say what was changed because of what {waiting.who} said.", f"feedback:{waiting.id}"
    return Step(6, NAMES[5], answered, len(remarks), stands, todo, to)


def _of(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else f'{word}s'}"
