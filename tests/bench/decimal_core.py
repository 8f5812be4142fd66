"""The same projection core with Decimal amounts, as a measure of what whole cents are worth: the very same code, other numbers.

Every amount of the household goes in as a Decimal number of cents, and the few functions that round are replaced by ones that
round as people do in Decimal: ``quantize`` with ROUND_HALF_UP. It runs as a process of its own, because what rounds is replaced
in all of the program: ``python -m tests.bench.decimal_core KIND MONTHS ROUNDS`` with the kind ``int`` or ``decimal`` prints the
median processor time of a projection in seconds, and a digest of every row.
"""

import hashlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from effluent_cli.domain import amounts, money
from effluent_cli.domain.month_rows import MonthRow, month_rows
from effluent_cli.domain.projection import Course
from effluent_cli.domain.records import Inputs
from tests.bench.households import household
from tests.households import RULES, TODAY

ONE = Decimal(1)


class Measured(NamedTuple):
    """Seconds of processor time, and a digest of the rows."""

    seconds: float
    digest: str


def half_up(numerator: Any, denominator: Any) -> Any:
    """``money.half_up``."""
    return (Decimal(numerator) / denominator).quantize(ONE, ROUND_HALF_UP)


def steps_begun(amount: Any, step: int) -> Any:
    """``money.steps_begun``: the quotient of Decimal is cut off, not rounded down."""
    return amount // step + (amount % step > 0)


def rounded(numerator: Any, denominator: Any, rule: str = "half_up") -> Any:
    """``money.rounded`` by the one rule that the household here has."""
    assert rule == "half_up"
    return half_up(numerator, denominator)


def share(cents: Any, rate: Decimal, parts: int = 1) -> Any:
    """``money.share``."""
    return (cents * rate / parts).quantize(ONE, ROUND_HALF_UP)


@lru_cache(maxsize=8192)
def compounded(cents: Any, rate: Decimal, years: int) -> Any:
    """``money.compounded``."""
    return (cents * (1 + rate) ** years).quantize(ONE, ROUND_HALF_UP)


def grown(cents: Any, factor: float) -> Any:
    """``money.grown`` with the factor as the very number that the float is."""
    return (cents * Decimal(factor)).quantize(ONE, ROUND_HALF_UP)


def growth(balance: Any, factor: float) -> Any:
    """``amounts.growth``."""
    return grown(balance, factor) if balance > 0 else ONE - ONE


def part(amount: Any, of: Any, whole: Any) -> Any:
    """``amounts.part``, by a ratio of floats as there."""
    return grown(amount, float(of) / float(whole)) if whole > 0 else ONE - ONE


REPLACED: dict[Callable[..., Any], Callable[..., Any]] = {
    money.half_up: half_up,
    money.steps_begun: steps_begun,
    money.rounded: rounded,
    money.share: share,
    money.compounded: compounded,
    money.grown: grown,
    amounts.share: share,
    amounts.grown: grown,
    amounts.growth: growth,
    amounts.part: part,
    amounts.least: min,
    amounts.most: max,
    amounts.positive: lambda amount: max(amount, 0),
    amounts.choose: lambda condition, yes, no: yes if condition else no,
    amounts.each: lambda function, *given: function(*given),
}


def in_decimal() -> None:
    """Put the rounding of Decimal in place of that of whole cents, everywhere in the program."""
    for name, module in list(sys.modules.items()):
        if name.startswith("effluent_cli."):
            for attribute, value in list(vars(module).items()):
                if callable(value) and not isinstance(value, type) and value in REPLACED:
                    setattr(module, attribute, REPLACED[value])


def as_decimal(value: Any, hint: Any = None) -> Any:
    """Return records with every amount as a Decimal number of cents."""
    if get_origin(hint) is Annotated and "cents" in hint.__metadata__ and isinstance(value, int):
        return Decimal(value)
    if isinstance(value, tuple):
        return tuple(as_decimal(each, hint) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: as_decimal(getattr(value, each.name), _amount(each.type)) for each in fields(value)}
        )
    return value


def _amount(hint: Any) -> Any:
    """Return the hint of an amount that may be missing, else the hint."""
    return next((each for each in get_args(hint) if get_origin(each) is Annotated), hint)


def figures(row: MonthRow) -> Iterator[str]:
    """Yield every amount of a row as whole cents."""
    for value in vars(row).values():
        found = sorted(value.items()) if isinstance(value, dict) else [("", value)]
        yield from (f"{name} {each:f}" if isinstance(each, Decimal) else f"{name} {each}" for name, each in found)


def walked(stated: Inputs, months: int) -> tuple[MonthRow, ...]:
    """Live through the months and return their rows: a projection without the words around it."""
    course = Course(stated, RULES, TODAY, months)
    return month_rows(list(course.states()), course.index, course.assumptions, course.first)


def measured(kind: str, stated: Inputs, months: int, rounds: int) -> Measured:
    """Project in this process, which is of that kind from then on."""
    if kind == "decimal":
        in_decimal()
        stated = as_decimal(stated)
    rows = walked(stated, months)
    spent = []
    for _ in range(rounds):
        started = time.process_time()
        walked(stated, months)
        spent.append(time.process_time() - started)
    lines = "\n".join(figure for row in rows for figure in figures(row))
    return Measured(statistics.median(spent or [0.0]), hashlib.sha256(lines.encode()).hexdigest())


def apart(kind: str, months: int, rounds: int) -> Measured:
    """Return what a process of that kind measures."""
    command = [sys.executable, "-m", "tests.bench.decimal_core", kind, str(months), str(rounds)]
    seconds, digest = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Measured(float(seconds), digest)


if __name__ == "__main__":
    found = measured(sys.argv[1], household(), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(f"{found.seconds} {found.digest}\n")
