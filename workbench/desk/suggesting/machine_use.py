"""How a machine was used in a project, as plain facts from the ledger: for the page, the papers and the report of a run."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.project.file import Project
from workbench.rows import live, table_of
from workbench.sources.coders import coder_names
from workbench.sources.documents import Document, Segment
from workbench.suggestions.hits import Hits
from workbench.suggestions.ledger import Tally, every_run, tallies
from workbench.suggestions.material import gather
from workbench.suggestions.precision import hits, outcomes, read_blind
from workbench.suggestions.provenance import Basis, basis_of, content_stamp, differences, in_words
from workbench.suggestions.review import OPEN, Suggestion
from workbench.suggestions.runs import Run
from workbench.text import dated

KINDS = {
    "transcript": ("transcript of an interview or group", "transcripts of interviews and groups"),
    "question": ("open question of a survey", "open questions of a survey"),
    "notes": ("set of notes", "sets of notes"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """How a machine was used. Counts are suggestions unless said otherwise; coders' names are for the team."""

    models: tuple[str, ...] = ()
    runs: int = 0
    first: str = ""
    last: str = ""
    """When the first and the last run were, as dates."""
    last_run: str = ""
    """The last run in words."""
    rests_on: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    seed: int | None = None
    segments: int = 0
    """Passages that the last run read."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Passages that the last run did not read, by the reason."""
    material: tuple[str, ...] = ()
    """What there is to read, in words: 14 transcripts of interviews and groups."""
    tallies: tuple[Tally, ...] = ()
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    undecided: int = 0
    deciders: int = 0
    """People who decided about suggestions."""
    codings: int = 0
    """Codings in the project."""
    from_machine: int = 0
    """Of these, those that a suggestion led to."""
    blind: tuple[int, int] = (0, 0)
    """Passages that were read blind, and people whose words they are."""
    blind_readers: int = 0
    precision: Hits | None = None
    recall: Hits | None = None

    @property
    def decided(self) -> int:
        """Accepted, changed or rejected."""
        return self.accepted + self.edited + self.rejected


def read_use(project: Project, *, now: bool = True) -> Use:
    """Read how a machine was used; with `now`, also what changed since its last run, which reads all there is to read."""
    with project.read() as session:
        return use_of(session, now=now)


def use_of(session: Session, *, now: bool = False) -> Use:
    """How a machine was used, in any session."""
    runs = every_run(session)
    material = _material(session)
    if not runs:
        return Use(material=material)
    whole = [run for run in runs if _is_whole(run)] or runs
    last = whole[-1]
    settings = json.loads(last.settings)
    counted = _status(session)
    found = outcomes(session)
    suggestion, coding = table_of(Suggestion), table_of(Coding)
    deciders = sa.select(sa.func.count(sa.distinct(suggestion.c.decided_by))).where(suggestion.c.gone.is_(False))
    origins = Counter(
        dict(
            session.execute(
                sa.select(coding.c.origin, sa.func.count()).where(coding.c.gone.is_(False)).group_by(coding.c.origin)
            ).all()
        )
    )
    names = coder_names(session)
    return Use(
        models=tuple(sorted({run.model for run in runs})),
        runs=len({run.at[:16] for run in runs}),
        first=dated(runs[0].at[:10]),
        last=dated(last.at[:10]),
        last_run=_in_words(last, names, sum(_again(run) and run.at > last.at for run in runs)),
        rests_on=tuple(_rests_on(session, whole, now=now)),
        versions=tuple(sorted(json.loads(last.versions).items())),
        seed=last.seed,
        segments=last.segments,
        left_out=tuple(sorted(settings.get("left_out", {}).items())),
        material=material,
        tallies=tuple(tallies(session)),
        accepted=counted["accepted"],
        edited=counted["edited"],
        rejected=counted["rejected"],
        undecided=sum(counted[status] for status in OPEN),
        deciders=int(session.execute(deciders).scalar_one()),
        codings=sum(origins.values()),
        from_machine=origins["suggestion"],
        blind=read_blind(session),
        blind_readers=len({one.coder for one in found}),
        precision=hits(found, "precision"),
        recall=hits(found, "recall"),
    )


