"""Going up: from evidence to every sentence of a brief that rests on it, and to that sentence where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import cast

from sqlmodel import Session

from workbench.briefs.cited_by import NOBODY, CitedLine, Kind, cited_by, codings_from
from workbench.coding.retrieval import passages
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import quotes
from workbench.project.file import Project
from workbench.rows import in_chunks, table_of
from workbench.sources.cases import case_labels
from workbench.sources.document_list import documents
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import findings
from workbench.tui.briefs.sentence_page import SentencePage
from workbench.tui.screen import Here
from workbench.tui.triangulation.evidence import Page
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words

SHOWN = 200
"""So many sentences are shown; of more only the number."""
_FOR = {"option works": "that it works", "problem": "the problem that it answers"}


class CitedByPage(Page):
    """The sentences of briefs that rest on some evidence."""

    HELP = """\
### Up to briefs
Every sentence of a brief that rests on what you came from: which brief and option, the sentence as it stands there, by
which steps, which version, decided or open. `tab` walks the sentences, `enter` goes to one in its brief, `escape` comes
back.
"""
    room = "briefs"

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._lines: list[CitedLine] = []
        self.page_title = "Up to briefs"

    def on_mount(self) -> None:
        """Read, with the first sentence marked."""
        super().on_mount()
        self.reader.begin_marked()

    def read_page(self) -> list[Part]:
        """The sentences as they stand now, brief by brief."""
        about, self._lines = read_cited(self.project, self._here)
        made: list[Part] = [words(about, "title")]
        if not self._lines:
            return [*made, words(NOBODY, "quiet")]
        shown = list(enumerate(self._lines))[:SHOWN]
        for brief, numbered in groupby(shown, key=lambda one: (one[1].brief, one[1].stands)):
            made += [blank(), Rule(" · ".join(brief))]
            for place, (at, line) in enumerate(numbered):
                made += [*([blank()] if place else []), *_sentence(at, line)]
        left = len(self._lines) - len(shown)
        return [*made, *([blank(), words(f"And {left:,} more.", "quiet")] if left else [])]

    def follow_place(self, to: str) -> None:
        """Go to a sentence in its brief."""
        self.app.push_screen(SentencePage(self._lines[int(to.removeprefix("cited:"))]))


def _sentence(at: int, line: CitedLine) -> list[Block]:
    """A sentence, and beneath it for what it is cited and by which steps."""
    whole = "for the brief as a whole" if line.kind != "objective" else "an objective that starts from it"
    aim = f"for {line.option}: {_FOR.get(line.supports, line.supports)}" if line.option else whole
    steps = " · ".join(part for part in (aim, line.through) if part)
    return [
        Block((Run(line.sentence, "quote" if line.kind == "quote" else "", f"cited:{at}"),)),
        words(steps, "quiet", indent=2),
    ]


def read_cited(project: Project, here: Here) -> tuple[str, list[CitedLine]]:
    """What was asked about in a few words, and the sentences that rest on it."""
    with project.read() as session:
        kind, keys = here.kind, set(here.keys)
        if kind == "words":
            kind, keys = "quote", codings_from(session, *here.keys)
        return _named(session, kind, keys), cited_by(session, cast("Kind", kind), keys)


def _named(session: Session, kind: str, keys: set[int]) -> str:
    """What was asked about, in a line; words as the team may see them."""
    match kind:
        case "finding":
            named: Iterable[str] = (f"{line.name} {line.statement}" for line in findings(session, keys))
        case "figure":
            named = (f"{line.described}: {line.in_words}" for line in figure_lines(session, keys).values())
        case "indicator":
            named = (f"Every figure of “{name}”" for name in _indicators(session, keys))
        case "document":
            named = (one.title or one.name for one in documents(session) if one.id in keys)
        case "person":
            named = (label for key, label in case_labels(session).items() if key in keys)
        case _:
            shown, _ = quotes(session, passages(session, codings=sorted(keys)), INTERNAL)
            named = dict.fromkeys(f"“{one.text}”" for one in shown)
    return " / ".join(named) or "These words"


def _indicators(session: Session, keys: set[int]) -> list[str]:
    import sqlalchemy as sa

    from workbench.indicators.indicators import Indicator

    t = table_of(Indicator).c
    return [
        name
        for some in in_chunks(sorted(keys))
        for name in session.execute(sa.select(t.name).where(t.id.in_(some))).scalars()
    ]
