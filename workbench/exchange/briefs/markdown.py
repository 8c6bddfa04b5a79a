"""An option brief as Markdown, with its citations as links both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.briefs.page import Block, Cell, Chart, Entry, Listed, Page, Paragraph, Ref, Section, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)


def as_markdown(page: Page) -> str:
    """The page as Markdown; what a person wrote stays text and never becomes markup."""
    status = " · ".join(part for part in (f"Option brief {page.name}", page.status, page.owner, page.made) if part)
    parts = [f"**{_text(page.audience)}** · {_text(page.project)}", f"# {_text(page.title)}", _text(status)]
    parts += [f"> {_text(page.notice)}"] if page.notice else []
    for section in page.sections:
        parts += _section(section)
    parts += ["---", "**Annex**"] if page.further or page.annex else []
    for section in page.further:
        parts += _section(section)
    if page.annex:
        parts += [
            '<a id="annex"></a>',
            "## The evidence in full",
            "F is a finding, Q something a person said, D a figure.",
        ]
        parts += [_entry(entry) for entry in page.annex]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section) -> list[str]:
    parts = [f'<a id="{section.name}"></a>', f"## {_text(section.heading)}"]
    parts += [f"[In full in the annex](#{section.more})"] if section.more else []
    return [*parts, *(_block(block) for block in section.blocks)]


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Listed):
        return "\n".join(f"- {_said(item)}" for item in block.items)
    if block.role in {"lead", "label"}:
        return f"**{_said(block)}**"
    return f"> {_said(block)}" if block.role == "warning" else _said(block)


def _chart(chart: Chart) -> str:
    """The chart as a table with its caption and the reasons for care."""
    care = "\n".join(f"- {_text(note)}" for note in chart.notes)
    parts = (f"### {_text(chart.title)}{_refs(chart.refs)}", _table(chart.table), _text(chart.caption), care)
    return "\n\n".join(part for part in parts if part)


def _table(table: Table) -> str:
    marked = [f"★ {name} (preferred)" if at == table.marked else name for at, name in enumerate(table.columns)]
    lines = [_row(_text(name) for name in marked), _row("---" for _ in table.columns)]
    lines += [_row(_cell(cell) for cell in row) for row in table.rows]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return "<br>".join(_said(paragraph) for paragraph in cell.paragraphs)


def _said(paragraph: Paragraph) -> str:
    before = f"**{_text(paragraph.heading)}:** " if paragraph.heading and paragraph.role != "lead" else ""
    opened = "".join(f"<br>{_said(one)}" for one in paragraph.opens)
    return f"{before}{_text(paragraph.text)}{_refs(paragraph.refs)}{opened}"


def _refs(refs: Iterable[Ref]) -> str:
    links = " ".join(f'<a id="c-{ref.key}-{ref.nth}"></a>[{ref.key}](#e-{ref.key})' for ref in refs)
    return f" {links}" if links else ""


def _entry(entry: Entry) -> str:
    """One piece of evidence with the way back to each place that cites it."""
    lines = [f'<a id="e-{entry.key}"></a>**{entry.key}** {_text(entry.title)}']
    if entry.quote:
        lines.append("\n".join(f"> {_text(line)}" for line in entry.quote.splitlines() if line.strip()))
    facts = [f"- {_text(label)}: {_text(text)}" for label, text in entry.facts]
    rests = [f"- Rests on:{_refs(entry.rests_on)}"] if entry.rests_on else []
    back = " ".join(f"[↑{ref.nth}](#c-{ref.key}-{ref.nth})" for ref in entry.refs)
    lines.append("\n".join([*facts, *rests, f"- Cited here: {back}"]))
    return "\n\n".join(lines)


def _text(text: str) -> str:
    """Text with what Markdown would read as markup made plain, on one line."""
    flat = " ".join(text.split())
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}", _SPECIAL.sub(r"\\\1", flat).replace("&", "&amp;"))
