"""The project as it leaves for readers outside the team: what they may be shown, and a line where something is not."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from sqlmodel import Session

from workbench.desk.door.door import Door
from workbench.desk.door.quoted import descriptors, names_of_documents
from workbench.desk.paper.spoken import WRITTEN, taken_up, words_of
from workbench.desk.paper.transcript import SecondReaderFirstError
from workbench.desk.refi.codes import outgoing_codes, outgoing_sets
from workbench.desk.refi.gathered import Gathered, outgoing_variables
from workbench.exchange.refi.guids import AGAINST
from workbench.exchange.refi.headed import SOURCE, headed
from workbench.exchange.refi.outgoing import OutDocument, OutTurn, OutVariable
from workbench.exchange.refi.own_form import Turn
from workbench.governance.descriptions import WITHHELD
from workbench.governance.quote_risk import SECOND_READER, Beside
from workbench.governance.quoting import Quote
from workbench.governance.samples import people_needed
from workbench.sources.cases import attribute_names
from workbench.sources.document_list import documents

_GAP = OutTurn("", Turn("", "", "[Words that are not shown here.]", "note"))
"""The line that stands for words which are not shown."""


class Decided:
    """What the door lets through of every passage, document by document, before anything is written."""

    def __init__(self, session: Session, at: Door) -> None:
        self.words: dict[int, str] = {}
        """The words as they may be shown, in other words where that was asked, by segment; nothing for those as said."""
        self.named: set[int] = set()
        """The people whose name may stand beside everything of theirs."""
        names = attribute_names(session)
        known = descriptors(session, names, people_needed(session, at.audience.name))
        self._beside = Beside(described=known, names=tuple(names), whole=True)
        self.described: dict[int, dict[str, str]] = {}
        self._unnamed: set[int] = set()
        self._undescribed: set[int] = set()
        waiting: set[str] = set()
        for line in documents(session):
            held = len(at.held)
            self._decide(words_of(session, line), at)
            waiting |= {one.document for one in at.held[held:] if one.why == SECOND_READER}
        if not self.words and waiting:
            raise SecondReaderFirstError(sorted(waiting), at.audience.name)
        self.named -= self._unnamed
        for case in self.named - self._undescribed:
            told = zip(names, known.get(case, ("",) * len(names)), strict=True)
            self.described[case] = {name: said for name, said in told if said and said != WITHHELD}

    def _decide(self, every: list[Any], at: Door) -> None:
        held = len(at.held)
        asked = [one for one in every if one.segment.kind not in WRITTEN]
        through = at.through(asked, self._beside)
        shown = {(one.passage.line.id, one.passage.start): one for one in through}
        why = {(one.document, one.start): one.why for one in at.held[held:]}
        at.held += taken_up([every], shown, why)
        spoken = [one for one in shown.values() if not one.passage.of_the_team]
        at.enter(spoken, self._beside)
        for one in shown.values():
            self.words[one.passage.segment.id] = one.text if one.paraphrase else ""
        for one in spoken:
            self._whose(one)

    def _whose(self, quote: Quote[Any]) -> None:
        cases = set(quote.passage.case_ids)
        self.named |= cases
        self._unnamed |= set() if quote.named else cases
        self._undescribed |= set() if quote.is_described else cases


class ForOthers(Gathered):
    """The project for an audience: no memos, coders by number, documents by their kind, people as far as they agreed."""

    def __init__(self, session: Session, decided: Decided, *, name: str, made: str) -> None:
        super().__init__(session, name=name, made=made, coder="")
        self._decided = decided
        self.dropped = 0
        """How many codings have no words here to lie on."""
        self.users = [(guid, f"coder {number}") for number, (guid, _) in enumerate(sorted(self.users), 1)]
        self.notes = [one for one in self.notes if one.guid == AGAINST]
        self.about = ()
        self._memos.forget()
        self.codes, self.sets = outgoing_codes(session, team=False), outgoing_sets(session, team=False)
        told = {name for values in decided.described.values() for name in values}
        self._attributes = {key: one for key, one in outgoing_variables(session).items() if one.name in told}
        self._attributes = {key: OutVariable(one.guid, one.name, "Text") for key, one in self._attributes.items()}
        self.variables = list(self._attributes.values())
        self._called = names_of_documents(session, team=False)
        self._cases = {key: guid for key, guid in self._cases.items() if key in decided.named}

    def _document(self, row: Any, turns: list[Any], codings: list[Any]) -> OutDocument | None:
        key, name, kind, _, _, _ = row
        said: list[OutTurn] = []
        kept: list[tuple[int, int, int]] = []
        gap, at = 0, 0
        for _, segment, start, of, speaker, case, at_ms, until_ms, words in turns:
            if segment not in self._decided.words:
                gap += 1
                if gap == 1:
                    said.append(_GAP)
                    at += len(said[-1].turn.words) + 1
                continue
            gap = 0
            instead = self._decided.words[segment]
            turn = Turn(*self._label(of, speaker, case), instead or words, of, at_ms, until_ms)
            said.append(OutTurn(self._cases.get(case, ""), turn))
            if not instead:
                kept.append((start, start + len(words), at))
            at += len(turn.words) + 1
        if not kept and len(said) <= 1:
            self.dropped += len(codings)
            return None
        lying = self._moved(codings, kept)
        self.dropped += len(codings) - len(lying)
        description = headed("", {"Kind": kind if kind != "transcript" else ""}, SOURCE)
        called = self._called[name]
        return OutDocument(
            self._documents[key], called[:1].upper() + called[1:], said, self._codings(lying), (), description
        )

    def _label(self, kind: str, speaker: int | None, case: int | None) -> tuple[str, str]:
        label, role = super()._label(kind, speaker, case)
        if not label:
            return "", ""
        return (self._labels[case] if case in self._cases else role or "participant"), role or "participant"

    def _moved(self, codings: list[Any], kept: list[tuple[int, int, int]]) -> list[Any]:
        """The codings all of whose words are shown as they were said, with their places in what is shown."""
        starts = [start for start, _, _ in kept]
        found = []
        for coding in codings:
            start, end = coding[4], coding[5]
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
            if first < 0 or end > kept[last][1] + 1:
                continue
            by = kept[first][2] - kept[first][0]
            together = all(
                kept[one][0] == kept[one - 1][1] + 1 and kept[one][2] - kept[one][0] == by
                for one in range(first + 1, last + 1)
            )
            if together and start <= kept[first][1]:
                found.append((*coding[:4], start + by, end + by, *coding[6:]))
        return found

    def _told(self, case: int, known: dict[int, str]) -> dict[int, str] | None:
        del known
        if case not in self._cases:
            return None
        told = self._decided.described.get(case, {})
        return {key: told.get(one.name, "") for key, one in self._attributes.items()}
