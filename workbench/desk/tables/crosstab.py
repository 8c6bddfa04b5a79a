"""The crosstab for an audience: codes by groups of people, a sample by its descriptions and a survey's people as records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session

from workbench.coding.crosstab import EVERYONE, CrosstabLine, crosstab, groups_by, people_heard
from workbench.coding.retrieval import people_by_code
from workbench.desk.door.counted_people import Count, CountedPeople
from workbench.desk.tabular import Asking, Cell, Made
from workbench.governance.linked import Sum
from workbench.governance.samples import BOUNDS, is_named, known_groups
from workbench.governance.samples import told as told_in_groups
from workbench.proportions import wilson

Row = tuple[Cell, ...]
PEOPLE, ASKED, HEARD = "people", "asked", "heard"


def crosstab_table(session: Session, asking: Asking) -> Made:
    """Codes by groups of people; for others than the team no small number, and none that can be worked out."""
    lines = crosstab(session, by=asking.by, coder=asking.coder)
    if asking.for_the_team:
        return Made([_open(line) for line in lines])
    by = asking.by or EVERYONE
    whose = "" if asking.coder is None else f", coder {asking.coder}"
    people = CountedPeople(session, asking.audience, f"crosstab by {by}{whose}", f"people by code and {by}")
    listed = [list(some) for _, some in groupby(lines, key=lambda line: line.code_id)]
    groups = groups_by(session, asking.by, set(people_heard(session)))
    if people.spoken_regime == "sample" and not people.surveyed:
        whole = asking.by is None
        known = frozenset[int]() if whole else known_groups(groups.values(), people.sampling)
        made = [one for some in listed for one in _of_sample(some, people.fewest, known)]
        withheld = sum(number for _, number in made)
        return Made([row for row, _ in made], [BOUNDS] if withheld else [], withheld=withheld)
    said = people_by_code(session, coder=asking.coder)
    table = _Records(people, groups)
    rows = [row for some in listed for row in table.rows(some, said.get(some[0].code_id, set()))]
    return Made(rows, people.remarks(), withheld=people.withheld, leaving=people.leaving())


def _open(line: CrosstabLine) -> Row:
    return (line.code, line.group, line.cases, line.asked, line.percent, line.lower, line.upper, line.note)


def _of_sample(lines: list[CrosstabLine], fewest: int, known: frozenset[int]) -> Iterator[tuple[Row, int]]:
    """One code's lines of people interviewed as rows: a band where few people share what a group is called by.

    A group of one or two has no row: what it is called by would say that such a person was among them.
    """
    told = told_in_groups([(line.cases, line.heard) for line in lines], fewest, known=known)
    for line, one in zip(lines, told, strict=True):
        if not is_named(line.heard, fewest):
            continue
        if one.said is not None:
            yield _open(line), 0
            continue
        why = "how many people are in this group is withheld by us" if one.of is None else f"of {one.of} people"
        yield (line.code, line.group, one.band, None, None, None, None, f"{one.band}; {why}"), 1


@dataclass
class _Records:
    """Rows of people of whom some answered a survey: counted as records are."""

    people: CountedPeople
    groups: dict[str, set[int]]

    def rows(self, lines: Sequence[CrosstabLine], said: set[int]) -> Iterator[Row]:
        """One code's lines as rows."""
        told = self._told(lines, PEOPLE, lambda line: self._of(line, PEOPLE, said & self.groups[line.group]))
        before = self.people.withheld
        heard = self._told(lines, HEARD, lambda line: self._of(line, HEARD, self.groups[line.group]))
        self.people.withheld = before
        asked = [line for line in lines if line.asked is not None]
        of = self._told(asked, ASKED, self._asked)
        for line in lines:
            number, base, whole = told[line.group], of.get(line.group), heard[line.group]
            no_asked = line.asked is not None and base is None
            cells = (
                self.people.words((PEOPLE, line.code, line.group)) if number is None else number,
                self.people.words((ASKED, line.code, line.group)) if no_asked else base,
            )
            if number is None or no_asked:
                yield (line.code, line.group, *cells, None, None, None, "")
            elif self.people.rule.rounding > 1:
                yield (line.code, line.group, *cells, *self._about(line, number, base, whole))
            else:
                note = line.note if whole is not None else ""
                yield (line.code, line.group, *cells, line.percent, line.lower, line.upper, note)

    def _of(self, line: CrosstabLine, what: str, people: set[int]) -> Count:
        of = (line.asked or line.heard) if what == PEOPLE else None
        return self.people.count((what, line.code, line.group), people, of)

    def _asked(self, line: CrosstabLine) -> Count:
        """How many were asked; who of them answered a survey is not told apart, so they all count as having."""
        return Count((ASKED, line.code, line.group), line.asked or 0, line.asked or 0)

    def _about(self, line: CrosstabLine, number: int, asked: int | None, heard: int | None) -> Row:
        """The share and the note of a line whose numbers are rounded, worked out of those."""
        of = asked if asked is not None else heard
        if of is None:
            return (None, None, None, "")
        note = f"about {number:,} of about {of:,}, rounded to {self.people.rule.rounding}"
        if line.percent is None or not of or not self.people.rule.may_be_percent(of):
            return (None, None, None, note)
        low, high = wilson(min(number, of), of)
        return (100 * min(number, of) / of, 100 * low, 100 * high, note)

    def _told(
        self, lines: Sequence[CrosstabLine], what: str, count: Callable[[CrosstabLine], Count]
    ) -> dict[str, int | None]:
        """Numbers of people of one code by group; together they are everybody, of whom other tables tell."""
        if not lines:
            return {}
        counts = [count(line) for line in lines]
        sums = []
        if len(lines) > 1:
            whole = Count(
                (what, lines[0].code, EVERYONE),
                sum(one.number for one in counts),
                sum(one.surveyed for one in counts),
                printed=False,
            )
            sums.append(Sum(whole.at, tuple(one.at for one in counts)))
            counts.append(whole)
        found = self.people.told(counts, sums)
        return {line.group: found[what, line.code, line.group] for line in lines}
