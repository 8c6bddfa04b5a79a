"""What is new on a brief since somebody last read it, marked on the page beside each sentence."""

from __future__ import annotations

from dataclasses import replace

from workbench.briefs.last_read import Since
from workbench.tui.widgets.paper import Block, Grid, Part, Run, words

SIGN = "＋"


def marked(parts: list[Part], since: Since) -> list[Part]:
    """The page with a word beside each new sentence, and at its top which parts have changed."""
    if not since.words:
        return parts
    made = [_part(one, since) for one in parts]
    return [*made[:2], words(since.words, "accent"), *made[2:]]


def held(before: Since, now: Since) -> Since:
    """What was new when a brief was opened, with what came since, as long as it stays open."""
    if not before.at:
        return now
    return Since(before.at, before.new | now.new, tuple(dict.fromkeys((*before.parts, *now.parts))))


def _part(part: Part, since: Since) -> Part:
    if isinstance(part, Block):
        return _block(part, since)
    if isinstance(part, Grid):
        rows = tuple(tuple(tuple(_block(one, since) for one in cell) for cell in row) for row in part.rows)
        return replace(part, rows=rows)
    return part


def _block(block: Block, since: Since) -> Block:
    """A paragraph; in a cell, where there is little room, a sign stands for the words above."""
    if not any(run.text in since.new for run in block.runs):
        return block
    return replace(block, runs=(*block.runs, Run(f" {SIGN} {since.mark}", "accent")))
