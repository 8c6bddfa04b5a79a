"""What an independent data ethics committee asks of a project, what the project answers, and what they advised."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.briefs.ethics_questions import question_of
from workbench.errors import Problem, WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    amend,
    find,
    find_guid,
    guid_for,
    now,
    one_of,
    remove,
    table_of,
)
from workbench.sources.coders import current_coder
from workbench.text import day_in_words
from workbench.triangulation.listed import listed
from workbench.triangulation.silence.requests import day_of

ADVICE = ("open", "done", "not taken up")
WHERE = "ethics pack"


class EthicsAnswer(Row, table=True):
    """What a person answered to one of the committee's questions that the project cannot answer by itself."""

    __tablename__ = "ethics_answer"
    __table_args__: Any = (AUTOINCREMENT,)

    item: str = Field(index=True)
    text: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


class EthicsPack(Row, table=True):
    """A version of the pack as it went to the committee."""

    __tablename__ = "ethics_pack"
    __table_args__: Any = (AUTOINCREMENT,)

    number: int
    committee: str = ""
    meeting: str = ""
    """ISO day."""
    content: str = ""
    """SHA-256 of what left, in hexadecimal digits."""
    says: str = "{}"
    """What each part said, as digests: JSON."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


class Advice(Row, table=True):
    """One recommendation of the committee, and what was done about it."""

    __table_args__: Any = (one_of("state", ADVICE), AUTOINCREMENT)

    pack_id: int = Field(foreign_key="ethics_pack.id", index=True)
    position: int = 0
    text: str
    state: str = "open"
    done: str = ""
    """What was done, or why not."""
    settled_on: str = ""
    coder_id: int = Field(foreign_key="coder.id")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What a person answered to one question; `item` is the question's name."""

    id: int
    item: str
    text: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class PackLine:
    """A version of the pack as it is listed. `meeting` is an ISO day or empty."""

    id: int
    number: int
    committee: str
    meeting: str
    content: str
    audience: str
    says: Mapping[str, str] = field(repr=False)
    """What each part and each answer said, as digests by its name."""
    who: str
    at: str
    kept: str = ""
    """When it was kept, in words, where two copies each kept a version of this number; else empty."""

    @property
    def name(self) -> str:
        """How people name it: version 2, or version 2 kept on 3 May 2026."""
        return f"version {self.number}{f' kept on {self.kept}' if self.kept else ''}"

    @property
    def went_to(self) -> str:
        """To whom it went, and for which day."""
        day = f", meeting on {day_in_words(date.fromisoformat(self.meeting))}" if self.meeting else ""
        return f"{self.committee}{day}"


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One recommendation as it is listed, with the version it was given on. `settled_on` is an ISO day or empty."""

    id: int
    pack_id: int
    pack: int
    """The number of the version."""
    version: str
    """The version by its name."""
    committee: str
    text: str
    state: str
    done: str
    settled_on: str
    who: str

    @property
    def state_words(self) -> str:
        """Its state with a sign."""
        return {"open": "○ Open", "done": "✓ Done", "not taken up": "× Not taken up"}[self.state]


class CommitteeNotNamedError(WorkbenchError):
    """Say which committee meets on that day, with --committee NAME."""


class AdviceIsEmptyError(WorkbenchError):
    """A recommendation says what the committee asks for. Write it in a sentence."""


class NoPackYetError(WorkbenchError):
    """No version of the pack has gone to a committee yet. Print one with the committee's name first."""


class AdviceNeedsWhatWasDoneError(WorkbenchError):
    """Write in a sentence what was done about it, or why it was not taken up."""


class SettledLaterError(WorkbenchError):
    """What was done was done by today. Write the day on which it was."""


def answer(session: Session, item: str, text: str) -> None:
    """Answer one of the committee's questions, in place of what was said before; without words it is open again.

    Raises QuestionUnknownError.
    """
    question_of(item)
    guid = guid_for(session, "ethics answer", item)
    there = find_guid(session, EthicsAnswer, guid)
    cells = {"text": text.strip(), "coder_id": current_coder(session), "at": now(), "gone": not text.strip()}
    if there is None:
        if text.strip():
            add(session, EthicsAnswer, guid=guid, item=item, **{**cells, "gone": False})
    elif there.text != cells["text"] or there.gone != cells["gone"]:
        assert there.id is not None
        amend(session, EthicsAnswer, there.id, **cells)


def answers(session: Session) -> dict[str, AnswerLine]:
    """What people answered, by the question's name."""
    return {
        row.item: AnswerLine(row.id or 0, row.item, row.text, who, row.at)
        for row, who in listed(session, EthicsAnswer, "id")
    }


def require_committee(committee: str, meeting: str) -> str:
    """The day of a meeting as ISO, empty where none is said. Raises CommitteeNotNamedError, DueIsNoDayError."""
    if meeting.strip() and not committee.strip():
        raise CommitteeNotNamedError
    return day_of(meeting)


def next_number(session: Session) -> int:
    """The number of the next version, from 1."""
    table = table_of(EthicsPack)
    return int(session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0))).scalar_one()) + 1


