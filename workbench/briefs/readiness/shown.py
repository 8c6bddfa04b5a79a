"""What the readers see of people's words: quotes held back or unsigned, none that speaks against, too many of one person."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.briefs.contents import Contents
from workbench.briefs.readiness.lack import Lack
from workbench.briefs.voices import too_much
from workbench.coding.retrieval import Passage, passages
from workbench.governance.audiences import INTERNAL
from workbench.governance.quote_risk import SECOND_READER, Beside
from workbench.governance.quoting import Withheld, quotes
from workbench.governance.sign_offs import SignOffLine, sign_offs
from workbench.text import joined


def quotes_held_back(session: Session, brief: Contents, audience: str) -> Iterator[Lack]:
    """Cited quotes that may not be shown to an audience, and those that nobody has signed for it."""
    if audience == INTERNAL:
        return
    cited = {one.thing_id for one in brief.citations if one.kind == "quote"}
    spoken = passages(session, codings=sorted(cited)) if cited else []
    _, back = quotes(session, spoken, audience, beside=Beside(candidates=True))
    why = {(one.document, one.start, one.end): one for one in back}
    asked = sign_offs(session, audience) if back else []
    for passage in spoken:
        held = why.get((passage.document, passage.start, passage.end))
        if held is not None:
            yield _held(brief.brief.name, passage, held, asked)


def none_against(brief: Contents) -> Iterator[Lack]:
    """People said something against cited findings, and no quote of that is cited: one line for all of them.

    Of a brief that was decided on nothing is said, as nothing can be cited for it any more.
    """
    if brief.brief.status == "decided":
        return
    quoted = {one.thing_id for one in brief.citations if one.kind == "quote"}
    bare = [key for key, said in brief.against.items() if key in brief.findings and quoted.isdisjoint(said)]
    if bare:
        names = joined([brief.findings[key].name for key in bare])
        told = (
            f"Some of what people said speaks against {names}, and none of that is shown. Enter offers the strongest."
        )
        yield Lack("warning", brief.brief.name, told, f"against:{','.join(map(str, bare))}")


def one_voice(brief: Contents) -> Iterator[Lack]:
    """One person carries more than their share of the quotes that are cited."""
    for said in too_much(brief.voices):
        yield Lack("warning", brief.brief.name, said, "quotes")


def _held(where: str, passage: Passage, held: Withheld, asked: list[SignOffLine]) -> Lack:
    """What holds one quote back, without its words."""
    leads = f"words:{passage.document_id}:{passage.start}"
    if held.why != SECOND_READER:
        return Lack("warning", where, f"A quote in {passage.document} will not be shown: {held.why}", leads)
    place = (passage.document_id, passage.start, passage.end)
    there = next((one for one in asked if (one.document_id, one.start, one.end) == place), None)
    said = f" {there.says()[:1].upper()}{there.says()[1:].rstrip('.')}." if there else f" {SECOND_READER}"
    return Lack("warning", where, f"A quote in {passage.document} is not signed and will not be shown.{said}", leads)
