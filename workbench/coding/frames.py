"""A coding frame: the codes that a team agreed to read with, kept as one YAML file.

This file owns reading a frame and saying what is wrong with it, by line. A frame with an error is refused
whole. It knows no project: the codebook is seeded from a frame. `coding_frames/README.md` shows the fields.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from workbench.errors import Problem, WorkbenchError
from workbench.text import sentence_spans, yaml_mistake

Approach = Literal["framework", "reflexive", "codebook", "content"]
Level = Literal["district", "force", "county", "none"]
WIDER: dict[Level, str] = {"force": "police force area", "county": "county"}
"""What a level is called where it is wider than a district."""
Words = Annotated[str, StringConstraints(min_length=1)]
Place = tuple[str | int, ...]
Lines = dict[Place, int]
Said: TypeAlias = "str | list[Said] | dict[str, Said]"

LARGEST = 1_000_000
DEEPEST = 30


class _Part(BaseModel):
    """What every part of a frame keeps to: no unknown keys, no change after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class FrameQuestion(_Part):
    """One question of the topic guide."""

    id: Words
    text: Words


class FrameCode(_Part):
    """One code: what it means, when to use it and when not, with an invented example."""

    name: Words
    definition: Words
    include: Words
    exclude: Words
    example: Words
    questions: tuple[Words, ...] = ()
    safeguarding: str = ""
    codes: tuple[FrameCode, ...] = ()


class FrameIndicator(_Part):
    """A figure that goes with the codes and the smallest area it is published for, or that none is."""

    name: Words
    level: Level
    source: Words
    note: Words


class Frame(_Part):
    """A coding frame as its file says it; `name` is the file's name without its ending."""

    name: str = ""
    title: Words
    version: Words
    description: Words
    approach: Approach | None = None
    questions: Annotated[tuple[FrameQuestion, ...], Field(min_length=1)]
    codes: Annotated[tuple[FrameCode, ...], Field(min_length=1)]
    indicators: tuple[FrameIndicator, ...] = ()

    @property
    def sentence(self) -> str:
        """The first sentence of the description, for a list of frames."""
        text = " ".join(self.description.split())
        first = sentence_spans(text)[0]
        return text[first.start : first.end]

    def walk(self) -> Iterator[tuple[tuple[str, ...], FrameCode]]:
        """Every code with the names on the way to it, a parent before its children."""
        yield from _walk(self.codes, ())


class FrameIsMissingError(WorkbenchError):
    """There is no such coding frame. `workbench frames` lists those there are."""


class FrameHasErrorsError(WorkbenchError):
    """The coding frame has errors. Mend the lines named and try again."""

    def __init__(self, problems: list[Problem]) -> None:
        more = len(problems) - 1
        rest = f" There {'is' if more == 1 else 'are'} {more} more." if more else ""
        first = str(problems[0]).rstrip(".")
        super().__init__(f"The coding frame cannot be used. {first}{'' if first.endswith('?') else '.'}{rest}")
        self.problems = problems


def read_frame(path: Path) -> Frame:
    """Read and check one coding frame file.

    Raises FrameIsMissingError when there is no file, FrameHasErrorsError with every problem found, by line.
    """
    if not path.is_file():
        raise FrameIsMissingError(f"There is no coding frame at {path.name}. `workbench frames` lists those there are.")
    lines: Lines = {(): 1}
    problems: list[Problem] = []
    said = _plain(_parsed(path), (), lines, problems, path.name)
    problems += _across(said, lines, path.name)
    try:
        frame = Frame.model_validate(said)
    except ValidationError as error:
        told = [detail for detail in error.errors() if detail["type"] != "too_short" or not detail["input"]]
        problems += [_explained(detail, said, lines, path.name) for detail in told]
    if problems:
        raise FrameHasErrorsError(sorted(problems, key=_line))
    return frame.model_copy(update={"name": path.stem})


def said_in(path: Path) -> Said:
    """What a frame's file says, word for word, before anybody looks whether it is complete.

    Raises FrameHasErrorsError, with the line, where that is no YAML.
    """
    problems: list[Problem] = []
    said = _plain(_parsed(path), (), {(): 1}, problems, path.name)
    if problems:
        raise FrameHasErrorsError(problems)
    return said