def keep_pack(
    session: Session, *, committee: str, meeting: str = "", content: bytes, audience: str, says: Mapping[str, str]
) -> int:
    """Write down that a version went to a committee; gives its number.

    Args:
        session: A session inside a change.
        committee: Whose; CommitteeNotNamedError without one.
        meeting: The day of its meeting, in words or as ISO; DueIsNoDayError.
        content: What left, of which only the SHA-256 is kept.
        audience: For whom it was written.
        says: A digest of what each part and each answer said, by its name.
    """
    if not committee.strip():
        raise CommitteeNotNamedError
    number = next_number(session)
    add(
        session,
        EthicsPack,
        number=number,
        committee=committee.strip(),
        meeting=day_of(meeting),
        content=hashlib.sha256(content).hexdigest(),
        says=json.dumps({"audience": audience, "parts": dict(says)}, sort_keys=True),
        coder_id=current_coder(session),
        at=now(),
    )
    return number


def packs(session: Session) -> list[PackLine]:
    """Every version, the first first."""
    found = []
    rows = list(listed(session, EthicsPack, "number", "at", "id"))
    kept = _told_apart([row for row, _ in rows])
    for row, who in rows:
        said = json.loads(row.says)
        found.append(
            PackLine(
                row.id or 0,
                row.number,
                row.committee,
                row.meeting,
                row.content,
                said.get("audience", ""),
                said.get("parts", {}),
                who,
                row.at,
                kept.get(row.id or 0, ""),
            )
        )
    return found


def _told_apart(rows: list[EthicsPack]) -> dict[int, str]:
    """When each of several versions of one number was kept: by its day, else by the time too, else by its fingerprint, else by a number."""
    found: dict[int, str] = {}
    for number in {row.number for row in rows}:
        same = [row for row in rows if row.number == number]
        for told in (_on_day, _at_time, _by_content):
            said = {row.id or 0: told(row) for row in same}
            if len(set(said.values())) == len(same):
                break
        else:
            in_order = sorted(same, key=lambda row: (row.at, row.guid))
            said = {row.id or 0: f"{_by_content(row)}, number {place}" for place, row in enumerate(in_order, 1)}
        if len(same) > 1:
            found |= said
    return found


def _on_day(row: EthicsPack) -> str:
    return day_in_words(date.fromisoformat(row.at[:10]))


def _at_time(row: EthicsPack) -> str:
    return f"{_on_day(row)} at {row.at[11:19]}"


def _by_content(row: EthicsPack) -> str:
    return f"{_at_time(row)}, fingerprint {row.content[:8]}"


def advise(session: Session, text: str, *, pack_id: int | None = None) -> int:
    """Note a recommendation of the committee, on the newest version unless told.

    Raises AdviceIsEmptyError, NoPackYetError.
    """
    if not text.strip():
        raise AdviceIsEmptyError
    if pack_id is None:
        there = packs(session)
        if not there:
            raise NoPackYetError
        pack_id = there[-1].id
    find(session, EthicsPack, pack_id)
    table = table_of(Advice)
    last = sa.select(sa.func.coalesce(sa.func.max(table.c.position), -1)).where(table.c.pack_id == pack_id)
    position = int(session.execute(last).scalar_one()) + 1
    person = current_coder(session)
    return add(session, Advice, pack_id=pack_id, position=position, text=text.strip(), coder_id=person)


def settle_advice(session: Session, advice_id: int, state: str, done: str = "", *, on: str = "") -> None:
    """Say what was done about a recommendation; `on` is a day, today unless told. Open again, it has no day.

    Raises AdviceNeedsWhatWasDoneError, SettledLaterError, DueIsNoDayError.
    """
    if state not in ADVICE:
        raise ValueError(f"not a state of a recommendation: {state}")
    if state != "open" and not done.strip():
        raise AdviceNeedsWhatWasDoneError
    day = "" if state == "open" else day_of(on) or _today()
    if day > _today():
        raise SettledLaterError
    find(session, Advice, advice_id)
    amend(session, Advice, advice_id, state=state, done=done.strip(), settled_on=day)


def reword_advice(session: Session, advice_id: int, text: str) -> None:
    """Write a recommendation anew, where it was noted wrongly. Raises AdviceIsEmptyError."""
    if not text.strip():
        raise AdviceIsEmptyError
    find(session, Advice, advice_id)
    amend(session, Advice, advice_id, text=text.strip())


def remove_advice(session: Session, advice_id: int) -> None:
    """Take out a recommendation that was noted by mistake."""
    find(session, Advice, advice_id)
    remove(session, Advice, advice_id)


def advice(session: Session) -> list[AdviceLine]:
    """Every recommendation, by version and in the order in which they were given."""
    versions = {one.id: one for one in packs(session)}
    order = list(versions)
    found = [
        AdviceLine(
            row.id or 0,
            row.pack_id,
            versions[row.pack_id].number,
            versions[row.pack_id].name,
            versions[row.pack_id].committee,
            row.text,
            row.state,
            row.done,
            row.settled_on,
            who,
        )
        for row, who in listed(session, Advice, "position", "id")
        if row.pack_id in versions
    ]
    return sorted(found, key=lambda one: order.index(one.pack_id))


def problems(session: Session) -> list[Problem]:
    """Recommendations that are open, and a meeting that has passed with nothing written down of it."""
    given = advice(session)
    found = [
        Problem("info", WHERE, f"A recommendation of {one.committee} is open: {one.text}")
        for one in given
        if one.state == "open"
    ]
    there = packs(session)
    if there:
        last = there[-1]
        if last.meeting and last.meeting < _today() and not any(one.pack_id == last.id for one in given):
            day = day_in_words(date.fromisoformat(last.meeting))
            said = f"{last.committee[:1].upper()}{last.committee[1:]} met on {day}, and nothing is written down of what it recommended on {last.name}."
            found.append(Problem("info", WHERE, said))
    return found


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()
