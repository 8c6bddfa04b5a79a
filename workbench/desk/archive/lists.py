"""The lists of an archive: codebook, people, the rules by which things were shown, consent as it was given, the history."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from workbench.coding.codebook import codebook
from workbench.coding.themes import themes
from workbench.desk.door.door import Door
from workbench.desk.door.quoted import descriptors
from workbench.desk.tables.history import history_table
from workbench.desk.tables.words import not_to_be_shown
from workbench.desk.tabular import Asking, Cell
from workbench.governance.audiences import audiences
from workbench.governance.samples import people_needed
from workbench.rows import live, table_of
from workbench.sources.cases import Case, attribute_names
from workbench.sources.consent import Consent

CODEBOOK = ("code", "definition", "when_it_applies", "when_not", "example", "state", "themes")
RULES = ("audience", "who_that_is", "withheld_below", "rounded_to", "zeros", "percentages", "people_to_a_description")
CONSENT = (
    "case",
    "scope",
    "audience",
    "state",
    "given_on",
    "expires_on",
    "form",
    "how",
    "guardian",
    "assent",
    "withdraw_by",
)
HISTORY = ("at", "who", "name", "kind", "state")
DEPARTURE = "departure"
"""Changes by which something left are not in an archive's history: writing it is one, and would change the next."""


def codebook_rows(at: Door) -> Iterator[tuple[Cell, ...]]:
    """A row a code, in the codebook's order."""
    serves: dict[int, list[str]] = {}
    for theme in themes(at.session):
        if theme.state != "dropped":
            for key in theme.code_ids:
                serves.setdefault(key, []).append(theme.name)
    for line in codebook(at.session, counts=False):
        yield (
            line.path,
            line.definition,
            line.include,
            line.exclude,
            line.example,
            line.state,
            "; ".join(serves.get(line.id, ())),
        )


def people_columns(at: Door) -> tuple[str, ...]:
    """The columns of the list of people."""
    return ("case", "kind", "how_they_were_found", *attribute_names(at.session))


def people_rows(at: Door) -> tuple[list[tuple[Cell, ...]], int]:
    """A row a person who may be shown, with what may be known of each; and how many are not shown."""
    names = attribute_names(at.session)
    case = table_of(Case)
    listed = list(at.session.execute(live(Case).order_by(case.c.label, case.c.id)).scalars())
    keys = {row.id for row in listed if row.id is not None}
    hidden = not_to_be_shown(at.session, keys, Asking(at.audience))
    told = descriptors(at.session, names, people_needed(at.session, at.audience.name))
    nothing = ("",) * len(names)
    rows = [
        (row.label, row.kind, row.sampling, *told.get(row.id or 0, nothing)) for row in listed if row.id not in hidden
    ]
    return rows, len(hidden)


def rules_rows(at: Door) -> Iterator[tuple[Cell, ...]]:
    """The rule of each audience; outside the team the readers' own alone."""
    for one in audiences(at.session):
        if at.team or one.name == at.audience.name:
            rule = one.rule
            percent = rule.percent if not rule.percent_of else f"{rule.percent}, of fewer than {rule.percent_of}"
            yield (
                one.name,
                one.description,
                rule.threshold,
                rule.rounding,
                rule.zeros,
                percent,
                one.people if one.id else 0,
            )


def consent_rows(at: Door) -> Iterator[tuple[Cell, ...]]:
    """A row a record of consent, for the team alone."""
    consent, case = table_of(Consent), table_of(Case)
    chosen = (
        sa.select(
            case.c.label, consent.c.scope, consent.c.audience, consent.c.state, consent.c.given_on, consent.c.expires_on,
            consent.c.form_version, consent.c.method, consent.c.guardian, consent.c.assent, consent.c.withdraw_by,
        )
        .join(case, case.c.id == consent.c.case_id)
        .where(consent.c.gone.is_(False), case.c.gone.is_(False))
        .order_by(case.c.label, consent.c.id)
    )  # fmt: skip
    for row in at.session.execute(chosen):
        yield tuple(row)


def history_rows(at: Door) -> Iterator[tuple[Cell, ...]]:
    """Every change by name, the newest first, without what it wrote; what left is not in it.

    Outside the team a number stands for who made a change, and no file's name is told.
    """
    for row in history_table(at.session, Asking(at.audience)).rows:
        if row[HISTORY.index("kind")] != DEPARTURE:
            yield tuple(row)
