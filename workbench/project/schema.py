"""Every table of a project file, in one list. A table's number is part of the file: add at the end, never reorder."""

from __future__ import annotations

import sqlalchemy as sa

from workbench.briefs.benefits import Benefit
from workbench.briefs.conditions import Condition
from workbench.briefs.costs import Cost
from workbench.briefs.decisions import Decision
from workbench.briefs.equality import EqualityEffect
from workbench.briefs.ethics import Advice, EthicsAnswer, EthicsPack
from workbench.briefs.evidence import Citation
from workbench.briefs.factors import Factor, FactorRating
from workbench.briefs.flows import Flow, OptionFlow
from workbench.briefs.last_read import LastRead
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
from workbench.coding.codebook import Code, CodeQuestion, Pin
from workbench.coding.codings import Coding
from workbench.coding.display import DisplayForm
from workbench.coding.memos import Memo
from workbench.coding.queries import SavedQuery
from workbench.coding.settlements import Settlement
from workbench.coding.themes import Theme, ThemeCode
from workbench.governance.audiences import Agreement, Audience, Departure
from workbench.governance.flags import PassageFlag
from workbench.governance.released import Quoted, Released
from workbench.governance.sign_offs import SignOff
from workbench.governance.withdrawals import Withdrawal
from workbench.indicators.datasets import Dataset
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.own_areas import AreaEntry, AreaMember
from workbench.indicators.peer_sets import Peer, PeerSet
from workbench.indicators.releases import Release, ReleaseChange
from workbench.project.conflicts import Conflict
from workbench.project.history import Change, Entry, Payload
from workbench.project.identity import Alias, Meta, Tombstone
from workbench.rows import Row, table_of
from workbench.sources.asked import Asked, Question
from workbench.sources.cases import Attribute, AttributeValue, Case, CasePlace
from workbench.sources.coders import Coder
from workbench.sources.consent import Consent
from workbench.sources.documents import Document, Segment
from workbench.sources.matches import CaseMatch
from workbench.sources.readings import Reading
from workbench.sources.sample import SampleGroup
from workbench.sources.speakers import Speaker
from workbench.sources.surveys import Survey
from workbench.suggestions.blind_samples import BlindCode, BlindPassage, BlindSample
from workbench.suggestions.review import Suggestion
from workbench.suggestions.runs import Run
from workbench.suggestions.topics import Topic, TopicPassage
from workbench.triangulation.concerns import Concern
from workbench.triangulation.displays.displays import Built, Display, DisplayNote, FollowUp
from workbench.triangulation.finding_evidence import FindingEvidence
from workbench.triangulation.findings import Finding
from workbench.triangulation.protocol.assessments import Assessment
from workbench.triangulation.protocol.consensus import Consensus
from workbench.triangulation.protocol.feedback import Feedback
from workbench.triangulation.protocol.topic_rows import Link, Rating, RowFinding, TopicRow
from workbench.triangulation.silence.checks import Check
from workbench.triangulation.silence.requests import Request
from workbench.triangulation.silence.threads import Thread, ThreadStep

VERSION = 7
"""The file's `user_version`. One function in `migrations` leads from each version to the next."""

APPLICATION_ID = 0x57424E43
"""`WBNC` in the file's header: how a project file is known."""

TABLES: tuple[type[Row], ...] = (
    Coder,
    Case,
    Attribute,
    AttributeValue,
    CasePlace,
    Consent,
    Question,
    Asked,
    Survey,
    Document,
    Segment,
    Speaker,
    Reading,
    Audience,
    Agreement,
    Departure,
    Code,
    CodeQuestion,
    Pin,
    Coding,
    Theme,
    ThemeCode,
    Memo,
    Dataset,
    Indicator,
    Observation,
    Doubt,
    Run,
    Topic,
    TopicPassage,
    Suggestion,
    Finding,
    FindingEvidence,
    TopicRow,
    RowFinding,
    Rating,
    Link,
    Thread,
    ThreadStep,
    Brief,
    Option,
    Decision,
    Citation,
    Alias,
    CaseMatch,
    SampleGroup,
    PassageFlag,
    Withdrawal,
    Settlement,
    DisplayForm,
    SavedQuery,
    Conflict,
    Release,
    ReleaseChange,
    PeerSet,
    Peer,
    AreaEntry,
    AreaMember,
    BlindSample,
    BlindPassage,
    BlindCode,
    Concern,
    Consensus,
    Assessment,
    Feedback,
    Request,
    Check,
    Display,
    DisplayNote,
    FollowUp,
    Built,
    SignOff,
    Released,
    Quoted,
    Objective,
    Partner,
    Benefit,
    Cost,
    Risk,
    EqualityEffect,
    Factor,
    FactorRating,
    LongChoice,
    Slot,
    Version,
    Task,
    Condition,
    Outcome,
    LastRead,
    EthicsAnswer,
    EthicsPack,
    Advice,
    Flow,
    OptionFlow,
    Answer,
    Action,
)
"""The tables whose changes are history."""

LEDGER = (Change, Entry, Payload, Tombstone, Meta)
"""The tables that the history itself is kept in, and what the file says of itself."""

NUMBERS: dict[str, int] = {str(kind.__tablename__): number for number, kind in enumerate(TABLES)}

REFERRED_TO = ("segment", "coding", "observation", "suggestion")
"""Tables that grow large and that others point at: taking a row out must not read through the others."""


def _index_references() -> None:
    for kind in TABLES:
        table = table_of(kind)
        leading = {next(iter(index.columns)).name for index in table.indexes}
        for column in list(table.columns):
            to = {key.column.table.name for key in column.foreign_keys}
            if to & set(REFERRED_TO) and column.name not in leading:
                sa.Index(f"{table.name}_{column.name}", column)


_index_references()
