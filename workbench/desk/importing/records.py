"""Partners' records counted into figures by a definition: all files of one definition in one change, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

from workbench.desk.importing.one_change import in_one_change
from workbench.desk.importing.reports import NOTHING, ImportReport
from workbench.errors import WorkbenchError
from workbench.exchange.records.reading import read_records
from workbench.governance.audiences import add_agreement
from workbench.indicators.datasets import KEPT_OUT, kept_out
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.kept_doubts import keep_doubts
from workbench.indicators.observations import add_figures
from workbench.indicators.recognised import dataset_of_file
from workbench.project.file import Project
from workbench.sources.documents import Added
from workbench.sources.drafts import LeftOut

KIND = "records"


def count_records(
    project: Project, paths: Sequence[Path], definition: Path, *, amend: bool = False, dry_run: bool = False
) -> ImportReport:
    """Count record files by a definition, and keep the figures.

    Args:
        project: open for writing.
        paths: the record files of every partner that the definition names; they are only read.
        definition: what is counted, as YAML.
        amend: take the new figures where they differ from the project's.
        dry_run: say what would be counted, and change nothing.
    """
    try:
        draft = read_records(paths, definition)
        added = in_one_change(
            project,
            f"Count records: {draft.name}",
            lambda session: _added(session, draft, amend=amend),
            dry_run=dry_run,
        )
    except WorkbenchError as reason:
        why = LeftOut(definition.name, "the records", str(reason))
        return ImportReport(definition.name, KIND, "refused", dict(NOTHING), (why,), asks=reason.asks)
    notes = [*draft.notes, *(note for note in added.notes if note not in draft.notes)]
    if added.outcome == "found":
        notes.append("The project has these figures already: nothing changed.")
    counts = {**NOTHING, **({} if added.outcome == "found" else added.counts)}
    return ImportReport(definition.name, KIND, "imported", counts, draft.left_out, tuple(notes))


def _added(session: Session, draft: DraftFigures, *, amend: bool) -> Added:
    agreements = [
        add_agreement(session, reference, parties=parties, purpose=purpose, ends_on=ends)
        for reference, parties, purpose, ends in draft.agreements
    ]
    added = add_figures(session, draft, amend=amend, agreement_id=agreements[0])
    doubts = keep_doubts(session, draft)
    known = dataset_of_file(session, draft.name)
    out = kept_out(session).get(known[0], ()) if known else ()
    kept = (f"{KEPT_OUT} {' '.join(out)}",) if out else ()
    new = doubts + sum(added.counts.get(name, 0) for name in ("indicators", "observations", "amended", "returned"))
    return Added("added" if new else "found", added.counts, added.left_out, (*added.notes, *kept))
