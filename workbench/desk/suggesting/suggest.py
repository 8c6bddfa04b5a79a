"""Topics and proposed codes in one call: read, compute beside the person, write down in one change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workbench.desk.door.leaving import require_folder
from workbench.desk.door.quoted import Said
from workbench.desk.suggesting.looking import Beside, gathered, look, written
from workbench.desk.suggesting.machine_use import since_last_run
from workbench.desk.tabular import Cell, csv_lines
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL
from workbench.governance.departures import record_departure
from workbench.governance.quoting import quotes
from workbench.project.file import Project
from workbench.rows import live, table_of
from workbench.sources.cases import Case
from workbench.suggestions.computing import Computed, Ranking
from workbench.suggestions.embedding import Choice, choice
from workbench.suggestions.jobs import Kept
from workbench.suggestions.kept_arrays import KeptArrays
from workbench.suggestions.material import Material
from workbench.suggestions.members import keep_members
from workbench.suggestions.nearest import LIKELY
from workbench.suggestions.recording import Recorded, record
from workbench.suggestions.worker import Worker
from workbench.text import word_count

_MOST_DIGITS = 6
_SHARES = {"Reading": (0.0, 0.85), "Comparing": (0.85, 0.9)}
_SHARE_OF_GROUPING = (0.9, 0.99)
_LARGEST_SEED = 2**32 - 1
RANK_COLUMNS = ("document", "case", "start", "end", "text", "code", "score")


class TopicsIsNoNumberError(WorkbenchError):
    """The number of topics is either auto or a whole number, such as 12."""


class SeedOutOfRangeError(WorkbenchError):
    """A seed is a whole number from 0 to 4294967295."""


class ScoresNotWrittenError(WorkbenchError):
    """The file for the scores cannot be written. The proposals are in the project; name another file."""


class NoFolderError(WorkbenchError):
    """The folder for the scores does not exist. Make it first, or name another place."""


@dataclass(frozen=True, slots=True)
class SuggestReport:
    """What a run found and what it left out."""

    topics: int
    why: str
    """Why so many topics, or why none."""
    suggestions: int
    likely: int
    replaced: int
    """Open proposals of earlier runs that made way."""
    segments: int
    """Segments read."""
    left_out: dict[str, int]
    """Segments not read, counted by the reason."""
    small_talk: int
    """Read, but too short to be grouped or proposed a code."""
    codes: int
    coded: int
    """Coded passages there were to learn from."""
    model: str
    note: str
    """What a person should know of the model; empty when all is as it should be."""
    choice: str
    """Why this model read, in a sentence."""
    seed: int
    ranked: int
    """Scores written to the file of `--rank`."""
    changed: str = ""
    """What it rests on that is no longer as in the run before; empty where there was none."""

    @property
    def sentence(self) -> str:
        """The report as people read it."""
        lines = [self.note or self.choice]
        if not self.segments:
            lines.append("There is nothing that the machine may read: no participant's words in English.")
        if self.why:
            lines.append(f"Topics: {self.why}" if self.topics else f"No topics: {self.why}")
        if not self.codes:
            lines.append("The codebook is empty, so no codes are proposed.")
        elif self.segments:
            lines.append(f"{self.suggestions:,} codes proposed for review, {self.likely:,} of them likely.")
        if self.left_out:
            reasons = ", ".join(f"{count:,} {why}" for why, count in sorted(self.left_out.items()))
            lines.append(f"{self.segments:,} segments read; not read: {reasons}.")
        if self.changed:
            lines.append(self.changed)
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object."""
        return asdict(self)


def suggest(
    project: Project,
    *,
    topics: str | int = "auto",
    groups: str = "steady",
    seed: int = 42,
    model: str = "auto",
    code: str | None = None,
    rank: Path | str | None = None,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    paused: Callable[[], bool] | None = None,
    cache: Path | None = None,
    worker: Worker | None = None,
    every_core: bool = False,
) -> SuggestReport:
    """Find topics and propose codes, and put both into the project in one change.

    Nothing is locked until the result is written. Stopping leaves the project as it was. Where suggestions are off in
    this project nothing is read, and SuggestionsAreOffError says who switched them off.

    Args:
        project: An open project.
        topics: "auto", or how many.
        groups: How topics are found: "steady", or by "density" (UMAP and HDBSCAN).
        seed: The same seed gives the same result.
        model: auto, which goes by how much there is to read; better, fast, or tfidf for counted words.
        code: Only this code, by its path; topics are left as they are then.
        rank: A CSV file to which every code's score goes for every segment without a coding.
        progress: Told the share done, 0 to 1, and what is being done.
        cancelled: Asked now and then whether to stop.
        paused: Asked now and then whether to rest; only a worker can.
        cache: The folder of vectors, where it is not the user's cache folder.
        worker: A process of its own that computes; without one it is done here.
        every_core: Take the whole machine, where no screen waits for it.
    """
    wanted = _number_of(topics)
    out = None if rank is None else Path(rank)
    choice(model, 0)
    _refuse(project, seed, out)
    given = gathered(project, code=code, cache=cache)
    material = given.material
    chosen = choice(model, sum(word_count(one.text) for one in material.segments))
    told = None if progress is None else _share_of(progress)
    options: dict[str, Any] = {
        "topics": None if code is not None else wanted,
        "groups": groups,
        "seed": seed,
        "rank": out is not None,
    }
    beside = Beside(worker, told, cancelled, paused)
    computed = look(given, chosen.model, beside, every_core=every_core, **options)
    settings = {"topics": wanted, "groups": groups, "model": chosen.model, "code": code}
    with written(project, given, "Suggest codes") as session:
        recorded = record(session, material, computed, settings)
        _keep_members(session, given.kept, computed, recorded)
    ranked = 0 if out is None else _write_ranking(project, out, computed.ranking)
    if progress is not None:
        progress(1.0, "Done")
    return replace(_report(material, computed, recorded, ranked, chosen), changed=since_last_run(project))


