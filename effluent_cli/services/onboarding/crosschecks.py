"""What only several answers together, or answers and the records they leave alone, can get wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from effluent_cli.domain import catalog
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.onboarding import BUSINESS_TYPES, LAST, StepSpec, through
from effluent_cli.domain.records import Inputs, Step
from effluent_cli.errors import Problem
from effluent_cli.services.onboarding.checking import Checked
from effluent_cli.services.onboarding.kinds import Reference
from effluent_cli.services.onboarding.models import MODEL_OF, Item
from effluent_cli.services.onboarding.models.income import PaycheckDeduction
from effluent_cli.services.onboarding.reading import Plain
from effluent_cli.services.onboarding.register import Register, register

_WORDS = {"member": "member", "source": "income source", "account": "account"}
_AT_LEAST_ONE = {"members": "member", "income_sources": "income source", "bank_accounts": "bank account"}


@dataclass(frozen=True)
class Sitting:
    """One sitting's answers beside what is stored.

    ``stored`` is None for a household that is not there yet, ``done`` are its steps. ``until`` names the last step of the
    sitting. ``fresh`` takes nothing from before as answered.
    """

    tables: Plain
    checked: Checked
    stored: Inputs | None = None
    done: tuple[Step, ...] = ()
    until: str | None = None
    fresh: bool = False

    @property
    def steps(self) -> tuple[StepSpec, ...]:
        """The steps that this sitting goes through."""
        return through(self.until)

    @property
    def answered(self) -> dict[str, str]:
        """The status of each step that counts as done before this sitting."""
        return {} if self.fresh else {step.name: step.status for step in self.done}

    def each(self) -> Iterator[tuple[str, str, Item]]:
        """Yield the step, the path and the item of everything that could be read."""
        for step, items in self.checked.items.items():
            yield from ((step, path, item) for path, item in zip(self.checked.paths[step], items, strict=True))


def problems_of(sitting: Sitting, today: date) -> tuple[Problem, ...]:
    """Return every problem of a sitting on ``today``: those of single items first, then those between items."""
    known = register(sitting.tables, sitting.stored)
    return (
        *_missing_steps(sitting),
        *sitting.checked.problems,
        *_duplicate_ids(sitting),
        *_members(sitting),
        *_references(sitting, known),
        *_paid_sources(sitting, known),
        *_owner_plans(sitting, known),
        *_accounts(sitting),
        *_days_to_come(sitting, today),
    )


def _missing_steps(sitting: Sitting) -> Iterator[Problem]:
    for spec in sitting.steps:
        content = sitting.tables.get(spec.name)
        if spec.required and content is None and spec.name not in sitting.answered:
            table = f"[[{spec.name}]]" if spec.shape == "many" else f"[{spec.name}]"
            yield Problem(spec.name, None, f"needed: {table}")
        elif content == [] and spec.name in _AT_LEAST_ONE:
            yield Problem(spec.name, None, f"at least one {_AT_LEAST_ONE[spec.name]} is needed")


def _duplicate_ids(sitting: Sitting) -> Iterator[Problem]:
    """Ids are unique by kind over all steps, also those of answers with other mistakes in them."""
    seen: dict[tuple[type, str], str] = {}
    for step, content in sitting.tables.items():
        if step not in MODEL_OF or not isinstance(content, list) or "id" not in MODEL_OF[step].model_fields:
            continue
        for index, item in enumerate(content):
            key = item.get("id") if isinstance(item, dict) else None
            if isinstance(key, str):
                path = f"{step}[{index}].id"
                first = seen.setdefault((MODEL_OF[step].RECORD, key), path)
                if first != path:
                    yield Problem(path, key, f"duplicate id: {first} has it already")


def _members(sitting: Sitting) -> Iterator[Problem]:
    content = sitting.tables.get("members")
    if not isinstance(content, list) or not content:
        return
    stated = [item.get("relationship") if isinstance(item, dict) else None for item in content]
    counts = Counter(each for each in stated if isinstance(each, str))
    if counts["self"] > 1:
        second = [index for index, each in enumerate(stated) if each == "self"][1]
        yield Problem(f"members[{second}].relationship", "self", "exactly one member is self")
    elif counts["self"] == 0 and all(each in catalog.RELATIONSHIPS for each in stated):
        yield Problem("members", None, "exactly one member is self, and none is")
    if counts["spouse"] > 1:
        second = [index for index, each in enumerate(stated) if each == "spouse"][1]
        yield Problem(f"members[{second}].relationship", "spouse", "there is a spouse already")


def _references(sitting: Sitting, known: Register) -> Iterator[Problem]:
    for step, content in sitting.tables.items():
        if step not in MODEL_OF:
            continue
        for path, item in _raw_items(step, content):
            for question in MODEL_OF[step].questions():
                if isinstance(question.kind, Reference):
                    message = _wrong_reference(sitting, known, question.kind, item.get(question.name))
                    if message:
                        yield Problem(f"{path}.{question.name}", item[question.name], message)


def _raw_items(step: str, content: Any) -> Iterator[tuple[str, Plain]]:
    if isinstance(content, dict):
        yield step, content
    elif isinstance(content, list):
        yield from ((f"{step}[{index}]", item) for index, item in enumerate(content) if isinstance(item, dict))


def _wrong_reference(sitting: Sitting, known: Register, kind: Reference, key: object) -> str | None:
    if not isinstance(key, str) or not _readable(kind, key):
        return None
    if not known.has(kind.of, key):
        awaited = kind.later and sitting.until not in (None, LAST.name)
        return None if awaited else f"there is no {_WORDS[kind.of]} of this id"
    found = known.type_of(kind.of, key)
    if found in catalog.GROUP_OF and kind.groups and catalog.GROUP_OF[found] not in kind.groups:
        return f"is no {' or '.join(kind.groups)}: its type is {found}"
    return None


def _readable(kind: Reference, key: str) -> bool:
    try:
        kind.parse(key)
    except ValueError:
        return False
    return True


def _paid_sources(sitting: Sitting, known: Register) -> Iterator[Problem]:
    """W-4s and deductions belong to W-2 sources, business expenses to businesses; a source has one W-4."""
    first: dict[str, str] = {}
    for step, content in sitting.tables.items():
        wanted = {
            "withholding": catalog.W2_TYPES,
            "pretax_deductions": catalog.W2_TYPES,
            "business_expenses": BUSINESS_TYPES,
        }
        if step not in wanted:
            continue
        for path, item in _raw_items(step, content):
            source = item.get("source")
            if not isinstance(source, str):
                continue
            kind = known.type_of("source", source)
            if kind in catalog.INCOME_TYPES and kind not in wanted[step]:
                yield Problem(
                    f"{path}.source", source, f"is no {' or '.join(sorted(wanted[step]))} source: its type is {kind}"
                )
            elif step == "withholding" and first.setdefault(source, path) != path:
                yield Problem(f"{path}.source", source, f"has a W-4 already: {first[source]}")
            if step == "pretax_deductions":
                yield from _unfit_target(known, path, item)


def _unfit_target(known: Register, path: str, item: Plain) -> Iterator[Problem]:
    target, kind = item.get("target_account"), item.get("type")
    if isinstance(target, str) and isinstance(kind, str):
        found = known.type_of("account", target)
        fitting = catalog.SAVING_DEDUCTIONS.get(kind)
        if fitting is not None and found in catalog.GROUP_OF and found not in fitting:
            message = f"a {kind} deduction goes to a {' or '.join(fitting)} account, not to a {found}"
            yield Problem(f"{path}.target_account", target, message)


def _owner_plans(sitting: Sitting, known: Register) -> Iterator[Problem]:
    """What a business pays into for its owner is a retirement account."""
    for step, path, item in sitting.each():
        target = getattr(item, "retirement_account", None) if step == "income_sources" else None
        kind = known.type_of("account", target) if target is not None else None
        if kind in catalog.GROUP_OF and kind not in catalog.OWNER_PLANS:
            yield Problem(f"{path}.retirement_account", target, f"is no retirement account: its type is {kind}")


def _accounts(sitting: Sitting) -> Iterator[Problem]:
    flagged = [
        path for step, path, item in sitting.each() if step == "bank_accounts" and getattr(item, "primary", False)
    ]
    for path in flagged[1:]:
        yield Problem(f"{path}.primary", True, f"only one account is primary: {flagged[0]} is")


def _days_to_come(sitting: Sitting, today: date) -> Iterator[Problem]:
    """Balances, births, pay stubs and originations are of today or a day before."""
    for _, path, item in sitting.each():
        for name in ("as_of", "date_of_birth", "ytd_on", "origination_date"):
            day = getattr(item, name, None)
            if day is not None and day > today:
                yield Problem(f"{path}.{name}", day.isoformat(), f"has not come yet: today is {today.isoformat()}")


def findings_of(sitting: Sitting) -> Iterator[Finding]:
    """Yield what is odd about valid answers: savings without the account that they go into."""
    for _, path, item in sitting.each():
        if not isinstance(item, PaycheckDeduction) or item.type not in catalog.SAVING_DEDUCTIONS:
            continue
        if item.target_account is None:
            fitting = " or ".join(catalog.SAVING_DEDUCTIONS[item.type])
            message = f"the {item.type} deduction of {item.source} names no account: it counts as spent"
            fix = f"answer {path}.target_account: a {fitting} account"
            yield Finding("saving_without_account", "warning", f"income_source:{item.source}", message, fix)
