"""Exports at random from projects at random, read by somebody who knows what may not be in them.

In the suite some; all of them, and on from where it stopped, with `python -m tests.desk.random_exports FOLDER 1000`.
"""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.briefs.evidence import Citation, CitedTwiceError, QuoteNotPermittedError, cite
from workbench.briefs.options import Brief, Option, add_brief, add_option, prefer
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.coding.themes import Theme, ThemeCode
from workbench.desk.briefs.brief import write_brief
from workbench.desk.tables.declared import TABLES
from workbench.desk.take_out import take_out
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.errors import WorkbenchError
from workbench.governance.audiences import add_audience
from workbench.governance.flags import KINDS, flag, say_in_other_words
from workbench.governance.sign_offs import QUESTIONS, agree, ask, refuse
from workbench.project.file import Project, create, open_file
from workbench.rows import add, amend, live, now
from workbench.sources.cases import Case, set_attribute
from workbench.sources.coders import current_coder
from workbench.sources.consent import set_consent
from workbench.sources.documents import Document, Segment
from workbench.text import Span
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import Finding, write_finding

AUDIENCES = ("public", "police", "school")
PLAIN = ("we go round by the shops {0}", "nobody minds it {0} so I walk", "there is no lamp {0} on the path")
AMBER = (
    "my brother was stabbed at Christmas {0} when I was fourteen, he has asthma",
    "I walk with Maisie {0} and we get the early bus",
    "my mum is a nurse at Christmas {0} and she was arrested, she has diabetes",
)
RED = ("you can ring me on 07700 900{1} {0}", "write to kez{1}@example.org {0} any time")
PAPERS = ("transcript", "quotes", "matrix", "codebook", "participants", "transparency")
ANSWERS = dict.fromkeys(QUESTIONS, "no")


@dataclass
class Turn:
    """Some words with a mark in them that stands nowhere else."""

    document: int
    start: int
    text: str
    mark: str
    case: int
    level: str
    flagged: bool = False
    signed: set[str] = field(default_factory=set)

    @property
    def end(self) -> int:
        """Where they end."""
        return self.start + len(self.text)


@dataclass
class Made:
    """A project at random and what is known of it."""

    project: Project
    turns: list[Turn]
    consent: dict[int, dict[tuple[str, str], str]]
    withdrawn: set[int]
    secrets: list[str]
    """What stands in no quote and is for the team only: memos, files' names, attributes that few share."""
    named: dict[str, int] = field(default_factory=dict)
    """What marks a sentence of the team in which a person is named, and whom."""

    def may_leave(self, turn: Turn, audience: str) -> bool:
        """Whether words may leave, told from the facts and not by asking the door."""
        said = self.consent[turn.case]
        if turn.case in self.withdrawn or turn.flagged:
            return False
        if audience == "internal":
            return said.get(("verbatim", "")) != "refused"
        if said.get(("verbatim", "")) != "given" or said.get(("audience", audience)) != "given":
            return False
        return turn.level == "plain" or (turn.level == "amber" and audience in turn.signed)

    def may_be_named(self, case: int, audience: str) -> bool:
        """Whether a sentence of the team may name a person, told from the facts; of somebody withdrawn no name is known."""
        said = self.consent[case]
        agreed = said.get(("paraphrase", "")) == "given" and said.get(("audience", audience)) == "given"
        return audience == "internal" or agreed or case in self.withdrawn


def made(seed: int, folder: Path) -> Made:
    """A project at random: people, talks, consent, flags, second readers, withdrawals."""
    chance = random.Random(seed)
    path = folder / f"{seed}.workbench"
    project = create(path, title=f"Study {seed}", coder="amina")
    with project.change("Study") as session:
        for name in AUDIENCES:
            add_audience(session, name)
        consent = _people(session, chance)
        turns, secrets = _talks(session, chance, seed, list(consent))
        _coded(session, chance, turns)
        asked = _held(session, chance, turns)
        named = _named(session, chance, seed, list(consent))
    project.close()
    project = open_file(path, coder="ben")
    with project.change("Second reader") as session:
        for key, (turn, audience) in asked.items():
            match chance.choice(["agree", "refuse", "wait"]):
                case "agree":
                    agree(session, key, ANSWERS)
                    turn.signed.add(audience)
                case "refuse":
                    refuse(session, key, "too plain who it is")
    gone = set()
    for case in consent:
        if chance.random() < 0.12 and len(consent) - len(gone) > 2:
            withdraw(project, f"P{case}")
            gone.add(case)
    return Made(project, turns, consent, gone, secrets, named)


