"""The door: what one audience may see of one project, with a tally of what was let through and held back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from workbench.briefs.passed import QuoteWords
from workbench.coding.codings import Coding
from workbench.coding.retrieval import Passage, passages
from workbench.desk.door.counted_figures import CountedFigures
from workbench.desk.door.counted_people import for_people
from workbench.desk.door.quoted import in_their_form, names_of_documents, whose
from workbench.governance.audiences import INTERNAL, AudienceLine, audience_named
from workbench.governance.disclosure import withhold_small
from workbench.governance.mosaic import NAME, Place, Printed, PrintedQuotes
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import Quote, Withheld, WordsT, held_back, quotes
from workbench.governance.released import Leaving
from workbench.governance.samples import KNOWN, people_needed, whole_is_told
from workbench.indicators.observations import Figure
from workbench.rows import table_of
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.prominence import PeopleCount, count_sentence
from workbench.triangulation.protocol.joint_display import JointRow

_NUMBERS = re.compile(r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.IGNORECASE)
_WHY_OFF = {
    "Names": "so many of one person's would make a portrait.",
    "What is known of the people": "with what the words tell it would be enough to know somebody by.",
}


@dataclass(slots=True)
class Door:
    """What one audience may see of one project, with a tally of what was let through and held back."""

    session: Session
    audience: AudienceLine
    held: list[Withheld] = field(default_factory=list)
    small: int = 0
    printed: PrintedQuotes = field(default_factory=PrintedQuotes)
    """The quotes that stand in what leaves, with what stands beside each."""
    nameless: set[Place] = field(default_factory=set)
    """The places of quotes beside which the name is left off."""
    undescribed: set[Place] = field(default_factory=set)
    """The places of quotes beside which what is known of the person is left off."""
    _under_names: dict[int, set[Place]] = field(default_factory=lambda: defaultdict(set))
    speaking: list[str] = field(default_factory=list)
    """Findings whose count is withheld while their own sentence gives a number."""
    figures_shown: dict[int, Figure] = field(default_factory=dict)
    """The figures that were let through, by key."""
    groups: list[Leaving] = field(default_factory=list)
    """Counts of people of a survey that were let through."""
    _counted: CountedFigures | None = None
    _readers: AudienceLine | None = None
    _candidates: dict[int, Quote[Passage]] = field(default_factory=dict)
    """Coded passages that came through as candidates, by coding."""

    @property
    def counted(self) -> CountedFigures:
        """What this audience may see of counts from records, decided once for all that this door lets through."""
        if self._counted is None:
            self._counted = CountedFigures(self.session, self.audience.rule, self.audience.name)
        return self._counted

    @property
    def of_people(self) -> AudienceLine:
        """The audience as it is shown counts of a survey's people: by its rule and by what agreements demand."""
        if self._readers is None:
            self._readers = for_people(self.session, self.audience)
        return self._readers

    @property
    def team(self) -> bool:
        """Whether the team itself reads it."""
        return self.audience.name == INTERNAL

    def through(self, wanted: Iterable[WordsT], beside: Beside | None = None) -> list[Quote[WordsT]]:
        """The words that may be shown with these things beside them; the others are held back."""
        asked = replace(beside or Beside(), printed=self._under_names)
        through, held = quotes(self.session, wanted, self.audience.name, beside=asked)
        self.held += held
        return through

    def passages(self, wanted: Iterable[Passage], beside: Beside | None = None) -> list[Quote[Passage]]:
        """The passages that may be shown, in the form they are shown in; the others are held back."""
        return in_their_form(self.session, self.through(wanted, beside))

    def enter(self, printed: Iterable[Quote[WordsT]], beside: Beside | None = None) -> None:
        """Write down which of the quotes that came through stand in what leaves, with what stands beside them."""
        told = beside or Beside()
        described: dict[tuple[int, ...], tuple[str, ...]] = {}
        for one in printed:
            passage = one.passage
            if passage.case_ids not in described:
                described[passage.case_ids] = told.described_by(passage.case_ids)
            place = (passage.document, passage.start, passage.end)
            names: tuple[str, ...] = (NAME,) if told.named and one.named else ()
            if told.named and not one.named:
                self.nameless.add(place)
            if one.is_described:
                names += described[passage.case_ids]
            else:
                self.undescribed.add(place)
            if NAME in names and not self.team:
                for case in passage.case_ids:
                    self._under_names[case].add(place)
            self.printed.append(Printed(*place, names))

    def settled(self, chosen: Iterable[Quote[WordsT]]) -> list[Quote[WordsT]]:
        """Quotes that were chosen among candidates, with their names off where they make a portrait together."""
        listed = list(chosen)
        if self.team:
            return listed
        asked = Beside(printed=self._under_names)
        settled, _ = quotes(self.session, [one.passage for one in listed], self.audience.name, beside=asked)
        risks = {(one.passage.document, one.passage.start, one.passage.end): one.risk for one in settled}
        return [
            replace(one, risk=risks.get((one.passage.document, one.passage.start, one.passage.end), one.risk))
            for one in listed
        ]

    def words(
        self, wanted: Iterable[Passage], beside: Beside | None = None
    ) -> tuple[dict[int, QuoteWords], dict[int, str]]:
        """The passages that may be shown, by coding, and why others may not."""
        listed = list(wanted)
        before = len(self.held)
        through = self.passages(listed, beside)
        if beside is not None and beside.candidates:
            self._candidates |= {one.passage.coding_id: one for one in through}
        held = self.held[before:]
        shown = self.worded(through)
        reasons = {(one.document, one.start, one.end): one.why for one in held}
        why = {
            one.coding_id: reasons.get((one.document, one.start, one.end), "")
            for one in listed
            if one.coding_id not in shown
        }
        return shown, why

    def worded(self, through: Iterable[Quote[Passage]]) -> dict[int, QuoteWords]:
        """Passages that came through, by coding, with whose they are as far as that may be said."""
        told = names_of_documents(self.session, team=self.team)
        found = {}
        for one in through:
            who, document = whose(one, told)
            found[one.passage.coding_id] = QuoteWords(
                text=one.text, who=who, document=document, code=one.passage.code, mark=one.mark
            )
        return found

    def coded(self, codings: Iterable[int] | None = None) -> tuple[dict[int, QuoteWords], dict[int, str]]:
        """Coded passages, all or those named, as far as they may be shown; a few of them will be chosen."""
        some = passages(self.session, codings=None if codings is None else sorted(set(codings)))
        return self.words(some, Beside(candidates=True))

    def printed_of(self, codings: Collection[int], *, named: bool = True) -> dict[int, QuoteWords]:
        """Enter those codings that were chosen among candidates, and give them as they are printed together."""
        asked = sorted(key for key in codings if key not in self._candidates)
        if asked:
            wanted = passages(self.session, codings=asked)
            through, _ = quotes(self.session, wanted, self.audience.name, beside=Beside(candidates=True))
            self._candidates |= {one.passage.coding_id: one for one in in_their_form(self.session, through)}
        settled = self.settled(self._candidates[key] for key in sorted(codings) if key in self._candidates)
        self.enter(settled, Beside(named=named))
        return self.worded(settled)

    def counts(self, lines: Iterable[FindingLine]) -> dict[int, str]:
        """How many people said each finding, in a sentence; small numbers are withheld outside the team."""
        found: dict[int, str] = {}
        fewest = people_needed(self.session, self.audience.name)
        for line in lines:
            if line.count is None:
                continue
            if self.is_told(line.count, fewest):
                found[line.id] = count_sentence(line.count)
                continue
            self.small += 1
            found[line.id] = not_told(line.count)
            if _NUMBERS.search(line.statement):
                self.speaking.append(line.name)
        return found

    def is_told(self, count: PeopleCount, fewest: int | None = None) -> bool:
        """Whether the number of people behind a finding may be told: of a sample by its rule, else as of records."""
        fewest = people_needed(self.session, self.audience.name) if fewest is None else fewest
        if self.team or count.regime != "records":
            return whole_is_told(count.said, count.of, count.regime, fewest)
        few = self.of_people.threshold
        small = withhold_small([[count.said]], few, row_totals=False, column_totals=False, of=[[count.of]])
        return not small.places

    def figures(self, figures: Iterable[FigureLine]) -> dict[int, str]:
        """What stands in place of figures that were counted from records and are small; published ones stay."""
        listed = list(figures)
        hidden = self.withheld(each for one in listed for each in (one.figure, one.comparator) if each is not None)
        found = {one.id: self.counted.words(one.figure) for one in listed if one.id in hidden}
        self.small += len(found)
        return found

    def withheld(self, figures: Iterable[Figure]) -> frozenset[int]:
        """Keys of the figures that were counted from records and are withheld from this audience; the others are let through."""
        listed = list(figures)
        hidden = self.counted.hidden(listed)
        self.figures_shown |= {one.id: one for one in listed if one.id not in hidden}
        return hidden

    def guarded(self, figures: Iterable[FigureLine]) -> list[FigureLine]:
        """Figures as this audience sees them: rounded by its rule, with no doubt that gives a small count of records away."""
        return list(map(self._guarded, figures))

    def _guarded(self, line: FigureLine) -> FigureLine:
        if self.team:
            return line
        beside = line.comparator
        if beside is not None and self.counted.hidden([beside]):
            beside = None
        line = replace(
            line,
            figure=self.counted.shown(line.figure),
            comparator=None if beside is None else self.counted.shown(beside),
        )
        return line.guarded(self.audience.threshold, self.counted.too_few(line.figure))

    def beside(self, rows: Iterable[JointRow]) -> list[JointRow]:
        """Topics side by side with their figures as this audience sees them."""
        return [
            replace(
                row, numbers=tuple(replace(side, figures=tuple(self.guarded(side.figures))) for side in row.numbers)
            )
            for row in rows
        ]

    def leaving(self) -> tuple[Leaving, ...]:
        """The counts of records that were let through, for the register."""
        return () if self.team else (*self.counted.leaving(self.figures_shown.values()), *self.groups)

    def left_out(self) -> tuple[str, ...]:
        """What was held back, in sentences."""
        small = {0: (), 1: ("1 number is withheld because it is small.",)}
        many = (f"{self.small} numbers are withheld because they are small.",)
        return (*held_back(self.held), *small.get(self.small, many), *self._left_off(), *self.counted.remarks())

    def _left_off(self) -> Iterator[str]:
        """What was left off beside quotes so that nobody is known by it, in sentences."""
        for places, what in ((self.nameless, "Names"), (self.undescribed, "What is known of the people")):
            if places:
                quotes_of = "1 quote" if len(places) == 1 else f"{len(places):,} quotes"
                yield f"{what} {'are' if what == 'Names' else 'is'} left off beside {quotes_of}: {_WHY_OFF[what]}"

    def remarks(self) -> tuple[str, ...]:
        """What whoever takes it out should know, and the readers need not."""
        said = []
        if self.speaking:
            names = ", ".join(dict.fromkeys(self.speaking))
            said.append(
                f"{names}: the count is withheld, but the sentence itself gives a number; read it before it leaves."
            )
        if codes := self._named_in_held_words():
            said.append(
                f"{', '.join(codes)}: named in words that these readers may not be shown; give the code another name first."
            )
        return tuple(said)

    def _named_in_held_words(self) -> list[str]:
        """Codes whose name is somebody's own words, where those words are held back from these readers."""
        if self.team:
            return []
        own = passages(self.session, where=table_of(Coding).c.origin == "in vivo")
        _, held = quotes(self.session, own, self.audience.name, beside=Beside(candidates=True))
        back = {(one.document, one.start, one.end) for one in held}
        return sorted({one.code for one in own if (one.document, one.start, one.end) in back})


def door(session: Session, audience: str) -> Door:
    """The door for an audience; AudienceUnknownError names those there are."""
    return Door(session, audience_named(session, audience))


def not_told(count: PeopleCount) -> str:
    """What stands in place of how many people said something."""
    why = KNOWN if count.regime == "known group" else "small"
    return f"{count_sentence(count, said='some')} (number withheld by us: {why})"
