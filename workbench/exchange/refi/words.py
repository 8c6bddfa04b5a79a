"""The words of a source, as its file holds them: plain text, or the formatted one (.docx) where there is no other."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.exchange.archives import opened_data
from workbench.exchange.encoding import decode
from workbench.exchange.refi.parcel import Parcel, last_part
from workbench.exchange.refi.raw import RawSource
from workbench.exchange.transcripts.blocks import rows_as_text
from workbench.exchange.transcripts.word_text import WordText
from workbench.exchange.transcripts.word_transcripts import COUNTED
from workbench.sources.drafts import LeftOut

AGAIN = "Export the project again from the other program with its documents, and bring that in."
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Words:
    """A text, or why there is none; whether it began with a byte order mark, and whether it was formatted."""

    text: str | None
    why: str = ""
    marked: bool = False
    formatted: bool = False
    left_out: tuple[LeftOut, ...] = ()
    """What of a formatted text are no words."""


def words_of(parcel: Parcel, source: RawSource) -> Words:
    """The words of a source. Raises ArchiveIsBrokenError or PartIsBrokenError where its file is damaged."""
    if source.content is not None and not source.path:
        return Words(source.content)
    data = parcel.text(source.path, f"{source.guid}.txt")
    if data is None:
        return Words(source.content) if source.content is not None else _formatted(parcel, source)
    decoded = decode(data) if data else None
    if decoded is None:
        return Words(
            None, "its text is empty" if not data else f"its text is in no encoding that is known here. {AGAIN}"
        )
    return Words(decoded.text, marked=data.startswith(_MARK))


def _formatted(parcel: Parcel, source: RawSource) -> Words:
    data = parcel.text(source.rich_path) if source.rich_path else None
    if data is None:
        return Words(None, f"its text is not in the file. {AGAIN}")
    if not data.startswith(b"PK"):
        return Words(None, f"only its formatted text is in the file, and it is no Word document. {AGAIN}")
    with opened_data(data, last_part(source.rich_path)) as archive:
        word = WordText(archive)
        lines = [
            line for one in word.blocks() for line in (rows_as_text(one.table) if one.kind == "table" else [one.text])
        ]
    counted = [(what, word.counts[what], why) for what, why in COUNTED if word.counts[what]]
    counted += [("comments", len(word.remarks), "they belong to the formatted text")] if word.remarks else []
    left_out = [LeftOut("the text", f"{what} ({count})", why) for what, count, why in counted]
    return Words("\n".join([*lines, *word.notes]), formatted=True, left_out=(*word.left_out, *left_out))
