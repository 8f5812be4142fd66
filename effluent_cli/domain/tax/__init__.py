"""The federal income tax of one calendar year: a return's facts in, the liability with all its parts out.

One module per idea, in the order of the return: ``wages`` and ``self_employment``, ``income``, ``benefits``, ``adjustments``,
``agi``; ``itemized``, ``deductions``, ``qbi``, ``taxable``; ``schedule``, ``amt``, ``surtaxes``; ``credits``,
``child_credits``, ``earned_income_credit``; ``liability`` puts them together. Amounts are whole cents; each tax, credit or
deduction is rounded by itself, half-up to the cent. Forms round to whole dollars and look taxes up in a printed table: that
is done on request only.
"""
