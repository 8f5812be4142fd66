"""A household's file and its two doors: ``reading``, and ``writing``, the only way in which a household ever changes."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from effluent_cli.errors import EffluentError, NoHousehold, Refused
from effluent_cli.store import backups, driver, failpoints, files, lock, migrate
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import damaged, file_error, reported
from effluent_cli.store.read import Books

if TYPE_CHECKING:
    from effluent_cli.domain.records import Run

    # Loaded by the few commands that need them.
    from effluent_cli.store.foreign import Foreign
    from effluent_cli.store.inspection import Flaw
    from effluent_cli.store.saving import Saved

DEFAULT_WAIT = 10.0
LONG_WAIT = 1.0
"""Who waits less looks whether the household is busy before loading what a writer needs; who waits longer loads meanwhile."""


class HouseholdFile:
    """The file of one household, whether it exists or not. ``wait`` is how many seconds readers wait for it at most."""

    def __init__(
        self, slug: str, path: Path, *, wait: float = DEFAULT_WAIT, migrations: str = migrate.MIGRATIONS
    ) -> None:
        self.slug = slug
        self.path = path
        self.wait = wait
        self._migrations = migrations

    def exists(self) -> bool:
        """Return whether there is a household, without waiting.

        A file that is busy or cannot be read counts as one, so that its error shows on reading.
        """
        if not self._is_plain_file():
            return False
        try:
            with reported(self.slug):
                connection, version = self._opened(Deadline(0))
                with closing(connection):
                    return self._holds_household(connection, version)
        except EffluentError:
            return True

    @contextmanager
    def reading(self) -> Iterator[Books]:
        """Yield the books as they are at one moment; nothing can be changed through them.

        Raises NoHousehold, TooNew, DamagedFile, Busy. Close it soon: a writer's commit waits for it.
        """
        if not self._is_plain_file():
            raise self._absent()
        deadline = Deadline(self.wait)
        with reported(self.slug):
            connection, version = self._opened(deadline)
            try:
                if not self._holds_household(connection, version):
                    raise self._absent()
                if version < len(migrate.steps(self._migrations)):
                    connection.close()
                    self._migrate(deadline)
                    connection, version = self._opened(deadline)
                yield Books(connection, self.slug)
            finally:
                connection.close()

    @contextmanager
    def writing(
        self,
        *,
        wait: float,
        command: str,
        user: str,
        now: datetime,
        create: bool = False,
        undoes: int | None = None,
        continues: bool = False,
        backup: str | None = None,
    ) -> Iterator[Books]:
        """Yield the books for reading and changing; commit on a clean exit, roll back on anything else.

        Takes the household's lock, then BEGIN IMMEDIATE, and waits ``wait`` seconds for both and the commit. ``command``,
        ``user`` and ``now`` (aware) stand in the audit log and, while it lasts, in the lock file; ``undoes`` and
        ``continues`` are explained at ``Batch``. With ``create`` a household that is absent is laid out first; ``backup``
        is what a copy made beforehand is named after. Raises NoHousehold, Busy, TooNew, DamagedFile, Refused, Unsupported,
        and EffluentError for a full or failing disk; after each of them the file is as it was, but for the row of a run
        that had begun, which says that it failed.
        """
        folder = str(self.path.parent)
        files.refuse_unsupported(folder)
        if create:
            files.make_private_folder(folder)
        elif files.plain_size(str(self.path)) is None:
            raise self._absent()
        deadline = Deadline(wait)
        if wait < LONG_WAIT:
            lock.wait_until_free(self._lock_path, self.slug, deadline)
        patience = deadline.left()
        # Loads SQLModel: slow, so before the lock and off the clock.
        from effluent_cli.store import engine, tables
        from effluent_cli.store.apply import Batch, Writer

        if create:
            tables.make_all()
        deadline = Deadline(patience)
        with self._held(deadline, lock.note_of(command, now)), self._file(deadline, create=create) as connection:
            migrate.bring_up(connection, self._source, self._migrations, deadline)

            def copying(word: str, spare: str = "") -> str:
                return backups.automatic(self._source, backups.occasion(now, word), deadline, spare=spare)

            copy = None if backup is None else copying(backup)
            writer: Writer | None = None
            batch = Batch(user, command, now, len(migrate.steps(self._migrations)), undoes, continues)
            try:
                with engine.transaction(connection, deadline) as (session, settle):
                    version = self._version(connection)
                    if not create and not self._holds_household(connection, version):
                        raise self._absent()
                    if not version:
                        migrate.create(connection, self._migrations)
                    writer = Writer(session, batch, settle, copying)
                    yield Books(connection, self.slug, writer, copy)
            except Exception as error:
                if writer is not None and writer.run is not None:
                    self._note_failure(writer.run, error, now)
                raise
            failpoints.reach("closing")

    def delete(self, *, wait: float, now: datetime, revision: int | None = None) -> str:
        """Take the household away, after a copy of it into the backups; return that copy's path.

        Raises NoHousehold, Busy, TooNew, DamagedFile, Refused when it is no longer at ``revision``, and EffluentError when
        the copy cannot be made: then nothing is gone.
        """
        if files.plain_size(str(self.path)) is None:
            raise self._absent()
        deadline = Deadline(wait)
        with self._held(deadline, lock.note_of("household delete", now)):
            with self._file(deadline, create=False) as connection:
                if not self._holds_household(connection, self._version(connection)):
                    raise self._absent()
                if revision is not None and Books(connection, self.slug).revision() != revision:
                    raise Refused(
                        f"household {self.slug} was changed meanwhile", code="conflict", hint="run the command again"
                    )
                backup = backups.automatic(self._source, backups.occasion(now, "deleted"), deadline)
            try:
                os.unlink(self.path)
                files.sync(str(self.path.parent))
                failpoints.reach("deleted")
            except OSError as error:
                raise file_error(str(self.path), "deleted", error) from error
        return backup

    def save(self, target: str | None, *, now: datetime, force: bool = False) -> "Saved":
        """Save the household to the file ``target``, by default to one of its own among the backups; others may write it.

        Raises NoHousehold, Busy, TooNew, DamagedFile, and Refused for a target that may not be written.
        """
        from effluent_cli.store import saving

        with self.reading():  # brings an old file up
            pass
        with reported(self.slug):
            path = target or saving.default_target(self._source, backups.stamp(now))
            return saving.save(self._source, path, Deadline(self.wait), force=force)

    def flaws(self) -> "tuple[Flaw, ...]":
        """Return what is wrong with the file itself: schema, pages, references, journal, rows. Only reads it.

        Raises NoHousehold, TooNew, Busy, and DamagedFile for one that cannot be opened at all.
        """
        from effluent_cli.store import inspection

        with self.reading(), reported(self.slug):
            connection, version = self._opened(Deadline(self.wait))
            with closing(connection):
                found = [*inspection.journal_flaws(connection)]
                found += inspection.file_flaws(connection, self._migrations, version)
                found += inspection.row_flaws(Books(connection, self.slug))
                return tuple(found)

    def lock_oddity(self) -> str:
        """Return why a writer would refuse the lock file, an empty text where it is as it should be or not there."""
        return lock.oddity(self._lock_path)

    def replace_damaged(self, copy: "Foreign", *, wait: float, now: datetime) -> str:
        """Put a file with the rows of a checked copy in the place of this one, which is damaged; return where that went.

        Raises Busy, and EffluentError where a file cannot be written: then the old file is as it was.
        """
        from effluent_cli.store import replacing

        files.refuse_unsupported(str(self.path.parent))
        deadline = Deadline(wait)
        with self._held(deadline, lock.note_of("restore", now)):
            return replacing.replace(self._source, copy.connection, self._migrations, now, deadline)

    def lock_state(self) -> lock.LockState:
        """Return whether a writer holds the household just now, and who. Creates nothing."""
        return lock.state(self._lock_path)

    def _note_failure(self, run: "Run", error: Exception, now: datetime) -> None:
        """Say on a run that its work was rolled back; where that cannot be written, it counts as abandoned."""
        from effluent_cli.store import apply, engine

        message = f"{error.code}: {error.message}" if isinstance(error, EffluentError) else type(error).__name__
        deadline = Deadline(1)
        # A connection of its own: the one of the transaction is closed with it.
        with (
            suppress(Exception),
            self._file(deadline, create=False) as connection,
            engine.transaction(connection, deadline) as (session, _),
        ):
            apply.fail(session, run, message, now)

    @property
    def _lock_path(self) -> str:
        return f"{os.path.join(os.path.realpath(self.path.parent), self.path.name)}.lock"

    @property
    def _source(self) -> backups.Source:
        return backups.Source(self.slug, str(self.path), str(self.path.parent.parent / "backups"))

    def _absent(self) -> NoHousehold:
        return NoHousehold(f"there is no household {self.slug}")

    def _is_plain_file(self) -> bool:
        try:
            return stat.S_ISREG(os.lstat(self.path).st_mode)
        except OSError:
            return False

    def _version(self, connection: Connection) -> int:
        version = migrate.version_of(connection, self.slug, self._migrations)
        # SQLite takes a file that was cut off within its header for an empty one.
        if version == 0 and files.plain_size(str(self.path)):
            raise damaged(self.slug, "it is not a household of effluent")
        return version

    def _holds_household(self, connection: Connection, version: int) -> bool:
        return version > 0 and Books(connection, self.slug).has_household()

    def _opened(self, deadline: Deadline) -> tuple[Connection, int]:
        """Return a connection with a read transaction open on it, and the file's version."""

        def attempt() -> tuple[Connection, int]:
            connection = driver.connect(str(self.path), query_only=True)
            try:
                connection.execute("BEGIN")
                return connection, self._version(connection)
            except BaseException:
                connection.close()
                raise

        return driver.retried(attempt, deadline)

    @contextmanager
    def _held(self, deadline: Deadline, note: bytes) -> Iterator[None]:
        with reported(self.slug), lock.held(self._lock_path, self.slug, deadline, note):
            failpoints.reach("locked")
            yield
        failpoints.reach("released")

    @contextmanager
    def _file(self, deadline: Deadline, *, create: bool) -> Iterator[Connection]:
        """Yield a connection to the file, under the lock. A file made here and left empty is taken away again."""
        path = str(self.path)
        created = create and files.create_private(path)
        try:
            if files.plain_size(path) is None:
                raise self._absent()
            connection = driver.retried(lambda: driver.connect(path, query_only=False), deadline)
            with closing(connection):
                yield connection
        finally:
            with suppress(OSError):
                if created and os.lstat(path).st_size == 0:
                    os.unlink(path)

    def _migrate(self, deadline: Deadline) -> None:
        files.refuse_unsupported(str(self.path.parent))
        with self._held(deadline, lock.note_of("migrate")), self._file(deadline, create=False) as connection:
            migrate.bring_up(connection, self._source, self._migrations, deadline)
