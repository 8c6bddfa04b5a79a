"""The project file: made, opened, read, and changed in one way only."""

from __future__ import annotations

import contextlib
import functools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool, StaticPool
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.project import landing, migrations, opening, place, sqlite, statements, undo
from workbench.project.changes import Changes
from workbench.project.holder import Hold, Holder, hold
from workbench.project.kept import Kept
from workbench.project.key import new_key
from workbench.project.opening import FileIsBusyError
from workbench.project.schema import VERSION
from workbench.project.undo import Chosen, Done
from workbench.rows import now

PATIENCE = 60.0
"""Seconds that a change waits for another thread's change to end."""

SETTLING = 5.0
"""Seconds after a change until the file itself holds it too, and not only the journal beside it."""


class ReadingOnlyError(WorkbenchError):
    """Somebody else has this project open. You can read it; to change it, wait until they have closed it."""


class FileExistsAlreadyError(WorkbenchError):
    """There is a file of that name already. Choose another name, or open that one."""


class ProjectIsBusyError(WorkbenchError):
    """Another change is still being written. Try again when it is done."""


class Project:
    """An open project file. `change` is the only way to write; `read` gives a session that cannot."""

    def __init__(
        self,
        path: Path,
        connection: Any,
        key: str | None,
        *,
        coder: str,
        held: Hold | None,
        holder: Holder | None = None,
        shared_folder: bool = False,
    ) -> None:
        self.path, self.coder = path, coder
        self.read_only = held is None
        self.holder = holder
        """Who has the project open, when this is a second opening of it."""
        self.left_by = held.left_by if held else None
        """Who had it open when their process was killed, if that is how it was left. Nothing saved is lost."""
        self.shared_folder, self.key = shared_folder, key
        """The raw key of an encrypted file, for what is derived from it; None for a plain file."""
        self.changing: str | None = None
        """The name of the change that is being written just now, in whatever thread."""
        self._connection = connection
        self._held = held
        self._lock, self._next = threading.Lock(), threading.Lock()
        self._carrying = threading.Lock()
        """Held while the journal is carried into the file: SQLite lets one do that, and tells a second it is busy."""
        self._changer: int | None = None
        self._settling: threading.Timer | None = None
        self._settler: threading.Timer | None = None
        self._coder_id: int | None = None
        self._closed, self.kept = False, Kept()
        self._engine = statements.engine(lambda: connection, StaticPool)
        self._readers = statements.engine(self._reading_connection, QueuePool, pool_size=4, max_overflow=8)
        if not shared_folder:
            sa.event.listen(self._readers, "begin", lambda one: one.connection.driver_connection.execute("BEGIN"))
        if not self.read_only:
            sqlite.keep_history(connection)
        self._writer = self._engine.connect()
        self._meta: dict[str, str] = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        self._secret = bytes.fromhex(self._meta.get("secret", ""))
        self._purged: set[bytes] = set()
        self._look_again()

    def _look_again(self) -> None:
        """Read what is kept beside the file for speed: what was purged, and the newest change."""
        self._purged = {bytes(row[0]) for row in self._connection.execute("SELECT guid FROM tombstone")}
        self._latest = int(self._connection.execute("SELECT max(id) FROM change").fetchone()[0] or 0)

    def _reading_connection(self) -> Any:
        connection = sqlite.connect(self.path, self.key, read_only=self.read_only)
        sqlite.refuse_writes(connection)
        return connection

    @property
    def meta(self) -> dict[str, str]:
        """What the project says of itself: title, approach, consent, frame, made."""
        return dict(self._meta)

    @property
    def title(self) -> str:
        """The project's title."""
        return self._meta.get("title", self.path.stem)

    def latest_change(self) -> int:
        """The key of the newest change, 0 before the first: when it moves, something has changed."""
        if not self.read_only:
            return self._latest
        with self._readers.connect() as reader:
            return int(reader.exec_driver_sql("SELECT max(id) FROM change").scalar() or 0)

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session that refuses every write, on a connection of its own; safe in any thread.

        It reads the project as it was at the first question (in a shared folder, at each), whatever is changed since.
        """
        told = opening.telling(self.path)
        with told, Session(self._readers, expire_on_commit=False, info={"keep": self.kept.look_up}) as session:
            self._inform(session)
            try:
                yield session
            finally:
                if self._closed:
                    session.invalidate()

    @contextlib.contextmanager
    def change(self, name: str, *, kind: str = "do", of: int | None = None) -> Iterator[Session]:
        """The one way to write: everything in the block happens, under this name, or nothing does.

        Durable when it returns; a block that wrote nothing leaves no trace. Waits for a change in another thread. Of a
        `trial`, which its block takes back, nothing reaches the disk. Raises ReadingOnlyError on a project that
        somebody else holds, ProjectIsBusyError after a minute's wait.
        """
        with opening.telling(self.path), self.turn(name), sqlite.in_memory_only(self._connection, kind == "trial"):
            raw = self._connection
            session = Session(self._writer, expire_on_commit=False, close_resets_only=False)
            self._inform(session)
            changes = Changes(raw, session, who=self.coder, kind=kind)
            session.info.update(
                write=functools.partial(statements.write, raw),
                write_many=functools.partial(statements.write_many, raw),
                bulk=changes.bulk,
                changes=changes,
            )
            try:
                statements.begin_or_end(raw, "BEGIN IMMEDIATE")
                changes.begin(name, of=of)
                yield session
                changes.end()
                statements.begin_or_end(raw, "COMMIT" if changes.written else "ROLLBACK")
                self._latest = changes.written or self._latest
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                self._coder_id = None
                self._look_again()
                raise
            finally:
                session.info.update(write=statements.refuse, write_many=statements.refuse, bulk=statements.refuse)
                session.close()
                if kind == "merge":
                    self._look_again()

    @contextlib.contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Hold the writing connection for one change, and no two at once; whoever has waited is next."""
        if self.read_only:
            raise ReadingOnlyError(self.why_reading_only(name))
        if self._changer == threading.get_ident():
            raise RuntimeError("a change inside a change")
        free = False
        if self._next.acquire(timeout=PATIENCE):
            free = self._lock.acquire(timeout=PATIENCE)
            self._next.release()
        if not free:
            raise ProjectIsBusyError(f"“{self.changing}” is still being written. Try again when it is done.")
        try:
            if self._closed:
                raise RuntimeError("the project is closed")
            self._changer, self.changing = threading.get_ident(), name
            yield
        finally:
            self._settle_later()
            self._changer, self.changing = None, None
            self._lock.release()

    def why_reading_only(self, change: str = "") -> str:
        """Why nothing can be changed here, or not this, and what to do about it."""
        if self.holder is None:
            return f"{self.path.name} may not be written to here. You can read it; to change it, copy it elsewhere."
        instead = f", and “{change}” is written down in it: do it there, or" if change else ": to change it,"
        open_ = f"Someone else has this project open ({self.holder.name}, since {self.holder.clock()}){instead}"
        return f"{open_} close it there first. Reading it works."

    def _inform(self, session: Session) -> None:
        """Give a session what rooms below may ask of the project without knowing it."""
        session.info.update(
            secret=self._secret,
            who=self.coder,
            coder=self._coder_id,
            coder_found=self._remember_coder,
            meta=self._meta,
            bulk=statements.refuse,
            purged=self._purged,
            write=statements.refuse,
            write_many=statements.refuse,
            looking=lambda: contextlib.closing(self._reading_connection()),
            search=lambda query, limit, offset=0: sqlite.segments_matching(_driver(session), query, limit, offset),
            unless=lambda stopped: statements.unless(_driver(session), stopped),
        )

    def _remember_coder(self, key: int) -> None:
        self._coder_id = key

    def undo(self) -> Done | None:
        """Take back this coder's newest change, whichever room it was in; None when there is nothing to take back.

        Raises UndoIsClosedError after a withdrawal or a migration, BuiltUponError when somebody has gone on from it.
        """
        return self._revert(undo.newest_done, "Undo", "undo")

    def redo(self) -> Done | None:
        """Do again what this coder's last undo took back; None when there is nothing, or after a new change."""
        return self._revert(undo.first_undone, "Redo", "redo")

    def _revert(self, choose: Callable[[Any, str], Chosen | None], verb: str, kind: str) -> Done | None:
        done, name = None, ""
        try:
            with self.change(verb, kind=kind) as session:
                self._coder_id = None
                chosen = choose(self._connection, self.coder)
                if chosen is not None:
                    name = chosen.name
                    done = undo.revert(self._connection, chosen, kind=kind, who=self.coder)
                session.expunge_all()
        except sa.exc.IntegrityError as refusal:
            raise undo.BuiltUponError(
                f"“{name}” stays: something made since rests on it. Take that away first, then try again."
            ) from refusal
        return done

    def connection_of_change(self) -> Any:
        """The driver's connection, for the rest of this room, while this thread has a change open."""
        if self._changer != threading.get_ident():
            raise RuntimeError("outside a change")
        return self._connection

    @contextlib.contextmanager
    def reading_connection(self) -> Iterator[Any]:
        """A driver's connection that cannot write, for the rest of this room."""
        with self._readers.connect() as reader:
            yield reader.connection.driver_connection

    def rewrite(self) -> None:
        """Write the whole file anew, so that nothing of what was deleted stays in it; takes as long as a copy."""
        with self.turn("Rewrite the file"), self._carrying:
            sqlite.rewrite(self._connection)

    def _settle_later(self) -> None:
        if self._settling is None and not self.shared_folder:
            self._settler = self._settling = threading.Timer(SETTLING, self._settle)
            self._settling.daemon = True
            self._settling.start()

    def _settle(self) -> None:
        """Carry what the journal holds into the file, beside readers and changes."""
        self._settling = None
        if not self._closed:
            with (
                self._carrying,
                contextlib.suppress(sa.exc.OperationalError),
                self.reading_connection() as connection,
            ):
                sqlite.carry_over(connection)

    def close(self) -> None:
        """Leave one plain file behind, and the project free for the next."""
        if self._closed:
            return
        with self._lock:
            self._closed = True
            if self._settler is not None:
                self._settler.cancel()
                self._settler.join()
            self._readers.dispose()
            self._writer.close()
            if not self.read_only:
                with contextlib.suppress(sqlite.OperationalError):
                    undo.forget_dropped(self._connection)
                    sqlite.leave_one_file(self._connection)
            self._engine.dispose()
            self._connection.close()
            if self._held is not None:
                self._held.let_go()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _driver(session: Session) -> Any:
    return session.connection().connection.driver_connection