def _people(session: Any, chance: random.Random) -> dict[int, dict[tuple[str, str], str]]:
    consent = {}
    for number in range(1, chance.randint(4, 12)):
        case = add(session, Case, label=f"P{number}", sampling=chance.choice(["purposive", "everyone", "not recorded"]))
        said = {}
        for scope in [("verbatim", ""), ("paraphrase", ""), *(("audience", name) for name in AUDIENCES)]:
            state = chance.choices(["given", "refused", "unknown"], [8, 1, 1])[0]
            if state != "unknown":
                set_consent(session, case, scope[0], state, audience=scope[1])
            said[scope] = state
        consent[case] = said
        set_attribute(session, case, "sex", chance.choice(["woman", "man"]))
        set_attribute(session, case, "job", f"rarejob{number}x" if chance.random() < 0.4 else "clerk")
    return consent


def _talks(session: Any, chance: random.Random, seed: int, cases: list[int]) -> tuple[list[Turn], list[str]]:
    turns: list[Turn] = []
    secrets = [f"rarejob{number}x" for number in range(1, 13)]
    for number in range(chance.randint(1, 3)):
        name = f"secretfile{number}x.md"
        secrets.append(name.removesuffix(".md"))
        here = chance.sample(cases, chance.randint(1, min(4, len(cases))))
        texts = []
        for _ in range(chance.randint(3, 14)):
            level = chance.choices(["plain", "amber", "red"], [7, 2, 1])[0]
            mark = f"zq{seed}x{len(turns) + len(texts)}q"
            shape = chance.choice({"plain": PLAIN, "amber": AMBER, "red": RED}[level])
            texts.append((shape.format(mark, f"{chance.randrange(1000):03d}"), mark, chance.choice(here), level))
        length = sum(len(text) + 1 for text, *_ in texts) - 1
        document = add(session, Document, name=name, kind="transcript", imported=now(), length=length)
        start = 0
        for at, (text, mark, case, level) in enumerate(texts):
            cells = {"kind": "turn", "text": text, "words": len(text.split()), "ordinal": at, "case_id": case}
            add(session, Segment, document_id=document, start=start, end=start + len(text), **cells)
            turns.append(Turn(document, start, text, mark, case, level))
            start += len(text) + 1
        secrets.append(f"memosecret{number}x")
        add(
            session,
            Memo,
            about="document",
            thing_id=document,
            text=secrets[-1],
            coder_id=current_coder(session),
            kind="note",
            created=now(),
        )
    return turns, secrets


def _coded(session: Any, chance: random.Random, turns: list[Turn]) -> None:
    """Codes on most turns, a finding, and a brief that cites some."""
    codes = [add(session, Code, name=name) for name in ("Dark", "Police", "Ways")]
    theme = add(session, Theme, name="Going round", statement="People go round.")
    add(session, ThemeCode, theme_id=theme, code_id=codes[0])
    keys = []
    for turn in turns:
        for code in chance.sample(codes, chance.choice([0, 1, 1, 2])):
            cells = {"anchor": turn.start, "start": turn.start, "end": turn.end, "created": now()}
            coder = current_coder(session)
            keys.append(add(session, Coding, code_id=code, coder_id=coder, document_id=turn.document, **cells))
    brief = add_brief(session, "Ways home", decision_asked="Mend the lamps.")
    option = add_option(session, brief, "Mend the lamps")
    prefer(session, option)
    if not keys:
        return
    some = [Evidence("coding", key) for key in chance.sample(keys, min(6, len(keys)))]
    finding = write_finding(
        session, strand="words", source="interviews", statement="They go round.", prominence="high",
        evidence=[Evidence("theme", theme), *some], against="Not everybody.",
    )  # fmt: skip
    cite(session, brief, "finding", finding, option_id=option)
    for key in chance.sample(keys, min(8, len(keys))):
        try:
            cite(session, brief, "quote", key, option_id=option)
        except (QuoteNotPermittedError, CitedTwiceError):
            continue


def _held(session: Any, chance: random.Random, turns: list[Turn]) -> dict[int, tuple[Turn, str]]:
    """Flags on some turns, and questions to a second reader about others, by their key."""
    asked = {}
    for turn in turns:
        span = Span(turn.start, turn.end)
        if chance.random() < 0.1:
            key = flag(session, turn.document, span, chance.choice(KINDS))
            say_in_other_words(session, key, "nobody has agreed to this")
            turn.flagged = True
        elif turn.level != "plain" and chance.random() < 0.7:
            audience = chance.choice(AUDIENCES)
            asked[ask(session, turn.document, span, audience)] = (turn, audience)
    return asked


