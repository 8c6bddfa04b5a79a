"""What follows from consent: may these words be shown to this audience?

Consent is given, refused or unknown in each scope (verbatim, paraphrase, machine, each audience). Refused or withdrawn
means nowhere, the team included. Unknown serves the team, with a mark, and nobody else; where the project requires
consent, unknown is refused too. Consent that has run out counts as withdrawn. Of several people the strictest decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlmodel import Session

from workbench.governance.audiences import INTERNAL
from workbench.rows import live, table_of
from workbench.sources.consent import Consent

Use = Literal["verbatim", "paraphrase", "machine"]
Facts = Mapping[tuple[str, str], str]
"""The state of each (scope, audience) of one case; what is not in it is unknown."""

NOT_RECORDED = "consent not recorded"
_DOING: dict[Use, str] = {"verbatim": "quoted", "paraphrase": "paraphrased", "machine": "read by a machine"}
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done, why not, and what must be said beside it when it may."""

    allowed: bool
    why: str = ""
    mark: str = ""


YES = Answer(True)


def answer(facts: Facts, audience: str, as_: Use = "verbatim", *, required: bool = False) -> Answer:
    """What one person's consent says about one use for one audience."""
    use = facts.get((as_, ""), "unknown")
    reader = facts.get(("audience", audience), "unknown")
    shown = f"to be shown to {'the public' if audience == 'public' else audience}"
    for state, about in ((use, f"to be {_DOING[as_]}"), (reader, shown)):
        if state == "refused":
            return Answer(False, f"This person has not agreed {about}.")
        if state == "withdrawn":
            return Answer(False, f"This person no longer agrees {about}: the consent was withdrawn or has run out.")
    if audience == INTERNAL:
        if use == "given":
            return YES
        if required:
            return Answer(False, f"It is not recorded that this person agreed to be {_DOING[as_]}; here it must be.")
        return Answer(True, "", NOT_RECORDED)
    if use != "given":
        return Answer(False, f"It is not recorded that this person agreed to be {_DOING[as_]}.")
    if reader != "given":
        return Answer(False, f"It is not recorded that this person agreed {shown}.")
    return YES


def strictest(answers: Iterable[Answer]) -> Answer:
    """The answer for several people at once: the first no, else a yes with every mark."""
    marks: list[str] = []
    for one in answers:
        if not one.allowed:
            return one
        if one.mark and one.mark not in marks:
            marks.append(one.mark)
    return Answer(True, "", "; ".join(marks))


def nobody_in_particular(session: Session, audience: str, as_: Use = "verbatim") -> Answer:
    """The answer for words of somebody whose consent cannot be looked up: as if unknown."""
    return answer({}, audience, as_, required=_required(session))


def quotable(session: Session, case_ids: Iterable[int], audience: str, as_: Use = "verbatim") -> dict[int, Answer]:
    """The answer for each of many cases, from one reading of the consent records."""
    wanted = sorted(set(case_ids))
    facts = _facts(session, wanted)
    required = _required(session)
    return {case_id: answer(facts.get(case_id, {}), audience, as_, required=required) for case_id in wanted}


def may(session: Session, case_ids: Iterable[int], *, to: str = INTERNAL, as_: Use = "verbatim") -> Answer:
    """Whether words of these cases together may be used so for an audience. Nobody counts as unknown."""
    answers = quotable(session, case_ids, to, as_)
    return strictest(answers.values()) if answers else nobody_in_particular(session, to, as_)


def _required(session: Session) -> bool:
    """Whether this project counts unknown consent as refused."""
    meta: dict[str, str] = session.info.get("meta", {})
    return meta.get("consent") == "required"


def _facts(session: Session, case_ids: list[int]) -> dict[int, dict[tuple[str, str], str]]:
    """What is recorded of these cases; the newest record of a scope counts, one that has run out as withdrawn.

    A child that refused has refused, whatever its guardian said.
    """
    consent = table_of(Consent)
    columns = (
        consent.c.case_id,
        consent.c.scope,
        consent.c.audience,
        consent.c.state,
        consent.c.expires_on,
        consent.c.assent,
    )
    today = datetime.now(UTC).date().isoformat()
    found: dict[int, dict[tuple[str, str], str]] = {}
    chosen = live(Consent).with_only_columns(*columns).order_by(consent.c.id)
    for begin in range(0, len(case_ids), _CHUNK):
        some = case_ids[begin : begin + _CHUNK]
        for case_id, scope, audience, state, expires, assent in session.execute(
            chosen.where(consent.c.case_id.in_(some))
        ):
            over = state == "given" and expires is not None and expires < today
            key = (scope, audience if scope == "audience" else "")
            said = "refused" if state == "given" and assent == "refused" else state
            found.setdefault(case_id, {})[key] = "withdrawn" if over else said
    return found
