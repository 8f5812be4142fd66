"""The write transaction: SQLAlchemy's session over one driver connection, begun IMMEDIATE and committed to a deadline."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from effluent_cli.store import failpoints
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.driver import retried


@contextmanager
def transaction(connection: sqlite3.Connection, deadline: Deadline) -> Iterator[tuple[Session, Callable[[], None]]]:
    """Commit what the block did to ``connection``; roll everything back on any exception, interrupts included.

    The function beside the session commits what was done so far, and begins again. BEGIN and COMMIT wait for other
    connections until ``deadline``. Raises sqlite3.Error and SQLAlchemy's DBAPIError.
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)

    # The driver opens no transaction by itself (isolation_level None): its own would be deferred, and two commands that
    # both read before they write would then lose one of the two changes.
    @event.listens_for(engine, "begin")
    def _begin(_: Connection) -> None:
        retried(lambda: connection.execute("BEGIN IMMEDIATE"), deadline)

    try:
        with Session(engine) as session:

            def settle() -> None:
                session.flush()
                retried(connection.commit, deadline)
                session.commit()
                session.connection()

            session.connection()
            failpoints.reach("begun")
            yield session, settle
            session.flush()
            failpoints.reach("written")
            # A reader in the middle of a SELECT makes COMMIT itself fail; the transaction stays open and may try again.
            retried(connection.commit, deadline)
            failpoints.reach("committed")
            session.commit()
    finally:
        engine.dispose()
