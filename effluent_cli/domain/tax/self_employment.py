"""What one person earns, and the self-employment tax on a business of one's own (Schedule SE)."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import half_up, share
from effluent_cli.domain.tax.given import Person
from effluent_cli.domain.tax.wages import FormW2, excess_deferral, excess_social_security, forms_of
from effluent_cli.domain.tax_year import TaxYear


@frozen
class Earner:
    """One person's earnings. ``wages`` and ``medicare_wages`` are boxes 1 and 5 of all employers.

    ``net_earnings`` is the part of a business's profit that self-employment tax is reckoned on, ``half`` the deductible half of
    the tax; ``earned`` is earned income as the credits mean it (IRC 32(c)(2)), which a loss lowers.
    """

    forms: tuple[FormW2, ...]
    wages: int
    medicare_wages: int
    excess_deferral: int
    excess_social_security: int
    profit: int
    net_earnings: int
    social_security: int
    medicare: int
    half: int
    earned: int

    @property
    def tax(self) -> int:
        """Self-employment tax."""
        return self.social_security + self.medicare

    @property
    def withheld(self) -> int:
        """Social Security and Medicare tax withheld, the additional one included."""
        return sum(form.social_security + form.medicare + form.additional_medicare_withheld for form in self.forms)


def earner(person: Person, profit: int, tax_year: TaxYear) -> Earner:
    """Return what ``person`` earns with a business's ``profit`` (below zero: a loss).

    Wages use up the Social Security wage base first. Below the least net earnings there is no tax.
    """
    forms = forms_of(person, tax_year)
    net, social_security, medicare = _self_employment(profit, forms, tax_year) if profit > 0 else (0, 0, 0)
    half = half_up(social_security + medicare, 2)
    over = excess_deferral(person, tax_year)
    wages = sum([form.box1 for form in forms])
    return Earner(
        forms=forms,
        wages=wages,
        medicare_wages=sum([form.box5 for form in forms]),
        excess_deferral=over,
        excess_social_security=excess_social_security(forms, tax_year),
        profit=profit,
        net_earnings=net,
        social_security=social_security,
        medicare=medicare,
        half=half,
        earned=wages + over + profit - half,
    )


def _self_employment(profit: int, forms: tuple[FormW2, ...], tax_year: TaxYear) -> tuple[int, int, int]:
    """Return net earnings of a profit, and the parts of the tax on them for Social Security and for Medicare."""
    law = tax_year.self_employment
    net = share(profit, law.net_share)
    if net < law.least:
        return 0, 0, 0
    room = max(0, tax_year.social_security.wage_base - sum([form.box3 for form in forms]))
    return net, share(min(net, room), law.social_security_rate), share(net, law.medicare_rate)
