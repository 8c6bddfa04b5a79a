"""Heard: who said what in one kind of material, and who was asked, ready to be counted group by group.

Interviews and a survey are different samples, so that their people are never added up. Read from arrays that are kept
while the project stays as it is: keys and lengths, no words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.arrays import segments
from workbench.coding.by_group import SPOKEN, materials
from workbench.coding.by_person import DOCUMENT, READ_FROM, codings_by_person
from workbench.coding.crosstab import DRAWN, people_heard, questions_of, who_was_asked, why_not_counted
from workbench.coding.tree import read_tree
from workbench.errors import WorkbenchError
from workbench.rows import Written, kept, table_of
from workbench.sources.asked import Asked
from workbench.triangulation.displays.shown import Count

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]

CANDIDATES = 8
_LOOKED_AT = 200
"""Among so many of the best a passage of each person is sought."""


class MaterialUnknownError(WorkbenchError):
    """There is no such kind of material in this project."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The people of one kind of material, what they raised, and what they were asked."""

    material: str
    documents: frozenset[int]
    people: frozenset[int]
    drawn: frozenset[int]
    """Who was drawn at random, or came in because everybody did."""
    touched: Whole
    """As in `codings_by_person`."""
    questions: dict[int, frozenset[int]]
    """The questions that bear on each code."""
    asked: dict[int, frozenset[int]]
    not_asked: dict[int, frozenset[int]]
    reflexive: bool = False
    known: dict[tuple[frozenset[int], frozenset[int]], tuple[frozenset[int], bool]] = field(default_factory=dict)
    """By questions and group, as they are looked up: who was asked, and whether nobody was."""
    masks: dict[frozenset[int], Any] = field(default_factory=dict)
    """By group, as they are looked up: whether each case is in it."""

    def of_codes(self, codes: Iterable[int]) -> Whole:
        """The rows of some codes, those of a good length first."""
        import numpy as np

        found = [self.touched[:0]]
        for code in sorted(set(codes)):
            first, last = np.searchsorted(self.touched[:, 0], (code, code + 1))
            found.append(self.touched[first:last])
        rows = np.concatenate(found)
        return rows if len(found) <= 2 else rows[np.argsort(rows[:, 3], kind="stable")]

    def saying(self, codes: Iterable[int]) -> frozenset[int]:
        """Who raised any of these codes."""
        import numpy as np

        return frozenset(np.unique(self.of_codes(codes)[:, 1]).tolist()) & self.people

    def count(
        self,
        codes: Collection[int],
        said: frozenset[int],
        group: frozenset[int],
        *,
        of: str = "",
        kind: Literal["theme", "code"] = "theme",
        called: tuple[str, str] = ("", ""),
    ) -> Count:
        """How many of a group are among those who raised these codes, of how many asked.

        `called` is what makes the groups, and the group's name.
        """
        about = frozenset[int]().union(*(self.questions.get(code, frozenset()) for code in codes))
        if (about, group) not in self.known:
            self.known[about, group] = self._asked(about, group & self.people)
        among, none_asked = self.known[about, group]
        here, raised = group & self.people, group & said
        return Count(
            said=len(raised),
            asked=len(among) if among else None,
            of_asked=len(raised & among) if among else None,
            heard=len(here),
            drawn=bool(among) and among <= self.drawn,
            none_asked=none_asked,
            reflexive=self.reflexive,
            of=of,
            kind=kind,
            by=called[0],
            group=called[1],
        )

    def _asked(self, about: frozenset[int], here: frozenset[int]) -> tuple[frozenset[int], bool]:
        """Who of a group was asked any of some questions, and whether everybody in it is recorded as not asked."""
        among = here & frozenset[int]().union(*(self.asked.get(one, frozenset()) for one in about))
        silent = [self.not_asked.get(one, frozenset()) for one in about]
        return among, bool(silent) and bool(here) and all(here <= one for one in silent)

    def best(self, codes: Iterable[int], group: frozenset[int], many: int = CANDIDATES) -> tuple[int, ...]:
        """Codings of a group's words that could be quoted, one a person first, those of a good length before others."""
        return self.best_among(self.of_codes(codes), group, many)

    def best_among(self, rows: Whole, group: frozenset[int], many: int = CANDIDATES) -> tuple[int, ...]:
        """The same out of rows that were looked up before."""
        import numpy as np

        if not many or not len(rows) or not group:
            return ()
        if group not in self.masks:
            inside = np.zeros(max(max(group), int(self.touched[:, 1].max())) + 1, dtype=np.bool_)
            inside[list(group)] = True
            self.masks[group] = inside
        mine = rows[self.masks[group][rows[:, 1]]][:_LOOKED_AT, 1:3].tolist()
        first: dict[int, int] = {}
        for case, coding in mine:
            first.setdefault(case, coding)
        chosen = dict.fromkeys((*first.values(), *(coding for _, coding in mine)))
        return tuple(chosen)[:many]


