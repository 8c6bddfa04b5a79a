"""Damaged files of every kind: a draft or a sentence, never anything else."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from tests.specimens.make_office import HERE, packed
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, recognise

PIECES = (b"<", b">", b'"', b"\0", b"-->", b"<v ", b"&", b"\xff", b"99999999999", b"<w:p>", b"</w:p>", b"\xef\xbb\xbf")
TIMES = 60


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, lost, doubled or put in."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(changed)) if changed else 0
        match chance.randrange(4):
            case 0 if changed:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.choice((1, 3, 50))]
            case 2:
                changed[at:at] = changed[: chance.choice((1, 10, 200))]
            case _:
                changed[at:at] = chance.choice(PIECES)
    return bytes(changed)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """An archive with one part damaged, the archive itself whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        parts: dict[str, str | bytes] = {name: zipped.read(name) for name in zipped.namelist()}
    hurt = chance.choice(sorted(parts))
    whole = parts[hurt]
    assert isinstance(whole, bytes)
    return packed({**parts, hurt: damaged(whole, chance)})


@pytest.mark.parametrize("name", ["interview.docx", "interview.vtt", "interview.srt", "survey.xlsx"])
def test_damage_ends_in_a_draft_or_a_sentence(tmp_path: Path, name: str) -> None:
    whole = (HERE / "sources" / name).read_bytes()
    chance = random.Random(name)
    path = tmp_path / name
    as_ = "survey" if name.endswith("xlsx") else None
    refused: list[str] = []
    for time in range(TIMES):
        inside = whole.startswith(b"PK") and time % 2 == 0
        path.write_bytes(damaged_inside(whole, chance) if inside else damaged(whole, chance))
        try:
            recognise(path, as_=as_).read(path, Options(as_=as_))
        except WorkbenchError as reason:
            refused.append(str(reason))
    assert refused
    assert not [why for why in refused if "\n" in why or not why.endswith((".", "?"))]
