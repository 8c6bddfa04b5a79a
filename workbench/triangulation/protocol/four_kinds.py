"""The four kinds of triangulation (Denzin 1970) that a finding or a topic rests on: data, investigator, method, theory.

Each is worked out from what the project holds, lit or not, with what it goes by. Theory cannot be worked out: whether
something was read through a second lens is in nobody's file unless a memo on it says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.coding.themes import ThemeCode
from workbench.indicators.observations import Observation
from workbench.rows import in_chunks, table_of
from workbench.text import counted
from workbench.triangulation.breadth import Breadth, breadths
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.protocol.matrix import MatrixRow

LETTERS = {"data": "D", "investigator": "I", "method": "M", "theory": "T"}
LENSES = ("lens", "theory", "rival explanation", "another reading")
"""Words by which a memo is known to hold a second reading."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the four: whether it is lit, and what that goes by."""

    name: str
    lit: bool
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The four kinds in Denzin's order."""

    kinds: tuple[Kind, ...]

    @property
    def letters(self) -> str:
        """In four letters, those that are not lit small and in brackets: `D I (m) (t)`."""
        return " ".join(LETTERS[one.name] if one.lit else f"({LETTERS[one.name].lower()})" for one in self.kinds)

    @property
    def lit(self) -> int:
        """How many of the four it rests on."""
        return sum(one.lit for one in self.kinds)


def profiles(session: Session, lines: Iterable[FindingLine], rows: Iterable[MatrixRow]) -> dict[int, Profile]:
    """The profile of every finding, by its key; `rows` are the topics in which they may speak."""
    wanted, placed = list(lines), list(rows)
    coders, kinds = _coders(session, wanted), breadths(session, wanted)
    figures, read = _figures(session, wanted), _second_readings(session)
    made: dict[int, Profile] = {}
    for line in wanted:
        here = [row for row in placed if any(one.id == line.id for cell in row.cells.values() for one in cell.findings)]
        about = {("finding", line.id), *((one.kind, one.thing_id) for one in line.evidence)}
        made[line.id] = Profile(
            (
                _data(line, kinds.get(line.id), figures.get(line.id, ())),
                _investigator(line, coders.get(line.id, frozenset()), here),
                _method(here, line.source),
                _theory(bool(about & read)),
            )
        )
    return made


def profile_of_row(session: Session, row: MatrixRow) -> Profile:
    """The profile of a topic: of all that speaks in it together."""
    lines = [line for cell in row.cells.values() for line in cell.findings]
    each = profiles(session, lines, [row]).values()
    sources = [name for name, cell in row.cells.items() if cell.findings]
    raters = {one.rater for meeting in row.meetings.values() for one in meeting.judged}
    theory = any(one.lit for found in each for one in found.kinds if one.name == "theory")
    return Profile(
        (
            Kind("data", len(sources) > 1, counted(len(sources), "source")),
            Kind("investigator", len(raters) > 1, f"{counted(len(raters), 'person', 'people')} judged how they meet"),
            _method([row], sources[0] if sources else ""),
            _theory(theory),
        )
    )


def _data(line: FindingLine, breadth: Breadth | None, figures: Set[tuple[str, str]] | tuple[()]) -> Kind:
    """Several people of several groups or places; several places or times of figures."""
    if line.strand == "numbers":
        places, times = len({area for area, _ in figures}), len({time for _, time in figures})
        why = f"{counted(places, 'place')}, {counted(times, 'time')}"
        return Kind("data", places > 1 or times > 1, why)
    people = line.count.said if line.count else 0
    wide = {name: sum(one.said > 0 for one in breadth.of(name)) for name in breadth.attributes} if breadth else {}
    best = max(wide, key=lambda name: wide[name], default="")
    why = counted(people, "person", "people")
    why += f" of {counted(wide[best], 'group')} by {best.replace('_', ' ')}" if best else ""
    return Kind("data", people > 1 and (wide.get(best, 0) > 1 or not best), why)


def _investigator(line: FindingLine, coders: Set[int], rows: Iterable[MatrixRow]) -> Kind:
    """Several people coded it, or judged a topic in which it speaks."""
    raters = {
        one.rater for row in rows for meeting in row.meetings.values() if line.source in (meeting.a, meeting.b)
        for one in meeting.judged
    }  # fmt: skip
    coded = f"{counted(len(coders), 'person', 'people')} coded it, " if line.strand == "words" else ""
    return Kind(
        "investigator",
        len(coders) > 1 or len(raters) > 1,
        f"{coded}{counted(len(raters), 'person', 'people')} judged how it meets others",
    )


def _method(rows: Iterable[MatrixRow], source: str) -> Kind:
    """It is set beside what was found in another way: numbers beside words, or other material."""
    strands: set[str] = set()
    others: set[str] = set()
    for row in rows:
        strands |= {line.strand for cell in row.cells.values() for line in cell.findings}
        others |= {name for name, cell in row.cells.items() if cell.findings and name != source}
    if len(strands) > 1:
        return Kind("method", True, f"words beside numbers, with {', '.join(sorted(others))}")
    if others:
        return Kind("method", True, f"set beside {', '.join(sorted(others))}, of the same kind")
    return Kind("method", False, "set beside nothing else")


def _theory(read: bool) -> Kind:
    why = "a memo holds another reading" if read else "no memo on it speaks of a lens or a rival explanation"
    return Kind("theory", read, why)


def _coders(session: Session, lines: Iterable[FindingLine]) -> dict[int, frozenset[int]]:
    """Who coded what each finding from words rests on."""
    members, codings = table_of(ThemeCode), table_of(Coding)
    of_theme: dict[int, set[int]] = defaultdict(set)
    for theme, code in session.execute(
        sa.select(members.c.theme_id, members.c.code_id).where(members.c.gone.is_(False))
    ):
        of_theme[theme].add(code)
    by_finding: dict[int, set[int]] = {}
    for line in lines:
        codes = {one.thing_id for one in line.evidence if one.kind == "code"}
        themed = {code for one in line.evidence if one.kind == "theme" for code in of_theme[one.thing_id]}
        by_finding[line.id] = codes or themed
    who: dict[int, set[int]] = defaultdict(set)
    for some in in_chunks(sorted({code for codes in by_finding.values() for code in codes})):
        chosen = sa.select(codings.c.code_id, codings.c.coder_id).where(
            codings.c.code_id.in_(some), codings.c.gone.is_(False)
        )
        for code, coder in session.execute(chosen.distinct()):
            who[code].add(coder)
    return {key: frozenset(one for code in codes for one in who[code]) for key, codes in by_finding.items()}


def _figures(session: Session, lines: Iterable[FindingLine]) -> Mapping[int, set[tuple[str, str]]]:
    """The area and time of every figure that each finding rests on."""
    table = table_of(Observation)
    of: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        for one in line.evidence:
            if one.kind == "observation" and one.direction == "for":
                of[one.thing_id].add(line.id)
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for some in in_chunks(sorted(of)):
        chosen = sa.select(table.c.id, table.c.area_code, table.c.period).where(table.c.id.in_(some))
        for key, area, period in session.execute(chosen):
            for finding in of[key]:
                found[finding].add((area, period))
    return found


def _second_readings(session: Session) -> set[tuple[str, int]]:
    """What memos are about that speak of a lens, a theory or a rival explanation."""
    table = table_of(Memo)
    chosen = sa.select(table.c.about, table.c.thing_id, table.c.text).where(
        table.c.gone.is_(False), table.c.thing_id.is_not(None)
    )
    return {
        (about, key)
        for about, key, text in session.execute(chosen)
        if any(word in str(text).casefold() for word in LENSES)
    }
