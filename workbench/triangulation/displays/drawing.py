"""Drawing a display: its rows as they stand now, with what we make of each together and whether that still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlmodel import Session

from workbench.rows import find
from workbench.triangulation.displays import by_finding, by_theme
from workbench.triangulation.displays.by_theme import Made
from workbench.triangulation.displays.definitions import Definition, read_definition
from workbench.triangulation.displays.displays import Display
from workbench.triangulation.displays.notes import notes_of, standing
from workbench.triangulation.displays.shown import Figured, Shown, ShownRow
from workbench.triangulation.evidence import Things, things

MAKERS: dict[str, Callable[[Session, Definition], Made]] = {
    "side by side": by_finding.side_by_side,
    "statistics by themes": by_theme.statistics_by_themes,
    "themes by statistics": by_theme.themes_by_statistics,
    "quotes": by_theme.quote_matrix,
    "follow-up": by_finding.follow_up,
    "building": by_finding.building,
    "typology": by_theme.typology,
    "recommendations": by_finding.recommendations,
}


def draw(session: Session, display_id: int) -> Shown:
    """A display as it stands now; it is run again at each call.

    Raises DefinitionUnclearError where its definition cannot be read, MaterialUnknownError where the material it names
    is gone, NotInProjectError where it is gone itself.
    """
    display = find(session, Display, display_id)
    return drawn_from(
        session, display_id, display.kind, display.title, read_definition(display.kind, display.definition)
    )


def drawn_from(session: Session, display_id: int, kind: str, title: str, definition: Definition) -> Shown:
    """What a definition shows, kept or not."""
    made = MAKERS[kind](session, definition)
    notes = notes_of(session, display_id) if display_id else {}
    figures = _figures(session, made.rows) if display_id else {}
    rows = []
    for one in made.rows:
        row = _with_figures(one, figures)
        note = notes.get(row.about)
        if note is None or row.row_id:
            rows.append(row)
            continue
        state = standing(note, row)
        rows.append(replace(row, together=note.together, fit=note.fit, state=state.state, cause=state.why))
    return Shown(
        display_id, kind, title, made.head, tuple(rows), made.remarks, made.group_columns, made.material, made.whole
    )


def _figures(session: Session, rows: Iterable[ShownRow]) -> Things:
    """What the figures in rows say; what we make of a topic stands in the topic, so its figures are not read here."""
    keys = {key for row in rows if not row.row_id for key in _shown_in(row)}
    return things(session, [("observation", key) for key in keys]) if keys else {}


def _with_figures(row: ShownRow, figures: Things) -> ShownRow:
    """A row that says its figures too, by their GUIDs, as a note on it is stamped."""
    if row.row_id or not figures:
        return row
    here = (figures.get(("observation", key)) for key in _shown_in(row))
    said = {one.guid: {"kind": "observation", "called": one.name, **one.says} for one in here if one is not None}
    return replace(row, says={**row.says, "figures": said}) if said else row


def _shown_in(row: ShownRow) -> list[int]:
    """The figures that a row shows."""
    return [piece.line.id for cell in row.cells for piece in cell if isinstance(piece, Figured)]
