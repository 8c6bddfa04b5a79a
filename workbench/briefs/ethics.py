"""What an independent data ethics committee asks of a project, what the project answers, and what they advised."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

ADVICE = ("open", "done", "not taken up")


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
