"""Nothing of what was taken out is left in any file: names in every spelling, in texts, maps, titles and file names."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.specimens.make_office import par, run, word
from workbench.briefs.options import add_brief
from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code
from workbench.coding.memos import amend_memo, write_memo
from workbench.coding.themes import add_theme
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.names.found import keep_key, names_in, open_key, read_drafts, take_out_sure
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.take_out import take_out
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.exchange.readers import Options
from workbench.project import backup
from workbench.project.file import Project, create
from workbench.rows import table_of
from workbench.sources.documents import document_named, segments_of
from workbench.suggestions.topics import Topic
from workbench.text import Span
from workbench.triangulation.findings import Evidence, write_finding

PEOPLE = ("Shanaz Begum", "Małgorzata Wiśniewska", "Siobhán O’Reilly", "Keziah Thorncastle", "Zoë Quillfeather")
FILES = (
    "Interview with Shanaz Begum.docx",
    "malgorzata wisniewska 03.txt",
    "SiobhanOReilly.txt",
    "keziah-2.srt",
    "zoe_quillfeather.md",
)
OTHERS = ("Smiggy", "Bramblewick", "Willowmere", "07700 900461", "k.thorncastle@example.org", "999 000 0069")
NAMES = (*(part for whole in PEOPLE for part in whole.split()), *OTHERS)


def spellings(name: str) -> set[bytes]:
    """A name as it may stand in a file: with and without accents and apostrophes, in three encodings."""
    plain = "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))
    forms = {name, unicodedata.normalize("NFD", name), plain.replace("ł", "l"), plain.replace("’", "")}
    forms |= {name.replace("’", "'"), name.replace(" ", "")}
    cased = {case for form in forms for case in (form.lower(), form.upper(), form.title(), form)}
    return {form.encode(encoding) for form in cased for encoding in ("utf-8", "utf-16-le", "utf-16-be")}


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and what is packed in it."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def left_of(names: Iterable[str], folder: Path, *, but: Path) -> set[tuple[str, str]]:
    """Where names stand in any file of a folder, or in a file's own name."""
    wanted = {name: spellings(name) for name in names}
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_relative_to(but):
            for raw in (*contents(path), str(path.relative_to(folder)).encode()):
                found |= {(path.name, name) for name, forms in wanted.items() if any(form in raw for form in forms)}
    return found


def turns(number: int) -> list[tuple[str, str]]:
    who, other = PEOPLE[number], PEOPLE[(number + 1) % len(PEOPLE)]
    first, bare = who.split()[0], other.replace("’", "'")
    return [
        ("Interviewer", f"Thank you {first}, where do you go after school?"),
        (who, f"I walk with {other} past the lamps, and {other.split()[0]}'s brother Smiggy comes too."),
        (who, f"They rang {other.upper()} on 07700 900461 and {first.lower()}s mum wrote to {OTHERS[4]}."),
        (who, f"Old Bramblewick at Willowmere House saw {bare}. The form says 999 000 0069."),
    ]


