"""How the texts of a project were read, over all of them: how positions were counted, who speaks, what came to lie where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from workbench.exchange.refi.positions import Counting, Told
from workbench.text import counted


@dataclass(slots=True)
class Counted:
    """How positions were counted, over all documents of a project, and what else is said of all of them."""

    fitting: Counter[Counting] = field(default_factory=Counter)
    looked: Counter[Counting] = field(default_factory=Counter)
    documents: Counter[Counting] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)
    spoken: int = 0
    """Documents in which labels said who speaks."""
    people: int = 0
    """Those who take part in them."""
    whole: int = 0
    """Codings on a document as a whole."""
    moments: int = 0
    """Codings on stretches of recordings that came to lie on the words of a transcript."""
    formatted: int = 0
    """Documents of which only the formatted text was there."""
    asked: int = 0
    """Documents that are answers to a survey's question."""
    unfitting: int = 0
    """Documents whose words are not those any more that the note on their turns was written for."""

    def usual(self) -> list[Counting]:
        """The ways in which other documents were counted, the likeliest first."""
        return [way for way, _ in self.documents.most_common()]

    def add(self, told: Told, name: str) -> None:
        """Take in how one document was counted."""
        self.documents[told.counting] += 1
        self.fitting[told.counting] += told.fitting
        self.looked[told.counting] += told.of
        if told.or_else is not None:
            self.doubts.append(
                f"{name}: its positions were taken as counted {told.counting}; counted {told.or_else}, its selections would"
                " fit as well. Look whether its codings lie on the right words."
            )
        elif told.of >= 5 and told.fitting * 2 < told.of:
            self.doubts.append(
                f"{name}: only {told.fitting} of {told.of} selections begin and end where words do, however they are"
                " counted. Look whether its codings lie on the right words."
            )

    def notes(self) -> list[str]:
        """What a person should know of it."""
        notes: list[str] = []
        for way, documents in self.documents.most_common():
            looked = self.looked[way]
            fits = (
                f": {self.fitting[way]:,} of {looked:,} selections that were looked at fit the words" if looked else ""
            )
            notes.append(f"Positions in {counted(documents, 'document')} were counted {way}{fits}.")
        notes += self.doubts
        if self.spoken:
            notes.append(
                f"Labels say who speaks in {counted(self.spoken, 'document')}: {counted(self.people, 'voice')}"
                f" {'takes' if self.people == 1 else 'take'} part; those who ask are not counted among the people."
            )
        if self.formatted:
            notes.append(
                f"Of {counted(self.formatted, 'document')} only the formatted text is in the file: the words are from that."
            )
        if self.moments:
            notes.append(
                f"{counted(self.moments, 'coding')} on a stretch of a recording"
                f" {'lies' if self.moments == 1 else 'lie'} on the words between the nearest moments of its transcript."
            )
        if self.asked:
            answers = "document holds answers" if self.asked == 1 else "documents hold answers"
            notes.append(
                f"{self.asked:,} {answers} to a survey’s open question. What was answered by choice is known of people; weights"
                " and figures are in the survey’s own file: bring that in too where they are wanted."
            )
        if self.unfitting:
            notes.append(
                f"The words of {counted(self.unfitting, 'document')} were changed elsewhere since this program wrote them:"
                " who speaks was read from the labels."
            )
        if self.whole:
            lay = "lay on a document as a whole: here all of its words have it"
            notes.append(f"{counted(self.whole, 'coding')} {lay}.")
        return notes
