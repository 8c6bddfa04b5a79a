"""Where somebody's label stands in what others said or wrote: a person has to look at these, no rule can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.benefits import Benefit
from workbench.briefs.conditions import Condition
from workbench.briefs.costs import Cost
from workbench.briefs.decisions import Decision
from workbench.briefs.equality import EqualityEffect
from workbench.briefs.ethics import Advice, EthicsAnswer, EthicsPack
from workbench.briefs.evidence import Citation
from workbench.briefs.factors import Factor, FactorRating
from workbench.briefs.flows import Flow, OptionFlow
from workbench.briefs.long_list import LongChoice
from workbench.briefs.objectives import Objective
from workbench.briefs.options import Brief, Option
from workbench.briefs.outcomes import Outcome
from workbench.briefs.partners import Partner
from workbench.briefs.risks import Risk
from workbench.briefs.slots import Slot
from workbench.briefs.statements import Action, Answer
from workbench.briefs.tasks import Task
from workbench.briefs.versions import Version
from workbench.coding.codebook import Code
from workbench.coding.memos import Memo
from workbench.coding.settlements import Settlement
from workbench.coding.themes import Theme
from workbench.governance.audiences import Departure
from workbench.governance.flags import PassageFlag
from workbench.governance.released import Released
from workbench.governance.sign_offs import SignOff
from workbench.rows import Row, table_of
from workbench.sources.asked import Question
from workbench.sources.cases import case_labels
from workbench.sources.coders import known_coder
from workbench.sources.documents import Document, Segment
from workbench.sources.matches import likely_same
from workbench.sources.sample import SampleGroup
from workbench.triangulation.concerns import Concern
from workbench.triangulation.displays.displays import Built, Display, DisplayNote, FollowUp
from workbench.triangulation.findings import Finding
from workbench.triangulation.protocol.assessments import Assessment
from workbench.triangulation.protocol.consensus import Consensus
from workbench.triangulation.protocol.feedback import Feedback
from workbench.triangulation.protocol.topic_rows import Link, Rating, TopicRow, hidden_rows
from workbench.triangulation.silence.checks import Check
from workbench.triangulation.silence.requests import Request
from workbench.triangulation.silence.threads import Thread, ThreadStep

_AROUND = 30
NOT_YET = "not shown until you have judged this topic yourself"
"""What stands for the words around, where how somebody judged is still hidden from the person at the keyboard."""
_PLACES: tuple[tuple[type[Row], str, tuple[str, ...]], ...] = (
    (Memo, "a memo", ("text",)),
    (Settlement, "a settled difference", ("reason",)),
    (Finding, "a finding", ("statement", "against", "confidence_reason")),
    (Theme, "a theme", ("name", "statement")),
    (Code, "a code", ("name", "definition", "include", "exclude", "example")),
    (TopicRow, "a topic row", ("title", "meta_inference", "about")),
    (Rating, "a judgement of two sources", ("why",)),
    (Consensus, "what was settled on two sources", ("why", "with_whom")),
    (Concern, "a concern about a finding", ("why",)),
    (Assessment, "an assessment of the whole", ("text",)),
    (Feedback, "feedback", ("who", "said", "changed")),
    (Thread, "a thread", ("question", "conclusion")),
    (ThreadStep, "a thread", ("looked_at", "saw")),
    (Check, "a check of a thread", ("why",)),
    (Request, "a request", ("wanted", "whom", "came")),
    (Brief, "a brief", ("title", "decision_asked", "if_nothing", "problem", "objectives", "change_mind", "monitoring")),
    (
        Option,
        "an option",
        ("title", "what", "cost_note", "evidence_it_works", "benefits", "risks", "equality", "not_known"),
    ),
    (Option, "an option", ("delivered_by", "partners", "depends_on", "data_protection")),
    (Objective, "an objective of a brief", ("text", "baseline", "target", "lived")),
    (Partner, "a partner in an option", ("name", "does")),
    (Benefit, "a benefit of an option", ("text", "to_whom", "amount")),
    (Cost, "a cost of an option", ("text", "by_whom")),
    (Risk, "a risk of an option", ("text", "owner", "mitigation")),
    (EqualityEffect, "an option's effect on equality", ("characteristic", "why", "mitigation")),
    (Factor, "a factor of a brief", ("name",)),
    (FactorRating, "how far an option meets a factor", ("why",)),
    (LongChoice, "the long list of a brief", ("text", "why")),
    (Document, "a document's title", ("name", "title")),
    (Departure, "the register of what left", ("name",)),
    (Released, "the register of what left", ("about", "cells")),
    (Question, "the topic guide", ("short", "text")),
    (Link, "a link", ("note",)),
    (Display, "a display", ("title", "definition")),
    (DisplayNote, "what was made of a display", ("together",)),
    (FollowUp, "a result that was followed up", ("who", "explains")),
    (Built, "a question made of a theme", ("item", "result")),
    (Citation, "a citation in a brief", ("note",)),
    (Slot, "a heading of a report form", ("name", "text")),
    (EthicsAnswer, "an answer in the ethics pack", ("text",)),
    (EthicsPack, "a version of the ethics pack", ("committee",)),
    (Advice, "a recommendation of a committee", ("text", "done")),
    (Decision, "a decision", ("meeting", "deciders", "reasons", "dissent", "conditions")),
    (Condition, "a condition of a decision", ("text", "owner", "how")),
    (Task, "what a brief was sent back with", ("text", "owner", "how")),
    (Outcome, "what came of a decision", ("said",)),
    (Flow, "a flow of data", ("name", "partner", "purpose")),
    (OptionFlow, "what an option depends on", ("why",)),
    (Answer, "an answer of a partner", ("evidence",)),
    (Action, "an action of a partner", ("text", "owner")),
    (PassageFlag, "a flag", ("reason", "contact", "action", "paraphrase")),
    (SignOff, "a question to a second reader", ("risk", "answers", "refused")),
)
_JUDGED = frozenset({TopicRow, Rating, Consensus, Assessment, Feedback, Thread, ThreadStep, Check, Request})
"""What is written of a topic, which may say how its writer judged."""
_OPEN = frozenset({"title", "about"})
"""Columns of these that say what a topic is, and nothing of how it was judged."""
_CALLED: dict[type[Row], str] = {kind: where for kind, where, _ in _PLACES}
_CALLED[Version] = "a kept version of a brief"
_CALLED[SampleGroup] = "a group of the sample"


def called(kind: type[Row]) -> str:
    """A table as people call one row of it: a memo, a finding."""
    return _CALLED.get(kind, f"something else ({str(kind.__tablename__).replace('_', ' ')})")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the label stands, with the words around it."""

    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}: “{self.words}”"


