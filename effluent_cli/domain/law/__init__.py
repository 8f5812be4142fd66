"""The federal figures as values, one class per group of a rule file, in integer cents and exact rates.

The names are those of the rule files: ``[standard_deduction] amount`` is ``TaxYear.standard_deduction.amount``. A field's
type hint says how the loader reads it: ``Cents`` from dollars, ``Rate`` and ``Ratio`` from a decimal, ``ByStatus`` from a
table by filing status, ``Portion`` from text such as ``"2/37"``.
"""
