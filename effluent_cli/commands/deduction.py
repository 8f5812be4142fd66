"""``effluent deduction …``."""

from decimal import Decimal
from typing import Annotated

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, key, part
from effluent_cli.commands.stating import Clear, argument, option
from effluent_cli.reports import earning
from effluent_cli.services import deductions

Deduction = Annotated[str, argument("DEDUCTION", "The deduction's id.")]
Amount = Annotated[int | None, option("--amount", "Each paycheck.", "A", amount)]
Percent = Annotated[Decimal | None, option("--percent", "Of gross, 0.05 or 5%.", "P", part)]
Target = Annotated[str | None, option("--target-account", "Where it is saved.", "ACCOUNT", key)]
Match = Annotated[
    list[str] | None, option("--match", "The employer's: 50%:6% is half of up to 6 % of pay.", "RATE:UPTO")
]


def list_(shared: Shared) -> Answer:
    """List what is taken off paychecks.

    Examples:
        effluent deduction list
    """
    file = shared.one_household()
    report, today = deductions.listed(file, caller(shared, "deduction list"))
    return Answer("deduction-list", report, lambda: earning.deductions(report), household=file.slug, as_of=today)


def add(
    shared: Shared,
    source: Annotated[str, option("--source", "The job.", "S", key)],
    type_: Annotated[str, option("--type", "traditional_401k, hsa, health_insurance …", "T")],
    amount_: Amount = None,
    percent: Percent = None,
    target_account: Target = None,
    match: Match = None,
    id_: Annotated[str | None, option("--id", "Its id (default: made from job and type).", "ID", key)] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add a deduction to the paychecks of a job.

    Examples:
        effluent deduction add --source luis-clinic --type dental_insurance --amount 18.40
        effluent deduction add --source luis-clinic --type hsa --percent 2% --target-account family-hsa
    """
    stated = _fields(amount_, percent, target_account, match)
    file = shared.one_household()
    who = caller(shared, "deduction add", dry_run=dry_run)
    return edited("deduction-add", file, deductions.add(file, who, source, type_, stated, id_), dry_run)


def edit(
    shared: Shared,
    deduction: Deduction,
    amount_: Amount = None,
    percent: Percent = None,
    target_account: Target = None,
    match: Match = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change a deduction.

    Examples:
        effluent deduction edit ana-401k --percent 11% --match 50%:6%
        effluent deduction edit ana-401k --clear match
    """
    stated = _fields(amount_, percent, target_account, match)
    file = shared.one_household()
    who = caller(shared, "deduction edit", dry_run=dry_run)
    return edited("deduction-edit", file, deductions.change(file, who, deduction, stated, clear or ()), dry_run)


def remove(shared: Shared, deduction: Deduction, dry_run: DryRun = False) -> Answer:
    """Remove a deduction from the paychecks to come.

    Examples:
        effluent deduction remove ana-health
    """
    file = shared.one_household()
    who = caller(shared, "deduction remove", dry_run=dry_run)
    return edited("deduction-remove", file, deductions.remove(file, who, deduction), dry_run)


def _fields(
    amount_: int | None, percent: Decimal | None, target: str | None, match: list[str] | None
) -> deductions.DeductionFields:
    return deductions.DeductionFields(
        amount=amount_,
        percent=percent,
        target_account=target,
        match=deductions.parse_match(match) if match else None,
    )
