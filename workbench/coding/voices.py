"""Words over several turns: where in them another voice begins, and how that is said where they are shown: [Interviewer:]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.coding.display import Edit, FormLine, in_form, shown

Voices = tuple[tuple[int, str], ...]
"""Where each voice begins in some words, and in which role it speaks; nothing where one voice has all of them."""


def voices_of(turns: Iterable[tuple[str, int | None, str, str]]) -> Voices:
    """The voices in the words of turns, one after the other with a line break between two.

    Args:
        turns: the words of each, whose case it is, what the file calls the voice, and its role.

    >>> voices_of([("And then?", None, "I", "interviewer"), ("I crossed.", 1, "A", "participant")])
    ((0, 'Interviewer'), (10, 'Participant'))
    """
    found: list[tuple[int, int | None, str]] = []
    at, before = 0, None
    for words, case_id, voice, role in turns:
        if (case_id, voice, role) != before:
            found.append((at, case_id, role))
        at, before = at + len(words) + 1, (case_id, voice, role)
    people = list(dict.fromkeys(case_id for _, case_id, _ in found if case_id is not None))
    return tuple((at, _called(case_id, role, people)) for at, case_id, role in found) if len(found) > 1 else ()


def _called(case_id: int | None, role: str, people: Sequence[int]) -> str:
    """By the role alone: who it is stands beside the words, as far as it may."""
    if case_id is None:
        return (role or "somebody").capitalize()
    return "Participant" if len(people) == 1 else f"Participant {people.index(case_id) + 1}"


def as_shown(form: FormLine | None, words: str, voices: Voices) -> tuple[str, bool]:
    """The words as they are shown, and whether somebody edited them: in their form, with each voice where it begins."""
    edited = bool(in_form(form, words))
    edits = form.edits if form is not None and edited else ()
    if not edits and not voices:
        return words, edited
    return shown(words, _with_voices(words, edits, voices)), edited


def _with_voices(words: str, edits: Sequence[Edit], voices: Voices) -> list[Edit]:
    """Edits, and among them those that say who speaks; a voice of which nothing is left is not said."""
    told = list(edits)
    ends = [*(begin for begin, _ in voices[1:]), len(words)] if voices else []
    for (begin, who), after in zip(voices, ends, strict=True):
        at = max([begin, *(edit.end for edit in edits if edit.start <= begin < edit.end)])
        if words[at:after].strip():
            told.append(Edit(at, at, f"[{who}:] "))
    return sorted(told)
