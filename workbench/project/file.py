"""The project file: opened, read, and changed in one way only."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver
from sqlalchemy.pool import QueuePool, StaticPool
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.project import sqlite
from workbench.project.history import DONE, DROPPED, UNDONE, Change
from workbench.project.identity import Meta
from workbench.project.schema import VERSION
from workbench.rows import Row, new_guid, now, table_of

_CHANGES = table_of(Change)


class ReadingOnlyError(WorkbenchError):
    """Somebody else has this project open. You can read it; to change it, wait until they have closed it."""


class FileExistsAlreadyError(WorkbenchError):
    """There is a file of that name already. Choose another name, or open that one."""


class Project:
    """An open project file. `change` is the only way to write; `read` gives a session that cannot."""

    def __init__(self, path: Path, connection: Any, key: str | None, *, coder: str, read_only: bool) -> None:
        self.path = path
        self.coder = coder
        self.read_only = read_only
        self.key = key
        """The raw key of an encrypted file, for what is derived from it; None for a plain file."""
        self._connection = connection
        self._lock = threading.RLock()
        self._changing = False
        self._coder_id: int | None = None
        self._engine = sa.create_engine("sqlite://", module=driver, creator=lambda: connection, poolclass=StaticPool)
        sa.event.listen(self._engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
        self._readers = sa.create_engine(
            "sqlite://",
            module=driver,
            creator=self._reading_connection,
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=8,
        )
        if not read_only:
            sqlite.keep_history(connection)
            sqlite.refuse_writes(connection, True)
        self._writer = self._engine.connect()
        with self.read() as session:
            self._meta: dict[str, str] = {row.key: row.value for row in session.execute(sa.select(Meta)).scalars()}

    def _reading_connection(self) -> Any:
        connection = sqlite.connect(self.path, self.key, read_only=self.read_only)
        sqlite.refuse_writes(connection, True)
        return connection

    @property
    def meta(self) -> dict[str, str]:
        """What the project says of itself: title, approach, consent, frame, made."""
        return dict(self._meta)

    @property
    def title(self) -> str:
        """The project's title."""
        return str(self._meta.get("title", self.path.stem))

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session on a connection of its own that refuses every write; safe in any thread."""
        with Session(self._readers, expire_on_commit=False) as session:
            self._inform(session)
            yield session

    @contextlib.contextmanager
    def change(self, name: str, *, kind: str = "do", of: int | None = None) -> Iterator[Session]:
        """The one way to write: everything in the block happens, under this name, or nothing does.

        Durable when it returns. Raises ReadingOnlyError on a project that somebody else holds.
        """
        if self.read_only:
            raise ReadingOnlyError
        with self._lock:
            if self._changing:
                raise RuntimeError("a change inside a change")
            self._changing = True
            sqlite.refuse_writes(self._connection, False)
            try:
                transaction = self._writer.begin()
                try:
                    self._begin_change(name, kind, of)
                    with Session(
                        self._writer, join_transaction_mode="rollback_only", expire_on_commit=False
                    ) as session:
                        self._inform(session)
                        yield session
                        session.flush()
                    transaction.commit()
                except BaseException:
                    transaction.rollback()
                    self._coder_id = None
                    raise
            finally:
                sqlite.refuse_writes(self._connection, True)
                self._changing = False

    def _begin_change(self, name: str, kind: str, of: int | None) -> None:
        latest = self._writer.exec_driver_sql("SELECT max(at) FROM change").scalar() or 0
        at = max(int(time.time() * 1000), int(latest) + 1)
        self._writer.execute(
            sa.insert(_CHANGES),
            {
                "guid": new_guid(),
                "name": name,
                "who": self.coder,
                "at": at,
                "kind": kind,
                "of_id": of,
                "state": DONE,
            },
        )
        if kind in {"do", "merge"}:
            self._writer.exec_driver_sql(
                "UPDATE change SET state = ? WHERE state = ? AND who = ?", (DROPPED, UNDONE, self.coder)
            )

    def _inform(self, session: Session) -> None:
        """Give a session what rooms below may ask of the project without knowing it."""
        session.info["secret"] = bytes.fromhex(self._meta["secret"]) if hasattr(self, "_meta") else b""
        session.info["who"] = self.coder
        session.info["coder"] = self._coder_id
        session.info["coder_found"] = self._remember_coder
        session.info["meta"] = getattr(self, "_meta", {})
        session.info["bulk"] = self._bulk
        session.info["search"] = lambda query, limit, offset=0: sqlite.segments_matching(
            session.connection().connection.driver_connection, query, limit, offset
        )

    def _remember_coder(self, key: int) -> None:
        self._coder_id = key

    def _bulk(self, *kinds: type[Row]) -> Any:
        return sqlite.range_entries(self._connection, [str(kind.__tablename__) for kind in kinds])

    def close(self) -> None:
        """Leave one plain file behind."""
        self._readers.dispose()
        self._writer.close()
        if not self.read_only:
            sqlite.refuse_writes(self._connection, False)
            with contextlib.suppress(sqlite.OperationalError):
                sqlite.use_journal(self._connection, "DELETE")
        self._engine.dispose()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(
    path: Path,
    *,
    title: str,
    approach: str = "framework",
    coder: str = "me",
    passphrase: str | None = None,
    consent: str = "",
) -> Project:
    """Make a new project file and open it. `consent="required"` makes unknown consent count as refused."""
    if path.exists():
        raise FileExistsAlreadyError(f"{path.name} is there already. Choose another name, or open that one.")
    key = None if passphrase is None else sqlite.derive_key(passphrase, sqlite.salt_of(path))
    connection = sqlite.connect(path, key)
    try:
        connection.execute("BEGIN")
        for statement in sqlite.definitions():
            connection.execute(statement)
        facts = {
            "title": title,
            "approach": approach,
            "consent": consent,
            "secret": os.urandom(32).hex(),
            "made": now(),
        }
        connection.executemany("INSERT INTO meta(key, value) VALUES (?, ?)", list(facts.items()))
        sqlite.mark_as_project(connection, VERSION)
        connection.execute("COMMIT")
        sqlite.use_journal(connection, "WAL")
    except BaseException:
        connection.close()
        raise
    return Project(path, connection, key, coder=coder, read_only=False)