def material_named(session: Session, name: str) -> str:
    """The kind of material by its name; empty: what was spoken where there is any, else the first there is.

    MaterialUnknownError names those there are.
    """
    there = list(dict.fromkeys(materials(session).values()))
    if not name:
        return SPOKEN if SPOKEN in there or not there else there[0]
    for one in there:
        if one.casefold() == name.casefold():
            return one
    listed = ", ".join(there) or "none yet"
    raise MaterialUnknownError(f"There is no material “{name}” in this project. There is: {listed}.")


_READ_FROM = (*READ_FROM, "code", "code_question", "question", "asked", "survey")


def heard(session: Session, material: str = "") -> Heard:
    """Who said what in a kind of material; see `material_named`. Kept, and brought up to codings that were written."""
    name = material_named(session, material)
    known_as = f"heard in {name}{', not counted' if why_not_counted(session) else ''}"
    found: Heard = kept(session, known_as, lambda asked: _heard(asked, name), tables=_READ_FROM, renew=_renewed)
    return found


def _renewed(session: Session, known: Heard, written: list[Written]) -> Heard | None:
    """What is known, with the codings as they are now; None where more than codings was written."""
    if any(one.table != "coding" for one in written):
        return None
    return replace(known, touched=_touched(session, known.documents), masks={})


def _heard(session: Session, name: str) -> Heard:
    import numpy as np

    documents = frozenset(key for key, one in materials(session).items() if one == name)
    questions = questions_of(session, read_tree(session))
    sampling = people_heard(session)
    turns = segments(session)
    here = np.isin(turns[:, 0], sorted(documents)) & (turns[:, 3] > 0)
    people = frozenset(np.unique(turns[here, 3]).tolist()) & sampling.keys()
    every = {question for some in questions.values() for question in some}
    return Heard(
        material=name,
        documents=documents,
        people=frozenset(people),
        drawn=frozenset(case for case in people if sampling[case] in DRAWN),
        touched=_touched(session, documents),
        questions=questions,
        asked={key: frozenset(some) for key, some in who_was_asked(session, every).items()},
        not_asked=_not_asked(session),
        reflexive=bool(why_not_counted(session)),
    )


def _touched(session: Session, documents: Collection[int]) -> Whole:
    """The codings in some documents by person."""
    import numpy as np

    rows = codings_by_person(session)
    inside = np.zeros(max(max(documents, default=0), int(rows[:, DOCUMENT].max(initial=0))) + 1, dtype=np.bool_)
    inside[list(documents)] = True
    here = inside[rows[:, DOCUMENT]]
    return rows if here.all() else rows[here]


def _not_asked(session: Session) -> dict[int, frozenset[int]]:
    """Who is recorded as not asked, by question."""
    record = table_of(Asked)
    found: dict[int, set[int]] = {}
    chosen = sa.select(record.c.question_id, record.c.case_id)
    for question, case in session.execute(chosen.where(record.c.gone.is_(False), record.c.state == "not asked")):
        found.setdefault(question, set()).add(case)
    return {question: frozenset(some) for question, some in found.items()}
