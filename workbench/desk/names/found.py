"""Names taken out before a text is stored: what is found in files, gathered by name, and what a person says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbench.coding.draft_texts import texts_in
from workbench.desk.names.words import words_alone
from workbench.errors import WorkbenchError
from workbench.exchange import name_key
from workbench.exchange.readers import Options, recognise
from workbench.governance.closed_answers import gives_a_person_away
from workbench.governance.identifier_names import first_names, names_somebody, place_names
from workbench.governance.identifiers import KINDS, Found, find
from workbench.governance.name_patterns import pattern_of
from workbench.governance.pseudonyms import Pseudonyms, folded
from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.settings import remember_key_of_names, remembered_key_of_names
from workbench.sources.drafts import DraftDocument, DraftSurvey
from workbench.sources.speakers import is_generic, known_role

KEY = "names_key"
"""The fact of a project that says which key its names are under, or that they are left in."""
LEFT_IN = "left in"
_AROUND = 40
_CONTEXTS = 3

Heard = Callable[[int, int], None]


class OtherKeyError(WorkbenchError):
    """That key belongs to another project: its numbers would stand for other people here. Take this project's key."""


@dataclass(frozen=True, slots=True)
class Context:
    """Words around a find: which document, what stands before it, and what after."""

    document: str
    before: str
    text: str
    after: str


@dataclass
class Name:
    """Everything that was found under one name: how often, in which documents, and a few places in context."""

    text: str
    kind: str
    sure: bool
    why: str
    count: int = 0
    documents: list[str] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)


def names_in(
    drafts: Iterable[DraftDocument | DraftSurvey], key: Pseudonyms, *, heard: Heard | None = None
) -> list[Name]:
    """What would give people away in drafts and is not decided yet, the most frequent first, the sure ones before.

    `heard` is told how many passages of how many have been read.
    """
    listed = list(drafts)
    passages = [(draft_name(draft), text) for draft in listed for text in texts_of(draft)]
    labels = [label for draft in listed for label in _labels(draft)]
    known = {*key.names(), *labels}
    names = {folded(label): Name(label, "person", sure=True, why="a voice") for label in labels if not key.knows(label)}
    names |= _numbers_of_voices(listed, key)
    for begin in range(0, len(passages), _CHUNK):
        some = passages[begin : begin + _CHUNK]
        for (document, text), found in zip(some, find([text for _, text in some], known=known), strict=True):
            for one in found:
                if not key.knows(one.text):
                    _gather(names, one, document, text)
        if heard is not None:
            heard(min(begin + _CHUNK, len(passages)), len(passages))
    voices = {word for label in labels for word in folded(label).split()}
    _bring_together(names, voices)
    for told, name in names.items():
        if name.kind == "person" and told in place_names() and told not in voices:
            name.kind, name.why = "place", "a town or district"
    choices = [(draft_name(draft), value) for draft in listed for value in _closed_answers(draft)]
    _doubt_what_was_picked(names, voices, [value for _, value in choices])
    _ask_about_choices(names, key, choices)
    whole = {name: (one.text, one.kind) for name, one in names.items()}
    whole |= {name: (pair.original, pair.kind) for name, pair in key.pairs.items()}
    for document, text, one in words_alone(whole, key.left, [*passages, *choices], voices):
        _gather(names, one, document, text)
    return sorted(names.values(), key=lambda one: (not one.sure, KINDS.index(one.kind), -one.count, one.text))


def _gather(names: dict[str, Name], one: Found, document: str, text: str) -> None:
    """Put a find to those of the same name."""
    name = names.setdefault(folded(one.text), Name(one.text, one.kind, one.sure, one.why))
    name.count += 1
    if one.sure and not name.sure:
        name.kind, name.sure, name.why = one.kind, True, one.why
    if document not in name.documents:
        name.documents.append(document)
    if len(name.contexts) < _CONTEXTS:
        before, after = text[max(0, one.start - _AROUND) : one.start], text[one.end : one.end + _AROUND]
        name.contexts.append(Context(document, before, one.text, after))


def _labels(draft: DraftDocument | DraftSurvey) -> list[str]:
    """The voices of a transcript, and the respondents of a survey, that are called by a name."""
    if isinstance(draft, DraftDocument):
        return [label for label in draft.roles if is_name(label)]
    return [case for case in draft.cases if is_name(case) and _SPELLED_OUT.fullmatch(case)]