def _keep_members(session: Session, kept: Kept, computed: Computed, recorded: Recorded) -> None:
    """Keep in the cache which passages each topic has."""
    if recorded.topics_run is not None and computed.grouping is not None:
        arrays = KeptArrays(kept.secret, key=kept.key, folder=kept.folder)
        keep_members(session, arrays, recorded.topics_run, computed.grouping, computed.grouped)


def _refuse(project: Project, seed: int, out: Path | None) -> None:
    """Raise before anything is computed: nothing can be written, the scores have nowhere to go."""
    if not 0 <= seed <= _LARGEST_SEED:
        raise SeedOutOfRangeError
    if out is not None and not out.absolute().parent.is_dir():
        raise NoFolderError
    if out is not None:
        require_folder(out)
    with project.change("Suggest codes"):
        pass


def _number_of(topics: str | int) -> str | int:
    if topics == "auto" or isinstance(topics, int):
        return topics
    if not topics.strip().isdecimal() or len(topics.strip()) > _MOST_DIGITS:
        raise TopicsIsNoNumberError
    return int(topics)


def _share_of(progress: Callable[[float, str], None]) -> Callable[[str, int, int], None]:
    """Reading takes nearly all the time; what comes after it fills the rest of the bar."""

    def heard(what: str, done: int, total: int) -> None:
        share = done / max(total, 1)
        first, last = _SHARES.get(what, _SHARE_OF_GROUPING)
        progress(first + (last - first) * share, what)

    return heard


def _report(material: Material, computed: Computed, recorded: Recorded, ranked: int, chosen: Choice) -> SuggestReport:
    return SuggestReport(
        topics=recorded.topics,
        why=computed.grouping.why if computed.grouping is not None else "",
        suggestions=recorded.suggestions,
        likely=sum(one.score >= LIKELY for one in computed.proposals),
        replaced=recorded.replaced,
        segments=len(material.segments),
        left_out=dict(material.left_out),
        small_talk=computed.small_talk,
        codes=len(material.codes),
        coded=computed.learned,
        model=computed.embedder,
        note=computed.note,
        choice=chosen.why,
        seed=computed.seed,
        ranked=ranked,
    )


def _write_ranking(project: Project, out: Path, ranking: Ranking) -> int:
    """Write every score, through the door for the team; the register has it before the file has its name."""
    begun = out.with_name(f"{out.name}.part")
    try:
        with project.change(f"Write scores to {out.name}") as session:
            said = [
                Said(one.segment_id, one.document, one.start, one.end, one.text, one.case_id)
                for one in ranking.segments
            ]
            through, held = quotes(session, said, INTERNAL)
            words = {quote.passage.key: quote.text for quote in through}
            digest = hashlib.sha256()
            with begun.open("w", encoding="utf-8", newline="") as file:
                for line in csv_lines(RANK_COLUMNS, _rows(session, ranking, words)):
                    file.write(line)
                    digest.update(line.encode("utf-8"))
            record_departure(
                session,
                kind="table",
                name=out.name,
                audience=INTERNAL,
                quotes=len(words),
                withheld=len(held),
                digest=digest.hexdigest(),
            )
            begun.replace(out)
    except OSError as reason:
        begun.unlink(missing_ok=True)
        raise ScoresNotWrittenError(
            f"{out.name} cannot be written ({reason.strerror}). The proposals are in the project; name another file."
        ) from reason
    return len(ranking)


def _rows(session: Session, ranking: Ranking, words: dict[int, str]) -> Iterator[tuple[Cell, ...]]:
    """A row a segment and code; the words stay empty where the person does not want to be quoted."""
    table = table_of(Case)
    labels: dict[int, str] = {
        row[0]: row[1] for row in session.execute(live(Case).with_only_columns(table.c.id, table.c.label))
    }
    for one in ranking:
        yield (
            one.segment.document,
            labels.get(one.segment.case_id or 0, ""),
            one.segment.start,
            one.segment.end,
            words.get(one.segment.segment_id, ""),
            one.code,
            one.score,
        )
