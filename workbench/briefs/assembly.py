"""Assembly: a brief's contents become a page, the decision first. Pure: what may be shown was asked before."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.briefs.annex import Annex
from workbench.briefs.chart import chart_of
from workbench.briefs.contents import Contents
from workbench.briefs.lines import DecisionLine, OptionLine
from workbench.briefs.page import Block, Cell, Listed, Page, Paragraph, Section, Table
from workbench.briefs.passed import Passed, Provenance
from workbench.briefs.sections import flows
from workbench.text import dated
from workbench.triangulation.joint_display import JointRow


def assemble(brief: Contents, passed: Passed, provenance: Provenance) -> Page:
    """Lay out a brief."""
    annex = Annex(brief, passed)
    sections = (
        _decision(brief),
        _problem(brief, annex),
        _evidence(brief, annex),
        _objectives(brief),
        _options(brief, annex),
        flows.section(annex),
        _minds(brief, annex),
        _decisions(brief.decisions),
        _provenance(brief, provenance),
    )
    return Page(
        name=brief.brief.name,
        title=brief.brief.title,
        project=provenance.project,
        status=brief.brief.status,
        owner=brief.brief.owner,
        made=provenance.made,
        audience=provenance.audience,
        sections=tuple(section for section in sections if section.blocks),
        annex=annex.entries(),
        notice=provenance.notice,
    )


def _decision(brief: Contents) -> Section:
    said = brief.brief
    lead = Paragraph(
        said.decision_asked or "No decision is asked yet.", role="lead" if said.decision_asked else "warning"
    )
    facts = (
        ("Decided by", said.by_whom),
        ("By when", said.by_when),
        ("If nothing is decided", said.if_nothing),
    )
    stale = [one for one in brief.citations if one.state == "recheck"]
    blocks: list[Block] = [lead, *(Paragraph(dated(text), heading=heading) for heading, text in facts if text)]
    if stale:
        number = "One piece" if len(stale) == 1 else f"{len(stale)} pieces"
        blocks.append(
            Paragraph(
                f"{number} of the evidence changed after it was cited. Look again before deciding.", role="warning"
            )
        )
    return Section("decision", "The decision asked for", tuple(blocks))


def _problem(brief: Contents, annex: Annex) -> Section:
    """The problem in a few lines, then what each side says of it and where they meet."""
    blocks: list[Block] = [Paragraph(text) for text in _paragraphs(brief.brief.problem)]
    lines = brief.of_the_problem
    blocks += [
        Paragraph(line.statement, (annex.finding(line.id),), role="numbers", heading="What the data says")
        for line in lines
        if line.strand == "numbers"
    ]
    blocks += [
        Paragraph(line.statement, (annex.finding(line.id),), role="words", heading="What people say")
        for line in lines
        if line.strand == "words"
    ]
    blocks += [
        Paragraph(row.meet, role="meet", heading="Where they meet", label=row.topic) for row in brief.rows if row.meet
    ]
    chart = chart_of(brief, annex)
    return Section("problem", "The problem", (*blocks, chart) if chart else tuple(blocks))


def _evidence(brief: Contents, annex: Annex) -> Section:
    """One line a topic: numbers, people, how they meet, what we make of it; then cited findings that meet nothing."""
    rows = [_evidence_row(row, annex) for row in brief.rows]
    placed = {line.id for row in brief.rows for line in row.findings}
    rows += [
        (
            Cell((Paragraph("On its own"),)),
            Cell(annex.numbers_paragraphs([line.id])) if line.strand == "numbers" else Cell(),
            Cell(annex.words_paragraphs([line.id])) if line.strand == "words" else Cell(),
            Cell((Paragraph("not set beside the other side"),)),
            Cell(),
        )
        for line in brief.findings.values()
        if line.id not in placed
    ]
    blocks: list[Block] = []
    if rows:
        columns = ("Topic", "What the data says", "What people say", "How they meet", "What we make of it together")
        blocks.append(Table("What is known, side by side", columns, tuple(rows)))
    loose = [
        Paragraph(one.note or annex.title(one.kind, one.thing_id), (annex.cited(one.kind, one.thing_id),))
        for one in brief.citations
        if one.kind in {"quote", "figure"} and one.option_id is None and annex.has(one.kind, one.thing_id)
    ]
    if loose:
        blocks += [Paragraph("Also cited", role="label"), Listed(tuple(loose))]
    return Section("evidence", "The evidence", tuple(blocks))


_FITS = {"confirmation": "each confirms the other", "expansion": "each adds to the other", "discordance": "they clash"}


def _evidence_row(row: JointRow, annex: Annex) -> tuple[Cell, ...]:
    together = [Paragraph(row.together)] if row.together else [Paragraph("Not written down yet.", role="note")]
    if row.fit:
        together.append(Paragraph(f"({_FITS[row.fit]})", role="note"))
    silent = Paragraph("says nothing on this", role="note")
    return (
        Cell((Paragraph(row.topic),)),
        Cell(annex.numbers_paragraphs([side.finding.id for side in row.numbers]) or (silent,)),
        Cell(annex.words_paragraphs([side.finding.id for side in row.words]) or (silent,)),
        Cell((Paragraph(row.meet or "not judged yet"),)),
        Cell(tuple(together)),
    )


_ASPECTS: tuple[tuple[str, str], ...] = (
    ("What", "what"),
    ("Who delivers it", "delivered_by"),
    ("Partners affected", "partners"),
    ("Benefits, and to whom", "benefits"),
    ("Cost", "cost"),
    ("Risks", "risks"),
    ("Time until it shows", "time_to_effect"),
    ("Can it be undone", "reversibility"),
    ("Effect on equality", "equality"),
    ("What is not known", "not_known"),
)


def _objectives(brief: Contents) -> Section:
    """What should be better afterwards, and how that will be seen."""
    wanted = [Paragraph(text) for text in _paragraphs(brief.brief.objectives)]
    watched = [Paragraph(text, heading="We will watch") for text in _paragraphs(brief.brief.monitoring)]
    items = (*wanted, *watched)
    return Section("objectives", "What should be better afterwards", (Listed(items),) if items else ())


def _options(brief: Contents, annex: Annex) -> Section:
    """Options across, aspects down; business as usual is the first, the preferred one is marked."""
    options = brief.options
    rows = [
        (Cell((Paragraph(label),)), *(_text_cell(str(getattr(option, cell))) for option in options))
        for label, cell in _ASPECTS
        if any(getattr(option, cell) for option in options)
    ]
    rows.append(
        (
            Cell((Paragraph("Evidence for the problem"),)),
            *(_cited_cell(brief, annex, one, "problem") for one in options),
        )
    )
    works = [_works_cell(brief, annex, option) for option in options]
    rows.append((Cell((Paragraph("Evidence that it works"),)), *works))
    names = tuple(f"{option.name} {option.title}" for option in options)
    marked = next((place for place, option in enumerate(options, start=1) if option.preferred), None)
    table = Table("The options side by side", ("", *names), tuple(rows), marked)
    return Section("options", "The options", (table,))


def _text_cell(text: str) -> Cell:
    return Cell(tuple(Paragraph(part) for part in _paragraphs(text)) or (Paragraph("not described", role="note"),))


def _cited_cell(brief: Contents, annex: Annex, option: OptionLine, supports: str) -> Cell:
    refs = [
        annex.cited(one.kind, one.thing_id)
        for one in brief.citations
        if one.option_id == option.id and one.supports == supports and annex.has(one.kind, one.thing_id)
    ]
    if refs:
        return Cell((Paragraph(_number(len(refs)), tuple(refs)),))
    if option.kind == "business as usual" and supports == "problem":
        return Cell((Paragraph("the problem as it stands", role="note"),))
    return Cell((Paragraph("none cited", role="note"),))


def _works_cell(brief: Contents, annex: Annex, option: OptionLine) -> Cell:
    cited = _cited_cell(brief, annex, option, "option works")
    said = tuple(Paragraph(text) for text in _paragraphs(option.evidence_it_works))
    if said and not cited.paragraphs[0].refs:
        return Cell(said)
    return Cell((*said, *cited.paragraphs))


def _minds(brief: Contents, annex: Annex) -> Section:
    """Clashes, silences, open questions, and the strongest evidence against what is cited."""
    items: list[Paragraph] = []
    for row in brief.rows:
        for a, b, words in row.meetings:
            open_ = _left_open(a, b, words)
            if open_:
                refs = tuple(annex.finding(line.id) for line in row.findings)
                items.append(Paragraph(open_, refs, heading=row.topic))
    items += [
        Paragraph(line.against, (annex.finding(line.id),), heading="The strongest evidence against")
        for line in brief.findings.values()
        if line.against
    ]
    items += [
        Paragraph(
            one.question + (f" Found: {one.conclusion}" if one.conclusion else ""),
            heading={"open": "Still open", "resolved": "Followed up", "parked": "Left for later"}[one.state],
        )
        for one in brief.threads
    ]
    items += [Paragraph(text) for text in _paragraphs(brief.brief.change_mind)]
    return Section("minds", "What would change our mind", (Listed(tuple(items)),) if items else ())


def _left_open(a: str, b: str, words: str) -> str:
    """What a meeting of two sources leaves open, in a sentence; empty when they point the same way or partly."""
    if words.startswith("≠"):
        return f"{a} and {b} point in opposite directions."
    if words.startswith("∅"):
        why = words.partition(": ")[2]
        return f"Only one side speaks{f' ({why})' if why else ''}."
    return f"{a} and {b}: {words}." if words.startswith("judged") else ""


def _decisions(decisions: Iterable[DecisionLine]) -> Section:
    """What was decided so far, or that nothing was."""
    rows = [
        tuple(
            Cell((Paragraph(text),))
            for text in (
                dated(one.decided_on or one.at[:10]),
                " ".join(part for part in (one.meeting, f"({one.deciders})" if one.deciders else "") if part),
                f"{one.outcome.capitalize()}{f': {one.option}' if one.option else ''}",
                one.reasons,
                _tail(one),
            )
        )
        for one in decisions
    ]
    if not rows:
        return Section("decisions", "Decisions so far", (Paragraph("Nothing has been decided yet.", role="note"),))
    columns = ("Date", "Meeting", "Decision", "Reasons", "Conditions, dissent, review")
    return Section("decisions", "Decisions so far", (Table("Decisions", columns, tuple(rows)),))


def _tail(one: DecisionLine) -> str:
    """What goes with a decision."""
    said = (("Conditions", one.conditions), ("Dissent", one.dissent), ("Review", one.review_on))
    return " ".join(f"{label}: {dated('; '.join(text.splitlines())).rstrip('.')}." for label, text in said if text)


def _provenance(brief: Contents, provenance: Provenance) -> Section:
    """Where this comes from, what was held back, how counts are made, how machines helped."""
    used = ", ".join(line.name for line in brief.findings.values()) or "none"
    blocks = [
        Paragraph(f"Made on {provenance.made} from the project “{provenance.project}”. Findings used: {used}."),
        Paragraph(provenance.data_until, heading="Data") if provenance.data_until else None,
        Paragraph(provenance.machine, heading="How machines helped") if provenance.machine else None,
        *(Paragraph(note) for note in provenance.notes),
    ]
    return Section("provenance", "Where this comes from", tuple(block for block in blocks if block is not None))


def _paragraphs(text: str) -> list[str]:
    return [dated(part.strip()) for part in text.split("\n") if part.strip()]


def _number(count: int) -> str:
    return "one piece" if count == 1 else f"{count} pieces"
