"""The tables of the protocol: each person's judgements, their agreement, what was settled, the whole, and feedback.

What is hidden from the person who asks (`triangulation.blind`) is in none of them; how many pairs that is, is said.
"""

from __future__ import annotations

from sqlmodel import Session

from workbench.desk.door.door import door
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.triangulation.protocol.assessments import assessments, tally
from workbench.triangulation.protocol.completeness import completeness
from workbench.triangulation.protocol.convergence import VALUES
from workbench.triangulation.protocol.feedback import feedback
from workbench.triangulation.protocol.four_kinds import profile_of_row
from workbench.triangulation.protocol.matrix import Matrix, Meeting, matrix
from workbench.triangulation.protocol.rater_agreement import rater_agreements

RATINGS = (
    "topic",
    "a",
    "b",
    "rater",
    "meaning",
    "proposed",
    "verdict",
    "silence",
    "why",
    "at",
    "state",
    "cause",
    "stands",
)
CONSENSUS = (
    "topic", "a", "b", "stands", "how", "raters", "settled", "silence", "why", "with_whom", "by", "at", "dissent", "state",
    "cause",
)  # fmt: skip
RATER_AGREEMENT = (
    "first", "second", "pairs", "same", "percent", "kappa", "ac1", "alpha", "alpha_lower", "alpha_upper", "silences",
    "reading",
)  # fmt: skip
ASSESSMENT = (
    "kind", "question", "topics", "agreement", "partial_agreement", "dissonance", "silence", "cannot_tell",
    "judged_differently", "not_judged", "by_one_person", "settled", "text", "by", "at", "state", "cause",
)  # fmt: skip
COMPLETENESS = ("topic", "question", "speaks", "silent", "alone", "kinds", "data", "investigator", "method", "theory")
FEEDBACK = ("given_on", "who", "on", "said", "changed", "noted_by", "at")


def _out_of_sight(of: Matrix) -> list[str]:
    """What is not in a table because the person who asks has not judged it yet."""
    hidden = sum(one.hidden for row in of.rows for one in row.meetings.values())
    if not hidden:
        return []
    pairs = "One pair is" if hidden == 1 else f"{hidden} pairs are"
    return [f"{pairs} judged by others and out of your sight until your own judgement is in."]


def ratings_table(session: Session, asking: Asking) -> Made:
    """Each person's judgement of each pair, for the team only."""
    of = matrix(session)
    if not asking.for_the_team:
        number = sum(len(one.every) for row in of.rows for one in row.meetings.values())
        return Made((), [f"Who judged what is for the team only: {number} judgements are not shown."], withheld=number)
    rows = [
        (
            row.title, one.a, one.b, one.rater, one.meaning, one.proposed, one.confirmed, one.silence, one.why, one.at,
            one.state, one.cause, meeting.standing,
        )
        for row in of.rows
        for meeting in row.meetings.values()
        for one in meeting.every
    ]  # fmt: skip
    return Made(rows, _out_of_sight(of))


def consensus_table(session: Session, asking: Asking) -> Made:
    """What stands for every pair that was judged, how it came about, and the judgements that differ from it."""
    of, team = matrix(session), asking.for_the_team
    rows = []
    for row in of.rows:
        for one in row.meetings.values():
            if not one.judged:
                continue
            settled = one.consensus
            people = "; ".join(each.rater for each in one.judged) if team else str(len(one.judged))
            told = (
                (settled.words, settled.silence, settled.why, settled.with_whom if team else "",
                 settled.by if team else "", settled.at)
                if settled
                else ("", "", "", "", "", "")
            )  # fmt: skip
            rows.append((row.title, one.a, one.b, one.standing, _how(one), people, *told, _dissent(one, team), one.state,
                         one.cause if team else ""))  # fmt: skip
    return Made(rows, _out_of_sight(of))


def _how(one: Meeting) -> str:
    """How what stands came about."""
    if one.consensus is not None:
        return one.consensus.how
    if len(one.judged) == 1:
        return "one person only"
    return "judged differently" if one.differs else "judged alike"


