"""Every line of a month with the record it comes from, the rule that it follows and the figures that made it.

``lines`` says what a line is, ``month`` puts a month together; between them stands a module for each kind of happening:
paychecks, what is stated (flows, receipts, costs), debts, and what the accounts add.
"""
