"""A brief as the room shows it: the page that leaves the house, with every citation leading down to its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlmodel import Session

from workbench.briefs.contents import Contents
from workbench.briefs.last_read import Since, since_read
from workbench.briefs.lines import BriefLine
from workbench.briefs.options import briefs
from workbench.briefs.page import Block as PageBlock
from workbench.briefs.page import Cell, Chart, Entry, Listed, Page, Paragraph, Section, Table
from workbench.briefs.readiness import readiness_for
from workbench.briefs.readiness.lack import Lack
from workbench.briefs.sections import evidence, known
from workbench.coding.retrieval import passages
from workbench.desk.briefs.brief import is_draft, page_of
from workbench.desk.briefs.deciding import usual_audience
from workbench.desk.door.door import door
from workbench.governance.audiences import INTERNAL
from workbench.project.file import Project
from workbench.tui.briefs.since import marked
from workbench.tui.widgets.paper import Block, Grid, Look, Part, Rule, Run, blank, words

LOOKS: dict[str, Look] = {
    "lead": "title",
    "note": "quiet",
    "quote": "quote",
    "warning": "warning",
    "label": "title",
    "meet": "accent",
}
SHARES: dict[tuple[str, ...], tuple[int, ...]] = {known.COLUMNS: (3, 6, 7, 3), evidence.COLUMNS: (3, 5, 5, 3, 5)}
"""What each column of a table takes of the width; the columns of others share it."""
GLYPHS = {"error": "✗", "warning": "⚠", "info": "·"}


@dataclass(frozen=True, slots=True)
class BriefRead:
    """A brief: its page, what it rests on, what is still missing, and where each citation leads."""

    page: Page
    contents: Contents
    missing: tuple[Lack, ...]
    leads: dict[str, str]
    """By the annex's key (F1, Q2, D3): `finding:7`, `words:3:120`, `figure:9`."""
    audience: str = INTERNAL
    """Who `missing` is asked for."""
    since: Since = field(default_factory=Since)


def read_briefs(project: Project) -> list[BriefLine]:
    """Every brief."""
    with project.read() as session:
        return briefs(session)


def read_brief(project: Project, brief_id: int) -> BriefRead:
    """A brief as the team may see it."""
    with project.read() as session:
        page, _, held = page_of(project, session, door(session, INTERNAL), brief_id)
        audience = usual_audience(session)
        missing = tuple(readiness_for(session, held, audience))
        since = since_read(session, brief_id, page)
        return BriefRead(page, held, missing, _leads(session, page, held), audience, since)


def _leads(session: Session, page: Page, held: Contents) -> dict[str, str]:
    """Where each entry of the annex leads."""
    found = {line.name: f"finding:{line.id}" for line in held.findings.values()}
    described = {line.described: key for key, line in held.figures.items()}
    codings = {one.thing_id for one in held.citations if one.kind == "quote"}
    codings |= {key for side in held.words.values() for key in side.quote_candidates}
    spoken = {
        (one.passage.document, one.text): f"words:{one.passage.document_id}:{one.passage.start}"
        for one in door(session, INTERNAL).passages(passages(session, codings=codings))
    }
    for entry in page.annex:
        if entry.kind == "quote":
            found[entry.key] = spoken.get((dict(entry.facts).get("In", ""), entry.quote), f"entry:{entry.key}")
        elif entry.kind == "figure":
            key = described.get(entry.title)
            found[entry.key] = f"figure:{key}" if key is not None else f"entry:{entry.key}"
    return found


def page_parts(read: BriefRead) -> list[Part]:
    """The page to read, with what is new since it was last read."""
    return marked(parts_of(read.page, read.leads), read.since)