def create(
    path: Path,
    *,
    title: str,
    approach: str = "framework",
    coder: str = "me",
    passphrase: str | None = None,
    consent: str = "",
    notice: str = "",
    shared_folder: bool | None = None,
) -> Project:
    """Make a new project file and open it.

    `consent="required"` makes unknown consent count as refused; `notice` is a sentence that stands on all that leaves.
    """
    if path.exists():
        raise FileExistsAlreadyError(f"{path.name} is there already. Choose another name, or open that one.")
    held = hold(path, coder)
    if not isinstance(held, Hold):
        raise FileIsBusyError(f"No project can be made at {path.name}: the folder is not there or not writable.")
    try:
        key = new_key(passphrase)
        path.touch(place.mode_for(path), exist_ok=False)
        connection = sqlite.connect(path, key)
        try:
            _lay_out(connection, title=title, approach=approach, consent=consent, notice=notice)
            return _begin(path, connection, key, coder=coder, held=held, shared_folder=shared_folder)
        except BaseException as error:
            connection.close()
            path.unlink(missing_ok=True)
            if isinstance(error, sqlite.DatabaseError):
                raise opening.explain(path, error, encrypted=False) from error
            raise
    except BaseException:
        held.let_go()
        raise


def _lay_out(connection: Any, **facts: str) -> None:
    facts |= {"secret": os.urandom(32).hex(), "made": now()}
    connection.execute("BEGIN")
    for statement in sqlite.definitions():
        connection.execute(statement)
    connection.executemany("INSERT INTO meta(key, value) VALUES (?, ?)", list(facts.items()))
    sqlite.mark_as_project(connection, VERSION)
    connection.execute("COMMIT")


