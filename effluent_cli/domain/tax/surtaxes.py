"""The two taxes of 2013: on net investment income (IRC 1411) and Additional Medicare (IRC 1401(b)(2), 3101(b)(2))."""

from effluent_cli.domain.money import share
from effluent_cli.domain.tax.agi import Adjusted
from effluent_cli.domain.tax.given import Return


def net_investment_income(given: Return, above: Adjusted) -> int:
    """Return interest, dividends, gains, rent and passive businesses; a capital loss counts as far as income takes it."""
    income = given.income
    return max(0, income.interest + income.dividends + above.capital.counted + above.passive)


def niit(given: Return, above: Adjusted) -> int:
    """Return the tax on the lesser of net investment income and MAGI above the threshold."""
    net = net_investment_income(given, above)
    if not net:
        return 0
    law = given.tax_year.niit
    over = max(0, above.agi - law.magi_over[given.filing_status])
    return share(min(net, over), law.rate) if over else 0


def additional_medicare(given: Return, above: Adjusted) -> int:
    """Return the tax on wages above the threshold, and on self-employment above what wages leave of it (Form 8959)."""
    wages = sum([earner.medicare_wages for earner in above.earners])
    business = sum([earner.net_earnings for earner in above.earners])
    if not wages and not business:
        return 0
    law = given.tax_year.medicare
    threshold = law.additional_over[given.filing_status]
    if wages + business <= threshold:
        return 0
    left = max(0, threshold - wages)
    return share(max(0, wages - threshold), law.additional_rate) + share(max(0, business - left), law.additional_rate)