def parts_of(page: Page, leads: dict[str, str]) -> list[Part]:
    """A page, its parts in the order in which they leave the house."""
    made: list[Part] = [words(page.title, "title"), words(f"{page.name} · {page.status} · {page.audience}", "quiet")]
    made += [words(page.notice, "warning" if is_draft(page) else "quiet")] if page.notice else []
    for section in page.sections:
        made += [blank(), Rule(section.heading, section.name), *section_parts(section, leads), *_more(section)]
    for section in page.further:
        made += [blank(), Rule(f"Annex: {section.heading}", section.name), *section_parts(section, leads)]
    if page.annex:
        made += [blank(), Rule("The evidence in full", "annex")]
        for entry in page.annex:
            made += _entry(entry, leads)
    return made


def _more(section: Section) -> list[Part]:
    """The way to where a section stands in full."""
    return [Block((Run("In full in the annex", "", f"section:{section.more}"),))] if section.more else []


def section_parts(section: Section, leads: dict[str, str]) -> list[Part]:
    """One part of the page; a heading that several paragraphs share stands once, above them."""
    made: list[Part] = []
    heading = ""
    for block in section.blocks:
        shared = block.heading if isinstance(block, Paragraph) and block.label else ""
        if shared and shared != heading:
            made.append(words(shared, "title"))
        heading = shared
        made += _block(block, leads)
    return made


def _block(block: PageBlock, leads: dict[str, str]) -> list[Part]:
    match block:
        case Table():
            return [_grid(block, leads), blank()]
        case Chart():
            return _chart(block, leads)
        case Listed():
            return [_paragraph(one, leads, sign="•") for one in block.items]
        case _:
            return [_paragraph(block, leads), *([blank()] if block.role == "lead" else [])]


def _chart(chart: Chart, leads: dict[str, str]) -> list[Part]:
    """The chart as its table, with how to read it and the reasons for care."""
    title = _paragraph(Paragraph(chart.title, chart.refs, role="label"), leads)
    care = [Block((Run(note),), 0, "•") for note in chart.notes]
    return [
        blank(),
        title,
        replace(_grid(chart.table, leads), ruled=False),
        words(chart.caption, "quiet"),
        *care,
        blank(),
    ]


def _grid(table: Table, leads: dict[str, str]) -> Grid:
    rows = tuple(tuple(_cell(cell, leads) for cell in row) for row in table.rows)
    shares = SHARES.get(table.columns, ()) if table.columns[0] else (3, *(4 for _ in table.columns[1:]))
    return Grid(table.columns, rows, shares, table.marked)


def _cell(cell: Cell, leads: dict[str, str]) -> tuple[Block, ...]:
    return tuple(_paragraph(one, leads) for one in cell.paragraphs)


def _paragraph(said: Paragraph, leads: dict[str, str], *, sign: str = "") -> Block:
    """Sentences, and after them what they cite, each a place to go to."""
    lead = said.label or said.heading
    runs = [Run(f"{lead}: ", "" if said.label else "title")] if lead else []
    runs.append(Run(said.text, LOOKS.get(said.role, "")))
    for ref in said.refs:
        runs += [Run(" "), Run(f"[{ref.key}]", "", leads.get(ref.key, f"entry:{ref.key}"))]
    return Block(tuple(runs), 2 if said.label else 0, sign)


def _entry(entry: Entry, leads: dict[str, str]) -> list[Part]:
    """One piece of evidence in full."""
    head = Block(
        (Run(entry.key, "title", leads.get(entry.key, "")), Run(f"  {entry.title}")), anchor=f"entry:{entry.key}"
    )
    made: list[Part] = [blank(), head]
    if entry.quote:
        made.append(words(f"“{entry.quote}”", "quote", indent=4))
    made += [Block((Run(f"{label}: ", "quiet"), Run(said)), 4) for label, said in entry.facts]
    return made


def options_parts(read: BriefRead) -> list[Part]:
    """The options side by side, nothing else; the head of each leads to its page."""
    pages = {f"{one.name} {one.title}": f"option:{one.id}" for one in read.contents.options}
    found = [section for section in read.page.further if section.name == "options"]
    parts = [part for section in found for part in section_parts(section, read.leads)]
    return [
        replace(one, leads=tuple(pages.get(title, "") for title in one.titles)) if isinstance(one, Grid) else one
        for one in parts
    ]
