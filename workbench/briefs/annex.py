"""The annex: every cited quote in full and every figure's row, each knowing all the places that cite it.

Findings are F and their number; quotes Q and figures D are numbered as the page comes to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from workbench.briefs.contents import Contents
from workbench.briefs.page import Entry, Paragraph, Ref
from workbench.briefs.passed import Passed, Provenance
from workbench.indicators.sentence import number
from workbench.indicators.survey_sentence import out_of
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.freshness import State

Kind = Literal["finding", "quote", "figure"]


class Annex:
    """Gives out references while a page is laid out, and remembers where each was used."""

    def __init__(self, brief: Contents, passed: Passed, about: Provenance) -> None:
        self.brief = brief
        self.passed = passed
        self.about = about
        self._entries: dict[tuple[Kind, int], Entry] = {}
        self._cited = {one.thing_id for one in brief.citations if one.kind == "quote"}

    def has(self, kind: str, thing_id: int) -> bool:
        """Whether a cited thing may be shown and is still there."""
        if kind == "quote":
            return thing_id in self.passed.quotes
        return thing_id in (self.brief.findings if kind == "finding" else self.brief.figures)

    def cited(self, kind: str, thing_id: int) -> Ref:
        """A reference to whatever was cited."""
        if kind == "finding":
            return self.finding(thing_id)
        return self.quote(thing_id) if kind == "quote" else self.figure(thing_id)

    def title(self, kind: str, thing_id: int) -> str:
        """What is cited, in a few words."""
        if kind == "quote":
            return f"{self.passed.quotes[thing_id].who}, {self.passed.quotes[thing_id].document}"
        return self.brief.figures[thing_id].described

    def again(self, state: State, why: str, moved: str) -> str:
        """Whether something is to be looked at again, for the team with the cause; empty where it stands as it is."""
        said = {"recheck": f"{moved}; to be looked at again", "grown": "more evidence since"}.get(state, "")
        return f"{said}: {why}" if said and why and self.passed.team else said

    def finding(self, key: int) -> Ref:
        """A reference to a finding."""
        line = self.brief.findings[key]
        if ("finding", key) not in self._entries:
            why = self.again(line.state, line.why, "its evidence changed since")
            facts = (
                ("From", line.source),
                ("People", self.people(key)),
                ("How prominent", "" if line.prominence == "not rated" else line.prominence),
                (
                    "How sure we are",
                    "" if line.confidence == "not assessed" else f"{line.confidence}. {line.confidence_reason}".strip(),
                ),
                ("Strongest evidence against", line.against),
                ("In people's own words", self._none_against(key)),
                ("State", why),
            )
            self._put("finding", key, Entry(line.name, "finding", line.statement, facts=_filled(facts)))
        return self._use("finding", key)

    def _none_against(self, key: int) -> str:
        """That people said something against a finding, and that none of it is shown; empty where some is, or none was."""
        said = self.brief.against.get(key, frozenset())
        shown = said & self._cited & self.passed.quotes.keys()
        return (
            "Some of what people said speaks against it, and none of that is quoted here." if said and not shown else ""
        )

    def quote(self, coding_id: int) -> Ref:
        """A reference to a quote that passed the door."""
        if ("quote", coding_id) not in self._entries:
            words = self.passed.quotes[coding_id]
            name = f"Q{self._count('quote')}"
            facts = (("Said by", words.who), ("In", words.document), ("Code", words.code), ("Note", words.mark))
            entry = Entry(name, "quote", words.who, words.text, _filled(facts), thing_id=coding_id)
            self._put("quote", coding_id, entry)
        return self._use("quote", coding_id)

    def figure(self, key: int) -> Ref:
        """A reference to a figure."""
        if ("figure", key) not in self._entries:
            figure = self.brief.figures[key]
            facts = _figure_facts(figure, self.passed.withheld_figures.get(key, ""))
            name = f"D{self._count('figure')}"
            self._put("figure", key, Entry(name, "figure", figure.described, facts=facts, thing_id=key))
        return self._use("figure", key)

    def people(self, key: int) -> str:
        """How many people said a finding, as it may be shown."""
        return self.passed.counts.get(key, "")

    def figure_words(self, figure: FigureLine) -> str:
        """A figure in a line, or what stands in its place."""
        return self.passed.withheld_figures.get(figure.id) or figure.in_words

    def numbers_paragraphs(self, findings: Iterable[int]) -> tuple[Paragraph, ...]:
        """Findings from numbers, each with its figures beneath."""
        return tuple(one for key in findings for one in (self._sentence(key), *self.counted(key)))

    def words_paragraphs(self, findings: Iterable[int]) -> tuple[Paragraph, ...]:
        """Findings from words, each with its people and one quote beneath."""
        return tuple(one for key in findings for one in (self._sentence(key), *self.said(key)))

    def sentence(self, key: int) -> Paragraph:
        """A finding that opens to its figures, or to its people and one quote."""
        return replace(self._sentence(key), opens=self.counted(key) if key in self.brief.numbers else self.said(key))

    def _sentence(self, key: int) -> Paragraph:
        return Paragraph(self.brief.findings[key].statement, (self.finding(key),))

    def counted(self, key: int) -> tuple[Paragraph, ...]:
        """The figures behind a finding."""
        return tuple(
            Paragraph(
                f"{figure.area}, {figure.figure.period}: {self.figure_words(figure)}",
                (self.figure(figure.id),),
                role="note",
            )
            for figure in self.brief.numbers[key].figures
        )

    def said(self, key: int) -> tuple[Paragraph, ...]:
        """The people behind a finding, and one quote."""
        side = self.brief.words[key]
        themes = f"“{', '.join(side.rests_on)}”" if side.rests_on else ""
        count = ": ".join(part for part in (themes, self.people(key)) if part)
        made = [Paragraph(f"{count}.", role="note")] if count else []
        candidates = [one for one in side.quote_candidates if one in self._cited] + list(side.quote_candidates)
        chosen = next((one for one in candidates if one in self.passed.quotes), None)
        if chosen is not None:
            words = self.passed.quotes[chosen]
            made.append(Paragraph(f"“{words.text}” {words.who}", (self.quote(chosen),), role="quote"))
        elif side.quote_candidates:
            made.append(Paragraph("No quote may be shown here.", role="note"))
        return tuple(made)

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, findings, then quotes, then figures; a finding with those of its evidence that are among them."""
        order = ("finding", "quote", "figure")
        listed = sorted(self._entries.items(), key=lambda one: (order.index(one[0][0]), int(one[1].key[1:])))
        return tuple(
            replace(entry, rests_on=self._evidence_of(key)) if kind == "finding" else entry
            for (kind, key), entry in listed
        )

    def _evidence_of(self, key: int) -> tuple[Ref, ...]:
        """The quotes and figures behind a finding that stand in this annex."""
        said = self.brief.words[key].quote_candidates if key in self.brief.words else ()
        counted = [one.id for one in self.brief.numbers[key].figures] if key in self.brief.numbers else []
        things = [("quote", one) for one in said] + [("figure", one) for one in counted]
        return tuple(Ref(self._entries[one].key) for one in things if one in self._entries)

    def _put(self, kind: Kind, thing: int, entry: Entry) -> None:
        self._entries[kind, thing] = entry

    def _count(self, kind: Kind) -> int:
        return 1 + sum(1 for one, _ in self._entries if one == kind)

    def _use(self, kind: Kind, thing: int) -> Ref:
        return Ref(self._entries[kind, thing].key)


def _figure_facts(line: FigureLine, withheld: str) -> tuple[tuple[str, str], ...]:
    """The whole row of a figure."""
    figure, shown = line.figure, not withheld
    counted = [number(part) for part in (figure.count, out_of(figure)) if part is not None]
    facts = (
        ("Value", withheld or line.value_words),
        ("Interval", f"{line.interval_words} ({figure.interval})" if shown and line.interval_words else ""),
        ("Counted", " of ".join(counted) if shown else ""),
        ("Area and period", f"{line.area} ({figure.area_code}), {figure.period}"),
        ("Of whom", line.of),
        ("Beside", "; ".join(part for part in (line.comparator_words, line.compared_words) if part) if shown else ""),
        ("Status", "" if figure.status == "normal" else figure.status),
        *(("With care", doubt) for doubt in line.doubts if shown),
        ("What it measures", line.definition),
        ("Source", ", ".join(part for part in (line.source, line.address) if part)),
        ("Licence", figure.licence),
        ("In the source file", "" if figure.row is None else f"line {figure.row}"),
    )
    return _filled(facts)


def _filled(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in facts if text)
