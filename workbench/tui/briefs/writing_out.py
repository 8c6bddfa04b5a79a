"""Writing a brief to a file: for whom, where to, and in which form of one's own."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import replace
from pathlib import Path

from textual import work

from workbench.briefs.readiness import wording
from workbench.briefs.readiness.lack import has_error
from workbench.desk.briefs.brief import DRAFT, as_draft, write_brief
from workbench.settings import remember_template, remembered_template
from workbench.tui.briefs.editing import Editing
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.leaving import may_go, reader

TEMPLATES = {
    ".docx": ("Your council's own Word form, for .docx", "A .docx file that the brief is written into; empty: none."),
    ".html": ("Your own page, for .html", "A file that changes the page; empty: none."),
}
"""By the ending of what is written."""


class WritingOut(Editing):
    """The part of the briefs room in which a brief becomes a file."""

    @command("briefs.write_out", "Write to file", key="w")
    @work(exclusive=True, group="question")
    async def action_write_out(self) -> None:
        """Write the brief to a file, for the team or for a named audience, in a form of your own if you have one."""
        brief = self.has_brief("Write to file")
        if brief is None:
            return
        audience = await self.choose_audience("Who will read this?")
        if audience is None:
            return
        whom = reader(audience)
        prompt = f"{brief.page.title}, for {whom[:1].lower()}{whom[1:]}.{_weigh(brief)}"
        fields = _fields(self.project.path.with_name(f"{self.project.path.stem}-{brief.page.name}.html"))
        asked = False
        while True:
            answer = await self.app.push_screen_wait(Form("Write to file", fields, prompt=prompt))
            if answer is None:
                return
            lies = as_draft if has_error(brief.missing) else Path
            out = await may_go(self, answer["path"], audience, "This brief", lies=lies, asked=asked)
            if out is None:
                return
            asked = True
            if await self._write(brief, audience, out, answer):
                return
            fields = [replace(field, value=answer[field.key]) for field in fields]

    async def _write(self, brief: BriefRead, audience: str, path: Path, answer: dict[str, str]) -> bool:
        """Write it, and remember the forms that were used; False where something is wrong, with what that is said."""
        typed = {ending: answer[ending].strip() for ending in TEMPLATES}
        own = typed.get(".html" if path.suffix.lower() == ".htm" else path.suffix.lower(), "")
        option = brief.contents.options[0].name
        with self.attempt("Write to file") as tried:
            template = Path(own).expanduser() if own else None
            taken = await to_thread(write_brief, self.project, option, path, audience=audience, template=template)
        if tried.failed:
            return False
        for ending, name in typed.items():
            if not name or name == own:
                remember_template(ending, str(Path(name).expanduser().absolute()) if name else "")
        self.notify(taken.sentence, title="Written", timeout=12, markup=False)
        return True


def _fields(path: Path) -> list[Field]:
    """Where it goes, and the forms of one's own that were used last."""
    return [
        Field("path", "Where", str(path), "It ends in .html, .docx or .md.", required=True),
        *(Field(ending, label, remembered_template(ending), said) for ending, (label, said) in TEMPLATES.items()),
    ]


def _weigh(brief: BriefRead) -> str:
    """That it leaves as a draft, and how many of its sentences would stick to a place; nothing where neither is so."""
    draft = f"\n✗ {DRAFT}. {brief.missing[0]}" if has_error(brief.missing) else ""
    found = wording(brief.contents)
    if not found:
        return draft
    more = f" And {len(found) - 1} more: see what is still missing (s)." if len(found) > 1 else ""
    return f"{draft}\n⚠ {found[0]}{more}"
