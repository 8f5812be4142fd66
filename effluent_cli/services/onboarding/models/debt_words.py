"""What the questions about debts say: help, other spellings of keys, and the one question before the special ones."""

TERM_HELP = (
    "The original term when original balance and origination date are given, "
    "else the months left at the balance's date."
)
RULE_HELP = (
    "full: the whole balance; fixed: the same payment every month; minimum: what the issuer asks. "
    "New purchases are not modelled: spending is paid from checking."
)
ESCROW_HELP = (
    "Paid on top of the payment for the property's tax and insurance: it counts in place of those costs as stated "
    "with the property, and ends with the mortgage."
)
MINIMUM_HELP = "The minimum is the larger of this share of the balance and the floor."

NAMED = {"fixed_payment": "payment"}
"""Fields of terms that are asked for under the name of another one."""
SPECIAL_LOAN = "Anything special: a variable rate, interest only for a time, forbearance, a balloon"
SPECIAL_CARD = "Anything special: a promotional rate, a minimum that adds the interest"
ALSO_OF_LOANS = {
    "rate_index": "index",
    "maturity": "maturity_date",
    "forbearance_start": "forbearance_from",
    "forbearance_end": "forbearance_until",
}
ALSO_OF_CARDS = {"promotional_end": "promotional_until"}
