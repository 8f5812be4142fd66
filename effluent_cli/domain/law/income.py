"""How taxable income is taxed: brackets, gains, the alternative minimum tax, the tax on net investment income."""

from effluent_cli.domain.law.shapes import ByStatus, Group
from effluent_cli.domain.money import Cents, Rate


class IncomeTax(Group):
    """The rate schedules of IRC 1(j): ``rates`` rising, ``upper_limits`` of every bracket but the last (cents)."""

    rates: tuple[Rate, ...]
    upper_limits: ByStatus[tuple[Cents, ...]]


class Gains(Group):
    """Long-term gains and qualified dividends, IRC 1(h): three rates, and the taxable income up to which two of them hold.

    ``net_loss_limit`` is the net capital loss that other income takes up in a year (IRC 1211(b)), ``home_exclusion`` the gain
    on the sale of a main home that is none of income (IRC 121(b)).
    """

    rates: tuple[Rate, ...]
    zero_rate_up_to: ByStatus[Cents]
    fifteen_rate_up_to: ByStatus[Cents]
    net_loss_limit: ByStatus[Cents]
    home_exclusion: ByStatus[Cents]


class Amt(Group):
    """The alternative minimum tax, IRC 55: exemption, where and how fast it ends, two rates and where the second begins."""

    exemption: ByStatus[Cents]
    phase_out_over: ByStatus[Cents]
    phase_out_rate: Rate
    rates: tuple[Rate, ...]
    second_rate_over: ByStatus[Cents]


class Niit(Group):
    """The tax on net investment income, IRC 1411."""

    rate: Rate
    magi_over: ByStatus[Cents]


class RentalLoss(Group):
    """The loss from rent that other income takes up, IRC 469(i): ``phase_out_rate`` of modified AGI above a limit is lost."""

    allowance: ByStatus[Cents]
    magi_over: ByStatus[Cents]
    phase_out_rate: Rate


class BenefitsTaxed(Group):
    """What part of Social Security benefits is income, IRC 86: two rates, above two amounts of provisional income.

    Who is married, files separately and lived with the spouse at any time of the year has 0 in place of both amounts.
    """

    rates: tuple[Rate, ...]
    base: ByStatus[Cents]
    adjusted_base: ByStatus[Cents]
