"""Withdrawal: what taking somebody's words back would touch, carrying it out, and the certificate of it.

Everything inside the project file happens in one change. What lies beside it, the backups and the cache, is purged
after; where that is cut off it is made good when the project is opened next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import citations
from workbench.coding.codebook import Code
from workbench.desk.begun_texts import forget_begun
from workbench.desk.door.leaving import Taken, leave
from workbench.desk.mentions import Mention, alike, mentions_of
from workbench.desk.withdrawal.purging import Purged, purge_from_document, purge_person
from workbench.desk.withdrawal.their_words import LEAST_OF_A_NAME, TheirWords, take_back
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL, audiences
from workbench.governance.departures import DepartureLine, departures
from workbench.governance.withdrawals import EVERYTHING, WithdrawalLine, in_words, record_withdrawal
from workbench.project import backup, purge
from workbench.project.file import Project
from workbench.rows import live, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import coder_names
from workbench.sources.consent import Consent, set_consent
from workbench.sources.documents import Document, Segment, document_named
from workbench.suggestions import cache
from workbench.text import dated
from workbench.triangulation.findings import FindingLine, findings

USES = ("verbatim", "paraphrase", "machine")
Progress = Callable[[float, str], None]


class NoSuchPersonError(WorkbenchError):
    """There is nobody of that label in the project."""


class ScopeUnknownError(WorkbenchError):
    """Consent is taken back for verbatim, paraphrase, machine, or an audience of this project."""


class NotHeardThereError(WorkbenchError):
    """This person says nothing in that document. Look at the list of documents."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A judgement that a withdrawal moves: what it said of people before and after, and why it wants another look."""

    name: str
    before: str
    after: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.before} → {self.after}" if self.before != self.after else f"{self.name}: {self.why}"


@dataclass(frozen=True, slots=True)
class Touched:
    """What a withdrawal touches, or has touched; counts are rows, `codings` are by the coder who made them."""

    person: str
    scope: str
    counts: Mapping[str, int]
    whole: tuple[str, ...] = ()
    """Documents that go as a whole."""
    parts: tuple[str, ...] = ()
    """Documents that lose this person's words."""
    codings: Mapping[str, int] = field(default_factory=dict)
    judgements: tuple[Changed, ...] = ()
    citations: int = 0
    """Citations in briefs that want another look."""
    quoted: tuple[Mention, ...] = ()
    """What the team wrote in their words, as it stands once those are taken out."""
    mentions: tuple[Mention, ...] = ()
    """Where the label stands in words of others; to be looked at by a person."""
    out_of_reach: tuple[DepartureLine, ...] = ()
    backups: tuple[str, ...] = ()
    figures: int = 0
    """Figures of surveys that were counted anew without this person."""
    promised_until: str = ""
    """The last day up to which withdrawal was promised, where one is recorded."""

    def lines(self) -> list[str]:
        """The same as people read it."""
        return [*self._deleted(), *self._moved(), *self._left()]

    def _deleted(self) -> list[str]:
        if not self.counts:
            return [f"Consent of {self.person} is taken back: {self.scope}. Nothing is deleted."]
        said = [f"Deleted for good: {in_words(self.counts)}."]
        if self.whole:
            said.append(f"Documents that go as a whole: {', '.join(self.whole)}.")
        if self.parts:
            said.append(f"Documents that lose what {self.person} said in them: {', '.join(self.parts)}.")
        said += [f"Survey figures counted anew: {self.figures:,}. No older one is kept."] * bool(self.figures)
        if self.codings:
            by = ", ".join(f"{number:,} by {who}" for who, number in self.codings.items())
            said.append(f"Codings that go: {by}.")
        return said

    def _moved(self) -> list[str]:
        said = [f"Another look is wanted: {one}" for one in self.judgements]
        if self.citations:
            said.append(f"{self.citations:,} citations in briefs want another look.")
        return said

    def _left(self) -> list[str]:
        said = [f"Their words are taken out of {one}" for one in self.quoted]
        said += [f"Look at this yourself: {one}" for one in self.mentions]
        if self.backups:
            said.append(f"Backups that hold the words are deleted and one is made anew: {', '.join(self.backups)}.")
        said += [
            f"Out of reach: {one.name}, for {one.audience}, left on {dated(one.at[:10])}. Tell its readers."
            for one in self.out_of_reach
        ]
        if self.promised_until:
            past = self.promised_until < datetime.now(UTC).date().isoformat()
            said.append(
                f"Withdrawal was promised until {dated(self.promised_until)}"
                + (", which is past; it can be done all the same." if past else ".")
            )
        return said

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "person": self.person,
            "scope": self.scope,
            "counts": dict(self.counts),
            "documents_whole": list(self.whole),
            "documents_in_part": list(self.parts),
            "codings": dict(self.codings),
            "judgements": [asdict(one) for one in self.judgements],
            "citations": self.citations,
            "figures": self.figures,
            "quoted": [{"where": one.where, "words": one.words} for one in self.quoted],
            "mentions": [{"where": one.where, "words": one.words} for one in self.mentions],
            "out_of_reach": [
                {"name": one.name, "audience": one.audience, "at": one.at, "who": one.who} for one in self.out_of_reach
            ],
            "backups": list(self.backups),
            "promised_until": self.promised_until,
        }