def _numbers_of_voices(drafts: Iterable[DraftDocument | DraftSurvey], key: Pseudonyms) -> dict[str, Name]:
    """The voices of transcripts that are called by a number which gives them away, as those of a chat are by their telephone's."""
    labels = dict.fromkeys(
        label for draft in drafts if isinstance(draft, DraftDocument) for label in draft.roles if not is_name(label)
    )
    return {
        folded(label): Name(label, one.kind, sure=True, why="a voice")
        for label, found in zip(labels, find(list(labels)), strict=True)
        for one in found
        if one.text == label and not key.knows(label)
    }


_SPELLED_OUT = re.compile(r"[^\W\d_][^\W\d_’'.]+(?:[ -][^\W\d_’'.]+)*(?<![A-Z]{3})")
"""A respondent's label that is words, and not the letters and digits of a number."""


def _closed_answers(draft: DraftDocument | DraftSurvey) -> list[str]:
    """The different answers to closed questions that have words in them; names of people in one make its column go."""
    if isinstance(draft, DraftDocument):
        return []
    closed = [one for one in draft.attributes if one.kind != "text"]
    return list(dict.fromkeys(value for one in closed for value in one.values.values() if _LETTERS.search(value)))


def _doubt_what_was_picked(names: Mapping[str, Name], voices: Collection[str], choices: Sequence[str]) -> None:
    """Ask about people whom the language model alone takes for people, and who stand among answers to closed questions."""
    doubtful = {
        told: one
        for told, one in names.items()
        if one.kind == "person" and one.why == "the language model" and not _is_called_so(told, voices)
    }
    pattern = pattern_of(one.text for one in doubtful.values())
    picked = {folded(match.group()) for value in choices for match in pattern.finditer(value)} if pattern else set()
    for told in picked & doubtful.keys():
        doubtful[told].sure, doubtful[told].why = False, "the language model; it is a closed answer too"


def _is_called_so(told: str, voices: Collection[str]) -> bool:
    """Whether a word of a name is a first name and no other word, or a voice's."""
    return any(first_names().get(word) is False or word in voices for word in told.split())


def _ask_about_choices(names: dict[str, Name], key: Pseudonyms, choices: Sequence[tuple[str, str]]) -> None:
    """Add what gives a person away among the answers to closed questions; a person has to say, they may be groups."""
    for (document, value), found in zip(choices, find([value for _, value in choices]), strict=True):
        for one in found:
            told = folded(one.text)
            if (
                gives_a_person_away(one.kind)
                and told not in place_names()
                and told not in names
                and not key.knows(told)
            ):
                _gather(names, replace(one, sure=False, why="a closed answer"), document, value)


_LETTERS = re.compile(r"[^\W\d_]{3}")


_CHUNK = 200
_BEFORE_A_NAME = frozenset(
    [
        "tell",
        "ask",
        "thank",
        "meet",
        "call",
        "see",
        "like",
        "dear",
        "old",
        "poor",
        "young",
        "little",
        "big",
        "and",
        "but",
        "so",
        "hello",
        "hi",
        "yes",
        "no",
        "then",
        "when",
    ]
)
"""Words that stand before a name with a capital and are none of it: Tell Kel, Old Kel."""


def _bring_together(names: dict[str, Name], voices: Collection[str]) -> None:
    """Make one of what is one: "Tell Kel" is Kel, and a word of a voice's name is that person and not a place."""
    for told, name in list(names.items()):
        first, _, rest = told.partition(" ")
        said_of_people = name.kind == "person" and names_somebody(rest.split(" ")[0])
        if first in _BEFORE_A_NAME and rest and (rest in names or rest in voices or said_of_people):
            bare = name.text.split(maxsplit=1)[1]
            kept = names.setdefault(rest, Name(bare, name.kind, name.sure, name.why))
            kept.count += name.count
            kept.documents += [one for one in name.documents if one not in kept.documents]
            kept.contexts = (kept.contexts + name.contexts)[:_CONTEXTS]
            del names[told]
    for told, name in names.items():
        if told in voices:
            name.kind, name.sure, name.why = "person", True, "a voice"