def _begin(
    path: Path, connection: Any, key: str | None, *, coder: str, held: Hold, shared_folder: bool | None
) -> Project:
    shared = place.is_shared(path) if shared_folder is None else shared_folder
    sqlite.use_journal(connection, "TRUNCATE" if shared else "WAL")
    return Project(path, connection, key, coder=coder, held=held, shared_folder=shared)


def open_file(path: Path, *, coder: str, passphrase: str | None = None, shared_folder: bool | None = None) -> Project:
    """Open a project: to change it, or to read it only when somebody else has it open (`holder` says who).

    A file of an earlier version is backed up beside itself and brought up to date. `shared_folder` keeps the file
    whole after every change; without it, that is guessed from where the file lies. Every refusal is a
    WorkbenchError of `opening` and leaves the file as it was.
    """
    looked = opening.look(path, passphrase=passphrase)
    held = hold(path, coder) if os.access(path, os.W_OK) else None
    if not isinstance(held, Hold):
        return _open_to_read(path, looked, passphrase, coder=coder, holder=held)
    try:
        key, version = opening.unlock(path, looked, passphrase)
        connection = sqlite.connect(path, key)
        try:
            if version < VERSION:
                migrations.bring_up_to_date(path, connection, key, version=version, who=coder)
            landing.clear_left(connection)
            return _begin(path, connection, key, coder=coder, held=held, shared_folder=shared_folder)
        except (sqlite.DatabaseError, UnicodeDecodeError) as error:
            connection.close()
            raise opening.explain(path, error, encrypted=key is not None) from error
        except BaseException:
            connection.close()
            raise
    except BaseException:
        held.let_go()
        raise


def _open_to_read(
    path: Path, looked: opening.Looked, passphrase: str | None, *, coder: str, holder: Holder | None
) -> Project:
    key, version = opening.unlock(path, looked, passphrase)
    if version < VERSION:
        raise opening.OlderVersionHeldError
    return Project(path, sqlite.connect(path, key, read_only=True), key, coder=coder, held=None, holder=holder)
