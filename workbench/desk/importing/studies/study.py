"""Taking another tool's study into the project: what is new is added, what came before is brought up to date."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from workbench.coding.study_drafts import DraftCodebook, Study
from workbench.desk.importing.studies.codebook import CodebookTaken, take_in_sets
from workbench.desk.importing.studies.codes_differ import codes_that_differ
from workbench.desk.importing.studies.codings import CodingsTaken
from workbench.desk.importing.studies.documents import DocumentsTaken
from workbench.desk.importing.studies.known import Known
from workbench.desk.importing.studies.memos import MemosTaken
from workbench.desk.importing.studies.people import PeopleTaken
from workbench.desk.importing.studies.taken import Taken
from workbench.sources.documents import Added


def _nobody(done: int) -> None:
    del done


def take_in_study(
    session: Session,
    study: Study,
    *,
    amend: bool = False,
    as_new: bool = False,
    names_out: bool = False,
    told: Callable[[int], None] = _nobody,
) -> Added:
    """Take a study in: codes, people, documents with their codings, sets as themes, memos.

    What came from the same study before is known by its keys, documents by name and words too. It follows the tool
    where the tool changed it, but for what somebody changed or removed here; nothing is removed because the tool has it
    no more. Coders are coders of that name, and have begun to read what they coded.

    Args:
        session: inside a change, which is the whole import.
        study: as a reader opened it; names are taken out of it before, by `without_names`.
        amend: let changed words of known documents come in, and codings follow them.
        as_new: take documents with changed words as others, beside those that are there.
        names_out: whether names were taken out of it, which documents then say.
        told: hears after each document how many are in.

    Gives the outcome `added`, or `found` where there was nothing new, with counts of what is new or changed.

    Raises WordsChangedError where known documents have other words and neither `amend` nor `as_new` is said.
    """
    taken = Taken(Known(session, study))
    codes = CodebookTaken(session, study, taken).take_in()
    people = PeopleTaken(session, study, taken)
    people.take_in()
    codings = CodingsTaken(session, study, taken, codes)
    documents = DocumentsTaken(session, study, taken, people, codings, amend=amend, as_new=as_new, names_out=names_out)
    documents.take_in(told)
    codings.finish()
    themes = take_in_sets(session, study, codes, taken)
    things = {"document": documents.keys, "case": people.keys, "code": codes, "theme": themes}
    MemosTaken(session, taken, codings).take_in(list(study.memos), things)
    if isinstance(study, DraftCodebook):
        taken.left_out += codes_that_differ(session, study)
    counts = dict(+taken.counts)
    if counts:
        taken.known.keep()
    return Added("added" if counts else "found", counts, tuple(taken.left_out), tuple(taken.notes))
