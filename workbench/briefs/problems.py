"""What a team should know of briefs that were decided: conditions, reviews, evidence that changed, two decisions at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from workbench.briefs.conditions import conditions, late_words
from workbench.briefs.decisions import at_once, decisions
from workbench.briefs.evidence import citations
from workbench.briefs.lines import BriefLine, DecisionLine
from workbench.briefs.options import briefs
from workbench.briefs.versions import altered
from workbench.errors import Problem
from workbench.indicators.datasets import today
from workbench.text import dated


def problems(session: Session) -> list[Problem]:
    """Everything amiss with what was decided."""
    named = {one.id: one for one in briefs(session)}
    taken = [one for one in decisions(session) if one.brief_id in named]
    return [
        *two_at_once(named, taken),
        *conditions_late(session, named, taken),
        *reviews_due(named, taken),
        *evidence_changed(session, named, taken),
        *pages_altered(session, named),
    ]


def two_at_once(named: dict[int, BriefLine], taken: Iterable[DecisionLine]) -> Iterator[Problem]:
    """Two copies decided the same version, each without knowing of the other."""
    for there in at_once(taken):
        said = "; ".join(
            f"{one.said[:1].lower()}{one.said[1:]} on {dated(one.day)}, recorded by {one.recorded_by}" for one in there
        )
        yield Problem(
            "error",
            named[there[0].brief_id].name,
            f"Version {there[0].version} was decided {len(there)} times at once, in the order of recording: {said}."
            " All are kept. Ask those who decided which stands, and record it by “revise” and a new decision.",
        )


def conditions_late(session: Session, named: dict[int, BriefLine], taken: Iterable[DecisionLine]) -> Iterator[Problem]:
    """Conditions that should have been met by now, and open ones without a day."""
    of = {one.id: one for one in taken}
    for one in conditions(session, of):
        where = named[of[one.decision_id].brief_id].name
        if late := late_words(one, today()):
            yield Problem("warning", where, f"A condition is open and {late}: {one.asked}.")
        elif one.state == "not met":
            yield Problem("warning", where, f"A condition was not met: {one.text.rstrip('.')}. {one.how}")


def standing(taken: Iterable[DecisionLine]) -> dict[int, DecisionLine]:
    """By brief, the decision that was recorded last."""
    return {one.brief_id: one for one in taken}


def reviews_due(named: dict[int, BriefLine], taken: Iterable[DecisionLine]) -> Iterator[Problem]:
    """When what was decided last on a brief is to be looked at again, and that the day has come."""
    for key, one in standing(taken).items():
        if not one.review_on or one.outcome == "revise":
            continue
        where, day = named[key].name, dated(one.review_on)
        if one.review_on <= today():
            yield Problem("warning", where, f"What was decided was to be reviewed on {day}. Note what came of it.")
        else:
            yield Problem("info", where, f"What was decided is to be reviewed on {day}.")


def evidence_changed(session: Session, named: dict[int, BriefLine], taken: Iterable[DecisionLine]) -> Iterator[Problem]:
    """The evidence of a decided brief says something else by now; the decision and its page stay as they are."""
    for key, one in standing(taken).items():
        if named[key].status != "decided":
            continue
        for cited in citations(session, key):
            if cited.state == "recheck":
                yield Problem(
                    "warning",
                    named[key].name,
                    f"It was decided on {dated(one.day)}, and evidence that it cites has changed since it was cited:"
                    f" {cited.why} The decision stays; consider whether it still rests.",
                )


def pages_altered(session: Session, named: dict[int, BriefLine]) -> Iterator[Problem]:
    """A kept page that is not the one that was frozen."""
    for one in altered(session):
        if one.brief_id in named:
            where = named[one.brief_id].name
            yield Problem("error", where, f"The page of {one.name}, is not as it was kept. Look in an earlier backup.")
