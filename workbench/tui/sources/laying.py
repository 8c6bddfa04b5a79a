"""What lies beside a document in the sources room: field notes, a photo's description, a translation, its recording."""

from __future__ import annotations

from pathlib import Path

from textual import work

from workbench.sources.beside import WAYS, beside, lay_beside, set_language, take_away
from workbench.sources.document_list import DocumentLine, documents
from workbench.sources.recordings import recording_of, set_recording, told_from
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.sources.sampling import Sampling
from workbench.tui.widgets.rows import Rows

LANGUAGES = (
    ("en", "English"), ("ar", "Arabic"), ("bn", "Bengali"), ("cy", "Welsh"), ("es", "Spanish"), ("fa", "Farsi or Dari"),
    ("fr", "French"), ("gu", "Gujarati"), ("hi", "Hindi"), ("it", "Italian"), ("ku", "Kurdish"), ("lt", "Lithuanian"),
    ("pa", "Punjabi"), ("pl", "Polish"), ("ps", "Pashto"), ("pt", "Portuguese"), ("ro", "Romanian"), ("so", "Somali"),
    ("sq", "Albanian"), ("tr", "Turkish"), ("uk", "Ukrainian"), ("ur", "Urdu"), ("yo", "Yoruba"), ("zh", "Chinese"),
)  # fmt: skip
"""Languages spoken most in England and Wales besides English, by their BCP 47 tags; others are typed."""


class Laying(Sampling):
    """The part of the sources room that says what lies beside a document."""

    def document_here(self) -> int | None:
        """The key of the document that is highlighted."""
        row = self.query_one("#documents", Rows).current
        return int(row.key) if row else None

    @command("sources.lay_beside", "Lay beside", key="b")
    @work(exclusive=True, group="question")
    async def action_lay_beside(self) -> None:
        """Lay this document beside another: as field notes, a photo's description, a translation."""
        key = self.document_here()
        if key is None:
            return
        with self.project.read() as session:
            listed = {one.id: one for one in documents(session)}
            lies = [one for one in beside(session, key) if one.id == listed[key].beside_id]
        title = _called(listed[key])
        choices = [Choice(one.id, _called(one)) for one in listed.values() if one.id != key and one.kind != "question"]
        choices = [Choice(0, f"By itself, no longer beside {one.name}") for one in lies] + choices
        other = await self.app.push_screen_wait(Choose(f"{title} lies beside", choices))
        if not isinstance(other, Choice):
            return
        if other.key == 0:
            with self.attempt("Lay beside"), self.project.change(f"{title} stands by itself") as session:
                take_away(session, key)
            self.show_latest()
            return
        way = await self.app.push_screen_wait(Choose("What is it?", [Choice(one, one.capitalize()) for one in WAYS]))
        if not isinstance(way, Choice):
            return
        language = await self._language(listed[other.key]) if way.key == "translation" else ""
        with self.attempt("Lay beside"), self.project.change(f"Lay {title} beside {other.name}") as session:
            lay_beside(session, key, other.key, way.key)
            if language:
                set_language(session, other.key, language)
        self.show_latest()

    async def _language(self, original: DocumentLine) -> str:
        """Which language an original is in: what is not English, no machine here reads."""
        choices = [Choice(tag, name) for tag, name in LANGUAGES]
        answer = await self.app.push_screen_wait(
            Choose(
                f"{_called(original)} is in", choices, create="Another: “{}”", prompt="No suggestions are made for it."
            )
        )
        return str(answer.key) if isinstance(answer, Choice) else answer.name if answer else ""

    @command("sources.set_recording", "Recording", key="o")
    @work(exclusive=True, group="question")
    async def action_set_recording(self) -> None:
        """Say where the recording of this document lies; it is never copied."""
        key = self.document_here()
        if key is None:
            return
        with self.project.read() as session:
            kept = recording_of(session, key, self.project.path)
        answer = await self.app.push_screen_wait(
            Ask(
                "Recording",
                "Where is it? It stays there and is never copied. Empty for none.",
                value=str(kept or ""),
                check=_sound,
            )
        )
        if answer is not None:
            told = told_from(Path(answer).expanduser(), self.project.path) if answer else ""
            with self.attempt("Recording"), self.project.change("Where a recording lies") as session:
                set_recording(session, key, told)
            self.show_latest()


def _called(one: DocumentLine) -> str:
    return one.title or one.name


def _sound(typed: str) -> str | None:
    return None if not typed or Path(typed).expanduser().is_file() else f"There is no file {typed}."
