"""What a change's keys refer to: the records that there must be, each of the right kind.

A record that is not there is one thing, one of another kind another: a loan that is refinanced must be a loan.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from effluent_cli.domain.catalog import ASSET_CLASSES, RATE_INDICES, W2_TYPES
from effluent_cli.domain.change_types import CHANGE_TYPES
from effluent_cli.domain.index import InputsIndex

ACCOUNTS, FLOWS, INCOME = "effluent account list", "effluent flows list", "effluent income list"
RATES_OF = ("variable_and_cards", "variable", "cards", "all")
"""Groups of debts that a shock to interest rates may name."""
MAKERS = ("add_asset", "add_debt")
"""Types of change that make an account, called as the change is; later changes may refer to it."""

OF_ACCOUNTS = ("asset", "debt", "loan", "debts", "debts_or", "market")
"""Kinds of key that may refer to an account."""


class Lost(NamedTuple):
    """A key that refers to no record (``exists`` False), or to one of another kind; ``hint`` lists what there is."""

    key: str
    value: str
    noun: str
    exists: bool
    hint: str

    @property
    def message(self) -> str:
        """The fault in words."""
        return f"{self.value} is no {self.noun}" if self.exists else f"there is no {self.noun} {self.value!r}"


class _Among(NamedTuple):
    """What a reference should be: its noun, the ids of that kind, all ids that something has, and where they are listed."""

    noun: str
    right: Collection[str]
    known: Collection[str]
    hint: str


def lost_references(
    index: InputsIndex, name: str, texts: Mapping[str, str], made: Collection[str] = ()
) -> Iterator[Lost]:
    """Yield the references of a change of type ``name`` that lead nowhere, or to a record of another kind.

    ``made`` are the ids of accounts that other changes of the scenario make. The keys must have passed ``parsing.problems``.
    """
    kinds = {key.name: key.kind for key in CHANGE_TYPES[name].keys}
    for key, text in texts.items():
        kind = kinds.get(key, "")
        if kind not in _AMONG:
            continue
        among = _AMONG[kind](index)
        for part in _parts(kind, text):
            if part not in among.right and part not in made:
                yield Lost(key, part, among.noun, part in among.known, among.hint)


def with_renamed(name: str, texts: Mapping[str, str], renamed: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of a change of type ``name`` as they are once accounts that other changes make are called otherwise."""
    found = dict(texts)
    for key in CHANGE_TYPES[name].keys:
        parts = _parts(key.kind, texts[key.name]) if key.name in texts and key.kind in OF_ACCOUNTS else ()
        if any(part in renamed for part in parts):
            found[key.name] = ",".join(renamed.get(part, part) for part in parts)
    return found


def unknown_rates(name: str, texts: Mapping[str, str], assumptions: Collection[str]) -> Iterator[str]:
    """Yield the keys of an open type that name no assumption that there is."""
    kind = CHANGE_TYPES[name]
    if kind.open:
        yield from (key for key in texts if key not in assumptions and key not in RATE_INDICES)


def _parts(kind: str, text: str) -> tuple[str, ...]:
    if kind == "debts":
        return () if text == "none" else tuple(part.strip(" ") for part in text.split(","))
    return (text,)


def _income(index: InputsIndex) -> _Among:
    right = {flow.id for flow in index.flows if flow.type == "income"} | index.sources.keys()
    right |= {f"{source}--{kind}" for source in index.sources for kind in ("gross", "net-pay", "income")}
    return _Among("income flow or source", right, _flow_ids(index), FLOWS)


def _expense(index: InputsIndex) -> _Among:
    right = {flow.id for flow in index.flows if flow.type == "expense"}
    return _Among("expense flow of your own", right, _flow_ids(index), FLOWS)


def _flow_ids(index: InputsIndex) -> Collection[str]:
    return {flow.id for flow in index.flows} | index.sources.keys()


def _asset(index: InputsIndex) -> _Among:
    return _Among("asset", index.assets, index.accounts, ACCOUNTS)


def _debt(index: InputsIndex) -> _Among:
    return _Among("debt", index.debts, index.accounts, ACCOUNTS)


def _loan(index: InputsIndex) -> _Among:
    return _Among("loan with terms", index.loans, index.accounts, ACCOUNTS)


def _job(index: InputsIndex) -> _Among:
    right = {key for key, source in index.sources.items() if source.type in W2_TYPES}
    return _Among("job that pays wages", right, index.sources, INCOME)


def _source(index: InputsIndex) -> _Among:
    return _Among("income source", index.sources, index.sources, INCOME)


def _debts_or(index: InputsIndex) -> _Among:
    noun = f"debt with terms, nor one of {', '.join(RATES_OF)}"
    return _Among(noun, {*RATES_OF, *index.loans, *index.cards}, index.accounts, ACCOUNTS)


def _market(index: InputsIndex) -> _Among:
    noun = f"investment, nor one of all, {', '.join(ASSET_CLASSES)}"
    return _Among(noun, {"all", *ASSET_CLASSES, *index.assets}, index.accounts, ACCOUNTS)


_AMONG: dict[str, Callable[[InputsIndex], _Among]] = {
    "income": _income,
    "expense": _expense,
    "asset": _asset,
    "debt": _debt,
    "loan": _loan,
    "job": _job,
    "source": _source,
    "debts": _debt,
    "debts_or": _debts_or,
    "market": _market,
}
"""What each kind of key refers to; the kinds that are not here refer to nothing."""
