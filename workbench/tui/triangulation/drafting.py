"""What somebody who writes a finding chooses from, and what the material says of the choice so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.coding.retrieval import Passage, passages
from workbench.coding.themes import themes
from workbench.desk.door.door import door
from workbench.governance.audiences import INTERNAL
from workbench.indicators.breakdowns import main_breakdowns
from workbench.indicators.catalogue import indicators
from workbench.indicators.drafts import is_part
from workbench.indicators.observations import Figure, figures
from workbench.indicators.sentence import words_for
from workbench.indicators.spans import newest
from workbench.project.file import Project
from workbench.rows import live
from workbench.sources.asked import Question
from workbench.sources.document_list import documents
from workbench.sources.surveys import Survey
from workbench.triangulation.evidence import Evidence, material_for, things
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import FindingLine, findings
from workbench.triangulation.material import read_material
from workbench.triangulation.offered import offer_words
from workbench.triangulation.prominence import hint, hint_sentence
from workbench.tui.dialogs import Choice

Key = tuple[str, int]
PASSAGES = 400
"""How many passages are offered at once."""


def themes_and_codes(project: Project) -> list[Choice[Key]]:
    """Every theme, then every code, with how many people."""
    with project.read() as session:
        found: list[Choice[Key]] = [
            Choice(
                ("theme", one.id),
                f"Theme: {one.name}",
                one.statement or ", ".join(one.codes),
                f"{len(one.codes)} codes",
            )
            for one in themes(session)
            if one.state != "dropped"
        ]
        found += [
            Choice(("code", one.id), one.path, one.definition, f"{one.codings} · {one.cases}")
            for one in codebook(session)
            if one.state == "active"
        ]
    return found


def passages_of(project: Project, chosen: Iterable[Key], quoted: Mapping[int, int] | None = None) -> list[Choice[Key]]:
    """Passages of the chosen themes and codes that the team may see; of all codes where none is chosen.

    With `quoted`, how many quotes there are of each case already, that stands beside a passage of theirs.
    """
    keys = list(chosen)
    by_theme = [key for kind, key in keys if kind == "theme"]
    codes = [key for kind, key in keys if kind == "code"]
    found: list[Passage] = []
    with project.read() as session:
        if by_theme:
            found += passages(session, themes=by_theme, limit=PASSAGES)
        if codes or not by_theme:
            found += passages(session, codes=codes or None, limit=PASSAGES)
        shown = door(session, INTERNAL).passages({one.coding_id: one for one in found}.values())
    return [
        Choice(
            ("coding", one.passage.coding_id),
            f"“{_line(one.text)}”",
            f"{', '.join(one.passage.cases) or one.passage.speaker} · {one.passage.document} · {one.passage.code}",
            _quoted(max(((quoted or {}).get(case, 0) for case in one.passage.case_ids), default=0)),
        )
        for one in shown
    ]


def _quoted(number: int) -> str:
    """How often somebody is quoted already; empty for not yet."""
    return {0: "", 1: "quoted once"}.get(number, f"quoted {number}×")


def named_evidence(project: Project, evidence: Sequence[Evidence]) -> list[str]:
    """The names of what has been chosen."""
    with project.read() as session:
        found = things(session, {(one.kind, one.thing_id) for one in evidence})
    return [found[one.kind, one.thing_id].name for one in evidence if (one.kind, one.thing_id) in found]


def questions(project: Project) -> list[Choice[int]]:
    """The questions of the topic guide; 0 stands for none."""
    with project.read() as session:
        rows = sorted(session.execute(live(Question)).scalars(), key=lambda row: row.position)
        listed = [Choice(row.id or 0, row.short, row.text) for row in rows]
    return [Choice(0, "No question of the topic guide", "Then it cannot be said who was asked."), *listed]


def sources(project: Project, strand: str) -> list[Choice[str]]:
    """The material that a finding may speak for: the names used so far, then what else there is, none by two names."""
    with project.read() as session:
        lines = [line for line in findings(session) if line.strand == strand]
        used = [line.source for line in lines]
        more = _other_words(session, used) if strand == "words" else _other_publishers(session, lines)
        return [Choice(name, name) for name in dict.fromkeys((*used, *more)) if name]


def _other_words(session: Session, used: Iterable[str]) -> Iterator[str]:
    """Interviews and surveys whose words no name used so far stands for."""
    material = read_material(session, [])
    known = {places for name in used if (places := material.named(name))}
    surveys = [row.name for row in session.execute(live(Survey)).scalars()]
    spoken = ["interviews"] if any(one.kind != "question" for one in documents(session)) else []
    return (name for name in (*spoken, *surveys) if material.named(name) not in known)


def _other_publishers(session: Session, lines: Iterable[FindingLine]) -> Iterator[str]:
    """Publishers on whose figures no finding rests yet: those of the others have the names that findings gave them."""
    rested = {one.thing_id for line in lines for one in line.evidence if one.kind == "observation"}
    known = {one.figure.publisher or one.figure.dataset for one in figure_lines(session, rested).values()}
    return (name for name in (one.publisher or one.dataset for one in indicators(session)) if name not in known)


def people_hint(
    project: Project, evidence: Sequence[Evidence], source: str, question_id: int | None
) -> tuple[str, str]:
    """How many people the chosen words come from, in a sentence, and the level it suggests; empty for passages only."""
    with project.read() as session:
        found = things(session, {(one.kind, one.thing_id) for one in evidence if one.direction == "for"})
        codes = {code for thing in found.values() for code in thing.codes}
        if not codes:
            return "", ""
        material = material_for(session, found, [question_id] if question_id else [])
        approach = str(session.info["meta"].get("approach", ""))
    count = material.count(material.people(codes, source), source, question_id)
    said = hint_sentence(count, approach)
    return f"{said[:1].upper()}{said[1:]}", hint(count, approach)


def offered_sentence(project: Project, evidence: Sequence[Evidence], source: str, question_id: int | None) -> str:
    """A sentence to begin from, made of the evidence; kept nowhere."""
    with project.read() as session:
        return offer_words(session, evidence, source, question_id)


def indicator_choices(project: Project) -> list[Choice[int]]:
    """Every indicator with its figures."""
    with project.read() as session:
        return [
            Choice(one.id, one.name, f"{one.publisher or one.dataset}. {one.definition}".strip(), f"{one.areas} areas")
            for one in indicators(session)
            if one.figures
        ]


def area_choices(project: Project, indicator_id: int) -> list[Choice[str]]:
    """The areas an indicator has figures for, each with its newest."""
    by_area: dict[str, list[Figure]] = {}
    with project.read() as session:
        for figure in figures(session, indicator_id=indicator_id, main=True):
            by_area.setdefault(figure.area_code, []).append(figure)
    listed = sorted(map(newest, by_area.values()), key=lambda figure: figure.area)
    return [
        Choice(one.area_code, one.area or one.area_code, f"{one.period}: {words_for(one)} {one.unit}", words_for(one))
        for one in listed
    ]


def period_choices(project: Project, indicator_id: int, area_code: str) -> list[Choice[int]]:
    """An area's figures by period, the newest first; then those of a group of people, or at a kind of place."""
    with project.read() as session:
        whole = main_breakdowns(session, [indicator_id]).get(indicator_id)
        listed = figures(session, indicator_id=indicator_id, area=area_code)
    of_all = [one for one in listed if one.breakdown == whole]
    now = newest(of_all or listed) if listed else None
    listed = [one for one in listed if not is_part("", one.category) or (now is not None and one.period == now.period)]
    listed.sort(key=lambda one: (one.ends, one is now), reverse=True)
    listed.sort(key=lambda one: one.breakdown != whole)
    return [Choice(one.id, _period(one, whole), one.note, words_for(one)) for one in listed]


def _period(figure: Figure, whole: tuple[str, str, str] | None) -> str:
    groups = [cell for cell in figure.breakdown if cell != "all"]
    return figure.period if figure.breakdown == whole or not groups else f"{figure.period} · {', '.join(groups)}"


def _line(text: str, most: int = 90) -> str:
    said = " ".join(text.split())
    return said if len(said) <= most else f"{said[: most - 1]}…"
