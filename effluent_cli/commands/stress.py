"""``effluent stress …``."""

import sys
from collections.abc import Generator
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.asking import Refresh, RequireFresh, caller
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.domain.scenario_rules import BASELINE
from effluent_cli.errors import UsageProblem
from effluent_cli.reports import stressing as drawn
from effluent_cli.services import projecting, stress

HORIZON = str(stress.HORIZON)


def list_(shared: Shared) -> Answer:  # noqa: ARG001  # the tests are those of every household
    """List the stress tests.

    What each does, its inputs with their defaults, and when it counts as failed or as a warning.

    Examples:
        effluent stress list
    """
    report = stress.tests()
    return Answer("stress-list", report, lambda: drawn.tests(report))


def run(
    shared: Shared,
    names: Annotated[
        list[str] | None, typer.Argument(help="Which tests (default: all).", metavar="NAME…", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All tests, as without a name.")] = False,
    months: Annotated[str, typer.Option("--months", help="How many months, 1 to 960.", metavar="N")] = HORIZON,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="Another input: TEST.key=value.", metavar="TEST.key=VALUE")
    ] = None,
    scenario: Annotated[str, typer.Option("--scenario", help="Whose course is shaken.", metavar="SCENARIO")] = BASELINE,
    refresh: Refresh = False,
    require_fresh: RequireFresh = False,
) -> Answer | Lines:
    """Put the household under stress, test by test.

    What would a lost job, dear money, higher prices or a falling market do to it?
    Shocks begin with the first full month. A test fails with a shortfall, less than one month of liquidity or a debt coverage
    below 1; it warns below three months or 1.25. Each result is kept as it finishes, to be read with: effluent runs show. A
    test that cannot be carried out stops none of the others; the exit code is 5 then.

    Examples:
        effluent stress run
        effluent stress run income_drop_25 job_loss_primary --set job_loss_primary.benefit=2200
        effluent stress run --all --months 120 --json
        effluent stress run --scenario part-time
    """
    if names and every:
        raise UsageProblem("--all and the names of tests exclude each other")
    chosen, inputs = stress.chosen(names or ()), stress.stated(settings or ())
    number = whole(months, "--months", 1, projecting.LONGEST)
    file = shared.one_household()
    batch = stress.Batch(
        file,
        caller(shared, "stress run"),
        chosen,
        inputs,
        scenario=scenario,
        months=number,
        refresh=refresh,
        require_fresh=require_fresh,
    )
    if shared.output == "jsonl":
        return Lines(_lines(batch, file.slug))
    tells = shared.output in ("table", "plain") and not shared.quiet and sys.stderr.isatty()
    for done, found in enumerate(batch.results(), 1):
        if tells:
            sys.stderr.write(f"\r\x1b[K{found.name}: {found.status} ({done} of {len(chosen)})")
            sys.stderr.flush()
    if tells:
        sys.stderr.write("\r\x1b[K")
    return Answer(
        "stress-run",
        batch.report,
        lambda: drawn.stressed(batch.report),
        lambda: drawn.stressed_records(batch.report),
        warnings=batch.warnings,
        household=file.slug,
        as_of=batch.today,
        exit_code=5 if batch.partial else 0,
    )


def _lines(batch: stress.Batch, slug: str) -> Generator[str, None, int]:
    yield drawn.header_line(batch.report, slug, batch.today)
    for found in batch.results():
        yield drawn.test_line(found)
    yield drawn.summary_line(batch.report, batch.warnings)
    return 5 if batch.partial else 0