def _named(session: Any, chance: random.Random, seed: int, cases: list[int]) -> dict[str, int]:
    """Sentences of the team that name a person, in some of the places where one can be written."""
    named: dict[str, int] = {}

    def said() -> str:
        case = chance.choice(cases)
        mark = f"zn{seed}x{len(named)}n"
        named[mark] = case
        return f"Much of what stands here {mark} P{case} told us at the gate."

    boxes: list[tuple[Any, str]] = [
        (Finding, "statement"), (Finding, "against"), (Theme, "statement"), (Code, "definition"), (Option, "what"),
        (Brief, "problem"), (Citation, "note"),
    ]  # fmt: skip
    for kind, name in boxes:
        for row in session.execute(live(kind)).scalars().all():
            if chance.random() < 0.08:
                amend(session, kind, row.id, **{name: said()})
    return named


def exported(study: Made, chance: random.Random, folder: Path) -> tuple[str, str, str] | None:
    """One thing taken out at random, as (what, for whom, all that is in it as text); None where it cannot be."""
    audience = chance.choice([*AUDIENCES, *AUDIENCES, "internal"])
    what = chance.choice(["workbook", "table", "table", "table", "brief", "paper"])
    out = folder / "out"
    try:
        match what:
            case "workbook":
                out = out.with_suffix(".xlsx")
                take_out(study.project, out, audience=audience)
            case "table":
                name = chance.choice(sorted(TABLES))
                what, out = f"table {name}", out.with_suffix(chance.choice([".csv", ".json", ".md"]))
                take_out(study.project, out, audience=audience, table=name)
            case "brief":
                out = out.with_suffix(chance.choice([".html", ".md"]))
                out = write_brief(study.project, "Mend the lamps", out, audience=audience).path
            case _:
                paper = chance.choice(PAPERS)
                what, out = f"paper {paper}", out.with_suffix(chance.choice([".html", ".docx"]))
                take_out(study.project, out, audience=audience, paper=paper)
    except WorkbenchError:
        return None
    return what, audience, as_text(out)


def as_text(path: Path) -> str:
    """All that is in a file, whatever holds it."""
    content = path.read_bytes()
    if path.suffix in {".xlsx", ".docx"}:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return "\n".join(opened.read(one).decode("utf-8", "replace") for one in opened.namelist())
    return content.decode("utf-8")


def wrong(study: Made, what: str, audience: str, text: str) -> Iterator[str]:
    """What is in an export that may not be."""
    lowered = text.lower()
    for turn in study.turns:
        if turn.mark in lowered and not study.may_leave(turn, audience):
            yield f"{what} for {audience}: words of {turn.level}, flagged {turn.flagged}: {turn.mark}"
    for mark, case in study.named.items():
        if mark in lowered and not study.may_be_named(case, audience):
            yield f"{what} for {audience}: a sentence that names P{case}: {mark}"
    if "nobody has agreed to this" in lowered:
        yield f"{what} for {audience}: other words that nobody agreed to"
    if audience != "internal":
        for secret in study.secrets:
            if secret in lowered:
                yield f"{what} for {audience}: {secret}"


def go(seeds: range, exports: int, folder: Path) -> tuple[int, int, list[str]]:
    """Make projects and take things out of each: how many left, how many of a person's words in them, what was wrong."""
    left, words, found = 0, 0, []
    for seed in seeds:
        study = made(seed, folder)
        chance = random.Random(seed + 1)
        done = tries = 0
        while done < exports and tries < 3 * exports:
            tries += 1
            one = exported(study, chance, folder)
            if one is None:
                continue
            done += 1
            words += sum(turn.mark in one[2].lower() for turn in study.turns)
            found += [f"{seed}: {said}" for said in wrong(study, *one)]
        left += done
        path = study.project.path
        study.project.close()
        path.unlink()
    return left, words, found


def main(folder: Path, wanted: int, each: int = 20) -> None:
    """The full run; what is done stands in `done.json`, and it goes on from there."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "done.json"
    state = json.loads(kept.read_text("utf-8")) if kept.exists() else {"seed": 0, "left": 0, "words": 0, "wrong": []}
    while state["left"] < wanted:
        left, words, found = go(range(state["seed"], state["seed"] + 1), each, folder)
        state = {
            "seed": state["seed"] + 1,
            "left": state["left"] + left,
            "words": state["words"] + words,
            "wrong": [*state["wrong"], *found],
        }
        kept.write_text(json.dumps(state), "utf-8")
    print(f"{state['left']} exports of {state['seed']} projects, {state['words']} quotes in them.")
    print("\n".join(state["wrong"]) or "Nothing was in them that may not be.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
