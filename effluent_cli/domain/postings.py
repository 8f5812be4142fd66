"""What stage two of a projection adds to a month's columns, components and moves, beside those of the plan."""

from effluent_cli.domain.amounts import Amount, anywhere
from effluent_cli.domain.month_plans import MonthPlan


class Posting:
    """The sums of one month by column, component and move (cents, signed as their effect on net worth)."""

    def __init__(self, plan: MonthPlan) -> None:
        self.columns: dict[str, Amount] = dict(plan.columns)
        self.components: dict[str, Amount] = dict(plan.components)
        self.moves: dict[str, Amount] = dict(plan.moves)

    def add(self, column: str, name: str, amount: Amount) -> None:
        """Add a signed effect on net worth."""
        if anywhere(amount != 0):
            self.put(column, name, amount)

    def put(self, column: str, name: str, amount: Amount) -> None:
        """Add a signed effect on net worth, even nothing: the column and the component are there from then on."""
        self.columns[column] = self.columns.get(column, 0) + amount
        self.components[name] = self.components.get(name, 0) + amount

    def move(self, name: str, amount: Amount) -> None:
        """Add what merely moves from one account to another."""
        if anywhere(amount != 0):
            self.moves[name] = self.moves.get(name, 0) + amount
