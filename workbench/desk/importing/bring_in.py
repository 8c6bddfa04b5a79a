"""Bringing files in: each is recognised, read, and taken in whole or not at all, with a report of what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workbench.briefs.answer_drafts import DraftAnswers
from workbench.coding.study_drafts import Study
from workbench.desk.importing.coded.tables import CodedTable, table_without_names, take_in_table
from workbench.desk.importing.comments import take_in_comments
from workbench.desk.importing.figure_tables import remember, remembered
from workbench.desk.importing.following import codings_touched, follow
from workbench.desk.importing.how_far import HowFar, ImportStoppedError
from workbench.desk.importing.one_change import in_one_change
from workbench.desk.importing.releasing import Taken, Taking, take_in_figures
from workbench.desk.importing.reports import NOTHING, ImportReport, refused
from workbench.desk.importing.samples import Sample, sample_of
from workbench.desk.importing.studies.names import WithoutNames
from workbench.desk.importing.studies.study import take_in_study
from workbench.desk.importing.survey_codes import take_in_codes
from workbench.desk.importing.together import are_enough, written_together
from workbench.desk.importing.unswept import unswept
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, folder_score, readers, recognise
from workbench.governance.pseudonyms import Pseudonyms
from workbench.indicators.area_drafts import DraftAreas, DraftPeers, OwnAreas
from workbench.indicators.drafts import DraftFigures
from workbench.project.file import Project
from workbench.project.landing import landing
from workbench.rows import amend, find_guid, now
from workbench.sources.document_names import free_name, names_by_words
from workbench.sources.documents import (
    Added,
    Document,
    WordsChangedError,
    add_document,
    amend_document,
    compare,
    document_guid,
)
from workbench.sources.drafts import DraftDocument, DraftSurvey
from workbench.sources.new_surveys import NewSurvey, land, planned, rows_of, take_in
from workbench.sources.recordings import recording_beside, told_from
from workbench.sources.surveys import add_survey, question_guid

LARGE = 50_000
"""A new survey that makes more rows than this lands beside other changes, so that they do not wait for it."""


@dataclass(slots=True)
class _Wish:
    """How the files are to be taken, and how far that is."""

    options: Options
    amend: bool
    as_new: bool
    dry_run: bool
    far: HowFar
    names: Pseudonyms | None = None
    figures: Taking = field(default_factory=Taking)
    taken: Taken | None = None
    """What came of the figures of the file in hand."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that is read and not taken in yet, with its draft, or why it is refused."""

    path: Path
    kind: str
    draft: Any
    refused: WorkbenchError | None = None


def is_one_import(path: Path) -> bool:
    """Whether a folder comes in as a whole, such as a folder of months, and not file by file."""
    return any(folder_score(reader, path) >= 0.5 for reader in readers())


def bring_in(
    project: Project,
    paths: Iterable[Path | str],
    *,
    as_: str | None = None,
    map_: Path | str | None = None,
    speakers: str = "",
    amend: bool = False,
    as_new: bool = False,
    dry_run: bool = False,
    names: Pseudonyms | None = None,
    columns: Mapping[str, Any] | None = None,
    figures: Taking | None = None,
    progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    came: Callable[[ImportReport], None] = lambda _: None,
) -> list[ImportReport]:
    """Bring files into a project, each in one change of its own; a refused one does not keep the others out.

    Args:
        project: open for writing.
        paths: the files.
        as_: transcript, survey, indicators, areas, neighbours, readiness, codes or refi; told nothing, each file is recognised by itself.
        map_: a YAML file with the columns of a survey or of figures, or a transcript's roles and cases.
        speakers: how a transcript marks its speakers, with NAME for the name: `[NAME]`, `NAME -`.
        amend: take changed words under a known name as a correction; codings follow their words.
        as_new: take a file of a known name with other words as another document.
        dry_run: say what would come in, and change nothing.
        names: the key of names; those in it are replaced before anything is stored.
        columns: a survey's map as somebody set it, instead of one in a file.
        figures: what was said of files of figures: of which data set they are a release, who shared them.
        progress: told now and then how many of the files are done, and which share of the one in hand: 2.5.
        cancelled: asked as often whether to stop.
        came: told what came of each file once that is settled, in their order.

    Raises ImportStoppedError when it was cancelled: the file in hand left nothing behind, those before it are in.
    """
    options = Options(as_, Path(map_) if map_ is not None else None, speakers, columns, remembered=remembered)
    files = _Files(project, came)
    far = HowFar(lambda share: progress(files.number + share), cancelled)
    wish = _Wish(options, amend, as_new, dry_run, far, names, figures or Taking())
    try:
        for path in paths:
            far.begin()
            with unswept():
                files.take_in(_read(project, Path(path), wish), wish)
    finally:
        files.take_in_waiting(wish)
    return files.reports


