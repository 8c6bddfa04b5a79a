"""Pseudonyms: what stands in place of each name, the same over all documents of a project.

The pairs of names and replacements are the key. It lives in a file of its own, never in the project, which remembers
only the key's identity; without the key the project opens as always, and nobody can go back to the names.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath

from workbench.errors import WorkbenchError
from workbench.governance.closed_answers import ClosedAnswers, closed_answers, kept_note, map_without
from workbench.governance.name_patterns import IN_FILE_NAMES, Replacing, pattern_of, skeleton
from workbench.sources.drafts import DraftAttribute, DraftComment, DraftDocument, DraftSurvey, DraftTurn, LeftOut

SHOWN = {
    "person": "Name",
    "place": "Place",
    "organisation": "Organisation",
    "address": "Address",
    "postcode": "Postcode",
    "phone": "Phone",
    "e-mail": "E-mail",
    "NHS number": "NHS number",
    "NI number": "NI number",
    "birth date": "Birth date",
    "plate": "Plate",
    "link": "Link",
    "handle": "Handle",
    "account": "Account",
    "reference": "Reference",
}
"""What a replacement is called, by kind: [Name 3]."""
_NUMBERED = re.compile(r"^\[(.+) (\d+)\]$")


class AliasIsNameError(WorkbenchError):
    """An alias may not be one of the names that it hides. Choose another, or leave it to a number."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name as it was said, what kind it is, and what stands in its place."""

    original: str
    kind: str
    shown: str


def folded(name: str) -> str:
    """A name without its capitals, spaces evened out: how it is looked up."""
    return " ".join(name.casefold().split())


@dataclass
class Pseudonyms:
    """The key while it is open: pairs by folded name, what a person has said to leave as it is, and of columns."""

    id: str = field(default_factory=lambda: secrets.token_hex(8))
    pairs: dict[str, Pair] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    columns: dict[str, str] = field(default_factory=dict)
    """What somebody said of columns of closed answers, by name in small letters."""

    def take_out(self, original: str, kind: str, *, alias: str = "") -> Pair:
        """Put a name under a pseudonym, the one it has already or the next number of its kind; an alias stands as told.

        Raises AliasIsNameError for an alias that is one of the names.
        """
        known = self.pairs.get(folded(original))
        if known is not None and not alias:
            return known
        if alias and (folded(alias) in self.pairs or folded(alias) == folded(original)):
            raise AliasIsNameError
        pair = Pair(" ".join(original.split()), kind, alias or self._shared(original, kind) or self._next(kind))
        self.pairs[folded(original)] = pair
        self.left.discard(folded(original))
        return pair

    def same_as(self, original: str, other: str) -> Pair:
        """Put a name under the pseudonym of another: Kel is Kelly."""
        theirs = self.pairs[folded(other)]
        self.pairs[folded(original)] = Pair(" ".join(original.split()), theirs.kind, theirs.shown)
        self.left.discard(folded(original))
        return self.pairs[folded(original)]

    def leave(self, original: str) -> None:
        """Leave a find as it is, and do not ask again."""
        self.pairs.pop(folded(original), None)
        self.left.add(folded(original))

    def forget(self, original: str) -> None:
        """Take back what was said of a find."""
        self.pairs.pop(folded(original), None)
        self.left.discard(folded(original))

    def knows(self, original: str) -> bool:
        """Whether somebody has said already what is to become of a find."""
        return folded(original) in self.pairs or folded(original) in self.left

    def kind_of(self, original: str) -> str:
        """What a name is that is taken out; nothing for one that is not."""
        known = self.pairs.get(folded(original))
        return known.kind if known is not None else ""

    def _shared(self, original: str, kind: str) -> str:
        """What stands for the one person of whose name this is a part, or whose name is a part of this."""
        if kind != "person":
            return ""
        words = set(folded(original).split())
        akin = {
            pair.shown
            for known, pair in self.pairs.items()
            if pair.kind == kind and (words < set(known.split()) or set(known.split()) < words)
        }
        return akin.pop() if len(akin) == 1 else ""

    def _next(self, kind: str) -> str:
        name = SHOWN[kind]
        numbers = [
            int(match.group(2))
            for pair in self.pairs.values()
            if (match := _NUMBERED.match(pair.shown)) and match.group(1) == name
        ]
        return f"[{name} {max(numbers, default=0) + 1}]"

    def names(self) -> list[str]:
        """Every name as it was said."""
        return [pair.original for pair in self.pairs.values()]

    def closed_answers(self) -> ClosedAnswers:
        """What becomes of columns of closed answers."""
        return closed_answers({pair.original: pair.kind for pair in self.pairs.values()}, self.columns)

    def replacing(self, names: Iterable[str] | None = None) -> Replacing:
        """What replaces every name in a text, or only these; made once for many texts."""
        pairs = list(self.pairs.values()) if names is None else [self.pairs[folded(name)] for name in names]
        return Replacing(pattern_of(pair.original for pair in pairs), _shown_for(pairs))

    def replacing_in_file_names(self) -> Callable[[str], str]:
        """The same for the name of a file, in which words may be run together: shanazbegum_2.docx."""
        change = Replacing(pattern_of(self.names(), between=IN_FILE_NAMES), _shown_for(self.pairs.values()))
        return partial(_file_name, change=change)

    def hides(self, path: str) -> bool:
        """Whether a name that is taken out stands in a file's path."""
        rename = self.replacing_in_file_names()
        return any(rename(part) != part for part in PurePath(path).parts)

    def applied(self, draft: DraftDocument | DraftSurvey) -> DraftDocument | DraftSurvey:
        """A draft with every name replaced: words, voices, titles, names of files, open answers, comments, remarks.

        Closed answers stay, or their column is left out whole. Applying it twice changes nothing more.
        """
        change, rename = self.replacing(), self.replacing_in_file_names()
        if isinstance(draft, DraftDocument):
            return _document(draft, change, rename)
        return _survey(draft, change, rename, self.closed_answers())

    def restored(self, text: str) -> str:
        """A text with the names back in it. Where two names share a replacement the first one is taken."""
        back: dict[str, str] = {}
        for pair in self.pairs.values():
            back.setdefault(pair.shown, pair.original)
        if not back:
            return text
        shown = sorted(back, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, shown)), lambda match: back[match.group()], text)