@dataclass(frozen=True, slots=True)
class Certificate:
    """That a withdrawal was carried out: when, by whom, what went, and what lies out of reach. It names nobody."""

    entry: WithdrawalLine
    touched: Touched

    def lines(self) -> list[str]:
        """The certificate as people read it; holds no words of the person and no label."""
        entry, touched = self.entry, self.touched
        said = [
            f"Certificate of withdrawal {entry.name}",
            f"Carried out on {dated(entry.at[:10])} at {entry.at[11:16]} UTC by {entry.who}"
            + (f", asked for on {dated(entry.asked_on)}." if entry.asked_on else "."),
            f"Scope: {entry.scope}.",
        ]
        if entry.counts:
            said.append(
                f"Deleted for good from the project file, its history and its search: {in_words(entry.counts)}."
            )
            said.append("The cache of what was computed from the project's words was deleted as well.")
        else:
            said.append("Nothing was deleted: the words stay, and are used no more for this.")
        if touched.backups:
            said.append(f"{len(touched.backups)} backups were deleted, and one was made anew after.")
        said.append(f"{len(touched.judgements)} judgements were marked to be looked at again.")
        said += [
            f"Out of reach, and to be told: {one.name}, for {one.audience}, left on {dated(one.at[:10])} by {one.who}."
            for one in touched.out_of_reach
        ]
        said.append(
            "Copies that were made by other means than the workbench are not known to it. A solid-state disk may keep"
            " deleted blocks for some time."
        )
        return said

    def text(self) -> str:
        """The certificate as Markdown."""
        title, *rest = self.lines()
        return "\n\n".join([f"# {title}", *rest]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Plain values, the person's label left out."""
        told = self.touched.as_json()
        del told["person"]
        return {"name": self.entry.name, "at": self.entry.at, "who": self.entry.who, **told}


class _TrialError(Exception):
    """Ends a change that was tried only."""


def touched(project: Project, case: str, *, scope: str | None = None, document: str | None = None) -> Touched:
    """What a withdrawal would touch, found by carrying it out and taking it all back. Nothing is changed.

    Args:
        project: open for writing.
        case: the person's label.
        scope: verbatim, paraphrase, machine or an audience's name; told nothing, everything of the person.
        document: only what they said in this document.

    Raises NoSuchPersonError, ScopeUnknownError, NotHeardThereError.
    """
    found: Touched | None = None
    with suppress(_TrialError):
        if scope is None:
            with purge.purging(project, "Withdrawal") as session:
                found = _everything(project, session, case, document)
                raise _TrialError
        with project.change("Withdrawal") as session:
            found = _consent_only(session, case, scope)
            raise _TrialError
    assert found is not None
    return found


def withdraw(
    project: Project,
    case: str,
    *,
    scope: str | None = None,
    document: str | None = None,
    asked_on: str | None = None,
    progress: Progress | None = None,
) -> Certificate:
    """Carry out a withdrawal: in whole, for one document, or of consent in one scope. It cannot be undone.

    Args:
        project: open for writing.
        case: the person's label.
        scope: verbatim, paraphrase, machine or an audience's name; told nothing, everything of the person is purged.
        document: purge only what they said in this document.
        asked_on: the day on which the person asked for it, as 2026-03-14.
        progress: told how far it is, 0 to 1, and what is being done.
    """
    say = progress or (lambda _done, _what: None)
    say(0.0, "Deleting")
    if scope is not None:
        with project.change("Withdrawal of consent", kind="purge") as session:
            what = _consent_only(session, case, scope)
            entry = record_withdrawal(session, scope=scope, counts={}, asked_on=asked_on)
        if scope == "machine":
            cache.purge(_secret(project))
        return Certificate(entry, what)
    forget_begun(project)
    with purge.purging(project, "Withdrawal") as session:
        what = _everything(project, session, case, document)
        entry = record_withdrawal(session, scope=what.scope, counts=what.counts, asked_on=asked_on)
        purge.leave_unfinished(session)
        say(0.4, "Writing the file anew")
    say(0.8, "Purging backups and the cache")
    finish(project)
    say(1.0, "Done")
    return Certificate(entry, what)


def finish_purge(project: Project) -> None:
    """Make good a withdrawal that was cut off: write the file anew, then purge cache and backups."""
    purge.write_anew(project)
    finish(project)


def save_certificate(project: Project, certificate: Certificate, out: Path) -> Taken:
    """Write a certificate as Markdown, and enter it in the register of what left."""
    content = certificate.text().encode("utf-8")
    return leave(project, out, content, Taken(out, "certificate", INTERNAL))


def finish(project: Project) -> None:
    """Purge what lies beside the project file and holds what was purged from it: the cache and the backups."""
    cache.purge(_secret(project))
    backup.purge_copies(project)
    purge.finished(project)


def _secret(project: Project) -> bytes:
    return bytes.fromhex(project.meta["secret"])


def _everything(project: Project, session: Session, case: str, document: str | None) -> Touched:
    """Purge a person's words, or those in one document, and say what that touched."""
    key = _person(session, case)
    before = {line.id: line for line in findings(session)}
    cited = _stale(session)
    since = _came_in(session, key)
    promised = _promised(session, key)
    if document is None:
        done = purge_person(session, key)
        for label in done.labels:
            purge.forget_label(session, label)
    else:
        done = purge_from_document(session, key, _heard(session, key, document))
    quoted, named = _take_back(session, done)
    mentions = (*named, *mentions_of(session, case), *alike(session, done.labels)) if document is None else named
    names = coder_names(session)
    return Touched(
        person=case,
        scope=EVERYTHING if document is None else "one document",
        counts={what: number for what, number in done.counts.items() if number},
        whole=tuple(done.whole),
        parts=tuple(done.parts),
        codings={names.get(coder, "?"): number for coder, number in done.coders.most_common()},
        judgements=_moved(before, findings(session)),
        citations=_stale(session) - cited,
        quoted=quoted,
        mentions=tuple(mentions),
        out_of_reach=_left(session, since, figures=bool(done.figures)),
        figures=len(done.figures),
        backups=tuple(path.name for path in backup.copies_within_reach(project.path)),
        promised_until=promised,
    )


def _take_back(session: Session, done: Purged) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Take their words out of what the team wrote; codes named in few words of theirs are for a person to look at."""
    code = table_of(Code)
    names = list(session.execute(sa.select(code.c.name).where(code.c.id.in_(done.in_vivo))).scalars())
    short = [name for name in names if len(name.split()) < LEAST_OF_A_NAME]
    theirs = TheirWords(session, done.texts, done.labels, [*{*names} - {*short}], done.cut, done.figures, done.put)
    quoted = tuple(take_back(session, theirs))
    done.counts["quotation"] += len(quoted)
    return quoted, tuple(Mention("a code that was named in their words", name) for name in short)


def _consent_only(session: Session, case: str, scope: str) -> Touched:
    """Write down that consent is taken back in one scope, and say what that touched."""
    key = _person(session, case)
    known = [one.name for one in audiences(session) if one.name != INTERNAL]
    if scope not in USES and scope not in known:
        raise ScopeUnknownError(f"“{scope}” is no scope of consent here. There are: {', '.join([*USES, *known])}.")
    before = {line.id: line for line in findings(session)}
    cited = _stale(session)
    audience = "" if scope in USES else scope
    set_consent(session, key, scope if scope in USES else "audience", "withdrawn", audience=audience)
    return Touched(
        person=case,
        scope=scope,
        counts={},
        judgements=_moved(before, findings(session)),
        citations=_stale(session) - cited,
        out_of_reach=tuple(one for one in _left(session, "") if not audience or one.audience == audience),
        promised_until=_promised(session, key),
    )


def _person(session: Session, label: str) -> int:
    labels = {row.label: int(row.id or 0) for row in session.execute(live(Case)).scalars()}
    if label not in labels:
        near = get_close_matches(label, labels, 3, 0.5)
        known = f" Did you mean {' or '.join(near)}?" if near else " Look at the people in Sources."
        raise NoSuchPersonError(f"There is nobody called “{label}” in the project.{known}")
    return labels[label]


def _heard(session: Session, case_id: int, document: str) -> int:
    key = document_named(session, document)
    segment = table_of(Segment)
    theirs = sa.select(segment.c.id).where(segment.c.document_id == key, segment.c.case_id == case_id).limit(1)
    if session.execute(theirs).first() is None:
        raise NotHeardThereError
    return key


def _came_in(session: Session, case_id: int) -> str:
    """When the first document with this person's words came in."""
    segment, document = table_of(Segment), table_of(Document)
    first = sa.select(sa.func.min(document.c.imported)).where(
        document.c.id.in_(sa.select(segment.c.document_id).where(segment.c.case_id == case_id))
    )
    return str(session.execute(first).scalar() or "")


def _left(session: Session, since: str, *, figures: bool = False) -> tuple[DepartureLine, ...]:
    """What has left the house since then and may hold the words, or figures they are in: quotes, and whole copies."""
    every, whole = departures(session), {"copy", "backup"}
    return tuple(
        one for one in every if one.at >= since and (one.quotes or one.kind in whole or (figures and one.figures))
    )


def _promised(session: Session, case_id: int) -> str:
    consent = table_of(Consent)
    latest = sa.select(sa.func.max(consent.c.withdraw_by)).where(
        consent.c.case_id == case_id, consent.c.gone.is_(False)
    )
    return str(session.execute(latest).scalar() or "")


def _stale(session: Session) -> int:
    """How many citations in briefs want another look."""
    return sum(one.state == "recheck" for one in citations(session))


def _moved(before: Mapping[int, FindingLine], now: list[FindingLine]) -> tuple[Changed, ...]:
    """The findings that say something else of people, or want another look that did not before."""
    return tuple(
        Changed(line.name, was.count_sentence, line.count_sentence, line.why)
        for line in now
        if (was := before.get(line.id)) is not None
        and (was.count_sentence != line.count_sentence or (line.state == "recheck" and line.why != was.why))
    )
