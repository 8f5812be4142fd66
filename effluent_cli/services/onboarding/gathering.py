"""Where the answers of one command come from: a file, settings on the command line, and what is on record beneath them."""

import copy
from typing import TYPE_CHECKING

from effluent_cli.services.onboarding.household import slug_of, stored_in
from effluent_cli.services.onboarding.reading import Plain, read_answers
from effluent_cli.services.onboarding.setting import apply_settings, steps_named
from effluent_cli.services.onboarding.stating import recalled

if TYPE_CHECKING:
    from effluent_cli.store.home import Home


def gathered(home: "Home", path: str | None, settings: tuple[str, ...], named: str | None) -> Plain:
    """Return the plain answers of a command by step.

    A setting about a step that the file leaves out changes the answers on record for that step, so that one value can be set
    without stating its neighbours again. Raises InvalidInput for an unusable file or setting.
    """
    tables = read_answers(path) if path is not None else {}
    if not settings:
        return tables
    beneath = [name for name in steps_named(settings) if name not in tables]
    if beneath:
        # Only the household's own answers say which household is meant; places in lists may count items on record.
        naming = copy.deepcopy(tables)
        apply_settings(naming, [each for each in settings if steps_named((each,)) == ("household_info",)])
        inputs = stored_in(home.household(slug_of(home, naming, named))).inputs
        on_record = recalled(inputs) if inputs is not None else {}
        tables = {**{name: on_record[name] for name in beneath if name in on_record}, **tables}
    settled = copy.deepcopy(tables)
    apply_settings(settled, settings)
    return settled