def mentions_of(session: Session, label: str) -> Iterator[Mention]:
    """Every place where a label stands as a word of its own: in others' turns, and in what the team wrote."""
    whole = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)", re.IGNORECASE)
    segment, document = table_of(Segment), table_of(Document)
    said = session.execute(
        sa.select(document.c.name, segment.c.text)
        .join(document, document.c.id == segment.c.document_id)
        .where(segment.c.gone.is_(False), sa.func.instr(sa.func.lower(segment.c.text), label.lower()) > 0)
    )
    for name, text in said:
        yield from _mention(whole, name, text)
    veil = Veil(session)
    for kind, where, columns in _PLACES:
        table = table_of(kind)
        written = sa.select(table.c.id, *(table.c[name] for name in columns)).where(table.c.gone.is_(False))
        for key, *texts in session.execute(written):
            for name, text in zip(columns, texts, strict=True):
                for one in _mention(whole, where, text or ""):
                    yield Mention(where, NOT_YET) if veil.hides(kind, key, name) else one


class Veil:
    """Which texts the person at the keyboard may not read yet, because they would tell how somebody judged (`blind`)."""

    def __init__(self, session: Session) -> None:
        self._session, self._topics = session, hidden_rows(session)
        self._hidden: dict[type[Row], frozenset[int]] = {}

    def hides(self, kind: type[Row], key: int, name: str) -> bool:
        """Whether the text in that column of a row is hidden."""
        if not self._topics or kind not in _JUDGED or name in _OPEN:
            return False
        if kind not in self._hidden:
            self._hidden[kind] = self._of(kind)
        return key in self._hidden[kind]

    def _of(self, kind: type[Row]) -> frozenset[int]:
        """Texts of topics of which something is hidden; of the whole every one, since all topics are in it."""
        table = table_of(kind)
        chosen = sa.select(table.c.id)
        if kind is TopicRow:
            chosen = chosen.where(table.c.id.in_(self._topics))
        elif "thread_id" in table.c:
            thread = table_of(Thread)
            chosen = chosen.where(
                table.c.thread_id.in_(sa.select(thread.c.id).where(thread.c.row_id.in_(self._topics)))
            )
        elif "row_id" in table.c:
            chosen = chosen.where(table.c.row_id.in_(self._topics))
        if kind is Rating:
            chosen = chosen.where(table.c.coder_id != (known_coder(self._session) or 0))
        return frozenset(self._session.execute(chosen).scalars())


def _mention(whole: re.Pattern[str], where: str, text: str) -> Iterator[Mention]:
    match = whole.search(text)
    if match:
        begin, end = max(0, match.start() - _AROUND), match.end() + _AROUND
        yield Mention(where, " ".join(text[begin:end].split()))


def alike(session: Session, labels: list[str]) -> tuple[Mention, ...]:
    """People whose labels are like those of somebody who is gone: a person has to say whether they are the same."""
    gone = {-number: label for number, label in enumerate(labels, 1)}
    pairs = likely_same({**case_labels(session), **gone}, ())
    others = [one.label if one.case_id > 0 else one.other for one in pairs if one.case_id * one.other_id < 0]
    return tuple(
        Mention("people", f"{label} may be the same person; if so, withdraw that one too")
        for label in dict.fromkeys(others)
    )