def is_name(label: str) -> bool:
    """Whether a voice's label may be a name, and not a role, a number or a letter."""
    return not is_generic(label) and not known_role(label) and any(letter.isalpha() for letter in label)


def draft_name(draft: DraftDocument | DraftSurvey) -> str:
    """What a draft is called in a report."""
    return draft.name if isinstance(draft, DraftDocument) else draft.came_from


def texts_of(draft: DraftDocument | DraftSurvey) -> list[str]:
    """Every text of a draft in which somebody could be named."""
    named = [_words_of_a_file(draft_name(draft))]
    if isinstance(draft, DraftDocument):
        return [*named, draft.title, *(turn.text for turn in draft.turns), *(one.text for one in draft.comments)]
    named += [_words_of_a_file(draft.name), *(one.text for one in draft.questions)]
    named += [one.question or one.name for one in draft.attributes]
    answers = [text for one in draft.questions for text in one.answers.values()]
    return [
        *named,
        *answers,
        *(value for one in draft.attributes if one.kind == "text" for value in one.values.values()),
    ]


def _words_of_a_file(name: str) -> str:
    """A file's name as words: without its ending and what it is the file of, and parted where it is run together."""
    words = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|[_-]+", " ", Path(name).stem)
    return " ".join(_OF_A_FILE.sub(" ", words).split())


_OF_A_FILE = re.compile(
    r"\b(?:interviews?|transcripts?|transcription|recording|audio|video|notes?|field|focus|group|session|final|draft|copy"
    r"|version|part|with|otter|teams|zoom|survey|responses?|answers?|v?\d+)\b",
    re.IGNORECASE,
)
"""Words in a file's name that say what it is the file of."""


def read_drafts(files: Mapping[Path, Options]) -> list[DraftDocument | DraftSurvey]:
    """The transcripts and surveys among files, and texts of other programs' projects and tables, each read as told.

    Figures, and what cannot be read, are passed over.
    """
    drafts: list[Any] = []
    for path, told in files.items():
        try:
            reader = recognise(path, as_=told.as_, map_path=told.map_path)
            if reader.kind in {"transcript", "survey"}:
                drafts.append(reader.read(path, told))
            elif reader.kind in {"refi", "codes"}:
                drafts += texts_in(reader.read(path, told))
        except WorkbenchError:
            continue
    return drafts


def take_out_sure(key: Pseudonyms, names: Iterable[Name]) -> list[Name]:
    """Put every sure find under a pseudonym; gives the others, which a person has to decide."""
    unsure = []
    for one in names:
        if one.sure:
            key.take_out(one.text, one.kind)
        else:
            unsure.append(one)
    return unsure


def open_key(project: Project, path: Path, passphrase: str) -> Pseudonyms:
    """The key of this project; a new one, not written yet, where there is none at that place.

    Raises OtherKeyError for the key of another project, and what `exchange.name_key.read_key` raises.
    """
    kept = project.meta.get(KEY, "")
    if path.exists():
        key = name_key.read_key(path, passphrase)
        if kept not in {"", LEFT_IN, key.id}:
            raise OtherKeyError
        if kept == key.id:
            remember_key_of_names(key.id, str(path.absolute()))
        return key
    if kept not in {"", LEFT_IN}:
        raise name_key.NoNameKeyError(
            f"There is no key of names at {path}, and this project has one. Look where it is."
        )
    return Pseudonyms()


def keep_key(project: Project, key: Pseudonyms, path: Path, passphrase: str) -> None:
    """Write the key to its file and let the project remember which key it is, nothing more."""
    name_key.write_key(key, path, passphrase)
    remember_key_of_names(key.id, str(path.absolute()))
    remember(project, KEY, key.id, why="Names are taken out")


def where_key_lies(project: Project) -> Path | None:
    """Where the key of this project's names was last opened on this machine; None where that is not known."""
    kept = remembered_key_of_names(project.meta.get(KEY, ""))
    return Path(kept) if kept else None


def leave_names_in(project: Project) -> None:
    """Remember that names stay in this project's texts, so that nobody is asked again."""
    remember(project, KEY, LEFT_IN, why="Names are left in")
