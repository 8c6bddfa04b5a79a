"""Comments that somebody wrote beside a text, and finding the words that they are on once the text is turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.sources.drafts import DraftComment, DraftDocument, DraftTurn, LeftOut


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as a file has it: the paragraph that it is on, the words of it that it marks, by whom, and what it says."""

    paragraph: str
    marked: str
    author: str
    text: str


def with_remarks(draft: DraftDocument, remarks: Sequence[Remark]) -> DraftDocument:
    """A draft with the comments of its file, and a note of how many there are."""
    comments, lost = placed(draft.turns, remarks)
    said = f"Comments ({len(comments)}) become notes on the words that they are on."
    return replace(
        draft,
        comments=comments,
        left_out=(*draft.left_out, *lost),
        notes=(*draft.notes, said) if comments else draft.notes,
    )


def placed(turns: Sequence[DraftTurn], remarks: Sequence[Remark]) -> tuple[tuple[DraftComment, ...], list[LeftOut]]:
    """Where each remark lies among the turns, in the order of the file; those whose words are in no turn are left out.

    A remark whose marked words are not found as they stand is on the whole of its turn.
    """
    found: list[DraftComment] = []
    lost: list[LeftOut] = []
    plain = [_plain(turn.text) for turn in turns]
    at = 0
    for remark in remarks:
        if not remark.text:
            continue
        paragraph, marked = _plain(remark.paragraph), remark.marked.strip()
        near = [*range(at, len(turns)), *range(at)]
        on = [number for number in near if plain[number] and plain[number] in paragraph]
        chosen = next((number for number in on if marked and marked in turns[number].text), on[0] if on else None)
        if chosen is None:
            shown = f"{paragraph[:40]}…" if len(paragraph) > 40 else paragraph
            lost.append(LeftOut(f"“{shown}”", f"a comment: “{remark.text}”", "the words that it is on did not come in"))
            continue
        start = max(0, turns[chosen].text.find(marked)) if marked else 0
        end = start + len(marked) if marked and marked in turns[chosen].text else len(turns[chosen].text)
        found.append(DraftComment(chosen, start, end, remark.author, remark.text))
        at = chosen
    return tuple(found), lost


def _plain(text: str) -> str:
    return " ".join(text.split())