class _Files:
    """The files of an import: transcripts wait until there are enough to be written together; `came` is told of each in their order."""

    def __init__(self, project: Project, came: Callable[[ImportReport], None]) -> None:
        self._project, self._came = project, came
        self._waiting: list[_Read] = []
        self._said: dict[str, str] | None = None
        """What transcripts in the project and in this import are called, by the SHA-256 of who said what in them."""
        self.reports: list[ImportReport] = []

    @property
    def number(self) -> int:
        """How many have been read."""
        return len(self.reports) + len(self._waiting)

    def take_in(self, file: _Read, wish: _Wish) -> None:
        """Take a file in, or let it wait for others."""
        file = self._beside_its_twin(file)
        if isinstance(file.draft, DraftDocument) and not wish.dry_run:
            self._waiting.append(file)
        else:
            self.take_in_waiting(wish)
            self._settle(_bring_in_one(self._project, file, wish))
        if are_enough([one.draft for one in self._waiting]):
            self.take_in_waiting(wish)

    def _beside_its_twin(self, file: _Read) -> _Read:
        """A file, with a note of another of the same words under another name, which may be the same conversation twice."""
        if not isinstance(file.draft, DraftDocument):
            return file
        if self._said is None:
            with self._project.read() as session:
                self._said = names_by_words(session)
        twin = self._said.setdefault(file.draft.content, file.draft.name)
        if twin == file.draft.name:
            return file
        note = f"{twin} has the same words: if it is the same conversation, leave one of them out."
        return replace(file, draft=replace(file.draft, notes=(*file.draft.notes, note)))

    def take_in_waiting(self, wish: _Wish) -> None:
        """Take in those that wait."""
        taken = _taken_in(self._project, self._waiting, wish)
        self._waiting.clear()
        for report in taken:
            self._settle(report)

    def _settle(self, report: ImportReport) -> None:
        self.reports.append(report)
        self._came(report)


def _read(project: Project, path: Path, wish: _Wish) -> _Read:
    """A file as a draft without the names that are to be taken out, or why it is refused."""
    kind = wish.options.as_ or ""
    try:
        reader = recognise(path, as_=wish.options.as_, map_path=wish.options.map_path)
        kind = reader.kind
        own = _own_areas(project) if kind == "indicators" else wish.options.areas
        draft = reader.read(path, replace(wish.options, areas=own, going=wish.far.read))
        if wish.names is not None and isinstance(draft, DraftDocument | DraftSurvey):
            draft = wish.names.applied(draft)
        elif wish.names is not None and isinstance(draft, Study):
            draft = WithoutNames(draft, wish.names)
        elif wish.names is not None and isinstance(draft, CodedTable):
            draft = table_without_names(draft, wish.names)
        if isinstance(draft, DraftDocument):
            draft = _with_recording(project, path, draft, wish)
        wish.far.take_in()
    except ImportStoppedError:
        raise
    except WorkbenchError as reason:
        return _Read(path, kind, None, reason)
    return _Read(path, kind, draft)


