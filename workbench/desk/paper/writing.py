"""Writing a paper: which there are, and one of them as a file for an audience, entered in the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sqlmodel import Session

from workbench.desk.door.door import Door, door
from workbench.desk.door.leaving import Also, EndingUnknownError, Taken, heading, leave, require_folder, today
from workbench.desk.paper.booklet import booklet
from workbench.desk.paper.codebook import printed_codebook
from workbench.desk.paper.display import printed_display
from workbench.desk.paper.for_participants import statement
from workbench.desk.paper.matrix import printed_matrix
from workbench.desk.paper.transcript import transcript
from workbench.desk.paper.transparency import transparency_record
from workbench.desk.paper.unknown import not_known
from workbench.desk.paper.wanted import Made, Progress, Wanted, unheard
from workbench.errors import WorkbenchError
from workbench.exchange.paper.pages import Form, Paper
from workbench.project.file import Project

ENDINGS = (".docx", ".html", ".htm")


class PaperUnknownError(WorkbenchError):
    """There is no such paper."""


class PaperNotAskedSoError(WorkbenchError):
    """That paper cannot be asked for in this way."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """The declaration of a paper: its name, its title, what it is for, how it is made, and what it may be asked for."""

    name: Form
    title: str
    says: str
    make: Callable[[Session, Wanted], Made]
    takes: frozenset[str] = frozenset()
    """Of `document`, `codes` and `display`."""


PAPERS: tuple[PaperKind, ...] = (
    PaperKind(
        "transcript",
        "Transcripts",
        "the words with numbered turns and room for a pencil",
        transcript,
        frozenset({"document", "codes"}),
    ),
    PaperKind("quotes", "Quotes by theme", "a booklet: each theme, its quotes, and the evidence against it", booklet),
    PaperKind("codebook", "Codebook", "the codes with what they mean and when they apply", printed_codebook),
    PaperKind("matrix", "Framework matrix", "people by codes on A3, with what each said", printed_matrix),
    PaperKind("unknown", "What we do not know", "each silence with its kind, and what is being done", not_known),
    PaperKind(
        "transparency",
        "Algorithmic transparency record (draft)",
        "how a machine was used, in the order of the public standard",
        transparency_record,
    ),
    PaperKind(
        "participants",
        "How a computer helped us read what you said",
        "a plain statement for the people who took part",
        statement,
    ),
    PaperKind(
        "display",
        "Words and numbers side by side",
        "one display, with what we make of each row together",
        printed_display,
        frozenset({"display"}),
    ),
)


def paper_named(name: str) -> PaperKind:
    """The paper of that name; PaperUnknownError names those there are."""
    for kind in PAPERS:
        if kind.name == name:
            return kind
    near = get_close_matches(name, [kind.name for kind in PAPERS], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise PaperUnknownError(f"There is no paper “{name}”.{hint} There are: {', '.join(one.name for one in PAPERS)}.")


def write_paper(
    project: Project,
    out: Path,
    name: str,
    *,
    audience: str = "internal",
    documents: Sequence[str] = (),
    codes: bool = False,
    display: str = "",
    progress: Progress = unheard,
) -> Taken:
    """Write a paper (.docx or .html), and enter it in the register.

    Args:
        project: The open project.
        out: The file; its ending says which of the two.
        name: transcript, quotes, codebook, matrix, unknown, display, transparency or participants.
        audience: Who will read it.
        documents: Of a transcript, the documents by name; none: every transcript.
        codes: Of a transcript, whether its codings stand in the margin.
        display: Of a display, its title.
        progress: Hears how far it is, and may raise to stop it; then nothing was written.

    Raises:
        PaperUnknownError, PaperNotAskedSoError, EndingUnknownError, FolderMissingError, FileIsOpenError,
        NoSuchDocumentError, TooManyWordsError, TooManyQuotesError, MatrixTooLargeError: as a sentence.
    """
    kind = paper_named(name)
    require_ending(out)
    for said, given in (("document", bool(documents)), ("codes", codes), ("display", bool(display))):
        if given and said not in kind.takes:
            able = "a display" if said == "display" else "a transcript"
            raise PaperNotAskedSoError(f"Only {able} can be asked for with --{said}. Leave it out for the {name}.")
    require_folder(out)
    with project.read() as session:
        at = door(session, audience)
        made = kind.make(session, Wanted(at, tuple(documents), codes, progress, display))
    return put_on_paper(project, out, kind, made, at, progress=progress)


def require_ending(out: Path) -> None:
    """Raise EndingUnknownError unless the file's name ends as paper does."""
    if out.suffix.lower() not in ENDINGS:
        raise EndingUnknownError(f"{out.name}: paper is written as .docx or .html. Give the file one of these endings.")


def put_on_paper(
    project: Project,
    out: Path,
    kind: PaperKind,
    made: Made,
    at: Door,
    *,
    progress: Progress = unheard,
    called: str = "paper",
    also: Also | None = None,
) -> Taken:
    """Draw what a maker gave, write it and enter it in the register, there under `called`; `also` as in `leave`."""
    require_folder(out)
    paper = _paper(project, kind, made, heading(at.audience.name))
    progress(0.5, "drawing the pages")
    content = _as(out.suffix.lower(), paper, lambda share: progress(0.5 + 0.48 * share, "drawing the pages"))
    progress(0.99, "writing the file")
    withheld = len({(one.document, one.start, one.end) for one in at.held}) + at.small
    taken = Taken(
        out,
        called,
        at.audience.name,
        quotes=made.quotes,
        withheld=withheld,
        left_out=(*made.left_out, *made.advice),
        leaving=at.leaving(),
        printed=at.printed,
    )
    return leave(project, out, content, taken, also=also)


def _paper(project: Project, kind: PaperKind, made: Made, audience: str) -> Paper:
    return Paper(
        form=kind.name,
        title=made.title or kind.title,
        project=project.title,
        audience=audience,
        made=today(),
        notice=project.meta.get("notice", ""),
        remarks=made.remarks,
        blocks=made.blocks,
    )


def _as(ending: str, paper: Paper, progress: Callable[[float], None]) -> bytes:
    if ending == ".docx":
        from workbench.exchange.paper.word import as_word

        return as_word(paper, progress)
    from workbench.exchange.paper.html import as_html

    return as_html(paper, progress).encode("utf-8", "replace")