def _shown_for(pairs: Iterable[Pair]) -> dict[str, str]:
    return {skeleton(pair.original): pair.shown for pair in pairs}


def _document(draft: DraftDocument, change: Replacing, rename: Callable[[str], str]) -> DraftDocument:
    voices = _voices(draft.roles, change)
    turns = tuple(
        replace(turn, speaker=voices.get(turn.speaker, turn.speaker) if turn.speaker else None, text=change(turn.text))
        for turn in draft.turns
    )
    return replace(
        draft,
        name=rename(draft.name),
        title=rename(draft.title),
        turns=turns,
        roles={voices[label]: role for label, role in draft.roles.items()},
        cases={voices.get(label, label): change(case) for label, case in draft.cases.items()},
        comments=tuple(_comment(one, draft.turns[one.turn], change) for one in draft.comments),
        recording=draft.recording if rename(draft.recording) == draft.recording else "",
        left_out=_remarks(draft.left_out, change),
        notes=tuple(change(note) for note in draft.notes),
    )


def _voices(roles: Mapping[str, str], change: Callable[[str], str]) -> dict[str, str]:
    """Every voice's new label. Two that would come out alike stay apart only where they were told apart before."""
    return {label: change(label).strip("[]") if change(label) != label else label for label in roles}


def _file_name(name: str, change: Callable[[str], str]) -> str:
    """A file's name without names; an underscore parts words in it as a space does."""
    ending = _ENDING.search(name)
    stem = name[: ending.start()] if ending else name
    spaced = stem.replace("_", " ")
    changed = change(spaced)
    return name if changed == spaced else changed + name[len(stem) :]


_ENDING = re.compile(r"\.\w{1,9}$")


def _comment(one: DraftComment, turn: DraftTurn, change: Replacing) -> DraftComment:
    """A comment whose place follows the words it is on; who wrote it is not said unless under a pseudonym."""
    edits, author = change.edits(turn.text), change(one.author)
    if author == one.author and author[:1] not in {"", "["}:
        author = "somebody"
    start, end = edits.moved(one.start), edits.moved(one.end, ends=True)
    return replace(one, start=start, end=end, author=author, text=change(one.text))


def _survey(
    draft: DraftSurvey, change: Callable[[str], str], rename: Callable[[str], str], closed: ClosedAnswers
) -> DraftSurvey:
    attributes: list[DraftAttribute] = []
    left_out: list[LeftOut] = []
    notes: list[str] = []
    gone: set[str] = set()
    for one in draft.attributes:
        answers = () if one.kind == "text" else tuple(dict.fromkeys((*one.values.values(), *one.choices)))
        why = closed.why_left_out(one.name, answers) if answers else ""
        if why:
            left_out.append(LeftOut(f"the column “{one.name}”", f"{len(one.values):,} closed answers", why))
            gone.add(one.name)
            continue
        if named := closed.named_in(answers):
            notes.append(kept_note(one.name, named))
        attributes.append(_attribute(one, change))
    return replace(
        draft,
        name=rename(draft.name),
        came_from=rename(draft.came_from),
        cases=tuple(change(case) for case in draft.cases),
        questions=tuple(
            replace(
                one,
                column=change(one.column),
                short=change(one.short),
                text=change(one.text),
                answers={number: change(text) for number, text in one.answers.items()},
            )
            for one in draft.questions
        ),
        attributes=tuple(attributes),
        codes=tuple(
            replace(one, column=change(one.column), path=change(one.path), question=change(one.question))
            for one in draft.codes
        ),
        column_map=map_without(draft.column_map, gone, change, rename),
        left_out=_remarks((*draft.left_out, *left_out), change),
        notes=tuple(change(note) for note in (*draft.notes, *notes)),
    )


def _attribute(one: DraftAttribute, change: Callable[[str], str]) -> DraftAttribute:
    """A question without names in its wording; what was typed in short is words, and what was picked stays as it is."""
    typed = one.kind == "text"
    return replace(
        one,
        name=change(one.name),
        question=change(one.question),
        values={number: change(value) for number, value in one.values.items()} if typed else one.values,
        choices=tuple(change(choice) for choice in one.choices) if typed else one.choices,
    )


def _remarks(left_out: Iterable[LeftOut], change: Callable[[str], str]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(change(one.where), change(one.what), change(one.why)) for one in left_out)