def frames(folder: Path) -> list[Frame]:
    """The frames in a folder that can be used; `frame_problems` says what is wrong with the rest."""
    return [frame for frame, _ in _each(folder) if frame is not None]


def frame_problems(folder: Path) -> list[Problem]:
    """What is wrong with the frames in a folder that cannot be used."""
    return [problem for _, problems in _each(folder) for problem in problems]


def _files(folder: Path) -> list[Path]:
    """The frame files of a folder, in the order of their names."""
    return sorted(path for path in folder.glob("*.y*ml") if path.suffix in {".yaml", ".yml"})


def _each(folder: Path) -> Iterator[tuple[Frame | None, list[Problem]]]:
    """Every file of a folder: the frame, or what is wrong with it."""
    for path in _files(folder):
        try:
            yield read_frame(path), []
        except FrameHasErrorsError as error:
            yield None, error.problems


def _walk(codes: tuple[FrameCode, ...], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], FrameCode]]:
    """The codes below some names, each before its own children."""
    for code in codes:
        path = (*above, code.name)
        yield path, code
        yield from _walk(code.codes, path)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _composed(text: str) -> yaml.Node | None:
    """YAML without references (`*name`) and not too deep, so that no small file unfolds into a huge one."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        refused = "a reference (*) is not allowed here" if isinstance(event, yaml.AliasEvent) else ""
        refused = refused or ("too many levels" if depth > DEEPEST else "")
        if refused:
            raise yaml.MarkedYAMLError(problem=refused, problem_mark=cast("yaml.Mark", event.start_mark))
    node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def _parsed(path: Path) -> yaml.Node:
    """The file as YAML nodes; raises FrameHasErrorsError with one problem when that cannot be had."""
    raw = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    where, said = path.name, ""
    if path.stat().st_size > LARGEST:
        said = "the file is larger than 1 MB, so it is hardly a coding frame"
    elif b"\0" in raw:
        said = "this is not a text file"
    elif not raw.strip():
        said = "the file is empty"
    else:
        try:
            node = _composed(raw.decode("utf-8-sig"))
            if node is not None:
                return node
            said = "there is nothing in the file but comments"
        except UnicodeDecodeError as error:
            where = f"{where} line {raw[: error.start].count(10) + 1}"
            said = "the text is not UTF-8: save the file as UTF-8"
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = f"{where} line {mark.line + 1}" if mark else where
            said = yaml_mistake(error.problem or error.context or "").rstrip(".")
        except yaml.YAMLError:
            said = "this is not YAML: it holds a character that text does not have"
    raise FrameHasErrorsError([Problem("error", where, said)])


def _plain(node: yaml.Node, at: Place, lines: Lines, problems: list[Problem], file: str) -> Said:
    """A node as text, lists and mappings, noting the line of each; words stay words (`no` is not false)."""
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, n), lines, problems, file) for n, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return str(node.value)
    said: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        line = key.start_mark.line + 1
        if name in said:
            problems.append(_problem(file, line, f"“{name}” stands here a second time"))
            continue
        lines[*at, name] = line
        said[name] = _plain(value, (*at, name), lines, problems, file)
    return said


def _across(said: object, lines: Lines, file: str) -> Iterator[Problem]:
    """What no single part can know: names and question ids used twice, and questions that are not there."""
    if not isinstance(said, Mapping):
        return
    if "name" in said:
        yield _problem(file, lines["name",], "unknown key “name”: a frame's name is its file's")
    asked = [(at, str(question.get("id", "")).strip()) for at, question in _mappings(said, ("questions",))]
    yield from _twice(asked, "the question id", "", lines, file)
    known = {name for _, name in asked}
    yield from _in_codes(said, (), known, lines, file)


def _in_codes(parent: Mapping[str, Any], at: Place, known: set[str], lines: Lines, file: str) -> Iterator[Problem]:
    """Names used twice under one parent, and question ids that the topic guide lacks, at any depth."""
    children = list(_mappings(parent, ("codes",)))
    under = f" under “{parent['name']}”" if at and "name" in parent else ""
    named = [((*at, *below), str(child.get("name", "")).strip()) for below, child in children]
    yield from _twice(named, "a code called", under, lines, file)
    for below, child in children:
        place = (*at, *below)
        ids = child.get("questions", [])
        for n, wanted in enumerate(ids if isinstance(ids, list) else []):
            if isinstance(wanted, str) and wanted.strip() not in known:
                there = ", ".join(sorted(known)) or "none"
                words = f"there is no question “{wanted}” in the topic guide (there are: {there})"
                yield _problem(file, lines[(*place, "questions", n)], words)
        yield from _in_codes(child, place, known, lines, file)


def _mappings(parent: Mapping[str, Any], at: tuple[str]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The mappings in one list of a mapping, with the place of each; the rest is told elsewhere."""
    items = parent.get(at[0])
    for n, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, Mapping):
            yield (*at, n), item


