"""From a figure to a finding: the material, the sentence begun with the figure's own, and a topic to put it in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from workbench.triangulation.evidence import Evidence
from workbench.triangulation.figure_prominence import hint_of_figures, in_words
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.findings import PROMINENCES, write_finding
from workbench.triangulation.offered import OnlyOfferedError, refuse_unchanged
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import add_row, place
from workbench.tui.dialogs import Choice, Choose, Created, Field, Form
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation import drafting, pages
from workbench.tui.triangulation.display import speaking

LEVELS = tuple((level, pages.level_words(level)) for level in ("not rated", *PROMINENCES[:-1]))
AGAINST = (
    "What in the material, or about it, speaks most against the sentence; if nothing does, where you looked. It may wait: "
    "until then the finding is kept as unfinished, and neither judged nor cited."
)


class FromFigures(WorkbenchScreen):
    """A screen on which a finding can be written from figures."""

    async def cells_from_figures(self, chosen: Sequence[FigureLine]) -> dict[str, Any] | None:
        """What a finding from these figures says; None where the person backed out. Run it inside a worker."""
        source = await self.choose_source("numbers")
        if source is None:
            return None
        with self.project.read() as session:
            hint = hint_of_figures(session, chosen)
        prompt = [f"⚠ {said}" for one in chosen for said in one.doubts]
        if said := in_words(hint):
            prompt.insert(0, f"{said[:1].upper()}{said[1:]}")
        text = " ".join(one.sentence for one in chosen)
        sentence = await self.sentence("What do the figures say?", "\n".join(prompt), text=text, level=hint.level)
        evidence = [Evidence("observation", one.id) for one in chosen]
        return None if sentence is None else {"source": source, "evidence": evidence, **sentence}

    async def keep_finding(self, strand: str, cells: dict[str, Any], *, near: int | None = None) -> None:
        """Write a finding down, and ask which topic it belongs to."""
        key = 0
        with self.attempt("Write a finding") as tried, self.project.change("Write a finding") as session:
            key = write_finding(session, strand=strand, **cells)
        if not tried.failed:
            self.show_latest()
            await self.place_in_topic(key, near=near)

    async def sentence(
        self, title: str, prompt: str, *, text: str = "", offered: str = "", level: str = ""
    ) -> dict[str, str] | None:
        """The finding itself, how prominent it is, and the strongest evidence against it.

        `text` begins the sentence and `offered` stands above it; neither is taken as it is, a person writes or changes it.
        """
        prompt = f"Offered, to begin from: {offered}\n{prompt}".strip() if offered else prompt
        own = partial(_own_words, offered or text)
        fields = [
            Field("statement", "The finding, in a sentence", text, lines=4, required=True, check=own),
            Field(
                "prominence",
                "How prominent",
                level or "not rated",
                options=LEVELS,
                help="Your rating; what the count suggests is only a hint." if level else "Weigh size, not certainty.",
            ),
            Field("against", "The strongest evidence against it", lines=3, help=AGAINST),
        ]
        return await self.app.push_screen_wait(Form(title, fields, prompt=prompt))

    async def choose_source(self, strand: str) -> str | None:
        """The material that the finding speaks for."""
        prompt = (
            "interviews, a survey's name, police records …" if strand == "words" else "police records, Active Lives …"
        )
        answer = await self.app.push_screen_wait(
            Choose(
                "Which material does it speak for?",
                drafting.sources(self.project, strand),
                create="New: “{}”",
                prompt=prompt,
            )
        )
        if isinstance(answer, Created):
            return answer.name
        return answer.key if isinstance(answer, Choice) else None

    async def place_in_topic(self, finding_id: int, *, near: int | None = None) -> None:
        """Put a finding in a topic, an old or a new one."""
        with self.project.read() as session:
            rows = matrix(session).rows
        there = [row for row in rows if finding_id not in {line.id for line in speaking(row)}]
        there.sort(key=lambda row: row.id != near)
        answer = await self.app.push_screen_wait(
            Choose(
                "Put it in which topic?",
                [Choice(row.id, row.title, row.question) for row in there],
                create="New topic “{}”",
                prompt="Findings of different material meet in a topic. Escape leaves it in none.",
            )
        )
        if answer is None:
            return
        with self.attempt("Put in a topic"), self.project.change("Put a finding in a topic") as session:
            row = add_row(session, answer.name) if isinstance(answer, Created) else answer.key
            place(session, row, finding_id)
        self.show_latest()


def _own_words(offered: str, typed: str) -> str | None:
    """The sentence that is wrong where somebody kept what was offered, word for word."""
    try:
        refuse_unchanged(typed, offered)
    except OnlyOfferedError as reason:
        return str(reason)
    return None
