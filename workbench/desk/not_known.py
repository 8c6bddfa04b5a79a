"""What we do not know: silences by their kind, clashes, what stands alone, and what is being done about each.

The team sees reasons as they were written. For readers outside, a sentence that gives a number or names somebody is left
out, and counted; who judged and who goes on with a question is never said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from workbench.desk.door.door import Door
from workbench.desk.silences import looked_for
from workbench.sources.cases import case_labels
from workbench.text import counted
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow, Meeting, matrix
from workbench.triangulation.silence.requests import RequestLine, requests
from workbench.triangulation.silence.silences import HEADINGS, Silence, Stands, silences
from workbench.triangulation.silence.threads import ThreadLine, threads
from workbench.triangulation.unpaired import Unpaired, unpaired

_NUMBERS = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|dozen|couple|handful|single|both)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(19|20)\d\d(/\d\d)?\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One silence as it stands, with what is being done about it."""

    silence: Silence
    stands: Stands
    requests: tuple[RequestLine, ...] = ()
    threads: tuple[ThreadLine, ...] = ()

    @property
    def doing(self) -> str:
        """What is being done, in a few words."""
        asked = [one for one in self.requests if one.is_open]
        came = [one for one in self.requests if not one.is_open]
        followed = [one for one in self.threads if one.is_open]
        left = [one for one in self.threads if one.state == "parked"]
        parts = [
            counted(len(asked), "request") if asked else "",
            f"{counted(len(came), 'request')} done" if came else "",
            f"{counted(len(followed), 'question')} followed" if followed else "",
            f"{counted(len(left), 'question')} left for later" if left else "",
        ]
        return ", ".join(filter(None, parts)) or "nothing yet"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sources that point in opposite directions on a topic."""

    row_id: int
    topic: str
    a: str
    b: str
    why: str
    threads: tuple[ThreadLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NotKnown:
    """All that a study does not know, as far as it knows that."""

    matrix: Matrix
    entries: tuple[Entry, ...]
    clashes: tuple[Clash, ...]
    requests: tuple[RequestLine, ...]
    threads: tuple[ThreadLine, ...]
    alone: Unpaired

    def by_kind(self) -> list[tuple[str, tuple[Entry, ...]]]:
        """The silences under their kinds, in the order in which a page tells them; kinds that there are none of are left out."""
        groups = ((kind, tuple(one for one in self.entries if one.stands.kind == kind)) for kind in HEADINGS)
        return [(kind, some) for kind, some in groups if some]

    def at(self, row_id: int, source: str) -> Entry | None:
        """The silence of a source in a row, or None where it speaks."""
        return next((one for one in self.entries if (one.silence.row_id, one.silence.source) == (row_id, source)), None)


def read_not_known(session: Session, *, for_all: bool = False) -> NotKnown:
    """Everything that is not known; `for_all` counts everybody's judgements, also those that a rater may not see yet."""
    whole = matrix(session)
    asked, followed = requests(session), threads(session)
    found = silences(session, looked_for(session), whole=whole)
    entries = tuple(
        Entry(
            one,
            one.stands_for_all if for_all else one.stands,
            tuple(each for each in asked if each.row_id == one.row_id and each.source in ("", one.source)),
            tuple(
                each for each in followed if each.row_id == one.row_id and _concerns(each, one.source, whole.sources)
            ),
        )
        for one in found
    )
    clashes = tuple(
        Clash(
            row.id,
            row.title,
            meeting.a,
            meeting.b,
            _why(meeting, for_all=for_all),
            tuple(each for each in followed if each.row_id == row.id),
        )
        for row in whole.rows
        for meeting in row.meetings.values()
        if _clashes(row, meeting, for_all=for_all)
    )
    return NotKnown(whole, entries, clashes, tuple(asked), tuple(followed), unpaired(session))


def _concerns(thread: ThreadLine, source: str, sources: Iterable[str]) -> bool:
    """Whether a question is about a source: it names it, or it names none."""
    question = thread.question.casefold()
    named = [one for one in sources if one.casefold() in question]
    return not named or source in named


def _clashes(row: MatrixRow, meeting: Meeting, *, for_all: bool) -> bool:
    """Whether two sources that both speak were judged to be opposite, and nothing else was settled on."""
    if not all(row.cells[name].findings for name in (meeting.a, meeting.b)):
        return False
    if meeting.consensus is not None:
        return meeting.consensus.value == "dissonance"
    said = meeting.every if for_all else tuple(filter(None, (meeting.mine, *meeting.others)))
    return any(one.confirmed == "dissonance" for one in said)


def _why(meeting: Meeting, *, for_all: bool) -> str:
    if meeting.consensus is not None:
        return meeting.consensus.why
    said = meeting.every if for_all else tuple(filter(None, (meeting.mine, *meeting.others)))
    why = next((one.why for one in said if one.confirmed == "dissonance" and one.why), "")
    return f"Judged differently, and not settled yet. {why}".rstrip() if meeting.unsettled else why


@dataclass(slots=True)
class Telling:
    """What may be told to an audience of sentences that the team wrote or the project made, with a tally of the others."""

    at: Door
    left_out: int = 0
    _labels: frozenset[str] | None = field(default=None, repr=False)

    def told(self, text: str, bare: str = "") -> str:
        """The text for the team; for others `bare`, else nothing where it gives a number that is no year, or names somebody."""
        if self.at.team or not text:
            return text
        if bare:
            return self.told(bare)
        if _NUMBERS.search(_YEAR.sub("", text)) or self._names(text):
            self.left_out += 1
            return ""
        return text

    def _names(self, text: str) -> bool:
        if self._labels is None:
            labels = case_labels(self.at.session).values()
            self._labels = frozenset(" ".join(_WORD.findall(label.casefold())) for label in labels)
        said = [word.casefold() for word in _WORD.findall(text)]
        longest = max((len(label.split()) for label in self._labels), default=0)
        return any(
            " ".join(said[start : start + length]) in self._labels
            for length in range(1, longest + 1)
            for start in range(len(said) - length + 1)
        )

    def remarks(self) -> tuple[str, ...]:
        """How many sentences were left out, in a sentence."""
        if not self.left_out:
            return ()
        one = self.left_out == 1
        many = "1 sentence is" if one else f"{self.left_out} sentences are"
        they = "it gives a number or names somebody" if one else "they give numbers or name somebody"
        return (f"{many} left out: {they}, and {'is' if one else 'are'} for the team only.",)
