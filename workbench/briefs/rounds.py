"""Rounds: each time a respondent fills the sheet anew is a round of its own, and those before it stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from workbench.briefs.answer_drafts import DraftAnswer, DraftAnswers, DraftSheet
from workbench.briefs.flows import FlowLine, flows
from workbench.briefs.posts import PostIsANameError, checked_post, post_in, with_post
from workbench.briefs.statements import NEEDS_EVIDENCE, RESPONDENTS, WORDING, Answer, answers, level_words
from workbench.errors import WorkbenchError
from workbench.rows import add, amend, find_guid, guid_for, guid_text, is_purged, now
from workbench.sources.documents import Added
from workbench.sources.drafts import LeftOut

BY_HAND = "answered in the app"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose sheet it is: of which flow, which respondent, which round."""

    flow: FlowLine
    respondent: str
    round: int


class NoSheetIsOursError(WorkbenchError):
    """None of the readiness sheets in this file is of this project. Write them anew with `workbench readiness`."""


class EvidenceIsNeededError(WorkbenchError):
    """From “written down” on, say what shows it: a document with its date, or where it can be seen."""


def number_of(session: Session, place: Place) -> str:
    """The number by which a sheet is known again. It is worked out with a secret of the project, and reveals nothing."""
    key = f"{place.flow.guid.hex()}/{place.respondent}/{place.round}"
    return guid_text(guid_for(session, "readiness sheet", key))


def sheets_due(session: Session, flow: FlowLine) -> list[Place]:
    """The next sheet for each respondent: of the round after the last that they answered."""
    last = last_rounds(session, flow.id)
    return [Place(flow, respondent, last.get(respondent, 0) + 1) for respondent in RESPONDENTS]


def last_rounds(session: Session, flow_id: int) -> dict[str, int]:
    """The last round that each respondent answered, by respondent."""
    last: dict[str, int] = {}
    for one in answers(session, [flow_id]):
        last[one.respondent] = max(one.round, last.get(one.respondent, 0))
    return last


def take_in_answers(session: Session, draft: DraftAnswers, *, amended: bool = False) -> Added:
    """Take filled sheets in; an answer that stands already stays, unless `amended` lets it be another.

    A sheet of another project, of a flow that is gone or of another wording is left out as a whole.
    Raises NoSheetIsOursError where that leaves none.
    """
    known = _places(session)
    left_out: list[LeftOut] = []
    notes: list[str] = []
    ours = 0
    kept = changed = 0
    for sheet in draft.sheets:
        place = known.get(sheet.number)
        why = _not_ours(sheet, place)
        if place is None or why:
            left_out.append(LeftOut(f"sheet “{sheet.name}”", "the sheet", why))
            continue
        ours += 1
        post = _post(sheet, left_out)
        for one in sheet.answers:
            came = _take(session, place, one, sheet.given_on, post, amended=amended)
            kept += came == "added"
            changed += came == "amended"
            if came.startswith("refused: "):
                left_out.append(LeftOut(one.where, one.statement, came.removeprefix("refused: ")))
        said = f"The {place.respondent}'s sheet of “{place.flow.name}”, round {place.round}"
        notes.append(f"{said}{f', filled in by: {post}' if post else ''}.")
    if not ours:
        whys = {one.why: [other.where for other in left_out if other.why == one.why] for one in left_out}
        told = (f"{' and '.join(where)}: {why}" for why, where in whys.items())
        raise NoSheetIsOursError(" ".join(f"{one[:1].upper()}{one[1:]}" for one in told) or None)
    outcome = "amended" if changed else "added" if kept else "found"
    return Added(outcome, {"answers": kept + changed}, tuple(left_out), tuple(notes))


def answer_by_hand(
    session: Session,
    flow: FlowLine,
    respondent: str,
    statement: str,
    level: int | None,
    evidence: str = "",
    *,
    post: str = "",
) -> int:
    """Write down one answer in the round that the respondent is in, as they told it; `post` is theirs, if they said it.

    Raises EvidenceIsNeededError, PostIsANameError.
    """
    if level is not None and level >= NEEDS_EVIDENCE and not evidence.strip():
        raise EvidenceIsNeededError
    place = Place(flow, respondent, last_rounds(session, flow.id).get(respondent, 1))
    _take(
        session, place, DraftAnswer(BY_HAND, statement, level, evidence.strip()), "", checked_post(post), amended=True
    )
    there = find_guid(session, Answer, _guid(session, place, statement))
    assert there is not None
    return there.id or 0


def _places(session: Session) -> dict[str, Place]:
    """Every sheet that this project has written or may write, by its number."""
    return {number_of(session, place): place for flow in flows(session) for place in _of_flow(session, flow)}


def _of_flow(session: Session, flow: FlowLine) -> Iterator[Place]:
    for due in sheets_due(session, flow):
        for one in range(1, due.round + 1):
            yield Place(flow, due.respondent, one)


def _not_ours(sheet: DraftSheet, place: Place | None) -> str:
    """Why a sheet is left out as a whole; empty where it comes in."""
    if sheet.wording != WORDING:
        return (
            f"it asks for the statements of wording {sheet.wording}, and this version of the workbench reads"
            f" wording {WORDING}. Write the sheet anew and have it filled in again."
        )
    if place is None:
        return (
            "it is of another flow: its number is not that of any sheet of this project. Bring it into the project"
            " that wrote it, or write the sheet anew."
        )
    return ""


def _post(sheet: DraftSheet, left_out: list[LeftOut]) -> str:
    """The post of whoever filled a sheet in; one that looks like a name is left out."""
    try:
        return checked_post(sheet.post)
    except PostIsANameError as refusal:
        left_out.append(LeftOut(f"sheet “{sheet.name}”", "who filled it in", str(refusal)))
        return ""


def _guid(session: Session, place: Place, statement: str) -> bytes:
    key = f"{place.flow.guid.hex()}/{place.respondent}/{place.round}/{statement}"
    return guid_for(session, "readiness answer", key)


def _take(session: Session, place: Place, one: DraftAnswer, given_on: str, post: str, *, amended: bool) -> str:
    """Take one answer in: added, amended, found, or refused with the reason. Who gave it may be said later."""
    guid = _guid(session, place, one.statement)
    there = find_guid(session, Answer, guid)
    shown, earlier = post_in(there.evidence) if there is not None else ("", "")
    cells = {"level": one.level, "evidence": with_post(one.evidence, post or earlier)}
    if there is None or there.id is None:
        if is_purged(session, guid):
            return "refused: this answer was deleted for good."
        whose = {"flow_id": place.flow.id, "respondent": place.respondent, "round": place.round}
        add(session, Answer, guid=guid, statement=one.statement, given_on=given_on or now()[:10], **whose, **cells)
        return "added"
    same = (there.level, shown) == (one.level, one.evidence)
    if not there.gone and same and post in {"", earlier}:
        return "found"
    if not there.gone and not amended and not same:
        return (
            f"refused: the {place.respondent} answered this already in round {place.round}:"
            f" “{level_words(there.level)}”. Take the changed answer with --amend, or write the sheet anew for another round."
        )
    amend(session, Answer, there.id, gone=False, given_on=given_on or now()[:10], **cells)
    return "amended"
