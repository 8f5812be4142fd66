"""Taxable income for one choice of deduction, and what the choice of the smaller tax needs to know about it."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.tax.agi import Adjusted
from effluent_cli.domain.tax.deductions import Further, charity_beside_standard, further, standard_deduction
from effluent_cli.domain.tax.given import Return
from effluent_cli.domain.tax.itemized import Itemized, itemized, top_bracket_reduction
from effluent_cli.domain.tax.qbi import qbi_deduction


@frozen
class Taxable:
    """Taxable income after the deduction ``kind`` (``standard`` or ``itemized``) of ``amount`` cents.

    ``income`` is not below zero, ``before_floor`` may be. ``reduction`` is what IRC 68 has taken off ``amount`` already;
    ``items`` is None beside the standard deduction, ``charity`` 0 beside itemized ones.
    """

    kind: str
    amount: int
    items: Itemized | None
    reduction: int
    further: Further
    charity: int
    qbi: int
    before_floor: int

    @property
    def income(self) -> int:
        """Taxable income."""
        return max(0, self.before_floor)

    @property
    def disallowed_for_amt(self) -> int:
        """What the alternative minimum tax adds back (IRC 56(b)(1)).

        It knows no standard deduction, taxes or deduction for seniors. Section 68 does not apply there either, so that
        its reduction comes off again.
        """
        added = self.amount if self.items is None else self.items.taxes - self.reduction
        return added + self.further.senior


def taxable_income(given: Return, above: Adjusted, kind: str) -> Taxable:
    """Return taxable income with the deduction ``kind``.

    The deduction for business income is worked out before the limitation of IRC 68, which looks at taxable income after it.
    """
    beside = further(given, above.agi)
    items = itemized(given, above.agi) if kind == "itemized" else None
    amount = standard_deduction(given) if items is None else items.total
    charity = charity_beside_standard(given) if items is None else 0
    net_of_all = above.agi - beside.total - charity
    gains = above.capital.long + given.income.qualified_dividends
    business = qbi_deduction(given, above, max(0, net_of_all - amount), gains)
    reduction = 0 if items is None else top_bracket_reduction(given, amount, net_of_all - business)
    return Taxable(
        kind=kind,
        amount=amount - reduction,
        items=items,
        reduction=reduction,
        further=beside,
        charity=charity,
        qbi=business,
        before_floor=net_of_all - amount + reduction - business,
    )
