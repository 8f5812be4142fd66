"""The household's named choices: what each may be, its default, and what it means."""

from collections.abc import Callable
from typing import NamedTuple

from effluent_cli.domain.money import money_text, parse_money
from effluent_cli.domain.records import Setting
from effluent_cli.domain.slugs import checked_slug


class Specification(NamedTuple):
    """One setting. ``parse`` returns the stored text or raises ValueError with a message for a person."""

    default: str
    parse: Callable[[str], str]
    meaning: str
    names_account: bool = False


def _on_or_off(text: str) -> str:
    if text not in ("on", "off"):
        raise ValueError("write on or off")
    return text


def _amount(text: str) -> str:
    cents = parse_money(text)
    if cents < 0:
        raise ValueError("an amount of zero or more")
    return money_text(cents)


def _month(text: str) -> str:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 12:
        raise ValueError("the number of a month, 1 to 12")
    return str(int(text))


def _account(text: str) -> str:
    return text if text == "none" else checked_slug(text)


def _order(text: str) -> str:
    parts = [part.strip() for part in text.split(",")]
    if sorted(parts) != sorted(WITHDRAWALS):
        raise ValueError(f"each of {', '.join(WITHDRAWALS)} once, with commas between")
    return ",".join(parts)


def _law_year(text: str) -> str:
    if text != "none" and not (text.isascii() and text.isdigit() and 2025 <= int(text) <= 2200):
        raise ValueError("none, or a year from 2025 on")
    return text


def _estimates(text: str) -> str:
    if text not in ("none", "safe_harbor"):
        raise ValueError("write none or safe_harbor")
    return text


WITHDRAWALS = ("cash", "taxable", "tax_deferred", "roth", "hsa")
"""What a shortfall may draw on, in the default order."""
SETTINGS: dict[str, Specification] = {
    "auto_refresh": Specification("off", _on_or_off, "process waiting events before answers from the baseline"),
    "cash_buffer": Specification("0.00", _amount, "cash to keep: what a month lacks to it is drawn"),
    "withdrawal_order": Specification(
        ",".join(WITHDRAWALS), _order, "what is drawn on first when cash falls below the buffer"
    ),
    "early_withdrawals": Specification(
        "off", _on_or_off, "draw on retirement money before its age too, with the penalty"
    ),
    "borrow_line": Specification(
        "none", _account, "the line of credit to borrow on when nothing is left to draw on", names_account=True
    ),
    "surplus_account": Specification(
        "none", _account, "where checking's money above the buffer goes at the end of a month", names_account=True
    ),
    "refund_month": Specification("4", _month, "the month in which a tax refund arrives, 1 to 12"),
    "estimated_tax": Specification(
        "none", _estimates, "safe_harbor: pay last year's tax in four estimated payments where none are stated"
    ),
    "law_year": Specification("none", _law_year, "the year whose tax law all later years keep, in real terms"),
}
"""Every setting by its name."""


def setting_of(stated: tuple[Setting, ...], name: str) -> str:
    """Return the value in force: as stated, else the default."""
    return next((setting.value for setting in stated if setting.name == name), SETTINGS[name].default)