def _taken_in(project: Project, files: Sequence[_Read], wish: _Wish) -> list[ImportReport]:
    """Take in transcripts: together where all of them are new, else one by one."""
    added = None
    if len(files) > 1:
        added = written_together(
            project, [file.draft for file in files], lambda session, draft: _add(session, draft, wish)
        )
    if added is None:
        return [_bring_in_one(project, file, wish) for file in files]
    return [_told(file, one, wish) for file, one in zip(files, added, strict=True)]


def _bring_in_one(project: Project, file: _Read, wish: _Wish) -> ImportReport:
    try:
        if file.refused is not None:
            raise file.refused
        new = _large(project, file.draft)
        added = _take_in(project, file, wish) if new is None else _land(project, file, new, wish)
    except ImportStoppedError:
        raise
    except WorkbenchError as reason:
        return refused(file.path.name, file.kind, reason)
    return _told(file, added, wish)


def _told(file: _Read, added: Added, wish: _Wish) -> ImportReport:
    """What came of a file that is in the project now."""
    draft = file.draft
    if isinstance(draft, DraftFigures) and wish.options.survey_map is not None and not wish.dry_run:
        remember(draft)
    notes = [*getattr(draft, "notes", ()), *added.notes]
    if added.outcome == "found":
        same = (
            "" if isinstance(draft, DraftAreas | DraftPeers | DraftFigures | DraftAnswers) else ", with the same words"
        )
        notes.append(f"{file.path.name} is in the project already{same}: nothing changed.")
    said = set(draft.left_out)
    return ImportReport(
        file.path.name,
        file.kind,
        "imported",
        {**NOTHING, **({} if added.outcome == "found" else added.counts)},
        (*draft.left_out, *(left for left in added.left_out if left not in said)),
        tuple(notes),
        sample=sample_of(draft) if wish.dry_run else Sample(),
        content=draft.content if isinstance(draft, DraftDocument) and wish.dry_run else "",
        release=wish.taken.release if wish.taken and isinstance(draft, DraftFigures) else None,
    )


def _own_areas(project: Project) -> OwnAreas:
    from workbench.indicators.own_areas import own_areas

    with project.read() as session:
        return own_areas(session)


def _with_recording(project: Project, path: Path, draft: DraftDocument, wish: _Wish) -> DraftDocument:
    """The draft with the place of the recording beside its file; not where that place would say a name."""
    found = recording_beside(path)
    if found is None or draft.recording:
        return draft
    told = told_from(found, project.path)
    if wish.names is not None and wish.names.hides(told):
        note = "The recording's file name holds a name, so its place is not kept. Rename it, and say where it lies."
        return replace(draft, notes=(*draft.notes, note))
    return replace(draft, recording=told, notes=(*draft.notes, "Its recording lies beside it: o plays it in Coding."))


def _take_in(project: Project, file: _Read, wish: _Wish) -> Added:
    """Take a draft into the project."""
    return in_one_change(
        project,
        f"Import {_called(file.path, file.draft)}",
        lambda session: _add(session, file.draft, wish),
        dry_run=wish.dry_run,
    )


def _add(session: Session, draft: Any, wish: _Wish) -> Added:
    added = _study(session, draft, wish) if isinstance(draft, Study) else _added(session, draft, wish)
    if wish.names is not None and added.outcome != "found":
        _mark_names_out(session, draft)
    return added


def _large(project: Project, draft: Any) -> NewSurvey | None:
    """A survey that is new to the project and makes so many rows that it has to land."""
    if not isinstance(draft, DraftSurvey) or rows_of(draft) <= LARGE:
        return None
    with project.read() as session:
        return planned(session, draft)


def _land(project: Project, file: _Read, new: NewSurvey, wish: _Wish) -> Added:
    """Land a large survey's rows, and take them in with one short change."""
    added = new.added()
    if wish.dry_run:
        return replace(added, counts={**added.counts, "codings": sum(len(code.yes) for code in new.draft.codes)})
    name = f"Import {_called(file.path, new.draft)}"
    total, done = max(1, new.rows), 0

    def landed(rows: int) -> None:
        nonlocal done
        done += rows
        wish.far.take_in(done / total)

    with landing(project, name, landed) as place:
        land(place, new)
        with project.change(name) as session:
            values = take_in(session, place, new)
            codings, left_out = take_in_codes(session, new.draft)
            if wish.names is not None:
                _mark_names_out(session, new.draft)
    counts = {**added.counts, "values": values, "codings": codings}
    return replace(added, counts=counts, left_out=(*added.left_out, *left_out))


