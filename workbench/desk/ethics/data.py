"""Which data there are, from whom, on what terms, and what is missing of these; data that options would need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workbench.briefs.options import options
from workbench.briefs.page import Paragraph
from workbench.briefs.partners import Partner
from workbench.briefs.standing import Standing, standings
from workbench.desk.door.door import Door
from workbench.desk.importing.data_sets import DatasetLine, data_sets
from workbench.desk.suggesting.machine_use import use_of
from workbench.exchange.paper.pages import Block, Listing
from workbench.governance.audiences import Agreement
from workbench.indicators.catalogue import indicators
from workbench.rows import live
from workbench.text import dated, day_in_words

NOT_RECORDED = "not recorded"


def data(at: Door) -> Iterator[Block]:
    """People's words, data sets with their terms, agreements, and data that would still have to come."""
    words = use_of(at.session).material
    said = f"{'; '.join(words)}." if words else "Nobody's words are in the project."
    yield Paragraph(
        f"{said} The records have no place for the lawful basis of these; the team says it below.",
        heading="People's words",
    )
    listed = data_sets(at.session)
    if not listed:
        yield Paragraph("No figures are in the project.", heading="Figures")
    else:
        yield Listing(
            "Data sets",
            ("Data set", "From", "On what terms", "What is missing"),
            tuple((one.title, _from(one), _terms(one), " ".join(one.missing) or "Nothing") for one in listed),
            shares=(3, 3, 4, 3),
        )
        yield Listing(
            "What these figures count, and what they cannot say",
            ("Data set", "What it counts", "What to beware of"),
            tuple((one.title, _counts(at, one.id), one.caveats or "Nobody has written it down.") for one in listed),
            shares=(3, 3, 6),
        )
    yield from _agreements(at)
    yield from _flows(at)


def _from(one: DatasetLine) -> str:
    return f"{one.is_from[:1].upper()}{one.is_from[1:]}"


def _counts(at: Door, dataset: int) -> str:
    return "; ".join(one.name for one in indicators(at.session) if one.dataset_id == dataset) or "Nothing"


def _terms(one: DatasetLine) -> str:
    """Published data go by a licence; what a partner shared needs a purpose, a basis, an assessment and a last day."""
    if not one.shared:
        return f"Published figures of areas. Licence: {one.licence or NOT_RECORDED}."
    terms = (
        ("Agreement", one.agreements),
        ("Purpose", one.purpose or one.agreement[2]),
        ("Lawful basis", one.lawful_basis),
        ("Impact assessment", one.impact_assessment),
        ("Kept until", one.keep_until),
    )
    return " ".join(f"{name}: {dated(value) or NOT_RECORDED}." for name, value in terms)


def _agreements(at: Door) -> Iterator[Block]:
    today = date.today().isoformat()  # noqa: DTZ011
    rows = [
        (
            row.reference,
            row.parties or NOT_RECORDED,
            row.purpose or NOT_RECORDED,
            row.permitted or NOT_RECORDED,
            _until(row.ends_on or "", today),
        )
        for row in at.session.execute(live(Agreement)).scalars()
    ]
    if rows:
        columns = ("Agreement", "Between whom", "What for", "What may be made of it", "Until")
        yield Listing("Sharing agreements", columns, tuple(sorted(rows)), shares=(2, 3, 4, 3, 2))
    else:
        yield Paragraph(
            "None is recorded: no partner shares data with this project under one.", heading="Sharing agreements"
        )


def _until(day: str, today: str) -> str:
    if not day:
        return NOT_RECORDED
    said = day_in_words(date.fromisoformat(day))
    return f"{said}: it has ended" if day < today else said


def _flows(at: Door) -> Iterator[Block]:
    rows = [
        (
            one.flow.told(one.flow.name, team=at.team),
            one.flow.partner_for(team=at.team) or NOT_RECORDED,
            one.flow.told(one.flow.purpose, team=at.team) or NOT_RECORDED,
            one.flow.by_words or NOT_RECORDED,
            _stands(one, team=at.team),
        )
        for one in standings(at.session)
    ]
    partners = _partners(at)
    if partners:
        columns = ("Option", "Who would have to give data", "What they would do", "Whether they agree")
        yield Listing("Partners who would have to give data", columns, tuple(partners), shares=(4, 4, 5, 3))
    if rows:
        named = ("Data", "From whom", "What for", "Wanted by", "How it stands")
        yield Listing("Data that an option would need", named, tuple(rows), shares=(3, 3, 4, 2, 3))


def _partners(at: Door) -> list[tuple[str, str, str, str]]:
    """Partners who would have to give data for an option, and whether they agree."""
    said = {one.id: f"{one.name} {one.title}" for one in options(at.session)}
    agrees = {"yes": "They agree", "in principle": "They agree in principle", "no": "They do not agree"}
    return [
        (said[row.option_id], row.name, row.does or NOT_RECORDED, agrees.get(row.agrees, "They were not asked yet"))
        for row in at.session.execute(live(Partner)).scalars()
        if row.effect == "data" and row.option_id in said
    ]


def _stands(one: Standing, *, team: bool) -> str:
    """Whether the data are here, and what blocks that they are used."""
    flow = one.flow
    if flow.dataset_id is not None:
        here = "In the project"
    else:
        here = "Agreed, not here yet" if flow.agreement_id is not None else "No agreement yet"
    because = "; ".join(flow.told(blocker.sentence, team=team) for blocker in one.blockers)
    return f"{here}. Blocked: {because}" if because else here