def since_last_run(project: Project) -> str:
    """What changed between the last two whole runs, in words; empty where there is one at most."""
    with project.read() as session:
        whole = [run for run in every_run(session) if _is_whole(run)]
    if len(whole) < 2:
        return ""
    return in_words(differences(basis_of(whole[-2]), basis_of(whole[-1])), since="the run before")


def basis_now(session: Session, run: Run) -> Basis:
    """What that run would rest on if it were made now, with its own settings and model."""
    from workbench.suggestions.provenance import versions

    material, before = gather(session), basis_of(run)
    content = content_stamp((one.document, one.start, one.text) for one in material.segments)
    here = versions(before.versions.get("model", run.model))
    return replace(before, content=content, passages=len(material.segments), taught=material.taught, versions=here)


def _rests_on(session: Session, whole: list[Run], *, now: bool) -> list[str]:
    said = []
    if len(whole) > 1:
        said.append(in_words(differences(basis_of(whole[-2]), basis_of(whole[-1])), since="the run before"))
    if now:
        found = differences(basis_of(whole[-1]), basis_now(session, whole[-1]))
        said.append(
            f"Run again now it would differ: {'; '.join(found)}."
            if found
            else "Run again now on this computer, it would come to the same."
        )
    return said


def _is_whole(run: Run) -> bool:
    """Whether a run was over all codes and asked for by a person: only such runs compare."""
    return run.kind == "codes" and json.loads(run.settings).get("code") is None and not _again(run)


def _again(run: Run) -> bool:
    """Whether the machine looked again by itself, with what people decided meanwhile."""
    return bool(json.loads(run.settings).get("again"))


def _in_words(run: Run, names: dict[int, str], again: int) -> str:
    who = names.get(run.coder_id or 0, "")
    since = (
        ""
        if not again
        else f" Since then it looked again {'once' if again == 1 else f'{again:,} times'} with what people decided."
    )
    return (
        f"Last looked for on {dated(run.at[:10])}{f' by {who}' if who else ''}, with {run.model}, seed {run.seed}: "
        f"{run.segments:,} passages read, {run.left_out:,} not read.{since}"
    )


def _status(session: Session) -> Counter[str]:
    table, run = table_of(Suggestion), table_of(Run)
    chosen = (
        sa.select(table.c.status, sa.func.count())
        .join(run, run.c.id == table.c.run_id)
        .where(table.c.gone.is_(False), run.c.gone.is_(False))
        .group_by(table.c.status)
    )
    return Counter({row[0]: row[1] for row in session.execute(chosen)})


def _material(session: Session) -> tuple[str, ...]:
    """What there is to read, by kind, with its passages."""
    document, segment = table_of(Document), table_of(Segment)
    chosen = (
        live(Segment)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.gone.is_(False))
        .group_by(document.c.kind)
        .with_only_columns(document.c.kind, sa.func.count(sa.distinct(document.c.id)), sa.func.count())
    )
    found = []
    for kind, documents, passages in session.execute(chosen.order_by(document.c.kind)):
        one, many = KINDS.get(kind, (kind, f"{kind}s"))
        found.append(f"{documents:,} {one if documents == 1 else many}, {passages:,} passages")
    return tuple(found)


NO_MACHINE = "No program suggested a label in this project: people gave every label here, or it came in with a file."


def machine_statement(use: Use) -> str:
    """How machines helped, in plain sentences, from what was recorded of it: the one wording for whatever leaves.

    >>> machine_statement(Use())
    'No program suggested a label in this project: people gave every label here, or it came in with a file.'
    """
    if not use.runs:
        return NO_MACHINE
    read = "1 passage" if use.segments == 1 else f"{use.segments:,} passages"
    made = use.decided + use.undecided
    suggested = "made 1 suggestion of a label" if made == 1 else f"made {made:,} suggestions of labels"
    began = f"{use.from_machine:,}" if use.from_machine else "none"
    return (
        f"A program on our own computer read {read} and {suggested} for them. It writes no sentences, and for it no words"
        f" left the computer. People accepted {use.accepted:,}, chose another label for {use.edited:,} and"
        f" rejected {use.rejected:,}; {use.undecided:,} nobody has decided on, and they count for nothing. Of the"
        f" {use.codings:,} labels that passages have been given, {began} began as such a suggestion."
    )