def _dissent(one: Meeting, team: bool) -> str:
    """The judgements that are not what stands, each with its reason; names for the team."""
    return "; ".join(
        f"{each.rater if team else f'person {at}'}: {each.verdict}{f' ({each.why})' if each.why else ''}"
        for at, each in enumerate(one.dissent, start=1)
    )


def rater_agreement_table(session: Session, asking: Asking) -> Made:
    """How far every two people who judged the same pairs agree; no row in a reflexive project, or with one person."""
    of = matrix(session)
    found, why = rater_agreements(session, of)
    names = {name for one in found for name in one.raters} if not asking.for_the_team else set()
    called = {name: f"person {at}" for at, name in enumerate(sorted(names), start=1)}
    rows = []
    for one in found:
        reading = one.sentence
        for name, other in called.items():
            reading = reading.replace(name, other)
        first, second = (called.get(name, name) for name in one.raters)
        rows.append((first, second, one.pairs, one.same, one.percent, one.kappa, one.ac1, one.alpha, one.lower, one.upper,
                     one.silences, reading))  # fmt: skip
    return Made(rows, [*filter(None, [why]), *_out_of_sight(of)])


def assessment_table(session: Session, asking: Asking) -> Made:
    """The whole and each research question: how pairs stand, counted, and what was written of them."""
    of, team = matrix(session), asking.for_the_team
    written = {(one.kind, one.about): one for one in assessments(session, of)}
    questions = dict.fromkeys(["", *(row.about for row in of.rows if row.about)])
    rows = []
    for kind in ("whole", "completeness"):
        for about in questions:
            here = [row for row in of.rows if not about or row.about == about]
            one, counts = written.get((kind, about)), tally(here)
            told = (
                (one.text, one.by if team else "", one.at, one.state, one.cause if team else "") if one else ("",) * 5
            )
            rows.append((
                kind, about, len(here), *(counts.values[value] for value in VALUES_IN_ORDER), counts.cannot_tell,
                counts.unsettled, counts.not_judged + counts.hidden, counts.by_one, counts.settled, *told,
            ))  # fmt: skip
    return Made(rows, _out_of_sight(of))


VALUES_IN_ORDER = tuple(VALUES)
"""Agreement, partial agreement, dissonance, silence: the order of the columns that count them."""


def completeness_table(session: Session, asking: Asking) -> Made:
    """Topic by topic who speaks, who is silent, where one speaks alone, and which of Denzin's four kinds it rests on."""
    door(session, asking.audience.name)
    of = matrix(session)
    by_key = {row.id: row for row in of.rows}
    rows = []
    for one in completeness(of).topics:
        made = profile_of_row(session, by_key[one.row_id])
        rows.append((one.topic, one.about, "; ".join(one.speaks), "; ".join(one.silent), one.alone, made.letters,
                     *(kind.why if kind.lit else f"no: {kind.why}" for kind in made.kinds)))  # fmt: skip
    return Made(rows, [one.words for one in completeness(of).sources])


def feedback_table(session: Session, asking: Asking) -> Made:
    """What people outside the team said, and what it changed. Their words are the team's note of them, and stay with it."""
    lines = feedback(session)
    if asking.for_the_team:
        return Made([(one.given_on, one.who, one.on, one.said, one.changed, one.by, one.at) for one in lines])
    rows = [(one.given_on, one.who, one.on, "", one.changed, "", one.at) for one in lines]
    back = [f"What was said in {len(lines)} remarks is for the team only and not shown."] if lines else []
    return Made(rows, back, withheld=len(lines))


PROTOCOL_TABLES = (
    TableKind("ratings", "how each person judged each two sources, alone", RATINGS, ratings_table),
    TableKind(
        "consensus", "what stands for each two sources, how it was settled, and who differs", CONSENSUS, consensus_table
    ),
    TableKind(
        "rater-agreement", "how far two people agree on how sources meet", RATER_AGREEMENT, rater_agreement_table
    ),
    TableKind(
        "assessment", "the whole: how pairs stand, counted, and what is made of it", ASSESSMENT, assessment_table
    ),
    TableKind("completeness", "what each source contributes, and which speaks alone", COMPLETENESS, completeness_table),
    TableKind("feedback", "what people outside the team said, and what it changed", FEEDBACK, feedback_table),
)
