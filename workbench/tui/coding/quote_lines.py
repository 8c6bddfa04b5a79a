"""The lists of the Quotes page: passages with whose they are, and keywords with what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from sqlmodel import Session

from workbench.coding.concordance import KeywordLine
from workbench.coding.display import forms, in_form
from workbench.coding.paths import split_path
from workbench.coding.querying import Question, passages_of
from workbench.coding.retrieval import Passage
from workbench.coding.voices import as_shown
from workbench.desk.door.quoted import EDITED
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import quotes
from workbench.sources.document_names import titles
from workbench.tui.widgets.lines import LineList, fitted, wrapped

TALLEST = 5
"""Lines of one passage in the list; the whole of it stands below."""
WIDEST = 100


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A passage as the list shows it: its words as they may be shown, or why they are not."""

    passage: Passage
    document: str
    """What the document is called."""
    text: str
    mark: str = ""
    why: str = ""
    changed: bool = False
    """Whether there is a form for these words that is not used, because they were changed since."""
    edited: bool = False

    @property
    def who(self) -> str:
        """Whose words they are."""
        return "; ".join(self.passage.cases) or self.passage.speaker or "not named"

    @property
    def about(self) -> str:
        """Whose, where, under which code (its name without those above), by whom it was coded."""
        one = self.passage
        parts = [self.who, self.document, split_path(one.code)[-1] if one.code else "", one.coder]
        parts += ["evidence against"] * (one.direction == "against")
        parts += ["⚠ words changed since it was edited"] * self.changed
        return " · ".join(filter(None, [*parts, self.mark]))


def read_quotes(session: Session, question: Question, *, limit: int, offset: int = 0) -> list[QuoteRow]:
    """A page of passages in their order, each as the team may see it."""
    return quote_rows(session, passages_of(session, question, limit=limit, offset=offset))


def quote_rows(session: Session, found: Sequence[Passage]) -> list[QuoteRow]:
    """Passages in their order, each as the team may see it."""
    through, held = quotes(session, found, INTERNAL)
    shown = {one.passage.coding_id: one for one in through}
    why = {(one.document, one.start, one.end): one.why for one in held}
    kept, told = forms(session), titles(session)
    rows = []
    for one in found:
        called = told.get(one.document, one.document)
        quote, line = shown.get(one.coding_id), kept.get((one.document_id, one.start, one.end))
        if quote is None:
            rows.append(QuoteRow(one, called, "", why=why.get((one.document, one.start, one.end), "")))
            continue
        form, edited = (quote.text, False) if quote.paraphrase else as_shown(line, one.text, one.voices)
        mark = "; ".join(filter(None, [quote.mark, EDITED if edited else ""]))
        stale = line is not None and not in_form(line, one.text)
        rows.append(QuoteRow(one, called, form, mark, changed=stale, edited=edited))
    return rows


class QuoteLines(LineList[QuoteRow]):
    """Passages: a quiet line with whose and where, then the words."""

    HELP = """\
### Passages
`enter` goes to the place in Coding, where `escape` comes back to this row. `y` copies the quote with whose it is.
`e` edits how it is shown: a cut as `[…]`, words of yours in `[ ]`, um and er left out; the words as said stay.
`/` asks something else, `s` keeps the question under a name, `o` opens a kept one, `K` shows a word in its context.
"""
    BINDING_GROUP_TITLE = "Passages"

    def lines_of(self, item: QuoteRow, width: int) -> int:
        """Whose and where, and the words in as many lines as they take, a few at most."""
        return 1 + min(TALLEST, len(_words_of(item, width)))

    def draw(self, item: QuoteRow, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """One line of a passage."""
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        if line == 0:
            return [Segment(fitted(f" {item.about}", width), quiet)]
        words = _words_of(item, width)
        text = words[line - 1]
        if line == TALLEST and len(words) > TALLEST:
            text = f"{text} …"
        return [Segment(fitted(f"   {text}", width), quiet if item.why else base)]


def _words_of(item: QuoteRow, width: int) -> Sequence[str]:
    return wrapped(f"Not shown: {item.why}" if item.why else item.text, max(12, min(width, WIDEST) - 6))


class KeywordLines(LineList[KeywordLine]):
    """Places where a word is said, one under the other, with what stands left and right."""

    HELP = """\
### A word in its context
Every place where it is said. `L` sorts by the words before it, `R` by those after it, `P` by place.
`enter` goes there in Coding, `/` looks for another word, `K` or `escape` goes back to the passages.
"""
    BINDING_GROUP_TITLE = "Word in context"

    def draw(self, item: KeywordLine, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:  # noqa: ARG002
        """What stands before, the word, what stands after, who and where."""
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        told = 18 if width < 90 else 34 if width < 150 else 48
        room = max(10, width - told - 2)
        word = fitted(item.words, min(cell_len(item.words), room // 2))
        before = (room - cell_len(word)) * 9 // 20
        after = room - before - cell_len(word)
        left = item.left
        while cell_len(left) > before:
            left = left[1:]
        who = f"{item.case or item.speaker or 'not named'} · {item.turn} · {item.document}"
        return [
            Segment(fitted(left, before, "right"), base),
            Segment(word, base + Style(bold=True, underline=True)),
            Segment(fitted(item.right, after), base),
            Segment(f"  {fitted(who, told)}", quiet),
        ]
