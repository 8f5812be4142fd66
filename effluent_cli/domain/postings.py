"""What stage two of a projection adds to a month's columns, components and moves, beside those of the plan."""

from typing import NamedTuple

from effluent_cli.domain.amounts import Amount, anywhere
from effluent_cli.domain.month_plans import MonthPlan


class Posted(NamedTuple):
    """One thing that was added, for whoever wants to know what a month is made of (cents).

    A part of the change of net worth has a ``column``, and lands on the account ``target``. A move has none: ``paid`` leaves
    ``source`` for ``target``, of which ``amount`` is the move itself.
    """

    column: str
    name: str
    amount: Amount
    source: str
    target: str
    paid: Amount


class Posting:
    """The sums of one month by column, component and move (cents, signed as their effect on net worth).

    They go on from those of the plan, which are the posting's from here on.
    With a ``trail`` everything that is added is noted there as well, one by one.
    """

    def __init__(self, plan: MonthPlan, trail: list[Posted] | None = None) -> None:
        self.columns: dict[str, Amount] = plan.columns
        self.components: dict[str, Amount] = plan.components
        self.moves: dict[str, Amount] = plan.moves
        self.trail = trail

    def add(self, column: str, name: str, amount: Amount, account: str = "") -> None:
        """Add a signed effect on net worth, which lands on ``account``."""
        if anywhere(amount != 0):
            self.put(column, name, amount)
            self.note(column, name, amount, account)

    def put(self, column: str, name: str, amount: Amount) -> None:
        """Add a signed effect on net worth, even nothing: the column and the component are there from then on."""
        self.columns[column] = self.columns.get(column, 0) + amount
        self.components[name] = self.components.get(name, 0) + amount

    def note(self, column: str, name: str, amount: Amount, account: str) -> None:
        """Note in the trail, where there is one, what lands on an account without adding it to the sums."""
        if self.trail is not None and anywhere(amount != 0):
            self.trail.append(Posted(column, name, amount, "", account, 0))

    def move(self, name: str, amount: Amount, source: str = "", target: str = "", paid: Amount | None = None) -> None:
        """Add what merely moves from one account to another; ``paid`` is what passes where that is more than the move."""
        if anywhere(amount != 0):
            self.moves[name] = self.moves.get(name, 0) + amount
        passed = amount if paid is None else paid
        if self.trail is not None and anywhere(passed != 0):
            self.trail.append(Posted("", name, amount, source, target, passed))
