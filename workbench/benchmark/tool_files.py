"""A coded study as another program writes it out: a .qdpx of interviews with labels, and selections named by their words."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from workbench.benchmark.corpus import ATTRIBUTES, CLOSED, Size, Words
from workbench.benchmark.study import CODERS, Marked, Turn, marked, turns_of

CREATED = "2026-01-15T10:00:00Z"
_BREAK = "\n\n"
_NAMED = 30
"""Characters of its words that a selection's name has."""
_ENDS = ("a…", "o🙂", "é.")
"""How some turns end, so that characters, bytes and UTF-16 units differ."""
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="Benchmark" origin="Other 1">\n'


def make_tool_file(path: Path, size: Size, *, seed: int = 1) -> Path:
    """Write a project of another program; the same seed writes the same one."""
    chance = random.Random(seed)  # noqa: S311
    words = Words(chance)
    users, codes, variables = ([_guid(chance) for _ in range(n)] for n in (3, size.codes, len(ATTRIBUTES)))
    sources, texts = [_guid(chance) for _ in range(size.transcripts)], path.with_suffix(".xml")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        with texts.open("wb") as spool:
            for number, source in enumerate(sources):
                turns = [_ended(turn, place) for place, turn in enumerate(turns_of(words, size.words))]
                wanted = size.codings * (number + 1) // size.transcripts - size.codings * number // size.transcripts
                marks = marked(turns, wanted, size.codes, chance, together=number % 5 == 0)
                said = _BREAK.join(f"{_label(turn, number)}{turn.text}" for turn in turns)
                out.writestr(f"sources/{source}.txt", said.encode())
                lines = _selections(said, _placed(turns, marks, number), users, codes, chance)
                spool.write(f'<TextSource guid="{source}" name="T{number:05d}"'.encode())
                spool.write(f' plainTextPath="internal://{source}.txt">\n{"".join(lines)}</TextSource>\n'.encode())
        with out.open("project.qde", "w", force_zip64=True) as part, texts.open("rb") as spool:
            part.writelines(piece.encode() for piece in _before(users, codes, variables))
            part.writelines(_case(number, source, variables, chance) for number, source in enumerate(sources))
            part.write(b"</Cases>\n<Sources>\n")
            _copy(spool, part)
            part.write(b"</Sources>\n</Project>\n")
    texts.unlink()
    return path


def _guid(chance: random.Random) -> str:
    digits = f"{chance.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _ended(turn: Turn, place: int) -> Turn:
    """Some turns end otherwise, without being longer."""
    return turn if place % 9 else replace(turn, text=turn.text[:-2] + _ENDS[place // 9 % len(_ENDS)])


def _label(turn: Turn, number: int) -> str:
    return "Interviewer: " if turn.asks else f"Person {number:04d}: "


def _placed(turns: list[Turn], marks: Iterable[Marked], number: int) -> Iterator[tuple[int, int, Marked]]:
    """Codings with their places in the file's text, where turns have labels and blank lines between them."""
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for turn in turns:
        begins[turn.start] = at + len(_label(turn, number))
        ends[turn.stop] = at = begins[turn.start] + len(turn.text)
        at += len(_BREAK)
    for one in marks:
        yield begins[one.anchor] + one.start - one.anchor, ends[one.stop], one


def _selections(
    text: str, placed: Iterable[tuple[int, int, Marked]], users: list[str], codes: list[str], chance: random.Random
) -> Iterator[str]:
    for start, stop, one in placed:
        by = f'creatingUser="{users[one.coder]}" creationDateTime="{CREATED}"'
        yield (
            f'<PlainTextSelection guid="{_guid(chance)}" name="{text[start : min(stop, start + _NAMED)]}"'
            f' startPosition="{start}" endPosition="{stop}" {by}><Coding guid="{_guid(chance)}" {by}>'
            f'<CodeRef targetGUID="{codes[one.code]}"/></Coding></PlainTextSelection>\n'
        )


def _before(users: list[str], codes: list[str], variables: list[str]) -> Iterator[str]:
    """What stands before the cases: coders, a codebook of two levels, and what is known of people."""
    yield f"{_HEAD}<Users>\n"
    yield from (f'<User guid="{guid}" name="{name}"/>\n' for guid, name in zip(users, CODERS, strict=True))
    yield "</Users>\n<CodeBook><Codes>\n"
    for place, guid in enumerate(codes):
        yield f'<Code guid="{guid}" name="Code {place:03d}" isCodable="true" color="#2c6e2c">'
        yield "<Description>Invented.</Description>"
        last = place % 10 == 9 or place + 1 == len(codes)
        yield "\n" if place % 10 == 0 and not last else "</Code></Code>\n" if last and place % 10 else "</Code>\n"
    yield "</Codes></CodeBook>\n<Variables>\n"
    for guid, name in zip(variables, ATTRIBUTES, strict=True):
        yield f'<Variable guid="{guid}" name="{name}" typeOfVariable="Text"/>\n'
    yield "</Variables>\n<Cases>\n"


def _case(number: int, source: str, variables: list[str], chance: random.Random) -> bytes:
    known = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid}"/><TextValue>{chance.choice(CLOSED[name])}</TextValue></VariableValue>'
        for guid, name in zip(variables, ATTRIBUTES, strict=True)
    )
    reference = f'<SourceRef targetGUID="{source}"/>'
    return f'<Case guid="{_guid(chance)}" name="Person {number:04d}">{known}{reference}</Case>\n'.encode()


def _copy(spool: IO[bytes], part: IO[bytes]) -> None:
    while some := spool.read(1 << 20):
        part.write(some)
