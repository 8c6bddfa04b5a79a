"""Damaged files of every kind that is read, as many as wanted, in batches that go on where they stopped.

    python -m tests.exchange.fuzzing STATE.json --times 100000 --zipped 5000 [--seconds 3600] [SUBJECT ...]

Each input is made from the subject's name and a number alone, so that one that failed can be made again:
`made("rtf", 4711)`. A draft or a plain refusal is right; anything else, ten seconds, or four gigabytes is a failure.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import signal
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tests.exchange.forked import forks
from tests.exchange.subjects import subjects
from tests.specimens.make_office import packed
from workbench.coding.study_drafts import Study
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, read_map, recognise

PIECES = (
    b"<", b">", b'"', b"\0", b"-->", b"<v ", b"&", b"\xff", b"99999999999", b"<w:p>", b"</w:p>", b"\xef\xbb\xbf",
    b"\\u-1?", b"{", b"}", b"\\bin9 ", b"<table>", b"<!--", b"]]>", b"\r", b"\xe2\x80\xa8", b"'''", b",,,,", b"\t",
    b"**A:** ", b"00:00", b" R ", b"<<", b"/Kids", b"obj", b"endstream", b"0 0 R", b"=1+1", b"- &a *a", b"\xf0\x9f\x98\x80",
)  # fmt: skip
FILLS = (
    b"\0" * 8,
    b"\xff" * 4,
    b"\xff\xff\xff\x7f",
    b"\x7f\xff\xff\xff",
    b"\0\0\0\x80",
    b"\0\0\0\0\0\0\xf8\x7f",
    b"\x01\0\0\0",
)
"""Nothing, and numbers at their ends, as files hold them."""
LONGEST = 10
MOST = 4 * 1024**3


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


def damaged_in_place(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, and none moved: all that comes after still stands where the file says."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(changed))
        put = chance.choice((bytes([chance.randrange(256)]), *FILLS, *PIECES))
        changed[at : at + len(put)] = put[: len(changed) - at]
    return bytes(changed)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """An archive with one part damaged, the archive itself whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        parts: dict[str, str | bytes] = {name: zipped.read(name) for name in zipped.namelist()}
    hurt = chance.choice(sorted(parts))
    whole = parts[hurt]
    assert isinstance(whole, bytes)
    return packed({**parts, hurt: damaged(whole, chance)})


def made(subject: str, number: int) -> bytes:
    """The damaged file of that number."""
    chance = random.Random(f"{subject} {number}")
    data = subjects()[subject].data
    if data.startswith(b"PK") and number % 3:
        return damaged_inside(data, chance)
    if subjects()[subject].in_place and number % 3:
        return damaged_in_place(data, chance)
    if subject in {"md", "txt", "map"} and number % 50 == 0:
        return chance.randbytes(chance.choice((0, 1, 100, 3000)))
    return damaged(data, chance)


def read_through(study: Study) -> None:
    """Read all of a study: codings lie within the words of their document, and everything that is said of it is text."""
    for document in study.documents():
        length = max(0, sum(len(turn.text) + 1 for turn in document.draft.turns) - 1)
        assert all(0 <= one.start < one.end <= length for one in document.codings)
        assert all("\n" not in turn.text for turn in document.draft.turns)
    assert all(isinstance(said, str) for left in study.left_out for said in (left.where, left.what, left.why))
    assert all(isinstance(note, str) for note in study.notes)
    assert all(memo.text for memo in study.memos)
    assert len({code.key for code in study.codes}) == len(study.codes)


def outcome(subject: str, number: int, folder: Path) -> str:
    """What came of one input: "read", or the sentence of a refusal. Raises whatever else was raised."""
    told = subjects()[subject]
    path = folder / told.name
    path.write_bytes(made(subject, number))
    try:
        if subject == "map":
            read_map(path)
        else:
            found = recognise(path, as_=told.as_).read(path, Options(as_=told.as_))
            if isinstance(found, Study):
                read_through(found)
    except WorkbenchError as reason:
        return str(reason)
    return "read"


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"took over {LONGEST} seconds")


def batch(subject: str, begin: int, end: int, *, until: float, said: Callable[[int], None]) -> tuple[int, list[str]]:
    """Try inputs from one number to another; up to which it came, and those that failed with how."""
    failed: list[str] = []
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(begin, end):
            signal.alarm(LONGEST)
            try:
                outcome(subject, number, Path(folder))
            except BaseException as reason:
                if isinstance(reason, KeyboardInterrupt):
                    raise
                failed.append(f"{number}: {type(reason).__name__}: {str(reason)[:120]}")
            finally:
                signal.alarm(0)
            if number % 500 == 0:
                said(number)
                if time.monotonic() > until:
                    return number + 1, failed
    return end, failed


def main() -> None:
    """Go on where the state says it stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("state", type=Path)
    parser.add_argument("subjects", nargs="*")
    parser.add_argument("--times", type=int, default=100_000)
    parser.add_argument("--zipped", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=3600)
    told = parser.parse_intermixed_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
    until = time.monotonic() + told.seconds
    state = json.loads(told.state.read_text()) if told.state.exists() else {}
    for name, subject in subjects().items():
        if told.subjects and name not in told.subjects:
            continue
        known = state.setdefault(name, {"done": 0, "failed": []})
        wanted = told.zipped if subject.zipped else told.times

        def keep(number: int, known: dict[str, object] = known) -> None:
            known["done"] = number
            told.state.write_text(json.dumps(state, indent=1))

        with forks():
            done, failed = batch(name, known["done"], wanted, until=until, said=keep)
        known["failed"] += failed
        keep(max(done, known["done"]))
        print(f"{name}: {known['done']:,} of {wanted:,}, {len(known['failed'])} failed", flush=True)
        if time.monotonic() > until:
            return


if __name__ == "__main__":
    main()
