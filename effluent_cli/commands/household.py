"""``effluent household …``."""

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import caller
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import state
from effluent_cli.services import households


def list_(shared: Shared) -> Answer:
    """List the households of this home.

    Examples:
        effluent household list
    """
    files, skipped = shared.every_household(named=None)
    report, findings = households.listed(files)
    return Answer("household-list", report, lambda: state.households(report), warnings=skipped + findings)


def show(shared: Shared) -> Answer:
    """Show the household, its members and how much is on record.

    Examples:
        effluent household show
    """
    file = shared.one_household()
    report, today = households.show(file, caller(shared, "household show"))
    return Answer("household-show", report, lambda: state.household(report), household=file.slug, as_of=today)