def written(folder: Path) -> list[Path]:
    folder.mkdir()
    for number, name in enumerate(FILES):
        who, said = PEOPLE[number], turns(number)
        path = folder / name
        if path.suffix == ".docx":
            marked = (
                f'<w:p><w:commentRangeStart w:id="1"/>{run("Interviewer: Hello.")}<w:commentRangeEnd w:id="1"/></w:p>'
            )
            comment = f'<w:comment w:id="1" w:author="{who}" w:initials="x">{par(f"ask {who}")}</w:comment>'
            body = "".join(par(f"{speaker}: {text}") for speaker, text in said)
            path.write_bytes(word(par(f"Talk with {who}", style="Titel") + marked + body, comments=comment))
        elif path.suffix == ".srt":
            cues = (f"{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{s}: {t}\n" for at, (s, t) in enumerate(said, 1))
            path.write_text("\n".join(cues), encoding="utf-8")
        elif path.suffix == ".md":
            text = f"# Talk. With {who}\n\n" + "\n\n".join(f"**{s}:** {t}" for s, t in said)
            path.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
        else:
            path.write_text(f"Participant: {who}\n\n" + "\n".join(f"{s}: {t}" for s, t in said), encoding="utf-8")
    rows = [f"{who},Willowmere,Smiggy is fine here and it is dark.,More light by the shops please." for who in PEOPLE]
    header = "Name,School,What do you think of Smiggy?,What would help?"
    (folder / "Bramblewick survey.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    questions = 'open: ["What do you think of Smiggy?", "What would help?"]'
    (folder / "map.yaml").write_text(f"survey: Bramblewick group\ncase: Name\n{questions}\nclosed: [School]\n", "utf-8")
    return [folder / name for name in FILES]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("shared", [False, True], ids=["own folder", "shared folder"])
def test_names_are_in_no_file(kept: Path, shared: bool) -> None:
    files, path = written(kept / "in"), kept / "study.workbench"
    survey, told = kept / "in" / "Bramblewick survey.csv", kept / "in" / "map.yaml"
    with create(path, title="Study 3", coder="amina", shared_folder=shared) as project:
        bring_in(project, files, dry_run=True)
        key = open_key(project, kept / "a.names", "other words")
        found = names_in(read_drafts({**dict.fromkeys(files, Options()), survey: Options("survey", told)}), key)
        for one in take_out_sure(key, found):
            if any(name.casefold() in one.text.casefold() for name in NAMES):
                key.take_out(one.text, one.kind)
        keep_key(project, key, kept / "a.names", "other words")
        reports = bring_in(project, files, names=key)
        reports += bring_in(project, [survey], as_="survey", map_=told, names=key)
        assert [report.why for report in reports if report.outcome != "imported"] == []
        suggest(project, model="tfidf")
        with project.change("Memo") as session:
            write_memo(session, "look at the lamps", about="project")
        project.undo()
        backup.backup(project, backup.place_today(path))
        take_out(project, kept / "all.xlsx")
        assert left_of(NAMES, kept, but=kept / "in") == set()
    assert left_of(NAMES, kept, but=kept / "in") == set()


def test_a_trial_leaves_nothing_on_the_disk(kept: Path) -> None:
    (kept / "in").mkdir()
    talk = kept / "in" / "talk.md"
    talk.write_text("\n\n".join(f"**Keziah:** number {n} by Bramblewick" for n in range(3000)), encoding="utf-8")
    with create(kept / "study.workbench", title="Study", coder="amina") as project:
        project._connection.execute("PRAGMA cache_size = 20")
        (report,) = bring_in(project, [talk], dry_run=True)
        assert report.counts["turns"] == 3000
        assert left_of(["Keziah", "Bramblewick"], kept, but=kept / "in") == set()


SAID = (
    "We never walk through the subway once the lamps are out.",
    "My cousin was followed by three lads from the leisure centre.",
    "Nobody mends the kiosk lights beside the old marina.",
)


def quoting(project: Project) -> None:
    """Her words wherever the team may write them, and in what it wrote before and took back."""
    with project.change("Write") as session:
        talk = document_named(session, "talk.md")
        line = segments_of(session, talk)[0]
        code = add_code(session, "kiosk lights beside the old marina", definition=f"As in “{SAID[2].upper()}”")
        apply_code(session, code, talk, Span(line.start, line.end), origin="in vivo")
        memo = write_memo(session, f"First\n{SAID[1]}", about="project")
        write_memo(session, f"others too: {SAID[0].lower()}", about="code", thing_id=code)
        write_finding(
            session,
            strand="words",
            source="interviews",
            statement=f"“{SAID[0]}”",
            evidence=[Evidence("code", code)],
            against=SAID[1],
        )
        add_brief(session, "Lamps", problem=f"One said: {SAID[1]}")
        add_theme(session, "Ways", statement=SAID[0])
    with project.change("Amend") as session:
        amend_memo(session, memo, "no words of hers")
    with project.change("Undone") as session:
        write_memo(session, SAID[2], about="project")
    project.undo()


def test_words_taken_back_are_in_no_file(kept: Path) -> None:
    talk, path = kept / "in" / "talk.md", kept / "study.workbench"
    talk.parent.mkdir()
    talk.write_text("\n\n".join(f"**Ada:** {text}" for text in SAID), encoding="utf-8")
    (kept / "in" / "ola.md").write_text("**Ola:** It was fine before they moved the crossing.", encoding="utf-8")
    with create(path, title="Study", coder="amina") as project:
        bring_in(project, [talk, kept / "in" / "ola.md"])
        quoting(project)
        suggest(project, model="tfidf")
        backup.backup(project, backup.place_today(path))
        cut_off = path.with_name(f"{backup.place_today(path).name}.part")
        cut_off.write_bytes(path.read_bytes() + SAID[0].encode())
        runs = {
            " ".join(words[at : at + 4]) for text in SAID for words in [text.split()] for at in range(len(words) - 3)
        }
        assert left_of(runs, kept, but=kept / "in")
        done = withdraw(project, "Ada")
        assert done.touched.counts["quotation"] >= 6
        assert "words taken back" in str(done.touched.quoted[0])
        assert left_of(runs, kept, but=kept / "in") == set()
        with project.read() as session:
            keywords = ", ".join(session.execute(sa.select(table_of(Topic).c.keywords)).scalars())
            assert not {"subway", "marina", "kiosk"} & set(keywords.split(", "))
        other = kept / "in" / "renamed.txt"
        other.write_text("\n".join(f"A: {text}" for text in SAID), encoding="utf-8")
        (report,) = bring_in(project, [other])
        assert report.outcome == "refused"
    assert left_of(runs, kept, but=kept / "in") == set()
