"""Who asks for a use case, when, and how long they will wait."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from effluent_cli.domain.frozen import frozen

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books


@frozen
class Caller:
    """The circumstances of one command.

    ``command`` and ``user`` go into the audit log, ``now`` is the instant read at the border, ``wait`` the seconds to wait for
    a busy household, ``today`` gives the date in a time zone (an IANA name) and ``dry_run`` says that nothing may change.
    ``clock`` is the border's clock, for the instant at which a run ends; without one that is ``now``.
    """

    command: str
    user: str
    now: datetime
    wait: float
    today: Callable[[str], date]
    dry_run: bool = False
    clock: Callable[[], datetime] | None = None

    def opened(
        self, file: "HouseholdFile", *, undoes: int | None = None, backup: str | None = None
    ) -> "AbstractContextManager[Books]":
        """Return the door through which a plan is made and applied; a dry run only reads and never waits for writers.

        ``undoes`` is the batch that is turned round here, ``backup`` what a copy made first is named after.
        """
        if self.dry_run:
            return file.reading()
        return file.writing(
            wait=self.wait, command=self.command, user=self.user, now=self.now, undoes=undoes, backup=backup
        )
