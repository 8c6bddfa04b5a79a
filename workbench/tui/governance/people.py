"""Who has agreed to what: people with their consents as a list shows them, and writing down what they said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlmodel import Session

from workbench.governance.audiences import INTERNAL, audiences
from workbench.project.file import Project
from workbench.rows import live
from workbench.sources.cases import Case
from workbench.sources.consent import Consent, set_consent
from workbench.sources.document_list import documents
from workbench.text import dated
from workbench.tui.widgets.rows import RowLine, Tone

Scope = tuple[str, str]
USES = {"verbatim": "Quoted word for word", "paraphrase": "Told in other words", "machine": "Read by a machine"}
NOT_RECORDED = "not recorded"
WORDS = {"given": "✓ yes", "refused": "✗ no", "withdrawn": "✗ taken back", "unknown": NOT_RECORDED}
AS_IT_IS = ""
WORDLESS = "chosen answers only"
NAMED = 3
"""So many transcripts are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is recorded beside an answer; empty where it is not known."""

    given_on: str = ""
    expires_on: str = ""
    withdraw_by: str = ""
    method: str = ""
    form_version: str = ""
    guardian: str = ""
    assent: str = ""

    @property
    def dated(self) -> bool:
        """Whether anything is recorded, so that what was agreed to before is written again with it."""
        return any((self.given_on, self.expires_on, self.withdraw_by, self.guardian, self.assent))


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person, household or place with what is recorded of its consent."""

    id: int
    label: str
    kind: str
    heard_in: tuple[str, ...]
    states: Mapping[Scope, str] = field(default_factory=dict)
    until: Mapping[Scope, str] = field(default_factory=dict)
    """The last day, where there is one."""
    documents: tuple[str, ...] = ()
    """The names of the documents in which they are heard."""
    details: Details = field(default_factory=Details)
    """What was recorded last beside an answer of theirs."""

    def state(self, scope: str, audience: str = "") -> str:
        """What is recorded; unknown where nothing is."""
        return self.states.get((scope, audience), "unknown")

    def words(self, scope: str, audience: str = "") -> str:
        """The same as people read it; consent that has run out says so."""
        state, until = self.state(scope, audience), self.until.get((scope, audience), "")
        if state != "given" or not until:
            return WORDS[state]
        over = until < datetime.now(UTC).date().isoformat()
        return f"✗ ran out {dated(until)}" if over else f"✓ until {dated(until)}"

    def audiences(self) -> str:
        """Who may be shown their words, by answer; a no comes first, so that no narrow column cuts it off."""
        said = []
        for state, word in (("refused", "✗"), ("withdrawn", "✗ no longer"), ("given", "✓")):
            names = sorted(
                name for (scope, name), found in self.states.items() if scope == "audience" and found == state
            )
            if names:
                said.append(f"{word} {', '.join(names)}")
        return " · ".join(said) or NOT_RECORDED


def read_people(project: Project) -> list[PersonLine]:
    """Everybody in the project, in the order in which they came in."""
    with project.read() as session:
        heard: dict[str, list[str]] = {}
        named: dict[str, list[str]] = {}
        for document in documents(session):
            for label in document.cases:
                heard.setdefault(label, []).append(document.title or document.name)
                named.setdefault(label, []).append(document.name)
        states: dict[int, dict[Scope, str]] = {}
        until: dict[int, dict[Scope, str]] = {}
        details: dict[int, Details] = {}
        for row in session.execute(live(Consent)).scalars():
            states.setdefault(row.case_id, {})[row.scope, row.audience] = row.state
            details[row.case_id] = _details(row)
            if row.assent == "refused" and row.state == "given":
                states[row.case_id][row.scope, row.audience] = "refused"
            if row.expires_on:
                until.setdefault(row.case_id, {})[row.scope, row.audience] = row.expires_on
        return [
            PersonLine(
                row.id or 0,
                row.label,
                row.kind,
                tuple(heard.get(row.label, ())),
                states.get(row.id or 0, {}),
                until.get(row.id or 0, {}),
                tuple(named.get(row.label, ())),
                details.get(row.id or 0, Details()),
            )
            for row in session.execute(live(Case)).scalars()
        ]


def _details(row: Consent) -> Details:
    return Details(
        row.given_on or "",
        row.expires_on or "",
        row.withdraw_by or "",
        row.method,
        row.form_version,
        row.guardian,
        row.assent,
    )


def row_of(line: PersonLine) -> RowLine:
    """A person as a row; who has not been asked, or refused, stands out by the words."""
    named = ", ".join(line.heard_in[:NAMED])
    more = len(line.heard_in) - NAMED
    where = f"{named} and {more} more" if more > 0 else named
    cells = (
        line.label,
        where or (WORDLESS if line.kind == "person" else line.kind),
        *(line.words(use) for use in USES),
        line.audiences(),
    )
    said = {line.state(use) for use in USES}
    tone: Tone = "warning" if said & {"refused", "withdrawn"} else "quiet" if said == {"unknown"} else ""
    return RowLine(str(line.id), cells, tone)


def readers(project: Project) -> list[str]:
    """The audiences outside the team."""
    with project.read() as session:
        return [one.name for one in audiences(session) if one.name != INTERNAL]


def changed(line: PersonLine | None, states: Mapping[Scope, str], *, dated: bool = False) -> dict[Scope, str]:
    """What a sheet changes: scope to state. With a date (`dated`), everything agreed to is written again with it."""
    return {
        scope: state
        for scope, state in states.items()
        if state != AS_IT_IS and (line is None or line.state(*scope) != state or (dated and state == "given"))
    }


def write_consent(session: Session, case_id: int, changes: Mapping[Scope, str], details: Details) -> None:
    """Write down what one person has said."""
    for (scope, audience), state in changes.items():
        set_consent(
            session,
            case_id,
            scope,
            state,
            audience=audience,
            given_on=details.given_on or None,
            expires_on=(details.expires_on or None) if state == "given" else None,
            form_version=details.form_version,
            method=details.method,
            guardian=details.guardian,
            assent=details.assent,
            withdraw_by=details.withdraw_by or None,
        )
