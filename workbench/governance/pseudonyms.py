"""Pseudonyms: what stands in place of each name, the same over all documents of a project.

The pairs of names and replacements are the key. It lives in a file of its own, never in the project, which remembers
only the key's identity; without the key the project opens as always, and nobody can go back to the names.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from workbench.errors import WorkbenchError
from workbench.sources.drafts import DraftComment, DraftDocument, DraftSurvey, DraftTurn, LeftOut

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
    """The key while it is open: pairs by folded name, and what a person has said to leave as it is."""

    id: str = field(default_factory=lambda: secrets.token_hex(8))
    pairs: dict[str, Pair] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

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

    def replacing(self) -> Callable[[str], str]:
        """What replaces every name in a text; made once for many texts."""
        pattern = pattern_of(self.pairs.values())
        if pattern is None:
            return lambda text: text
        return partial(pattern.sub, self._shown)

    def _shown(self, match: re.Match[str]) -> str:
        return self.pairs[folded(match.group())].shown

    def hides(self, path: str) -> bool:
        """Whether a name that is taken out stands in a file's path; an underscore parts words in it as a space does."""
        spaced = re.sub(r"[_\\/.-]+", " ", path)
        return self.replacing()(spaced) != spaced

    def applied(self, draft: DraftDocument | DraftSurvey) -> DraftDocument | DraftSurvey:
        """A draft with every name replaced: words, voices, titles, names of files, answers, comments, remarks.

        Applying it twice changes nothing more.
        """
        change = self.replacing()
        if isinstance(draft, DraftDocument):
            return _document(draft, change)
        return _survey(draft, change)

    def restored(self, text: str) -> str:
        """A text with the names back in it. Where two names share a replacement the first one is taken."""
        back: dict[str, str] = {}
        for pair in self.pairs.values():
            back.setdefault(pair.shown, pair.original)
        if not back:
            return text
        shown = sorted(back, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, shown)), lambda match: back[match.group()], text)


def pattern_of(pairs: Iterable[Pair]) -> re.Pattern[str] | None:
    """What finds these names as whole words, whatever their capitals; a name that is a word too only as it was said."""
    from workbench.governance.identifier_names import first_names

    exact: list[str] = []
    loose: list[str] = []
    for pair in sorted(pairs, key=lambda one: -len(one.original)):
        words = r"\s+".join(re.escape(word) for word in pair.original.split())
        bare = folded(pair.original)
        plain = bare.isalpha() and (first_names().get(bare) or len(bare) < 3) and pair.original != bare
        (exact if plain else loose).append(words)
    parts = [rf"(?i:{'|'.join(loose)})"] if loose else []
    parts += ["|".join(exact)] if exact else []
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


def _document(draft: DraftDocument, change: Callable[[str], str]) -> DraftDocument:
    voices = _voices(draft.roles, change)
    turns = tuple(
        replace(turn, speaker=voices.get(turn.speaker, turn.speaker) if turn.speaker else None, text=change(turn.text))
        for turn in draft.turns
    )
    return replace(
        draft,
        name=_file_name(draft.name, change),
        title=change(draft.title),
        turns=turns,
        roles={voices[label]: role for label, role in draft.roles.items()},
        cases={voices.get(label, label): change(case) for label, case in draft.cases.items()},
        comments=tuple(_comment(one, draft.turns[one.turn], change) for one in draft.comments),
        recording=draft.recording,
        left_out=_remarks(draft.left_out, change),
        notes=tuple(change(note) for note in draft.notes),
    )


def _voices(roles: Mapping[str, str], change: Callable[[str], str]) -> dict[str, str]:
    """Every voice's new label. Two that would come out alike stay apart only where they were told apart before."""
    return {label: change(label).strip("[]") if change(label) != label else label for label in roles}


def _file_name(name: str, change: Callable[[str], str]) -> str:
    """A file's name without names; an underscore parts words in it as a space does."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    spaced = stem.replace("_", " ")
    changed = change(spaced)
    return name if changed == spaced else f"{changed}{dot}{suffix}"


def _comment(one: DraftComment, turn: DraftTurn, change: Callable[[str], str]) -> DraftComment:
    """A comment whose place follows the words it is on; who wrote it is not said unless under a pseudonym."""
    before, inside = change(turn.text[: one.start]), change(turn.text[one.start : one.end])
    author = change(one.author)
    if author == one.author and author[:1] not in {"", "["}:
        author = "somebody"
    return replace(one, start=len(before), end=len(before) + len(inside), author=author, text=change(one.text))


def _survey(draft: DraftSurvey, change: Callable[[str], str]) -> DraftSurvey:
    return replace(
        draft,
        came_from=_file_name(draft.came_from, change),
        cases=tuple(change(case) for case in draft.cases),
        questions=tuple(
            replace(one, answers={number: change(text) for number, text in one.answers.items()})
            for one in draft.questions
        ),
        attributes=tuple(
            replace(
                one,
                values={number: change(value) for number, value in one.values.items()},
                choices=tuple(change(choice) for choice in one.choices),
            )
            for one in draft.attributes
        ),
        column_map=_map(draft.column_map, change),
        left_out=_remarks(draft.left_out, change),
        notes=tuple(change(note) for note in draft.notes),
    )


def _map(written: str, change: Callable[[str], str]) -> str:
    """The map of a survey's columns with the names replaced in the answers it lists; columns are called as they were."""
    said = json.loads(written)
    if not said.get("order"):
        return written
    said["order"] = {name: [change(str(one)) for one in answers] for name, answers in said["order"].items()}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _remarks(left_out: Iterable[LeftOut], change: Callable[[str], str]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(change(one.where), change(one.what), change(one.why)) for one in left_out)