def _twice(named: list[tuple[Place, str]], what: str, under: str, lines: Lines, file: str) -> Iterator[Problem]:
    """Names that stand twice in one list; capitals do not make them different."""
    first: dict[str, int] = {}
    for at, name in named:
        key = " ".join(name.casefold().split())
        line = lines.get((*at, "name"), lines.get((*at, "id"), lines[at]))
        if key and key in first:
            yield _problem(file, line, f"{what} “{name}” stands{under} already on line {first[key]}")
        first.setdefault(key, line)


def _explained(detail: ErrorDetails, said: object, lines: Lines, file: str) -> Problem:
    """One of the model's complaints in plain words, at its line."""
    at: Place = detail["loc"]
    near = at
    while near not in lines:
        near = near[:-1]
    key = str(at[-1]) if at else ""
    whose = _whose(said, at)
    kind = str(detail["type"])
    if not at:
        words = f"a frame is a list of keys such as title, questions and codes, not {_what(said)}"
    elif kind == "missing":
        words = f"“{key}” is missing{whose}"
    elif kind == "extra_forbidden":
        words = f"unknown key “{key}”{whose}{_meant(key, at)}"
    elif kind in {"string_too_short", "too_short"}:
        words = f"“{key}” is empty{whose}"
    elif kind == "literal_error":
        words = f"“{key}” is “{detail['input']}”{whose}; it can be {detail['ctx']['expected']}".replace("'", "")
    else:
        wanted = {"string_type": "text", "tuple_type": "a list (lines that begin with a dash)"}.get(kind)
        words = f"{_named(key)} should be {wanted or 'keys with values'}{whose}, not {_what(detail['input'])}"
    return _problem(file, lines[near], words)


def _whose(said: object, at: Place) -> str:
    """The nearest code, question or indicator above a place, by its name."""
    name, value = "", said
    for step in at[:-1]:
        value = cast("Any", value)[step]
        if isinstance(value, Mapping):
            mine = value.get("name") or value.get("id")
            name = mine if isinstance(mine, str) else name
    return f" in “{name}”" if name else ""


def _named(key: str) -> str:
    """A key, or the place in a list, as a sentence begins with it."""
    return f"entry {int(key) + 1}" if key.isdigit() else f"“{key}”"


def _what(value: object) -> str:
    """What a value is, in plain words."""
    if isinstance(value, Mapping):
        return "keys with values"
    return "a list" if isinstance(value, list) else "text"


def _meant(key: str, at: Place) -> str:
    """The key that was probably meant, if one is near."""
    parts: dict[str, type[_Part]] = {
        "codes": FrameCode,
        "questions": FrameQuestion,
        "indicators": FrameIndicator,
    }
    part = parts.get(str(at[-3]) if len(at) > 2 else "", Frame)
    near = difflib.get_close_matches(key, set(part.model_fields) - ({"name"} if part is Frame else set()), n=1)
    return f": did you mean “{near[0]}”?" if near else ""


def _problem(file: str, line: int, words: str) -> Problem:
    """An error in a frame file, with its place."""
    return Problem("error", f"{file} line {line}", words)


def _line(problem: Problem) -> int:
    """The line a problem is on."""
    return int(problem.where.rsplit(" ", 1)[-1])