def _called(path: Path, draft: Any) -> str:
    """What a file is called in the history: as the draft is, whose name may have been taken out of it."""
    if isinstance(draft, DraftDocument):
        return draft.name
    if isinstance(draft, WithoutNames | CodedTable):
        return f"{draft.name}{path.suffix}"
    return draft.came_from if isinstance(draft, DraftSurvey) else path.name


def _mark_names_out(session: Session, draft: Any) -> None:
    """Say of the documents that came in that names were taken out before."""
    if isinstance(draft, DraftDocument):
        guids = [document_guid(session, draft.name)]
    elif isinstance(draft, DraftSurvey):
        guids = [question_guid(session, draft.name, question.column) for question in draft.questions]
    else:
        return
    for guid in guids:
        document = find_guid(session, Document, guid)
        if document is not None and document.id is not None:
            amend(session, Document, document.id, names_out=now())


def _added(session: Session, draft: Any, wish: _Wish) -> Added:
    if isinstance(draft, DraftDocument):
        return _document(session, draft, wish)
    if isinstance(draft, DraftSurvey):
        return _survey(session, draft, wish)
    if isinstance(draft, CodedTable):
        return take_in_table(session, draft, lambda study: _study(session, study, wish))
    if isinstance(draft, DraftAreas):
        from workbench.indicators.own_areas import add_areas

        return add_areas(session, draft)
    if isinstance(draft, DraftPeers):
        from workbench.indicators.peer_sets import add_peers

        return add_peers(session, draft)
    if isinstance(draft, DraftAnswers):
        from workbench.briefs.rounds import take_in_answers

        return take_in_answers(session, draft, amended=wish.amend)
    wish.taken = take_in_figures(session, draft, replace(wish.figures, amend=wish.amend, as_new=wish.as_new))
    return wish.taken.added


def _study(session: Session, study: Study, wish: _Wish) -> Added:
    """Take in another tool's study."""
    told, names_out = wish.far.document, wish.names is not None
    return take_in_study(session, study, amend=wish.amend, as_new=wish.as_new, names_out=names_out, told=told)


def _document(session: Session, draft: DraftDocument, wish: _Wish) -> Added:
    name = draft.name
    try:
        added = add_document(session, draft)
    except WordsChangedError:
        if wish.as_new:
            name = free_name(session, draft.name)
            added = add_document(session, replace(draft, name=name))
        elif wish.amend:
            added = follow(session, amend_document(session, draft))
        else:
            raise WordsChangedError(_what_would_change(session, draft)) from None
    if added.outcome == "found":
        return added
    return replace(added, counts={**added.counts, "comments": take_in_comments(session, draft, name)})


def _what_would_change(session: Session, draft: DraftDocument) -> str:
    moves = compare(session, draft)
    changed = moves.changed if moves else 0
    touched = codings_touched(session, draft.name, moves) if moves else 0
    codings = f", and {touched:,} coding{'s' * (touched != 1)} with them" if touched else ""
    return (
        f"{draft.name} is in the project with other words: {changed:,} passage{'s' * (changed != 1)} would change or go{codings}."
        " --amend takes the new words and lets codings follow them; --as-new keeps both."
    )


def _survey(session: Session, draft: DraftSurvey, wish: _Wish) -> Added:
    added = follow(session, add_survey(session, draft, amended=wish.amend))
    codings, left_out = take_in_codes(session, draft)
    outcome = "added" if added.outcome == "found" and codings else added.outcome
    return replace(
        added,
        outcome=outcome,
        counts={**added.counts, "codings": codings},
        left_out=(*added.left_out, *left_out),
    )
