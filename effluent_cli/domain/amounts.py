"""Amounts that are one path's or many paths' at once: an ``int`` of cents, or a NumPy vector of them, one place per path.

The accounts stage of a projection is written once over both. It uses the operators ``+ − * < <= > >= ==`` and the functions
here, never ``if`` on an amount and never ``+=`` on one (a vector would change under whoever else holds it). Rounding lives
here: half-up to the cent on magnitudes, as in ``domain.money``. NumPy is imported only where an amount is a vector already,
so a projection of one path never loads it; and what goes in as ``int`` comes out as ``int``, never as a NumPy number.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import floor
from operator import mul as times
from typing import Any, TypeAlias

from effluent_cli.domain import money

Amount: TypeAlias = Any
"""``int`` cents or an ``int64`` vector of cents. The two share operators and no type that a checker could name."""
Factor: TypeAlias = Any
"""``float`` or a ``float64`` vector: a growth of balances, the one kind of number that is not exact."""
Truth: TypeAlias = Any
"""``bool`` or a vector of them: what a comparison of amounts gives."""

_SAFE = 2**62


def least(one: Amount, other: Amount) -> Amount:
    """Return the smaller of two amounts, path by path."""
    if type(one) is int and type(other) is int:
        return min(other, one)
    import numpy as np

    return np.minimum(one, other)


def most(one: Amount, other: Amount) -> Amount:
    """Return the larger of two amounts, path by path."""
    if type(one) is int and type(other) is int:
        return max(other, one)
    import numpy as np

    return np.maximum(one, other)


def positive(amount: Amount) -> Amount:
    """Return the amount where it is above zero, else zero."""
    if type(amount) is int:
        return max(0, amount)
    return most(amount, 0)


def choose(condition: Truth, yes: Amount, no: Amount) -> Amount:
    """Return ``yes`` on the paths on which the condition holds, ``no`` on the others."""
    if type(condition) is bool:
        return yes if condition else no
    import numpy as np

    return np.where(condition, yes, no)


def anywhere(condition: Truth) -> bool:
    """Whether the condition holds on any path at all."""
    return condition if type(condition) is bool else bool(condition.any())


def grown(amount: Amount, factor: Factor) -> Amount:
    """Return ``amount × factor`` in whole cents, half-up: what a balance grows by, or a part of it by a float ratio."""
    if type(amount) is int and type(factor) is float:
        return money.grown(amount, factor)
    import numpy as np

    exact = amount * factor
    return (np.sign(exact) * np.floor(np.abs(exact) + 0.5)).astype(np.int64)


def growth(balance: Amount, factor: Factor) -> Amount:
    """Return what a balance grows by: ``grown`` of what of it is above zero."""
    return grown(positive(balance), factor)


def growths(balances: Sequence[Amount], factors: Sequence[Factor]) -> list[Amount]:
    """Return the ``growth`` of each balance by its own factor."""
    if type(sum(balances)) is int and type(sum(factors, 0.0)) is float:
        # ``money.grown`` in place: this is asked of every account in every month.
        exact = map(times, map(positive, balances) if min(balances, default=0) < 0 else balances, factors)
        return [floor(each + 0.5) if each >= 0 else -floor(0.5 - each) for each in exact]
    return [growth(held, factor) for held, factor in zip(balances, factors, strict=True)]


def part(amount: Amount, of: Amount, whole: Amount) -> Amount:
    """Return ``amount × of ÷ whole`` in whole cents, half-up, by a float ratio; 0 where ``whole`` is not positive.

    The amount is at most the whole. A ratio of floats, because balance × basis passes 63 bits above 30 million dollars, where a
    vector would wrap silently.
    """
    if type(amount) is type(of) is type(whole) is int:
        return money.grown(amount, of / whole) if whole > 0 else 0
    import numpy as np

    ratio = np.where(np.asarray(whole) > 0, of / np.maximum(whole, 1), 0.0)
    return grown(amount, ratio)


def share(amount: Amount, rate: Decimal, parts: int = 1) -> Amount:
    """Return ``amount × rate ÷ parts`` in whole cents, half-up, reckoned exactly on every path."""
    if type(amount) is int:
        return money.share(amount, rate, parts)
    numerator, denominator = rate.as_integer_ratio()
    denominator *= parts
    import numpy as np

    if int(np.abs(amount).max(initial=0)) * abs(numerator) * 2 + denominator >= _SAFE:
        return each(lambda cents: money.half_up(cents * numerator, denominator), amount)
    exact = amount * numerator
    return np.sign(exact) * ((2 * np.abs(exact) + denominator) // (2 * denominator))


def each(function: Callable[..., int], *amounts: Amount) -> Amount:
    """Return ``function`` of the amounts, path by path: for rules that are not written in this idiom (a year's tax)."""
    if all(type(amount) is int for amount in amounts):
        return function(*amounts)
    import numpy as np

    columns = [column.tolist() for column in np.broadcast_arrays(*amounts)]
    return np.array([function(*row) for row in zip(*columns, strict=True)], dtype=np.int64)
