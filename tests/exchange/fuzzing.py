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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

from tests.exchange.made import open_sheet, open_text, pdf, row
from tests.exchange.refi_files import qdpx
from tests.exchange.refi_files import whole as refi_project
from tests.exchange.studies_made import to_damage
from tests.specimens.make_figures import figures_parquet, government_ods, government_xlsx, stacked_xlsx
from tests.specimens.make_office import HERE, packed, workbook
from workbench.coding.study_drafts import Study
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, read_map, recognise

PIECES = (
    b"<", b">", b'"', b"\0", b"-->", b"<v ", b"&", b"\xff", b"99999999999", b"<w:p>", b"</w:p>", b"\xef\xbb\xbf",
    b"\\u-1?", b"{", b"}", b"\\bin9 ", b"<table>", b"<!--", b"]]>", b"\r", b"\xe2\x80\xa8", b"'''", b",,,,", b"\t",
    b"**A:** ", b"00:00", b" R ", b"<<", b"/Kids", b"obj", b"endstream", b"0 0 R", b"=1+1", b"- &a *a", b"\xf0\x9f\x98\x80",
)  # fmt: skip
LONGEST = 10
MOST = 4 * 1024**3
TALK = (
    "Interviewer: How do you get home?",
    "Kez: On foot, by the path.",
    "Interviewer: And after dark?",
    "Kez: Not alone.",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of file to be damaged: its name as a file, whole, and as what it is read."""

    name: str
    data: bytes
    as_: str | None = None

    @property
    def zipped(self) -> bool:
        """Whether it is slow to read: an archive or a PDF."""
        return self.data.startswith((b"PK", b"%PDF", b"PAR1"))


def _text(name: str, written: str, as_: str | None = None) -> Subject:
    return Subject(name, written.encode("utf-8"), as_)


@cache
def subjects() -> Mapping[str, Subject]:
    """Every kind of file that is read, whole."""
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in TALK)
    turns = [line.split(": ", 1) for line in TALK]
    answers = (
        ("id", "why do you walk", "age"),
        ("P1", "Because it is near and free.", 16),
        ("P2", "No bus at six.", 17),
    )
    sources = HERE / "sources"
    return {
        "md": _text("a.md", "# Walking\n\n" + "".join(f"**{who}:** {said}\n\n" for who, said in turns) + "[12:03] & \\*\n"),
        "txt": _text("a.txt", "Date: 3 March\nPlace: a school\n\n" + "\n\n".join(TALK)),
        "vtt": Subject("a.vtt", (sources / "interview.vtt").read_bytes()),
        "srt": Subject("a.srt", (sources / "interview.srt").read_bytes()),
        "html": _text(
            "a.html",
            f"<html><head><title>T</title></head><body>{''.join(f'<p><b>{a}:</b> {b}</p>' for a, b in turns)}<table><tr>"
            "<td>Kez</td><td>Yes, well.</td></tr></table><ul><li>one</ul></body></html>",
        ),
        "rtf": _text("a.rtf", r"{\rtf1\ansi\ansicpg1252{\fonttbl\f0 Arial;}\f0 " + r"\par ".join(TALK) + r"\u233? \'e9\par}"),
        "turns": _text("a.csv", "speaker,text,start\n" + "".join(f'{a},"{b}",1.5\n' for a, b in turns)),
        "survey": _text("b.csv", 'id,why,age\nP1,"Because it is near, and free.",16\nP2,No bus after six.,17\n', "survey"),
        "tsv": _text("b.tsv", "id\twhy\tage\nP1\tBecause it is near.\t16\nP2\tNo bus.\t17\n", "survey"),
        "indicators": _text(
            "c.csv",
            "Indicator Name,Area Code,Area Name,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit\n"
            "Inactive,E07000073,Harlow,2018/19,25.1,22.0,28.3\nInactive,E07000072,Epping Forest,2018/19,19.4,17.0,22.1\n",
            "indicators",
        ),
        "map": _text("map.yaml", "survey: walk\ncase: id\nopen: [why]\nclosed: {age: Age}\ncodes: {fear: Safety/Fear}\n"),
        "docx": Subject("a.docx", (sources / "interview.docx").read_bytes()),
        "odt": Subject("a.odt", open_text(f"<text:h>Walking</text:h>{paragraphs}")),
        "xlsx": Subject("a.xlsx", workbook({"Answers": answers}, merged=("A2:A3",)), "survey"),
        "ods": Subject("a.ods", open_sheet("".join(row(*map(str, cells)) for cells in answers)), "survey"),
        "sheet of turns": Subject("b.xlsx", workbook({"a": [("speaker", "text"), *turns]}), "transcript"),
        "pdf": Subject("a.pdf", pdf([TALK, TALK])),
        "qdpx": Subject("a.qdpx", qdpx(refi_project(), {"Sources/T1.txt": "\r\n".join(TALK).encode()})),
        "qde": _text("a.qde", refi_project()),
        **tables_of_figures(),
        **studies_of_others(),
    }  # fmt: skip


@cache
def studies_of_others() -> Mapping[str, Subject]:
    """Projects and coded tables of other tools."""
    with tempfile.TemporaryDirectory() as folder:
        return {name: Subject(*told) for name, told in to_damage(Path(folder)).items()}


@cache
def tables_of_figures() -> Mapping[str, Subject]:
    """Tables of figures in each layout, and one that a partner sent."""
    layouts = sorted((HERE / "figures").glob("*.csv"))
    found = {one.stem: Subject(one.name, one.read_bytes(), "indicators") for one in layouts}
    found["government"] = Subject("g.xlsx", government_xlsx(), "indicators")
    found["open government"] = Subject("g.ods", government_ods(), "indicators")
    found["stacked"] = Subject("s.xlsx", stacked_xlsx(), "indicators")
    found["sent"] = _text(
        "sent.csv",
        'Partnership\nQuarterly return\n\nDistrict,Referrals 2022/23,% repeat 2022/23\nHarlow,"1,204",12.5%\n'
        "Uttlesford,<5,*\nSouthend,310,8%\nTotal,1519,\nSource: case system\n",
        "indicators",
    )
    with tempfile.TemporaryDirectory() as folder:
        figures_parquet(Path(folder) / "f.parquet")
        found["parquet"] = Subject("f.parquet", (Path(folder) / "f.parquet").read_bytes(), "indicators")
    street = HERE / "street"
    found["outcomes"] = _text(
        "2024-01-essex-outcomes.csv",
        (street / "2024-01" / "2024-01-essex-outcomes.csv").read_text().strip()
        + "\n1,2024-01,Essex Police,Essex Police,0.1,51.7,On or near A Street,E01021849,Harlow 001A,Suspect charged\n"
        * 3,
    )
    return found


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


def made(subject: str, number: int) -> bytes:
    """The damaged file of that number."""
    chance = random.Random(f"{subject} {number}")
    data = subjects()[subject].data
    if data.startswith(b"PK") and number % 3:
        return damaged_inside(data, chance)
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
            except Exception as reason:  # noqa: BLE001
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
    told = parser.parse_args()
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

        done, failed = batch(name, known["done"], wanted, until=until, said=keep)
        known["failed"] += failed
        keep(max(done, known["done"]))
        print(f"{name}: {known['done']:,} of {wanted:,}, {len(known['failed'])} failed", flush=True)
        if time.monotonic() > until:
            return


if __name__ == "__main__":
    main()
